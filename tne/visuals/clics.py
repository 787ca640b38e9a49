"""A map beside a filter: a click means a commune by its name, and what the choice leaves out says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tne.visuals import couleurs
from tne.visuals.carte import SANS_DONNEE

HORS_CHOIX = "hors du choix"


def clics_par_commune(figure: dict[str, Any], noms: Mapping[str, str]) -> dict[str, Any]:
    """The figure of `tne.visuals.carte` with names of communes as customdata, for `narrow.on_click(…, "commune")`.

    `noms` is `tne.queries.carte.noms_des_communes`. A commune where the directory has no school gives None: nothing to
    narrow to. A school gives its commune.
    """
    data = [
        trace | {"customdata": [noms.get(str(code)) for code in trace["customdata"]]}
        if "customdata" in trace
        else trace
        for trace in figure["data"]
    ]
    return figure | {"data": data}


def hors_du_choix(figure: dict[str, Any]) -> dict[str, Any]:
    """The same figure, whose communes without data are those that a choice of establishments leaves out: outlined, named so."""
    trait = {"color": couleurs.PALE, "width": 1}
    data = [
        trace | {"line": trait} if trace.get("name") == SANS_DONNEE and "fill" in trace else trace
        for trace in figure["data"]
    ]
    for trace in data:
        if isinstance(trace.get("hovertext"), list):
            trace["hovertext"] = [t.replace(SANS_DONNEE, HORS_CHOIX) for t in trace["hovertext"]]
    layout = figure["layout"]
    mots = [m | {"text": HORS_CHOIX} if m["text"] == SANS_DONNEE else m for m in layout["annotations"]]
    return figure | {"data": data, "layout": layout | {"annotations": mots}}

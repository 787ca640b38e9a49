"""What a click on a mark means for the filter: a commune, a school, a type, a year; and what a choice outlines on a map."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tne.filters import Filters
from tne.visuals.visual import Visual

HORS_CHOIX = "hors du choix"
_ANNEE = re.compile(r"\d{4}-\d{4}")
_UAI = re.compile(r"\d{7}[A-Z]")
_TYPES = {"écoles": "École", "collèges": "Collège"}


def filtre_du_clic(v: Visual) -> str:
    """The filter that a click on this figure narrows: the one it declares, the year where years stand side by side, or "".

    A figure without any must not look as if it could be clicked.
    """
    if v.figure is None or v.clic:
        return v.clic
    meant = [set(t["meta"]) for t in v.figure["data"] if t.get("meta")]
    return "annee" if meant and all(_ANNEE.fullmatch(str(m)) for held in meant for m in held) else ""


def sens_du_clic(v: Visual, trace: int, rang: int) -> tuple[str, str] | None:
    """(filter, value) that the mark `rang` of the trace `trace` means; None where there is nothing to narrow to.

    A trace says it in `meta`, else in `customdata`. On a map of communes, a school is the school itself.
    """
    drawn = v.figure["data"][trace] if v.figure else {}
    meant = drawn.get("meta") or drawn.get("customdata") or []
    value = meant[rang] if rang < len(meant) else None
    if value is None:
        return None
    return ("etablissement" if _UAI.fullmatch(str(value)) else filtre_du_clic(v), str(value))


def clics_par_type(figure: dict[str, Any]) -> dict[str, Any]:
    """The figure of `barres` with two series, écoles and collèges: each part means its type of school."""
    data = [
        t | {"meta": [_TYPES[t["name"]]] * len(t["y"])} if t.get("name") in _TYPES else t
        for t in figure["data"]
    ]
    return figure | {"data": data}


def clics_par_libelle(figure: dict[str, Any], valeurs: Mapping[str, str]) -> dict[str, Any]:
    """The figure of `barres` whose labels are not the filter's words: `valeurs` gives them (« Écoles » → « École »)."""
    data = [
        t | {"meta": [valeurs.get(c) for c in t["customdata"]]} if "customdata" in t else t
        for t in figure["data"]
    ]
    return figure | {"data": data}


def clics_par_commune(figure: dict[str, Any], noms: Mapping[str, str]) -> dict[str, Any]:
    """The figure of `tne.visuals.carte` with names of communes as customdata, for a Visual whose `clic` is « commune ».

    `noms` is `tne.queries.carte.noms_des_communes`. A commune where the directory has no school gives None: nothing to
    narrow to. A school keeps its UAI.
    """
    data = [
        trace
        | {
            "customdata": [c if _UAI.fullmatch(c) else noms.get(c) for c in map(str, trace["customdata"])],
        }
        if "customdata" in trace
        else trace
        for trace in figure["data"]
    ]
    return figure | {"data": data}


def entourees(filters: Filters, codes: Iterable[str]) -> tuple[str, ...]:
    """Of a map's communes those to outline: all of them, where communes or schools are chosen one by one. Those of a school
    are one, under the name and the dot of its town.
    """
    return tuple(codes) if filters.communes or filters.etablissements else ()

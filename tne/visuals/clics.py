"""What a click on a map means: the commune as the filter takes it, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


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

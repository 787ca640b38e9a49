"""A figure for a page of paper: a map and curves lower than on the screen, so that charts meet on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tne.documents.drawing import height_of
from tne.visuals import carte_page

_CARTE, _COURBES = 310, 260
"""Pixels of a map, and of curves and points: about a quarter of a page, so that they leave no part of a page white."""
_ECART = 8
"""Pixels between a map and the key beside it."""
_BARRES, _SERRE = 200, 0.83
"""Bars of fewer pixels stay as they are; others come down to that share: their labels stand clear still."""


def basse(figure: Mapping[str, Any], times: float = 1) -> Mapping[str, Any]:
    """The figure, a map not taller than `_CARTE` (so many `times`), curves and points not taller than `_COURBES`; bars keep
    their height. A figure that is low enough is returned itself.
    """
    layout, height = figure["layout"], height_of(figure)
    axis = layout.get("yaxis", {})
    if "scaleanchor" in axis:
        wanted = times * min(height, _CARTE)
        if wanted == height:
            return figure
        fitted = _clef_a_cote(carte_page.basse(figure, wanted))
        return {**fitted, "layout": {**fitted["layout"], "height": wanted}}
    curves = axis.get("visible", True) and any(t["type"] == "scatter" for t in figure["data"])
    return _of_height(figure, min(height, _COURBES)) if curves else figure


def _clef_a_cote(figure: Mapping[str, Any]) -> Mapping[str, Any]:
    """The map with its key on the right of the land, where it stood in the corner that the land leaves: it keeps its size, and would
    cover the land of a smaller map.
    """
    layout = figure["layout"]
    (west, east), (south, north) = layout["xaxis"]["range"], layout["yaxis"]["range"]
    words = layout.get("annotations", ())
    if not words or (words[0]["x"], words[0]["y"]) != (east, north):
        return figure
    wide = _ECART - min(s["x0"] for s in layout["shapes"])
    new_east = east + wide * (north - south) / height_of(figure) * layout["yaxis"]["scaleratio"]
    moved = {
        "annotations": [w | {"x": new_east} for w in words],
        "shapes": [s | {"xanchor": new_east} for s in layout["shapes"]],
        "xaxis": layout["xaxis"] | {"range": [west, new_east]},
    }
    return {**figure, "layout": layout | moved}


def serree(figure: Mapping[str, Any]) -> Mapping[str, Any]:
    """`basse`, its bars closer: for pages whose breaks nobody can know, and that no chart grows to fill."""
    if {t["type"] for t in figure["data"]} != {"bar"}:
        return basse(figure)
    height = height_of(figure)
    return _of_height(figure, min(height, max(_BARRES, _SERRE * height)))


def _of_height(figure: Mapping[str, Any], height: float) -> Mapping[str, Any]:
    if height == height_of(figure):
        return figure
    return {**figure, "layout": {**figure["layout"], "height": height}}

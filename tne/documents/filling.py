"""Pages filled to their foot: where the next piece did not fit, the charts of the page take the height that was left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tne.documents.drawing import height_of
from tne.visuals.echelle import remplir

_HAUT, _BAS = 56.7, 785.2
"""Points between which the text of an A4 page stands."""
LIMITE = 1.8
"""A chart grows no taller than that: beyond, a page does better with a white foot."""
_PRUDENCE = 6
"""Points that are never taken: rounding must not push what fits to the next page."""


def growths(
    marks: Sequence[Mapping[str, Any]], heights: Mapping[str, float], scale: float
) -> dict[str, float]:
    """Drawing → how many times taller it may be, for those on pages that end early.

    `marks` are where the pieces of the text begin and end (`jalon` in the template); a piece that goes on over a page
    fills it. `heights` are in pixels, `scale` points a pixel.
    """
    ends: dict[int, float] = {}
    drawn: dict[int, list[str]] = {}
    whole: set[int] = set()
    begun = 0
    for mark in marks:
        page = int(mark["page"])
        ends[page] = max(ends.get(page, _HAUT), float(mark["y"]))
        if mark["sens"] == "debut":
            begun = page
            continue
        whole |= set(range(begun, page))
        if mark["cle"] in heights:
            drawn.setdefault(page, []).append(mark["cle"])
    found: dict[str, float] = {}
    for page, names in drawn.items():
        free = (_BAS - ends[page] - _PRUDENCE) / scale
        if page in whole or free <= 0:
            continue
        taken = sum(heights[name] for name in names)
        found |= dict.fromkeys(names, min(LIMITE, 1 + free / taken))
    return found


def is_map(figure: Mapping[str, Any]) -> bool:
    """True for outlines at one scale."""
    return "scaleanchor" in figure["layout"].get("yaxis", {}) and any(
        t.get("fill") == "toself" for t in figure["data"]
    )


def may_grow(figure: Mapping[str, Any]) -> bool:
    """False for a calendar, whose key stands a number of pixels below its cells, and for a square a school."""
    if "scaleanchor" in figure["layout"].get("yaxis", {}):
        return is_map(figure)
    return all(t.get("type") != "heatmap" for t in figure["data"])


def taller(figure: Mapping[str, Any], times: float, width: float) -> dict[str, Any]:
    """The figure that many times taller: labels stay at their bars."""
    height = times * height_of(figure)
    grown = remplir(dict(figure), width, height)
    return {**grown, "layout": {**grown["layout"], "height": height}}

"""A map for a wide page of paper: as high as is wanted, its key beside it where it stood above."""

from __future__ import annotations

import math
from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from tne.visuals.cadre import LETTRE
from tne.visuals.carte_legende import CORPS, INTERLIGNE


def basse(figure: Mapping[str, Any], hauteur: float) -> Mapping[str, Any]:
    """The same map not higher than `hauteur` pixels. A key above it keeps its size, and would cover a smaller map: it goes to
    the left, where a wide page has room.
    """
    layout = figure["layout"]
    if layout["height"] <= hauteur:
        return figure
    smaller = layout | {"height": hauteur}
    words = layout["annotations"]
    (west, east), (south, north) = layout["xaxis"]["range"], layout["yaxis"]["range"]
    top = max(_latitudes(figure["data"]), default=north)
    room = (north - top) / (north - south) * layout["height"]
    if not words or (words[0]["x"], words[0]["y"]) != (west, north) or room < INTERLIGNE * CORPS:
        return {**figure, "layout": smaller}
    new_north = top + 0.02 * (top - south)
    degree = hauteur / (new_north - south)  # pixels
    wide = max(w["xshift"] + LETTRE * w["font"]["size"] * len(w["text"]) for w in words) + CORPS
    new_west = west - wide / degree * layout["yaxis"]["scaleratio"]
    corner = {"x": new_west, "y": new_north}
    anchor = {"xanchor": new_west, "yanchor": new_north}
    moved = {
        "annotations": [w | corner for w in words],
        "shapes": [s | anchor for s in layout["shapes"]],
        "xaxis": layout["xaxis"] | {"range": [new_west, east]},
        "yaxis": layout["yaxis"] | {"range": [south, new_north]},
    }
    return {**figure, "layout": smaller | moved}


def juste(figure: Mapping[str, Any], largeur: float) -> Mapping[str, Any]:
    """The same map no higher than it is drawn in that many pixels of width: one of a wide territory left the rest white under it."""
    layout = figure["layout"]
    if "nord" not in layout.get("meta", {}):
        return figure
    (west, east), (south, north) = layout["xaxis"]["range"], layout["yaxis"]["range"]
    height = math.ceil(largeur * (north - south) * layout["yaxis"]["scaleratio"] / (east - west))
    return figure if height >= layout["height"] else {**figure, "layout": layout | {"height": height}}


def _latitudes(traces: list[dict[str, Any]]) -> Iterator[float]:
    """The northernmost point of each trace."""
    for trace in traces:
        y = trace["y"]
        if isinstance(y, Mapping):
            y = np.frombuffer(b64decode(y["bdata"]), dtype=f"<{y['dtype']}")
        values = np.array(y, dtype=float)
        if not np.isnan(values).all():
            yield float(np.nanmax(values))

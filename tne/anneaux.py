"""Rings of points: what a commune is drawn with, and how many points a screen can show of them."""

import math
from collections.abc import Sequence
from itertools import groupby, pairwise

SOMMETS_MAX = 100_000
"""Points of contours that are drawn as they are: a large département has a third of them."""
PAS = 600
"""Steps across a mesh that has more: as many as a map on a page has pixels."""

Point = tuple[float, float]
"""Longitude, latitude, in degrees."""

Anneau = tuple[Point, ...]
"""A closed ring: its first point is also its last. Holes turn clockwise, outer rings the other way."""


def aire(anneau: Anneau) -> float:
    x0, y0 = anneau[0]
    return (
        math.fsum((ax - x0) * (by - y0) - (bx - x0) * (ay - y0) for (ax, ay), (bx, by) in pairwise(anneau))
        / 2
    )


def centre(anneau: Anneau) -> Point:
    """The centre of gravity of a ring; the mean of its points when it encloses nothing."""
    surface = aire(anneau)
    if abs(surface) < 1e-12:
        return sum(x for x, _ in anneau) / len(anneau), sum(y for _, y in anneau) / len(anneau)
    # Counted from the first point: with coordinates near 46 the products would lose six digits.
    x0, y0 = anneau[0]
    x = y = 0.0
    for (ax, ay), (bx, by) in pairwise(anneau):
        croise = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
        x += (ax + bx - 2 * x0) * croise
        y += (ay + by - 2 * y0) * croise
    return x0 + x / (6 * surface), y0 + y / (6 * surface)


def alleger(formes: Sequence[tuple[Anneau, ...]]) -> Sequence[tuple[Anneau, ...]]:
    """Shapes of many points on a grid of `PAS` steps: a border between two stays one line, whoever it belongs to."""
    points = [p for anneaux in formes for anneau in anneaux for p in anneau]
    if len(points) <= SOMMETS_MAX:
        return formes
    west, south = (min(p[i] for p in points) for i in (0, 1))
    width, height = max(x for x, _ in points) - west, max(y for _, y in points) - south
    narrow = math.cos(math.radians(south + height / 2))
    step = max(width * narrow, height) / PAS
    return [_sur_la_grille(anneaux, (west, south), (step / narrow, step)) for anneaux in formes]


def _sur_la_grille(anneaux: tuple[Anneau, ...], origin: Point, steps: Point) -> tuple[Anneau, ...]:
    """The rings that still enclose something there; the largest of what is smaller than a step becomes one step."""

    def place(x: int, y: int) -> Point:
        return round(origin[0] + x * steps[0], 5), round(origin[1] + y * steps[1], 5)

    kept: list[Anneau] = []
    for anneau in anneaux:
        cells = [(round((x - origin[0]) / steps[0]), round((y - origin[1]) / steps[1])) for x, y in anneau]
        ring = _sans_alignes([cell for cell, _ in groupby(cells)])
        if len(set(ring)) > 2 and aire(tuple(ring)):
            kept.append(tuple(place(*cell) for cell in ring))
    if kept:
        return tuple(kept)
    x, y = centre(max(anneaux, key=lambda anneau: abs(aire(anneau))))
    i, j = math.floor((x - origin[0]) / steps[0]), math.floor((y - origin[1]) / steps[1])
    return (tuple(place(i + a, j + b) for a, b in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))),)


def _sans_alignes(ring: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ring without the points that stand on the line between those beside them."""
    kept = ring[:1]
    for cell, after in pairwise(ring[1:]):
        (px, py), (x, y), (ax, ay) = kept[-1], cell, after
        if (x - px) * (ay - y) != (y - py) * (ax - x):
            kept.append(cell)
    return kept + ring[-1:] if len(ring) > 1 else kept

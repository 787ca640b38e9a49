"""Masked cells of several tables over the same rows: what one table hides, another must not give back.

A module taught in one month only is that month's row under another name; modules of one operator add up to it. Pure
functions over sets of rows: no base, no screen.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

Cellule = tuple[str, str]  # dimension, value

_NUL = 1e-7  # far under 1 / the number of cells, far over rounding


def aussi_masquees(
    rows: pd.DataFrame, masked: Mapping[str, frozenset[str]], sizes: Mapping[Cellule, int]
) -> dict[str, frozenset[str]]:
    """The cells to mask in each table (dimension → values), those masked already included, so that no masked cell is a
    sum or difference of shown cells and of the total.

    Grain of `rows`: one combination of values, a column per dimension of `masked`. Each step masks, of the shown cells
    that give a masked one, the one of the smallest size. A cell that holds every row is the total: nothing hides it.
    """
    cells = {
        (d, str(v)): (rows[d] == v).to_numpy(dtype=float) for d in masked for v in sorted(rows[d].unique())
    }
    cells = {c: v for c, v in cells.items() if not v.all()}
    first = {(d, v) for d, values in masked.items() for v in values} & set(cells)
    hidden = set(first)
    while uses := _given(cells, hidden):
        hidden.add(min(uses, key=lambda c: (sizes.get(c, 0), c)))
    # A cell masked on the way may not be needed any more: the largest are shown again first.
    for cell in sorted(hidden - first, key=lambda c: (-sizes.get(c, 0), c)):
        if not _given(cells, hidden - {cell}):
            hidden.remove(cell)
    return {d: values | {v for e, v in hidden if e == d} for d, values in masked.items()}


def _given(cells: Mapping[Cellule, np.ndarray], hidden: set[Cellule]) -> list[Cellule]:
    """The shown cells that give some hidden cell, of the one that takes the fewest; [] when none is given."""
    if not hidden:
        return []
    shown = sorted(c for c in cells if c not in hidden)
    size = len(next(iter(cells.values())))
    known = np.array([*(cells[c] for c in shown), np.ones(size)]).T
    targets = np.array([cells[c] for c in sorted(hidden)]).T
    found = np.linalg.pinv(known) @ targets
    given = np.flatnonzero(np.abs(known @ found - targets).max(axis=0) < _NUL)
    ways = [[c for c, w in zip(shown, found[:-1, i], strict=True) if abs(w) > _NUL] for i in given]
    return min(ways, key=len, default=[])

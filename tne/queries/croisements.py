"""Masked cells of several tables over the same rows: what one table hides, another must not give back.

A module taught in one month only is that month's row under another name; modules of one operator add up to it. Pure
functions over sets of rows: no base, no screen.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tne.queries.un_fil import calculer_sur_un_fil

calculer_sur_un_fil()

Cellule = tuple[str, str]  # dimension, value

_NUL = 1e-7  # far under 1 / the number of cells, far over rounding
# Cells of two tables add up to the same total: some singular values are null, and come out as rounding leaves them. That NumPy
# takes 1e-15 of the largest for something is a matter of which LAPACK it was built with, and then no cell is found to be given.
_RANG = 1e-9
LIGNES_EN_CLAIR = 300
"""Beyond that many combinations the search works on as many rows as there are cells, in which the same sums hold."""


def aussi_masquees(
    rows: pd.DataFrame, masked: Mapping[str, frozenset[str]], sizes: Mapping[Cellule, int]
) -> dict[str, frozenset[str]]:
    """The cells to mask in each table (dimension → values), those masked already included, so that no masked cell is a
    sum or difference of shown cells and of the total.

    Grain of `rows`: one combination of values, a column per dimension of `masked`. Each step masks, of the shown cells
    that give a masked one, the one of the smallest size. A cell that holds every row is the total: nothing hides it.
    """
    cells, total = _resume(rows, masked) if len(rows) > LIGNES_EN_CLAIR else _en_clair(rows, masked)
    first = {(d, v) for d, values in masked.items() for v in values} & set(cells)
    hidden = set(first)
    while uses := _given(cells, total, hidden):
        hidden.add(min(uses, key=lambda c: (sizes.get(c, 0), c)))
    # A cell masked on the way may not be needed any more: the largest are shown again first.
    for cell in sorted(hidden - first, key=lambda c: (-sizes.get(c, 0), c)):
        if not _given(cells, total, hidden - {cell}):
            hidden.remove(cell)
    return {d: values | {v for e, v in hidden if e == d} for d, values in masked.items()}


def _en_clair(
    rows: pd.DataFrame, masked: Mapping[str, frozenset[str]]
) -> tuple[dict[Cellule, np.ndarray], np.ndarray]:
    """Cell → which rows it holds, but for cells that hold them all; and the total, which does."""
    cells = {
        (d, str(v)): (rows[d] == v).to_numpy(dtype=float) for d in masked for v in sorted(rows[d].unique())
    }
    return {c: v for c, v in cells.items() if not v.all()}, np.ones(len(rows))


def _resume(
    rows: pd.DataFrame, masked: Mapping[str, frozenset[str]]
) -> tuple[dict[Cellule, np.ndarray], np.ndarray]:
    """The same on fewer rows: a sum of cells that is null on these is null on all, and the other way round.

    The products of all columns with each other, which are counts of rows, say which sums are null: the rows are their
    square root. An eigenvalue that is neither null nor far from it would leave that open: then the rows stay as they are.
    """
    names: list[Cellule] = []
    places = []
    for d in masked:
        codes, values = pd.factorize(rows[d], sort=True)
        places.append(codes + len(names))
        names += [(d, str(v)) for v in values]
    size = len(names) + 1
    places.append(np.full(len(rows), size - 1))
    products = np.zeros((size, size))
    for one in places:
        for other in places:
            products += np.bincount(one * size + other, minlength=size * size).reshape(size, size)
    squares, vectors = np.linalg.eigh(products)
    kept = squares > squares[-1] * 1e-9
    if (kept & (squares < 1e-6)).any() or (~kept & (np.abs(squares) > 1e-7)).any():
        return _en_clair(rows, masked)
    short = np.sqrt(squares[kept])[:, None] * vectors[:, kept].T
    counts = np.diag(products)
    return {c: short[:, i] for i, c in enumerate(names) if counts[i] < len(rows)}, short[:, -1]


def _given(cells: Mapping[Cellule, np.ndarray], total: np.ndarray, hidden: set[Cellule]) -> list[Cellule]:
    """The shown cells that give some hidden cell, of the one that takes the fewest; [] when none is given."""
    if not hidden:
        return []
    shown = sorted(c for c in cells if c not in hidden)
    known = np.array([*(cells[c] for c in shown), total]).T
    targets = np.array([cells[c] for c in sorted(hidden)]).T
    found = np.linalg.pinv(known, rtol=_RANG) @ targets
    given = np.flatnonzero(np.abs(known @ found - targets).max(axis=0) < _NUL)
    ways = [[c for c, w in zip(shown, found[:-1, i], strict=True) if abs(w) > _NUL] for i in given]
    return min(ways, key=len, default=[])

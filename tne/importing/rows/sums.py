"""Rows that add up the rows above them, without a word that says so: a last one, or one under each group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tne.importing.model import Liaison
from tne.importing.rows.cells import Colonne, Rangs
from tne.importing.rows.sources import Source

_NUMBERS = ("BIGINT", "DOUBLE")
# One number is that of the row above it where there is but one.
_LEAST = 2
# A table in which more rows name no record lacks something else.
_MOST = 200


def adding_up(s: Source, liaison: Liaison, totals: Rangs) -> Rangs:
    """The rows that lack all that names a record, and whose numbers are each the sum of those since the last total, or of all above.

    `totals`: the rows that say that they are totals, in any order; they begin a group and are added to nothing.
    """
    count = s.reconnaissance.tableau.donnees.num_rows
    needed = [h for c in liaison.dataset.columns if c.required and (h := liaison.colonnes.get(c.name))]
    rows: Rangs = np.arange(count if count > _LEAST and needed else 0)
    for h in needed:
        rows = s.column(h).blank(rows) if len(rows) else rows
    record = np.ones(count, dtype=bool)
    record[totals] = False
    rows = rows[record[rows]]  # set operations of numpy load more of it than an import needs
    if not 0 < len(rows) <= _MOST:
        return rows[:0]
    numeric = [
        _numbers(s.column(h))
        for name, h in liaison.colonnes.items()
        if liaison.dataset.column(name).kind.type_sql in _NUMBERS
    ]
    found = _totals(numeric, record, rows, totals, _LEAST)
    # Where others are under groups of several rows, so is one under a row alone.
    return _totals(numeric, record, rows, totals, 1) if len(found) else found


def _totals(
    numeric: Sequence[np.ndarray], record: np.ndarray, rows: Rangs, totals: Rangs, least: int
) -> Rangs:
    record = record.copy()
    ends = totals.tolist()
    found: list[int] = []
    for row in rows.tolist():
        begin = max((t + 1 for t in (*ends, *found) if t < row), default=0)
        if any(_adds_up(numeric, record, first, row, least) for first in dict.fromkeys((begin, 0))):
            found.append(row)
            record[row] = False
    return np.array(found, np.intp)


def _adds_up(numeric: Sequence[np.ndarray], record: np.ndarray, first: int, row: int, least: int) -> bool:
    """True when each number of a row is the sum of those of the records from the first one on; one at least adds `least` of them."""
    several = False
    for column in numeric:
        if np.isnan(column[row]):
            continue
        above = column[first:row][record[first:row]]
        told = above[~np.isnan(above)]
        if abs(told.sum() - column[row]) > 1e-6:
            return False
        several = several or len(told) >= least
    return several


def _numbers(column: Colonne) -> np.ndarray:
    """The number of each row, NaN where there is none."""
    of_text = np.array([_number(t) for t in column.textes.to_pylist()], dtype=float)
    found: np.ndarray = of_text[column.codes]
    return found


def _number(text: str | None) -> float:
    try:
        return float((text or "").replace(" ", "").replace(",", ".").removesuffix("h"))
    except ValueError:
        return np.nan

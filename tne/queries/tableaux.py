"""Small tables of counts as a reader may see them, over plain rows.

A page masks dozens of them, each beside others: with frames every step costs more than all the arithmetic. The rules are
those of `tne.queries.masking`; a row is (value, school year, counts).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from tne import settings
from tne.filters import View
from tne.queries.suppression import decide_rows

Ligne = tuple[str, str, tuple[int, ...]]

MASQUE = "masqué"
PETIT = "petit effectif, ne pas diffuser"
# In a breakdown the reader does not know which establishments stand behind a cell: two cells hide each other.
CELLULES_MINIMUM = 2


def entiers(values: Sequence[int | None]) -> pd.api.extensions.ExtensionArray:
    """Whole numbers where some may be missing, as pandas' Int64."""
    missing = np.array([v is None for v in values], dtype=bool)
    return pd.arrays.IntegerArray(np.array([v or 0 for v in values], dtype="int64"), missing)


def est_petit(nombre: float | None) -> bool:
    """True for a count of persons of 1 to threshold - 1: to be masked, or to be marked for coordinators."""
    return nombre is not None and 0 < nombre < settings.seuil()


def sont_petits(nombres: pd.Series[Any]) -> np.ndarray[Any, Any]:
    """`est_petit` of each of a column of numbers, where nothing known is none: there may be a row for each session."""
    connus = nombres.to_numpy(dtype="float64", na_value=np.nan)
    return (connus > 0) & (connus < settings.seuil())


def petits_dits(petits: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """PETIT beside each that is small, else ""."""
    dits: np.ndarray[Any, Any] = np.array(["", PETIT], dtype=object)[petits.astype("int8")]
    return dits


def mentions(numbers: Sequence[int | None], masked: Sequence[bool], view: View) -> np.ndarray:
    """« masqué », « petit effectif, ne pas diffuser » (coordination) or nothing, beside each count."""
    marked = view == "coordination"
    words = [
        MASQUE if m else PETIT if marked and est_petit(n) else ""
        for n, m in zip(numbers, masked, strict=True)
    ]
    return np.array(words, dtype=object)


def hidden_values(rows: Iterable[Ligne]) -> frozenset[str]:
    """The values whose row is masked in some year: each year is its own table, masked in one year is masked in all."""
    tables: dict[str, dict[str, tuple[int, ...]]] = {}
    for value, year, counts in rows:
        tables.setdefault(year, {})[value] = counts
    found = (decide_rows(table, settings.seuil(), CELLULES_MINIMUM) for table in tables.values())
    return frozenset().union(*found)


def masked_values(rows: Sequence[Ligne]) -> frozenset[str]:
    """The values with a masked cell: a true 0 of a single count is shown."""
    hidden = hidden_values(rows)
    return frozenset(v for v, _, counts in rows if v in hidden and (len(counts) > 1 or counts[0] > 0))


def difference(whole: Sequence[Ligne], part: Sequence[Ligne]) -> list[Ligne]:
    """What is left of each row of the whole territory once a choice is taken away."""
    taken = {(value, year): counts for value, year, counts in part}
    nothing = (0,) * len(whole[0][2]) if whole else ()
    return [
        (v, y, tuple(max(n - m, 0) for n, m in zip(counts, taken.get((v, y), nothing), strict=True)))
        for v, y, counts in whole
    ]


def hidden_by_difference(part: Sequence[Ligne], whole: Sequence[Ligne]) -> frozenset[str]:
    """The values of a breakdown that a reader could work out by taking a choice away from a wider one: those whose rest is
    small, and those that hide with them in the rest.
    """
    return masked_values(difference(whole, part))


class Tableau:
    """Rows with the cells that a reader sees masked; `frame` gives them to a figure."""

    def __init__(self, rows: Sequence[Ligne], names: Sequence[str], view: View) -> None:
        """Mask what the table alone asks for; nothing in coordination."""
        self.rows, self.names, self.view = list(rows), list(names), view
        hidden = hidden_values(rows) if view != "coordination" else frozenset()
        self._masked = [
            v in hidden and (len(counts) > 1 or (len(counts) == 1 and counts[0] > 0)) for v, _, counts in rows
        ]

    def mask_also(self, values: Collection[str], *, zeros: bool = True) -> None:
        """Mask these values too; without `zeros` a true 0 of a single count stays."""
        for i, (value, _, counts) in enumerate(self.rows):
            if value in values and (zeros or len(counts) > 1 or counts[0] > 0):
                self._masked[i] = True

    def add_masked(self, exact: Iterable[Ligne], years: Collection[str]) -> None:
        """A masked row for each value of these years that is not there: left out, it would read as nobody."""
        there = {(value, year) for value, year, _ in self.rows}
        lacking = [
            r for r in exact if r[1] in years and any(n > 0 for n in r[2]) and (r[0], r[1]) not in there
        ]
        if lacking:
            both = [*zip(self.rows, self._masked, strict=True), *((r, True) for r in lacking)]
            both.sort(key=lambda b: b[0][:2])
            self.rows, self._masked = [r for r, _ in both], [m for _, m in both]

    def frame(self) -> pd.DataFrame:
        """Columns: valeur, annee, the counts (Int64, <NA> where masked), and `_masque` and `_mention` of each."""
        columns: dict[str, Any] = {
            "valeur": pd.Series([r[0] for r in self.rows], dtype="str"),
            "annee": pd.Series([r[1] for r in self.rows], dtype="str"),
        }
        marks: dict[str, Any] = {}
        for i, name in enumerate(self.names):
            numbers = [r[2][i] for r in self.rows]
            columns[name] = entiers([None if m else n for n, m in zip(numbers, self._masked, strict=True)])
            marks[f"{name}_masque"] = np.array(self._masked, dtype=bool)
            marks[f"{name}_mention"] = mentions(numbers, self._masked, self.view)
        return pd.DataFrame(columns | marks)

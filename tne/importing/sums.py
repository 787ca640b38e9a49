"""A last row that adds up the rows above it, without a word that says so."""

from __future__ import annotations

import numpy as np

from tne.importing.cells import Colonne
from tne.importing.model import Liaison
from tne.importing.sources import Source

_NUMBERS = ("BIGINT", "DOUBLE")
# One number is that of the row above it where there is but one.
_LEAST = 2


def adds_up(s: Source, liaison: Liaison) -> bool:
    """True when the last row lacks all that names a record, and each of its numbers is the sum of those above."""
    count = s.reconnaissance.tableau.donnees.num_rows
    needed = [h for c in liaison.dataset.columns if c.required and (h := liaison.colonnes.get(c.name))]
    if count <= _LEAST or not needed:
        return False
    entete, last = s.reconnaissance.tableau.entete, s.reconnaissance.tableau.donnees.slice(count - 1)
    if any(last.column(entete.index(h))[0].as_py() for h in needed):
        return False
    numeric = [
        h
        for name, h in liaison.colonnes.items()
        if liaison.dataset.column(name).kind.type_sql in _NUMBERS and last.column(entete.index(h))[0].as_py()
    ]
    sums = [_is_sum(s.column(h)) for h in numeric]
    return bool(sums) and all(sums)


def _is_sum(column: Colonne) -> bool:
    *above, last = _numbers(column)
    told = [n for n in above if n is not None]
    return last is not None and len(told) >= _LEAST and abs(sum(told) - last) < 1e-6


def _numbers(column: Colonne) -> list[float | None]:
    """The number of each row, None where there is none."""
    of_text = np.array([_number(t) for t in column.textes.to_pylist()], dtype=object)
    found: list[float | None] = of_text[column.codes].tolist()
    return found


def _number(text: str | None) -> float | None:
    try:
        return float((text or "").replace(" ", "").replace(",", ".").removesuffix("h"))
    except ValueError:
        return None

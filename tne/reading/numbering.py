"""The row under a header that numbers its columns: « 1 2 3 4 », « (1) (2) (3) », « A B C D »; and what a spreadsheet shows
around its cells, letters over the columns and numbers beside the rows; columns without a name that say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from string import ascii_uppercase

import pyarrow.compute as pc

from tne.reading.model import Enregistrement, Tableau
from tne.reading.shapes import filled, is_value, shape

_FIRST = 60
_LEAST = 4
_LEAST_LETTERS = 3
_LEAST_BELOW = 2
_BODY_SAMPLE = 20
# Columns under which other things stand than what numbers them: a record of numbers from 1 has none.
_LEAST_OTHERS = 2


def without_numbering(
    rows: list[Enregistrement],
) -> tuple[list[Enregistrement], Enregistrement | None]:
    """The rows without the one that numbers the columns, and that row."""
    for k in range(1, min(_FIRST, len(rows) - 1)):
        cells = rows[k].cellules
        if _numbers(cells) and _names(rows[k - 1].cellules, cells) and _others(rows[k + 1 :], cells):
            return [*rows[:k], *rows[k + 1 :]], rows[k]
    return rows, None


def without_headings(records: Sequence[Enregistrement]) -> Sequence[Enregistrement]:
    """The records without the letters over their columns and the numbers beside their rows: a sheet saved as a web page, or
    copied with them. Names have to stand right under the letters, and not answers to questions A, B, C that come again.
    """
    first = next((k for k, r in enumerate(records) if filled(r.cellules)), len(records))
    below = [r.cellules for r in records[first + 1 :] if filled(r.cellules)]
    if len(below) < _LEAST_BELOW or not _letters(records[first].cellules):
        return records
    beside = [cells[0].strip() for cells in below]
    names = [c.strip() for c in below[0][1:] if c.strip()]
    ordered = all(n.isascii() and n.isdecimal() and len(n) < 8 for n in beside) and beside == sorted(
        set(beside), key=int
    )
    if not ordered or len(names) < _LEAST_LETTERS or any(map(is_value, names)) or _come_again(below):
        return records
    return [
        *records[:first],
        Enregistrement(records[first].ligne, []),
        *(Enregistrement(r.ligne, r.cellules[1:]) for r in records[first + 1 :]),
    ]


def says_nothing(tableau: Tableau, header: str) -> bool:
    """True for a column without a name that is blank, or that only counts the rows, as R and pandas write it."""
    j = tableau.entete.index(header)
    if not tableau.entete_brut or "".join(tableau.entete_brut[j : j + 1]).strip():
        return False
    written = tableau.donnees.column(j).drop_null()
    if not len(written):
        return True
    if not pc.all(pc.match_substring_regex(written, r"^\d{1,9}$")).as_py():
        return False
    ranks = [int(text) for text in written.to_pylist()]
    return len(ranks) > 1 and ranks[0] in (0, 1) and all(a < b for a, b in pairwise(ranks))


def _letters(cells: Sequence[str]) -> bool:
    """True for an empty corner, then A, B, C…"""
    told = [c.strip() for c in cells[1:] if c.strip()]
    return not cells[0].strip() and len(told) >= _LEAST_LETTERS and told == list(ascii_uppercase[: len(told)])


def _come_again(rows: Sequence[Sequence[str]]) -> bool:
    """True where half of what the first row says is said again in its column by rows that do not say all of it."""
    first, *others = ([c.strip() for c in cells[1:]] for cells in rows)
    others = [r for r in others if r != first]
    again = sum(any(j < len(r) and r[j] == c for r in others) for j, c in enumerate(first) if c)
    return 2 * again >= filled(first)


def _numbers(cells: Sequence[str]) -> bool:
    told = [c.strip(" ()[].") for c in cells if c.strip()]
    orders = ([str(n + 1) for n in range(len(told))], list(ascii_uppercase[: len(told)]))
    return len(told) >= _LEAST and told in orders


def _names(above: Sequence[str], cells: Sequence[str]) -> bool:
    """True for a row of names over every number."""
    return not any(map(is_value, above)) and all(
        j < len(above) and above[j].strip() for j, c in enumerate(cells) if c.strip()
    )


def _others(body: Sequence[Enregistrement], cells: Sequence[str]) -> bool:
    rows = [r.cellules for r in body[:_BODY_SAMPLE] if filled(r.cellules) > 1]
    columns = (
        [r[j].strip() for r in rows if j < len(r) and r[j].strip()] for j, c in enumerate(cells) if c.strip()
    )
    others = sum(bool(held) and all(_is_other(c) for c in held) for held in columns)
    return others >= _LEAST_OTHERS


def _is_other(cell: str) -> bool:
    """True for what no column of numbers or of letters holds."""
    return len(cell) > 1 and shape(cell) != "nombre"

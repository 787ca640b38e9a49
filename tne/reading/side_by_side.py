"""Two tables beside each other on one sheet: the same first name again, after a column that is blank all the way down."""

from __future__ import annotations

from collections.abc import Sequence

from tne.reading.model import Enregistrement
from tne.reading.shapes import filled, is_value

# Under titles and the head of a report.
_FIRST_ROWS = 40
_LEAST = 2


def apart(records: Sequence[Enregistrement]) -> list[tuple[int, Sequence[Enregistrement]]]:
    """The first column and the records of each table that stands beside another, from left to right; all where there is one.

    A blank column alone only sets columns apart. The one that begins the table, « Date », is there once for each table.
    """
    named = next(
        ((i, found) for i, r in enumerate(records[:_FIRST_ROWS]) if (found := _starts(r.cellules))), None
    )
    if named is None:
        return [(0, records)]
    line, starts = named
    starts = tuple(
        s
        for s in starts
        if not any(_at(r, s - 1) for r in records[line:])
        and not any(_names_both(r, s) for r in records[:line])
    )
    bounds = (0, *starts)
    ends = (*(s - 1 for s in starts), max(len(r.cellules) for r in records))
    return [
        (
            a,
            [Enregistrement(r.ligne, _cells(r, a, b)) for r in records],
        )
        for a, b in zip(bounds, ends, strict=True)
    ]


def _cells(record: Enregistrement, first: int, end: int) -> list[str]:
    """The cells of one table. A title over the column before it, which is blank from the names on, is that of the table."""
    cells = record.cellules[first:end]
    if first and _at(record, first - 1) and not filled(cells):
        return [record.cellules[first - 1]]
    return cells


def _at(record: Enregistrement, column: int) -> bool:
    return column < len(record.cellules) and bool(record.cellules[column].strip())


def _names_both(record: Enregistrement, start: int) -> bool:
    """True of a row of the table that column `start` is in the midst of: what repeats its first cell there is a record."""
    return _at(record, start) and (_at(record, start - 1) or _at(record, start + 1))


def _starts(cells: Sequence[str]) -> tuple[int, ...]:
    """Where a row of names begins anew, after a blank cell, with the name it began with."""
    if filled(cells) < 2 * _LEAST or any(map(is_value, cells)):
        return ()
    names = [c.strip() for c in cells]
    first = next(n for n in names if n)
    return tuple(
        j
        for j in range(2, len(names) - 1)
        if names[j] == first and not names[j - 1] and names[j + 1] and any(names[1 : j - 1])
    )

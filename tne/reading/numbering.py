"""The row under a header that numbers its columns: « 1 2 3 4 », « (1) (2) (3) », « A B C D »."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from tne.reading.model import Enregistrement
from tne.reading.shapes import filled, is_value, shape

_FIRST = 60
_LEAST = 4
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

"""A sheet whose lines stand whole in one column: a CSV that was opened in a spreadsheet of another separator, and saved."""

from __future__ import annotations

from collections.abc import Sequence

from tne.reading.dialect import DELIMITERS, find_dialect
from tne.reading.model import Enregistrement
from tne.reading.records import read_records
from tne.reading.shapes import filled, trimmed

# Names at least, so that a sentence with a comma is none.
_LEAST_NAMES = 3
# The separator of a French spreadsheet, at which it cut the lines that hold one.
_OF_THE_SPREADSHEET = ";"


def cut(records: Sequence[Enregistrement]) -> list[Enregistrement] | None:
    """The records that these lines hold, each with its row of the sheet; None for any other sheet."""
    full = [r for r in records if filled(r.cellules)]
    several = sum(filled(r.cellules) > 1 for r in full)
    # Nearly all sheets end here, before their lines are weighed.
    if len(full) < 2 or filled(full[0].cellules) > 1 or 2 * several > len(full):
        return None
    texts = [_whole(r.cellules) for r in full]
    if any("\n" in t or "\r" in t for t in texts):
        return None
    lines = [(t, "\n") for t in texts]
    dialect = find_dialect(lines)
    delimiter = dialect.delimiter
    if delimiter not in DELIMITERS or texts[0].count(delimiter) < _LEAST_NAMES - 1:
        return None
    if several and delimiter == _OF_THE_SPREADSHEET:
        return None
    # A text over several lines stands over several rows: records are counted, not rows.
    found = read_records(lines, dialect).enregistrements
    if any(len(r.cellules) < _LEAST_NAMES for r in found[: len(found) // 2]):
        return None
    return [Enregistrement(full[r.ligne - 1].ligne, r.cellules) for r in found]


def _whole(cells: Sequence[str]) -> str:
    """The line that these cells were, its blank ones at the left apart."""
    first = next(j for j, c in enumerate(cells) if c.strip())
    return _OF_THE_SPREADSHEET.join(cells[first : trimmed(cells)])

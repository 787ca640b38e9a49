"""A sheet whose lines stand whole in one column: a CSV that was opened in a spreadsheet of another separator, and saved."""

from __future__ import annotations

from collections.abc import Sequence

from tne.reading.dialect import DELIMITERS, find_dialect
from tne.reading.model import Enregistrement
from tne.reading.records import read_records
from tne.reading.shapes import filled

# Names at least, so that a sentence with a comma is none.
_LEAST_NAMES = 3


def cut(records: Sequence[Enregistrement]) -> list[Enregistrement] | None:
    """The records that these lines hold, each with its row of the sheet; None for any other sheet."""
    full = [r for r in records if filled(r.cellules)]
    if len(full) < 2 or any(filled(r.cellules) > 1 for r in full):
        return None
    texts = [next(c for c in r.cellules if c.strip()) for r in full]
    if any("\n" in t or "\r" in t for t in texts):
        return None
    lines = [(t, "\n") for t in texts]
    dialect = find_dialect(lines)
    delimiter = dialect.delimiter
    if delimiter not in DELIMITERS or texts[0].count(delimiter) < _LEAST_NAMES - 1:
        return None
    if any(t.count(delimiter) < _LEAST_NAMES - 1 for t in texts[: len(texts) // 2]):
        return None
    found = read_records(lines, dialect).enregistrements
    return [Enregistrement(full[r.ligne - 1].ligne, r.cellules) for r in found]

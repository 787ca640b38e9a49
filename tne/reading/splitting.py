"""Where one table ends and another begins among the records of a text or a sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from tne.reading.model import Enregistrement
from tne.reading.shapes import column_shapes, filled, shape, trimmed


def split(records: Sequence[Enregistrement]) -> list[list[Enregistrement]]:
    """The records of each table. Blank ones stay in, since a blank line before a note makes it a foot line."""
    starts = [0]
    again = second_header(records)
    position = 0
    previous_blank = False
    for i, record in enumerate(records):
        blank = filled(record.cellules) == 0
        if not blank and i and (i == again or begins_table(records, starts[-1], i, previous_blank)):
            start = i
            while (
                start - 1 > starts[-1]
                and filled(records[start - 1].cellules) == 1
                and _blank_between(records, start - 1)
            ):
                start -= 1
            starts.append(start)
        previous_blank = blank
        position = i
    bounds = [*starts, position + 1]
    parts = [list(records[a:b]) for a, b in pairwise(bounds)]
    return [p for p in parts if any(filled(r.cellules) for r in p)]


def second_header(records: Sequence[Enregistrement]) -> int:
    """Index of the only line that writes the header again: there a second table begins; -1 when there is none.

    A header that comes back more often is that of printed pages, and the table goes on.
    """
    counts = Counter(len(r.cellules) for r in records)
    width = max(counts, key=lambda n: (counts[n], n), default=0)
    first = next((i for i, r in enumerate(records) if len(r.cellules) == width and filled(r.cellules)), -1)
    if first < 0 or width < 2:
        return -1
    names = [c.strip() for c in records[first].cellules]
    if any(shape(c) for c in names) or len(set(names)) < len(names):
        return -1
    again = [
        i
        for i in range(first + 2, len(records) - 1)
        if [c.strip() for c in records[i].cellules] == names
        and [c.strip() for c in records[i - 1].cellules] != names
    ]
    return again[0] if len(again) == 1 else -1


def _blank_between(records: Sequence[Enregistrement], index: int) -> bool:
    """True when a blank record stands somewhere in the few before `index`."""
    return any(filled(r.cellules) == 0 for r in records[max(0, index - 4) : index])


def _same_names(cells: Sequence[str], first: Sequence[Enregistrement]) -> bool:
    """True when most cells are names of the table before: its first row that is no title."""
    names = {c.strip() for c in cells if c.strip()}
    header = next((r for r in first if filled(r.cellules) > 1), None)
    return header is not None and 2 * len(names & {c.strip() for c in header.cellules}) > len(names)


def begins_table(records: Sequence[Enregistrement], start: int, i: int, after_blank: bool) -> bool:
    """True when the record at `i` is the header of another table than the one that began at `start`."""
    cells = records[i].cellules
    width = trimmed(cells)
    if width < 2 or filled(cells) < width or i - start < 2:
        return False
    if any(shape(c) for c in cells[:width]) or len({c.strip() for c in cells[:width]}) < width:
        return False
    before = [r.cellules for r in records[max(start, i - 40) : i] if filled(r.cellules) > 1]
    after = [r.cellules for r in records[i + 1 : i + 41] if filled(r.cellules)]
    if len(before) < 2 or not after:
        return False
    old = Counter(len(c) for c in before).most_common(1)[0][0]
    new = Counter(len(c) for c in after[:20]).most_common(1)[0][0]
    if not any(column_shapes(after, width)) and not _same_names(cells, records[start : start + 20]):
        return False
    if new == old and not after_blank:
        return False
    if new != old and not (after_blank or (len(cells) == new and len(after) >= 2)):
        return False
    shapes = column_shapes(before, width)
    unlike = sum(1 for j, name in enumerate(shapes) if name and shape(cells[j]) != name)
    return unlike >= 1 or not any(shapes)

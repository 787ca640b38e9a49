"""Where one table ends and another begins among the records of a text or a sheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from tne.reading.model import Enregistrement
from tne.reading.shapes import (
    column_shapes,
    filled,
    is_note,
    is_unknown,
    is_value,
    says,
    shape,
    trimmed,
    without_digits,
)

# A name with its number, « Question 1 » run together: a code has digits elsewhere too.
_NUMBERED = re.compile(r"[^\W\d_]+\d{1,2}")

# So many names of a table in one row are no values of its columns.
_LEAST_MOVED = 3


def split(records: Sequence[Enregistrement]) -> list[list[Enregistrement]]:
    """The records of each table. Blank ones stay in, since a blank line before a note makes it a foot line."""
    starts = [0]
    again = second_header(records)
    position = previous = 0
    for i, record in enumerate(records):
        full = filled(record.cellules)
        if full and i:
            start = _with_titles(records, starts[-1], i) if previous < 2 else i
            found = (
                i == again
                or begins_table(records, starts[-1], i, previous == 0)
                or (start < i and _begins_section(records, starts[-1], start, i))
            )
            if found and not _is_page(records, starts[-1], start, i, again):
                starts.append(start)
        previous = full
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
    first = next(
        (i for i, r in enumerate(records) if len(r.cellules) == width and filled(r.cellules) > 1), -1
    )
    if first < 0 or width < 2:
        return -1
    names = [c.strip() for c in records[first].cellules]
    if any(shape(c) for c in names) or len(set(names)) < len(names):
        return -1
    again = [
        i
        for i in range(first + 2, len(records) - 1)
        if says(records[i].cellules, names) and not says(records[i - 1].cellules, names)
    ]
    return again[0] if len(again) == 1 else -1


def _with_titles(records: Sequence[Enregistrement], floor: int, i: int) -> int:
    """Index of the first title line over the header at `i`: single cells after a blank line, none of them a note."""
    start = k = i
    while k - 1 > floor:
        k -= 1
        if not filled(records[k].cellules):
            continue
        if filled(records[k].cellules) > 1 or not _blank_between(records, k) or is_note(_title(records[k])):
            break
        start = k
    return start


def _blank_between(records: Sequence[Enregistrement], index: int) -> bool:
    """True when a blank record stands somewhere in the few before `index`."""
    return any(filled(r.cellules) == 0 for r in records[max(0, index - 4) : index])


def _title(record: Enregistrement) -> str:
    """The first filled cell."""
    return next((c.strip() for c in record.cellules if c.strip()), "")


def _header(records: Sequence[Enregistrement], before: int, start: int) -> tuple[set[str], list[str]]:
    """The titles of the section that began at `before`, without their numbers, and its first row of names."""
    first = next((k for k in range(before, start) if filled(records[k].cellules) > 1), start)
    titles = {without_digits(_title(r)) for r in records[before:first] if filled(r.cellules)}
    return titles, [c.strip() for c in records[first].cellules] if first < start else []


def _is_page(records: Sequence[Enregistrement], before: int, start: int, i: int, again: int) -> bool:
    """True when the record at `i` writes the names again on the next printed page: the table goes on.

    Under a title, it is the same but for its numbers; without one, the names come back more than once.
    """
    if i == again or filled(records[i].cellules) < 2:
        return False
    titles, header = _header(records, before, start)
    if header != [c.strip() for c in records[i].cellules]:
        return False
    return start == i or without_digits(_title(records[start])) in titles


def _begins_section(records: Sequence[Enregistrement], before: int, start: int, i: int) -> bool:
    """True when, under title lines of its own after a blank one, the record at `i` names the columns of a section.

    It says so by a name that the section before has in the same column, or by text over values.
    """
    cells = [c.strip() for c in records[i].cellules]
    names = [c for c in cells if c]
    if len(names) < 2 or not cells[0] or any(map(is_value, names)) or len(set(names)) < len(names):
        return False
    # A blank line may stand between the names and what follows.
    block = [r.cellules for r in _until_blank(records, i + 1) or _until_blank(records, i + 2)]
    if not block:
        return False
    _, header = _header(records, before, start)
    if any(a and a == b for a, b in zip(cells, header, strict=False)):
        return True
    seen = [r.cellules for r in records[before:start]]
    if any(c and any(len(r) > j and r[j].strip() == c for r in seen) for j, c in enumerate(cells)):
        return False  # a value that this column had before
    shapes = column_shapes(block, len(cells))
    typed = [(name, c) for name, c in zip(shapes, cells, strict=True) if name and c]
    if _lacks_values(cells, shapes):
        return False
    titles = sum(1 for r in records[start:i] if filled(r.cellules))
    unlike = sum(1 for name, c in typed if shape(c) != name)
    return unlike == len(typed) and unlike + titles > 2 and unlike > 0


def _lacks_values(cells: Sequence[str], shapes: Sequence[str]) -> bool:
    """True for the first record of a group, « absent » or « NS » where those under it have values."""
    told = [c for name, c in zip(shapes, cells, strict=False) if name]
    return any(c.strip() for c in told) and all(is_unknown(c.strip()) for c in told)


def _until_blank(records: Sequence[Enregistrement], i: int) -> list[Enregistrement]:
    end = i
    while end < len(records) and filled(records[end].cellules):
        end += 1
    return list(records[i:end])


def _names(records: Sequence[Enregistrement], start: int) -> list[str]:
    """The names of the table that began at `start`: its first row that is no title."""
    header = next((r for r in records[start : start + 20] if filled(r.cellules) > 1), None)
    return [n for c in header.cellules if (n := c.strip())] if header else []


def _same_names(cells: Sequence[str], names: Sequence[str]) -> bool:
    """True when most cells are names of the table before."""
    own = {c.strip() for c in cells if c.strip()}
    return 2 * len(own.intersection(names)) > len(own)


def begins_table(records: Sequence[Enregistrement], start: int, i: int, after_blank: bool) -> bool:
    """True when the record at `i` is the header of another table than the one that began at `start`."""
    cells = records[i].cellules
    width = trimmed(cells)
    if width < 2 or filled(cells) < width or i - start < 2:
        return False
    if width == 2 and (cells[0].rstrip().endswith(":") or is_note(cells[0])):
        return False  # « Source : » and what it is
    coded = []
    for j in range(width):
        if shape(cells[j]):
            if not _NUMBERED.fullmatch(cells[j].strip()):
                return False
            coded.append(j)
    if 3 * len(coded) > width:
        return False
    if len({c.strip() for c in cells[:width]}) < width:
        return False
    before = [r.cellules for r in records[max(start, i - 40) : i] if filled(r.cellules) > 1]
    after = [r.cellules for r in records[i + 1 : i + 41] if filled(r.cellules) and not is_note(_title(r))]
    if any(len(r) > j and shape(r[j]) == shape(cells[j]) for r in (*before, *after) for j in coded):
        return False  # « Q1 » among others of its kind
    if len(before) < 2 or not after:
        return False
    old = Counter(len(c) for c in before).most_common(1)[0][0]
    new = Counter(len(c) for c in after[:20]).most_common(1)[0][0]
    names = _names(records, start)
    shapes = column_shapes(after, width)
    if _lacks_values(cells, shapes) or (not any(shapes) and not _same_names(cells, names)):
        return False
    return after_blank or (new != old and len(cells) == new and len(after) >= 2) or _moved(cells, names)


def _moved(cells: Sequence[str], names: Sequence[str]) -> bool:
    """True where the names of the table before stand in another order, as under a file that was put at the end of another."""
    own = [c.strip() for c in cells if c.strip()]
    known = [c for c in own if c in names]
    return len(known) >= _LEAST_MOVED and 4 * len(known) >= 3 * len(own) and own != names

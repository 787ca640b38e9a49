"""The lines under a table that are no records: sources, notes, dates of extraction. A total is a record."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tne.reading.header import Entete
from tne.reading.model import Enregistrement, Ligne
from tne.reading.shapes import NOTE, TOTAL, column_shapes, filled, shape

_HEADING = re.compile(
    r"\s*(notes?|sources?|remarques?|l[ée]gende|avertissements?|pr[ée]cisions?|lecture|d[ée]finitions?)\s*:?\s*",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\s*(signatures?\b|visa\b|cachet\b|fait (?:à|le)\b)", re.IGNORECASE)


def without_foot(
    rows: Sequence[Enregistrement], header: Entete, width: int, blanks: set[int]
) -> tuple[list[Enregistrement], tuple[Ligne, ...]]:
    """The records, and the lines after the last one that are no record. A total is a record."""
    body = list(rows[header.corps :])
    told = _heading_of_notes(body, width, blanks)
    body, notes = body[:told], body[told:]
    shapes = column_shapes([r.cellules for r in body[:300] if _is_full(r)], width)
    end = len(body)
    while end > 0 and _is_foot(
        body[end - 1], width, shapes, blanks, body[end - 2].ligne if end > 1 else header.ligne
    ):
        end -= 1
    body, signed = _without_signatures(body[:end], width, blanks) if end == len(body) else (body[:end], [])
    foot = [*signed, *rows[header.corps + end : header.corps + told], *notes]
    return body, tuple((r.ligne, " ".join(c.strip() for c in r.cellules if c.strip())) for r in foot)


def _without_signatures(
    body: list[Enregistrement], width: int, blanks: set[int]
) -> tuple[list[Enregistrement], list[Enregistrement]]:
    """The records, and the lines of signatures that stand between them and their total, below a blank line."""
    begin = len(body)
    while begin and (_is_total(body[begin - 1]) or _is_said(body[begin - 1], width)):
        begin -= 1
    while begin < len(body) and body[begin].ligne - 1 not in blanks:
        begin += 1
    last = body[begin:]
    others = [r for r in last if not _is_total(r)]
    if len(others) == len(last) or not any(_SIGNED.match(c) for r in others for c in r.cellules):
        return body, []
    return [*body[:begin], *(r for r in last if _is_total(r))], others


def _is_total(record: Enregistrement) -> bool:
    return TOTAL.match(next(c for c in record.cellules if c.strip())) is not None


def _is_said(record: Enregistrement, width: int) -> bool:
    """True for words in one or two cells of a wide table."""
    said = [c for c in record.cellules if c.strip()]
    return width > 3 and len(said) <= 2 and not any(map(shape, said))


def _is_full(record: Enregistrement) -> bool:
    """True for a record that says what the columns look like: neither a total nor a line of one cell."""
    return filled(record.cellules) > 1 and not TOTAL.match(record.cellules[0])


def _heading_of_notes(body: Sequence[Enregistrement], width: int, blanks: set[int]) -> int:
    """Index of the line that begins the notes: under it nothing is a record.

    It only says « Notes » after a blank line, and all below has two cells at most; or it is a note, and each line
    below has one cell, as a sentence that goes on.
    """
    most, found = 0, len(body)
    for i in range(len(body) - 1, -1, -1):
        r, most = body[i], max(most, filled(body[i].cellules))
        if width < 4 or most > 2:
            break
        first = r.cellules[0]
        headed = filled(r.cellules) == 1 and r.ligne - 1 in blanks and _HEADING.fullmatch(first)
        if headed or (most == 1 and NOTE.match(first)):
            found = i
    return found


def _is_foot(
    record: Enregistrement, width: int, shapes: Sequence[str], blanks: set[int], previous: int
) -> bool:
    cells = record.cellules
    count = filled(cells)
    first = next(c for c in cells if c.strip())
    if width < 2 or count > 2 or TOTAL.match(first):
        return False
    note = NOTE.match(first) is not None
    after_blank = any(previous < n < record.ligne for n in blanks)
    if count == 2:
        said = first.rstrip().endswith(":")
        return width > 3 and (said or (note and after_blank))
    if not cells[0].strip():
        return note and after_blank
    if shapes and shapes[0] and shape(first) != shapes[0]:
        return width > 2 or note or after_blank
    if shape(first):
        return False
    return note or (after_blank and width > 2) or (len(cells) == 1 and width > 3 and " " in first.strip())

"""Where the header stands, how many rows it has, and what its columns are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tne.reading.groups import are_under, are_units, joined, with_groups
from tne.reading.model import LIGNE, SURPLUS, Enregistrement, Ligne
from tne.reading.shapes import (
    column_shapes,
    filled,
    is_example,
    is_note,
    is_unknown,
    is_value,
    is_year,
    shape,
)

_BODY_SAMPLE = 300
_MAX_TITLES = 60
_MAX_HEADER_ROWS = 4
_MAX_GROUPS = 3
# Lines filled in over the names of a report.
_MAX_HEAD = 8
# « Mis à jour le », « Arrêté au », « Date : ».
_LABEL = re.compile(r"(?:[^\W\d_]\s+(?:le|au|du)|\w\s*:)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Entete:
    """The header of a table: `brut` as written; the body begins at index `corps`. `bas`: the lowest of several rows."""

    brut: tuple[str, ...]
    ligne: int
    titres: tuple[Ligne, ...]
    corps: int
    bas: tuple[str, ...] = ()


def find_header(rows: Sequence[Enregistrement], width: int) -> Entete:
    """The header among the first rows of a table whose records usually have `width` cells.

    `rows` holds no blank row. A table without header gives `ligne` 0 and an empty `brut`.
    """
    top = _names_below(rows, _first_dense(rows, width), width)
    if _is_record(rows[top].cellules, _body(rows, top, width), width):
        above = top - 1
        if above >= 0 and _could_name(rows[above], rows[top], width):
            return _named(rows, above, above + 1, width)
        return Entete((), 0, titles_of(rows[:top]), top)
    while top < len(rows) - 2 and _is_fuller(rows, top, width) and _continues(rows, top, top + 1, width):
        top += 1
    end = top + 1
    while end < len(rows) - 1 and end - top < _MAX_HEADER_ROWS and _continues(rows, top, end, width):
        end += 1
    return _named(rows, top, end, width)


def _names_below(rows: Sequence[Enregistrement], top: int, width: int) -> int:
    """The row of names below a blank line, where the first full row holds values: the head of a report, filled in."""
    if not any(map(is_value, rows[top].cellules)):
        return top
    for k in range(top + 1, min(top + _MAX_HEAD, len(rows) - 1)):
        names = [c.strip() for c in rows[k].cellules if c.strip()]
        below = rows[k].ligne > rows[k - 1].ligne + 1 and len(names) == len(set(names)) == width > 1
        if below and not any(map(shape, names)):
            return top if _is_record(rows[k].cellules, _body(rows, k, width), width) else k
    return top


def _body(rows: Sequence[Enregistrement], top: int, width: int) -> list[list[str]]:
    """The rows under `top`, less those that go on with its names (merged cells repeat them), where the rest tells."""
    body = [r.cellules for r in rows[top + 1 : top + 1 + _BODY_SAMPLE]]
    names = rows[top].cellules
    more = 0
    while more < _MAX_HEADER_ROWS - 1 and more + 2 < len(body) and _shares(names, body[more]):
        more += 1
    return body[more:] if more and any(column_shapes(body[more:], width)) else body


def _shares(names: Sequence[str], cells: Sequence[str]) -> bool:
    return any(a.strip() and a == b for a, b in zip(names, cells, strict=False))


def _spans(names: Sequence[str]) -> bool:
    return any(a.strip() and a == b for a, b in pairwise(names))


def _first_dense(rows: Sequence[Enregistrement], width: int) -> int:
    """Index of the first row that fills half of the usual cells; title lines fill fewer, or say of when they are."""
    counts = sorted(filled(r.cellules) for r in rows[: _BODY_SAMPLE + _MAX_TITLES])
    typical = counts[3 * len(counts) // 4]
    least = max(2, 0.6 * min(width, typical)) if width > 1 else 1
    for i, row in enumerate(rows[:_MAX_TITLES]):
        dense = filled(row.cellules) >= least and len(row.cellules) > width // 2
        if dense and not (filled(row.cellules) < width and _says_when(row.cellules)):
            return i
    return 0


def _says_when(cells: Sequence[str]) -> bool:
    """True for « Journal », « Mis à jour le », « 12/06/2024 »: a label and its value in two cells, which name no columns."""
    return any(_LABEL.search(a) and is_value(b) for a, b in pairwise(cells))


def _is_record(cells: Sequence[str], body: Sequence[Sequence[str]], width: int) -> bool:
    """True when a row looks like the records under it rather than like their header."""
    if not body:
        return any(shape(c) in ("nombre", "date", "heure", "adresse") and not is_year(c) for c in cells)
    shapes = column_shapes(body, width)
    hits = misses = 0
    for j, name in enumerate(shapes):
        cell = cells[j] if j < len(cells) else ""
        if not name or not cell.strip():
            continue
        if is_year(cell) and not all(is_year(r[j]) for r in body if j < len(r) and r[j].strip()):
            misses += 1
        elif shape(cell) == name:
            hits += 1
        else:
            misses += 1
    if hits or misses:
        return hits > misses
    return _repeats(cells, body)


def _repeats(cells: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Text only: a row whose values come again under it, column by column, is a record."""
    own = [c.strip() for c in cells]
    others = [r for r in body if [c.strip() for c in r] != own]
    seen = [Counter(r[j].strip() for r in others if j < len(r)) for j in range(len(own))]
    again = sum(1 for j, c in enumerate(own) if c and seen[j][c] > 0)
    often = any(c and seen[j][c] > 2 for j, c in enumerate(own))
    return (often and 3 * again >= filled(cells) >= 3) or (again > 0 and 2 * again >= filled(cells) >= 2)


def _could_name(above: Enregistrement, record: Enregistrement, width: int) -> bool:
    """True for a sparse row of names right over the first record, cut in as many cells."""
    return (
        above.ligne == record.ligne - 1
        and width > 1
        and len(above.cellules) >= width
        and filled(above.cellules) >= 2
        and not any(shape(c) for c in above.cellules)
    )


def _is_fuller(rows: Sequence[Enregistrement], top: int, width: int) -> bool:
    """True when the row under `top` names every column and `top` does not: what it holds stands over names."""
    below = [c.strip() for c in rows[top + 1].cellules]
    full = len(set(below) - {""}) == len(below) == width
    return full and not any(map(shape, below)) and filled(rows[top].cellules) < width


def _continues(rows: Sequence[Enregistrement], top: int, index: int, width: int) -> bool:
    """True when the row at `index` is one more header row: the same names, or names where the body has values."""
    cells = rows[index].cellules
    if [c.strip() for c in cells] == [c.strip() for c in rows[top].cellules]:
        return True
    last = index == len(rows) - 1
    if not last and are_units(cells):
        return True
    if _says_one_thing(cells, width):
        return False
    if not last and are_under(cells, rows[top].cellules):
        return True
    body = [r.cellules for r in rows[index + 1 : index + 1 + _BODY_SAMPLE]]
    if all(map(_is_foot, body)):
        return False  # the only record, over its total and a date of extraction
    names = rows[top].cellules
    while len(body) > 1 and _shares(names, body[0]):
        body = body[1:]  # merged cells: the name again
    shapes = column_shapes(body, width)
    typed = [j for j, name in enumerate(shapes) if name]
    # One record is enough under a name that is written again, or merged over several columns.
    if len(body) < (1 if _shares(names, cells) or _spans(names) else 2) or len(typed) < 2:
        return False
    told = [cells[j].strip() for j in typed if j < len(cells) and cells[j].strip()]
    known = [c for c in told if not is_unknown(c)]
    if len(known) < len(told) and all(map(is_value, known)):
        return False  # « ND » and « 3:56 », where the records under it have dates and seconds
    if told and _under_each(names, cells, told):
        return False  # where the records under it, or the total of the only one, have numbers
    misses = sum(1 for j in typed if j < len(cells) and cells[j].strip() and shape(cells[j]) != shapes[j])
    hits = sum(1 for j in typed if j < len(cells) and shape(cells[j]) == shapes[j])
    return hits == 0 and misses >= 2 and 2 * misses >= len(typed)


def _is_foot(cells: Sequence[str]) -> bool:
    """True for a total, and for what stands in one cell: no record tells there what its columns look like."""
    told = [c for c in cells if c.strip()]
    return len(told) == 1 < len(cells) or is_note(told[0])


def _under_each(names: Sequence[str], cells: Sequence[str], told: Sequence[str]) -> bool:
    """True for one word in place of every value, « fermé », under names that are all there: that of a record."""
    whole = len({n.strip() for n in names} - {""}) == len(names)
    return whole and len(told) > len(set(told)) == 1 and all(c.strip() for c in cells)


def _says_one_thing(cells: Sequence[str], width: int) -> bool:
    """True for a line of strokes, for examples, or for one text in all columns: a title in merged cells."""
    told = {c.strip() for c in cells if c.strip()}
    return (
        not any(any(map(str.isalnum, c)) for c in told)
        or all(map(is_example, told))
        or (len(told) == 1 and filled(cells) == width > 2)
    )


def _named(rows: Sequence[Enregistrement], top: int, end: int, width: int) -> Entete:
    """The header made of rows[top:end], with the names of groups above it where they tell columns apart."""
    size = max(len(r.cellules) for r in rows[top:end])
    names = _without_extra_names(joined([r.cellules for r in rows[top:end]], size), rows[end:], width)
    over = _rows_of_groups(rows, top)
    names, used = with_groups(names, [r.cellules for r in over])
    low = tuple(c.strip() for c in rows[end - 1].cellules)
    # A year over a name changes what it says.
    grouped = used and not any(is_year(n.removesuffix(bare)) for n, bare in zip(names, low, strict=False))
    low = low if end - top > 1 or grouped else ()
    return Entete(tuple(names), rows[end - 1].ligne, titles_of(rows[: top - used]), end, low)


def _rows_of_groups(rows: Sequence[Enregistrement], top: int) -> list[Enregistrement]:
    """The rows right over the names, nearest first, but for a title alone in its first cell."""
    found: list[Enregistrement] = []
    while top and len(found) < _MAX_GROUPS:
        above, below = rows[top - 1], rows[top]
        inside = sum(c.count("\n") for c in above.cellules)
        count = filled(above.cellules)
        if above.ligne + inside < below.ligne - 1 or len(above.cellules) < 2:
            break
        if count == 1 and above.cellules[0].strip():
            break
        found.append(above)
        top -= 1
    return found


def _without_extra_names(names: list[str], body: Sequence[Enregistrement], width: int) -> list[str]:
    """Names less the blank ones that a delimiter in excess made: the records have no cell for them."""
    blanks = [j for j, n in enumerate(names) if not n.strip()]
    extra = len(names) - width
    if not 0 < extra <= len(blanks) or any(len(r.cellules) > width for r in body[:_BODY_SAMPLE]):
        return names
    left_out = set(blanks[-extra:])
    return [n for j, n in enumerate(names) if j not in left_out]


def titles_of(rows: Sequence[Enregistrement]) -> tuple[Ligne, ...]:
    """The lines of rows that are not records, their filled cells one after the other."""
    return tuple((r.ligne, " ".join(c.strip() for c in r.cellules if c.strip())) for r in rows)


_OURS = re.compile(re.escape(SURPLUS) + r"\d+")


def unique_names(brut: Sequence[str], width: int) -> tuple[str, ...]:
    """Names that can be told apart: a blank one becomes colonne_3, a doubled one « Nom (2) ».

    A name that several header rows only repeat is written once; one of ours gets a number.
    """
    taken: set[str] = {LIGNE}
    last: dict[str, int] = {}
    names: list[str] = []
    for j in range(width):
        written = brut[j] if j < len(brut) else ""
        name = _once(written.strip()) or f"colonne_{j + 1}"
        candidate, n = name, last.get(name, 1)
        while candidate in taken or _OURS.fullmatch(candidate):
            n += 1
            candidate = f"{name} ({n})"
        taken.add(candidate)
        last[name] = n
        names.append(candidate)
    return tuple(names)


def _once(name: str) -> str:
    """« Date » for « Date Date »."""
    words = name.split()
    for parts in (2, 3, 4):
        size, rest = divmod(len(words), parts)
        if size and not rest and words == words[:size] * parts:
            return " ".join(words[:size])
    return name

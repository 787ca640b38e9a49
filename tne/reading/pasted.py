"""Texts that show a table instead of separating its cells: frames of bars and dashes, columns of blanks, wrapped lines,
one cell a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tne.reading.model import Enregistrement
from tne.reading.scanning import Line
from tne.reading.shapes import shape

_RULE = re.compile(r"\s*[|+:=─━┼├┤│-]*(?:-{3,}|={3,}|─{3,}|━{3,})[\s|+:=─━┼├┤│-]*")
_FRAME = re.compile(r"\s*[|│](.*)[|│]\s*")
# The second line of a table in Markdown, where one dash a column is enough.
_THIN_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?\s*")
# The answer to a mail quotes each of its lines.
_QUOTED = re.compile(r"\s*> ?")
_INSIDE = re.compile(r'"[^"]*"')
_WRAPPED = re.compile(r'"((?:[^"]|"")*)"')
_GAP = re.compile(r"\S {2,}\S")
_MIN_LINES = 3
# A grid copied from a web page: so many cells at most, under and over so many lines of text.
_MAX_STACK = 20_000
_MAX_STACK_WIDTH = 15
_MAX_AROUND = 3


def unframed(lines: Sequence[Line]) -> list[Line]:
    """The same lines, one for one, without what only draws or wraps the table."""
    full = [line for line, _ in lines if line.strip()]
    if len(full) >= 2 and all(map(_QUOTED.match, full)):
        return unframed([(_QUOTED.sub("", x, count=1), end) for x, end in lines])
    if len(full) >= 2 and _is_wrapped(full):
        return [
            (m.group(1).replace('""', '"'), end) if (m := _WRAPPED.fullmatch(x)) else (x, end)
            for x, end in lines
        ]
    barred = [x for x in full if "|" in x or "│" in x]
    rules = [x for x in full if _RULE.fullmatch(x) or (x in barred[1:2] and _THIN_RULE.fullmatch(x))]
    if (
        barred
        and len(barred) + len(rules) >= 0.8 * len(full)
        and (rules or all(map(_FRAME.fullmatch, barred)))
    ):
        return [("" if x in rules else _without_frame(x), end) for x, end in lines]
    if _in_columns(full):
        return _cut_in_columns(lines)
    return list(lines)


def _is_wrapped(full: Sequence[str]) -> bool:
    """True when lines are one quoted cell each, which holds as many delimiters of the true table as every other line has.

    A spreadsheet of another separator wraps the lines that have quotes, and leaves the others as they are: among these, of
    two columns, a line in one cell may rather lack the second.
    """
    wrapped = [(m.group(1).replace('""', '"') if (m := _WRAPPED.fullmatch(x)) else None) for x in full]
    if not any(wrapped):
        return False
    lines = [x if inner is None else inner for x, inner in zip(full, wrapped, strict=True)]
    outside = [_INSIDE.sub("", x.replace('""', "")) for x in lines]
    least = 1 if None not in wrapped else 2
    return any(len({x.count(d) for x in outside}) == 1 and outside[0].count(d) >= least for d in ";,\t|")


def _without_frame(line: str) -> str:
    frame = _FRAME.fullmatch(line)
    return (frame.group(1) if frame else line).strip().replace("│", "|")


def _in_columns(full: Sequence[str]) -> bool:
    """True for columns aligned with blanks, and no other delimiter in the lines."""
    if len(full) < _MIN_LINES or any(d in x for x in full for d in ";\t|"):
        return False
    return sum(1 for x in full if _GAP.search(x.strip())) >= 0.8 * len(full) and len(_bounds(full)) > 1


def _bounds(full: Sequence[str]) -> list[int]:
    """Where columns begin: after places that are blank in every line, at least two wide in most of them."""
    size = max(map(len, full))
    padded = [x.ljust(size) for x in full]
    blank = [all(x[p] == " " for x in padded) for p in range(size)]
    bounds = [0]
    for p in range(1, size):
        if blank[p - 1] and not blank[p]:
            wide = sum(1 for x in padded if x[max(0, p - 2) : p] == "  ")
            if 2 * wide >= len(full) and any(not b for b in blank[:p]):
                bounds.append(p)
    return [p for p, q in zip(bounds, [*bounds[1:], size], strict=True) if not _inside_text(padded, p, q)]


def _inside_text(padded: Sequence[str], p: int, q: int) -> bool:
    """True for a column that the first line does not name, and that some line reaches over a single blank."""
    named = padded[0][p:q].strip()
    return p > 1 and not named and any(x[p - 2] != " " and x[p] != " " for x in padded)


def _cut_in_columns(lines: Sequence[Line]) -> list[Line]:
    bounds = _bounds([line for line, _ in lines if line.strip() and not _RULE.fullmatch(line)])
    ends = [*bounds[1:], 1 << 20]
    return [
        (
            ""
            if not x.strip() or _RULE.fullmatch(x)
            else "\t".join(x[a:b].strip() for a, b in zip(bounds, ends, strict=True)),
            end,
        )
        for x, end in lines
    ]


def in_stack(lines: Sequence[Line]) -> list[Enregistrement] | None:
    """The records of a table copied with one cell a line, where the kinds of cells come round regularly; else None.

    Lines around the table are records of one cell.
    """
    full = [(n, line.strip()) for n, (line, _) in enumerate(lines, 1) if line.strip()]
    if not 6 <= len(full) <= _MAX_STACK or any("\t" in x or ";" in x for _, x in full):
        return None
    kinds = [shape(x) for _, x in full]
    for width in range(2, _MAX_STACK_WIDTH + 1):
        for before in range(_MAX_AROUND + 1):
            for after in range(_MAX_AROUND + 1):
                end = len(full) - after
                names = [x for _, x in full[before : before + width]]
                cut = any("," in x or "|" in x for x in names)
                if not cut and (end - before) % width == 0 and _comes_round(kinds[before:end], width):
                    table = [full[i : i + width] for i in range(before, end, width)]
                    around = [[cell] for cell in full[:before]], [[cell] for cell in full[end:]]
                    return [
                        Enregistrement(row[0][0], [cell for _, cell in row])
                        for row in (*around[0], *table, *around[1])
                    ]
    return None


def _comes_round(kinds: Sequence[str], width: int) -> bool:
    """True for a row of names, then rows of the same kinds: some numbers, beside some free text."""
    if len(kinds) < max(2, 6 - width) * width or any(kinds[:width]):
        return False
    columns = [kinds[width + j :: width] for j in range(width)]
    alike = sum(1 for c in columns if c[0] and len(set(c)) == 1)
    texts = sum(1 for c in columns if 2 * c.count("") > len(c) and "nombre" not in c)
    return {"nombre"} in map(set, columns) and texts > 0 and alike + texts == width

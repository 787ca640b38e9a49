"""Texts that show a table instead of separating its cells: frames of bars and dashes, columns of blanks, wrapped lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tne.reading.scanning import Line

_RULE = re.compile(r"\s*[|+:=─━┼├┤│-]*(?:-{3,}|={3,}|─{3,}|━{3,})[\s|+:=─━┼├┤│-]*")
_FRAME = re.compile(r"\s*[|│](.*)[|│]\s*")
_WRAPPED = re.compile(r'"((?:[^"]|"")*)"')
_GAP = re.compile(r"\S {2,}\S")
_MIN_LINES = 3


def unframed(lines: Sequence[Line]) -> list[Line]:
    """The same lines, one for one, without what only draws or wraps the table."""
    full = [line for line, _ in lines if line.strip()]
    if len(full) >= 2 and _is_wrapped(full):
        return [
            (m.group(1).replace('""', '"'), end) if (m := _WRAPPED.fullmatch(x)) else (x, end)
            for x, end in lines
        ]
    rules = [x for x in full if _RULE.fullmatch(x)]
    barred = [x for x in full if "|" in x or "│" in x]
    if (
        barred
        and len(barred) + len(rules) >= 0.8 * len(full)
        and (rules or all(map(_FRAME.fullmatch, barred)))
    ):
        return [(_without_frame(x), end) for x, end in lines]
    if _in_columns(full):
        return _cut_in_columns(lines)
    return list(lines)


def _is_wrapped(full: Sequence[str]) -> bool:
    """True when every line is one quoted cell that holds the delimiters of the true table."""
    inner = [m.group(1) for m in map(_WRAPPED.fullmatch, full) if m]
    if len(inner) < len(full) or any('","' in x or '";"' in x for x in full):
        return False
    return any(len({x.count(d) for x in inner}) == 1 and inner[0].count(d) > 0 for d in ";,\t|")


def _without_frame(line: str) -> str:
    if _RULE.fullmatch(line):
        return ""
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
    return bounds


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

"""Names over several rows: groups that stand over their columns, and what of them a column needs to be told apart.

A name of a group stands in its first column (as merged cells are written), and reaches to the next name of its row or
of a row above. A name that is alone stays as written, but under a year: files are recognised by their names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tne.reading.shapes import is_year, shape

_UNIT = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def joined(rows: Sequence[Sequence[str]], size: int) -> list[str]:
    """One name per column out of the rows of a header; a group that has names under itself is written with each."""
    cells = [[_cell(r, j) for j in range(size)] for r in rows]
    if len(cells) == 1:
        return [rows[0][j] if j < len(rows[0]) else "" for j in range(size)]
    written: list[list[str]] = [[] for _ in range(size)]
    borders: set[int] = set()
    for k, row in enumerate(cells):
        current = ""
        for j, own in enumerate(row):
            under = any(r[j] for r in cells[k + 1 :])
            current = (own if under else "") if own else "" if j in borders else current
            if own or (current and under):
                written[j].append(own or current)
        borders |= {j for j, own in enumerate(row) if own}
    return [" ".join(parts) for parts in written]


def are_under(cells: Sequence[str], names: Sequence[str]) -> bool:
    """True for a row that only goes on with a group: text under a name and under the blank cells after it.

    Merged cells have the name of the group in each of its columns.
    """
    filled = [j for j, c in enumerate(cells) if c.strip()]
    if len(filled) < 2 or any(shape(cells[j]) for j in filled):
        return False
    blank = [j for j in range(filled[0], filled[-1] + 1) if _cell(names, j) in ("", _cell(names, j - 1))]
    starts = [j for j in filled if j not in blank]
    # Each group that begins under the row has blank cells after it, which the row fills.
    return bool(blank) and filled[0] > 0 and all(j + 1 in blank and j + 1 in filled for j in starts)


def are_units(cells: Sequence[str]) -> bool:
    """True for a row that only says units under names: « (km) », « [%] »."""
    filled = [c.strip() for c in cells if c.strip()]
    return bool(filled) and all(_UNIT.fullmatch(c) for c in filled)


def with_groups(names: Sequence[str], over: Sequence[Sequence[str]]) -> tuple[list[str], int]:
    """Names completed by their groups where they are doubled or blank, and how many rows of `over` were needed.

    `over` are the rows above the names, the nearest first.
    """
    size = len(names)
    spread = _spread(over, size)
    result = [n.strip() for n in names]
    counts = Counter(result)
    used = 0
    for k, groups in enumerate(spread):
        if len(set(groups) - {""}) < 2 and all(result):
            continue
        again = Counter(result)
        years = all(is_year(_cell(over[k], j)) for j in range(size) if _cell(over[k], j) and result[j])
        for j, group in enumerate(groups):
            if not group:
                continue
            own = _cell(over[k], j)
            doubled = counts[names[j].strip()] > 1 and (again[result[j]] > 1 or result[j] == names[j].strip())
            # A year changes what its names say, alone or not.
            if result[j] and (doubled or (years and is_year(group))):
                result[j], used = f"{group} {result[j]}", k + 1
            elif not result[j] and own and not any(_reached(groups, result, j)):
                result[j], used = own, k + 1
    return [r if r != n.strip() else n for r, n in zip(result, names, strict=True)], used


def _reached(groups: Sequence[str], names: Sequence[str], j: int) -> list[str]:
    """The names under the other columns that the group of column `j` reaches."""
    end = j + 1
    while end < len(groups) and groups[end] == groups[j]:
        end += 1
    return list(names[j + 1 : end])


def _spread(over: Sequence[Sequence[str]], size: int) -> list[list[str]]:
    """For each row, the group that each column belongs to."""
    found: list[list[str]] = []
    borders: set[int] = set()
    for row in reversed(over):
        current, groups = "", []
        for j in range(size):
            own = _cell(row, j)
            current = own or ("" if j in borders else current)
            groups.append(current)
            if own:
                borders.add(j)
        found.append(groups)
    return found[::-1]


def _cell(row: Sequence[str], j: int) -> str:
    return row[j].strip() if j < len(row) else ""

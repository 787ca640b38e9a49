"""The best reading of one line whose quotes do not add up.

Every way to cut the line at its delimiters is weighed: a cell written by the rules costs nothing, a stray quote a
little, a delimiter that would have to lie inside an unquoted cell a lot, a number of cells other than the usual
one too. The cheapest wins, so that a stray quote changes its own cell only.
"""

from __future__ import annotations

import re

from tne.reading.model import Dialecte
from tne.reading.scanning import delimiter_pattern

_WRONG_WIDTH = 3.0
_FORBIDDEN = 1e9
# A cell may swallow this many delimiters at most; a longer line is left to the plain reading.
_MAX_SPAN = 40
_MAX_DELIMITERS = 2000


def repair(line: str, width: int, dialect: Dialecte) -> list[str] | None:
    """The cells of the cheapest reading, or None when the line is too long to weigh."""
    if not dialect.delimiter or not dialect.quote:
        return None
    cuts = _cuts(line, dialect)
    if len(cuts) > _MAX_DELIMITERS:
        return None
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(line)]
    count = len(ends)
    limit = max(width + 4, min(count, width * 2))
    # best[k] maps a boundary to the cheapest cost of k cells ending there.
    best: list[list[float]] = [[_FORBIDDEN] * (count + 1) for _ in range(limit + 1)]
    back: list[list[int]] = [[-1] * (count + 1) for _ in range(limit + 1)]
    best[0][0] = 0.0
    costs = _Costs(line, dialect)
    for j in range(1, count + 1):
        for i in range(max(0, j - _MAX_SPAN), j):
            cost = costs.of(starts[i], ends[j - 1], j - i - 1)
            if cost >= _FORBIDDEN:
                continue
            for k in range(1, min(limit, j) + 1):
                total = best[k - 1][i] + cost
                if total < best[k][j]:
                    best[k][j], back[k][j] = total, i
    chosen = min(
        range(1, limit + 1),
        key=lambda k: (best[k][count] + (0 if k == width else _WRONG_WIDTH), abs(k - width)),
    )
    if best[chosen][count] >= _FORBIDDEN:
        return None
    bounds = []
    j = count
    for k in range(chosen, 0, -1):
        i = back[k][j]
        bounds.append((starts[i], ends[j - 1]))
        j = i
    return [costs.text(a, b) for a, b in reversed(bounds)]


def _cuts(line: str, dialect: Dialecte) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(delimiter_pattern(dialect), line)]


class _Costs:
    """What it costs to read a piece of the line as one cell."""

    def __init__(self, line: str, dialect: Dialecte) -> None:
        self.line = line
        self.quote = dialect.quote
        self.delimiter = dialect.delimiter
        self.backslash = dialect.escape == "\\"
        d, q = re.escape(dialect.delimiter), re.escape(dialect.quote)
        self._boundary = re.compile(f"{q}{d}{q}")

    def of(self, start: int, end: int, inside: int) -> float:
        """The cost of line[start:end], which holds `inside` delimiters."""
        piece = self.line[start:end]
        q = self.quote
        if q not in piece:
            return 0.0 if inside == 0 else _FORBIDDEN
        bare = piece.strip(" ")
        opens, closes = bare.startswith(q), bare.endswith(q)
        if opens and closes and len(bare) >= 2 * len(q):
            inner = bare[len(q) : -len(q)]
            strays = self._strays(inner)
            # A doubled quote at the very end is an escaped one followed by nothing: it closes no cell.
            return strays + 3.0 * len(self._boundary.findall(inner)) + (0.25 if bare != piece else 0.0)
        if inside:
            return _FORBIDDEN if not (opens or closes) else 4.0 + inside
        if bare == q:
            return 1.5
        return 1.0 if opens else 0.25

    def text(self, start: int, end: int) -> str:
        """The cell that line[start:end] stands for; a stray quote stays in it as written."""
        piece = self.line[start:end]
        q = self.quote
        bare = piece.strip(" ")
        if len(bare) >= 2 * len(q) and bare.startswith(q) and bare.endswith(q):
            inner = bare[len(q) : -len(q)]
            if self.backslash or self._strays(inner) == 0:
                inner = inner.replace("\\" + q, q) if self.backslash else inner
            return inner.replace(q * 2, q)
        return piece

    def _strays(self, inner: str) -> int:
        text = inner.replace(self.quote * 2, "")
        if "\\" + self.quote in text:
            text = text.replace("\\" + self.quote, "")
        return text.count(self.quote)

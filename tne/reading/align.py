"""The best reading of one line that does not read cleanly.

Every way to cut the line is weighed: a cell written by the rules costs nothing, a stray quote a little, a cell
unlike its column more, a delimiter that would be missing a lot, a number of cells other than the usual one too.
The cheapest wins, so that a stray quote or a lost delimiter changes its own place only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from tne.reading.model import Dialecte
from tne.reading.profile import MISFIT, SHORT, Column, Profile, mask
from tne.reading.scanning import delimiter_pattern
from tne.reading.shapes import shape

_WRONG_WIDTH = 3.0
_MISSING_DELIMITER = 2.5
# A quote alone in a cell. Two of them cost more than one lost delimiter between two quoted cells.
_UNBALANCED = 1.3
_FORBIDDEN = 1e9
# A cell may swallow this many delimiters at most; a longer line is left to the plain reading.
_MAX_SPAN = 80
_MAX_EFFORT = 2_000_000
_MAX_LINE = 50_000
# What may stand where the delimiter is lost.
_OTHER_DELIMITERS = " ;\t|"


@dataclass(frozen=True)
class Reading:
    """The cells of a line and how far they are from the rules and from the other records."""

    cells: list[str]
    cost: float


def align(line: str, dialect: Dialecte, profile: Profile, lost_delimiters: bool = False) -> Reading | None:
    """The cheapest reading of `line`, or None when it is too long to weigh.

    With `lost_delimiters`, a quote in the middle of a cell may also begin or end one, and only readings of the
    usual width count.
    """
    if not dialect.delimiter or len(line) > _MAX_LINE:
        return None
    cuts = [(m.start(), m.end(), 0.0) for m in re.finditer(delimiter_pattern(dialect), line)]
    if lost_delimiters and dialect.quote:
        taken = {p for a, b, _ in cuts for p in (a, b)}
        places = [p for p in _inner_quotes(line, dialect.quote) if p not in taken]
        cuts += [(p, p, _MISSING_DELIMITER + 0.2 * _blank_after(line, p)) for p in places]
        cuts.sort()
    if effort(len(cuts), profile) > _MAX_EFFORT:
        return None
    return _cheapest(line, cuts, _Pieces(line, dialect), profile, only_width=lost_delimiters)


def effort(cuts: int, profile: Profile) -> int:
    """How many comparisons it takes to weigh a line of that many cuts."""
    return (cuts + 1) * min(cuts + 1, _MAX_SPAN) * min(cuts + 1, profile.width + 6)


def _inner_quotes(line: str, quote: str) -> list[int]:
    """Places right before or after a quote, where a delimiter may have been lost."""
    places = {p for m in re.finditer(re.escape(quote), line) for p in (m.start(), m.end())}
    return sorted(places - {0, len(line)})


def _blank_after(line: str, position: int) -> bool:
    """True when the text after a cut there begins with a blank: a cell seldom does."""
    return line[position : position + 2].strip("\"'")[:1].isspace()


def _cheapest(
    line: str,
    cuts: Sequence[tuple[int, int, float]],
    pieces: _Pieces,
    profile: Profile,
    only_width: bool,
) -> Reading | None:
    starts = [0, *(b for _, b, _ in cuts)]
    ends = [*(a for a, _, _ in cuts), len(line)]
    toll = [0.0, *(c for _, _, c in cuts)]
    # real[i] counts the true delimiters before boundary i.
    real = [0]
    for _, _, cost in cuts:
        real.append(real[-1] + (cost == 0.0))
    count, width = len(ends), profile.width
    limit = min(count, width + 6)
    best = [[_FORBIDDEN] * (count + 1) for _ in range(limit + 1)]
    back = [[-1] * (count + 1) for _ in range(limit + 1)]
    best[0][0] = 0.0
    for j in range(1, count + 1):
        for i in range(max(0, j - _MAX_SPAN), j):
            cost = pieces.cost(starts[i], ends[j - 1], real[j - 1] - real[i])
            if cost >= _FORBIDDEN:
                continue
            text = pieces.text(starts[i], ends[j - 1])
            for k in range(1, min(limit, j) + 1):
                before = best[k - 1][i]
                if before >= _FORBIDDEN:
                    continue
                unlike = profile.columns[k - 1].cost(text) if k <= width else 0.0
                total = before + cost + toll[i] + unlike
                if total < best[k][j]:
                    best[k][j], back[k][j] = total, i
    # Cells that are missing at the end are blank ones.
    tail = [0.0] * (limit + 1)
    for k in range(limit + 1):
        tail[k] = sum(c.cost("") for c in profile.columns[k:]) + (0 if k == width else _WRONG_WIDTH)
    if only_width and limit < width:
        return None
    options = (width,) if only_width else range(1, limit + 1)
    chosen = min(options, key=lambda k: (best[k][count] + tail[k], abs(k - width)))
    if best[chosen][count] >= _FORBIDDEN:
        return None
    cells: list[str] = []
    j = count
    for k in range(chosen, 0, -1):
        i = back[k][j]
        cells.append(pieces.text(starts[i], ends[j - 1]))
        j = i
    return Reading(cells[::-1], best[chosen][count] + tail[chosen])


class _Pieces:
    """What it costs to read a piece of the line as one cell, and the text of that cell."""

    def __init__(self, line: str, dialect: Dialecte) -> None:
        self.line = line
        self.quote = dialect.quote
        self.backslash = dialect.escape == "\\"
        self.bare = not dialect.escape
        self.blank_delimiter = dialect.delimiter == " "
        q, d = re.escape(dialect.quote), re.escape(dialect.delimiter)
        self._boundary = re.compile(f"{q}{d}{q}") if dialect.quote else None

    def cost(self, start: int, end: int, inside: int) -> float:
        """The cost of line[start:end], which holds `inside` delimiters."""
        piece = self.line[start:end]
        q = self.quote
        if self._boundary is None or q not in piece:
            return self._unquoted(inside)
        bare = piece.strip(" ")
        opens, closes = bare.startswith(q), bare.endswith(q)
        if opens and closes and len(bare) >= 2 * len(q):
            inner = bare[len(q) : -len(q)]
            crossed = len(self._boundary.findall(inner))
            n = self._strays(inner)
            # Where one quote was not doubled, the others of its cell were not either.
            strays = 0.5 if self._only_backslashes(inner) else (n + 1) / 2 if n else 0.0
            # « 24"" » ends with inches; a quote that only opens a cell more likely belongs to the one before.
            strays += 0.05 * (inner.startswith(q * 2) and q not in inner[2 * len(q) :])
            return strays + 3.0 * crossed + (0.25 if bare != piece else 0.0)
        if inside:
            return (
                4.0 + inside
                if (opens or closes) and not self.blank_delimiter
                else self._unquoted(inside) + 1.0
            )
        if bare == q:
            return 1.5
        if opens or piece.count(q) % 2:
            return _UNBALANCED
        return 1.0 if closes else 0.25

    def _unquoted(self, inside: int) -> float:
        if inside == 0:
            return 0.0
        return 0.3 * inside if self.blank_delimiter else _FORBIDDEN

    def text(self, start: int, end: int) -> str:
        """The cell that line[start:end] stands for; a stray quote stays in it as written."""
        piece = self.line[start:end]
        q = self.quote
        if not q or q not in piece:
            return piece
        bare = piece.strip(" ")
        if len(bare) >= 2 * len(q) and bare.startswith(q) and bare.endswith(q):
            inner = bare[len(q) : -len(q)]
            if self.backslash or self._only_backslashes(inner):
                inner = inner.replace("\\" + q, q)
            return inner.replace(q * 2, q)
        return piece

    def _only_backslashes(self, inner: str) -> bool:
        """True when a backslash stands before every quote that is not doubled, in a file that doubles them."""
        q = self.quote
        if self.backslash or self.bare or "\\" + q not in inner or not self._strays(inner):
            return False
        return q not in inner.replace("\\" + q, "").replace(q * 2, "")

    def _strays(self, inner: str) -> int:
        text = inner.replace("\\" + self.quote, "") if self.backslash else inner
        return text.replace(self.quote * 2, "").count(self.quote)


def without_extra(cells: Sequence[str], profile: Profile) -> list[str] | None:
    """A record with too many cells, less the blank ones that a delimiter in excess made; None when unclear."""
    surplus = len(cells) - profile.width
    blanks = [j for j, c in enumerate(cells) if not c.strip()]
    if not 0 < surplus <= len(blanks) or surplus > 2 or len(blanks) > 30:
        return None
    if not profile.telling and (len(blanks) > surplus or not profile.never_blank):
        return None
    options = [[c for j, c in enumerate(cells) if j not in left] for left in combinations(blanks, surplus)]
    best = min(reversed(options), key=profile.cost)
    return best if profile.fits(best) else None


def with_lost(cells: Sequence[str], profile: Profile) -> list[str] | None:
    """A record that lacks one cell, the one cell cut in two that makes all fit; None when unclear."""
    width = profile.width
    columns = profile.columns
    displaced = any(cell.strip() and c.strange(cell) for c, cell in zip(columns, cells, strict=False))
    if len(cells) != width - 1 or not profile.telling or not displaced:
        # A short record whose cells are all in place lacks its end: nothing in it is two cells.
        return None
    before = [0.0]
    for j, cell in enumerate(cells):
        before.append(before[-1] + columns[j].cost(cell))
    after = [0.0] * (width + 1)
    for j in range(width - 2, -1, -1):
        after[j] = after[j + 1] + columns[j + 1].cost(cells[j])
    padded = before[-1] + columns[-1].cost("")
    best: tuple[float, int, int] | None = None
    for j, cell in enumerate(cells):
        if not any(c.shape or c.values for c in columns[j : j + 2]):
            continue
        rest = before[j] + after[j + 1]
        # At its very begin or end, the delimiter beside a blank cell is the one that lacks.
        for p in range(len(cell) + 1):
            left, right = cell[:p], _after(cell, p)
            if not (
                columns[j].exact(left) or columns[j + 1].exact(right) or _ends_value(left, right, columns[j])
            ):
                continue
            total = rest + columns[j].cost(left) + columns[j + 1].cost(right)
            total += 0.1 * (left[-1:] == " " or right[:1] == " ") + _doubt(
                left, right, columns[j], columns[j + 1]
            )
            if best is None or total < best[0]:
                best = (total, j, p)
    if best is None or best[0] > padded - MISFIT / 2:
        return None
    _, j, p = best
    result = [*cells[:j], cells[j][:p], _after(cells[j], p), *cells[j + 1 :]]
    return result if profile.fits(result) else None


def _ends_value(left: str, right: str, column: Column) -> bool:
    """True where a value of the column's shape ends in full and words begin: a form of it that was never seen."""
    whole = left[-1:].isdigit() and right[:1].isalpha() and len(left) <= SHORT
    return whole and bool(column.shape) and shape(left) == column.shape


def _doubt(left: str, right: str, before: Column, after: Column) -> float:
    """Between cuts as good as one another: less where a number or a word stays whole, then where the form is usual."""
    a, b = left[-1:], right[:1]
    broken = (a.isdigit() and b.isdigit()) or (a.isalpha() and b.isalpha() and a.islower() == b.islower())
    unusual = sum(
        bool(c.usual) and mask(text.strip()) != c.usual for c, text in ((before, left), (after, right))
    )
    return 0.04 * broken + 0.01 * unusual


def _after(cell: str, p: int) -> str:
    """What follows a cut at `p`, less another delimiter that may stand there."""
    return cell[p + (0 < p < len(cell) and cell[p] in _OTHER_DELIMITERS) :]

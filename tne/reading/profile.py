"""What the cells of each column look like in the records that read cleanly: the measure for the others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tne.reading.shapes import shape

_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[^\W\d_]")
SHORT = 40
MISFIT = 2.0
UNKNOWN_WORD = 0.7


@lru_cache(maxsize=4096)
def mask(text: str) -> str:
    """A short value with its digits as 9 and its letters as A: the exact form of dates, hours, codes."""
    return _LETTER.sub("A", _DIGIT.sub("9", text))


@dataclass(frozen=True)
class Column:
    """One column: the forms seen in it when it has a `shape`, its few `values` when it is a list of words.

    `usual` is the form seen most often.
    """

    shape: str
    masks: frozenset[str]
    blank: float
    values: frozenset[str] = frozenset()
    usual: str = ""

    def cost(self, cell: str) -> float:
        """0 when the cell looks like the others of its column, up to MISFIT when it does not."""
        text = cell.strip()
        if not text:
            return 0.0 if self.blank > 0.02 else (MISFIT if self.shape else 1.0)
        if self.blank > 0.98:
            return 1.0
        if self.shape:
            if len(text) <= SHORT and mask(text) in self.masks:
                return 0.0
            return 0.25 if shape(text) == self.shape else MISFIT
        if self.values:
            return 0.0 if text in self.values else UNKNOWN_WORD
        # An address or a date in a column of sentences comes from next door.
        return 1.0 if shape(text) in ("adresse", "date", "heure") else 0.0

    def strange(self, cell: str) -> bool:
        """True for a cell that is certainly not of this column."""
        return self.cost(cell) >= (MISFIT if self.shape else UNKNOWN_WORD if self.values else 9)

    def exact(self, text: str) -> bool:
        """True when the text is one of the column's words, or has precisely a form seen in it."""
        if self.shape:
            return len(text) <= SHORT and mask(text) in self.masks
        return text in self.values


@dataclass(frozen=True)
class Profile:
    """The columns of a table, learnt from records of the usual width."""

    columns: tuple[Column, ...]

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.columns)

    @property
    def telling(self) -> bool:
        """True when enough columns have a shape to judge a record by it."""
        return sum(1 for c in self.columns if c.shape) >= 2

    @property
    def never_blank(self) -> bool:
        """True when no cell is blank in the records it was learnt from."""
        return all(c.blank == 0 for c in self.columns)

    def cost(self, cells: Sequence[str]) -> float:
        """How unlike the others a record is. Missing cells count as blank, surplus ones not at all."""
        return sum(c.cost(cells[j] if j < len(cells) else "") for j, c in enumerate(self.columns))

    def fits(self, cells: Sequence[str]) -> bool:
        """True when a record has the right width and, where its columns have a shape, that shape."""
        typed = [(c, cell) for c, cell in zip(self.columns, cells, strict=False) if c.shape and cell.strip()]
        return len(cells) == self.width and all(c.cost(cell) < MISFIT for c, cell in typed)


def learn(rows: Sequence[Sequence[str]], width: int) -> Profile:
    """The profile of `rows`, all of `width` cells; the first is left out of it, since it may be the header."""
    rows = rows[1:] if len(rows) > 2 else rows
    columns = []
    for j in range(width):
        values = [r[j].strip() for r in rows]
        full = [v for v in values if v]
        shapes = Counter(shape(v) for v in full)
        name, n = shapes.most_common(1)[0] if shapes else ("", 0)
        typed = name if name and n >= 0.8 * len(full) else ""
        masks = Counter(mask(v) for v in full if len(v) <= SHORT) if typed else Counter()
        least = 2 if len(full) >= 10 else 1
        columns.append(
            Column(
                typed,
                frozenset(m for m, c in masks.items() if c >= least),
                1 - len(full) / len(values) if values else 1.0,
                frozenset() if typed else _words(full),
                max(masks, key=lambda m: (masks[m], m), default=""),
            )
        )
    return Profile(tuple(columns))


def _words(full: Sequence[str]) -> frozenset[str]:
    """The values that come again, when they make most of the column: a list of words rather than sentences."""
    counts = Counter(full)
    again = {v for v, n in counts.items() if n > 1}
    return (
        frozenset(again)
        if len(full) >= 6 and sum(counts[v] for v in again) >= 0.7 * len(full)
        else frozenset()
    )

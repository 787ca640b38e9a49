"""What is usual in a text, learnt before its odd lines are judged: how many cells, and what its columns look like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tne.reading.model import Dialecte
from tne.reading.profile import Profile, learn
from tne.reading.scanning import OK, OPEN, Line, Scanner, usual_width
from tne.reading.shapes import is_value

MAX_BROKEN = 6
"""Lines that a record which reads badly may run over."""

_PROFILE_SAMPLE = 2000


@dataclass(frozen=True)
class Habitudes:
    """What is usual in a text: its columns, and the numbers of cells that come in runs."""

    profile: Profile
    regular: frozenset[int]


def learn_habits(lines: Sequence[Line], dialect: Dialecte) -> Habitudes:
    """The usual width and the look of the columns, learnt on the lines that read strictly."""
    scanner = Scanner(dialect)
    sequence: list[int] = []
    clean: list[list[str]] = []
    for cells in _strict(lines, scanner):
        sequence.append(len(cells))
        if len(clean) < _PROFILE_SAMPLE and len(cells) > 1:
            clean.append(cells)
    counts = Counter(sequence)
    width = usual_width(counts)
    if (
        dialect.delimiter == " "
        and sequence
        and sequence[0] > 1
        and 10 * counts[sequence[0]] >= len(sequence)
    ):
        # Blanks inside cells make most lines too long: the header has the true number of columns.
        counts = Counter({sequence[0]: counts[sequence[0]]})
        width = sequence[0]
    profile = learn([c for c in clean if len(c) == width], width)
    regular = {n for n, c in counts.items() if n > 1 and c >= 3 and _runs(sequence, n)}
    return Habitudes(profile, frozenset(regular | _trimmed(clean)))


def _strict(lines: Sequence[Line], scanner: Scanner) -> Iterator[list[str]]:
    """The records that read strictly, those over a few lines included."""
    i = 0
    while i < len(lines):
        text, end = lines[i]
        i += 1
        cells, state = scanner.cells(text)
        for j in range(i, min(i + MAX_BROKEN, len(lines)) if state == OPEN else i):
            text, end = text + end + lines[j][0], lines[j][1]
            if scanner.quote in lines[j][0]:
                cells, state = scanner.cells(text)
                if state != OPEN:
                    i = j + 1 if state == OK else i
                    break
        if text and state == OK:
            yield cells


def _trimmed(clean: Sequence[Sequence[str]]) -> set[int]:
    """The number of names of the header, where records stop at their last filled cell: those that have all cells are whole."""
    if not clean:
        return set()
    names, *records = ([c.strip() for c in cells] for cells in clean)
    shorter = [r for r in records if len(r) < len(names)]
    whole = len(set(names) - {""}) == len(names) and not any(map(is_value, names))
    return {len(names)} if whole and shorter and all(r[-1] for r in shorter) else set()


def _runs(sequence: Sequence[int], n: int) -> bool:
    """True when `n` comes at least three times in a row: a table of its own, not scattered accidents."""
    run = 0
    for value in sequence:
        run = run + 1 if value == n else 0
        if run >= 3:
            return True
    return False

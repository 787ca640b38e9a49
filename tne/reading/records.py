"""From lines to records: the careful way, which mends a stray quote on its own line and nowhere else.

A line that reads cleanly costs one split. Only a line whose quotes do not add up, or which has not the expected
number of cells, is examined further (`repair`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tne.reading.model import Dialecte, Enregistrement, Remarque
from tne.reading.repair import repair
from tne.reading.scanning import OK, OPEN, Line, Scanner, split_lines, usual_width
from tne.reading.shapes import column_shapes, shape

# A quoted cell may run over this many lines; beyond, the quote is taken for a stray one.
_MAX_LINES = 200
_MAX_REMARKS = 200
_SHAPE_SAMPLE = 300


@dataclass
class Lecture:
    """What the careful reader found."""

    enregistrements: list[Enregistrement] = field(default_factory=list)
    remarques: list[Remarque] = field(default_factory=list)


class Reader:
    """Reads the records of one text, with one dialect."""

    def __init__(self, lines: Sequence[Line], dialect: Dialecte, width: int, regular: frozenset[int]):
        self.lines = lines
        self.dialect = dialect
        self.width = width
        self.regular = regular | {width}
        self.scanner = Scanner(dialect)
        self.alternatives = [
            Scanner(Dialecte(d, dialect.quote, dialect.escape))
            for d in (";", ",", "\t", "|", " ")
            if d != dialect.delimiter and width > 1
        ]
        self.found = Lecture()
        self._shapes: list[str] | None = None

    def read(self) -> Lecture:
        """Every record that is not blank, in order."""
        i = 0
        while i < len(self.lines):
            line = self.lines[i][0]
            if not line or (line.isspace() and self.dialect.delimiter not in line):
                self.found.enregistrements.append(Enregistrement(i + 1, []))
                i += 1
                continue
            cells, used = self._record(i)
            self.found.enregistrements.append(Enregistrement(i + 1, cells))
            i += used
        return self.found

    def _record(self, i: int) -> tuple[list[str], int]:
        line = self.lines[i][0]
        cells, state = self.scanner.cells(line)
        if state == OK and (len(cells) in self.regular or self.quote_free(line)):
            if len(cells) not in self.regular:
                return self._other_delimiter(i, line, cells), 1
            return cells, 1
        if state == OPEN:
            joined = self._over_lines(i)
            if joined is not None:
                return joined
        best = repair(line, self.width, self.dialect)
        if best is not None and len(best) == self.width:
            if state != OK or best != cells:
                self._note(i, "guillemet", "Guillemet isolé ou non doublé : lu là où il se trouve.")
            return best, 1
        if state == OK:
            return self._other_delimiter(i, line, cells), 1
        other = self._with_other(line)
        if other is not None:
            self._note(i, "separateur", "Ligne écrite avec un autre séparateur que le reste du fichier.")
            return other, 1
        self._note(i, "guillemet", "Guillemet isolé ou non doublé : vérifiez cette ligne.")
        return best if best is not None else self.scanner.plain(line), 1

    def quote_free(self, line: str) -> bool:
        """True when no quote can have changed the number of cells of `line`."""
        return not self.dialect.quote or self.dialect.quote not in line

    def _over_lines(self, i: int) -> tuple[list[str], int] | None:
        """The record that runs over several lines from line `i`, when it ends properly with a usual width."""
        text = self.lines[i][0]
        q = self.dialect.quote
        complete = 0
        for used in range(2, min(_MAX_LINES, len(self.lines) - i) + 1):
            end_before = self.lines[i + used - 2][1]
            line = self.lines[i + used - 1][0]
            text += end_before + line
            if q not in line:
                complete += len(self.scanner.plain(line)) in self.regular and self.width > 2
                continue
            cells, state = self.scanner.cells(text)
            if state == OK and len(cells) in self.regular:
                return None if complete >= 1 and self._repairable(i) else (cells, used)
            if state != OPEN:
                return None if self._repairable(i) or state != OK else (cells, used)
            own, own_state = self.scanner.cells(line)
            complete += own_state == OK and len(own) in self.regular and self.width > 2
        return None

    def _repairable(self, i: int) -> bool:
        best = repair(self.lines[i][0], self.width, self.dialect)
        return best is not None and len(best) == self.width

    def _other_delimiter(self, i: int, line: str, cells: list[str]) -> list[str]:
        if len(cells) < self.width:
            other = self._with_other(line)
            if other is not None:
                self._note(i, "separateur", "Ligne écrite avec un autre séparateur que le reste du fichier.")
                return other
        return cells

    def _with_other(self, line: str) -> list[str] | None:
        """The line read with another delimiter, when it then has exactly the usual number of cells (3 or more)."""
        if self.width < 3:
            return None
        for scanner in self.alternatives:
            cells, state = scanner.cells(line)
            if state == OK and len(cells) == self.width and self._looks_regular(cells):
                return cells
        return None

    def _looks_regular(self, cells: Sequence[str]) -> bool:
        """True when the cells have the shapes that their columns have elsewhere in the file."""
        if self._shapes is None:
            sample = (self.scanner.cells(line) for line, _ in self.lines[:_SHAPE_SAMPLE])
            rows = [c for c, state in sample if state == OK and len(c) == self.width]
            self._shapes = column_shapes(rows, self.width)
        checks = [shape(c) == s for c, s in zip(cells, self._shapes, strict=True) if s and c.strip()]
        return len(checks) > 0 and sum(checks) > len(checks) / 2

    def _note(self, i: int, code: str, message: str) -> None:
        if len(self.found.remarques) < _MAX_REMARKS:
            self.found.remarques.append(Remarque(i + 1, code, message))


def first_pass(lines: Sequence[Line], dialect: Dialecte) -> Iterator[int]:
    """Number of cells of each line that reads strictly on its own."""
    scanner = Scanner(dialect)
    for line, _ in lines:
        if line:
            cells, state = scanner.cells(line)
            if state == OK:
                yield len(cells)


def read_records(text: str, dialect: Dialecte) -> Lecture:
    """All records of a text. The usual width is measured on the text itself."""
    lines = split_lines(text)
    sequence = list(first_pass(lines, dialect))
    counts = Counter(sequence)
    width = usual_width(counts)
    regular = {
        n for n, c in counts.items() if n > 1 and c >= max(3, 0.05 * len(sequence)) and _runs(sequence, n)
    }
    return Reader(lines, dialect, width, frozenset(regular)).read()


def _runs(sequence: Sequence[int], n: int) -> bool:
    """True when `n` comes at least three times in a row: a table of its own, not scattered accidents."""
    run = 0
    for value in sequence:
        run = run + 1 if value == n else 0
        if run >= 3:
            return True
    return False

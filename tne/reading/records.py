"""From lines to records: the careful way, which mends a stray quote on its own line and nowhere else.

A line that reads cleanly costs one split. Only a line whose quotes do not add up, or which has not the expected
number of cells, is examined further (`align`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tne.reading.align import Reading, align, effort, with_lost, without_extra
from tne.reading.dialect import DELIMITERS
from tne.reading.habits import MAX_BROKEN, Habitudes, learn_habits
from tne.reading.model import Dialecte, Enregistrement, Remarque
from tne.reading.names import names_apart
from tne.reading.scanning import OK, OPEN, Line, Scanner

# A quoted cell may run over this many lines; beyond, the quote is taken for a stray one.
_MAX_LINES = 200
_MAX_REMARKS = 200
_LOST = "Séparateur manquant entre deux cellules : rétabli."
_STRAY = "Guillemet isolé ou non doublé : lu là où il se trouve."
# Comparisons allowed to mend the lines of one file: about a minute.
_MAX_EFFORT = 300_000_000
_BLANKS = Dialecte(" ")
# What a line with too few or too many cells costs, to be weighed against a lost delimiter.
_SHORT_ROW = 1.0


@dataclass
class Lecture:
    """What the careful reader found."""

    enregistrements: list[Enregistrement] = field(default_factory=list)
    remarques: list[Remarque] = field(default_factory=list)


class Reader:
    """Reads the records of one text, or of the piece of it whose first line is the `first`-th."""

    def __init__(self, lines: Sequence[Line], dialect: Dialecte, habits: Habitudes, first: int = 1) -> None:
        self.lines = lines
        self.first = first
        self.dialect = dialect
        self.profile = habits.profile
        self.width = habits.profile.width
        self.regular = habits.regular | {self.width}
        self.scanner = Scanner(dialect)
        self.others = [
            Dialecte(d, dialect.quote, dialect.escape) for d in DELIMITERS if d != dialect.delimiter
        ]
        self.found = Lecture()
        self._effort = _MAX_EFFORT

    def read(self) -> Lecture:
        """Every record in order; a blank line gives a record without cells."""
        i = 0
        while i < len(self.lines):
            line = self.lines[i][0]
            if not line or (line.isspace() and self.dialect.delimiter not in line):
                cells: list[str] = []
                used = 1
            else:
                cells, used = self._record(i)
            if self.dialect.twice:
                cells = [c.replace('""', '"') for c in cells]
            self.found.enregistrements.append(Enregistrement(i + self.first, cells))
            i += used
        return self.found

    def _record(self, i: int) -> tuple[list[str], int]:
        line = self.lines[i][0]
        cells, state = self.scanner.cells(line)
        if self.dialect.delimiter + "'" in line and (other := self._with_apostrophes(line, cells)):
            self._note(i, "guillemet", "Ligne dont les cellules sont entre apostrophes : lues sans elles.")
            return other, 1
        if state == OK and len(cells) in self.regular and not self._coincidence(line, cells):
            return cells, 1
        if state == OPEN:
            joined = self._over_lines(i)
            if joined is not None:
                return joined
        if self.width < 2:
            return (cells if state == OK else [line]), 1
        names = self._names(i)
        if names is not None:
            return names, 1
        joined = self._broken(i, cells) if state == OK else None
        if joined is not None:
            return joined
        noted = len(self.found.remarques)
        mended = self._mended(i, line, cells, state)
        if self._whole(mended):
            return mended, 1
        alone = self.found.remarques[noted:]
        del self.found.remarques[noted:]
        joined = self._mended_over_lines(i)
        if joined is None:
            self.found.remarques += alone
        return joined or (mended, 1)

    def _with_apostrophes(self, line: str, cells: Sequence[str]) -> list[str] | None:
        """The line quoted by apostrophes in a file quoted otherwise, when a cell would be cut without them."""
        if self.dialect.quote != '"' or not any(c.startswith("'") and not c.endswith("'") for c in cells):
            return None
        other, state = Scanner(Dialecte(self.dialect.delimiter, "'", "'")).cells(line)
        return other if state == OK and self.profile.fits(other) else None

    def _broken(self, i: int, cells: list[str]) -> tuple[list[str], int] | None:
        """The record that a line end inside an unquoted cell broke over lines, when it then fits its columns."""
        if len(cells) >= self.width or not self.profile.telling:
            return None
        for used in range(2, min(MAX_BROKEN, len(self.lines) - i) + 1):
            more, state = self.scanner.cells(self.lines[i + used - 1][0])
            if state != OK or len(more) == self.width or len(cells) + len(more) - 1 > self.width:
                return None
            end = self.lines[i + used - 2][1]
            cells = [*cells[:-1], cells[-1] + end + more[0], *more[1:]]
            if len(cells) == self.width and self.profile.fits(cells) and self.profile.cost(cells) < 1:
                self._note(
                    i, "ligne_coupee", "Ligne coupée au milieu d'une cellule sans guillemets : recollée."
                )
                return cells, used
        return None

    def _coincidence(self, line: str, cells: Sequence[str]) -> bool:
        """True when the width is right by accident: quotes alone in cells, or another delimiter, out of place."""
        if len(cells) != self.width or not (self.found.enregistrements or self.first > 1):
            return False
        odd = self.scanner.loose_quotes(line)
        if odd > 1:
            return True
        if not odd and not any(d.delimiter in line for d in self.others if d.delimiter != ","):
            return False
        return not self.profile.fits(cells)

    def _names(self, i: int) -> list[str] | None:
        """Line `i` as the header, when it stands right over the first record and other cuts make it one."""
        if self.first > 1 or not self.profile.telling:
            return None
        if any(len(r.cellules) == self.width for r in self.found.enregistrements):
            return None
        below = next((line for line, _ in self.lines[i + 1 : i + 3] if line.strip()), "")
        cells, state = self.scanner.cells(below)
        if state != OPEN and (state != OK or not self.profile.fits(cells)):
            return None
        line = self.lines[i][0]
        own, _ = self.scanner.cells(line)
        if len(own) == self.width == len({c.strip() for c in own} - {""}):
            return own
        options = [c for c, s in (Scanner(d).cells(line) for d in (*self.others, _BLANKS)) if s == OK]
        short = len(self.scanner.plain(line)) < self.width
        lost = self._align(line, lost_delimiters=True) if short else None
        for option in (*options, lost.cells if lost else [], names_apart(own, self.profile) if short else []):
            names = {c.strip() for c in option if c.strip() and self.dialect.quote not in c}
            if len(option) == self.width and len(names) == self.width:
                self._note(
                    i, "separateur", "En-tête écrit avec un autre séparateur, ou un séparateur manquant."
                )
                return option
        return None

    def _mended_over_lines(self, i: int) -> tuple[list[str], int] | None:
        """The record that begins at line `i` and is both broken over lines and wrong, when mending makes it fit."""
        text, end = self.lines[i]
        if not self.profile.telling or not self.dialect.quote or self.dialect.quote not in text:
            return None
        for used in range(2, min(MAX_BROKEN, len(self.lines) - i) + 1):
            line, next_end = self.lines[i + used - 1]
            own, own_state = self.scanner.cells(line)
            if own_state == OK and len(own) in self.regular and self.width > 2:
                return None
            text, end = text + end + line, next_end
            if self.dialect.quote not in line:
                continue
            cells, state = self.scanner.cells(text)
            noted = len(self.found.remarques)
            mended = self._mended(i, text, cells, state)
            if self._whole(mended):
                return mended, used
            del self.found.remarques[noted:]
        return None

    def _whole(self, cells: Sequence[str]) -> bool:
        """True for a record like the others, but for the stray quotes around its cells."""
        bare = [c.strip(self.dialect.quote) for c in cells] if self.dialect.quote else cells
        return len(bare) == self.width and self.profile.fits(bare) and self.profile.cost(bare) < 1

    def _quote_cut(self, cells: Sequence[str], mended: Sequence[str]) -> bool:
        """True when a cell with a quote was cut in two: the delimiter lacks beside that quote rather."""
        return bool(self.dialect.quote) and any(self.dialect.quote in c for c in mended if c not in cells)

    def _mended(self, i: int, line: str, cells: list[str], state: str) -> list[str]:
        """The best reading of a text that has not the usual width, or whose quotes do not add up."""
        other = self._with_other(line, cells)
        if other is not None:
            self._note(i, "separateur", "Ligne écrite avec un autre séparateur que le reste du fichier.")
            return other
        mended = with_lost(cells, self.profile) if state == OK else None
        if mended is not None and self._whole(mended) and not self._quote_cut(cells, mended):
            self._note(i, "separateur", _LOST)
            return mended
        best = self._align(line) if state != OK else None
        lost = self._with_lost_quoted(line, cells if state == OK else None, best)
        if lost is not None:
            self._note(i, "separateur", _LOST)
            return lost
        whole = best.cells if best is not None and len(best.cells) == self.width else None
        if whole is not None and (not self.profile.telling or self.profile.fits(whole)):
            self._note(i, "guillemet", _STRAY)
            return whole
        readings = [r for r in (cells if state == OK else None, best.cells if best else None) if r]
        for reading in readings:
            mended = without_extra(reading, self.profile)
            if mended is not None:
                if mended != reading[: self.width]:
                    self._note(
                        i, "separateur", "Séparateur en trop : les cellules sont remises à leur place."
                    )
                return mended
        for reading in readings:
            mended = with_lost(reading, self.profile)
            if mended is not None:
                self._note(i, "separateur", _LOST)
                return mended
        other = self._with_blanks(line)
        if other is not None:
            if self.dialect.delimiter != " ":
                self._note(i, "separateur", "Ligne écrite avec un autre séparateur que le reste du fichier.")
            return other
        if state == OK:
            return cells
        self._note(i, "guillemet", _STRAY)
        return best.cells if best is not None else self.scanner.plain(line)

    def _align(
        self, line: str, dialect: Dialecte | None = None, lost_delimiters: bool = False
    ) -> Reading | None:
        """The cheapest reading of a line, while the effort allowed for the whole file lasts."""
        dialect = dialect or self.dialect
        self._effort -= effort(line.count(dialect.delimiter or "\n"), self.profile)
        return align(line, dialect, self.profile, lost_delimiters) if self._effort > 0 else None

    def _with_lost_quoted(
        self, line: str, strict: list[str] | None, best: Reading | None
    ) -> list[str] | None:
        """The record in which the delimiter before or after a quoted cell is lost, if that explains it better."""
        if not self.dialect.quote or self.dialect.quote not in line:
            return None
        lost = self._align(line, lost_delimiters=True)
        if lost is None or not self.profile.fits(lost.cells):
            return None
        if best is not None and len(best.cells) == self.width:
            return lost.cells if lost.cost < best.cost and self.profile.telling else None
        extra = next((r for r in (strict, best.cells if best else None) if r and len(r) > self.width), None)
        if extra and without_extra(extra, self.profile) is not None:
            return None
        crossed = 3 if self.scanner.loose_quotes(line) > 1 else 1
        short = [
            self.profile.cost(r) + crossed * _SHORT_ROW for r in (strict, best.cells if best else None) if r
        ]
        return lost.cells if lost.cost < min(short, default=_SHORT_ROW) else None

    def _over_lines(self, i: int) -> tuple[list[str], int] | None:
        """The record that runs over several lines from line `i`, when it ends properly with a usual width."""
        text = self.lines[i][0]
        complete = 0
        for used in range(2, min(_MAX_LINES, len(self.lines) - i) + 1):
            line = self.lines[i + used - 1][0]
            text += self.lines[i + used - 2][1] + line
            if self.dialect.quote in line:
                cells, state = self.scanner.cells(text)
                right = state == OK and len(cells) in self.regular and not self._coincidence(text, cells)
                if right and not (complete and self._mendable(i)):
                    return cells, used
                if state != OPEN:
                    if state != OK or self._mendable(i):
                        return None
                    return (self._mended(i, text, cells, state) if self.width > 1 else cells), used
            own, own_state = self.scanner.cells(line)
            complete += own_state == OK and len(own) in self.regular and self.width > 2
        return None

    def _mendable(self, i: int) -> bool:
        """True when line `i` makes a record of the usual width by itself."""
        best = self._align(self.lines[i][0])
        return best is not None and len(best.cells) == self.width

    def _with_other(self, line: str, cells: Sequence[str]) -> list[str] | None:
        """The line read strictly with another delimiter, or with both, when it then looks like the other records."""
        telling = self.profile.telling
        alone = len(cells) in (1, self.width) or self.scanner.loose_quotes(line) > 1
        for dialect in (*self.others, _BLANKS):
            if dialect.delimiter == self.dialect.delimiter or dialect.delimiter not in line:
                continue
            other, state = Scanner(dialect).cells(line)
            sure = telling or (alone and (dialect.delimiter != " " or self.dialect.quote in line))
            if sure and state == OK and self.profile.fits(other):
                return other
            if telling and dialect.delimiter != " ":
                other, state = self.scanner.cells(line.replace(dialect.delimiter, self.dialect.delimiter))
                if state == OK and self.profile.fits(other):
                    return other
        return None

    def _with_blanks(self, line: str) -> list[str] | None:
        """The line cut at blanks, of which some belong to its cells."""
        if not self.profile.telling or self.width < 3:
            return None
        blank = self._align(line, Dialecte(" ", self.dialect.quote, self.dialect.escape))
        return blank.cells if blank is not None and self.profile.fits(blank.cells) else None

    def _note(self, i: int, code: str, message: str) -> None:
        if len(self.found.remarques) < _MAX_REMARKS:
            self.found.remarques.append(Remarque(i + self.first, code, message))


def read_records(lines: Sequence[Line], dialect: Dialecte) -> Lecture:
    """All records of a text."""
    return Reader(lines, dialect, learn_habits(lines, dialect)).read()

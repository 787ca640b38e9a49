"""Lines of a text, and the strict reading of one line in one dialect."""

from __future__ import annotations

import re
from collections import Counter

from tne.reading.model import Dialecte

Line = tuple[str, str]
"""A physical line and its end as written."""

OK, OPEN, MALFORMED = "ok", "open", "malformed"

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")


def split_lines(text: str) -> list[Line]:
    """Every physical line with its end as written; CRLF, LF and CR may be mixed."""
    lines = [(m.group(1), m.group(2)) for m in _LINE.finditer(text)]
    while lines and lines[-1] == ("", ""):
        lines.pop()
    return lines


class Scanner:
    """Splits one line into cells, strictly, and says whether the quotes add up."""

    def __init__(self, dialect: Dialecte) -> None:
        self.dialect = dialect
        self.delimiter = dialect.delimiter
        self.quote = dialect.quote
        d = delimiter_pattern(dialect)
        self._split = re.compile(d) if dialect.padded else None
        if not dialect.quote:
            return
        q = re.escape(dialect.quote)
        one_char = len(dialect.delimiter) == 1 and not dialect.padded
        inner = rf"(?:[^{q}\\]|\\.|{q}{q})*" if dialect.escape == "\\" else rf"(?:[^{q}]|{q}{q})*"
        if not dialect.delimiter:
            rest, end = r"[^\r\n]*", r"(\Z)"
        else:
            rest = rf"[^{d}\r\n]*" if one_char else rf"(?:(?!{d})[^\r\n])*"
            end = rf"({d}|\Z)"
        blanks = "" if d.startswith("\\ ") else r"[ \t]*" if "\t" not in dialect.delimiter else "[ ]*"
        self._cell = re.compile(rf"(?:{q}({inner}){q}{blanks}|((?!{q}){rest})){end}", re.DOTALL)
        self._open = re.compile(rf"{q}{inner}\Z", re.DOTALL)

    def cells(self, line: str) -> tuple[list[str], str]:
        """The cells of `line` and OK, OPEN (a quoted cell has no end) or MALFORMED (text around a quoted cell)."""
        if not self.quote or self.quote not in line:
            return self.plain(line), OK
        cells: list[str] = []
        position = 0
        while True:
            match = self._cell.match(line, position)
            if match is None:
                return cells, OPEN if self._open.match(line, position) else MALFORMED
            quoted = match.group(1)
            cells.append(match.group(2) if quoted is None else self.unquoted(quoted))
            position = match.end()
            if not match.group(3):
                return cells, OK

    def loose_quotes(self, line: str) -> int:
        """Number of cells without quotes around them that hold a quote without its pair."""
        if not self.quote or self.quote not in line:
            return 0
        loose = position = 0
        while (match := self._cell.match(line, position)) is not None:
            loose += match.group(1) is None and match.group(2).count(self.quote) % 2
            if not match.group(3):
                break
            position = match.end()
        return loose

    def unquoted(self, inner: str) -> str:
        """The text of a quoted cell, its escapes resolved."""
        text = inner.replace(self.quote * 2, self.quote) if self.quote in inner else inner
        if self.dialect.escape == "\\" and "\\" in text:
            text = re.sub(r"\\([\\" + re.escape(self.quote) + r"])", r"\1", text)
        return text

    def plain(self, line: str) -> list[str]:
        """The cells of a line in which no quote counts."""
        if not self.delimiter:
            return [line]
        if self._split is not None:
            return self._split.split(line)
        if self.dialect.escape == "\\" and "\\" + self.delimiter in line:
            parts = re.split(r"(?<!\\)" + re.escape(self.delimiter), line)
            return [p.replace("\\" + self.delimiter, self.delimiter) for p in parts]
        return line.split(self.delimiter)


def delimiter_pattern(dialect: Dialecte) -> str:
    """The delimiter as a regular expression; in a padded dialect the blanks it is written with may lack."""
    d = dialect.delimiter
    if not dialect.padded:
        return re.escape(d)
    bare = re.escape(d.strip(" "))
    return rf"[ \t]*{bare}[ \t]*" if d.startswith(" ") else rf"{bare}(?: |\Z)"


def usual_width(counts: Counter[int]) -> int:
    """The usual number of cells: the most frequent above 1 that holds at least a tenth of the records, else 1."""
    total = sum(counts.values())
    best = max(counts, key=lambda n: (counts[n] * (n > 1), n), default=1)
    return best if best > 1 and counts[best] * 10 >= total else 1

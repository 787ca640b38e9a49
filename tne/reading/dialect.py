"""How a text separates its cells, found by trying every plausible dialect on a sample and weighing the result."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tne.reading.model import Dialecte, Remarque
from tne.reading.scanning import OK, OPEN, Line, Scanner, usual_width

DELIMITERS = (";", ",", "\t", "|")
_RARE = (":", "^", "~", "¦", "§", "#", "\x1f", "\x1e", "\x01", "*", "!", "&")
_PRIOR = {":": 0.55, " ": 0.45, "#": 0.5, "*": 0.5, "!": 0.5, "&": 0.5}
# Below this a file is one column of text in which a delimiter happens to occur.
_LEAST = 0.11
_SAMPLE_LINES = 400
_MAX_JOIN = 60

# The first line by which a spreadsheet is told the delimiter.
_SEP = re.compile(r"sep=(.)", re.IGNORECASE)
_QUOTES = re.compile('"+')
_NUMBER = re.compile(
    r"[-+−]?(?:\d{1,3}(?:[ \u00a0\u202f'.,]\d{3})+|\d+)?(?:[.,]\d+)?(?:[eE][-+]?\d+)?[ \u00a0\u202f]?[%€$£]?"
)
# Another delimiter with no blank after it inside a cell: what a wrongly cut line looks like.
_SUSPECT = re.compile(
    r"^[~|:;^#@&]+$|^\d+ \d+$|^ \S|::|\\t|[;\t|]|[^\s\d],[^\s]|,[^\s\d]|^[,;:/.)]|[,;:(]$|^\"|\"$"
)


@dataclass(frozen=True)
class Candidate:
    """A dialect and how well it reads the sample."""

    dialect: Dialecte
    score: float
    width: int


def find_dialect(lines: Sequence[Line]) -> Dialecte:
    """The dialect that reads these lines best. A delimiter of "" means one column."""
    sample = sample_lines(lines)
    declared = _SEP.fullmatch(lines[0][0]) if lines else None
    if declared:
        return _with_quote(declared.group(1), sample)
    best: Candidate | None = None
    for delimiter in _delimiters(sample):
        if best is not None and best.score >= _PRIOR.get(delimiter, 1.0):
            continue  # it cannot read better: its weight is at most that
        dialect = _with_quote(delimiter, sample)
        if len(delimiter) > 1 and delimiter != delimiter.strip(" "):
            dialect = replace(dialect, padded=True)
        candidate = _weigh(dialect, sample)
        if best is None or candidate.score > best.score:
            best = candidate
    if best is None or best.score < _LEAST or best.width < 2:
        return _with_quote("", sample)
    return _refined(best.dialect, sample)


def unclear(lines: Sequence[Line], dialect: Dialecte) -> list[Remarque]:
    """A remark where one column is read though the first line looks like several names between delimiters."""
    first = next((line for line, _ in lines if line.strip()), "")
    if dialect.delimiter or not any(len(re.findall(rf"\S{d}(?=\S)", first)) > 1 for d in DELIMITERS[:3]):
        return []
    text = "Lu comme une seule colonne : aucun séparateur ne découpe les lignes en autant de cellules que la première."
    return [Remarque(0, "une_colonne", text)]


def sample_lines(lines: Sequence[Line]) -> list[Line]:
    """The first lines, and some of the middle and the end of a long file."""
    if len(lines) <= 2 * _SAMPLE_LINES:
        return list(lines)
    middle, part = len(lines) // 2, _SAMPLE_LINES // 2
    return [*lines[:_SAMPLE_LINES], *lines[middle : middle + part], *lines[-part:]]


def _delimiters(sample: Sequence[Line]) -> Iterable[str]:
    text = "\n".join(line for line, _ in sample)
    yield from (d for d in (*DELIMITERS, *_RARE) if d in text)
    yield from _long_delimiters(sample)
    yield from (d + " " for d in DELIMITERS if text.count(d + " ") >= 0.5 * text.count(d) > 0)
    if " " in text:
        yield " "


def _long_delimiters(sample: Sequence[Line]) -> list[str]:
    """Delimiters of two to five characters: runs of punctuation that come as often on most lines."""
    run = re.compile(r"[^\w\s\"'.()\-]{2,5}|\\t|\t{2,3}|\|~\||~\|~")
    seen: Counter[str] = Counter()
    lines = [line for line, _ in sample if line.strip()]
    for line in lines:
        seen.update(set(run.findall(line)))
        seen.update({m[: len(m) // 2] for m in run.findall(line) if len(m) in (4,) and m[:2] == m[2:]})
    return [d for d, n in seen.most_common(8) if n >= max(1, 0.6 * len(lines))]


def _with_quote(delimiter: str, sample: Sequence[Line]) -> Dialecte:
    """The quote that opens and closes cells around this delimiter, and how it is escaped inside them."""
    counts = {q: _quoted_cells(delimiter, q, sample) for q in ('"', "'", "`")}
    quote = max(counts, key=lambda q: (counts[q], q == '"'))
    if quote != '"' and counts[quote] < 2 * counts['"'] + 2:
        quote = '"'
    end = rf"\s*(?:{re.escape(delimiter)}|$)" if delimiter else r"\s*$"
    backslash = re.compile(rf"\\{quote}(?!{end})")
    doubled = re.compile(rf"[^{quote}]{quote}{quote}(?!{quote})(?!{end}).")
    lines = [line for line, _ in sample if quote in line]
    # A quote inside a quoted cell that nothing escapes: a backslash before a few others is then text.
    begin = rf"(?:^|{re.escape(delimiter)})" if delimiter else "^"
    bare = re.compile(rf"{begin}{quote}(?:[^{quote}\\]|\\.)+{quote}(?!{quote})(?!{end})")
    strong, twice, alone = (
        sum(1 for line in lines if form.search(line)) for form in (backslash, doubled, bare)
    )
    escape = "" if alone > max(strong, twice) else "\\" if strong > twice else quote
    runs = _QUOTES.findall("\n".join(line for line, _ in sample)) if quote == "'" else []
    return Dialecte(delimiter, quote, escape, twice=len(runs) > 1 and all(len(r) % 2 == 0 for r in runs))


def _quoted_cells(delimiter: str, quote: str, sample: Sequence[Line]) -> int:
    d, q = re.escape(delimiter), re.escape(quote)
    before = rf"(?:^|{d})\s?" if delimiter else "^"
    after = rf"\s?(?:{d}|$)" if delimiter else "$"
    opens, closes = re.compile(before + q), re.compile(q + after)
    # A cell that is one apostrophe opens and closes nothing: two of them would make one cell of all that stands between.
    alone = re.compile(rf"{before}{q}(?={after})") if quote != '"' else None
    lines = [line for line, _ in sample if quote in line]
    lone = sum(len(alone.findall(x)) for x in lines) if alone else 0
    return min(sum(len(opens.findall(x)) for x in lines), sum(len(closes.findall(x)) for x in lines)) - lone


def sample_records(lines: Sequence[Line], dialect: Dialecte) -> list[list[str]]:
    """Records of a sample, quoted line ends included; a line that does not add up is cut at its delimiters."""
    scanner = Scanner(dialect)
    records: list[list[str]] = []
    i = 0
    while i < len(lines):
        line, end = lines[i]
        i += 1
        if not line.strip():
            continue
        cells, state = scanner.cells(line)
        if state == OPEN:
            text = line
            for j in range(i, min(i + _MAX_JOIN, len(lines))):
                text += end + lines[j][0]
                end = lines[j][1]
                if dialect.quote in lines[j][0]:
                    joined, state = scanner.cells(text)
                    if state != OPEN:
                        break
            if state == OK:
                cells, i = joined, j + 1
        records.append(cells if state == OK else scanner.plain(line))
    return records


def _weigh(dialect: Dialecte, sample: Sequence[Line]) -> Candidate:
    read = sample_records(sample, dialect)
    # Rows of a template that are still to be filled in tell nothing.
    records = [r for r in read if any(c.strip() for c in r)] or read
    counts = Counter(len(r) for r in records)
    width = usual_width(counts)
    if width < 2:
        return Candidate(dialect, 0.0, width)
    singles = counts[1]
    total = len(records) - 0.7 * singles
    regular = sum(n * (1.0 if w == width else 0.5 if w > 1 and n >= 5 else 0.0) for w, n in counts.items())
    share = min(1.0, regular / total)
    cells = [c for r in records if len(r) == width for c in r][:4000]
    known = sum(n for c, n in Counter(cells).items() if _plausible(c)) / len(cells)
    filled = sum(1 for c in cells if c.strip()) / len(cells)
    score = share**2 * known**2 * (1 - 1 / width) ** 0.5 * _PRIOR.get(dialect.delimiter, 1.0)
    if 2 * singles > len(records) and _is_prose(dialect.delimiter, sample):
        score *= 0.2
    return Candidate(dialect, score * (0.4 + 0.6 * min(1.0, 2 * filled)), width)


def _is_prose(delimiter: str, sample: Sequence[Line]) -> bool:
    """True when a blank follows the delimiter everywhere, as punctuation in sentences."""
    text = "\n".join(line for line, _ in sample)
    return text.count(delimiter.strip()) == text.count(delimiter.strip() + " ")


def _plausible(cell: str) -> bool:
    if not cell or _NUMBER.fullmatch(cell) is not None:
        return True
    return _SUSPECT.search(cell) is None and cell.count('"') % 2 == 0


def _refined(dialect: Dialecte, sample: Sequence[Line]) -> Dialecte:
    """The same delimiter, with the blanks or the repetition that always come with it."""
    d = dialect.delimiter
    outside = [_outside_quotes(line, dialect) for line, _ in sample if d in line]
    joined = "\n".join(outside)
    if len(d) == 1 and d != " ":
        runs = [len(m.group()) for m in re.finditer(re.escape(d) + "+", joined)]
        if runs and all(n % 2 == 0 for n in runs) and len(runs) >= len(outside):
            return _with_quote(d * 2, sample)
    bare = d.strip(" ")
    if bare.strip() and (bare == d or dialect.padded):
        total = joined.count(bare)
        before = joined.count(" " + bare)
        after = len(re.findall(re.escape(bare) + r"(?:[ ]|$)", joined, re.MULTILINE))
        if after >= 0.98 * total and 2 * joined.count(bare + " ") >= total:
            padded = bare + " " if before < 0.9 * total else f" {bare} "
            return replace(dialect, delimiter=padded, padded=True)
    return dialect


def _outside_quotes(line: str, dialect: Dialecte) -> str:
    q = dialect.quote
    if q not in line:
        return line
    d = re.escape(dialect.delimiter)
    e = re.escape(q)
    return re.sub(rf"(^|{d}[ ]?){e}(?:[^{e}]|{e}{e})*{e}(?=[ ]*(?:{d}|$))", r"\1x", line)

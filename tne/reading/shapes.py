"""What kind of thing a cell holds, seen by its shape alone: enough to tell a header from a record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from tne.formules import ERREURS_DE_FORMULE
from tne.spec import MARQUES, SANS_VALEUR, ecritures

_MONTHS = (
    r"janv(?:ier|\.)?|f[ée]vr(?:ier|\.)?|mars|avr(?:il|\.)?|mai|juin|juil(?:let|\.)?|ao[uû]t|sept(?:embre|\.)?|"
    r"oct(?:obre|\.)?|nov(?:embre|\.)?|d[ée]c(?:embre|\.)?|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
)
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("nombre", r"[-+−]?[€$£]?\s?(?:\d[\d \u00a0\u202f'.,]*|[.,]\d+)(?:e[-+]?\d+)?\s?[%€$£]?"),
        (
            "date",
            r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}[:h]\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:Z|[ap]m|[+-]\d\d:?\d\d)?)?",
        ),
        ("date", rf"\d{{1,2}}(?:er)? (?:{_MONTHS}) \d{{4}}(?: .*)?|(?:{_MONTHS}) \d{{1,2}},? \d{{4}}"),
        ("heure", r"\d{1,2}[:h]\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]m)?"),
        ("adresse", r"[^@\s]+@[^@\s]+\.[a-z]{2,}|https?://\S+|www\.\S+"),
        ("annee_scolaire", r"(?:19|20)\d\d ?[-/] ?(?:19|20)?\d\d"),
    )
)
_VALUES = frozenset(name for name, _ in _SHAPES)
_EXAMPLE = re.compile(r"\s*\(?(?:par )?ex(?:emples?)?\s*[.:]", re.IGNORECASE)
NOTE = re.compile(
    r"\s*(\*|\(\*|\(\d\)|n\.?\s?b\.?\b|sources?\b|notes?\b|l[ée]gende|champ\b|lecture\b|avertissement|remarques?\b|"
    r"g[ée]n[ée]r[ée]|export[ée]?\b|extrait|extraction|(?:document |liste )?[ée]dit[ée]|mise? à jour|donn[ée]es\b|date d|imprim[ée]|fin d|"
    r"fait (?:à|le)\b|signatures?\b|visa\b|cachet\b|contacts? ?:|"
    r"footnote|source:|generated|copyright|©|end of|page \d|\d+ (lignes?|enregistrements?|r[ée]sultats?|rows?)\b|\()",
    re.IGNORECASE,
)
TOTAL = re.compile(r"\s*(total|totaux|sous-total|ensemble|moyenne|somme)\b", re.IGNORECASE)
_NO_VALUE = frozenset((*ecritures(MARQUES), *ERREURS_DE_FORMULE, *SANS_VALEUR))
# The same in words, and those that stand for a note or a date.
_UNKNOWN = re.compile(
    r"non (?:connue?|communiquée?|renseignée?|disponible|significatif)s?|inconnue?s?|sans objet|à (?:saisir|compléter|venir)|"
    r"absente?|excusée?|dispensée?|non (?:notée?|évaluée?)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
# « 086 0002 K », as it is said aloud: a code as the others of its column.
_UAI_IN_GROUPS = re.compile(r"(?:\d\s?){7}[A-Za-z]")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?")


@lru_cache(maxsize=1 << 15)
def shape(cell: str) -> str:
    """The name of the cell's shape, "" for free text. A code such as MG-8769 is "A-9"."""
    text = cell.strip()
    if not text or len(text) > 120:
        return ""
    for name, pattern in _SHAPES:
        if pattern.fullmatch(text):
            return name
    if _UAI_IN_GROUPS.fullmatch(text):
        return "9A"
    if len(text) <= 24 and " " not in text and _DIGIT.search(text):
        return re.sub(r"9+", "9", re.sub(r"A+", "A", re.sub(r"\d", "9", re.sub(r"[^\W\d_]", "A", text))))
    return ""


def is_value(cell: str) -> bool:
    """True for a number, a date, an hour, an address: what a name of a column is not, but for a year."""
    return shape(cell) in _VALUES and not is_year(cell)


def is_unknown(cell: str) -> bool:
    """True for what stands in place of a value that nobody has: « NS », « non connu », « absent », a stroke."""
    return cell in _NO_VALUE or _UNKNOWN.fullmatch(cell) is not None or not any(map(str.isalnum, cell))


def is_example(cell: str) -> bool:
    """True for what a model to fill in shows under a name, « ex. : 12/06/2024 »."""
    return _EXAMPLE.match(cell) is not None


def is_year(cell: str) -> bool:
    """True for a year or a school year, which may well be the name of a column."""
    return _YEAR.fullmatch(cell.strip()) is not None


def is_note(text: str) -> bool:
    """True for the begin of a source, a note, a date of extraction, or of a total: nothing that titles a table."""
    return NOTE.match(text) is not None or TOTAL.match(text) is not None


def column_shapes(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """For each column the shape that at least four fifths of its filled cells share, "" when none does."""
    found: list[str] = []
    for j in range(width):
        counts = Counter(shape(r[j]) for r in rows if j < len(r) and r[j].strip())
        total = sum(counts.values())
        name, n = counts.most_common(1)[0] if counts else ("", 0)
        found.append(name if name and n >= 0.8 * total else "")
    return found


def without_digits(text: str) -> str:
    """A title without its numbers: those of printed pages differ by nothing else."""
    return _DIGIT.sub("", text).strip()


def filled(cells: Iterable[str]) -> int:
    """Number of cells that are not blank."""
    return sum(map(bool, map(str.strip, cells)))


def trimmed(cells: Sequence[str]) -> int:
    """Number of cells up to the last one that is not blank."""
    n = len(cells)
    while n and not cells[n - 1].strip():
        n -= 1
    return n


def says(cells: Sequence[str], names: Sequence[str]) -> bool:
    """True when these cells, spaces around them apart, are those names; nearly always the first one tells."""
    return len(cells) == len(names) and all(c.strip() == n for c, n in zip(cells, names, strict=True))

"""The unit that a header says of its durations, where the column is kept in another: « Durée (min) », « Temps en minutes ».

90 under it is an hour and a half, and not ninety hours. A cell that says its unit itself, « 1h30 », stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from tne.durees import DUREE_HEURES
from tne.kinds import DECIMAL
from tne.spec import Column
from tne.typographie import cite

_UNITS = {"heure": 3600, "minute": 60, "seconde": 1}
_WORDS = {
    "heure": r"h|hrs?|heures?|hours?",
    "minute": r"min|mins|mn|minutes?",
    "seconde": r"secs?|secondes?|seconds?",
}
_SAID = {
    name: re.compile(
        rf"\((?:en )?(?:{words})\.?\)|\ben (?:{words})\b|^(?:nb|nombre) (?:de |d['’])?(?:{words})$",
        re.IGNORECASE,
    )
    for name, words in _WORDS.items()
}
_BARE = re.compile(r"\d{1,7}(?:[.,]\d+)?")


def kept_in(column: Column) -> str | None:
    """The unit in which a column of durations is kept; None for any other column."""
    if column.kind is DUREE_HEURES or (column.kind is DECIMAL and said_by(column.label) == "heure"):
        return "heure"
    return "seconde" if column.kind.name == "duree_secondes" else None


def said_by(header: str) -> str | None:
    """The unit that a header says; None where it says none, or two."""
    found = [name for name, pattern in _SAID.items() if pattern.search(" ".join(header.split()))]
    return found[0] if len(found) == 1 else None


def converted(header: str, column: Column) -> tuple[Callable[[str], str], str] | None:
    """What makes the bare numbers under a header those of its column, and what to say of it; None where nothing is to be done."""
    kept, said = kept_in(column), said_by(header)
    if kept is None or said is None or kept == said:
        return None
    factor = _UNITS[said] / _UNITS[kept]
    example = _in(factor, "90")
    told = f"{cite(header)} dit des {said}s : 90 y est lu comme {example.replace('.', ',')} {kept}{'' if float(example) < 2 else 's'}."
    return partial(_in, factor), told


def _in(factor: float, cell: str) -> str:
    if _BARE.fullmatch(cell.strip()) is None:
        return cell
    number = round(float(cell.strip().replace(",", ".")) * factor, 6)
    return str(int(number)) if number.is_integer() else repr(number)

"""What a text that is no value of a closed list probably means there. Nothing is applied by itself."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from tne.spec import Column, fold

DENIED = re.compile(r"\b(?:non|pas|sans|aucune?|jamais|annul[ée]e?s?|report[ée]e?s?)\b", re.IGNORECASE)
# Between the values of a cell that says several.
_BETWEEN = re.compile(r"[,;/+&\n]| et | puis | ou ")
# « désinscrit », « préinscrit »: what they begin with makes another value of « inscrit ».
_TURNS = ("de", "des", "im", "in", "non", "pre")
# Words that mean a value in lists of this kind, and may mean another one elsewhere.
_MEANT = {
    "presence": {"e": "Absent excusé"},
    "etat_inscription": dict.fromkeys(
        ("accepte", "acceptee", "valide", "validee", "confirme", "confirmee"), "Retenu"
    ),
}
_CLOSE = 0.7
_OTHER_BEGINNING = 0.8
_SAME_WORD = 0.6
# Letters from which the beginning of a word stands for it.
_LEAST_BEGUN = 3
_SMALL = frozenset(("a", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"))


def nearest(column: Column, written: str) -> str | None:
    """The value of a closed list whose writing is closest, else the one that it begins with, that begins with it, or that it writes short.

    None where the text denies it: « non signé » is no signature.
    """
    text, denied = fold(written), DENIED.search(written) is not None
    if (meant := _MEANT.get(column.kind.name, {}).get(text)) is not None:
        return meant
    by_fold = {fold(t): (t, str(v)) for t, v in column.kind.valides}
    # Of two or three letters, any other two or three are close.
    long = [f for f in by_fold if len(f) > 3]
    if near := difflib.get_close_matches(text, long, n=1, cutoff=_CLOSE):
        close = near[0]
        # A slip of the keyboard seldom hits the first letter: « Présent » is no « Retenu ».
        alike = close[0] == text[0] or _ratio(close, text) >= _OTHER_BEGINNING
        turned = text.endswith(close) and text.removesuffix(close) in _TURNS
        if not alike or turned:
            return None
        if _word_by_word(written, by_fold[close][0]):
            return None if denied else by_fold[close][1]
    words, shortest_first = _words(written), sorted(by_fold, key=len)
    begun = [f for f in shortest_first if len(f) > 3 and words[: len(of := _words(by_fold[f][0]))] == of]
    begun = begun[-1:] or [f for f in shortest_first if len(text) >= 3 and f.startswith(text)]
    if denied:
        return None
    return by_fold[begun[0]][1] if begun else _written_short(written, by_fold.values())


def several(column: Column, text: str) -> tuple[str, ...]:
    """The values of a closed list of which a text names two or more, « Formation, Projet »; none for any other text."""
    by_fold: Mapping[str, str] = {fold(t): v for t, v in column.kind.valides}
    parts = [by_fold.get(fold(part)) for part in _BETWEEN.split(text) if part.strip()]
    named = tuple(dict.fromkeys(str(v) for v in parts if v is not None))
    return named if len(named) > 1 and None not in parts else ()


def _written_short(written: str, valides: Iterable[tuple[str, str]]) -> str | None:
    """The value each word of which is begun, « Acc. perso. », « À dist. »; None where two values are."""
    short = _told_words(written)
    found = {value for text, value in valides if _begun(short, _told_words(text))}
    return found.pop() if len(found) == 1 else None


def _begun(short: list[str], whole: list[str]) -> bool:
    return len(short) == len(whole) and all(
        one == other or (len(one) >= _LEAST_BEGUN and other.startswith(one))
        for one, other in zip(short, whole, strict=True)
    )


def _told_words(text: str) -> list[str]:
    return [w for w in _words(text) if w not in _SMALL]


def _ratio(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def _words(text: str) -> list[str]:
    return [fold(w) for w in re.findall(r"[^\W_]+", text)]


def _word_by_word(text: str, other: str) -> bool:
    """False where a word stands for another: « accompagnement pédagogique » is no « accompagnement technique »."""
    one, two = _words(text), _words(other)
    if len(one) != len(two):
        return _ratio("".join(one), "".join(two)) >= _OTHER_BEGINNING
    # Those of two or three letters, « de » and « du », join the others.
    pairs = [pair for pair in zip(one, two, strict=True) if min(map(len, pair)) > 3]
    return all(_ratio(*pair) >= _SAME_WORD for pair in pairs)

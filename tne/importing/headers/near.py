"""Headers close to a declared one: plurals, « Nb », units between brackets, words in another order, accents lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from tne.folding import sans_accents
from tne.kinds import UAI
from tne.spec import Column, Dataset, fold

_WORD = re.compile(r"[a-z0-9]+")
# The code that LimeSurvey writes before the words of a question, « G01Q02. », « Q3[SQ001]. », or the number that a hand
# does: « 3. », « 3) », « Q3 - ».
_CODED = re.compile(
    r"^\s*(?:[A-Za-z]+\d\w*(?:\[\w+\])?\.|(?:[Qq](?:uestion)?)?\s?\d{1,2}(?:\.\d{1,2})?\s?[.):/–—-])\s+"
)
# Whose it is, where every column says it: « Stagiaire : UAI ».
_OF_WHOM = re.compile(r"^(?:stagiaire|candidat|participant|inscrit)\s*:\s*", re.IGNORECASE)
_UNIT = re.compile(
    r"\((?:liste|menu déroulant|obligatoire|facultatif|optionnel|si connue?|texte libre|(?:à )?(?:choisir|sélectionner|"
    r"cocher|préciser|remplir|compléter|renseigner|saisir|indiquer|voir|ex(?:emple)?)\b[^()]*)\)|\((?:en )?(?:o/n|oui/non|oui / non|p/a|h|heures?|s|sec|secondes?|min|minutes?|mn|%|€|euros?|nb|nombre|jj/mm/aaaa)\)|\ben (?:heures?|h|minutes?|min|mn)\b"
)
# A box to tick: « Livré (O/N) » is no day on which it was.
_BOX = re.compile(r"\b(?:o ?/ ?n|oui ?/ ?non)\b", re.IGNORECASE)
# The call of a footnote. « (2) » is left: the reader writes it after the second of two equal names.
_FOOTNOTE = re.compile(r"\(1\)|[¹²³]\s*$")
_QUESTION = re.compile(r"\w\?\w|^\?\w")
_IDLE = frozenset(
    {
        "d", "de", "du", "des", "l", "la", "le", "les", "un", "une", "en", "et", "ou", "au", "aux", "a", "nb", "nbre", "nbr",
        "nombre", "combien", "votre", "vos", "quel", "quelle", "est", "merci", "indiquer", "indiquez", "veuillez", "saisir", "saisissez",
        "concerne", "concernes", "concernee", "concernees", "touche", "touches", "touchee", "touchees",
    }
)  # fmt: skip
_SAME = {
    "etab": "etablissement", "etabl": "etablissement", "ets": "etablissement", "n": "numero", "no": "numero",
    "num": "numero", "qte": "quantite", "prof": "professeur", "profs": "professeur", "rne": "uai", "4eme": "4e",
}  # fmt: skip
# « UAI 2 », « 2e établissement », « Autre UAI »: another one of the same.
_ANOTHER = re.compile(r"[2-9]|[2-9](?:e|eme|nd|nde)|second|seconde|deuxieme|troisieme|bis|ter|autre")
# « UAI 1 », « 1er établissement »: where none stands alone.
_FIRST = re.compile(r"1|1er|1ere|premier|premiere")
_LAST_ONE = re.compile(r"(?<=[a-z])1$")
_LAST_DIGIT = re.compile(r"(?<=[a-z])[2-9]$")
# « N° UAI », « Code UAI »: the word says it all.
_BESIDE_UAI = frozenset({"code", "numero"})
# « Heure » is a time of the day, « Heures » a duration; « Classe » names one, « Classes » and « Nb classe » count them.
_PLURALS = frozenset({"heures", "classes"})
_NUMBERS = ("BIGINT", "DOUBLE")
_COUNTS = frozenset({"nb", "nbre", "nbr", "nombre", "combien"})


@lru_cache(maxsize=4096)
def near_key(text: str) -> tuple[str, ...]:
    """What is left of a header once its wording is put aside; () when nothing tells."""
    asked = _FOOTNOTE.sub(" ", _OF_WHOM.sub("", _CODED.sub("", text)))
    text = _UNIT.sub(" ", _mended(asked).casefold())
    bare = sans_accents(text)
    words = [_SAME.get(w, w) for w in _WORD.findall(bare.replace("œ", "oe").replace("n°", "numero "))]
    if _counts(text):
        words = [f"{w}s" if f"{w}s" in _PLURALS else w for w in words]
    told = {_singular(w) for w in words if w not in _IDLE}
    return tuple(sorted(told - _BESIDE_UAI if "uai" in told else told))


def another_of(header: str, names: Iterable[str]) -> bool:
    """True of a header that says one more of what one of these names: « UAI 2 » beside « UAI ». « Élèves 4e » is of a level."""
    return _one_of(header, names, _ANOTHER, _LAST_DIGIT)


def first_of(header: str, names: Iterable[str]) -> bool:
    """True of a header that says the first of what one of these names: « UAI 1 » beside « UAI 2 »."""
    return _one_of(header, names, _FIRST, _LAST_ONE)


def _one_of(header: str, names: Iterable[str], rank: re.Pattern[str], last: re.Pattern[str]) -> bool:
    key = near_key(header)
    words = {last.sub("", w) for w in key if not rank.fullmatch(w)}
    left = tuple(sorted(words - _BESIDE_UAI if "uai" in words else words))
    return bool(left) and left != key and left in _near_keys(tuple(names))


def _counts(header: str) -> bool:
    """True of a header that says a number of something: « Nb absences » is no box « Absence » to tick, « Nb d'équipements » no name of
    one, « Nb livrés » no day « Livré le »."""
    return not _COUNTS.isdisjoint(_WORD.findall(header.casefold()))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and word not in _PLURALS else word


def _mended(text: str) -> str:
    """« Prénom » where UTF-8 was once read as Windows-1252."""
    if "Ã" not in text and "Â" not in text:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except ValueError:
        return text


@lru_cache(maxsize=4096)
def _lost(header: str) -> bool:
    """True of a header in whose words a character stands for an accented letter that was lost: « Pr?nom »."""
    return "\ufffd" in header or _QUESTION.search(header) is not None


@lru_cache(maxsize=4096)
def _without_accented(text: str) -> str:
    return fold("".join(c for c in text if c.isascii()))


def all_ordinary(d: Dataset, headers: Iterable[str]) -> bool:
    """True when each of these headers stands in sheets about anything; False of a data set that declares none."""
    ordinary = _near_keys(d.banals)
    return bool(ordinary) and all(near_key(h) in ordinary for h in headers)


def some_of_others(d: Dataset, read: Mapping[str, str], headers: Iterable[str]) -> bool:
    """True when one of these headers says that a table of which these columns are read (column → header) is about something else.

    What is read under a header of any sheet, « Participants », does not say what the table is about.
    """
    ordinary = _near_keys(d.banals)
    elsewhere = _near_keys(d.headers_of_others([c for c, h in read.items() if near_key(h) not in ordinary]))
    return any(near_key(h) in elsewhere for h in headers if near_key(h))


def near_columns(columns: Iterable[Column], headers: Iterable[str]) -> Iterator[tuple[Column, str]]:
    """Each free column with the one free header close to it; none where two columns or two headers are as close."""
    free = [(column, _near_keys(column.names)) for column in columns]
    found: dict[str, list[str]] = {}
    for header in headers:
        key, lost = near_key(header), _lost(header)
        number, box = _counts(header), _BOX.search(header) is not None
        close = [
            c
            for c, keys in free
            if (
                (key and key in keys)
                or (lost and _spelt_alike(header, c.names))
                # Of the schools of a record one is read, and another told; of its days or its numbers none is the whole.
                or (c.kind is UAI and first_of(header, c.names))
            )
            and not (number and c.kind.type_sql not in _NUMBERS)
            and not (box and not _takes_yes(c))
        ]
        if len(close) == 1:
            found.setdefault(close[0].name, []).append(header)
    for column, _ in free:
        if len(found.get(column.name, ())) == 1:
            yield column, found[column.name][0]


def _takes_yes(column: Column) -> bool:
    return any(fold(text) == "oui" for text, _ in column.kind.valides)


def _spelt_alike(header: str, names: tuple[str, ...]) -> bool:
    """True of a header that is one of these names but for the accented letters that it lost."""
    return any(fold(header) == _without_accented(n) for n in names if not n.isascii())


@lru_cache(maxsize=4096)
def _near_keys(names: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(near_key(name) for name in names)

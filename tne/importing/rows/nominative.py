"""Cells that name someone wherever they stand: a shifted row or a missing header puts them anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tne.formules import ERREURS_DE_FORMULE
from tne.importing.correcting.vocabulary import unknown_words
from tne.kinds import UAI
from tne.persons.contacts import without_contacts
from tne.persons.nommes import ADRESSE, FORME_NUMEN, NOM, NUMEN, REMPLACES, TELEPHONE, lire
from tne.persons.prenoms import PRENOMS
from tne.spec import Column, Nommes, fold

MASQUE = "[identité masquée]"
# What stands for a text of words that nobody knows.
TU = "[texte non montré]"

# E-mail, NUMEN, IPv4, IPv6. Each run of signs is looked at once: a long one would be from each of its signs.
_NOMME = re.compile(
    rf"(?<![^\s;,<>()|])[^\s;,<>()|]+@[^\s;,<>()|]+|{FORME_NUMEN}|"
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b"
    r"|\b(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}\b",
    re.IGNORECASE,
)
# A date, an UAI: what stands in a record, never as the title of a column.
_DONNEE = re.compile(r"\s*(?:\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}|\d{6,7}[A-Z])\b.*", re.IGNORECASE)


# Ten bare figures from 01 to 07 or 09 are taken for a telephone number in a code too: those of Sofia-FMO have a letter, and codes of
# figures begin with another or with zeros. No person has a number in 08, and codes of the départements 080 to 089 begin so.
_SANS_ABONNE = re.compile(r"\s*08\d{8}\s*")
# « Anne Durand », « DURAND Anne, Petit-Jean Zoé » where a number or a day should stand; a street with its number.
_MOT = r"[A-ZÀ-ÖØ-ÞŒ](?:[\w'’]+|\.)(?:-[A-ZÀ-ÖØ-ÞŒ][\w'’]*)*"
_PERSONNE = rf"{_MOT}(?: (?:(?:de|du|des|la|le|van|von) ?)*{_MOT}){{1,3}}"
_INITIALE = re.compile(r"\b\w\.")
_PERSONNES = re.compile(rf"{_PERSONNE}(?:(?: ?[,;/&+] ?| et |\n){_PERSONNE})*")
_RUE = re.compile(
    r"(?<!\d)\d+ ?(?:bis|ter)?,? (?:rue|avenue|av\.|boulevard|bd|all[ée]e|impasse|chemin|place|route|square|lotissement)\b",
    re.IGNORECASE,
)
# « Marie Dupont », « DUPONT Jean-Luc »: letters alone, whatever their case.
_WORDS = re.compile(r"[^\W\d_]{2,}")
_NAMES, _MOST_NAMES = re.compile(r"[^\W\d_]+(?:[ '’-]+[^\W\d_]+)*"), 4
# Kinds of closed lists that say something of one person.
_D_UNE_PERSONNE = frozenset({"presence", "etat_inscription"})
# Kinds of short texts, without a list, that are no code: no school and no place stands there.
_SANS_NOM = frozenset({"annee_scolaire", "code_insee", "departement", "niveau"})
_NATURES = {
    ADRESSE: "une adresse électronique",
    TELEPHONE: "un numéro de téléphone",
    NUMEN: "un NUMEN",
    NOM: "un nom de personne",
}
# Kinds of codes that any text may be: « Groupe de Mme Durand » would pass for one, « CM2 de M. Durand » for a level.
_CODES = frozenset({"code", "numero_de_session", "niveau"})


def held(text: str, column: Column) -> str:
    """What names or reaches a person and has no place in a code, in words: « un numéro de téléphone »; empty where there is none."""
    if _SANS_ABONNE.fullmatch(text):
        return ""
    found = lire(text, Nommes.CODES if _is_coded(column) else Nommes.OFFICIELS).retires
    return next((words for nature, words in _NATURES.items() if found[nature]), "")


def _is_coded(column: Column) -> bool:
    return column.kind.name in _CODES


def unnamed(text: str) -> str:
    """A text to repeat in a message, without e-mail, NUMEN, IP address or telephone number."""
    return _NOMME.sub(MASQUE, without_contacts(text, MASQUE))


def header_shown(header: str) -> str:
    """The title of a column to repeat in a message: a sheet may have one for each colleague, « Mme Durand », « Marie Durand ».

    A school called « Jean Moulin » alone is not told from one."""
    if _bears_a_first_name(header):
        return MASQUE
    return lire(unnamed(header), Nommes.PERSONNE).texte.replace(REMPLACES[NOM], MASQUE)


def shown(text: str, column: Column) -> str:
    """The text of a cell to repeat in a message; what stands for it where it may not be."""
    # A school may bear the name of a person; somebody beside it, or in its place, has a civility. A text is shown as it is kept.
    kept = Nommes.CODES if _is_coded(column) else column.nommes if column.kind.libre else None
    named = Nommes.LIEUX if column.kind is UAI else kept
    if named is not None:
        text = lire(unnamed(text), named).texte.replace(REMPLACES[NOM], MASQUE)
    return unshown(text, column) or unnamed(text)


def unshown(text: str, column: Column) -> str:
    """What stands for a text that may not be repeated: `MASQUE` for what looks like a person, `TU` for what may name one; empty
    for any other.

    Where a number, a day, or what one person did should stand, a text is repeated when all its words are known ones
    (`vocabulary`): rather hide a remark than show a colleague. Not where a kind of thing should (« Chromebook »): nobody can
    say what is meant by a text that is not shown; nor in a cell of a code or of a school, which bear the names of persons.
    """
    if names_a_person(text, column):
        return MASQUE
    if not _awaits_no_words(column) or text in ERREURS_DE_FORMULE:
        return ""
    return TU if unknown_words(unnamed(text).replace(MASQUE, " "), column) else ""


def said_apart(text: str) -> str:
    """A line out of the rows, « Source : le rectorat », to repeat in a message; what stands for it where it may name someone."""
    bare = unnamed(text)
    return TU if unknown_words(bare.replace(MASQUE, " ")) else bare


def hidden(text: str) -> bool:
    """True for a text of which a part, or the whole, is not repeated."""
    return MASQUE in text or TU in text


def _awaits_no_words(column: Column) -> bool:
    kind = column.kind
    return not kind.libre and (kind.type_sql != "VARCHAR" or kind.name in _D_UNE_PERSONNE | _SANS_NOM)


def names_a_person(text: str, column: Column) -> bool:
    """True for a civility and a name, or a first name and another, in the place of a word of a list; for bare names, or a street, in a
    cell of a number, of a day or of what one person did (a signature stands for a presence).

    Two words in capitals are taken for names where none of them is one that such cells hold.
    """
    no_words = _awaits_no_words(column)
    if (no_words or column.kind.ferme) and lire(text, Nommes.PERSONNE).retires[NOM]:
        return True
    if not no_words:
        return column.kind.ferme and _bears_a_first_name(text, column)
    bare = _PERSONNES.fullmatch(text.strip()) is not None
    words = re.findall(_MOT, _INITIALE.sub(" ", text))
    return (bare and all(unknown_words(w, column) for w in words)) or _RUE.search(text) is not None


def _bears_a_first_name(text: str, column: Column | None = None) -> bool:
    """True for « Marie Dupont », « DUPONT Marie »: nothing but a usual first name and words that nobody knows."""
    words = _WORDS.findall(text)
    given = [w for w in words if fold(w) in PRENOMS]
    others = [w for w in words if w not in given]
    if not given or not 1 < len(words) <= _MOST_NAMES or not _NAMES.fullmatch(text.strip()):
        return False
    return all(unknown_words(w, column) for w in others)


def is_a_record(cells: Iterable[str]) -> bool:
    """True when a line taken for titles holds values: then it may name someone, and none of it is to be shown."""
    return any(_NOMME.search(cell) or _DONNEE.match(cell) for cell in cells)

"""Cells that name someone wherever they stand: a shifted row or a missing header puts them anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tne.nommes import ADRESSE, INDICE, NOM, TELEPHONE, lire, without_contacts
from tne.spec import Column, Nommes, fold

MASQUE = "[identité masquée]"

_NUMEN = r"\b\d{2}[A-Za-z]\d{7}[A-Za-z]{3}\b"
# E-mail, NUMEN, IPv4, IPv6.
_NOMME = re.compile(
    rf"[^\s;,<>()|]+@[^\s;,<>()|]+|{_NUMEN}|"
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b"
    r"|\b(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}\b",
    re.IGNORECASE,
)
# A date, an UAI: what stands in a record, never as the title of a column.
_DONNEE = re.compile(r"\s*(?:\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}|\d{6,7}[A-Z])\b.*", re.IGNORECASE)


# What few texts of a column of codes have: they alone are looked at closely. Read by Arrow (RE2).
INDICE_DE_CODE = f"{INDICE}|{_NUMEN}"
# Ten bare figures from 01 to 07 or 09 are taken for a telephone number in a code too: those of Sofia-FMO have a letter, and codes of
# figures begin with another or with zeros. No person has a number in 08, and codes of the départements 080 to 089 begin so.
_SANS_ABONNE = re.compile(r"\s*08\d{8}\s*")
# « Anne Durand », « DURAND Anne, Petit-Jean Zoé » where a number or a day should stand; a street with its number.
_MOT = r"[A-ZÀ-ÖØ-ÞŒ](?:[\w'’]+|\.)(?:-[A-ZÀ-ÖØ-ÞŒ][\w'’]*)*"
_PERSONNE = rf"{_MOT}(?: (?:(?:de|du|des|la|le|van|von) ?)*{_MOT}){{1,3}}"
_INITIALE = re.compile(r"\b\w\.")
_PERSONNES = re.compile(rf"{_PERSONNE}(?:(?: ?[,;/&+] ?| et |\n){_PERSONNE})*")
_RUE = re.compile(
    r"\d+ ?(?:bis|ter)?,? (?:rue|avenue|av\.|boulevard|bd|all[ée]e|impasse|chemin|place|route|square|lotissement)\b",
    re.IGNORECASE,
)
# Words, folded, of what is written in capitals there and names nobody.
_MOTS = (
    "a ans apres aucun aucune avant avec avenir cadre cm1 cm2 classe classes collectif college communique completer complete "
    "compter concerne concernee confirmer connu connue cours date debut definir demi determiner dimanche disponible donnee "
    "donnees ecole ecoles effectif eleve eleves en enseignant enseignante enseignants enseignement entier entiere environ "
    "equipe estimation et fin formation groupe groupes heure heures janvier fevrier mars avril mai juin juillet aout septembre "
    "octobre novembre decembre inconnu inconnue jeudi jour jours journee les lundi lycee mardi matin matinee mercredi midi "
    "minute minutes mois multiple nombre non noter nous objet ou par parent parents pas personne personnes plus plusieurs "
    "preciser prevoir professeur professeurs publie rdv recu rentree renseigne renseignee report reporte reportee repondu "
    "reponse saisi saisie samedi sans selon semaine session sessions soir sous stagiaire stagiaires tous tout toute toutes "
    "total transmis trimestre un une deux trois quatre cinq six sept huit neuf dix quinze vingt trente cent vacances vendredi "
    "venir verifier visio voir vu"
)
_DITS = frozenset(_MOTS.split())
# Kinds of closed lists that say something of one person.
_D_UNE_PERSONNE = frozenset({"presence", "etat_inscription"})
_NATURES = {ADRESSE: "une adresse électronique", TELEPHONE: "un numéro de téléphone"}


def held(text: str) -> str:
    """What reaches a person and has no place in a code, in words: « un numéro de téléphone »; empty where there is none."""
    if _SANS_ABONNE.fullmatch(text):
        return ""
    found = lire(text, Nommes.OFFICIELS).retires
    return next((words for nature, words in _NATURES.items() if found[nature]), "") or (
        "un NUMEN" if re.search(_NUMEN, text) else ""
    )


def unnamed(text: str) -> str:
    """A text to repeat in a message, without e-mail, NUMEN, IP address or telephone number."""
    return _NOMME.sub(MASQUE, without_contacts(text, MASQUE))


def shown(text: str, column: Column) -> str:
    """The text of a cell to repeat in a message: nothing of one that looks like a name where the column wants none."""
    return MASQUE if names_a_person(text, column) else unnamed(text)


def names_a_person(text: str, column: Column) -> bool:
    """True for a civility and a name among the words of a list; for bare names, or a street, in a cell of a number, of a day or of
    what one person did (a signature stands for a presence).

    Two words in capitals are taken for names where none of them is one that such cells hold: rather hide a remark than show
    a colleague. In a cell of a code or of a school they are not: schools bear the names of persons.
    """
    kind = column.kind
    if kind.libre or (kind.type_sql == "VARCHAR" and not kind.ferme):
        return False
    if lire(text, Nommes.PERSONNE).retires[NOM]:
        return True
    if kind.ferme and kind.name not in _D_UNE_PERSONNE:
        return False
    bare = _PERSONNES.fullmatch(text.strip()) is not None
    return (bare and not _words(text) & (_DITS | _words_of(column))) or _RUE.search(text) is not None


def _words(text: str) -> set[str]:
    """Those of a text, folded, without initials."""
    return {fold(w) for w in re.split(r"[^\w]+", _INITIALE.sub(" ", text))} - {""}


def _words_of(column: Column) -> set[str]:
    """Those of the values of a closed list."""
    told = (word for text, _ in column.kind.valides for word in _words(text)) if column.kind.ferme else ()
    return {word for word in told if len(word) > 1}


def is_a_record(cells: Iterable[str]) -> bool:
    """True when a line taken for titles holds values: then it may name someone, and none of it is to be shown."""
    return any(_NOMME.search(cell) or _DONNEE.match(cell) for cell in cells)

"""Cells that name someone wherever they stand: a shifted row or a missing header puts them anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tne.nommes import ADRESSE, INDICE, TELEPHONE, lire, without_contacts
from tne.spec import Nommes

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


def is_a_record(cells: Iterable[str]) -> bool:
    """True when a line taken for titles holds values: then it may name someone, and none of it is to be shown."""
    return any(_NOMME.search(cell) or _DONNEE.match(cell) for cell in cells)

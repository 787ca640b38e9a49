"""Cells that name someone wherever they stand: a shifted row or a missing header puts them anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tne.nommes import without_numbers

MASQUE = "[identité masquée]"

# E-mail, NUMEN, IPv4, IPv6.
_NOMME = re.compile(
    r"[^\s;,<>()|]+@[^\s;,<>()|]+|\b\d{2}[A-Z]\d{7}[A-Z]{3}\b|\b\d{1,3}(?:\.\d{1,3}){3}\b"
    r"|\b(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}\b",
    re.IGNORECASE,
)
# A date, an UAI: what stands in a record, never as the title of a column.
_DONNEE = re.compile(r"\s*(?:\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}|\d{6,7}[A-Z])\b.*", re.IGNORECASE)


def unnamed(text: str) -> str:
    """A text to repeat in a message, without e-mail, NUMEN, IP address or telephone number."""
    return without_numbers(_NOMME.sub(MASQUE, text), MASQUE)


def is_a_record(cells: Iterable[str]) -> bool:
    """True when a line taken for titles holds values: then it may name someone, and none of it is to be shown."""
    return any(_NOMME.search(cell) or _DONNEE.match(cell) for cell in cells)

"""Texts made comparable in SQL, and the same for those that no statement may hold: case, accents, all but letters and digits."""

from __future__ import annotations

import re
import unicodedata

# What a keyboard or a PDF writes and strip_accents keeps: letters that fold to two, and letters set higher.
_LIGATURES = (("œ", "oe"), ("æ", "ae"), ("ß", "ss"), ("\ufb01", "fi"), ("\ufb02", "fl"))
_EXPOSANTS = ("ªº¹²³ᵉʳ", "ao123er")
_PLUS_BAS = str.maketrans(dict(zip(*_EXPOSANTS, strict=True)) | dict(_LIGATURES))
_AUTRES = re.compile("[^a-z0-9]")


def sans_accents(text: str) -> str:
    """The text without its accents, letters that stand for two or higher as plain ones."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def cherche(text: str) -> str:
    """The text as a search compares it: case and accents folded, punctuation kept."""
    return (text if text.isascii() else sans_accents(text)).casefold()


def sql_fold(x: str) -> str:
    """SQL that folds a text like `spec.fold` (accents, ligatures, case, everything but letters and digits)."""
    bare = f"translate(lower({x}), '{_EXPOSANTS[0]}', '{_EXPOSANTS[1]}')"
    for ligature, letters in _LIGATURES:
        bare = f"replace({bare}, '{ligature}', '{letters}')"
    return f"regexp_replace(strip_accents({bare}), '[^a-z0-9]', '', 'g')"


def folded(x: str) -> str:
    """What `sql_fold` makes of a text that no statement may hold."""
    bare = x.lower().translate(_PLUS_BAS)
    return _AUTRES.sub("", bare if bare.isascii() else unicodedata.normalize("NFD", bare))

"""Texts made comparable in SQL, and the same for those that no statement may hold: case, accents, all but letters and digits."""

from __future__ import annotations

import re
import unicodedata

# What a keyboard or a PDF writes and strip_accents keeps: letters that fold to two, and letters set higher.
_LIGATURES = (("œ", "oe"), ("æ", "ae"), ("ß", "ss"), ("\ufb01", "fi"), ("\ufb02", "fl"))
_EXPOSANTS = ("ªº¹²³ᵉʳ", "ao123er")
_PLUS_BAS = str.maketrans(dict(zip(*_EXPOSANTS, strict=True)) | dict(_LIGATURES))
_AUTRES = re.compile("[^a-z0-9]")
_ENTRE_MOTS = re.compile("[^a-z0-9]+")
# A number inside a text is written in twelve digits at least: sorted by its letters, it is sorted by its value.
_NOMBRES = (("([0-9]+)", r"00000000000\1"), ("0*([0-9]{12,})", r"\1"))
_ELARGIES = tuple((re.compile(motif), large) for motif, large in _NOMBRES)


def sans_accents(text: str) -> str:
    """The text without its accents, letters that stand for two or higher as plain ones."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def cherche(text: str) -> str:
    """The text as a search compares it: case and accents folded, punctuation kept."""
    return (text if text.isascii() else sans_accents(text)).casefold()


def traits(text: str, au_plus: int | None = None) -> str:
    """The words of a text as part of an address or of a file name: « Lire les chiffres » is « lire-les-chiffres ».

    Of one longer than `au_plus` characters the last words are left out.
    """
    words = _ENTRE_MOTS.sub("-", sans_accents(text.lower().translate(_PLUS_BAS))).strip("-")
    if au_plus is None or len(words) <= au_plus:
        return words
    return words[: au_plus + 1].rpartition("-")[0] or words[:au_plus]


def nombres_larges(text: str) -> str:
    """The text as it is sorted with others: « Module 2 » before « Module 10 »."""
    for motif, large in _ELARGIES:
        text = motif.sub(large, text)
    return text


def sql_tri(x: str) -> str:
    """SQL that a text is sorted by, as `typographie.cle_tri` does it; what breaks ties is yours to add."""
    key = f"replace({_sql_plain(x)}, '\u2019', '''')"
    for motif, large in _NOMBRES:
        key = f"regexp_replace({key}, '{motif}', '{large}', 'g')"
    return key


def sql_fold(x: str) -> str:
    """SQL that folds a text like `spec.fold` (accents, ligatures, case, everything but letters and digits)."""
    return f"regexp_replace({_sql_plain(x)}, '[^a-z0-9]', '', 'g')"


def _sql_plain(x: str) -> str:
    bare = f"translate(lower({x}), '{_EXPOSANTS[0]}', '{_EXPOSANTS[1]}')"
    for ligature, letters in _LIGATURES:
        bare = f"replace({bare}, '{ligature}', '{letters}')"
    return f"strip_accents({bare})"


def folded(x: str) -> str:
    """What `sql_fold` makes of a text that no statement may hold."""
    bare = x.lower().translate(_PLUS_BAS)
    return _AUTRES.sub("", bare if bare.isascii() else unicodedata.normalize("NFD", bare))

"""Rooms of a school, « Salle 12 », « CDI »: the places of a calendar where a record needs the school itself."""

from __future__ import annotations

import re

from tne.folding import sans_accents

# Without accents.
_ROOMS = "salle salles cdi bcd amphi amphitheatre bureau labo laboratoire"
_OF_ROOMS = (
    "a b c d de des du l la le les et n no numero arts chimie classe classes conference conferences cours direction info informatique "
    "langue langues maitres multimedia musique numerique permanence physique plastiques polyvalente principal principale professeurs profs "
    "reunion reunions sciences svt techno technologie"
)
ROOM_WORDS = frozenset((*_ROOMS.split(), *_OF_ROOMS.split()))
"""The words by which rooms are called: they name nobody."""
_CALLED = frozenset(_ROOMS.split())
# « 0860002K » is of a school.
_NUMBERED = re.compile(r"\w?\w?\d\w{0,3}")


def is_room(text: str) -> bool:
    """True of a text that says a room and nothing else: « Salle 12 Jules Verne » says a school too."""
    first, *others = re.findall(r"[^\W_]+", sans_accents(text.casefold().replace("°", " "))) or [""]
    return first in _CALLED and all(w in ROOM_WORDS or _NUMBERED.fullmatch(w) for w in others)

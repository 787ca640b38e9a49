"""What a page says while it waits for the kept tables of a large base (`tne.queries.gardees`), which somebody else's page makes."""

from __future__ import annotations

from collections.abc import Callable

from tne.importing.rehearsal import EFFET
from tne.queries import gardees_atelier
from tne.typographie import typographier


def attente(words: str) -> str:
    """What is under way, and what it waits for where that is being made: up to a minute at the size of the nation."""
    if not gardees_atelier.occupe():
        return words
    return f"{words} · {typographier('les chiffres de la base se préparent d’abord, ce qui peut durer une minute')}"


def patient(tell: Callable[[float, str], None]) -> Callable[[float, str], None]:
    """The progress of a check, told with what its last step waits for."""
    return lambda share, words: tell(share, attente(words) if words == EFFET else words)

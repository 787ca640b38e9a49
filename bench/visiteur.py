"""A visitor without a browser (`tests.fil`), timed: only the server works."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests import fil

DELAI = 600
"""Seconds that a page of the largest base may take on a busy machine."""


@dataclass(frozen=True)
class Passage:
    """One run of the page: seconds from the request to its end, processor seconds of the server, what was sent."""

    secondes: float
    processeur: float
    octets: int
    messages: int


def processeur(pid: int) -> float:
    """Processor seconds that a process has used, all its threads together (Linux)."""
    return time.clock_gettime((~pid << 3) | 2)


@dataclass
class Visiteur:
    """One session on one page. `ouvrir` first; then `choisir` as often as one likes."""

    url: str
    pid: int
    page: str = ""
    _seance: fil.Seance | None = None
    _ids: dict[str, str] = field(default_factory=dict)
    _offres: dict[str, list[str]] = field(default_factory=dict)
    _filtres: str = ""
    _adresse: str = ""

    def ouvrir(self, adresse: str = "") -> Passage:
        """The first run, with a query such as « presentation=true »."""
        self._adresse = adresse
        session = self._seance = fil.Seance(self.url)
        return self._passer(lambda: session.ouvrir(self.page, adresse, DELAI))

    def fermer(self) -> None:
        """Leave."""
        if self._seance is not None:
            self._seance.fermer()

    def offres(self, cle: str) -> list[str]:
        """What the list of a filter offers, its first ones where one searches in it."""
        return self._offres[cle]

    def choisir(self, cle: str, valeurs: list[str]) -> Passage:
        """Set one filter to these values."""
        assert self._seance is not None
        session = self._seance
        if cle not in self._ids:
            # A closed block, whose lists come when it is opened: once, before what is timed.
            self._passer(lambda: session.choisir({self._filtres: True}, self._adresse, delai=DELAI))
        return self._passer(lambda: session.choisir({self._ids[cle]: valeurs}, self._adresse, delai=DELAI))

    def _passer(self, demander: Callable[[], fil.Passage]) -> Passage:
        before, start = processeur(self.pid), time.perf_counter()
        told = demander()
        seconds, busy = time.perf_counter() - start, processeur(self.pid) - before
        assert not told.fautes, told.fautes[0]
        self._ids |= told.filtres
        self._offres |= told.offres
        self._filtres = told.repli("tne-facettes")
        return Passage(seconds, busy, told.octets, len(told.messages))

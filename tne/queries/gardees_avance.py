"""Kept tables of a large base made in the background after each change of its data, before the first question asks for them.

A server follows the base that it has opened (`suivre`). Once nothing was written for a moment, and no import is under way, a
thread makes what the first page would have made, and what its details would have: the same tables, by the same `tour`, so that a
page which comes meanwhile waits for them and makes nothing twice. An import that begins stops it, for it would take its
processors and its memory, and what it makes is of a state that goes; so does any other change, unless a page waits for it by
then. The end of that import begins it anew. What goes wrong is told to the log: the question makes its tables itself then, as on
a base that nobody follows.

Nothing for a small base, which is added up sooner than the next page comes, nor for a shared one, whose tables are in memory.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from contextlib import suppress
from functools import partial

import duckdb

from tne.db import Base
from tne.erreurs import ErreurTNE
from tne.queries.gardees import petite
from tne.queries.gardees_atelier import REGARD, Arret, Tache, attendue
from tne.queries.memoire import details_gardes, instant

REPOS = 0.5
"""Seconds without a writing before anything is made: files come one after the other, and their receipt first."""

_LOG = logging.getLogger(__name__)


def suivre(base: Base) -> None:
    """Make the kept tables of that base after each change of its data, until it closes."""
    if not (base.backend.partagee or base.read_only):
        base.follower = Avance(base)


def en_cours(base: Base) -> bool:
    """True while its tables are being made in the background, or are about to be."""
    return isinstance(base.follower, Avance) and base.follower.en_cours


class Avance:
    """Follows one base (`tne.db.Follower`). Its thread lives as long as there is something to make."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._cond = threading.Condition()
        self._changes = 0
        self._since = 0.0  # of the last change
        self._tache = Tache()
        self._thread: threading.Thread | None = None
        self._halt = False

    @property
    def en_cours(self) -> bool:
        """True while there is something to make."""
        return self._thread is not None

    def give_way(self) -> None:
        """An import begins: it has the processors and the memory to itself."""
        with self._cond:
            self._move()

    def changed(self) -> None:
        """The data have changed, or an import has ended."""
        large = self._large()
        with self._cond:
            self._move()
            if large and self._thread is None and not self._base.closed.is_set():
                thread = threading.Thread(target=self._run, name="préparation des chiffres", daemon=True)
                with suppress(RuntimeError):  # no more threads: the first question makes its tables
                    thread.start()
                    self._thread = thread

    def _move(self) -> None:
        self._changes += 1
        self._since = time.monotonic()
        if not attendue():
            self._tache.arreter()
        self._cond.notify_all()

    def _large(self) -> bool:
        try:
            con = self._base.cursor()
            try:
                return not petite(con)
            finally:
                con.close()
        except duckdb.Error:  # it is closing, or spoilt: who asks next says so
            return False

    def stop(self) -> None:
        """Stop what is under way, and come back when nothing of the base is held any more."""
        with self._cond:
            thread = self._thread
            self._halt = True
            self._cond.notify_all()
        while thread is not None and thread.is_alive():
            self._tache.arreter()
            thread.join(REGARD)
        self._halt = False

    def _run(self) -> None:
        at_exit = partial(self.stop)  # of this thread: one that follows it has its own
        atexit.register(at_exit)
        try:
            made = -1
            while (made := self._due(made)) >= 0:
                self._make(self._tache)
        finally:
            with self._cond:
                if self._thread is threading.current_thread():
                    self._thread = None
            atexit.unregister(at_exit)

    def _due(self, made: int) -> int:
        """Wait until something can be made, and number it; -1 when there is nothing left, or the base closes."""
        with self._cond:
            while self._changes != made and not (self._halt or self._base.closed.is_set()):
                rest = self._since + REPOS - time.monotonic()
                if rest <= 0 and not self._base.imports:
                    self._tache = Tache()
                    return self._changes
                self._cond.wait(None if self._base.imports else rest)
            self._thread = None
            return -1

    def _make(self, tache: Tache) -> None:
        try:
            con = self._base.cursor()
            try:
                with tache.ici(), instant(con):
                    details_gardes(con)
            finally:
                con.close()
        except (duckdb.Error, ErreurTNE, OSError) as error:
            if not tache.arretee:
                _LOG.warning("Les chiffres n'ont pas pu être préparés : %s", error)
        except Arret:
            pass

"""Where kept tables are made: by one thread of the process at a time, on a connection of its own.

In the background (`tne.queries.gardees_avance`) too: that one stops when it is told to, in the middle of a table if need be.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress

import duckdb

from tne.queries import gardees_fichiers as fichiers
from tne.store.faults import disk_full

REGARD = 0.05
"""Seconds between two looks of a thread that waits: at whether it is to stop, at whether what it came for is there."""

CESSION = 30.0
"""Seconds at most that one step in the background lets questions go first: where people come one after the other, none ends."""

_tour = threading.Lock()
_attendent: set[object] = set()  # questions that wait for their turn
_questions: set[object] = set()  # and those under way, with them


class Arret(Exception):
    """A making in the background was told to stop."""


class Tache:
    """One making in the background, from the thread that does it (`ici`) and from those that stop it (`arreter`)."""

    def __init__(self) -> None:
        self._arretee = threading.Event()
        self._lock = threading.Lock()
        self._maker: duckdb.DuckDBPyConnection | None = None

    @contextmanager
    def ici(self) -> Iterator[None]:
        """What this thread makes meanwhile is that making."""
        _thread.tache = self
        try:
            yield
        finally:
            _thread.tache = None

    @contextmanager
    def pas(self, maker: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """One step on `maker`, which `arreter` interrupts. Arret where it has been told to stop already."""
        self._ceder()
        with self._lock:
            self.continuer()
            self._maker = maker
        try:
            yield
        finally:
            with self._lock:
                self._maker = None

    def _ceder(self) -> None:
        """Let the questions under way be answered first, unless one of them waits for this: DuckDB shares its threads among all."""
        limit = time.monotonic() + CESSION
        while _questions and not attendue() and time.monotonic() < limit:
            self.continuer()
            time.sleep(REGARD)

    def continuer(self) -> None:
        """Arret once it was told to stop."""
        if self.arretee:
            raise Arret

    def arreter(self) -> None:
        """Stop it. Said again where it must have ended: a statement that begins at this very moment is not interrupted."""
        self._arretee.set()
        with self._lock, suppress(duckdb.Error):
            if self._maker is not None:
                self._maker.interrupt()

    @property
    def arretee(self) -> bool:
        """True once it was told to stop."""
        return self._arretee.is_set()


class _Thread(threading.local):
    tache: Tache | None = None


_thread = _Thread()


def pas(maker: duckdb.DuckDBPyConnection) -> AbstractContextManager[None]:
    """One step of a making: a statement that takes long, and changes nothing that a reader sees. In the background it may be
    interrupted (duckdb.InterruptException), or not begun (Arret); a making that somebody waits for goes on.

    Not what commits or compresses: DuckDB serves no file any more in which that was cut short.
    """
    return nullcontext() if _thread.tache is None else _thread.tache.pas(maker)


@contextmanager
def tour(fait: Callable[[], bool] = lambda: False) -> Iterator[bool]:
    """One making at a time. True when it is the turn of this thread; False, and no turn, once `fait` says that another has made
    what it came for: what that one makes next is not waited for."""
    tache = _thread.tache
    mark = object()
    if not tache:
        _attendent.add(mark)
    try:
        while not (mine := _tour.acquire(timeout=REGARD)) and not fait():
            if tache:
                tache.continuer()
    finally:
        _attendent.discard(mark)
    try:
        yield mine
    finally:
        if mine:
            _tour.release()


def occupe() -> bool:
    """True while something is being made: a question that needs it waits."""
    return _tour.locked()


@contextmanager
def question() -> Iterator[None]:
    """A question is under way: what is made in the background meanwhile begins no step, unless it is what the question needs."""
    if _thread.tache:
        yield
        return
    mark = object()
    _questions.add(mark)
    try:
        yield
    finally:
        _questions.discard(mark)


def attendue() -> bool:
    """True while a question waits for what is being made: to stop it then would make it twice."""
    return bool(_attendent)


@contextmanager
def atelier(con: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection on which tables are made, in a transaction that `commencer` opens; left early where nothing can be kept.

    That is: no memory for it, no room on the disk, or a base opened read only with nothing beside it. What is not committed is
    undone.
    """
    maker = con.cursor()
    try:
        yield maker
    except duckdb.Error as error:
        none = isinstance(error, duckdb.OutOfMemoryException | duckdb.IOException | duckdb.CatalogException)
        if fichiers.abimee(error) or not (none or disk_full(error)):
            raise
    finally:
        with suppress(duckdb.Error):
            maker.execute("ROLLBACK")
        maker.close()


def commencer(maker: duckdb.DuckDBPyConnection, base: str, *, au_disque: bool) -> bool:
    """Begin; False where nothing can be written there."""
    writable = fichiers.attacher(maker, base, au_disque=au_disque)
    maker.execute("BEGIN")
    return writable


def tenir(maker: duckdb.DuckDBPyConnection, base: str, schema: str, name: str, sql: str) -> None:
    """Keep what `sql` gives as the table `name` of a new schema."""
    with pas(maker):
        maker.execute(f'CREATE SCHEMA {base}."{schema}"')
        maker.execute(f'CREATE TABLE {base}."{schema}".{name} AS {sql}')


def serrer(maker: duckdb.DuckDBPyConnection, base: str) -> None:
    """Compress what was made there, in a moment between two transactions; left as it is while somebody reads it."""
    maker.execute("COMMIT")
    with suppress(duckdb.TransactionException):
        maker.execute(f"CHECKPOINT {base}")
    maker.execute("BEGIN")

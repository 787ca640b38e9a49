"""The base. Schema from the declarations, one cursor per query, one transaction per writing.

Where it lives (a DuckDB file, or a base shared by several instances) is `tne.store.backend`'s business.

No key constraint, sequence or index: the same SQL must run on DuckLake, and identifiers are made here.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Protocol

import duckdb

from tne import horloge
from tne.datasets import DATASETS
from tne.erreurs import BaseIndisponible, BaseProtegee
from tne.queries.views import VIEWS
from tne.store import backup_files, schema
from tne.store.backend import backend
from tne.store.current import complete
from tne.store.faults import told
from tne.store.rewriting import REECRITURE, rewrite
from tne.store.schema import log_table, value_columns

CREATIONS = 10  # tries to make the tables while other instances make them too
TIREE = 1 << 32
"""The least step from one data version to the next. A version above it was drawn: it belongs to one state of one base."""

__all__ = ["Base", "log_table", "value_columns"]


class Follower(Protocol):
    """Works for a base in the background, while it is open (`Base.follower`). None of these may fail."""

    def give_way(self) -> None:
        """An import begins."""

    def changed(self) -> None:
        """A writing was committed, or an import has ended."""

    def stop(self) -> None:
        """The opening is let go: nothing of it may be held when this returns."""


class _Thread(threading.local):
    """What a thread is doing with a base."""

    writing: bool = False


_thread = _Thread()


def writes_here() -> bool:
    """True while this thread is inside `Base.writing`: what it reads there may never be committed."""
    return _thread.writing


def data_version(con: duckdb.DuckDBPyConnection) -> int:
    """Grows at each committed writing, and inside a writing transaction as it begins."""
    return int(con.execute("SELECT n FROM verrou").fetchall()[0][0])


def _advance(con: duckdb.DuckDBPyConnection) -> int:
    """Begin a writing: two writers of any process collide here. The version before it.

    The step is drawn, so that two copies of a base that each go their way never come to the same version: what is kept beside
    a base (`tne.queries.gardees`) is known by it, whatever file was put in the place of which.
    """
    before = data_version(con)
    con.execute("UPDATE verrou SET n = n + $pas", {"pas": TIREE + secrets.randbits(32)})
    return before


def _views_mark(con: duckdb.DuckDBPyConnection) -> str:
    """Changes with the text of the views, as the program and as the base has it."""
    held = con.execute(
        "SELECT view_name, sql FROM duckdb_views() WHERE database_name = current_database() AND NOT internal"
    ).fetchall()
    # DuckDB writes the columns of a REPLACE in an order of its own, which is another once the file was closed.
    words = sorted((name, sorted(re.findall(r"\w+|\S", sql))) for name, sql in held if name in VIEWS)
    return hashlib.sha256(repr((VIEWS, words)).encode()).hexdigest()


class Base:
    """An open base. Share it between threads; take a `cursor()` for each query."""

    def __init__(self, path: str, *, read_only: bool = False, save_first: bool = True) -> None:
        """Open it, making it and its tables if needed. BaseIndisponible says who holds it, or what is wrong.

        One that may not be written where it is (an archive on a key) is opened to be read: `read_only` says so then.

        `save_first`: back the base up before a change of its schema; False for a copy that is itself a backup.
        """
        self.path = path
        self.read_only = read_only
        self.backend = backend(path)
        self.closed = threading.Event()
        self.follower: Follower | None = None
        self._save_first = save_first
        self._writing = threading.Lock()
        self._writer: duckdb.DuckDBPyConnection | None = None  # on which a writing is under way
        self.began_on = 0  # the data version that the writing under way, or the last one, found
        self._alone = threading.Lock()
        self.imports: set[object] = set()  # under way
        self._cursors: weakref.WeakSet[duckdb.DuckDBPyConnection] = weakref.WeakSet()
        self._root = self._connect()
        try:
            with told(self.backend.nom):
                if self.read_only:
                    self._require_current()
                else:
                    self._create()
                    self._finish_rewriting()
        except BaseException:
            self.close()
            raise

    def _connect(self) -> duckdb.DuckDBPyConnection:
        try:
            return self.backend.connect(self.read_only)
        except BaseProtegee:
            if self.read_only or self.backend.a_preparer():
                raise
            self.read_only = True
            return self.backend.connect(True)

    def _require_current(self) -> None:
        """BaseIndisponible where a base that may only be read is not as this version writes it."""
        with closing(self.cursor()) as con:
            if schema.pending(con, self.backend.nom).any or self.meta("vues", con) != _views_mark(con):
                raise BaseIndisponible(
                    f"La base « {self.backend.nom} » vient d'une autre version du programme, et ne peut pas être mise à jour à cet "
                    "endroit, où rien ne s'écrit : copiez-la ailleurs, avec son fichier .cle, et ouvrez la copie."
                )

    def _create(self) -> None:
        for attempt in range(CREATIONS):
            con = self.cursor()
            try:
                self._create_tables(con)
                return
            except duckdb.TransactionException:
                # Another instance was making the same tables of a shared base: see what it left to do.
                if attempt == CREATIONS - 1:
                    raise
            finally:
                con.close()

    def _create_tables(self, con: duckdb.DuckDBPyConnection) -> None:
        con.execute("BEGIN")
        change = schema.pending(con, self.backend.nom)
        if self._save_first and change.touches_data:
            con.execute("ROLLBACK")
            backup_files.write_automatic(
                con, self.backend, backup_files.AVANT_MIGRATION, horloge.maintenant()
            )
            con.execute("BEGIN")
            # Another instance may have done it meanwhile.
            change = schema.pending(con, self.backend.nom)
        schema.bring_up_to_date(con, self.backend.nom, change)
        for name in dict.fromkeys(name for m in change.migrations for name in m.rederives):
            complete(con, DATASETS[name])
        self._create_views(con, change.touches_data)
        # Answers are kept by the version of the data; and there are bases from when versions were counted.
        if change.migrations or 0 < data_version(con) < TIREE:
            _advance(con)
        con.execute("COMMIT")
        self.backend.created(con)

    def _finish_rewriting(self) -> None:
        """Do what a purge that was killed had left to do; put off while this process holds the file elsewhere too."""
        if self.meta(REECRITURE) is None:
            return
        if self.backend.partagee:
            with suppress(duckdb.TransactionException):  # another instance is at it
                self.forget()
            return
        self._root.close()
        with suppress(BaseIndisponible):
            rewrite(self.path, attente=0)
        self._root = self.backend.connect(read_only=False)

    def forget(self) -> bool:
        """Remove from the storage of a shared base what no row holds any more; False for a file, which is written anew."""
        con = self.cursor()
        try:
            gone = self.backend.forget(con)
            if gone:
                con.execute("DELETE FROM meta WHERE cle = $k", {"k": REECRITURE})
            return gone
        finally:
            con.close()

    def _create_views(self, con: duckdb.DuckDBPyConnection, altered: bool) -> None:
        """Made anew when their text or a table they read has changed, or when they are not those that were made (a tool of databases
        had another in the place of one, or none): on a shared base every opening would write.
        """
        if not altered and self.meta("vues", con) == _views_mark(con):
            return
        for name, sql in VIEWS.items():
            con.execute(f"CREATE OR REPLACE VIEW {name} AS {sql}")
            # To make a view, DuckDB plans it with all that it reads, over and over: for those after it an empty table of
            # its columns stands under its name, in a quarter of the time.
            con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM {name} LIMIT 0")
        for name in VIEWS:
            con.execute(f"DROP TABLE temp.{name}")
        schema.set_meta(con, "vues", _views_mark(con))

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own: a connection shared by threads gives wrong answers."""
        con = self.backend.cursor(self._root)
        self._cursors.add(con)
        return con

    def meta(self, key: str, con: duckdb.DuckDBPyConnection | None = None) -> str | None:
        """A setting kept in the base, or None."""
        rows = (con or self.cursor()).execute("SELECT valeur FROM meta WHERE cle = $k", {"k": key}).fetchall()
        return rows[0][0] if rows else None

    def version(self) -> int:
        """The data version: changes at each committed writing. What caches depend on.

        Asked first by every page: a base that a fault of the disk has stopped is opened anew here.
        """
        try:
            return self._version()
        except duckdb.FatalException:
            self._reopen()
            return self._version()

    def _version(self) -> int:
        return data_version(self.cursor())

    def _reopen(self) -> None:
        """DuckDB serves an opening no more in which a checkpoint found no room; the file itself is sound."""
        with self._writing:
            try:
                self._version()
                return  # another session has opened it meanwhile
            except duckdb.FatalException:
                self._close_all()  # the last one lets the spoilt opening go
            self._root = self.backend.connect(self.read_only)

    def _close_all(self) -> None:
        if self.follower:
            self.follower.stop()
        for con in (*self._cursors, self._root):
            con.close()

    @contextmanager
    def writing(self, con: duckdb.DuckDBPyConnection | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """One writing transaction: committed whole at the end of the block, or rolled back.

        On `con` when given (it may hold temporary tables), else on a cursor of its own. The update of `verrou`
        makes two writers of any process collide; the loser gets a duckdb.TransactionException and must start
        again from its checks. Inside a writing on the same `con` it is part of that one, which alone commits.
        """
        if con is not None and con is self._writer:
            self.began_on = _advance(con)
            yield con
            return
        self.require_writable()
        self.require_in_place()
        with self._writing:
            own = con is None
            _thread.writing = True
            cursor = self.cursor() if con is None else con
            cursor.execute("BEGIN")
            self._writer = cursor
            try:
                self.began_on = _advance(cursor)
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                with suppress(duckdb.Error):  # a failed COMMIT has already rolled back
                    cursor.execute("ROLLBACK")
                raise
            finally:
                _thread.writing = False
                self._writer = None
                if own:
                    cursor.close()
        if self.follower:
            self.follower.changed()

    def require_writable(self) -> None:
        """BaseProtegee where the base may only be read at its place."""
        if self.read_only:
            raise BaseProtegee(
                f"La base « {self.backend.nom} » ne peut être que lue à cet endroit : vérifiez les droits du dossier, et que le disque "
                "n'est pas en lecture seule, ou copiez-la ailleurs avec son fichier .cle."
            )

    def require_in_place(self) -> None:
        """BaseIndisponible where the file of an open base was moved: DuckDB would keep what is written, until the base is closed,
        beside the place where it was, and a killed process would lose it.
        """
        if self.backend.a_preparer():
            raise BaseIndisponible(
                f"Le fichier de la base « {self.backend.nom} » n'est plus à sa place : il a été renommé, déplacé ou supprimé pendant "
                "que le programme l'utilise. Remettez-le sous ce nom, ou fermez le tableau de bord et rouvrez-le."
            )

    def close(self) -> None:
        """Close it, so that another process may open a file. `closed` tells whoever works for it in the background.

        Its cursors too: one held by an error that nobody has let go yet would keep the opening alive, and DuckDB gives an
        opening that lives, with the file it began on, to whoever opens the same path.
        """
        self.closed.set()
        self._close_all()

    @contextmanager
    def importing(self) -> Iterator[None]:
        """Held by an import from its reading to its commit, so that `alone` knows of it, and what works in the background."""
        mark = object()
        self.imports.add(mark)
        if self.follower:
            self.follower.give_way()
        try:
            yield
        finally:
            self.imports.discard(mark)
            if self.follower:
                self.follower.changed()

    @contextmanager
    def alone(self, action: str) -> Iterator[None]:
        """For what changes the whole base. BaseIndisponible while another session imports, or does such a thing too."""
        if not self._alone.acquire(blocking=False):
            raise BaseIndisponible(
                f"Vous ne pouvez pas {action} maintenant : c'est déjà en cours dans une autre fenêtre."
            )
        try:
            if self.imports:
                raise BaseIndisponible(
                    f"Vous ne pouvez pas {action} maintenant : un import est en cours dans une autre fenêtre. "
                    "Recommencez quand il est fini."
                )
            yield
        finally:
            self._alone.release()

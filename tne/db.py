"""The base. Schema from the declarations, one cursor per query, one transaction per writing.

Where it lives (a DuckDB file, or a base shared by several instances) is `tne.backend`'s business.

No key constraint, sequence or index: the same SQL must run on DuckLake, and identifiers are made here.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb

from tne.backend import backend
from tne.datasets import DATASETS
from tne.erreurs import BaseIndisponible
from tne.queries.views import VIEWS
from tne.spec import Dataset

SCHEMA_VERSION = 1
CREATIONS = 10  # tries to make the tables while other instances make them too

_SYSTEM = (
    "CREATE TABLE IF NOT EXISTS verrou (n BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS meta (cle VARCHAR NOT NULL, valeur VARCHAR)",
    """CREATE TABLE IF NOT EXISTS import (
        id BIGINT NOT NULL, cree TIMESTAMP NOT NULL, qui VARCHAR, fichier VARCHAR NOT NULL, taille BIGINT,
        sha256 VARCHAR NOT NULL, identite VARCHAR NOT NULL, correspondance VARCHAR NOT NULL,
        annule BOOLEAN NOT NULL, en_vigueur BOOLEAN NOT NULL, demo BOOLEAN NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS import_jeu (
        import_id BIGINT NOT NULL, jeu VARCHAR NOT NULL, source VARCHAR NOT NULL, annees VARCHAR[],
        lues BIGINT, ajoutees BIGINT, modifiees BIGINT, inchangees BIGINT, doublons BIGINT, ecartees BIGINT,
        refusees BIGINT)""",
    "CREATE TABLE IF NOT EXISTS import_remplace (import_id BIGINT NOT NULL, remplace_id BIGINT NOT NULL)",
    """CREATE TABLE IF NOT EXISTS evenement (
        instant TIMESTAMP NOT NULL, action VARCHAR NOT NULL, import_id BIGINT, qui VARCHAR, detail VARCHAR)""",
    """CREATE TABLE IF NOT EXISTS correspondance (
        empreinte VARCHAR NOT NULL, nom VARCHAR NOT NULL, contenu VARCHAR NOT NULL, cree TIMESTAMP NOT NULL)""",
)


def log_table(d: Dataset) -> str:
    """Name of the log of a data set."""
    return f"log_{d.name}"


def value_columns(d: Dataset) -> list[tuple[str, str]]:
    """(name, SQL type) of the value columns of a data set's tables, the person's hash included."""
    columns = [(c.name, c.kind.type_sql) for c in d.stored]
    if d.nominatif:
        columns += [("personne", "BLOB"), ("personne_par", "VARCHAR")]
    return columns


def _dataset_tables(d: Dataset) -> dict[str, list[tuple[str, str]]]:
    values = value_columns(d)
    place = [("_feuille", "VARCHAR"), ("_ligne", "BIGINT")]
    log = [
        ("_import", "BIGINT"),
        ("_rang", "BIGINT"),
        *place,
        ("_cle", "UUID"),
        *values,
        ("_vides", "VARCHAR[]"),
        ("_retire", "BOOLEAN"),
    ]
    has_year = any(name == "annee" for name, _ in values)
    current = [("_cle", "UUID"), ("_import", "BIGINT"), *place, *values]
    if d.annee and not has_year:
        current.append(("annee", "VARCHAR"))
    return {log_table(d): log, d.name: current}


class _Thread(threading.local):
    """What a thread is doing with a base."""

    writing: bool = False


_thread = _Thread()


def writes_here() -> bool:
    """True while this thread is inside `Base.writing`: what it reads there may never be committed."""
    return _thread.writing


class Base:
    """An open base. Share it between threads; take a `cursor()` for each query."""

    def __init__(self, path: str, *, read_only: bool = False) -> None:
        """Open it, making it and its tables if needed. BaseIndisponible says who holds it, or what is wrong."""
        self.path = path
        self.read_only = read_only
        self.backend = backend(path)
        self._writing = threading.Lock()
        self._root = self.backend.connect(read_only)
        if not read_only:
            self._create()

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
        for statement in _SYSTEM:
            con.execute(statement)
        if not con.execute("SELECT count(*) FROM verrou").fetchall()[0][0]:
            con.execute("INSERT INTO verrou VALUES (0)")
        version = self.meta("schema", con)
        if version is not None and int(version) > SCHEMA_VERSION:
            con.execute("ROLLBACK")
            self.close()
            raise BaseIndisponible(
                f"La base « {self.backend.nom} » vient d'une version plus récente du programme (schéma {version}, "
                f"celle-ci connaît le schéma {SCHEMA_VERSION}). Mettez le programme à jour."
            )
        existing: dict[str, set[str]] = {}
        altered = False
        for table, column in con.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_catalog = current_database()"
        ).fetchall():
            existing.setdefault(table, set()).add(column)
        for d in DATASETS.values():
            for table, columns in _dataset_tables(d).items():
                if table not in existing:
                    listed = ", ".join(f'"{name}" {sql_type}' for name, sql_type in columns)
                    con.execute(f'CREATE TABLE "{table}" ({listed})')
                    continue
                for name, sql_type in columns:
                    if name not in existing[table]:
                        con.execute(f'ALTER TABLE "{table}" ADD COLUMN "{name}" {sql_type}')
                        altered = True
        self._create_views(con, altered)
        if version is None:
            con.execute("INSERT INTO meta VALUES ('schema', $v)", {"v": str(SCHEMA_VERSION)})
        con.execute("COMMIT")

    def _create_views(self, con: duckdb.DuckDBPyConnection, altered: bool) -> None:
        """Made anew when their text or a table they read has changed: on a shared base every opening would write."""
        text = hashlib.sha256(repr(VIEWS).encode()).hexdigest()
        if not altered and self.meta("vues", con) == text:
            return
        for name, sql in VIEWS.items():
            con.execute(f"CREATE OR REPLACE VIEW {name} AS {sql}")
        con.execute("DELETE FROM meta WHERE cle = 'vues'")
        con.execute("INSERT INTO meta VALUES ('vues', $v)", {"v": text})

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own: a connection shared by threads gives wrong answers."""
        return self.backend.cursor(self._root)

    def meta(self, key: str, con: duckdb.DuckDBPyConnection | None = None) -> str | None:
        """A setting kept in the base, or None."""
        rows = (con or self.cursor()).execute("SELECT valeur FROM meta WHERE cle = $k", {"k": key}).fetchall()
        return rows[0][0] if rows else None

    def version(self) -> int:
        """The data version: changes at each committed writing. What caches depend on."""
        return int(self.cursor().execute("SELECT n FROM verrou").fetchall()[0][0])

    @contextmanager
    def writing(self, con: duckdb.DuckDBPyConnection | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """One writing transaction: committed whole at the end of the block, or rolled back.

        On `con` when given (it may hold temporary tables), else on a cursor of its own. The update of `verrou`
        makes two writers of any process collide; the loser gets a duckdb.TransactionException and must start
        again from its checks.
        """
        with self._writing:
            own = con is None
            _thread.writing = True
            cursor = self.cursor() if con is None else con
            cursor.execute("BEGIN")
            try:
                cursor.execute("UPDATE verrou SET n = n + 1")
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                with suppress(duckdb.Error):  # a failed COMMIT has already rolled back
                    cursor.execute("ROLLBACK")
                raise
            finally:
                _thread.writing = False
                if own:
                    cursor.close()

    def close(self) -> None:
        """Close it, so that another process may open a file."""
        self._root.close()

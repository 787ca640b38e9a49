"""The base: one DuckDB file. Schema from the declarations, one cursor per query, one transaction per writing.

No key constraint, sequence or index: the same SQL must run on DuckLake, and identifiers are made here.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from tne import settings
from tne.datasets import DATASETS
from tne.erreurs import BaseIndisponible
from tne.queries.views import VIEWS
from tne.spec import Dataset

SCHEMA_VERSION = 1

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


class Base:
    """An open base. Share it between threads; take a `cursor()` for each query."""

    def __init__(self, path: str, *, read_only: bool = False) -> None:
        """Open the file, making it and its tables if needed. BaseIndisponible says who holds it, or what is wrong."""
        self.path = path
        self.read_only = read_only
        self._writing = threading.Lock()
        temporary = Path(path + ".tmp")
        if not read_only:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        config = {
            "memory_limit": settings.memory_limit(),
            "temp_directory": str(temporary),
            "storage_compatibility_version": "v1.5.0",
        }
        try:
            self._root = duckdb.connect(path, read_only=read_only, config=config)  # type: ignore[arg-type]
        except duckdb.Error as error:
            raise BaseIndisponible(_why_closed(path, str(error))) from error
        if not read_only:
            # A killed process leaves its spilled tables there; nobody else can hold the file now.
            shutil.rmtree(temporary, ignore_errors=True)
            self._create()

    def _create(self) -> None:
        con = self.cursor()
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
                f"La base « {Path(self.path).name} » vient d'une version plus récente du programme (schéma {version}, "
                f"celle-ci connaît le schéma {SCHEMA_VERSION}). Mettez le programme à jour."
            )
        existing: dict[str, set[str]] = {}
        for table, column in con.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
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
        for name, sql in VIEWS.items():
            con.execute(f"CREATE OR REPLACE VIEW {name} AS {sql}")
        if version is None:
            con.execute("INSERT INTO meta VALUES ('schema', $v)", {"v": str(SCHEMA_VERSION)})
        con.execute("COMMIT")

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor of its own: a connection shared by threads gives wrong answers."""
        return self._root.cursor()

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
                if own:
                    cursor.close()

    def close(self) -> None:
        """Close the file, so that another process may open it."""
        self._root.close()


def _why_closed(path: str, message: str) -> str:
    name = Path(path).name
    if match := re.search(r"PID (\d+)", message):
        return (
            f"La base « {name} » est tenue par un autre programme (processus {match[1]}{_since(match[1])}) : "
            "fermez le tableau de bord ou la commande qui l'utilise, puis recommencez."
        )
    if "lock" in message.lower() or "being used by another process" in message:
        return f"La base « {name} » est tenue par un autre programme : fermez-le, puis recommencez."
    if "not a valid DuckDB" in message or "Corrupt" in message or "checksum" in message.lower():
        return (
            f"Le fichier « {name} » n'est pas une base lisible (endommagé, ou autre chose qu'une base). "
            "Restaurez une sauvegarde par « python -m tne restaurer FICHIER »."
        )
    if "newer" in message or "version number" in message:
        return (
            f"La base « {name} » a été écrite par une version plus récente du programme : mettez-le à jour."
        )
    if "Permission denied" in message or "read-only" in message.lower() or "Read-only" in message:
        return f"La base « {name} » ne peut pas être ouverte en écriture à cet endroit : vérifiez les droits du dossier."
    if "No space" in message:
        return f"Le disque est plein : la base « {name} » ne peut pas être ouverte. Libérez de la place."
    if "does not exist" in message:
        return f"La base « {name} » n'existe pas encore : importez d'abord un fichier."
    return f"La base « {name} » ne peut pas être ouverte."


def _since(pid: str) -> str:
    """« , depuis le 3 juillet 2024 à 14 h 05 » where the system tells when the process began."""
    proc = Path("/proc") / pid
    if not proc.exists():
        return ""
    from datetime import datetime

    started = datetime.fromtimestamp(os.stat(proc).st_mtime)
    return f", depuis le {started:%d/%m/%Y} à {started:%H:%M}"

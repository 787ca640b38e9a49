"""The tables of the base, derived from the declarations, and how a base of before comes to have them."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from tne.datasets import DATASETS
from tne.erreurs import BaseIndisponible
from tne.spec import Dataset
from tne.store.migrations import MIGRATIONS, SCHEMA_VERSION, Migration

LOCK = "verrou"

_SYSTEM: dict[str, tuple[tuple[str, str], ...]] = {
    LOCK: (("n", "BIGINT NOT NULL"),),
    "meta": (("cle", "VARCHAR NOT NULL"), ("valeur", "VARCHAR")),
    "import": (
        ("id", "BIGINT NOT NULL"),
        ("cree", "TIMESTAMP NOT NULL"),
        ("qui", "VARCHAR"),
        ("fichier", "VARCHAR NOT NULL"),
        ("taille", "BIGINT"),
        ("sha256", "VARCHAR NOT NULL"),
        ("identite", "VARCHAR NOT NULL"),
        ("correspondance", "VARCHAR NOT NULL"),
        ("annule", "BOOLEAN NOT NULL"),
        ("en_vigueur", "BOOLEAN NOT NULL"),
        ("demo", "BOOLEAN NOT NULL"),
    ),
    "import_jeu": (
        ("import_id", "BIGINT NOT NULL"),
        ("jeu", "VARCHAR NOT NULL"),
        ("source", "VARCHAR NOT NULL"),
        ("annees", "VARCHAR[]"),
        ("lues", "BIGINT"),
        ("ajoutees", "BIGINT"),
        ("modifiees", "BIGINT"),
        ("inchangees", "BIGINT"),
        ("doublons", "BIGINT"),
        ("ecartees", "BIGINT"),
        ("refusees", "BIGINT"),
    ),
    "import_remplace": (("import_id", "BIGINT NOT NULL"), ("remplace_id", "BIGINT NOT NULL")),
    "evenement": (
        ("instant", "TIMESTAMP NOT NULL"),
        ("action", "VARCHAR NOT NULL"),
        ("import_id", "BIGINT"),
        ("qui", "VARCHAR"),
        ("detail", "VARCHAR"),
        ("rang", "BIGINT"),
    ),
    "correspondance": (
        ("empreinte", "VARCHAR NOT NULL"),
        ("nom", "VARCHAR NOT NULL"),
        ("contenu", "VARCHAR NOT NULL"),
        ("cree", "TIMESTAMP NOT NULL"),
    ),
}


def log_table(d: Dataset) -> str:
    """Name of the log of a data set."""
    return f"log_{d.name}"


def value_columns(d: Dataset) -> list[tuple[str, str]]:
    """(name, SQL type) of the value columns of a data set's tables, the person's hash included."""
    columns = [(c.name, c.kind.type_sql) for c in d.stored]
    if d.nominatif:
        # Sixteen bytes are written in a tenth of the time that bytes of any length take, and counted in two thirds of it.
        columns += [("personne", "UUID"), ("personne_par", "VARCHAR")]
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


def tables() -> dict[str, list[tuple[str, str]]]:
    """Every table of the base: name → (column, SQL type), as they are today."""
    made = {name: list(columns) for name, columns in _SYSTEM.items()}
    for d in DATASETS.values():
        made |= _dataset_tables(d)
    return made


@dataclass(frozen=True)
class Pending:
    """What a base lacks: `migrations` to run, `columns` (table, name, type) to add, `tables` to make. `version`: its
    schema, None for a new base."""

    version: int | None
    migrations: tuple[Migration, ...]
    columns: tuple[tuple[str, str, str], ...]
    tables: tuple[str, ...]

    @property
    def touches_data(self) -> bool:
        """True when the base must be backed up first."""
        return bool(self.migrations or self.columns)

    @property
    def any(self) -> bool:
        """True when something is to be written."""
        return bool(self.touches_data or self.tables)


def pending(con: duckdb.DuckDBPyConnection, nom: str) -> Pending:
    """What the base lacks. BaseIndisponible when a newer version of the program wrote it, or when it is not ours."""
    existing = _existing(con)
    if existing and LOCK not in existing:
        raise BaseIndisponible(
            f"Le fichier « {nom} » est une base DuckDB qui n'est pas celle d'un tableau de bord : choisissez un autre nom."
        )
    version = _version(con, nom) if "meta" in existing else None
    missing = []
    for table, columns in tables().items():
        if table in existing:
            missing += [(table, *column) for column in columns if column[0] not in existing[table]]
    migrations = MIGRATIONS[version - 1 :] if version is not None else ()
    made = tuple(table for table in tables() if table not in existing)
    return Pending(version, migrations, tuple(missing), made)


def _version(con: duckdb.DuckDBPyConnection, nom: str) -> int:
    rows = con.execute("SELECT valeur FROM meta WHERE cle = 'schema'").fetchall()
    version = int(rows[0][0]) if rows else 1
    if version > SCHEMA_VERSION:
        raise BaseIndisponible(
            f"La base « {nom} » vient d'une version plus récente du programme (schéma {version}, "
            f"celle-ci connaît le schéma {SCHEMA_VERSION}). Mettez le programme à jour."
        )
    return version


def _existing(con: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for table, column in con.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_catalog = current_database()"
    ).fetchall():
        found.setdefault(table, set()).add(column)
    return found


def set_meta(con: duckdb.DuckDBPyConnection, key: str, value: str) -> None:
    """Keep a setting in the base, in the place of the one of that key: no constraint forbids two (`Base.meta` reads it)."""
    con.execute("DELETE FROM meta WHERE cle = $k", {"k": key})
    con.execute("INSERT INTO meta VALUES ($k, $v)", {"k": key, "v": value})


def bring_up_to_date(con: duckdb.DuckDBPyConnection, nom: str, change: Pending) -> None:
    """Run what is `pending`, in the transaction in which the caller asked for it."""
    for migration in change.migrations:
        for statement in migration.statements:
            con.execute(statement)
    # What the migrations did not bring: they may have added some of it themselves.
    rest = pending(con, nom) if change.migrations else change
    wanted = tables()
    for table in rest.tables:
        listed = ", ".join(f'"{name}" {sql_type}' for name, sql_type in wanted[table])
        con.execute(f'CREATE TABLE "{table}" ({listed})')
    for table, name, sql_type in rest.columns:
        con.execute(f'ALTER TABLE "{table}" ADD COLUMN "{name}" {sql_type}')
    if LOCK in rest.tables:
        con.execute(f"INSERT INTO {LOCK} VALUES (0)")
    if change.version != SCHEMA_VERSION:
        set_meta(con, "schema", str(SCHEMA_VERSION))

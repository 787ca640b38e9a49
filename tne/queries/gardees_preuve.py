"""The proof that what is kept beside a base is what its rows give."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import duckdb

from tne.db import data_version
from tne.queries import gardees_fichiers as fichiers
from tne.queries.cumuls import DETAILS
from tne.queries.gardees import BASE, BASE_DETAILS, lues, poser, schema_detail, schemas, sql_de
from tne.sql import sql_name
from tne.store import temporary
from tne.store.backend import identity


def ecarts(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The kept tables, made of the version that the base is at, that do not hold what its rows give. None where none is kept.

    Each is compared with what its own SQL gives now, from those compared before it. `con` must not be in a transaction.
    """
    place = identity(con)
    if place is None or not temporary.kept_file(str(place[0]), BASE).exists():
        return []
    with_details = temporary.kept_file(str(place[0]), BASE_DETAILS).exists()
    fichiers.attacher(con, BASE)
    if with_details:
        fichiers.attacher(con, BASE_DETAILS)
    con.execute("BEGIN")
    catalogue, schema = con.execute("SELECT current_database(), current_schema()").fetchall()[0]
    home = f"{sql_name(catalogue)}.{sql_name(schema)}"
    found, name = [], ""
    try:
        for table, sql in _tables(con, home, with_details):
            name = table.rsplit(".", 1)[1]
            if _mark(con, f"FROM {table}") != _mark(con, sql):
                found.append(name)
    except duckdb.Error as error:
        if not fichiers.abimee(error):
            raise
        found.append(name)  # it can no longer be read, and ends the transaction
    finally:
        with suppress(duckdb.Error):
            con.execute("ROLLBACK")
            poser(con, home)
    return found


def _tables(con: duckdb.DuckDBPyConnection, home: str, with_details: bool) -> Iterator[tuple[str, str]]:
    """Each kept table, and its SQL; meanwhile names lead to those before it."""
    path = fichiers.retrouver(con, BASE, data_version(con))
    if not path:
        return
    stands = {entry.split('"')[1].rsplit("_", 1)[0]: entry for entry in path.split(",")}
    before = home
    for name in lues():
        yield f"{stands[name]}.{name}", sql_de(name, home)
        before = f"{stands[name]},{before}"
        poser(con, before)
    there = schemas(con, BASE_DETAILS) if with_details else []
    for name in DETAILS:
        if (schema := schema_detail(name, path)) in there:
            entry = f'{BASE_DETAILS}."{schema}"'
            yield f"{entry}.{name}", sql_de(name, home)
            before = f"{entry},{before}"
            poser(con, before)


def _mark(con: duckdb.DuckDBPyConnection, rows: str) -> tuple[object, ...]:
    """The same for the same rows, in whatever order."""
    mark: tuple[object, ...] = con.execute(
        f"SELECT count(*), bit_xor(hash(t)), sum(hash(t)) FROM ({rows}) t"
    ).fetchall()[0]
    return mark

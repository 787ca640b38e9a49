"""The current rows of a data set, out of its log: what an import, an undo and a base of before all come to."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from tne.spec import Column, Dataset
from tne.store.schema import log_table, value_columns


def deduced_columns(d: Dataset) -> tuple[Column, ...]:
    """The columns deduced in the current table, where nothing filled or erased them.

    Not in the log: a deduced value there would overwrite a filled one. What is part of the key is deduced earlier.
    """
    return tuple(c for c in d.stored if c.deduit and c.name not in d.key)


def current_values(d: Dataset, silent: Mapping[str, str]) -> dict[str, str]:
    """Column of the current table → its SQL over merged values. `silent`: column → SQL, nothing was said of it."""
    expressions = {name: f'"{name}"' for name, _ in value_columns(d)}
    for c in deduced_columns(d):
        expressions[c.name] = (
            f'CASE WHEN {silent[c.name]} THEN CAST(({c.deduit}) AS {c.kind.type_sql}) ELSE "{c.name}" END'
        )
    if d.annee and d.annee != "annee":
        expressions["annee"] = d.annee
    return expressions


def current_select(d: Dataset, condition: str = "true") -> str:
    """SQL that derives the current rows from the log in force: the definition of the current table."""
    bits = {c.name for c in d.stored}
    values = []
    for name, _ in value_columns(d):
        erased = f" OR list_contains(_vides, '{name}')" if name in bits else ""
        values.append(f'arg_max_null("{name}", _ordre) FILTER ("{name}" IS NOT NULL{erased}) AS "{name}"')
    silent = {c.name: f'"_tu_{c.name}"' for c in deduced_columns(d)}
    values += [f"bool_and({_silent(name)}) AS {flag}" for name, flag in silent.items()]
    listed = ", ".join(f'{sql} AS "{name}"' for name, sql in current_values(d, silent).items())
    # Two steps: the last removal of a key hides all that came before it.
    in_force = (
        f"SELECT l.*, l._import * 4294967296 + l._rang AS _ordre, "
        f"max(CASE WHEN l._retire THEN l._import * 4294967296 + l._rang END) OVER (PARTITION BY l._cle) AS _retrait "
        f"{_in_force(d, condition)}"
    )
    return (
        f"SELECT _cle, _import, _feuille, _ligne, {listed} FROM ("
        f"SELECT _cle, arg_max(_import, _ordre) AS _import, arg_max_null(_feuille, _ordre) AS _feuille, "
        f"arg_max(_ligne, _ordre) AS _ligne, {', '.join(values)} FROM ({in_force}) "
        f"WHERE _retrait IS NULL OR _ordre > _retrait GROUP BY _cle)"
    )


def _silent(name: str) -> str:
    """True of a row of the log that says nothing of that column."""
    return f"""("{name}" IS NULL AND NOT coalesce(list_contains(_vides, '{name}'), false))"""


def _in_force(d: Dataset, condition: str) -> str:
    return f"FROM {log_table(d)} l JOIN import i ON i.id = l._import WHERE i.en_vigueur AND {condition}"


def put_together(con: duckdb.DuckDBPyConnection, d: Dataset, touched: str) -> None:
    """Rebuild the current rows of the keys in table `touched` (column `_cle`) from the log in force.

    Also deletes touched keys that no import in force holds any more.
    """
    con.execute(f'DELETE FROM "{d.name}" WHERE _cle IN (SELECT _cle FROM {touched})')
    _compose(con, d, touched)


def _compose(con: duckdb.DuckDBPyConnection, d: Dataset, keys: str) -> None:
    con.execute(insert_into_current(d, current_select(d, f"l._cle IN (SELECT _cle FROM {keys})")))


def refresh(con: duckdb.DuckDBPyConnection, d: Dataset, touched: str) -> None:
    """The same, where most keys have one row in force, as after an undo, a redo or a replacement: that row is the current one."""
    among = f"l._cle IN (SELECT _cle FROM {touched})"
    composed = f"composee_{d.name}"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {composed} AS "
        f"SELECT _cle {_in_force(d, among)} GROUP BY _cle HAVING count(*) > 1 OR bool_or(_retire)"
    )
    con.execute(f'DELETE FROM "{d.name}" WHERE _cle IN (SELECT _cle FROM {touched})')
    alone = ", ".join(current_values(d, {c.name: _silent(c.name) for c in deduced_columns(d)}).values())
    con.execute(
        insert_into_current(
            d,
            f"SELECT _cle, _import, _feuille, _ligne, {alone} FROM (SELECT l.* "
            f"{_in_force(d, f'{among} AND l._cle NOT IN (SELECT _cle FROM {composed})')})",
        )
    )
    _compose(con, d, composed)


def insert_into_current(d: Dataset, rows: str) -> str:
    """SQL that adds such rows to the current table."""
    names = ", ".join(f'"{n}"' for n in current_values(d, {c.name: "false" for c in deduced_columns(d)}))
    return f'INSERT INTO "{d.name}" (_cle, _import, _feuille, _ligne, {names}) {rows}'


def complete(con: duckdb.DuckDBPyConnection, d: Dataset) -> None:
    """Derive the current rows of the keys that the current table does not hold; it holds none of which they are false."""
    con.execute(insert_into_current(d, current_select(d, f'l._cle NOT IN (SELECT _cle FROM "{d.name}")')))

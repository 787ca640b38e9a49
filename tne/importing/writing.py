"""From staged rows to the log and the current table; and back, when an import is undone.

The log is only ever added to. The current table holds, for each key, the value of each column in the
highest-ranked row in force in which it is filled or erased.
"""

from __future__ import annotations

import duckdb

from tne.db import log_table, value_columns
from tne.importing.model import Comptes
from tne.spec import Dataset
from tne.store.current import current_values, deduced_columns, insert_into_current, put_together, refresh

# Place of a staged row in its file: a record may give several rows, up to sixteen.
_POSITION = "(_rang * 16 + _sous)"
# And the record and the row out of the place that the log keeps.
RECORD, ROW = "_rang // 16", "CAST(_rang % 16 AS INTEGER)"


def _erased(bit: int) -> str:
    return f"(_efface & {bit}) <> 0"


def _stored_bits(d: Dataset) -> dict[str, int]:
    return {c.name: 1 << i for i, c in enumerate(d.stored)}


def hold(con: duckdb.DuckDBPyConnection, d: Dataset, table: str) -> str:
    """Copy aside the current rows of the keys that are staged: a temporary table, for `classify` once the writing is done."""
    name = f"tenues_{d.name}"
    con.execute(
        f'CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM "{d.name}" '
        f"WHERE _cle IN (SELECT _cle FROM {table} WHERE _etat = 'ok')"
    )
    return name


def _written_sort(d: Dataset) -> str:
    """What became of a staged row: `a` is the row as it was, `n` as it is written."""
    differs = " OR ".join(
        f'n."{name}" IS DISTINCT FROM a."{name}"' for name, _ in value_columns(d) if name not in d.of_the_file
    )
    return (
        "CASE WHEN a._cle IS NULL THEN CASE WHEN n._cle IS NULL THEN 'inchangee' ELSE 'ajoutee' END "
        f"WHEN n._cle IS NULL OR {differs} THEN 'modifiee' ELSE 'inchangee' END"
    )


def classify(con: duckdb.DuckDBPyConnection, d: Dataset, table: str, avant: str = "") -> Comptes:
    """Compare the staged rows with the current table, mark each (`_sort`), and count records. `avant`: the rows are written, and
    compared are the current table and what it held before (`hold`).

    `_sort`: ajoutee, modifiee, inchangee, doublon, ecartee, refusee. A record that gives several rows counts
    once, by what changes most.
    """
    bits = _stored_bits(d)
    deduced = {c.name for c in deduced_columns(d)}
    of_the_file = d.of_the_file
    differs, renewed, merged = [], [], []
    for name, _ in value_columns(d):
        erase = f"(f._efface & {bits[name]}) <> 0" if name in bits else "false"
        if name not in of_the_file:
            differs.append(
                f'((f."{name}" IS NOT NULL AND f."{name}" IS DISTINCT FROM a."{name}") OR ({erase} AND a."{name}" IS NOT NULL))'
            )
        if name not in deduced and name not in of_the_file:
            renewed.append(f'f."{name}" IS DISTINCT FROM a."{name}"')
        filled = f'"{name}" IS NOT NULL' + (f" OR {_erased(bits[name])}" if name in bits else "")
        merged.append(f'arg_max_null("{name}", {_POSITION}) FILTER (_reste AND ({filled})) AS "{name}"')
    sort = (
        "CASE WHEN f._retire THEN CASE WHEN a._cle IS NULL THEN 'inchangee' ELSE 'modifiee' END "
        f"WHEN a._cle IS NULL THEN 'ajoutee' WHEN {' OR '.join(differs)} THEN 'modifiee' "
        f"WHEN f._renouvelle AND ({' OR '.join(renewed)}) THEN 'modifiee' ELSE 'inchangee' END"
    )
    former = avant or f'"{d.name}"'
    beside = f"LEFT JOIN {former} a ON a._cle = f._cle"
    if avant:
        sort = _written_sort(d)
        beside += f' LEFT JOIN "{d.name}" n ON n._cle = f._cle'
    has_doubles = con.execute(
        f"SELECT coalesce(max(_tour), 1) > 1 FROM {table} WHERE _etat = 'ok'"
    ).fetchall()[0][0]
    if has_doubles:
        # A key that stands several times in the file: its non-empty cells win, the last one first, and a removal
        # hides all that stands before it.
        erased = " | ".join(
            f'CASE WHEN arg_max_null(_efface & {bit}, {_POSITION}) FILTER (_reste AND ("{name}" IS NOT NULL OR {_erased(bit)})) <> 0 THEN {bit} ELSE 0 END'
            for name, bit in bits.items()
        )
        last = f"max(CASE WHEN _retire THEN {_POSITION} END) OVER (PARTITION BY _cle)"
        file_rows = (
            f"(SELECT _cle, {', '.join(merged)}, CAST({erased} AS BIGINT) AS _efface, "
            f"arg_max(_retire, {_POSITION}) AS _retire, bool_or(_retire) AS _renouvelle "
            f"FROM (SELECT *, coalesce({_POSITION} > {last}, true) AS _reste FROM {table} WHERE _etat = 'ok') GROUP BY _cle)"
        )
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE sort_{d.name} AS SELECT f._cle, {sort} AS _sort "
            f"FROM {file_rows} f {beside}"
        )
        counted = (
            f"SELECT e._rang, CASE WHEN e._etat <> 'ok' THEN e._etat WHEN e._tour > 1 THEN 'doublon' ELSE s._sort END AS _sort "
            f"FROM {table} e LEFT JOIN sort_{d.name} s ON s._cle = e._cle AND e._etat = 'ok'"
        )
    else:
        counted = (
            f"SELECT f._rang, CASE WHEN f._etat <> 'ok' THEN f._etat ELSE {sort} END AS _sort "
            f"FROM (SELECT *, false AS _renouvelle FROM {table}) f {beside}"
        )
    order = "CASE _sort WHEN 'refusee' THEN 1 WHEN 'ajoutee' THEN 2 WHEN 'modifiee' THEN 3 WHEN 'inchangee' THEN 4 WHEN 'doublon' THEN 5 ELSE 6 END"
    records = f"SELECT {order} AS rang FROM ({counted})"
    if _several_rows(con, table):
        records = f"SELECT min({order}) AS rang FROM ({counted}) GROUP BY _rang"
    by = dict(con.execute(f"SELECT rang, count(*) FROM ({records}) GROUP BY rang").fetchall())
    return Comptes(
        lues=sum(by.values()),
        refusees=by.get(1, 0),
        ajoutees=by.get(2, 0),
        modifiees=by.get(3, 0),
        inchangees=by.get(4, 0),
        doublons=by.get(5, 0),
        ecartees=by.get(6, 0),
    )


def _several_rows(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    """True when a record may have given several rows: those of one feed alone are one per record."""
    return bool(
        con.execute(f"SELECT coalesce(min(_sous) <> max(_sous), false) FROM {table}").fetchall()[0][0]
    )


def aim_removals(con: duckdb.DuckDBPyConnection, d: Dataset, table: str) -> None:
    """Let each staged removal of a record without an identifier be of one that the base holds and that reads as it.

    The keys of such records number those that are alike in their file: once the first of two was taken out, or corrected, a
    removal of the other, numbered 1 as well, would be of nothing. Asked again over another state of the base, it aims again.
    """
    if d.key and not d.par_reference:
        return
    names = [f'"{name}"' for name, _ in value_columns(d) if name != "personne_par"]
    listed = ", ".join(names)
    alike = " AND ".join(f"removed.{name} IS NOT DISTINCT FROM held.{name}" for name in names)
    nameless = 'AND "reference" IS NULL' if d.par_reference else ""
    con.execute(f"""
WITH removed AS (
    SELECT _rang, _sous, {listed}, row_number() OVER (PARTITION BY {listed} ORDER BY _rang, _sous) AS _n FROM {table}
    WHERE _etat = 'ok' AND _retire {nameless} AND _cle NOT IN (SELECT _cle FROM "{d.name}")
),
held AS (
    SELECT _cle, {listed}, row_number() OVER (PARTITION BY {listed} ORDER BY _cle) AS _n FROM "{d.name}"
    WHERE _cle NOT IN (SELECT _cle FROM {table} WHERE _etat = 'ok')
),
aimed AS (SELECT removed._rang, removed._sous, held._cle FROM removed JOIN held ON removed._n = held._n AND {alike})
UPDATE {table} SET _cle = aimed._cle FROM aimed WHERE {table}._rang = aimed._rang AND {table}._sous = aimed._sous""")


def append_log(con: duckdb.DuckDBPyConnection, d: Dataset, table: str, import_id: int) -> int:
    """Add the accepted rows of an import to the log, each with its place; how many they are."""
    bits = _stored_bits(d)
    names = ", ".join(f'"{name}"' for name, _ in value_columns(d))
    listed = ", ".join(f"CASE WHEN {_erased(b)} THEN '{n}' END" for n, b in bits.items())
    added = con.execute(
        f"INSERT INTO {log_table(d)} (_import, _rang, _feuille, _ligne, _cle, {names}, _vides, _retire) "
        f"SELECT $id, {_POSITION}, _feuille, _ligne, _cle, {names}, "
        f"CASE WHEN _efface <> 0 THEN list_filter([{listed}], lambda x: x IS NOT NULL) END, _retire "
        f"FROM {table} WHERE _etat = 'ok'",
        {"id": import_id},
    )
    return int(added.fetchall()[0][0])


def apply_new(con: duckdb.DuckDBPyConnection, d: Dataset, table: str, import_id: int) -> None:
    """Bring the current table up to date after `append_log`.

    Keys seen for the first time go straight in; only the others are rebuilt from the log.
    """
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE touche_{d.name} AS "
        f"SELECT DISTINCT _cle FROM {table} WHERE _etat = 'ok' AND (_tour > 1 OR _retire) UNION "
        f"SELECT _cle FROM {log_table(d)} WHERE _import <> $id AND _cle IN (SELECT _cle FROM {table} WHERE _etat = 'ok')",
        {"id": import_id},
    )
    again = con.execute(f"SELECT count(*) FROM touche_{d.name}").fetchall()[0][0]
    only_new = f" AND _cle NOT IN (SELECT _cle FROM touche_{d.name})" if again else ""
    bits = _stored_bits(d)
    silent = {c.name: f'"{c.name}" IS NULL AND NOT {_erased(bits[c.name])}' for c in deduced_columns(d)}
    con.execute(
        insert_into_current(
            d,
            f"SELECT _cle, $id, _feuille, _ligne, {', '.join(current_values(d, silent).values())} FROM {table} "
            f"WHERE _etat = 'ok'{only_new}",
        ),
        {"id": import_id},
    )
    if again:
        put_together(con, d, f"touche_{d.name}")


def touch_import(con: duckdb.DuckDBPyConnection, d: Dataset, import_ids: list[int]) -> None:
    """Rebuild every key that these imports hold: after an undo, a redo, a replacement."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE touche_{d.name} AS SELECT DISTINCT _cle FROM {log_table(d)} "
        "WHERE list_contains($ids, _import)",
        {"ids": import_ids},
    )
    refresh(con, d, f"touche_{d.name}")

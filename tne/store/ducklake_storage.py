"""The Parquet files and the catalogue of a shared base: kept few, and emptied of what no row holds any more.

Each import adds files and each writing a snapshot; an old snapshot keeps the rows it saw. Rows about persons go to Parquet
files alone, never into PostgreSQL: what a purge has to empty is then files.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from tne.datasets import DATASETS
from tne.sql import sql_text
from tne.store.schema import log_table

GARDES = 1  # days for which old snapshots stay: a query that began under one ends well
ORPHELINS = 60  # minutes after which a file that no import committed is what a killed one left


@dataclass(frozen=True)
class Entretien:
    """What a maintenance did: files before and after, snapshots before and after."""

    fichiers: tuple[int, int]
    instantanes: tuple[int, int]


def nominative_tables() -> tuple[str, ...]:
    """The logs and current tables that hold hashes of persons."""
    return tuple(t for d in DATASETS.values() if d.nominatif for t in (log_table(d), d.name))


def keep_persons_in_files(con: duckdb.DuckDBPyConnection, alias: str) -> None:
    """Small writings of nominative tables too become Parquet files: by default DuckLake keeps them in its catalogue."""
    rows = con.execute(
        f"SELECT scope_entry FROM ducklake_options('{alias}') "
        "WHERE option_name = 'data_inlining_row_limit' AND value = '0'"
    ).fetchall()
    done = {str(entry).rsplit(".", 1)[-1] for (entry,) in rows}
    for table in nominative_tables():
        if table not in done:
            con.execute(
                f"CALL {alias}.set_option('data_inlining_row_limit', 0, table_name => {sql_text(table)})"
            )


def forget(con: duckdb.DuckDBPyConnection, alias: str, schema: str) -> None:
    """Remove from files and catalogue what no row of this moment holds. Queries that began earlier may fail.

    Files with deleted rows are written anew, every older snapshot ends, and the files nobody needs are deleted; those that an
    import killed within the hour left stay until the next maintenance. The catalogue's bounds of the columns that name
    persons go too: their smallest and largest value is a hash.
    """
    _run(con, f"ducklake_flush_inlined_data('{alias}')")
    _run(con, f"ducklake_rewrite_data_files('{alias}', delete_threshold => 0)")
    _run(con, f"ducklake_expire_snapshots('{alias}', older_than => now())")
    _run(con, f"ducklake_cleanup_old_files('{alias}', cleanup_all => true)")
    _delete_orphans(con, alias)
    _forget_bounds(con, f"__ducklake_metadata_{alias}.{schema}")


def compact(con: duckdb.DuckDBPyConnection, alias: str) -> Entretien:
    """Join small files, let snapshots older than a day end, delete the files only they needed and those that killed imports
    left. Nobody has to stop.

    The few rows that DuckLake keeps in PostgreSQL stay there: each table of them would become one more small file.
    """
    before = _files(con, alias), _snapshots(con, alias)
    _run(con, f"ducklake_rewrite_data_files('{alias}')")
    _run(con, f"ducklake_merge_adjacent_files('{alias}')")
    past = f"now() - INTERVAL {GARDES} DAY"
    _run(con, f"ducklake_expire_snapshots('{alias}', older_than => {past})")
    _run(con, f"ducklake_cleanup_old_files('{alias}', older_than => {past})")
    _delete_orphans(con, alias)
    after = _files(con, alias), _snapshots(con, alias)
    return Entretien((before[0], after[0]), (before[1], after[1]))


def _run(con: duckdb.DuckDBPyConnection, call: str) -> None:
    # Counted, since their rows hold times with a zone, which Python could not read.
    con.execute(f"SELECT count(*) FROM {call}").fetchall()


def _delete_orphans(con: duckdb.DuckDBPyConnection, alias: str) -> None:
    _run(con, f"ducklake_delete_orphaned_files('{alias}', older_than => now() - INTERVAL {ORPHELINS} MINUTE)")


def _files(con: duckdb.DuckDBPyConnection, alias: str) -> int:
    rows = con.execute(f"SELECT sum(file_count) FROM ducklake_table_info('{alias}')").fetchall()
    return int(rows[0][0] or 0)


def _snapshots(con: duckdb.DuckDBPyConnection, alias: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM ducklake_snapshots('{alias}')").fetchall()[0][0])


def _forget_bounds(con: duckdb.DuckDBPyConnection, catalogue: str) -> None:
    for table in ("ducklake_file_column_stats", "ducklake_table_column_stats"):
        con.execute(
            f"UPDATE {catalogue}.{table} SET min_value = NULL, max_value = NULL WHERE (table_id, column_id) IN "
            f"(SELECT table_id, column_id FROM {catalogue}.ducklake_column WHERE column_name IN ('personne', '_cle'))"
        )

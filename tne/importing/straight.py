"""Most rows of a long file straight to the log: those of which nothing has to be told are staged nowhere before.

The writing begins before the first row is read, so that all of them are in the base or none. The few that are refused,
set aside or to be told of wait in a temporary table; a view of both is what the check of the file reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import duckdb

from tne.access import Droit
from tne.db import Base, log_table, value_columns
from tne.importing import journal, staging, writing
from tne.importing.model import Reconnaissance, Resultat
from tne.spec import Dataset

_PLAIN = "_etat = 'ok' AND _regles = 0 AND _efface = 0 AND NOT _retire"
# What staged rows have beside the columns of the log, where nothing has to be told of them.
_NOTHING_TOLD = dict.fromkeys(("_mal", "_manque", "_efface", "_regles"), "CAST(0 AS BIGINT)") | {
    "_ecart": "CAST(NULL AS VARCHAR)",
    "_etat": "'ok'",
    "_tour": "1",
}


def possible(base: Base, recognised: Sequence[Reconnaissance]) -> bool:
    """True when no other process can write meanwhile, and each record gives one row of a data set."""
    fed = Counter(li.dataset.name for r in recognised for li in r.liaisons)
    return not base.backend.partagee and max(fed.values()) == 1


class _Refused(Exception):
    """Ends the writing of a file that was refused; its arguments are the results."""


class _Known(Exception):
    """Ends the writing of a file that the journal knows: its rows are in the log already."""


def in_one_writing(
    base: Base,
    droit: Droit,
    con: duckdb.DuckDBPyConnection,
    identite: str,
    work: Callable[[int | None], list[Resultat]],
) -> list[Resultat]:
    """Stage and commit under the number of the import, in one transaction; rolled back when the file is refused.

    Of a file that the journal knows, by this identity, no row goes straight anywhere: `work` is given no number.
    """
    droit.require("importer un fichier")
    try:
        with base.writing(con):
            if journal.known(con, identite):
                raise _Known
            results = work(journal.next_number(con))
            if any(r.etat != "importé" for r in results):
                raise _Refused(*results)
            return results
    except _Known:
        return work(None)
    except _Refused as refused:
        return list(refused.args)


def waiting(d: Dataset) -> str:
    """Name of the temporary table of the rows that did not go straight to the log."""
    return f"attente_{d.name}"


def add(
    con: duckdb.DuckDBPyConnection,
    d: Dataset,
    lues: list[staging.Lues],
    territoire: tuple[str, ...],
    number: int,
    *,
    first: bool,
) -> None:
    """As `staging.add`, under the number of the import."""
    rows = staging.rows(d, lues, territoire)
    with staging.registered(con, lues):
        gone = writing.append_log(con, d, f"(SELECT * FROM ({rows}) WHERE {_PLAIN})", number)
    some = gone < sum(one.lignes.nombre for one in lues)
    if first or some:
        into = f"CREATE TEMP TABLE {waiting(d)} AS" if first else f"INSERT INTO {waiting(d)} BY NAME"
        # What never holds costs nothing: no cell is typed twice for an empty table.
        left = f"NOT ({_PLAIN})" if some else "false"
        with staging.registered(con, lues):
            con.execute(f"{into} SELECT * FROM ({rows}) WHERE {left}")
    if first:
        con.execute(f"CREATE TEMP VIEW {staging.stage_table(d)} AS {_both(d, number)}")


def _both(d: Dataset, number: int) -> str:
    """SQL of all rows of the file as they are staged elsewhere."""
    values = ", ".join(f'"{name}"' for name, _ in value_columns(d))
    nothing = ", ".join(f"{sql} AS {name}" for name, sql in _NOTHING_TOLD.items())
    return (
        f"SELECT {writing.RECORD} AS _rang, {writing.ROW} AS _sous, _feuille, _ligne, _retire, _cle, {values}, {nothing} "
        f"FROM {log_table(d)} WHERE _import = {number} UNION ALL BY NAME SELECT * FROM {waiting(d)}"
    )


def finish(con: duckdb.DuckDBPyConnection, d: Dataset) -> None:
    """As `staging.finish`, where each record gives one row."""
    table = staging.stage_table(d)
    if staging.has_doubles(con, table):
        con.execute(f"CREATE TEMP TABLE tours_{d.name} AS {staging.numbered(table)}")
        con.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS FROM tours_{d.name}")

"""Where kept tables stand: in files beside the base, so that the next start finds them; in memory where no file can be.

One file for each database of `tne.queries.gardees`, `tne.duckdb.gardees` and `tne.duckdb.gardees_details`. They hold nothing
that the base does not give again, and may be removed whenever nobody has it open. No backup takes them along; a purge removes
them, for they hold numbers made from the hashes of persons.

Not in the base itself: its file would be larger by them, and every copy of it, its freed pages would keep what a purge
erases, and each making would be one more writing of what must not be lost.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from functools import lru_cache

import duckdb

from tne.db import TIREE
from tne.erreurs import BaseEndommagee, BaseTenue
from tne.queries.views import VIEWS
from tne.sql import sql_text
from tne.store import temporary
from tne.store.faults import refusal
from tne.store.schema import tables

# Of the tables that stand beside it: the data version they were made from, what made them, rows read, their search path.
_ETAT = (
    "CREATE TABLE IF NOT EXISTS {}.main.etat (version BIGINT, recette VARCHAR, lignes BIGINT, chemin VARCHAR)"
)


@lru_cache(maxsize=1)
def recette() -> str:
    """Changes with all that decides what a table holds, but the rows: the views, the columns, and DuckDB, whose `hash` makes
    persons numbers."""
    return hashlib.sha256(repr((VIEWS, tables(), duckdb.__version__)).encode()).hexdigest()


def attacher(con: duckdb.DuckDBPyConnection, base: str, *, au_disque: bool = True) -> bool:
    """Attach the database of kept tables `base`, outside any transaction; False where its tables are there to be read only.
    Without `au_disque` it stands in memory: a small base is added up sooner than a file beside it is worth.

    A file that is damaged, or of another version of DuckDB, gives way to a new one. duckdb.IOException where the base is read
    only and nothing was kept beside it.
    """
    attached = con.execute("SELECT readonly FROM duckdb_databases() WHERE database_name = $b", {"b": base})
    if known := attached.fetchall():
        return not known[0][0]
    home = con.execute(
        "SELECT path, readonly FROM duckdb_databases() WHERE database_name = current_database() AND type = 'duckdb'"
    ).fetchall()
    path, read_only = home[0] if home else (None, False)
    if path and read_only:
        con.execute(f"ATTACH IF NOT EXISTS {_nomme(path, base)} AS {base} (READ_ONLY)")
        return False
    if not (au_disque and path and _au_disque(con, path, base)):
        con.execute(f"ATTACH IF NOT EXISTS ':memory:' AS {base}")
        con.execute(_ETAT.format(base))
    return True


def _nomme(path: str, base: str) -> str:
    return sql_text(str(temporary.kept_file(path, base)))


def _au_disque(con: duckdb.DuckDBPyConnection, path: str, base: str) -> bool:
    """True once the file is attached; False where it cannot be: no right, another process, or no room for as much again as the
    base takes (a disk that fills while tables are written stops the base too)."""
    file = temporary.kept_file(path, base)
    for _ in range(2):
        try:
            if not file.exists() and shutil.disk_usage(file.parent).free < os.path.getsize(path):
                return False
            con.execute(f"ATTACH IF NOT EXISTS {_nomme(path, base)} AS {base}")
            con.execute(_ETAT.format(base))
            return True
        except duckdb.Error as error:
            if isinstance(refusal(error, ""), BaseTenue):
                return False
            with suppress(duckdb.Error):
                con.execute(f"DETACH DATABASE IF EXISTS {base}")
            with suppress(OSError):
                temporary.remove_kept(path, (base,))
        except OSError:
            return False
    return False


def en_fichier(con: duckdb.DuckDBPyConnection, base: str) -> bool:
    """True when the database of kept tables `base` is attached, and is a file; this connection may not read it yet."""
    found = con.execute(
        "SELECT count(*) FROM duckdb_databases() WHERE database_name = $b AND path IS NOT NULL", {"b": base}
    ).fetchall()
    return bool(found[0][0])


def lit_des_fichiers(con: duckdb.DuckDBPyConnection) -> bool:
    """True when all that this connection reads of kept tables is in files, which the next start will find."""
    (path,) = con.execute("SELECT current_setting('search_path')").fetchall()[0]
    return all(base in path and en_fichier(con, base) for base in temporary.KEPT)


def retrouver(con: duckdb.DuckDBPyConnection, base: str, version: int, rows: int | None = None) -> str:
    """The search path of the tables that were made from this very version of the data; "" when there are none.

    `rows`: how many the base holds for them to read, where it was counted; what writes beside the program seldom leaves it.
    """
    there = con.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE database_name = $b AND table_name = 'etat'", {"b": base}
    ).fetchall()
    if version < TIREE or not there[0][0]:
        return ""
    found = con.execute(
        f"SELECT chemin FROM {base}.main.etat WHERE version = $version AND recette = $recette "
        "AND ($lignes IS NULL OR lignes = $lignes)",
        {"version": version, "recette": recette(), "lignes": rows},
    ).fetchall()
    return str(found[0][0]) if found else ""


def noter(con: duckdb.DuckDBPyConnection, base: str, version: int, rows: int, path: str) -> None:
    """Say, in the transaction that makes them, which version the tables of `path` are of."""
    con.execute(f"DELETE FROM {base}.main.etat")
    con.execute(
        f"INSERT INTO {base}.main.etat VALUES ($version, $recette, $lignes, $chemin)",
        {"version": version, "recette": recette(), "lignes": rows, "chemin": path},
    )


def abimee(error: BaseException) -> bool:
    """True when a file cannot be read as it was written."""
    return isinstance(error, duckdb.Error) and (
        isinstance(error, duckdb.FatalException) or isinstance(refusal(error, ""), BaseEndommagee)
    )


def jeter(con: duckdb.DuckDBPyConnection, path: str) -> None:
    """Let go of the files of the base at `path`, on a connection that looks elsewhere: what is asked next is made anew."""
    for base in temporary.KEPT:
        with suppress(duckdb.Error):
            con.execute(f"DETACH DATABASE IF EXISTS {base}")
    with suppress(OSError):
        temporary.remove_kept(path)

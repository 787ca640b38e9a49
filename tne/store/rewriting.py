"""A base file written anew: what a database keeps of deleted rows, until their pages are used again, stays behind."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Protocol

import duckdb

from tne import settings
from tne.erreurs import BaseIndisponible
from tne.sql import sql_text
from tne.store.backup_files import replace_durably
from tne.store.temporary import REWRITTEN, remove_kept

# How long to wait for the queries of other threads to end before the file is replaced (seconds).
ATTENTE = 10.0
# The setting kept in a base whose file must still be written anew.
REECRITURE = "reecriture"


class Opened(Protocol):
    """A base that is open (`tne.db.Base`)."""

    path: str

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection."""
        ...

    def close(self) -> None:
        """Close it."""
        ...


def close_anew(base: Opened, gone: bool) -> None:
    """Close a base out of which something was taken; its file is written anew unless `gone`: `Base.forget` left nothing of it.

    BaseIndisponible when queries still hold the file.
    """
    if not gone:
        con = base.cursor()
        con.execute("CHECKPOINT")
        con.close()
    base.close()
    if not gone:
        rewrite(base.path)


def rewrite(path: str, attente: float = ATTENTE) -> None:
    """Copy a closed base into a new file that takes its place; what was kept beside it of the rows of before goes.

    BaseIndisponible when queries hold the file for `attente` seconds more.
    """
    new, log = Path(path + REWRITTEN), Path(path + ".wal")
    new.unlink(missing_ok=True)
    _wait_alone(path, attente)
    remove_kept(path)
    if log.exists():  # it belongs to the old file: never beside the new one
        con = duckdb.connect(path)
        con.execute("CHECKPOINT")
        con.close()
    con = duckdb.connect(":memory:", config={"memory_limit": settings.memory_limit()})
    try:
        con.execute(f"ATTACH {sql_text(path)} AS base_ancienne (READ_ONLY)")
        con.execute(f"ATTACH {sql_text(str(new))} AS base_neuve (STORAGE_VERSION 'v1.5.0')")
        con.execute("COPY FROM DATABASE base_ancienne TO base_neuve")
        con.execute("DELETE FROM base_neuve.meta WHERE cle = $k", {"k": REECRITURE})
        con.execute("CHECKPOINT base_neuve")
    finally:
        con.close()
    replace_durably(new, Path(path))


def _wait_alone(path: str, attente: float) -> None:
    """Wait until no other connection of this process holds the file: opening it otherwise is refused meanwhile."""
    deadline = time.monotonic() + attente
    while True:
        try:
            duckdb.connect(path, read_only=True).close()
            return
        except duckdb.Error as error:
            if time.monotonic() > deadline:
                raise BaseIndisponible(
                    "Les liens sont effacés, mais le fichier de la base est encore lu ailleurs et n'a pas pu être réécrit : "
                    "fermez les autres fenêtres du tableau de bord, puis relancez la même commande."
                ) from error
            time.sleep(0.1)

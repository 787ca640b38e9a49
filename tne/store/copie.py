"""One base copied whole into another place: from a file to a shared base, and back."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from tne.access import Droit
from tne.db import Base
from tne.erreurs import BaseIndisponible, UsageIncorrect
from tne.importing.journal import record_event, retry
from tne.sql import sql_beside
from tne.store.backend import backend
from tne.store.faults import told
from tne.store.schema import LOCK, tables
from tne.store.verification import verifier
from tne.typographie import compte, entier

_ORIGINE = sql_beside("origine")


@dataclass(frozen=True)
class Copie:
    """What was copied: table → rows, the same number in both bases."""

    lignes: dict[str, int]

    @property
    def total(self) -> int:
        """Rows of all tables."""
        return sum(self.lignes.values())


def copier(source: str, destination: str, droit: Droit) -> Copie:
    """Copy every table of one base into another that holds no import; both named as `TNE_BASE` names them.

    One transaction: the destination holds everything or nothing. The rows of each table are counted in both and the
    destination is verified before it counts. BaseIndisponible when the destination already holds imports, or when
    anything differs. The secret of the hashes is a file of its own: carry it along.
    """
    droit.require("copier la base")
    if source == destination:
        raise UsageIncorrect("La base de départ et celle d'arrivée sont la même.")
    Base(source).close()  # brings its schema up to date, or says why it cannot be read
    target = Base(destination)
    try:
        with told(target.backend.nom):
            return retry(lambda: _copy(source, target, droit))
    finally:
        target.close()


def _copy(source: str, target: Base, droit: Droit) -> Copie:
    origin = backend(source)
    con = target.cursor()
    try:
        origin.attach(con, _ORIGINE, True)
        try:
            with target.writing(con):
                _refuse_filled(con, target)
                copied = {
                    name: _table(con, name, columns) for name, columns in tables().items() if name != LOCK
                }
                record_event(con, "copie", droit.qui, detail=f"depuis {origin.nom}")
        finally:
            con.execute(f"DETACH {_ORIGINE}")
    finally:
        con.close()
    if differences := verifier(target):
        raise BaseIndisponible(f"La copie n'est pas cohérente : {differences[0]} Ne l'utilisez pas.")
    return Copie(copied)


def _refuse_filled(con: duckdb.DuckDBPyConnection, target: Base) -> None:
    held = con.execute("SELECT count(*) FROM import").fetchall()[0][0]
    if held:
        raise BaseIndisponible(
            f"La base d'arrivée « {target.backend.nom} » contient déjà {compte(held, 'import')} : choisissez une base neuve."
        )


def _table(con: duckdb.DuckDBPyConnection, table: str, columns: list[tuple[str, str]]) -> int:
    listed = ", ".join(f'"{name}"' for name, _ in columns)
    con.execute(f'DELETE FROM "{table}"')
    con.execute(f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM {_ORIGINE}."{table}"')
    counted = con.execute(
        f'SELECT (SELECT count(*) FROM {_ORIGINE}."{table}"), (SELECT count(*) FROM "{table}")'
    ).fetchall()
    there, here = counted[0]
    if there != here:
        raise BaseIndisponible(
            f"La copie de la table « {table} » ne compte pas juste ({compte(here, 'ligne')} pour {entier(there)}) : rien n'a été écrit."
        )
    return int(here)

"""Forgetting who: the hashes of one school year become numbers drawn at random, one per person and year.

Distinct counts of that year stay exact; nothing ties its persons to another year, nor to the secret any more. The
file is then written anew, since a database keeps old pages until they are used again.
"""

from __future__ import annotations

import secrets
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from tne import horloge
from tne.access import Droit
from tne.datasets import DATASETS
from tne.db import Base, log_table
from tne.erreurs import UsageIncorrect
from tne.filters import read_annee
from tne.importing import journal
from tne.persons.annees_purgees import nominatifs, of_year, years_of
from tne.queries.memoire import retenue
from tne.store import backup_files
from tne.store.backend import Backend
from tne.store.backup import sauvegarde_automatique
from tne.store.backup_files import AVANT_PURGE
from tne.store.rewriting import REECRITURE, close_anew
from tne.store.schema import set_meta
from tne.typographie import compte


@dataclass(frozen=True)
class Purge:
    """What a purge did: persons renumbered, rows of logs and current tables changed, backups that still hold the year."""

    annee: str
    personnes: int
    lignes: int
    sauvegardes: tuple[str, ...]


def _values(column: str) -> str:
    """SQL: the distinct values of a column, as texts, over every nominative row of the year, imports that were undone included."""
    # All that the current tables hold comes out of the logs.
    logs = {jeu: log_table(DATASETS[jeu]) for jeu in nominatifs()}
    return " UNION ".join(
        f"SELECT CAST({column} AS VARCHAR) AS v FROM {log} t WHERE t.personne IS NOT NULL AND {of_year(jeu, log)}"
        for jeu, log in logs.items()
    )


def _rows(con: duckdb.DuckDBPyConnection, column: str, annee: str) -> list[str]:
    return [v for (v,) in con.execute(_values(column), {"annee": annee}).fetchall()]


def purger(base: Base, droit: Droit, annee: str) -> Purge:
    """Renumber the persons of one school year, then write the file anew and close it.

    The base is closed at the end: its file is another one; open it again. May be run again on the same year.
    UsageIncorrect when the base holds no person of that year; BaseIndisponible when queries still hold the file.
    """
    done, gone = _erase(base, droit, annee)
    close_anew(base, gone)
    return done


def purger_en_service(base: Base, droit: Droit, annee: str) -> tuple[Purge, bool]:
    """The same in a server whose sessions go on reading: the base stays open. True when nothing of the year is left
    anywhere; False when old pages stay in its file until the next opening writes it anew.

    UsageIncorrect and BaseIndisponible as for `purger`.
    """
    return _erase(base, droit, annee)


def annees_nominatives(base: Base, droit: Droit) -> tuple[str, ...]:
    """The school years that hold persons (hashes) and were not purged yet, latest first."""
    droit.require("voir les années dont les personnes sont comptées")
    with closing(base.cursor()) as con:
        return _years(con)


def personnes_nominatives(base: Base, droit: Droit, annee: str) -> int:
    """Persons (distinct hashes) of one school year. UsageIncorrect for what is none."""
    read_annee(annee)
    droit.require("compter les personnes d'une année")
    with closing(base.cursor()) as con:
        return _persons(con, annee)


@retenue
def _years(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    purged = {k for (k,) in con.execute("SELECT cle FROM meta WHERE cle LIKE 'purge:%'").fetchall()}
    years = " UNION ".join(
        f"SELECT annee FROM ({years_of(jeu, f'(FROM {log_table(DATASETS[jeu])} WHERE personne IS NOT NULL)')})"
        for jeu in nominatifs()
    )
    found = [a for (a,) in con.execute(f"{years} ORDER BY annee DESC").fetchall()]
    return tuple(a for a in found if a is not None and f"purge:{a}" not in purged)


@retenue
def _persons(con: duckdb.DuckDBPyConnection, annee: str) -> int:
    return int(
        con.execute(f"SELECT count(*) FROM ({_values('personne')})", {"annee": annee}).fetchall()[0][0]
    )


def _erase(base: Base, droit: Droit, annee: str) -> tuple[Purge, bool]:
    droit.require("effacer les liens entre les personnes d'une année")
    read_annee(annee)
    with base.alone("effacer les liens d'une année"):
        persons, rows = journal.retry(lambda: _renumber(base, droit, annee))
    gone = journal.retry(base.forget)
    return Purge(annee, persons, rows, backups_holding(base.backend, annee)), gone


def _renumber(base: Base, droit: Droit, annee: str) -> tuple[int, int]:
    with base.writing() as con:
        persons = _rows(con, "personne", annee)
        if not persons:
            raise UsageIncorrect(
                f"La base ne contient aucune personne pour {annee} : il n'y a rien à effacer. Vérifiez l'année."
            )
        sauvegarde_automatique(base, droit, AVANT_PURGE)
        keys = _rows(con, "_cle", annee)
        # Given to the queries from memory: written down, even for a moment, these pairs would be the link itself.
        con.register("purge_personnes", _drawn(persons))
        # Keys are digests that hold the hash: they are drawn anew too, the same in the log and the current table.
        con.register("purge_cles", _drawn(keys))
        touched = 0
        for jeu in nominatifs():
            for table in (log_table(DATASETS[jeu]), jeu):
                done = con.execute(
                    f"UPDATE {table} AS t SET personne = CAST(p.neuf AS UUID) FROM purge_personnes p "
                    f"WHERE p.ancien = CAST(t.personne AS VARCHAR) AND {of_year(jeu, table)}",
                    {"annee": annee},
                ).fetchall()
                con.execute(
                    f'UPDATE "{table}" AS t SET _cle = CAST(c.neuf AS UUID) FROM purge_cles c '
                    "WHERE c.ancien = CAST(t._cle AS VARCHAR)"
                )
                touched += int(done[0][0])
        con.unregister("purge_personnes")
        con.unregister("purge_cles")
        set_meta(con, f"purge:{annee}", horloge.aujourdhui().isoformat())
        # A purge that is killed here is finished by whoever opens the base next.
        set_meta(con, REECRITURE, "due")
        journal.record_event(con, "purge", droit.qui, detail=f"{annee} : {compte(len(persons), 'personne')}")
    return len(persons), touched


def _drawn(values: list[str]) -> pa.Table:
    """Each of them beside another, drawn: neither tells the other."""
    return pa.table({"ancien": values, "neuf": [secrets.token_hex(16) for _ in values]})


def backups_holding(place: Backend, annee: str) -> tuple[str, ...]:
    """The names of the automatic backups of a base that still hold the hashes of that year.

    A backup that cannot be read is named too: nobody can say that it does not.
    """
    folder = backup_files.folder(place)
    files = sorted(p for p in folder.rglob("*") if p.is_file()) if folder.is_dir() else []
    return tuple(str(p.relative_to(folder)) for p in files if _holds(p, annee))


def _holds(path: Path, annee: str) -> bool:
    if path.suffix not in (".duckdb", ".db"):
        return False
    try:
        con = duckdb.connect(str(path), read_only=True)
    except duckdb.Error:
        return True
    try:
        if con.execute("SELECT 1 FROM meta WHERE cle = $k", {"k": f"purge:{annee}"}).fetchall():
            return False
        return bool(_rows(con, "personne", annee))
    except duckdb.Error:
        return True
    finally:
        con.close()

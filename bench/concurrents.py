"""Those who answer the questions of `bench.questions`, each in a process of its own: the program, SQL by hand on the same
DuckDB tables, pandas on frames in memory, Datasette over SQLite.

Each in its fastest documented form: the frames hold categories and numbers and the session of each registration; SQLite has
the indexes that the questions use, and Datasette answers in one JSON array. All with the threads of the machine.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

import duckdb
import pandas as pd

from bench.questions import QUESTIONS, Choix, Lignes, lignes
from bench.rapport import Temps, between, now
from tests.navigateur.banc import port_libre

LIMITE = 120
"""Seconds that Datasette gives one question."""
SQLITE_LIGNES = 6_000_000
"""Registrations that are still copied to SQLite: the copy alone of a larger base takes longer than all the rest."""


@dataclass(frozen=True)
class Base:
    """Where a contender finds the data: a DuckDB file of its own, its school years, what DuckDB may take of memory."""

    fichier: str
    annees: tuple[str, ...]
    memoire: str


Repondre = Callable[[int, Choix], Lignes]


class Concurrent(Protocol):
    """Somebody who answers."""

    def repondre(self, question: int, choix: Choix) -> tuple[Temps, Lignes]:
        """The time of an answer, and its rows."""

    def memoire(self) -> int:
        """Bytes that its process has held at most."""

    def fermer(self) -> None:
        """End its process."""


def _connect(base: Base) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(base.fichier, config={"memory_limit": base.memoire})
    con.execute("SET enable_progress_bar = false")
    return con


def programme_pret(base: Base) -> Repondre:
    """The program, on an open base."""
    from tne.db import Base as LaBase
    from tne.queries.memoire import instant

    os.environ["TNE_MEMOIRE"] = base.memoire
    ours = LaBase(base.fichier)

    def ask(question: int, choix: Choix) -> Lignes:
        con = ours.cursor()
        try:
            # As `tne.ui.cache.ask` does.
            with instant(con):
                return QUESTIONS[question].programme(con, choix.filtre(base.annees))
        finally:
            con.close()

    return ask


def sql_pret(base: Base) -> Repondre:
    """SQL by hand, on an open base."""
    con = _connect(base)

    def ask(question: int, choix: Choix) -> Lignes:
        found = con.execute(
            QUESTIONS[question].texte("duckdb"), {"type": choix.type, "secteur": choix.secteur}
        )
        return lignes(found.fetchall())

    return ask


_CADRES = {
    "etablissement": """SELECT uai, type, secteur, remplace_par,
        (type = 'Collège' AND coalesce(etat, 'Ouvert') = 'Ouvert' AND remplace_par IS NULL
         AND (secteur = 'Public' OR contrat = 'Sous contrat')) AS reference FROM etablissement""",
    # A person is a number: eight bytes of the sixteen.
    "inscription": """SELECT t.annee, t.uai, coalesce(e.remplace_par, t.uai) AS uai_actuel, hash(t.personne) AS personne,
        m.module_libelle AS module, t.dispositif_code || t.module_code AS code_module, month(s.debut) AS mois,
        dense_rank() OVER (ORDER BY t.dispositif_code, t.module_code, t.groupe_id, t.session_code) AS seance,
        t.etat IN ('Inscrit', 'Convoqué', 'Retenu') AS active,
        active AND coalesce(t.presence = 'Présent', false) AS present,
        active AND coalesce(t.presence IN ('Absent', 'Absent excusé'), false) AS absent
        FROM inscription t LEFT JOIN session s ON s.dispositif_code = t.dispositif_code AND s.module_code = t.module_code
            AND s.groupe_id = t.groupe_id AND s.session_code = t.session_code
        LEFT JOIN module m ON m.dispositif_code = t.dispositif_code AND m.module_code = t.module_code
        LEFT JOIN etablissement e ON e.uai = t.uai""",
    "offre": "SELECT annee, uai, hash(personne) AS personne FROM offre",
    "intervention": """SELECT t.annee, t.uai, coalesce(e.remplace_par, t.uai) AS uai_actuel, t.nature, t.reference, t.heures
        FROM intervention t LEFT JOIN etablissement e ON e.uai = t.uai""",
    "atelier_parentalite": "SELECT annee, uai, theme, familles FROM atelier_parentalite",
    "equipement": "SELECT uai, type, etat, quantite FROM equipement",
    "numerixplore": """SELECT t.annee, t.uai, coalesce(e.remplace_par, t.uai) AS uai_actuel, t.eleves
        FROM numerixplore t LEFT JOIN etablissement e ON e.uai = t.uai""",
}


def pandas_pret(base: Base) -> Repondre:
    """pandas, its frames filled."""
    con = _connect(base)
    cadres: dict[str, pd.DataFrame] = {}
    for name, sql in _CADRES.items():
        table = con.sql(sql).to_arrow_table()
        cadres[name] = table.to_pandas(strings_to_categorical=name != "etablissement", self_destruct=True)
    con.close()
    schools = cadres["etablissement"].set_index("uai", drop=False)

    def ask(question: int, choix: Choix) -> Lignes:
        uais = None
        if choix.type or choix.secteur:
            counts = schools["remplace_par"].fillna(schools["uai"])
            of_each = schools.reindex(counts)
            kept = pd.Series(True, index=schools.index)
            for column, value in (("type", choix.type), ("secteur", choix.secteur)):
                if value:
                    kept &= (of_each[column] == value).to_numpy()
            uais = frozenset(schools.loc[kept, "uai"])
        return QUESTIONS[question].pandas(cadres, uais)

    return ask


SORTES: dict[str, Callable[[Base], Repondre]] = {
    "programme": programme_pret,
    "sql": sql_pret,
    "pandas": pandas_pret,
}


def _serve(sorte: str, base: Base, pipe: Connection) -> None:
    try:
        ask = SORTES[sorte](base)
        pipe.send("ready")
    except (duckdb.Error, MemoryError, ArithmeticError, ValueError) as error:
        pipe.send(f"{type(error).__name__}: {error}"[:200])
        return
    while (order := pipe.recv()) is not None:
        question, choix = order
        before = now()
        rows = ask(question, choix)
        spent = between(before, now())
        pipe.send((spent, rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024))


class DansSonProcessus:
    """A contender that runs Python here, in a process of its own, so that its memory is known."""

    def __init__(self, sorte: str, base: Base) -> None:
        """Start it; RuntimeError when it cannot hold the data."""
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(sorte, base, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._most = 0
        try:
            said = self._pipe.recv()
        except EOFError:
            said = "arrêté, faute de mémoire"
        if said != "ready":
            raise RuntimeError(said)

    def repondre(self, question: int, choix: Choix) -> tuple[Temps, Lignes]:
        """The time of an answer, and its rows."""
        self._pipe.send((question, choix))
        spent, rows, self._most = self._pipe.recv()
        return spent, rows

    def memoire(self) -> int:
        """Bytes that it has held at most."""
        return self._most

    def fermer(self) -> None:
        """End its process."""
        self._pipe.send(None)
        self._process.join(10)
        self._process.kill()


def datasette_trouve(chemin: str | None) -> list[str] | None:
    """The command of Datasette: the one given, else the one of this environment; None without it."""
    if chemin:
        return [chemin]
    return [sys.executable, "-m", "datasette"] if find_spec("datasette") else None


_INDEX = (
    "CREATE INDEX i1 ON inscription (annee, uai)",
    "CREATE INDEX i2 ON inscription (uai)",
    "CREATE INDEX i3 ON offre (annee, uai)",
    "CREATE UNIQUE INDEX i4 ON session (dispositif_code, module_code, groupe_id, session_code)",
    "CREATE UNIQUE INDEX i5 ON module (dispositif_code, module_code)",
    "CREATE UNIQUE INDEX i6 ON etablissement (uai)",
    "ANALYZE",
)
_TABLES_SQLITE = (
    "etablissement",
    "module",
    "session",
    "inscription",
    "offre",
    "intervention",
    "atelier_parentalite",
    "equipement",
    "numerixplore",
)


def vers_sqlite(base: Base, vers: Path) -> None:
    """Copy what the questions read into a SQLite file, with indexes."""
    vers.unlink(missing_ok=True)
    con, target = _connect(base), sqlite3.connect(vers, isolation_level=None)
    target.execute("PRAGMA synchronous = OFF")
    target.execute("PRAGMA journal_mode = OFF")
    for table in _TABLES_SQLITE:
        columns = con.execute(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = $t AND column_name NOT LIKE '\\_%' ESCAPE '\\' "
            "AND schema_name = 'main' AND column_name NOT IN ('commentaire', 'contenu') ORDER BY column_index",
            {"t": table},
        ).fetchall()
        listed = ", ".join(
            f'CAST("{c}" AS VARCHAR)' if t in ("DATE", "TIMESTAMP") else f'"{c}"' for c, t in columns
        )
        found = con.execute(f'SELECT {listed} FROM "{table}"')
        target.execute(f'CREATE TABLE "{table}" ({", ".join(c for c, _ in columns)})')
        marks = ", ".join("?" * len(columns))
        target.execute("BEGIN")
        while rows := found.fetchmany(50_000):
            target.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)
        target.execute("COMMIT")
    for sql in _INDEX:
        target.execute(sql)
    target.close()
    con.close()


class Datasette:
    """Datasette over a SQLite file, asked over HTTP on this machine, as its users do."""

    def __init__(self, commande: Sequence[str], fichier: Path) -> None:
        """Start it and wait until it answers."""
        port = port_libre()
        limits = [
            "--setting",
            "sql_time_limit_ms",
            str(LIMITE * 1000),
            "--setting",
            "max_returned_rows",
            "1000000",
        ]
        self._url = f"http://127.0.0.1:{port}/{fichier.stem}.json?"
        self._process = subprocess.Popen(
            [*commande, "serve", str(fichier), "-p", str(port), *limits],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )
        limit = time.monotonic() + 60
        while True:
            try:
                self._get("SELECT 1", Choix())
                return
            except (urllib.error.URLError, ConnectionError):
                if time.monotonic() > limit or self._process.poll() is not None:
                    self.fermer()
                    raise RuntimeError("Datasette ne démarre pas") from None
                time.sleep(0.2)

    def _get(self, sql: str, choix: Choix) -> Lignes:
        sql = sql.replace("$type", ":type").replace("$secteur", ":secteur")
        # An empty parameter is a text for Datasette: NULL is written into the query.
        for name, value in (("type", choix.type), ("secteur", choix.secteur)):
            sql = sql if value else sql.replace(f":{name}", "NULL")
        asked = {"sql": sql, "_shape": "arrays", "type": choix.type or "", "secteur": choix.secteur or ""}
        with urllib.request.urlopen(
            self._url + urllib.parse.urlencode(asked), timeout=LIMITE + 10
        ) as response:
            return list(map(tuple, json.loads(response.read())["rows"]))

    def repondre(self, question: int, choix: Choix) -> tuple[Temps, Lignes]:
        """The time of an answer with what HTTP adds, the processor time of the server, and the rows."""
        before = time.perf_counter(), now(self._process.pid)[1]
        rows = self._get(QUESTIONS[question].texte("sqlite"), choix)
        after = time.perf_counter(), now(self._process.pid)[1]
        return between(before, after), lignes(rows)

    def memoire(self) -> int:
        """Bytes that it has held at most."""
        return pic(self._process.pid)

    def fermer(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(10)


def pic(pid: int) -> int:
    """Bytes that a running process has held at most (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text()
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))

"""Bases of any size for the benches: `generer(ECHELLES["douze"], chemin)`.

Everything is made by SQL inside DuckDB, straight into the current tables of a base (`tne.store.schema`): no file is read, no
import runs. The logs stay empty unless `journal` is asked for, so that `python -m tne verifier` speaks only of a base made
with it. Numbers are drawn by `hash()`: the same base each time with one version of DuckDB. Shares are those of the
demonstration (active, present, absent, not processed, schools that were replaced); sizes are skewed: a few communes, schools
and sessions hold much, many hold little.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import gcd, log
from pathlib import Path

import duckdb

from bench.peuplement import EMPLOIS, PAR_ANNEE, PREPARATION, UNE_FOIS
from tne import geo
from tne.datasets import DATASETS
from tne.db import Base, log_table

# The « territoires numériques éducatifs » of 2020 and 2021.
DOUZE_TNE = ("002", "013", "018", "025", "029", "02A", "034", "038", "086", "088", "095", "971")
CENT = (*(f"{n:03d}" for n in range(1, 96) if n != 20), "02A", "02B", "971", "972", "973", "974")


@dataclass(frozen=True)
class Echelle:
    """How large a base is, for each of its départements: schools, teachers, mean registrations of a teacher in a year.

    `memoire`: `TNE_MEMOIRE` of a server that answers from it.
    """

    nom: str
    titre: str
    departements: tuple[str, ...] = ("086",)
    annees: tuple[int, ...] = (2020, 2021, 2022, 2023, 2024)
    etablissements: int = 600
    enseignants: int = 8_600
    inscriptions: float = 5.814
    memoire: str = "700MB"

    @property
    def annees_scolaires(self) -> tuple[str, ...]:
        """« 2024-2025 » for 2024."""
        return tuple(f"{a}-{a + 1}" for a in self.annees)

    @property
    def sessions(self) -> int:
        """Sessions of a département and year. Not a multiple of 7: the sessions of a person are seven apart."""
        wanted = max(61, round(self.enseignants * self.inscriptions / 24))
        return wanted if gcd(wanted, 7) == 1 else wanted + 1


ECHELLES = {
    e.nom: e
    for e in (
        Echelle("essai", "Essai", ("086", "018"), (2023, 2024), 40, 120, 4.0),
        Echelle("dix-ans", "Un département, dix ans", annees=tuple(range(2015, 2025))),
        Echelle("douze", "Douze TNE, cinq ans", DOUZE_TNE),
        Echelle("nation", "La nation, cinq ans", CENT, memoire="2GB"),
    )
}
"""The made scales; the demonstration is the fourth that is measured. Each département weighs as one of the nation's hundred."""


def generer(echelle: Echelle, chemin: Path, *, journal: bool = False) -> None:
    """Make the base of a scale at `chemin`, which must not be there yet; whole or not at all.

    `journal`: fill the logs and the journal of imports too, so that the base is verified as an imported one.
    """
    draft = chemin.with_suffix(".en-cours")
    for left in (draft, draft.with_name(draft.name + ".wal")):
        left.unlink(missing_ok=True)
    base = Base(str(draft))
    try:
        con = base.cursor()
        _number(con, "SET DEFAULT {}")
        with base.writing(con):
            _fill(con, echelle)
            _journal(con, journal)
        _number(con, "DROP DEFAULT")
        base.cursor().execute("CHECKPOINT")
    finally:
        base.close()
    draft.rename(chemin)


def _number(con: duckdb.DuckDBPyConnection, change: str) -> None:
    """Rows take the number of their import as they come: to set it afterwards would write every table twice."""
    for number, name in enumerate(DATASETS, start=1):
        con.execute(f'ALTER TABLE "{name}" ALTER _import {change.format(number)}')


def _fill(con: duckdb.DuckDBPyConnection, e: Echelle) -> None:
    for sql in PREPARATION:
        con.execute(sql)
    con.execute(
        "CREATE TEMP TABLE g AS SELECT CAST($1 AS BIGINT) AS ecoles, CAST($2 AS BIGINT) AS enseignants, "
        "CAST($3 AS BIGINT) AS sessions, CAST($4 AS DOUBLE) AS moyenne",
        # The mean of an exponential law that, rounded down, gives the mean asked for.
        [e.etablissements, e.enseignants, e.sessions, 1 / log(1 + 1 / e.inscriptions)],
    )
    con.executemany("INSERT INTO g_dep VALUES (?, ?, ?, ?)", list(_departements(e.departements)))
    real = geo.communes().sort_values("population", ascending=False)
    ranks: dict[str, int] = {}
    for code, nom, latitude, longitude in zip(
        real["code_insee"], real["nom"], real["latitude"], real["longitude"], strict=True
    ):
        rank = ranks[code[:2]] = ranks.get(code[:2], -1) + 1
        con.execute(
            "INSERT INTO g_nom VALUES (?, ?, ?, ?, ?, ?)", [code[:2], rank, code, nom, latitude, longitude]
        )
    con.executemany("INSERT INTO g_annee VALUES (?, ?)", list(zip(e.annees, e.annees_scolaires, strict=True)))
    for sql in UNE_FOIS:
        con.execute(sql)
    for annee in e.annees_scolaires:
        for sql in PAR_ANNEE:
            con.execute(sql, {"annee": annee})
    for table in EMPLOIS:
        con.execute(f"DROP TABLE {table}")


def _departements(codes: tuple[str, ...]) -> Iterable[tuple[int, str, str, str]]:
    """Rank, code, first three digits of its UAIs, beginning of its INSEE codes."""
    corse = {"02A": "620", "02B": "720"}
    for i, code in enumerate(codes):
        yield i, code, corse.get(code, code), geo.prefixe_insee(code)


def _journal(con: duckdb.DuckDBPyConnection, logs: bool) -> None:
    """One import for each data set that has rows, as if its current table had come in one file."""
    for number, (name, d) in enumerate(DATASETS.items(), start=1):
        rows = int(con.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0])
        if not rows:
            continue
        con.execute(
            "INSERT INTO import SELECT $n, TIMESTAMP '2025-09-01 08:00:00', 'banc', $jeu || '.csv', 0, sha256($jeu), "
            "sha256($jeu || '+'), '[]', false, true, false",
            {"n": number, "jeu": name},
        )
        years = f'(SELECT list(DISTINCT annee ORDER BY annee) FROM "{name}")' if d.annee else "NULL"
        con.execute(
            f"INSERT INTO import_jeu SELECT $n, $jeu, 'banc', {years}, $lues, $lues, 0, 0, 0, 0, 0",
            {"n": number, "jeu": name, "lues": rows},
        )
        con.execute(
            "INSERT INTO evenement SELECT TIMESTAMP '2025-09-01 08:00:00', 'import', $n, 'banc', $jeu, $n",
            {"n": number, "jeu": name},
        )
        if logs:
            kept = [
                c for (c,) in con.execute(f"SELECT column_name FROM (DESCRIBE {log_table(d)})").fetchall()
            ]
            known = [c for (c,) in con.execute(f'SELECT column_name FROM (DESCRIBE "{name}")').fetchall()]
            listed = ", ".join(f'"{c}"' for c in kept if c in known)
            con.execute(
                f"INSERT INTO {log_table(d)} BY NAME SELECT {listed}, _ligne * 16 AS _rang, false AS _retire "
                f'FROM "{name}"'
            )

"""The registrations of a choice of schools, counted at each session of a school year: columns of numbers.

One page asks this of one choice for its tiles, its list of sessions and its figure on delays. Added up by groups of schools
(`tne.queries.cumuls.v_seance_groupe`), the counts of a year stand in one block of numbers: to add up the groups of a choice
takes a hundredth of the time that DuckDB needs to group their rows again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np

from tne.queries.additions import etroit
from tne.queries.cumuls import UNE_A_UNE
from tne.queries.memoire import retenue
from tne.queries.perimeter import morceaux

COMPTES = ("lignes", "inscriptions", "presences", "absences", "non_traitees", "delais", "delais_connus")

Colonnes = Mapping[str, "np.ndarray[Any, Any]"]

_PLAN = """
SELECT seance, planifiee, declaree, srane, canope, heures, heures_hors_face_a_face AS hors, code, CAST(debut AS DATE) AS jour
FROM v_seance WHERE annee = $annee ORDER BY seance
"""
_GROUPES = f"SELECT seance, groupe, {', '.join(COMPTES)} FROM v_seance_groupe WHERE annee = $annee"
_UNE_A_UNE = f"""
SELECT seance, {", ".join(f"CAST(sum({c}) AS INTEGER) AS {c}" for c in COMPTES)}
FROM {UNE_A_UNE} WHERE get_bit(CAST($ici AS BIT), ecole) = 1 GROUP BY seance
"""


class Comptes(dict[str, "np.ndarray[Any, Any]"]):
    """Each of `COMPTES` at every session of a year, in their order."""

    @property
    def octets(self) -> int:
        """What they take of memory."""
        return sum(column.nbytes for column in self.values())


@dataclass(frozen=True)
class Seances:
    """One school year. Its sessions have successive numbers, from `premiere` on: the place of each in every column.

    `plan`: what is known of a session, whoever is registered; `comptes`: for each of `COMPTES` one row per group of schools.
    """

    premiere: int
    plan: Colonnes
    comptes: Colonnes

    @property
    def octets(self) -> int:
        """What they take of memory."""
        return sum(column.nbytes for column in (*self.plan.values(), *self.comptes.values()))


@retenue
def seances(con: duckdb.DuckDBPyConnection, annee: str) -> Seances:
    """The sessions of a school year, those of the plan and those that only registrations name."""
    found = con.execute(_PLAN, {"annee": annee}).fetchnumpy()
    plan = {
        name: np.ma.filled(column, False if column.dtype == bool else np.nan)
        if column.dtype.kind in "bf"
        else np.ma.filled(column)
        for name, column in found.items()
    }
    numbers = plan["seance"]
    first = int(numbers[0]) if len(numbers) else 0
    rows = con.execute(_GROUPES, {"annee": annee}).fetchnumpy()
    groups, places = np.asarray(rows["groupe"]), np.asarray(rows["seance"]) - first
    shape = (1 + int(groups.max(initial=-1)), len(numbers))
    counts = {}
    for name in COMPTES:
        column = np.ma.filled(rows[name], 0)
        counts[name] = np.zeros(shape, dtype=etroit(column))
        counts[name][groups, places] = column
    return Seances(first, plan, counts)


@retenue
def compter(con: duckdb.DuckDBPyConnection, annee: str, uais: tuple[str, ...] | None) -> Comptes:
    """The registrations from these schools (None: all) at every session of the year."""
    of_year, parts = seances(con, annee), morceaux(con, uais)
    whole = np.frombuffer(parts["groupes"].encode(), dtype="uint8") == ord("1")
    counts = Comptes(
        {n: block[whole[: len(block)]].sum(axis=0, dtype="int32") for n, block in of_year.comptes.items()}
    )
    for sign, ici in ((1, "plus"), (-1, "moins")):
        if parts[f"avec_{ici}"]:
            rows = con.execute(_UNE_A_UNE, {"ici": parts[ici], "annees": [annee]}).fetchnumpy()
            places = np.asarray(rows["seance"]) - of_year.premiere
            for name in COMPTES:
                counts[name][places] += sign * np.ma.filled(rows[name], 0)
    for column in counts.values():
        column.flags.writeable = False  # kept for others
    return counts


def absences(
    con: duckdb.DuckDBPyConnection, annee: str, uais: tuple[str, ...] | None, jusque: date | None
) -> dict[str, Any] | None:
    """Presences, absences and the mean absence rate of the sessions with a registration from these schools; None without any."""
    counts = compter(con, annee, uais)
    there = (counts["lignes"] > 0) & _jusque(seances(con, annee), jusque)
    if not there.any():
        return None
    return {c: int(counts[c][there].sum()) for c in ("presences", "absences")} | _taux(counts, there)


def plan(
    con: duckdb.DuckDBPyConnection, annee: str, uais: tuple[str, ...] | None, jusque: date | None
) -> dict[str, Any] | None:
    """The mean absence rate, and what is planned: under a choice of schools, the sessions of the plan with at least one
    active registration from them. None without any session.
    """
    of_year, counts = seances(con, annee), compter(con, annee, uais)
    p, asked = of_year.plan, _jusque(of_year, jusque)
    there = asked & (counts["lignes"] > 0)
    la = asked & p["planifiee"] & (True if uais is None else counts["inscriptions"] > 0)
    if not (there | la).any():
        return None
    declared = la & ~np.isnan(p["heures"]) & ~np.isnan(p["hors"])
    return {
        **_taux(counts, there),
        "sessions": int(la.sum()),
        "sessions_declarees": int((la & p["declaree"]).sum()),
        "sessions_srane": int((la & p["srane"]).sum()),
        "sessions_canope": int((la & p["canope"]).sum()),
        "heures": float(p["heures"][declared].sum()) if declared.any() else None,
        "heures_hors": float(p["hors"][declared].sum()) if declared.any() else None,
        "modules_des_sessions": len(np.unique(p["code"][la])),
    }


def _jusque(of_year: Seances, jusque: date | None) -> np.ndarray[Any, Any]:
    """The sessions up to and with that day: what is not dated counts always."""
    days = of_year.plan["jour"].astype("datetime64[D]")
    return (
        np.ones(len(days), dtype=bool) if jusque is None else np.isnat(days) | (days <= np.datetime64(jusque))
    )


def _taux(counts: Mapping[str, np.ndarray[Any, Any]], there: np.ndarray[Any, Any]) -> dict[str, Any]:
    known = there & (counts["presences"] + counts["absences"] > 0)
    absent, present = counts["absences"][known], counts["presences"][known]
    rates = absent / (absent + present)
    return {
        "taux_moyen": 100 * float(rates.mean()) if len(rates) else None,
        "sessions_traitees": int(known.sum()),
    }

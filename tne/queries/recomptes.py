"""The counts of the whole territory after a change of rows, from those before it: only what the change may move is asked again.

A preview asks this inside a writing, where nothing is kept: to count every registration of every school year again would take
longer than all else that a preview does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import duckdb

from tne.datasets import DATASETS
from tne.filters import Filters
from tne.indicator import TRAITEES
from tne.queries.lectures import tables_lues
from tne.queries.presence import PRESENCE, presence
from tne.queries.totals import COLONNES, CUMULEES, PARTIES, deduire, partie, remplir, totals

Touchees = Mapping[str, frozenset[str] | None]
"""Data set of which rows change → the school years whose counts may change with them; None: any."""

SESSION = ("dispositif_code", "module_code", "groupe_id", "session_code")
_CODEE = DATASETS["inscription"].annee  # of a registration to a session that the plan does not hold

# What rows of the plan and registrations change, they change in the school year of a session: that of the plan as it is now,
# where the session itself changes also that of before, and that of its code, which counts where the plan does not hold it.
_PAR_LA_SESSION = {
    jeu: f"""
    SELECT annee FROM {{lignes}} UNION SELECT {_CODEE} FROM {{lignes}}
    UNION SELECT annee FROM session SEMI JOIN {{lignes}} l USING ({", ".join(codes)})"""
    for jeu, codes in {
        "inscription": SESSION,
        "session": SESSION,
        "session_complement": SESSION,
        "module": SESSION[:2],
    }.items()
}
PAR_ANNEE = frozenset(
    {
        "offre", "reponse", "intervention", "atelier_parentalite", "consultation", "equipement", "numerixplore",
        "effectif", "indicateur_publie", "chiffre_declare", "objectif", "constat",
    }
)  # fmt: skip
"""Data sets whose rows count in their own school year alone. Whatever is not told here may change any year."""


@dataclass(frozen=True)
class Comptes:
    """What indicators are made from: school year → the columns of `totals`, and what the base holds (`presence`)."""

    annees: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    presence: Mapping[tuple[str, str], int] = field(default_factory=dict)


def annees_touchees(con: duckdb.DuckDBPyConnection, jeu: str, lignes: str) -> frozenset[str] | None:
    """The school years that rows of a data set may change; None: any. `lignes`: SQL that gives them, as they were before the
    change and as they are after it, which is where `con` stands.
    """
    sql = "SELECT annee FROM {lignes}" if jeu in PAR_ANNEE else _PAR_LA_SESSION.get(jeu)
    if sql is None or not lignes:
        return None
    rows = con.execute(f"WITH changees AS MATERIALIZED ({lignes}) {sql.format(lignes='changees')}").fetchall()
    return frozenset(annee for (annee,) in rows if annee)


def compter(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...]) -> Comptes:
    """All counts of these school years."""
    return Comptes(totals(con, Filters(), annees) if annees else {}, presence(con))


def recompter(
    con: duckdb.DuckDBPyConnection, annees: tuple[str, ...], avant: Comptes, touchees: Touchees
) -> Comptes:
    """All counts of these school years after a change, `avant` before it. A year that was not counted is counted whole."""
    asked = {
        sql: tuple(
            a
            for a in annees
            if a not in avant.annees or _bouge(touchees, tables_lues(sql), a, cumulee=sql in CUMULEES)
        )
        for sql in PARTIES
    }
    registered = tuple(
        dict.fromkeys(a for sql, years in asked.items() for a in years if "v_inscription" in sql)
    )
    rows: dict[str, dict[str, Any]] = {annee: dict(avant.annees.get(annee, {})) for annee in annees}
    with _extrait(con, registered if 2 * len(registered) <= len(annees) else ()):
        for sql, years in asked.items():
            if years:
                remplir(rows, sql, years, partie(con, sql, Filters(), years, None))
        held = _presence(con, annees, avant.presence, touchees)
    for row in rows.values():
        deduire(row, COLONNES, tout=True)
    return Comptes(rows, held)


def _bouge(touchees: Touchees, tables: Collection[str], annee: str, *, cumulee: bool = False) -> bool:
    """Whether what is made from these tables may change in that year. `cumulee`: what an earlier year gave still counts."""
    for jeu in touchees.keys() & tables:
        years = touchees[jeu]
        if years is None or annee in years or (cumulee and any(y < annee for y in years)):
            return True
    return False


@contextmanager
def _extrait(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...]) -> Iterator[None]:
    """While several questions count the registrations of a few years these stand alone under the name of their view: each
    question would join all of them to their sessions again.
    """
    if not annees:
        yield
        return
    con.execute(
        "CREATE OR REPLACE TEMP TABLE v_inscription AS SELECT annee, session_id, personne, uai, debut, active, present, "
        "absent, non_traite FROM v_inscription WHERE list_contains($annees, annee)",
        {"annees": list(annees)},
    )
    try:
        yield
    finally:
        con.execute("DROP TABLE temp.v_inscription")


_INSCRIPTIONS = """
SELECT annee, count(*), count(*) FILTER (present OR absent) FROM v_inscription WHERE list_contains($annees, annee) GROUP BY annee
"""


def _presence(
    con: duckdb.DuckDBPyConnection,
    annees: tuple[str, ...],
    avant: Mapping[tuple[str, str], int],
    touchees: Touchees,
) -> dict[tuple[str, str], int]:
    """What the base holds after the change."""
    moved = {jeu for jeu, sql in PRESENCE.items() if touchees.keys() & tables_lues(sql)}
    found = {(jeu, annee): n for (jeu, annee), n in avant.items() if jeu not in moved}
    if others := moved - {"inscription", TRAITEES}:
        found |= presence(con, others)
    if moved & {"inscription", TRAITEES}:
        read = tables_lues(PRESENCE["inscription"])
        years = [a for a in annees if _bouge(touchees, read, a)]
        found |= {
            (jeu, y): n
            for (jeu, y), n in avant.items()
            if jeu in ("inscription", TRAITEES) and y not in years
        }
        counted = con.execute(_INSCRIPTIONS, {"annees": years}).fetchall() if years else []
        for annee, lines, processed in counted:
            found[("inscription", annee)] = lines
            if processed:
                found[(TRAITEES, annee)] = processed
    return found

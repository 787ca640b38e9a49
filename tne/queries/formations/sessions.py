"""The sessions: what is held, filled, waited for, and how long before it people registered."""

from __future__ import annotations

from datetime import date

import duckdb
import numpy as np
import pandas as pd

from tne.filters import Filters, View
from tne.queries.cumuls import ANNEES, SEANCES
from tne.queries.formations.portee import rows, school_years
from tne.queries.formations.repartitions import COMPTES
from tne.queries.masking import mask_breakdown
from tne.queries.memoire import retenue

# Grain: one session of the plan, what does not depend on a choice of schools.
_PLAN = """
SELECT seance, annee, CAST(session_id AS VARCHAR) AS session_id, module, session_code, debut, operateur, places, heures,
       heures_hors_face_a_face, declaree
FROM v_seance WHERE planifiee AND annee = $annee ORDER BY debut, module, v_seance.session_id
"""

# Grain: one session of the plan, under a choice of schools those with an active registration from them. Numbers alone: the
# rest is read once for all choices.
_SESSIONS = f"""
SELECT s.seance, coalesce(p.inscriptions, 0) AS inscriptions, coalesce(p.presences, 0) AS presences,
       coalesce(p.absences, 0) AS absences, coalesce(p.non_traitees, 0) AS non_traitees,
       p.delais / nullif(p.delais_connus, 0) AS delai_jours
FROM (SELECT seance FROM v_seance WHERE planifiee AND {ANNEES}) s LEFT JOIN ({SEANCES}) p ON p.seance = s.seance
WHERE ($tous OR coalesce(p.inscriptions, 0) > 0)
"""


@retenue
def _plan(con: duckdb.DuckDBPyConnection, annee: str) -> pd.DataFrame:
    # As Arrow: texts of thousands of sessions would be made one by one.
    frame: pd.DataFrame = con.sql(_PLAN, params={"annee": annee}).to_arrow_table().to_pandas()
    return frame.astype({"places": "Int64"})


@retenue
def _sessions(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, jour: date | None
) -> pd.DataFrame:
    counts = rows(con, _SESSIONS, filters, view)
    years = sorted(school_years(con, filters)) or [""]
    plan = pd.concat([_plan(con, annee) for annee in years], ignore_index=True)
    place = np.full(1 + int(plan["seance"].max()) if len(plan) else 0, -1)
    place[plan["seance"].to_numpy()] = np.arange(len(plan))
    places = place[counts["seance"].to_numpy()]
    order = np.argsort(places)
    frame = plan.drop(columns="seance").take(places[order]).reset_index(drop=True)
    for c in (*COMPTES, "delai_jours"):
        frame[c] = counts[c].to_numpy()[order]
    frame["passee"] = frame["debut"].dt.normalize() < pd.Timestamp(jour or date.today())
    return frame


def sessions(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    view: View,
    counts: list[str] = COMPTES,
    jour: date | None = None,
) -> pd.DataFrame:
    """Grain: one session of the plan, ordered by year, start, module. Under a choice of schools: those with an active
    registration from them, and the registrations from them alone.

    Columns: annee, session_id, module, session_code, debut, operateur, places, heures,
    heures_hors_face_a_face, declaree, delai_jours (mean days from active registration to start), passee (before `jour`,
    today by default), and each of `counts` (among COMPTES) with `_masque` and `_mention`.
    """
    frame = _sessions(con, filters, view, jour)
    kept = frame.drop(columns=[c for c in COMPTES if c not in counts])
    return mask_breakdown(kept, "session_id", counts, view, "annee")


def delays(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, minimum: int) -> pd.DataFrame:
    """Grain: one session with at least `minimum` processed registrations and a known delay, by year and delay.

    Columns: annee, session_id, module, debut, semaines (mean weeks from registration to start), presences, absences.
    Exact, for sums over many sessions and for a correlation: a reader must not see one session of it unmasked.
    """
    # The page lists the sessions too: they are counted once.
    frame = _sessions(con, filters, view, None)
    kept = frame[(frame["presences"] + frame["absences"] >= minimum) & frame["delai_jours"].notna()]
    found = kept.assign(semaines=kept["delai_jours"] / 7)
    ordered = found.sort_values(["annee", "semaines", "session_id"], ignore_index=True)
    return ordered[["annee", "session_id", "module", "debut", "semaines", "presences", "absences"]]


def unprocessed(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, jour: date | None = None
) -> pd.DataFrame:
    """Grain: one past session (before `jour`, today by default) with active registrations not processed, oldest first.

    Columns: session_id, annee, module, debut, entiere (none of its registrations is processed). No count of persons.
    """
    frame = _sessions(con, filters, view, jour)
    waiting = frame[frame["passee"] & (frame["non_traitees"] > 0)].reset_index(drop=True)
    waiting["entiere"] = waiting["non_traitees"] == waiting["inscriptions"]
    return waiting[["session_id", "annee", "module", "debut", "entiere"]]

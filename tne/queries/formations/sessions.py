"""The sessions: what is held, filled, waited for, and how long before it people registered."""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries.cumuls import ANNEES, SEANCES
from tne.queries.formations.portee import rows
from tne.queries.formations.repartitions import COMPTES
from tne.queries.masking import mask_breakdown
from tne.queries.memoire import retenue

_SESSIONS = f"""
SELECT s.annee, CAST(s.session_id AS VARCHAR) AS session_id, s.module, s.session_code, s.debut, s.operateur, s.places,
       s.heures, s.heures_hors_face_a_face, s.declaree,
       coalesce(p.inscriptions, 0) AS inscriptions, coalesce(p.presences, 0) AS presences,
       coalesce(p.absences, 0) AS absences, coalesce(p.non_traitees, 0) AS non_traitees,
       p.delais / nullif(p.delais_connus, 0) AS delai_jours,
       (CAST(s.debut AS DATE) < coalesce($jour, current_date)) AS passee
FROM (SELECT * FROM v_seance WHERE planifiee AND {ANNEES}) s LEFT JOIN ({SEANCES}) p ON p.seance = s.seance
WHERE ($tous OR coalesce(p.inscriptions, 0) > 0)
ORDER BY s.annee, s.debut, s.module, s.session_id
"""


@retenue
def _sessions(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, jour: date | None
) -> pd.DataFrame:
    return rows(con, _SESSIONS, filters, view, jour=jour)


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

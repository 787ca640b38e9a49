"""The sessions: what is held, filled, waited for, and how long before it people registered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from tne import horloge, settings
from tne.filters import Filters, View
from tne.queries.formations.portee import schools_added_up
from tne.queries.formations.repartitions import COMPTES
from tne.queries.masking import mask_breakdown
from tne.queries.memoire import lire_longues, retenue
from tne.queries.seances import compter, seances

# Grain: one session of the plan, what does not depend on a choice of schools: SESSION, and its number.
_PLAN = """
SELECT seance, annee, CAST(session_id AS VARCHAR) AS session_id, module, session_code, debut, operateur, places, heures,
       heures_hors_face_a_face, declaree
FROM v_seance WHERE planifiee AND annee = $annee ORDER BY debut, module, v_seance.session_id
"""

# A bilan that publishes the absence and, among its findings on trainings, speaks of the delay.
_DELAI_PUBLIE = """
SELECT count(*) > 0 FROM constat c SEMI JOIN indicateur_publie p
    ON p.annee = c.annee AND p.departement = c.departement AND p.indicateur = 'formation.taux_absence_moyen'
WHERE c.departement IN (SELECT unnest($territoire)) AND c.section = 'Formations'
    AND contains(strip_accents(lower(c.texte)), 'delai')
"""

# Grain: one session of the plan: its codes, by which Sofia-FMO finds it.
_CODES = """
SELECT p.seance, s.dispositif_code, s.module_code, s.groupe_id
FROM v_seance p JOIN session s ON s._cle = p.session_id WHERE p.planifiee AND p.annee IN (SELECT unnest($annees))
"""
SESSION = (
    "annee",
    "session_id",
    "module",
    "session_code",
    "debut",
    "operateur",
    "places",
    "heures",
    "heures_hors_face_a_face",
    "declaree",
)
"""What the plan says of a session, whoever is registered."""
_EN_ATTENTE = [
    "debut",
    "module",
    "session_code",
    "dispositif_code",
    "module_code",
    "groupe_id",
    "presences",
    "declaree",
]
TRAITEE, A_TERMINER = "traitee", "a_terminer"
_PRESENCES = ("aucune traitée", "à terminer")
"""What is told of the attendance of a session: wholly unprocessed, or in part."""


@retenue
def _plan(con: duckdb.DuckDBPyConnection, annee: str) -> pd.DataFrame:
    return lire_longues(con, _PLAN, {"annee": annee}).astype({"places": "Int64"})


def _par_annee(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, columns: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """School year → the sessions of the choice by start and module: `seance`, and of the plan, COMPTES and delai_jours those
    asked for. Put together anew: kept for each choice, the texts of a nation's sessions would leave no room for the rest.
    """
    found = {}
    asked = ["seance", *(c for c in SESSION if c in columns)]
    # Without any year none is asked for, so that the columns are there.
    for annee, uais in sorted(schools_added_up(con, filters, view).items()) or [("", ())]:
        plan, counts = _plan(con, annee)[asked], compter(con, annee, uais)
        places = plan["seance"].to_numpy() - seances(con, annee).premiere
        if uais is not None:
            kept = np.flatnonzero(counts["inscriptions"][places] > 0)
            plan, places = plan.take(kept), places[kept]
        of_year = plan.assign(**{c: counts[c][places].astype("int64") for c in COMPTES if c in columns})
        if "delai_jours" in columns:
            known = counts["delais_connus"][places]
            of_year["delai_jours"] = counts["delais"][places] / np.where(known > 0, known, np.nan)
        found[annee] = of_year.reset_index(drop=True)
    return found


def _sessions(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, columns: Sequence[str]
) -> pd.DataFrame:
    """`_par_annee`, year after year."""
    frames = list(_par_annee(con, filters, view, columns).values())
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def _a_traiter(frame: pd.DataFrame, jour: date | None) -> np.ndarray[Any, Any]:
    """True for the sessions before `jour` (today by default) of which registrations are not processed."""
    past = frame["debut"] < pd.Timestamp(jour or horloge.aujourdhui())
    waiting: np.ndarray[Any, Any] = (past & (frame["non_traitees"] > 0)).to_numpy()
    return waiting


def _entieres(frame: pd.DataFrame) -> pd.Series[bool]:
    """True where no registration at all is processed."""
    return frame["non_traitees"] == frame["inscriptions"]


def sessions(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    view: View,
    counts: list[str] = COMPTES,
    columns: Sequence[str] = SESSION,
) -> pd.DataFrame:
    """Grain: one session of the plan, ordered by year, start, module. Under a choice of schools: those with an active
    registration from them, and the registrations from them alone.

    Columns: those asked for of SESSION and delai_jours (mean days from active registration to start), and each of `counts`
    (among COMPTES) with `_masque` and `_mention`; beside counts always annee and session_id; traitee (some presence of it is
    processed) and a_terminer (some, and not all), which are no counts of persons, where they are asked for. Ask for what is read: a nation has two hundred thousand
    sessions a year.
    """
    keys = ("annee", "session_id") if counts else ()
    behind = ("presences", "absences", "non_traitees") if {TRAITEE, A_TERMINER} & {*columns} else ()
    frame = _sessions(con, filters, view, (*columns, *keys, *counts, *behind))
    if behind:
        frame[TRAITEE] = frame["presences"] + frame["absences"] > 0
        frame[A_TERMINER] = frame[TRAITEE] & (frame["non_traitees"] > 0)
        frame = frame.drop(columns=[c for c in behind if c not in counts])
    return mask_breakdown(frame.drop(columns="seance"), "session_id", counts, view, "annee")


def delay_published(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether a published bilan of the territory, of whatever year, speaks of the delay beside its absences."""
    row = con.execute(_DELAI_PUBLIE, {"territoire": list(settings.territoire())}).fetchone()
    return bool(row and row[0])


def delays(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, minimum: int
) -> dict[str, pd.DataFrame]:
    """School year → its sessions with at least `minimum` processed registrations and a known delay, by delay; no year without
    any. Grain: one session.

    Columns: module, debut, semaines (mean weeks from registration to start), presences, absences. Exact, for sums over many
    sessions and for a correlation: a reader must not see one session of it unmasked.
    """
    found = {}
    read = ("module", "debut", "presences", "absences", "delai_jours")
    for annee, frame in _par_annee(con, filters, view, read).items():
        known = (frame["presences"] + frame["absences"] >= minimum) & frame["delai_jours"].notna()
        rows = np.flatnonzero(known.to_numpy())
        if not len(rows):
            continue
        numbers, weeks = frame["seance"].to_numpy()[rows], frame["delai_jours"].to_numpy()[rows] / 7
        # Sessions are numbered by identifier: to sort tens of thousands of texts takes longer than all the rest.
        order = np.lexsort((numbers, weeks))
        ordered = frame[["module", "debut", "presences", "absences"]].take(rows[order])
        ordered.insert(2, "semaines", weeks[order])
        found[annee] = ordered.reset_index(drop=True)
    return found


def unprocessed(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, jour: date | None = None
) -> pd.DataFrame:
    """Grain: one past session (before `jour`, today by default) with active registrations not processed, oldest first.

    Columns: annee, module, debut, entiere (none of its registrations is processed). No count of persons.
    """
    frame = _sessions(con, filters, view, ("annee", "module", "debut", "non_traitees", "inscriptions"))
    past = frame[_a_traiter(frame, jour)].reset_index(drop=True)
    return past.assign(entiere=_entieres(past))[["annee", "module", "debut", "entiere"]]


def waiting(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one session of the choice that is past with registrations not processed, or of which no complement is known; the
    oldest first.

    Columns: debut, module, session_code, dispositif_code, module_code, groupe_id, presences (« aucune traitée », « à terminer » or
    ""), declaree. No count of persons.
    """
    read = ("annee", "module", "session_code", "debut", "declaree", "non_traitees", "inscriptions")
    frame = _sessions(con, filters, view, read)
    unmarked = _a_traiter(frame, None)
    frame = frame.assign(presences=np.where(unmarked, np.where(_entieres(frame), *_PRESENCES), ""))
    kept = frame[unmarked | ~frame["declaree"].to_numpy(dtype=bool)]
    codes = lire_longues(con, _CODES, {"annees": sorted(set(kept["annee"]))})
    # By their numbers: to compare the identifiers of tens of thousands of sessions takes longer than all the rest.
    found: pd.DataFrame = kept.merge(codes, on="seance", how="left")[_EN_ATTENTE]
    # Within a year they are in this order already.
    return found.sort_values("debut", kind="stable", ignore_index=True)

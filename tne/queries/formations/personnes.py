"""Who is reached: collèges represented, modules of a teacher, those who had replied to the offer, registrations to mend."""

from __future__ import annotations

import duckdb
import pandas as pd

from tne import settings
from tne.filters import Filters, View
from tne.queries.cumuls import ANNEES, CUMUL, ICI, PERSONNES
from tne.queries.formations.portee import participants_exclus, rows
from tne.queries.masking import mask_breakdown
from tne.queries.memoire import details_gardes, retenue
from tne.queries.perimeter import choisis, ici, perimetre

_REGISTRATIONS = f"""
SELECT annee, CAST(sum(inscriptions) AS BIGINT) AS inscriptions, CAST(sum(presences) AS BIGINT) AS presences,
       CAST(sum(absences) AS BIGINT) AS absences, CAST(sum(non_traitees) AS BIGINT) AS non_traitees
FROM ({CUMUL}) GROUP BY annee ORDER BY annee
"""

_COVERAGE = f"""
WITH couverts AS (
    SELECT DISTINCT i.annee, e.uai_actuel AS uai FROM ({CUMUL}) i JOIN v_numero n ON n.ecole = i.ecole
    JOIN v_etablissement e ON e.uai = n.uai WHERE i.presences > 0
),
annees AS (SELECT DISTINCT annee FROM v_cumul WHERE {ANNEES})
SELECT a.annee, e.uai, e.nom, e.commune, e.secteur, (c.uai IS NOT NULL) AS represente
FROM annees a CROSS JOIN v_etablissement e LEFT JOIN couverts c ON c.annee = a.annee AND c.uai = e.uai
WHERE e.college_de_reference AND {choisis("e.uai")}
ORDER BY a.annee, strip_accents(lower(coalesce(e.commune, ''))), strip_accents(lower(coalesce(e.nom, ''))), e.uai
"""

_MODULES_PER_TEACHER = f"""
SELECT annee, modules, CAST(sum(enseignants) AS BIGINT) AS enseignants FROM (
    SELECT annee, modules, enseignants FROM v_parcours WHERE {ANNEES} AND {ICI}
    UNION ALL SELECT annee, count(DISTINCT code), 1 FROM v_parcours_commun WHERE {ANNEES} AND {ICI} GROUP BY annee, personne
) GROUP BY annee, modules ORDER BY annee, modules
"""

_REPLIED = f"""
SELECT p.annee, p.participants, coalesce(r.avaient_repondu, 0) AS avaient_repondu
FROM ({PERSONNES}) p LEFT JOIN (
    SELECT annee, count(DISTINCT personne) AS avaient_repondu FROM v_repondant WHERE {ANNEES} AND {ICI} GROUP BY annee
) r ON r.annee = p.annee
WHERE p.presences > 0 ORDER BY p.annee
"""

_TO_CHECK = f"""
SELECT i.annee, CAST(coalesce(sum(i.inscriptions) FILTER (i.ecole = 0), 0) AS BIGINT) AS sans_etablissement,
       CAST(coalesce(sum(i.inscriptions) FILTER (i.ecole > 0 AND e.uai IS NULL), 0) AS BIGINT) AS etablissement_inconnu,
       CAST(sum(i.hors_plan) AS BIGINT) AS hors_plan
FROM ({CUMUL}) i LEFT JOIN v_numero n ON n.ecole = i.ecole LEFT JOIN etablissement e ON e.uai = n.uai
GROUP BY i.annee ORDER BY i.annee
"""


def registrations(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one school year with registrations that `view` may add up. Columns: annee, inscriptions (active), presences,
    absences, non_traitees: exact sums, to be shown through `tne.queries.masking.rate`.
    """
    return rows(con, _REGISTRATIONS, filters, view)


@retenue
def coverage(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one collège de référence and school year that has registrations, by commune, name and UAI.

    Columns: annee, uai, nom, commune, secteur, represente (at least one teacher present). No count of persons: the same
    in both views.
    """
    schools = perimetre(con, filters)
    params = {**schools.params, "ici": ici(con, schools.uais), "annees": list(filters.annees)}
    return con.execute(_COVERAGE, params).df()


def modules_per_teacher(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one number of modules followed and school year. Columns: annee, modules, enseignants, enseignants_masque."""
    details_gardes(con)
    frame = rows(con, _MODULES_PER_TEACHER, filters, view, exclus=participants_exclus(con, filters, view))
    return mask_breakdown(frame, "modules", ["enseignants"], view, "annee")


def replied_before(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one school year with a participant. Columns: annee, avaient_repondu, sans_reponse (participants who had, and
    had not, replied to the offer), each with `_masque`. Source: Sofia-FMO and the replies, joined by hashed person.
    """
    frame = rows(con, _REPLIED, filters, view, exclus=participants_exclus(con, filters, view))
    frame["sans_reponse"] = frame["participants"] - frame["avaient_repondu"]
    counts = ["avaient_repondu", "sans_reponse"]
    small = ((frame[counts] > 0) & (frame[counts] < settings.seuil())).any(axis=1)
    hidden = view == "lecture" and bool(small.any())
    for c in counts:
        frame[c] = frame[c].astype("Int64")
        frame[f"{c}_masque"] = hidden
        if hidden:
            frame[c] = pd.array([pd.NA] * len(frame), dtype="Int64")
    return frame.drop(columns="participants")


def to_check(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one school year with registrations. Columns, active registrations only: annee, sans_etablissement (no UAI),
    etablissement_inconnu (a UAI the base does not know), hors_plan (a session the plan does not hold). Counts of rows to
    mend, for coordinators: in *lecture* the small ones are <NA>.
    """
    frame = rows(con, _TO_CHECK, filters, view)
    counts = ["sans_etablissement", "etablissement_inconnu", "hors_plan"]
    for c in counts:
        frame[c] = frame[c].astype("Int64")
        if view == "lecture":
            frame.loc[frame[c].between(1, settings.seuil() - 1), c] = pd.NA
    return frame

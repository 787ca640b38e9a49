"""What the médiateurs did: kinds, days, themes, hours, persons reached, schools visited, projects. Never by médiateur.

An intervention in several schools is a row per school and counts once. Interventions and hours are not persons: the same
in both views. Teachers and pupils reached are: a reader sees them for the whole territory only, since a school has no
such count (`tne.queries.masking`) and a difference between two filters would give one.
"""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pandas as pd

from tne import geo, settings
from tne.filters import Filters, View
from tne.queries.masking import mask_breakdown
from tne.queries.memoire import retenue
from tne.queries.perimeter import Perimetre, choisis, perimetre

NATURES = ("Formation", "Accompagnement personnalisé", "Intervention technique", "Suivi de projet")
SANS_THEME = "Thème non précisé"
PUBLICS = ("enseignants", "eleves")

_LIGNES = f"""
WITH lignes AS (
    SELECT * FROM v_intervention
    WHERE (len($annees) = 0 OR list_contains($annees, annee)) AND annee IS NOT NULL
      AND {choisis()}
)"""

# Grain: one intervention and establishment of the territory, those of one intervention (`une`) together, by kind and year
# (`groupe`). The rows stand in memory: to choose among them takes a fraction of what the plan of a question takes.
_RANGS = """
SELECT uai, annee, nature, heures, coalesce(type_etablissement = 'École', false) AS ecole,
       coalesce(type_etablissement = 'Collège', false) AS college,
       dense_rank() OVER (ORDER BY annee, coalesce(list_position($natures, nature), 99), nature) - 1 AS groupe,
       dense_rank() OVER (ORDER BY annee, nature, intervention_id) AS une
FROM v_intervention WHERE annee IS NOT NULL AND (len($annees) = 0 OR list_contains($annees, annee)) ORDER BY une, uai
"""

_JOURS = (
    _LIGNES
    + """
, une AS (SELECT annee, intervention_id, min(CAST(date AS DATE)) AS jour FROM lignes GROUP BY annee, intervention_id)
SELECT annee, jour, count(*) AS interventions FROM une WHERE jour IS NOT NULL GROUP BY annee, jour ORDER BY annee, jour
"""
)

_THEMES = (
    _LIGNES
    + """
, une AS (
    SELECT annee, coalesce(theme, $sans_theme) AS theme, intervention_id, max(heures) AS heures
    FROM lignes GROUP BY ALL
)
SELECT annee, theme, count(*) AS interventions, sum(heures ORDER BY heures) AS heures FROM une GROUP BY annee, theme
ORDER BY annee, interventions DESC, theme
"""
)

# Rows of one intervention that all carry the same number say the number of the whole intervention.
_PERSONNES = (
    _LIGNES
    + """
, une AS (
    SELECT annee, nature, intervention_id,
           CASE WHEN count(DISTINCT enseignants) = 1 THEN max(enseignants) ELSE sum(enseignants) END AS enseignants,
           CASE WHEN count(DISTINCT eleves) = 1 THEN max(eleves) ELSE sum(eleves) END AS eleves
    FROM lignes GROUP BY annee, nature, intervention_id
)
SELECT annee, nature, coalesce(sum(enseignants), 0) AS enseignants, coalesce(sum(eleves), 0) AS eleves,
       count(enseignants) AS avec_enseignants, count(eleves) AS avec_eleves
FROM une GROUP BY annee, nature ORDER BY annee, nature
"""
)

# Grain: one school of the territory and the whole of the chosen years. A visit to a replaced school is one to its successor.
_ETABLISSEMENTS = (
    _LIGNES
    + """
, visites AS (
    SELECT uai_actuel AS uai, count(DISTINCT intervention_id) AS visites, max(CAST(date AS DATE)) AS derniere,
           string_agg(DISTINCT nature, ', ' ORDER BY nature) AS natures, min(etablissement) AS nom_saisi
    FROM lignes GROUP BY uai_actuel
),
toutes AS (SELECT uai_actuel AS uai, max(CAST(date AS DATE)) AS derniere_connue FROM v_intervention GROUP BY uai_actuel),
ecoles AS (
    SELECT *, coalesce(coalesce(etat, 'Ouvert') = 'Ouvert' AND remplace_par IS NULL AND type IN ('École', 'Collège'), false) AS de_reference
    FROM etablissement
)
SELECT coalesce(e.uai, v.uai) AS uai, coalesce(e.nom, v.nom_saisi, v.uai, e.uai) AS nom, e.type, e.secteur, e.commune, e.code_insee,
       e.latitude, e.longitude, coalesce(e.de_reference, false) AS de_reference, coalesce(v.visites, 0) AS visites, v.natures,
       v.derniere, t.derniere_connue
FROM ecoles e FULL JOIN visites v ON v.uai = e.uai LEFT JOIN toutes t ON t.uai = coalesce(e.uai, v.uai)
WHERE e.de_reference OR v.uai IS NOT NULL
ORDER BY visites DESC, strip_accents(lower(coalesce(e.commune, ''))), strip_accents(lower(coalesce(e.nom, ''))), coalesce(e.uai, v.uai)
"""
)

# Grain: one project (a school and a kind of project). Its state is the last one written.
_PROJETS = (
    _LIGNES
    + """
, suivis AS (
SELECT l.uai_actuel AS uai, coalesce(min(l.nom), min(l.etablissement), l.uai_actuel) AS nom, min(l.commune) AS commune,
       min(l.type_etablissement) AS type, coalesce(l.projet, 'Autre') AS projet,
       coalesce(arg_max(l.etat_projet, (l.date, l.intervention_id)) FILTER (l.etat_projet IS NOT NULL), 'Non précisé') AS etat,
       count(DISTINCT l.intervention_id) AS suivis, min(CAST(l.date AS DATE)) AS debut, max(CAST(l.date AS DATE)) AS derniere
FROM lignes l WHERE l.projet IS NOT NULL OR l.nature = 'Suivi de projet'
GROUP BY l.uai_actuel, coalesce(l.projet, 'Autre')
)
SELECT * FROM suivis ORDER BY derniere DESC, strip_accents(lower(nom)), uai, projet
"""
)

_SUIVI = """
SELECT count(*) FROM intervention WHERE annee IS NOT NULL AND (len($annees) = 0 OR annee IN (SELECT unnest($annees)))
"""


def suivi(con: duckdb.DuckDBPyConnection, filters: Filters) -> bool:
    """True when a log of interventions is imported for the chosen years, whatever the establishments: then 0 is a true 0."""
    return _suivi(con, filters.annees)


@retenue
def _suivi(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...]) -> bool:
    rows = con.execute(_SUIVI, {"annees": list(annees)}).fetchall()
    return bool(rows[0][0])


def _territoire(annees: tuple[str, ...]) -> dict[str, Any]:
    return {**Perimetre(None).params, "annees": list(annees)}


def _params(con: duckdb.DuckDBPyConnection, filters: Filters) -> dict[str, Any]:
    return {**perimetre(con, filters).params, "annees": list(filters.annees)}


@retenue
def natures(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one nature and school year, in the order of NATURES.

    Columns: annee, nature, interventions (distinct), ecoles and colleges (those in one type of school only: the rest is in
    both, or elsewhere), heures, avec_heures (interventions whose hours are known).
    """
    rows, groups = _rangs(con, filters.annees)
    here = perimetre(con, filters).lignes(rows)
    une, group, hours, school, college = (
        here[c].to_numpy() for c in ("une", "groupe", "heures", "ecole", "college")
    )
    first = np.flatnonzero(np.diff(une, prepend=0))  # numbers begin at 1
    if not len(first):
        return groups.iloc[:0]
    group = group[first]
    # The hours of an intervention stand on each of its rows: the longest, once.
    longest = np.fmax.reduceat(hours, first)
    known = ~np.isnan(longest)
    seen = [np.logical_or.reduceat(kind, first) for kind in (school, college)]

    def count(of: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return np.bincount(group[of], minlength=len(groups))

    counts = {
        "interventions": np.bincount(group, minlength=len(groups)),
        "ecoles": count(seen[0] & ~seen[1]),
        "colleges": count(seen[1] & ~seen[0]),
        "heures": np.bincount(group, np.where(known, longest, 0), len(groups)),
        "avec_heures": count(known),
    }
    counts["heures"][counts["avec_heures"] == 0] = np.nan
    there = counts["interventions"] > 0
    frame = groups[there].reset_index(drop=True)
    for name, values in counts.items():
        frame[name] = values[there]
    return frame


@retenue
def _rangs(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of the years, and what each number in their column `groupe` is: annee, nature, then the columns of `natures`."""
    frame = con.execute(_RANGS, {"annees": list(annees), "natures": list(NATURES)}).df()
    groups = frame.drop_duplicates("groupe").sort_values("groupe")[["annee", "nature"]]
    for name in ("interventions", "ecoles", "colleges", "heures", "avec_heures"):
        groups[name] = np.zeros(len(groups), dtype="float64" if name == "heures" else "int64")
    return frame.drop(columns=["annee", "nature"]), groups.reset_index(drop=True)


def jours(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one day with an intervention, by date. Columns: annee, jour, interventions (distinct; first day of each)."""
    frame = con.execute(_JOURS, _params(con, filters)).df()
    frame["jour"] = pd.to_datetime(frame["jour"])
    return frame


def themes(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one theme and school year, most frequent first. Columns: annee, theme, interventions, heures."""
    return con.execute(_THEMES, {**_params(con, filters), "sans_theme": SANS_THEME}).df()


def personnes(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one nature and school year, in the order of NATURES; nobody is told apart: met twice counts twice.

    Columns: annee, nature, and enseignants, eleves (Int64) with `_masque` and `_mention`; avec_enseignants, avec_eleves
    (interventions where they were counted). In *lecture* small counts are masked, and there is no row at all under a
    choice of establishments.
    """
    params = _params(con, filters)
    if view == "lecture" and not params["tous"]:
        params["uais"] = ""
    frame = con.execute(_PERSONNES, params).df()
    few = settings.masques_minimum()
    for c in PUBLICS:
        if view == "lecture":
            # One or two interventions: the count would be that of one school.
            rare = (frame[f"avec_{c}"] > 0) & (frame[f"avec_{c}"] < few)
            kept = frame.assign(**{c: frame[c].where(~rare, 1)})
            hidden = mask_breakdown(kept, "nature", [c], view, "annee")
        else:
            hidden = mask_breakdown(frame, "nature", [c], view, "annee")
        frame[c], frame[f"{c}_masque"] = hidden[c], hidden[f"{c}_masque"]
        frame[f"{c}_mention"] = hidden[f"{c}_mention"]
    rank = frame["nature"].map({n: i for i, n in enumerate(NATURES)}).fillna(len(NATURES))
    ordered = frame.assign(_rang=rank).sort_values(["annee", "_rang", "nature"], ignore_index=True)
    return ordered.drop(columns="_rang")


def etablissements(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one open école or collège of the filter, and any other school visited; most visited first, then by commune.

    Columns: uai, nom, type, secteur, commune, code_insee, latitude, longitude, de_reference (an open école or collège),
    visites (distinct interventions of the chosen years), natures (in words), derniere (last visit of those years),
    derniere_connue (last visit of any year), epci (None when the commune is unknown).
    """
    return perimetre(con, filters).lignes(_etablissements(con, filters.annees))


@retenue
def _etablissements(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...]) -> pd.DataFrame:
    frame = con.execute(_ETABLISSEMENTS, _territoire(annees)).df()
    towns = geo.communes()
    epcis = dict(zip(towns["code_insee"], towns["epci"], strict=True))
    codes = [geo.fusions().get(c, (c, ""))[0] if isinstance(c, str) else "" for c in frame["code_insee"]]
    frame["epci"] = pd.Series([epcis.get(c) for c in codes], dtype=object)
    return frame


def projets(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one project: a school and a kind of project (WebRadio, WebTV, Autre); the last followed first.

    Columns: uai, nom, commune, type, projet, etat (the last one written, « Non précisé » without), suivis (interventions),
    debut, derniere.
    """
    return perimetre(con, filters).lignes(_projets(con, filters.annees))


@retenue
def _projets(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...]) -> pd.DataFrame:
    return con.execute(_PROJETS, _territoire(annees)).df()

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
import pyarrow as pa
import pyarrow.compute as pc

from tne import geo, settings
from tne.filters import Filters, View
from tne.folding import sql_tri
from tne.queries.annees import annees_comptees
from tne.queries.interventions import NATURES as NATURES
from tne.queries.interventions import SANS_THEME as SANS_THEME
from tne.queries.interventions import Unes, unes
from tne.queries.masking import mask_breakdown
from tne.queries.memoire import lire_longues, retenue
from tne.queries.perimeter import Perimetre, choisis, perimetre

PUBLICS = ("enseignants", "eleves")

_LIGNES = f"""
WITH lignes AS (
    SELECT * FROM v_intervention
    WHERE (len($annees) = 0 OR list_contains($annees, annee)) AND annee IS NOT NULL
      AND {choisis()}
)"""

# Grain: one school of the directory, or one that a visit names, whatever the years; by commune and name. `premiere` and
# `derniere`: those in which an école or a collège counts.
_ECOLES = f"""
WITH toutes AS (SELECT uai_actuel AS uai, max(CAST(CAST(date AS DATE) AS TIMESTAMP)) AS derniere_connue FROM v_intervention GROUP BY uai_actuel)
SELECT coalesce(e.uai, t.uai) AS uai, e.nom, e.type, e.secteur, e.commune, e.code_insee, e.latitude, e.longitude,
       CASE WHEN e.type IN ('École', 'Collège') AND e.remplace_par IS NULL THEN e.premiere END AS premiere, e.derniere,
       t.derniere_connue
FROM v_etablissement e FULL JOIN toutes t ON t.uai = e.uai WHERE coalesce(e.uai, t.uai) IS NOT NULL
ORDER BY {sql_tri("coalesce(e.commune, '')")}, {sql_tri("coalesce(e.nom, '')")}, coalesce(e.uai, t.uai)
"""

# Grain: one school visited in the chosen years. A visit to a replaced school is one to its successor.
_VISITES = (
    _LIGNES
    + """
SELECT uai_actuel AS uai, count(DISTINCT (annee, intervention_id)) AS visites, string_agg(DISTINCT nature, ', ' ORDER BY nature) AS natures,
       max(CAST(CAST(date AS DATE) AS TIMESTAMP)) AS derniere, min(etablissement) AS nom_saisi
FROM lignes WHERE uai_actuel IS NOT NULL GROUP BY uai_actuel
"""
)

# Grain: one project (a school and a kind of project). Its state is the last one written.
_PROJETS = (
    _LIGNES
    + f"""
, suivis AS (
SELECT l.uai_actuel AS uai, coalesce(min(l.nom), min(l.etablissement), l.uai_actuel) AS nom, min(l.commune) AS commune,
       min(l.type_etablissement) AS type, coalesce(l.projet, 'Non précisé') AS projet,
       coalesce(arg_max(l.etat_projet, (l.date, l.intervention_id)) FILTER (l.etat_projet IS NOT NULL), 'Non précisé') AS etat,
       count(DISTINCT (l.annee, l.intervention_id)) AS suivis, min(CAST(l.date AS DATE)) AS debut, max(CAST(l.date AS DATE)) AS derniere
FROM lignes l WHERE l.projet IS NOT NULL OR l.nature = 'Suivi de projet'
GROUP BY l.uai_actuel, coalesce(l.projet, 'Non précisé')
)
SELECT * FROM suivis ORDER BY derniere DESC, {sql_tri("nom")}, uai, projet
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


@retenue
def natures(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one nature and school year, in the order of NATURES.

    Columns: annee, nature, interventions (distinct), ecoles and colleges (those in one type of school only: the rest is in
    both, or elsewhere), heures, avec_heures (interventions whose hours are known).
    """
    once = unes(con, filters, "nature")
    # The hours of an intervention stand on each of its rows: the longest, once.
    longest = once.des("heures", np.fmax)
    schools, colleges = (once.des(kind, np.logical_or) for kind in ("ecole", "college"))
    return _par_groupe(
        once,
        "nature",
        {
            "ecoles": once.compter(schools & ~colleges),
            "colleges": once.compter(colleges & ~schools),
            **_heures(once, longest),
            "avec_heures": once.compter(~np.isnan(longest)),
        },
    )


def _heures(once: Unes, longest: np.ndarray[Any, Any]) -> dict[str, np.ndarray[Any, Any]]:
    known = once.compter(~np.isnan(longest)) > 0
    return {"heures": np.where(known, once.sommer(longest), np.nan)}


def _par_groupe(once: Unes, valeur: str, comptes: dict[str, np.ndarray[Any, Any]]) -> pd.DataFrame:
    """The groups that have an intervention, `valeur` the name of their value, with `interventions` and these counts."""
    number = once.compter()
    columns = {"interventions": number, **comptes}
    there = number > 0
    frame = once.groupes[there].reset_index(drop=True).rename(columns={"valeur": valeur})
    return frame.assign(**{name: column[there] for name, column in columns.items()})


def jours(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one day with an intervention, by date. Columns: annee, jour, interventions (distinct; first day of each)."""
    once = unes(con, filters, "annee")
    day = once.des("jour", np.fmin)
    dated = ~np.isnat(day)
    frame = pd.DataFrame({"groupe": once.groupe[dated], "jour": day[dated]})
    counts = frame.groupby(["groupe", "jour"]).size().reset_index(name="interventions")
    years = once.groupes["annee"].iloc[counts["groupe"]].reset_index(drop=True)
    return pd.DataFrame({"annee": years, "jour": counts["jour"], "interventions": counts["interventions"]})


def themes(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one theme and school year, most frequent first. Columns: annee, theme, interventions, heures."""
    once = unes(con, filters, "theme")
    frame = _par_groupe(once, "theme", _heures(once, once.des("heures", np.fmax)))
    # The groups come by year and theme.
    most = frame.assign(_moins=-frame["interventions"]).sort_values(["annee", "_moins"], kind="stable")
    return most.drop(columns="_moins").reset_index(drop=True)


def personnes(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one nature and school year, in the order of NATURES; nobody is told apart: met twice counts twice.

    Columns: annee, nature, and enseignants, eleves (Int64) with `_masque` and `_mention`; avec_enseignants, avec_eleves
    (interventions where they were counted). In *lecture* small counts are masked, and there is no row at all under a
    choice of establishments.
    """
    frame = _personnes(con, filters)
    if view != "coordination" and filters.par_etablissement:
        frame = frame.iloc[:0]
    few = settings.masques_minimum()
    for c in PUBLICS:
        if view != "coordination":
            # One or two interventions: the count would be that of one school.
            rare = (frame[f"avec_{c}"] > 0) & (frame[f"avec_{c}"] < few)
            kept = frame.assign(**{c: frame[c].where(~rare, 1)})
            hidden = mask_breakdown(kept, "nature", [c], view, "annee")
        else:
            hidden = mask_breakdown(frame, "nature", [c], view, "annee")
        frame[c], frame[f"{c}_masque"] = hidden[c], hidden[f"{c}_masque"]
        frame[f"{c}_mention"] = hidden[f"{c}_mention"]
    return frame


def _personnes(con: duckdb.DuckDBPyConnection, filters: Filters) -> pd.DataFrame:
    once, counts = unes(con, filters, "nature"), {}
    for c in PUBLICS:
        least, most = once.des(c, np.fmin), once.des(c, np.fmax)
        # Rows of one intervention that all carry the same number say the number of the whole intervention.
        every = np.add.reduceat(np.nan_to_num(once.lignes[c].to_numpy()), once.debuts) if len(most) else most
        counts[c] = once.sommer(np.where(least == most, most, every))
        counts[f"avec_{c}"] = once.compter(~np.isnan(most))
    names = ["annee", "nature", *PUBLICS, *(f"avec_{c}" for c in PUBLICS)]
    return _par_groupe(once, "nature", counts)[names]


def etablissements(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one école or collège of the filter that was open in one of the years, and any other school visited; most visited
    first, then by commune.

    Columns: uai, nom, type, secteur, commune, code_insee, latitude, longitude, de_reference (an école or collège that was open),
    visites (distinct interventions of the chosen years), natures (in words), derniere (last visit of those years),
    derniere_connue (last visit of any year), epci (None when the commune is unknown).
    """
    return perimetre(con, filters).lignes(_etablissements(con, filters.annees, annees_comptees(con, filters)))


@retenue
def _etablissements(
    con: duckdb.DuckDBPyConnection, annees: tuple[str, ...], comptees: tuple[str, ...]
) -> pd.DataFrame:
    schools, visits = _ecoles(con), lire_longues(con, _VISITES, _territoire(annees))
    rows = pc.index_in(pa.array(visits["uai"]), value_set=pa.array(schools["uai"])).to_numpy()
    of_each = np.full(len(schools), -1)
    of_each[rows] = np.arange(len(visits))
    first, last = schools.pop("premiere"), schools.pop("derniere")
    counted = [((first <= a) & (last >= a)).to_numpy(dtype=bool, na_value=False) for a in comptees]
    schools.insert(schools.columns.tolist().index("longitude") + 1, "de_reference", np.any(counted, axis=0))
    there = np.flatnonzero(schools["de_reference"].to_numpy() | (of_each >= 0))
    there = there[
        np.argsort(-visits["visites"].reindex(of_each[there], fill_value=0).to_numpy(), kind="stable")
    ]
    frame, seen = (
        schools.take(there).reset_index(drop=True),
        visits.reindex(of_each[there]).reset_index(drop=True),
    )
    frame["nom"] = frame["nom"].fillna(seen["nom_saisi"]).fillna(frame["uai"])
    frame["visites"] = seen["visites"].fillna(0).astype("int64")
    return frame.assign(natures=seen["natures"], derniere=seen["derniere"])


@retenue
def _ecoles(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """`_ECOLES`, and the EPCI of each. Put in order once: for each choice of years that took longer than to count the visits."""
    frame = lire_longues(con, _ECOLES, {})
    towns = geo.communes()
    epcis = dict(zip(towns["code_insee"], towns["epci"], strict=True))
    codes = frame["code_insee"].tolist()
    of = {c: epcis.get(geo.fusions().get(c, (c, ""))[0]) for c in set(codes) if isinstance(c, str)}
    frame["epci"] = pd.Series([of.get(c) for c in codes], dtype=object)
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

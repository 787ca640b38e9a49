"""Numérixplore: collèges, classes and pupils of 4ème reached, trades presented, what pupils said."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from tne import settings
from tne.filters import Filters, View
from tne.folding import sql_tri
from tne.queries.annees import chosen_years
from tne.queries.carte import communes_reunies
from tne.queries.masking import rate, school_counts, subtotals
from tne.queries.memoire import retenue
from tne.queries.perimeter import choisis, perimetre
from tne.queries.reference import RECUE
from tne.queries.reference import colleges as colleges_ouverts
from tne.queries.school_persons import remplaces
from tne.queries.tableaux import est_petit

# Fewer days than that, and a mean would be read as the mark of one collège.
JOURNEES_MINIMUM = 3

# Grain: one collège and school year: every collège de référence of the territory, and any other school that was visited.
_COLLEGES = f"""
WITH annees AS (SELECT unnest($annees) AS annee),
remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel),
visites AS (
    SELECT n.annee, coalesce(r.actuel, n.uai) AS uai, count(*) AS journees, CAST(sum(n.classes) AS BIGINT) AS classes
    FROM numerixplore n LEFT JOIN remplace r ON r.ancien = n.uai
    WHERE n.annee IN (SELECT annee FROM annees) AND {RECUE} GROUP BY 1, 2
),
quatriemes AS (
    SELECT f.annee, coalesce(r.actuel, f.uai) AS uai, CAST(sum(f.eleves) AS BIGINT) AS eleves_4eme
    FROM effectif f LEFT JOIN remplace r ON r.ancien = f.uai
    WHERE f.annee IN (SELECT annee FROM annees)
      AND regexp_replace(strip_accents(lower(f.niveau)), '[^0-9a-z]', '', 'g') IN ('4eme', '4emes', 'quatrieme', '4e') GROUP BY 1, 2
),
-- A year without any visit has no collège "not reached": nothing was imported for it.
suivies AS (SELECT DISTINCT annee FROM numerixplore WHERE annee IN (SELECT annee FROM annees)),
attendus AS (
    SELECT s.annee, e.uai FROM suivies s JOIN v_etablissement e ON {colleges_ouverts("s.annee", "e")}
    UNION SELECT annee, uai FROM visites
)
SELECT a.annee, a.uai, coalesce(e.nom, a.uai) AS nom, e.commune, e.code_insee, e.secteur, e.latitude, e.longitude,
       (v.uai IS NOT NULL) AS touche, coalesce({colleges_ouverts("a.annee", "e")}, false) AS de_reference,
       coalesce(v.journees, 0) AS journees, v.classes, q.eleves_4eme
FROM attendus a LEFT JOIN v_etablissement e ON e.uai = a.uai
LEFT JOIN visites v ON v.annee = a.annee AND v.uai = a.uai
LEFT JOIN quatriemes q ON q.annee = a.annee AND q.uai = a.uai
ORDER BY a.annee, {sql_tri("coalesce(e.nom, a.uai)")}, a.uai
"""

# Grain: one school year with a visit. A day that received no class is none, nor one where a share was told of no pupil.
_OPINIONS = f"""
SELECT annee, count(*) FILTER ({RECUE}) AS journees,
       count(*) FILTER (filles IS NOT NULL AND eleves > 0) AS journees_filles,
       CAST(sum(filles) FILTER (eleves IS NOT NULL) AS BIGINT) AS filles,
       CAST(sum(eleves) FILTER (filles IS NOT NULL) AS BIGINT) AS eleves_filles,
       count(satisfaction) AS journees_satisfaction, avg(satisfaction ORDER BY satisfaction) AS satisfaction,
       count(*) FILTER (interesses IS NOT NULL AND eleves > 0) AS journees_interet,
       CAST(sum(interesses) FILTER (eleves IS NOT NULL) AS BIGINT) AS interesses,
       CAST(sum(eleves) FILTER (interesses IS NOT NULL) AS BIGINT) AS eleves_interet,
       count(DISTINCT uai_actuel) FILTER (filles IS NOT NULL AND eleves > 0) AS colleges_filles,
       count(DISTINCT uai_actuel) FILTER (interesses IS NOT NULL AND eleves > 0) AS colleges_interet,
       coalesce(sum(eleves) FILTER (filles IS NULL), 0) AS reste_filles,
       coalesce(sum(eleves) FILTER (interesses IS NULL), 0) AS reste_interet
FROM (SELECT n.*, coalesce(a.remplace_par, n.uai) AS uai_actuel FROM numerixplore n LEFT JOIN v_successeur a ON a.uai = n.uai)
WHERE annee IN (SELECT unnest($annees)) AND {choisis()} GROUP BY annee ORDER BY annee
"""

# Grain: one trade and school year. A cell lists several trades, by comma or semicolon.
_TRADES = f"""
WITH jours AS (
    SELECT annee, _cle, professions FROM numerixplore
    WHERE annee IN (SELECT unnest($annees)) AND {choisis()} AND {RECUE}
),
cites AS (
    SELECT annee, _cle, trim(unnest(string_split(replace(professions, ';', ','), ','))) AS metier
    FROM jours WHERE professions IS NOT NULL
),
plies AS (SELECT annee, _cle, metier, strip_accents(lower(metier)) AS pli FROM cites WHERE metier <> '')
SELECT annee, min(metier) AS metier, count(DISTINCT _cle) AS journees,
       (SELECT count(*) FROM jours j WHERE j.annee = plies.annee AND j.professions IS NOT NULL) AS journees_connues
FROM plies GROUP BY annee, pli ORDER BY annee, count(DISTINCT _cle) DESC, pli
"""


def _params(con: duckdb.DuckDBPyConnection, filters: Filters) -> dict[str, Any]:
    return {**perimetre(con, filters).params, "annees": chosen_years(con, filters)}


def reached(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one collège (de référence, or visited) and school year with visits, by year, name, UAI. No count of persons.

    Columns: annee, uai, nom, commune, code_insee, secteur, latitude, longitude, touche, de_reference, journees, classes,
    eleves_4eme (all pupils of that level in the collège, open data).
    """
    return perimetre(con, filters).lignes(_territoire(con, tuple(chosen_years(con, filters))))


@retenue
def _territoire(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...]) -> pd.DataFrame:
    params = {"annees": list(annees), **remplaces(con)}
    frame = con.execute(_COLLEGES, params).df().astype({"classes": "Int64", "eleves_4eme": "Int64"})
    return communes_reunies(con, frame)


def colleges(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain and columns of `reached`, with the pupils reached.

    Further columns: eleves (Int64; <NA> when masked or not counted, 0 when the collège was not visited), eleves_masque,
    taux (percent; None when masked, unknown, or more were counted than there are).
    """
    frame = reached(con, filters, view)
    counts = school_counts(con, "eleves", filters, view)[["uai", "annee", "valeur", "masque"]]
    counts = counts.rename(columns={"valeur": "eleves", "masque": "eleves_masque"})
    frame = frame.merge(counts, on=["annee", "uai"], how="left")
    frame["eleves_masque"] = frame["eleves_masque"].fillna(False).astype(bool)
    frame.loc[~frame["touche"], "eleves"] = 0
    frame["taux"] = [
        _taux(n, total, view) for n, total in zip(frame["eleves"], frame["eleves_4eme"], strict=True)
    ]
    return frame


def _taux(n: Any, total: Any, view: View) -> float | None:
    if pd.isna(n) or pd.isna(total) or n > total:
        return None
    return rate(int(n), int(total), view).valeur


@retenue
def opinions(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one school year with a day of Numérixplore in the filter.

    Columns: annee, journees; journees_filles, filles, eleves_filles (pupils where girls were counted), taux_filles;
    journees_satisfaction, satisfaction (plain mean of the days' marks, out of 5); journees_interet, interesses,
    eleves_interet, taux_interet; masque (readers: not shown for this choice). In *lecture* a choice of establishments
    shows none of the persons but for the whole territory, a share needs the pupils of three collèges (of one or two they
    would be its own) and as many as are not small beside them, and a mean needs three days.
    """
    frame = con.execute(_OPINIONS, _params(con, filters)).df()
    counts = ["filles", "eleves_filles", "interesses", "eleves_interet"]
    frame = frame.astype(dict.fromkeys(counts, "Int64"))
    whole = {
        a: c.tout_le_territoire and not c.masque for a, c in subtotals(con, "eleves", filters, view).items()
    }
    frame["masque"] = [view != "coordination" and not whole.get(a, False) for a in frame["annee"]]
    for number, question in (("filles", "filles"), ("interesses", "interet")):
        total = f"eleves_{question}"
        rates = [rate(_number(n), _number(t), view) for n, t in zip(frame[number], frame[total], strict=True)]
        few = (frame[f"colleges_{question}"] < settings.masques_minimum()) | frame[f"reste_{question}"].map(
            est_petit
        )
        small = [
            pd.notna(t) and (r.masque or (view != "coordination" and f))
            for r, t, f in zip(rates, frame[total], few, strict=True)
        ]
        hidden = frame["masque"] | pd.Series(small, index=frame.index, dtype=bool)
        frame[f"taux_{question}"] = [None if h else r.valeur for h, r in zip(hidden, rates, strict=True)]
        frame.loc[hidden, [number, total]] = pd.NA
        frame = frame.drop(columns=[f"colleges_{question}", f"reste_{question}"])
    if view != "coordination":
        few = frame["masque"] | (frame["journees_satisfaction"] < JOURNEES_MINIMUM)
        frame.loc[few, "satisfaction"] = None
    return frame


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def trades(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one trade and school year, most presented first. Columns: annee, metier, journees (days that presented it),
    journees_connues (days of the filter whose trades are known). Days are not persons: the same in both views.
    """
    return con.execute(_TRADES, _params(con, filters)).df()

"""The offer of trainings: how many persons received it, by type and secteur of their school, in all."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries.formations.portee import replaced, reserve, rows, years_shown
from tne.queries.memoire import retenue
from tne.queries.perimeter import choisis
from tne.queries.tableaux import Ligne, Tableau

_OFFERS = f"""
WITH remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel)
SELECT coalesce(CASE $dimension WHEN 'type' THEN e.type ELSE e.secteur END, 'Établissement inconnu') AS valeur,
       o.annee, count(DISTINCT o.personne) AS offres
FROM offre o LEFT JOIN remplace r ON r.ancien = o.uai
LEFT JOIN etablissement e ON e.uai = coalesce(r.actuel, o.uai)
WHERE (len($annees) = 0 OR o.annee IN (SELECT unnest($annees))) AND {choisis("o.uai")}
GROUP BY ALL ORDER BY ALL
"""

_OFFERS_TOTAL = f"""
SELECT annee, count(DISTINCT personne) AS offres FROM offre
WHERE (len($annees) = 0 OR annee IN (SELECT unnest($annees))) AND {choisis()}
GROUP BY annee ORDER BY annee
"""


def offers_by(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, dimension: str) -> pd.DataFrame:
    """Grain: one row per type or secteur of the teacher's school (`dimension`) and school year.

    Columns: valeur, annee, offres (distinct persons), offres_masque. Source: the mailing list of the offer. A reader
    sees the groups of schools that a filter on the row would show, and no others.
    """
    table = Tableau(_offers(con, filters, view, dimension, True), ["offres"], view)
    if view == "lecture":
        exact = _offers(con, filters, "coordination", dimension, False)
        table.add_masked(exact, years_shown(con, filters, "offres"))
    return table.frame()


def _offers(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, dimension: str, par_groupe: bool
) -> list[Ligne]:
    others: dict[str, Any] = {"dimension": dimension, **replaced(con)}
    frame = rows(con, _OFFERS, filters, view, "offres", par_groupe=par_groupe, **others)
    columns = (frame[c].tolist() for c in ("valeur", "annee", "offres"))
    return [(value, year, (n,)) for value, year, n in zip(*columns, strict=True)]


@retenue
def offers(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> dict[str, int]:
    """School year → persons who received the offer, over the schools of the filter. Nothing for a choice of schools in
    *lecture*: participants leave the masked schools out there, and a share of all the offers would be wrong.
    """
    if view == "lecture" and (filters.par_etablissement or reserve(con, filters, view, "offres")):
        return {}
    frame = rows(con, _OFFERS_TOTAL, filters, view, "offres")
    return dict(zip(frame["annee"], frame["offres"].astype(int), strict=True))

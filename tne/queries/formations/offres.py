"""The offer of trainings: how many persons received it, by type and secteur of their school, in all."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries.cumuls import ANNEES
from tne.queries.formations.portee import INCONNU, replaced, reserve, rows, years_shown
from tne.queries.memoire import retenue
from tne.queries.perimeter import choisis
from tne.queries.tableaux import Ligne, Tableau
from tne.queries.totals import OFFRES_CUMULEES

# A person who received it at several schools counts once: what `doubles` holds beyond the first is taken away.
_OFFERS = f"""
WITH remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel),
ecoles AS (
    SELECT e.uai, [coalesce(a.type, '{INCONNU}'), coalesce(a.secteur, '{INCONNU}')] AS valeurs
    FROM etablissement e LEFT JOIN remplace r ON r.ancien = e.uai LEFT JOIN etablissement a ON a.uai = coalesce(r.actuel, e.uai)
),
par_ecole AS (
    SELECT o.annee, o.offres, unnest(['type', 'secteur']) AS dimension, unnest(coalesce(e.valeurs, ['{INCONNU}', '{INCONNU}'])) AS valeur
    FROM v_envoi o LEFT JOIN ecoles e ON e.uai = o.uai WHERE {ANNEES} AND {choisis("o.uai")}
),
doubles AS (
    SELECT annee, dimension, valeur, CAST(sum(n - 1) AS BIGINT) AS doubles FROM (
        SELECT annee, dimension, valeur, personne, count(*) AS n FROM (
            SELECT o.annee, o.personne, unnest(['type', 'secteur']) AS dimension,
                   unnest(coalesce(e.valeurs, ['{INCONNU}', '{INCONNU}'])) AS valeur
            FROM v_envoi_commun o LEFT JOIN ecoles e ON e.uai = o.uai WHERE {ANNEES} AND {choisis("o.uai")}
        ) GROUP BY ALL
    ) GROUP BY ALL
)
SELECT s.dimension, s.valeur, s.annee, s.offres - coalesce(d.doubles, 0) AS offres
FROM (SELECT annee, dimension, valeur, CAST(sum(offres) AS BIGINT) AS offres FROM par_ecole GROUP BY ALL) s
LEFT JOIN doubles d ON d.annee = s.annee AND d.dimension = s.dimension AND d.valeur = s.valeur
ORDER BY s.dimension, s.valeur, s.annee
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
    return _by_dimension(con, filters, view, par_groupe)[dimension]


@retenue
def _by_dimension(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, par_groupe: bool
) -> dict[str, list[Ligne]]:
    others: dict[str, Any] = dict(replaced(con))
    frame = rows(con, _OFFERS, filters, view, "offres", par_groupe=par_groupe, **others)
    tables: dict[str, list[Ligne]] = {"type": [], "secteur": []}
    for dimension, value, year, n in zip(
        *(frame[c].tolist() for c in ("dimension", "valeur", "annee", "offres")), strict=True
    ):
        tables[dimension].append((value, year, (n,)))
    return tables


@retenue
def offers(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> dict[str, int]:
    """School year → persons who received the offer, over the schools of the filter. Nothing for a choice of schools in
    *lecture*: participants leave the masked schools out there, and a share of all the offers would be wrong.
    """
    if view == "lecture" and (filters.par_etablissement or reserve(con, filters, view, "offres")):
        return {}
    frame = rows(con, OFFRES_CUMULEES, filters, view, "offres")
    return dict(zip(frame["annee"], frame["offres"].astype(int), strict=True))

"""What maps show: the communes to draw on, and by commune what a part of the programme did there."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import duckdb
import pandas as pd

from tne import geo, territoire
from tne.filters import Filters, View
from tne.geo import Maillage
from tne.queries.memoire import retenue
from tne.queries.perimeter import choisis, perimetre

# Grain: one commune and the vintage in force, the latest imported.
_CONTOURS = """
SELECT code_insee, coalesce(nom, code_insee) AS nom, geometrie, coalesce(millesime, '') AS millesime FROM contour
WHERE geometrie IS NOT NULL AND millesime IS NOT DISTINCT FROM (SELECT max(millesime) FROM contour)
ORDER BY code_insee
"""

# Grain: one commune that has an école or a collège of the filter (a collège de référence for Numérixplore), or an event.
_PAR_COMMUNE = f"""
WITH reference AS (
    SELECT uai, code_insee, commune, latitude, longitude FROM v_etablissement
    WHERE coalesce(etat, 'Ouvert') = 'Ouvert' AND remplace_par IS NULL AND {choisis()}
      AND CASE WHEN $famille = 'numerixplore' THEN college_de_reference ELSE type IN ('École', 'Collège') END
),
passages AS (
    SELECT * FROM v_passage
    WHERE famille = $famille AND (len($annees) = 0 OR annee IN (SELECT unnest($annees)))
      AND {choisis()}
),
lieux AS (
    SELECT code_insee, count(*) AS etablissements, avg(latitude ORDER BY latitude) AS latitude, avg(longitude ORDER BY longitude) AS longitude,
           count(*) FILTER (uai IN (SELECT uai_actuel FROM passages)) AS touches
    FROM reference WHERE code_insee IS NOT NULL GROUP BY code_insee
),
evenements AS (
    SELECT code_insee, count(DISTINCT evenement_id) AS valeur FROM passages WHERE code_insee IS NOT NULL GROUP BY code_insee
),
noms AS (
    SELECT code_insee, min(commune) AS nom, avg(latitude ORDER BY latitude) AS latitude, avg(longitude ORDER BY longitude) AS longitude
    FROM etablissement WHERE code_insee IS NOT NULL GROUP BY code_insee
)
SELECT n.code_insee, coalesce(n.nom, n.code_insee) AS nom, coalesce(l.latitude, n.latitude) AS latitude,
       coalesce(l.longitude, n.longitude) AS longitude, coalesce(v.valeur, 0) AS valeur,
       coalesce(l.touches, 0) AS touches, coalesce(l.etablissements, 0) AS etablissements
FROM noms n LEFT JOIN lieux l ON l.code_insee = n.code_insee LEFT JOIN evenements v ON v.code_insee = n.code_insee
WHERE l.code_insee IS NOT NULL OR v.code_insee IS NOT NULL
ORDER BY n.code_insee
"""

_SANS_COMMUNE = f"""
SELECT count(*) FROM (
    SELECT evenement_id FROM v_passage
    WHERE famille = $famille AND (len($annees) = 0 OR annee IN (SELECT unnest($annees)))
      AND {choisis()}
    GROUP BY evenement_id HAVING count(code_insee) = 0
)
"""
_NOMS = """
SELECT code_insee AS code, min(commune) AS nom FROM etablissement
WHERE code_insee IS NOT NULL AND commune IS NOT NULL AND remplace_par IS NULL GROUP BY code_insee
UNION ALL SELECT uai, commune FROM etablissement WHERE commune IS NOT NULL AND remplace_par IS NULL ORDER BY 1
"""


def maillage_en_vigueur(con: duckdb.DuckDBPyConnection) -> Maillage | None:
    """The communes to draw on, None when there is nothing but points.

    The latest imported contours of the territory, else the map its setting names, else the schematic mesh.
    """
    ours = territoire.en_cours()
    rows = _imported(con)
    drawn = _contours(tuple(rows), ours.departements) if rows else None
    if drawn is None and ours.carte is not None:
        return _carte_reglee(ours.carte, ours.carte.stat().st_mtime_ns)
    return drawn or geo.maillage(ours.departements)


@retenue
def _imported(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, str]]:
    return con.execute(_CONTOURS).fetchall()


@lru_cache(maxsize=2)
def _carte_reglee(path: Path, _stamp: int) -> Maillage | None:
    return geo.maillage_de_contours(geo.lire_geojson(path.read_bytes()))


@lru_cache(maxsize=2)
def _contours(rows: tuple[tuple[str, str, str, str], ...], territoire: tuple[str, ...]) -> Maillage | None:
    # Kept by content: parsing the rings of 265 communes at each filter change would cost more than drawing them.
    outlines = (geo.contour(code, nom, geometrie) for code, nom, geometrie, _ in rows)
    return geo.maillage_de_contours(geo.du_territoire(outlines, territoire), rows[0][3])


@retenue
def par_commune(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, famille: str = "accompagnements"
) -> pd.DataFrame:
    """Grain: one commune with a school of the filter or an event, by INSEE code, all chosen years together.

    `famille`: accompagnements, parentalite or numerixplore. Columns: code_insee, nom (as the directory writes it: what the
    filter takes), latitude, longitude (mean of its schools), valeur (distinct interventions, meetings or days), touches
    (open écoles and collèges with at least one), etablissements (all of them). Not persons: the same in both views.
    """
    return con.execute(_PAR_COMMUNE, _params(con, filters, famille)).df()


def sans_commune(con: duckdb.DuckDBPyConnection, filters: Filters, famille: str = "accompagnements") -> int:
    """How many events of the filter no commune can be given to: no school, or a school the directory does not hold."""
    rows = con.execute(_SANS_COMMUNE, _params(con, filters, famille)).fetchall()
    return int(rows[0][0])


@retenue
def noms_des_communes(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """INSEE code, and UAI of a school → the name of its commune as the filter takes it: what a click on a map means."""
    return dict(con.execute(_NOMS).fetchall())


def _params(con: duckdb.DuckDBPyConnection, filters: Filters, famille: str) -> dict[str, object]:
    return {**perimetre(con, filters).params, "annees": list(filters.annees), "famille": famille}

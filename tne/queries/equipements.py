"""Equipment of the schools: the basic equipment, the mesh of pilot schools, media, labs, resources, findings.

A row of equipment carries the date of its last known state. What a school has at the end of a year is all that is
known of it up to that year, not only what moved within it.
"""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pandas as pd

from tne import settings
from tne.filters import Filters, View, texts
from tne.folding import sql_tri
from tne.queries.annees import annees_comptees, chosen_years
from tne.queries.memoire import retenue
from tne.queries.perimeter import perimetre
from tne.queries.reference import ecoles_et_colleges

# Grain: one open école or collège of the territory and chosen year: how far its equipment is at the end of that year.
_BASIC = f"""
WITH annees AS (SELECT unnest($annees) AS annee),
suivies AS (SELECT annee FROM annees a WHERE EXISTS (
    SELECT 1 FROM equipement q WHERE q.annee <= a.annee AND q.type = 'Socle numérique')),
etats AS (
    -- The most advanced state known: 1 commandé, 2 livré, 3 déployé; 0 where no row says any.
    SELECT s.annee, coalesce(e.remplace_par, q.uai) AS uai,
           max(CASE q.etat WHEN 'Déployé' THEN 3 WHEN 'Livré' THEN 2 WHEN 'Commandé' THEN 1 ELSE 0 END) AS rang
    FROM suivies s JOIN equipement q ON q.annee <= s.annee AND q.type = 'Socle numérique'
    LEFT JOIN v_successeur e ON e.uai = q.uai GROUP BY 1, 2
)
SELECT s.annee, e.uai, e.type, coalesce(t.rang, -1) AS rang
FROM suivies s JOIN v_etablissement e ON {ecoles_et_colleges("s.annee", "e")} LEFT JOIN etats t ON t.annee = s.annee AND t.uai = e.uai
ORDER BY s.annee, e.type DESC, e.uai
"""

# Grain: one piece of equipment of the territory, up to the end of the last chosen year. The rows stand in memory.
_ROWS = """
SELECT q.uai, coalesce(a.remplace_par, q.uai) AS uai_actuel, q.type, coalesce(q.etat, '') AS etat, CAST(q.quantite AS DOUBLE) AS quantite
FROM equipement q LEFT JOIN v_successeur a ON a.uai = q.uai WHERE q.annee <= $fin
"""

# Grain: one piece of equipment, up to the end of the last chosen year. A replaced school is named as its successor.
_PIECES = f"""
SELECT q.annee, q.type, q.libelle, coalesce(e.nom, q.uai) AS nom, coalesce(a.remplace_par, q.uai) AS uai, e.commune,
       e.type AS type_etablissement, CAST(q.quantite AS BIGINT) AS quantite, q.etat
FROM equipement q LEFT JOIN v_successeur a ON a.uai = q.uai LEFT JOIN etablissement e ON e.uai = coalesce(a.remplace_par, q.uai)
WHERE q.annee <= $fin AND q.type IN (SELECT unnest($types))
ORDER BY q.type, {sql_tri("coalesce(e.nom, q.uai)")}, 5, q.annee, {sql_tri("q.libelle")}, q.libelle, q._cle
"""

# Great circle from `o` to `p`, in kilometres.
_KM = """
2 * 6371.0 * asin(least(1.0, sqrt(power(sin(radians(p.latitude - o.latitude) / 2), 2)
  + cos(radians(o.latitude)) * cos(radians(p.latitude)) * power(sin(radians(p.longitude - o.longitude) / 2), 2))))"""

# Grain: one open école or collège of the territory; distance to the nearest pilot of the whole territory. Half a degree
# around is searched first: what is found there is the nearest if it is nearer than the edge of what was searched, which
# holds for nearly all schools; only the others are compared with every pilot. (Beyond 179° the edge is on the other side.)
_MESH = f"""
WITH ouverts AS (
    SELECT uai, nom, type, commune, code_insee, latitude, longitude, coalesce(pilote, false) AS pilote FROM v_etablissement
    WHERE {ecoles_et_colleges("$annee")}
),
places AS (
    SELECT *, CAST(floor(latitude * 2) AS INTEGER) AS y, CAST(floor(longitude * 2) AS INTEGER) AS x FROM ouverts
    WHERE latitude IS NOT NULL AND longitude IS NOT NULL
),
pilotes AS (SELECT * FROM places WHERE pilote),
autour AS (SELECT p.*, p.y + dy AS ligne, p.x + dx AS colonne FROM pilotes p, range(-1, 2) a(dy), range(-1, 2) b(dx)),
voisins AS (
    SELECT o.uai, arg_min({{'km': {_KM}, 'nom': p.nom, 'commune': p.commune, 'uai': p.uai}}, ({_KM}, p.uai)) AS proche
    FROM places o JOIN autour p ON p.ligne = o.y AND p.colonne = o.x GROUP BY o.uai
),
trouves AS (
    SELECT v.uai, v.proche FROM voisins v JOIN places o ON o.uai = v.uai
    WHERE abs(o.longitude) < 179
      AND v.proche.km < 6371.0 * least(radians(0.5), asin(cos(radians(o.latitude)) * sin(radians(0.5))))
),
lointains AS (
    SELECT o.uai, arg_min({{'km': {_KM}, 'nom': p.nom, 'commune': p.commune, 'uai': p.uai}}, ({_KM}, p.uai)) AS proche
    FROM (SELECT * FROM places WHERE uai NOT IN (SELECT uai FROM trouves)) o CROSS JOIN pilotes p GROUP BY o.uai
)
SELECT o.uai, o.nom, o.type, o.commune, o.code_insee, o.latitude, o.longitude, o.pilote, d.proche.km AS km,
    d.proche.nom AS proche, d.proche.commune AS commune_proche, d.proche.uai AS uai_proche
FROM ouverts o LEFT JOIN (FROM trouves UNION ALL FROM lointains) d ON d.uai = o.uai
ORDER BY km DESC NULLS LAST, o.uai
"""

_PILOTS = f"""
SELECT uai, nom, type, commune, latitude, longitude FROM v_etablissement
WHERE pilote AND {ecoles_et_colleges("$annee")} ORDER BY uai
"""

_FINDINGS = """
SELECT annee, ordre, tonalite, theme, texte, source FROM constat
WHERE section = 'Équipements et ressources' AND annee IN (SELECT unnest($annees)) AND departement IN (SELECT unnest($territoire))
  AND texte IS NOT NULL ORDER BY annee, ordre, texte
"""

PROJETS = ("WebRadio", "WebTV", "Lab pédagogique")
RESSOURCES = ("Ressource numérique", "Autre équipement")


def basic_equipment(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one type of school (École, Collège) and chosen year for which something is known; écoles first.

    Columns: annee, type, etablissements (open ones of the filter), deployes, livres, commandes, inconnus, sans: schools by the
    most advanced state of their socle numérique at the end of the year, `inconnus` those of a socle whose state is not said.
    Schools are not persons: the same in both views.
    """
    frame = perimetre(con, filters).lignes(_basic(con, tuple(chosen_years(con, filters))))
    counts = {
        name: frame["rang"] == rang
        for rang, name in (
            (3, "deployes"),
            (2, "livres"),
            (1, "commandes"),
            (0, "inconnus"),
            (-1, "sans"),
        )
    }
    grouped = frame.assign(etablissements=True, **counts).groupby(["annee", "type"], sort=False)
    return grouped[["etablissements", *counts]].sum().astype(int).reset_index()


@retenue
def _basic(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...]) -> pd.DataFrame:
    return con.execute(_BASIC, {"annees": list(annees)}).df()


def states(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one kind of equipment known up to the last chosen year, most rows first.

    Columns: type, deployes, livres, commandes, inconnus (rows by state), etablissements, quantite (<NA> if never given).
    """
    fin = max(chosen_years(con, filters), default="")
    rows = perimetre(con, filters).lignes(_rows(con, fin))
    kinds = rows["type"].cat.categories
    kind, state, school = (
        rows[c].cat.codes.to_numpy().astype("int64") for c in ("type", "etat", "uai_actuel")
    )
    pieces, size = rows["quantite"].to_numpy(), len(kinds)
    schools = len(rows["uai_actuel"].cat.categories)
    given = ~np.isnan(pieces)
    known = rows["etat"].cat.categories.tolist()
    counts: dict[str, Any] = {"type": kinds.to_numpy(dtype=object)}
    for name, etat in (
        ("deployes", "Déployé"),
        ("livres", "Livré"),
        ("commandes", "Commandé"),
        ("inconnus", ""),
    ):
        there = kind[state == known.index(etat)] if etat in known else kind[:0]
        counts[name] = np.bincount(there, minlength=size)
    pairs = np.unique((kind * schools + school)[school >= 0])
    counts["etablissements"] = np.bincount(pairs // max(schools, 1), minlength=size)
    sums = np.bincount(kind[given], pieces[given], size).astype("int64")
    counts["quantite"] = pd.arrays.IntegerArray(sums, np.bincount(kind[given], minlength=size) == 0)
    total = np.bincount(kind, minlength=size)
    # Categories are in the order of their names.
    order = [i for i in np.argsort(-total, kind="stable") if total[i]]
    return pd.DataFrame(counts).take(order).reset_index(drop=True)


@retenue
def _rows(con: duckdb.DuckDBPyConnection, fin: str) -> pd.DataFrame:
    frame = con.execute(_ROWS, {"fin": fin}).df()
    return frame.astype(dict.fromkeys(("type", "etat", "uai_actuel"), "category"))


def pieces(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, types: tuple[str, ...]
) -> pd.DataFrame:
    """Grain: one piece of equipment of these kinds known up to the last chosen year, by kind, school, year.

    Columns: annee, type, libelle, nom, uai, commune, type_etablissement, quantite, etat. TypeError where `types` is no tuple of
    texts.
    """
    texts("types", types)
    fin = max(chosen_years(con, filters), default="")
    return perimetre(con, filters).lignes(_pieces(con, fin, types))


@retenue
def _pieces(con: duckdb.DuckDBPyConnection, fin: str, types: tuple[str, ...]) -> pd.DataFrame:
    return con.execute(_PIECES, {"fin": fin, "types": list(types)}).df().astype({"quantite": "Int64"})


def mesh(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one école or collège of the filter that is open in the last chosen year, farthest from a pilot first.

    Columns: uai, nom, type, commune, code_insee, latitude, longitude, pilote, km (great circle to the nearest pilot of the
    territory, whatever the filter; NaN without position or pilot), proche, commune_proche, uai_proche (its name, commune and number).
    """
    return perimetre(con, filters).lignes(_mesh(con, max(annees_comptees(con, filters))))


@retenue
def _mesh(con: duckdb.DuckDBPyConnection, annee: str) -> pd.DataFrame:
    return con.execute(_MESH, {"annee": annee}).df()


def pilots(con: duckdb.DuckDBPyConnection, filters: Filters) -> pd.DataFrame:
    """Grain: one pilot school of the territory that is open in the last chosen year, by UAI.

    Columns: uai, nom, type, commune, latitude, longitude.
    """
    return _pilots(con, max(annees_comptees(con, filters)))


@retenue
def _pilots(con: duckdb.DuckDBPyConnection, annee: str) -> pd.DataFrame:
    return con.execute(_PILOTS, {"annee": annee}).df()


def findings(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one finding of the bilan on equipment, by year and order. Columns: annee, ordre, tonalite, theme, texte, source."""
    return _findings(con, tuple(chosen_years(con, filters)))


@retenue
def _findings(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...]) -> pd.DataFrame:
    params = {"annees": list(annees), "territoire": list(settings.territoire())}
    return con.execute(_FINDINGS, params).df()

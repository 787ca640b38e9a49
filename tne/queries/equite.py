"""Do the least favoured schools, and the smallest communes, get their share? Schools reached out of all, by group.

Counts of schools, never of persons: the same in both views.
"""

from __future__ import annotations

from collections import Counter

import duckdb
import numpy as np
import pandas as pd

from tne import geo
from tne.filters import Filters, View
from tne.queries.memoire import retenue
from tne.queries.perimeter import perimetre
from tne.queries.reference import de_la_partie, partie

QUARTILES = ("1er quart", "2e quart", "3e quart", "4e quart")
"""From the least favoured quarter of the schools to the most favoured."""

# Inhabitants from which a class of communes begins, and its words. Insee calls rural what has under 2,000.
TAILLES = (
    (0, "Moins de 1\u202f000 habitants"),
    (1_000, "1\u202f000 à 2\u202f000"),
    (2_000, "2\u202f000 à 5\u202f000"),
    (5_000, "5\u202f000 à 20\u202f000"),
    (20_000, "20\u202f000 et plus"),
)

# Grain: one school year with an event of that part, and one école or collège of the territory that is open in it (a collège
# de référence for Numérixplore). The index is that of the year, else the latest before, else the first after; quarters are made within
# one type of school over the whole territory: what a filter keeps does not move a school to another quarter. Schools of one
# index are in one quarter, the less favoured one.
_ECOLES = f"""
WITH passages AS (
    SELECT DISTINCT annee, uai_actuel FROM v_passage
    WHERE famille = $famille AND recu AND annee IS NOT NULL AND (len($annees) = 0 OR annee IN (SELECT unnest($annees)))
),
-- A year without any event reached nobody because nothing was imported.
suivies AS (SELECT DISTINCT annee FROM passages),
reference AS (
    SELECT s.annee, e.uai, e.type, e.code_insee FROM suivies s JOIN v_etablissement e ON {de_la_partie("s.annee", "e")}
),
-- A school that others became has theirs, their mean where they were several, in the years in which it has none of its own.
connus AS (
    SELECT annee, uai, ips FROM ips WHERE ips IS NOT NULL AND uai NOT IN (SELECT uai FROM v_successeur)
    UNION ALL
    SELECT i.annee, a.remplace_par, avg(i.ips ORDER BY i.ips) FROM ips i JOIN v_successeur a ON a.uai = i.uai
    WHERE i.ips IS NOT NULL AND NOT EXISTS (FROM ips p WHERE p.annee = i.annee AND p.uai = a.remplace_par AND p.ips IS NOT NULL)
    GROUP BY 1, 2
),
-- Added up, not ranked: a window over every school, year and year of an index took most of the time.
indices AS (
    SELECT annee, uai, coalesce(ips_avant, ips_apres) AS ips, coalesce(avant, apres) AS annee_ips FROM (
        SELECT s.annee, i.uai,
               max(i.annee) FILTER (i.annee <= s.annee) AS avant, arg_max(i.ips, i.annee) FILTER (i.annee <= s.annee) AS ips_avant,
               min(i.annee) FILTER (i.annee > s.annee) AS apres, arg_min(i.ips, i.annee) FILTER (i.annee > s.annee) AS ips_apres
        FROM suivies s CROSS JOIN connus i GROUP BY s.annee, i.uai
    )
),
quarts AS (
    SELECT annee, uai, ips, annee_ips, min(rang) OVER (PARTITION BY annee, type, ips) AS quart
    FROM (
        SELECT i.annee, i.uai, i.ips, i.annee_ips, r.type,
               ntile(4) OVER (PARTITION BY i.annee, r.type ORDER BY i.ips, i.uai) AS rang
        FROM indices i JOIN reference r ON r.annee = i.annee AND r.uai = i.uai
    )
)
SELECT r.annee, r.uai, r.type, r.code_insee, q.ips, q.annee_ips, q.quart, (p.uai_actuel IS NOT NULL) AS touche
FROM reference r
LEFT JOIN quarts q ON q.annee = r.annee AND q.uai = r.uai
LEFT JOIN passages p ON p.annee = r.annee AND p.uai_actuel = r.uai
ORDER BY r.annee, r.uai
"""

_SANS_ECOLE = """
SELECT count(DISTINCT evenement_id) FROM v_passage
WHERE famille = $famille AND uai IS NULL AND (len($annees) = 0 OR annee IN (SELECT unnest($annees)))
"""


@retenue
def _territoire(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...], famille: str) -> pd.DataFrame:
    params = {"annees": list(annees), "famille": partie(famille)}
    frame = con.execute(_ECOLES, params).df().astype({"quart": "Int64", "touche": bool})
    towns = geo.communes()
    people = dict(zip(towns["code_insee"], towns["population"].astype(int), strict=True))
    sizes = {code: _taille(people, code) for code in frame["code_insee"].unique()}
    frame["taille"] = pd.Series([sizes.get(code) for code in frame["code_insee"].tolist()], dtype=object)
    return frame


def ecoles(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, famille: str = "accompagnements"
) -> pd.DataFrame:
    """Grain: one school year with an event of that part, and one school that it could reach, by year and UAI.

    Columns: annee, uai, type, code_insee, ips, annee_ips, quart (1 to 4, within its type of school; <NA> without index),
    touche (at least one event that year), taille (words of its commune's size; None when its population is unknown).
    Sources: IPS and directory of the ministry, populations of `data/reference`.
    """
    return perimetre(con, filters).lignes(_territoire(con, filters.annees, famille))


@retenue
def annuaire_vide(con: duckdb.DuckDBPyConnection) -> bool:
    """True when no establishment is described: events are counted, and nobody knows where. A list of pilots names some, no more."""
    return not con.execute("SELECT count(*) FROM etablissement WHERE type IS NOT NULL").fetchall()[0][0]


def _taille(people: dict[str, int], code: object) -> str | None:
    if not isinstance(code, str):
        return None
    population = people.get(geo.fusions().get(code, (code, ""))[0])
    if population is None:
        return None
    return next(mots for debut, mots in reversed(TAILLES) if population >= debut)


def par_quartile(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, famille: str = "accompagnements"
) -> pd.DataFrame:
    """Grain: one school year and quarter of the schools by IPS, least favoured first. Columns: annee, groupe, touches, total."""
    frame = ecoles(con, filters, view, famille)[["annee", "touche", "quart"]].dropna()
    groups = np.array(QUARTILES, dtype=object)[frame["quart"].to_numpy(dtype="int64") - 1]
    return _compter(frame.assign(groupe=groups), QUARTILES)


def par_taille(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, famille: str = "accompagnements"
) -> pd.DataFrame:
    """Grain: one school year and size of commune, smallest first. Columns: annee, groupe, touches, total."""
    frame = ecoles(con, filters, view, famille)[["annee", "touche", "taille"]].dropna()
    return _compter(frame.rename(columns={"taille": "groupe"}), tuple(mots for _, mots in TAILLES))


def _compter(frame: pd.DataFrame, ordre: tuple[str, ...]) -> pd.DataFrame:
    all_of = Counter(zip(frame["annee"].tolist(), frame["groupe"].tolist(), strict=True))
    reached = frame[frame["touche"].to_numpy()]
    some_of = Counter(zip(reached["annee"].tolist(), reached["groupe"].tolist(), strict=True))
    keys = sorted(all_of, key=lambda key: (key[0], ordre.index(key[1])))
    return pd.DataFrame(
        {
            "annee": [annee for annee, _ in keys],
            "groupe": [groupe for _, groupe in keys],
            "touches": [some_of[key] for key in keys],
            "total": [all_of[key] for key in keys],
        }
    ).astype({"touches": int, "total": int})


def sans_ecole(con: duckdb.DuckDBPyConnection, filters: Filters, famille: str) -> int:
    """How many events of the chosen years name no school, whatever the choice of establishments: in no group."""
    return _sans_ecole(con, filters.annees, famille)


@retenue
def _sans_ecole(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...], famille: str) -> int:
    rows = con.execute(_SANS_ECOLE, {"famille": partie(famille), "annees": list(annees)}).fetchall()
    return int(rows[0][0])

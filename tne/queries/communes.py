"""By commune, what a part of the programme did there: columns of numbers, as in `tne.queries.additions`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from tne.filters import Filters, View
from tne.queries.additions import NUMEROS, Nombres, Personnes, lieux, lieux_ici
from tne.queries.annees import annees_comptees
from tne.queries.carte import communes_actuelles, nommees
from tne.queries.memoire import retenue
from tne.queries.perimeter import perimetre
from tne.queries.reference import college_ou_ecole_parmi, partie

AXES = ("latitude", "longitude")

# Grain: one commune that the directory names, by INSEE code.
_COMMUNES = """
SELECT code_insee, coalesce(min(commune), code_insee) AS nom, avg(latitude ORDER BY latitude) AS latitude,
       avg(longitude ORDER BY longitude) AS longitude
FROM etablissement WHERE code_insee IS NOT NULL GROUP BY code_insee ORDER BY code_insee
"""
_NUMEROS = f"""
WITH {NUMEROS}, rangs AS (
    SELECT code_insee, row_number() OVER (ORDER BY code_insee) - 1 AS rang
    FROM etablissement WHERE code_insee IS NOT NULL GROUP BY code_insee
)"""
# Grain: one école or collège (a collège de référence for Numérixplore) that was open in one of the years, of which the commune
# is known. `rang`: its place.
_REFERENCE = f"""
{_NUMEROS}
SELECT n.ecole, r.rang, e.latitude, e.longitude
FROM v_etablissement e JOIN rangs r ON r.code_insee = e.code_insee JOIN numeros n ON n.uai = e.uai
WHERE {college_ou_ecole_parmi()}
"""
# Grain: one event at one school, `actuelle` the one that counts; `rang` is -1 where its commune is not known.
_PASSAGES = f"""
{_NUMEROS}
SELECT coalesce(n.ecole, 0) AS ecole, coalesce(m.ecole, 0) AS actuelle, coalesce(r.rang, -1) AS rang,
       dense_rank() OVER (ORDER BY p.evenement_id) AS une
FROM v_passage p LEFT JOIN rangs r ON r.code_insee = p.code_insee
LEFT JOIN numeros n ON n.uai = p.uai LEFT JOIN numeros m ON m.uai = p.uai_actuel
WHERE p.famille = $famille AND p.recu AND (len($annees) = 0 OR list_contains($annees, p.annee))
"""


@dataclass(frozen=True)
class _Ecoles:
    """The schools that could be reached: number among `lieux`, place of the commune, where. `ordres`: from the least on."""

    ecole: Nombres
    rang: Nombres
    ou: dict[str, Nombres]
    ordres: dict[str, Nombres]


@dataclass(frozen=True)
class _Passages:
    """The columns of `_PASSAGES`, and for each commune its events."""

    actuelle: Nombres
    ecole: Nombres
    une: Nombres
    places: Nombres
    par_commune: Personnes


@retenue
def _communes(con: duckdb.DuckDBPyConnection) -> dict[str, Nombres]:
    towns = {name: _connus(column) for name, column in con.execute(_COMMUNES).fetchnumpy().items()}
    former, towns["ecrit"] = communes_actuelles(con), towns["code_insee"].copy()
    for i, code in enumerate(towns["ecrit"].tolist()):
        if code in former:
            towns["code_insee"][i], towns["nom"][i] = former[code]
    towns["nom"] = np.array(nommees(con, towns["nom"].tolist(), towns["code_insee"].tolist()), dtype=object)
    return towns


@retenue
def _une(con: duckdb.DuckDBPyConnection) -> Nombres:
    """Of each place in `_communes`, the one where it is counted: communes that have merged since are one, where the present code
    stands, else the first of the former ones.
    """
    towns = _communes(con)
    codes, written = towns["code_insee"].tolist(), towns["ecrit"].tolist()
    places = {code: i for i, code in enumerate(codes) if code == written[i]}
    return np.array([places.setdefault(code, i) for i, code in enumerate(codes)], dtype="int64")


def _connus(column: Any) -> Nombres:
    """The column, nan where a number is not known."""
    return np.asarray(column) if column.dtype == object else np.ma.filled(column.astype("float64"), np.nan)


@retenue
def _ecoles(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...], famille: str) -> _Ecoles:
    params = {"famille": partie(famille), "annees": list(annees), "ecoles": lieux(con).texte}
    rows = con.execute(_REFERENCE, params).fetchnumpy()
    rang = _une(con)[np.asarray(rows["rang"])]
    where = {axis: _connus(rows[axis]) for axis in AXES}
    ranks = {axis: np.argsort(values, kind="stable") for axis, values in where.items()}
    return _Ecoles(np.asarray(rows["ecole"]), rang, where, ranks)


@retenue
def _passages(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...], famille: str) -> _Passages:
    params = {"famille": partie(famille), "annees": list(annees), "ecoles": lieux(con).texte}
    found = con.execute(_PASSAGES, params).fetchnumpy()
    rows = {name: np.asarray(column) for name, column in found.items()}
    placed = rows["rang"] >= 0
    towns = Personnes.rangees(
        len(_communes(con)["nom"]),
        _une(con)[rows["rang"][placed]],
        rows["une"][placed],
        rows["ecole"][placed],
    )
    return _Passages(rows["actuelle"], rows["ecole"], rows["une"], placed, towns)


@retenue
def par_commune(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, famille: str = "accompagnements"
) -> pd.DataFrame:
    """Grain: one commune with a school of the filter or an event, all chosen years together; those that have merged are one.

    `famille`: accompagnements, parentalite or numerixplore; ValueError for another. Columns: code_insee, nom (as the
    directory writes it: what the filter takes), latitude, longitude (mean of its schools), valeur (distinct interventions, meetings or days), touches
    (écoles and collèges open in one of these years, with at least one), etablissements (all of them). Not persons: the same in both views.
    """
    ici = lieux_ici(con, perimetre(con, filters).uais)
    towns, events = _communes(con), _passages(con, filters.annees, famille)
    schools = _ecoles(con, annees_comptees(con, filters), famille)
    here, number = ici[schools.ecole], len(towns["nom"])
    reached = np.zeros(len(ici), dtype=bool)
    reached[events.actuelle[ici[events.ecole]]] = True
    reached[0] = False
    held = np.bincount(schools.rang[here], minlength=number)
    counts: dict[str, Nombres] = {
        "valeur": np.array(events.par_commune.distinctes(ici), dtype="int64"),
        "touches": np.bincount(schools.rang[here & reached[schools.ecole]], minlength=number),
        "etablissements": held,
    }
    kept = (held > 0) | (counts["valeur"] > 0)
    columns = {name: towns[name][kept] for name in ("code_insee", "nom")}
    for axis in AXES:
        mean = _moyenne(schools, axis, here, number)[kept]
        columns[axis] = np.where(np.isnan(mean), towns[axis][kept], mean)
    return pd.DataFrame(columns | {name: of_each[kept] for name, of_each in counts.items()})


def _moyenne(schools: _Ecoles, axis: str, here: Nombres, number: int) -> Nombres:
    """The mean of each commune, added up from the least on; nan where none of its schools is placed."""
    values, order = schools.ou[axis], schools.ordres[axis]
    kept = order[here[order] & ~np.isnan(values[order])]
    at = schools.rang[kept]
    with np.errstate(invalid="ignore"):
        mean: Any = np.bincount(at, values[kept], number) / np.bincount(at, minlength=number)
    return np.asarray(mean)


def sans_commune(con: duckdb.DuckDBPyConnection, filters: Filters) -> int:
    """How many interventions of the filter no commune can be given to: no school, or a school the directory does not hold."""
    events = _passages(con, filters.annees, "accompagnements")
    here = lieux_ici(con, perimetre(con, filters).uais)[events.ecole]
    return len(np.unique(events.une[here])) - len(np.unique(events.une[here & events.places]))

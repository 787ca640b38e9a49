"""The offer of trainings: how many persons received it, by type and secteur of their school, in all."""

from __future__ import annotations

import duckdb
import pandas as pd

from tne.filters import Filters, View, one_of
from tne.queries.additions import envois, envois_communs, lieux, lieux_ici, offres
from tne.queries.formations.portee import by_year, portions, reserve, years_shown
from tne.queries.formations.valeurs import DES_ECOLES, Classes, classes, par_valeur
from tne.queries.memoire import retenue
from tne.queries.tableaux import Ligne, Tableau


def offers_by(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, dimension: str) -> pd.DataFrame:
    """Grain: one row per type or secteur of the teacher's school (`dimension`) and school year.

    Columns: valeur, annee, offres (distinct persons), offres_masque. Source: the mailing list of the offer. A reader
    sees the groups of schools that a filter on the row would show, and no others. ValueError for another dimension.
    """
    one_of("dimension", dimension, DES_ECOLES)
    table = Tableau(_offers(con, filters, view, dimension, True), ["offres"], view)
    if view != "coordination":
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
    sent, tables = envois(con), {d: list[Ligne]() for d in DES_ECOLES}
    for uais, annees in portions(con, filters, view, "offres", par_groupe):
        for dimension, told in par_valeur(sent, _classes(con), lieux_ici(con, uais), "offres").items():
            tables[dimension] += [(v, a, (row["offres"],)) for v, a, row in told if not annees or a in annees]
    return tables


@retenue
def _classes(con: duckdb.DuckDBPyConnection) -> dict[str, Classes]:
    return classes(con, lieux(con), envois_communs(con))


@retenue
def offers(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> dict[str, int]:
    """School year → persons who received the offer, over the schools of the filter. Nothing for a choice of schools in
    *lecture*: participants leave the masked schools out there, and a share of all the offers would be wrong.
    """
    if view != "coordination" and (filters.par_etablissement or reserve(con, filters, view, "offres")):
        return {}
    return by_year(con, filters, view, lambda uais: offres(con, uais), "offres")

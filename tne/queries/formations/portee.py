"""Which rows of the trainings a view may add up: in *lecture* the groups of schools of `tne.queries.group_persons`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries.group_persons import Famille, Portee, portees
from tne.queries.masking import masked_schools
from tne.queries.memoire import retenue
from tne.queries.perimeter import over_schools, perimetre
from tne.queries.school_persons import successeurs

T = TypeVar("T")

_YEARS = """
SELECT annee FROM v_cumul UNION SELECT annee FROM session WHERE annee IS NOT NULL
UNION SELECT annee FROM offre WHERE annee IS NOT NULL ORDER BY annee
"""


INCONNU = "Établissement inconnu"
"""The type and secteur of a school that is not known, as a table by them writes it."""


def school_years(con: duckdb.DuckDBPyConnection, filters: Filters) -> tuple[str, ...]:
    """The school years of the filter, all those with trainings or offers without any."""
    return filters.annees or _all_years(con)


@retenue
def _all_years(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    return tuple(annee for (annee,) in con.execute(_YEARS).fetchall())


def reserve(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    view: View,
    famille: Famille = "inscriptions",
    *,
    par_groupe: bool = False,
) -> str:
    """Why a reader does not see counts of this family for this choice, or what is left out of them; "" when all is shown.

    `par_groupe`: beside a table whose rows are types or secteurs.
    """
    if view == "coordination":
        return ""
    found = scopes(con, filters, famille, par_groupe)
    return next((s.raison for _, s in sorted(found.items(), reverse=True) if s.raison), "")


def rows(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    filters: Filters,
    view: View,
    famille: Famille = "inscriptions",
    *,
    par_groupe: bool = False,
    **others: Any,
) -> pd.DataFrame:
    """The rows of a question over the schools that `view` may add up; none for a year that a reader may not see.

    The scope of a reader can differ between years (the whole territory in one, its shown groups in another): one
    query for each scope, in the order of the last one.
    `par_groupe`: the rows are types or secteurs, which a filter could ask for one by one.
    """

    def ask(uais: tuple[str, ...] | None, annees: list[str]) -> pd.DataFrame:
        return over_schools(con, sql, uais, annees=annees, **others).df()

    frames = [ask(uais, annees) for uais, annees in portions(con, filters, view, famille, par_groupe)]
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def portions(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    view: View,
    famille: Famille = "inscriptions",
    par_groupe: bool = False,
) -> list[tuple[tuple[str, ...] | None, list[str]]]:
    """What `rows` asks one by one: schools (None: all) with the years in which `view` may add them up ([]: all)."""
    if view == "coordination":
        return [(perimetre(con, filters).uais, list(filters.annees))]
    years: dict[tuple[str, ...] | None, list[str]] = {}
    for annee, uais in schools_added_up(con, filters, view, famille, par_groupe).items():
        years.setdefault(uais, []).append(annee)
    return [*years.items()] or [((), [""])]


def by_year(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    view: View,
    question: Callable[[tuple[str, ...] | None], Mapping[str, T]],
    famille: Famille = "inscriptions",
    par_groupe: bool = False,
) -> dict[str, T]:
    """School year, in order → what `question` says of the schools that `view` may add up in it; not of a year without any."""
    found: dict[str, T] = {}
    for uais, annees in portions(con, filters, view, famille, par_groupe):
        found |= {a: told for a, told in question(uais).items() if not annees or a in annees}
    return dict(sorted(found.items()))


def schools_added_up(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    view: View,
    famille: Famille = "inscriptions",
    par_groupe: bool = False,
) -> dict[str, tuple[str, ...] | None]:
    """School year → the schools whose rows `view` may add up, None for the whole territory: none where a reader sees nothing."""
    if view == "coordination":
        return dict.fromkeys(school_years(con, filters), perimetre(con, filters).uais)
    found = scopes(con, filters, famille, par_groupe)
    return {annee: () if scope.masque else scope.uais for annee, scope in found.items()}


@retenue
def scopes(
    con: duckdb.DuckDBPyConnection, filters: Filters, famille: Famille, par_groupe: bool = False
) -> dict[str, Portee]:
    """School year → what a reader may add up of that family."""
    return portees(con, famille, filters, school_years(con, filters), par_groupe=par_groupe)


def years_shown(
    con: duckdb.DuckDBPyConnection, filters: Filters, famille: Famille, par_groupe: bool = True
) -> list[str]:
    """The years of which a reader sees some group of schools."""
    return [a for a, s in scopes(con, filters, famille, par_groupe).items() if not s.masque]


def years_hidden(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, famille: Famille, par_groupe: bool = False
) -> frozenset[str]:
    """The years of which `view` sees no count of that family: one that is not there is not nobody."""
    if view == "coordination":
        return frozenset()
    return frozenset(a for a, s in scopes(con, filters, famille, par_groupe).items() if s.masque)


@retenue
def participants_exclus(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[str, ...]:
    """The establishments to leave out of a table of participants by type or secteur, those whose participants a reader sees
    masked, and those they replaced: its rows stand beside sub-totals that leave them out. None in coordination.
    """
    if view == "coordination":
        return ()
    hidden = masked_schools(con, "participants", school_years(con, filters))
    return tuple(sorted(hidden | {old for old, new in successeurs(con).items() if new in hidden}))


@retenue
def tout_le_territoire(con: duckdb.DuckDBPyConnection, filters: Filters) -> bool:
    """True when the choice leaves out no school with registrations, in any of its years: what it adds up is the whole."""
    return all(s.tout_le_territoire for s in scopes(con, filters, "inscriptions").values())


def schools_left_out(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> int:
    """How many establishments of the filter a table of participants by type or secteur leaves out for readers: one that was
    replaced is its successor.
    """
    hidden, kept = participants_exclus(con, filters, view), perimetre(con, filters).uais
    there, new = set(hidden) if kept is None else set(hidden).intersection(kept), successeurs(con)
    return len({new.get(u, u) for u in there})

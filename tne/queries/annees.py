"""Which school years a filter speaks of."""

from __future__ import annotations

import duckdb

from tne import horloge
from tne.datasets.annees import annee_du
from tne.filters import Filters
from tne.queries import choices


def chosen_years(con: duckdb.DuckDBPyConnection, filters: Filters) -> list[str]:
    """The years of the filter, oldest first; every year the base knows when it names none."""
    return sorted(filters.annees) or [str(a) for a in choices.years(con)["annee"]]


def annees_comptees(con: duckdb.DuckDBPyConnection, filters: Filters) -> tuple[str, ...]:
    """The years of the filter in which schools are counted: that of today while the base knows none."""
    return tuple(chosen_years(con, filters)) or (annee_du(horloge.aujourdhui()),)

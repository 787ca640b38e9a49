"""Which school years a filter speaks of."""

from __future__ import annotations

import duckdb

from tne.filters import Filters
from tne.queries import choices


def chosen_years(con: duckdb.DuckDBPyConnection, filters: Filters) -> list[str]:
    """The years of the filter, oldest first; every year the base knows when it names none."""
    return sorted(filters.annees) or [str(a) for a in choices.years(con)["annee"]]

"""The figures that slides and documents show of each part of the programme, in their order."""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from tne.filters import Filters, View
from tne.visuals import formations, formations_couverture, formations_delai, formations_participation
from tne.visuals.visual import Visual

Builder = Callable[[duckdb.DuckDBPyConnection, Filters, View], Visual]

CHAPITRES: dict[str, tuple[Builder, ...]] = {
    "formations": (
        formations.portee,
        formations_participation.par_module,
        formations_couverture.colleges,
        formations_delai.absence_delai,
    ),
}

"""The grid of months: a cell stays a cell, however few the columns."""

from __future__ import annotations

import pandas as pd
import pytest

from tne.visuals.grille import grille


@pytest.mark.parametrize("colonnes", [1, 2, 6, 12])
def test_a_cell_of_a_grid_is_no_bar(colonnes: int) -> None:
    """Of a single month each cell was as wide as the page."""
    mois = [f"m{n}" for n in range(colonnes)]
    figure = grille(pd.DataFrame({"n": ["a"]} | {m: [1] for m in mois}), "n", mois, famille="parentalite")
    debut, fin = figure["layout"]["xaxis"]["range"]
    assert fin - debut == max(colonnes, 6)
    assert {mot["text"] for mot in figure["layout"]["annotations"]} & set(mois)

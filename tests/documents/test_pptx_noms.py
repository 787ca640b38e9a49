"""Bars of many themes in PowerPoint: each has its name, cut as on the screen, and the legend counts what the screen's counts."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from pptx.oxml.ns import qn

from tests.documents.essai import diapositive, graphe, visuel
from tne.visuals.bars import barres

LONG = "usages raisonnés et créatifs de l'intelligence artificielle générative au cycle"


@pytest.fixture(scope="module")
def diapo() -> Any:
    """Nine themes with long names, of which the figure shows seven."""
    table = pd.DataFrame(
        {"Thème": [f"Thème {n} : {LONG} {n}" for n in range(9)], "Ateliers": [2] * 9, "Formations": [1] * 9}
    )
    figure = barres(table, "Thème", ["Ateliers", "Formations"], famille="parentalite", limite=7)
    return diapositive(visuel(table, figure, "parentalite"))


def test_the_legend_counts_the_rows_that_are_not_drawn_too(diapo: Any) -> None:
    """« ateliers, 14 » on the slide, « ateliers, 18 » on the screen and in the other documents."""
    words = [s.text_frame.text for s in diapo.shapes if s.has_text_frame]
    assert [w for w in words if w.startswith(("Ateliers", "Formations"))] == ["Ateliers, 18", "Formations, 9"]


def test_every_bar_has_its_name_cut_as_on_the_screen(diapo: Any) -> None:
    """Whole, they took three lines each: every other bar had none."""
    chart = graphe(diapo)
    names = [str(c) for c in chart.plots[0].categories]
    assert len(names) == 7
    assert all(len(n) <= 54 and n.startswith(f"Thème {i}") for i, n in enumerate(names))
    assert chart.category_axis._element.find(qn("c:tickLblSkip")).get("val") == "1"

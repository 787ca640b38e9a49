"""The data sheet of a bar that shows no number: it says what the slide says beside it, never zero."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pandas as pd
import pytest

from tests.documents.essai import diapositive, graphe, visuel
from tne.visuals.bars import barres
from tne.visuals.groupees import groupees
from tne.visuals.visual import MASQUE

ANNEES = ["2022-2023", "2023-2024"]
MESURES = ["Ont suivi", "Ont répondu", "Ont reçu"]


def _chart(table: pd.DataFrame, figure: dict[str, Any]) -> Any:
    """The chart of a slide of that figure, as PowerPoint opens it."""
    return graphe(diapositive(visuel(table, figure, "formations", "personnes")))


def _feuille(chart: Any) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    assert book.sheetnames == ["Sheet1"]
    return list(book.active.iter_rows(values_only=True))


@pytest.mark.parametrize("total", [None, 40])
def test_a_masked_bar_is_no_zero_in_the_data_sheet(total: int | None) -> None:
    table = pd.DataFrame({"Mesure": MESURES, "Enseignants": [0, MASQUE, 12]})
    drawn = table.rename(columns={"Enseignants": "n"})
    chart = _chart(table, barres(drawn, "Mesure", "n", famille="formations", tri=False, total=total))
    rows = _feuille(chart)
    # After what the bars are out of, where they are out of something.
    assert [row[-1] for row in rows] == ["Enseignants", 0, MASQUE, 12]
    assert [row[0] for row in rows[1:]] == MESURES
    assert [row[1:-1] for row in rows[1:]] == [(40,) if total else ()] * 3
    series = list(chart.plots[0].series)[-1]
    assert series.name == "Enseignants"
    assert list(series.values) == [0, 0, 12]
    assert [series.points[n].data_label.text_frame.text for n in range(3)] == ["0", MASQUE, "12"]


def test_of_several_years_each_word_stands_in_its_own_column() -> None:
    table = pd.DataFrame({"Mesure": MESURES, ANNEES[0]: [MASQUE, 0, None], ANNEES[1]: [0, MASQUE, 7]})
    chart = _chart(
        table,
        groupees(
            table.assign(a=["", "0", "–"], b=["0", "", "7"]),
            "Mesure",
            ANNEES,
            famille="formations",
            textes={ANNEES[0]: "a", ANNEES[1]: "b"},
        ),
    )
    assert [row[1:] for row in _feuille(chart)] == [tuple(ANNEES), (MASQUE, 0), (0, MASQUE), ("–", 7)]


def test_a_series_alone_that_no_column_holds_has_a_name_that_people_read() -> None:
    """It was called « n », as the program calls it."""
    table = pd.DataFrame({"Mesure": MESURES, "Enseignants": [3, 5, 12]})
    shares = pd.DataFrame({"Mesure": MESURES, "n": [25.0, 41.7, 100.0]})
    chart = _chart(table, barres(shares, "Mesure", "n", famille="formations", tri=False))
    assert [s.name for s in chart.plots[0].series] == ["Valeur"]

"""Cells that a hand merged, or struck through, among the records of a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
import pytest
from openpyxl.styles import Font

from tests.reading.lecture import Lecteur, cellules, codes


def _classeur(rows: Sequence[Sequence[str | int | None]], *fusions: str) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    for cells in fusions:
        workbook.active.merge_cells(cells)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_a_number_merged_over_two_columns_is_counted_once(lis: Lecteur) -> None:
    """25 pupils, girls and boys together, were 25 girls and 25 boys."""
    rows = [["Collège", "Filles", "Garçons", "Cité"], ["Macé", 12, 13, "N"], ["Camus", 25, None, "N"]]
    tableau = lis(_classeur(rows, "B3:C3"), "effectifs.xlsx").principal
    assert cellules(tableau)[1] == ["Camus", "25", "", "N"]


def test_a_word_merged_over_the_rest_of_a_day_is_not_its_place(lis: Lecteur) -> None:
    rows = [
        ["Date", "Matin", "Après-midi", "Lieu"],
        ["13/06/2024", "Férié", None, None],
        ["14/06/2024", "Robots", "Image", "Loudun"],
    ]
    tableau = lis(_classeur(rows, "B2:D2"), "semaine.xlsx").principal
    assert cellules(tableau)[0] == ["13/06/2024", "Férié", "", ""]


@pytest.mark.parametrize("avant", [0, 20])
def test_a_name_merged_over_two_columns_and_two_rows_is_that_of_both_rows(lis: Lecteur, avant: int) -> None:
    """In its first column alone: the town was the name of the school, or far down the second row had none."""
    rows = [["Collège", "Ville", "Niveau", "Élèves"], *[["Macé", "Niort", "6EME", 12]] * avant]
    rows += [["Camus", None, "6EME", 25], [None, None, "5EME", 8], ["Pin", "Loudun", "6EME", 9]]
    first = avant + 2
    tableau = lis(_classeur(rows, f"A{first}:B{first + 1}"), "effectifs.xlsx").principal
    assert cellules(tableau)[avant : avant + 2] == [["Camus", "", "6EME", "25"], ["Camus", "", "5EME", "8"]]


def test_a_number_of_a_week_stands_over_both_of_its_columns(lis: Lecteur) -> None:
    rows = [["Collège", 36, None, 37, None], [None, *["Filles", "Garçons"] * 2], ["Macé", 1, 2, 3, 4]]
    tableau = lis(_classeur([*rows, ["Pin", 5, 6, 7, 8]], "B1:C1", "D1:E1"), "semaines.xlsx").principal
    assert tableau.entete == ("Collège", "36 Filles", "36 Garçons", "37 Filles", "37 Garçons")


@pytest.mark.parametrize(
    ("barrees", "dites"),
    [("AB", set()), ("D", set()), ("ABC", {"lignes_barrees"}), ("BCD", {"lignes_barrees"})],
)
def test_a_record_is_struck_through_when_most_of_it_is(lis: Lecteur, barrees: str, dites: set[str]) -> None:
    """The day and the hour crossed out are a correction; the last cell of the sheet alone was the whole of its row."""
    workbook = openpyxl.Workbook()
    for row in (["Date", "Heure", "Collège", "Thème"], ["12/09/2023", "14:00", "Macé", "Robots"]):
        workbook.active.append(row)
    for column in barrees:
        workbook.active[f"{column}2"].font = Font(strike=True)
    out = io.BytesIO()
    workbook.save(out)
    assert codes(lis(out.getvalue(), "journal.xlsx").principal) == dites

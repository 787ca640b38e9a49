"""Titles of months and lines of dashes between the records of a table: set aside, counted, and no record with them."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from tests.importing.scene import Scene, comptes

ENTETE = ["Date", "Nature", "UAI", "Heures"]


def _file(*rows: list[str]) -> str:
    return "\n".join(";".join(r) for r in [ENTETE, *rows])


def _done(jour: int, mois: int = 9) -> list[str]:
    return [f"{jour:02d}/{mois:02d}/2023", "Formation", "0860002K", "3"]


@pytest.mark.parametrize(
    ("row", "raison"),
    [
        (["---", "---", "---", "---"], "tirets"),
        (["══════", "", "", ""], "tirets"),
        (["", "", "_____", ""], "tirets"),
        (["- - -", "", "", ""], "tirets"),
        (["* * *", "", "", ""], "tirets"),
        (["Octobre 2023", "", "", ""], "Intertitre"),
        (["", "OCTOBRE", "", ""], "Intertitre"),
        (["oct. 2023", "oct. 2023", "oct. 2023", "oct. 2023"], "Intertitre"),
        (["--- Oct-23 ---", "", "", ""], "Intertitre"),
        (["Octobre - Novembre 2023", "", "", ""], "Intertitre"),
        (["Mois : octobre 2023", "", "", ""], "Intertitre"),
        (["Semaine du 9 au 13 octobre", "", "", ""], "Intertitre"),
        (["1er trimestre 2023-2024", "", "", ""], "Intertitre"),
        (["Année scolaire 2023-2024", "", "", ""], "Intertitre"),
        (["Session 01 - Atelier Canopé", "", "", ""], "Intertitre"),
        (["COLLÈGE JULES VERNE", "", "", ""], "Intertitre"),
        (["Groupe n° 2", "", "", ""], "Intertitre"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_row_between_records_is_set_aside(scene: Scene, row: list[str], raison: str, place: int) -> None:
    done = [_done(12), _done(13), _done(14, 10)]
    result = scene.un(_file(*done[:place], row, *done[place:]))
    assert result.etat == "importé", result.problemes
    assert comptes(result) == {"lues": 4, "ajoutees": 3, "ecartees": 1}
    (told,) = [p for p in result.problemes if p.code == "ecartees"]
    assert raison in told.message


@pytest.mark.parametrize(
    "row",
    [
        ["13/09/2023", "", "", ""],
        ["", "Formation", "", ""],
        ["---", "Formation", "", ""],
        ["Octobre 2023", "Formation", "0860002K", ""],
        ["Octobre 2023", "-", "-", "-"],
        ["2023-10-01", "", "", ""],
        ["Mardi", "", "", ""],
    ],
)
def test_a_record_that_is_not_filled_in_is_refused_as_before(scene: Scene, row: list[str]) -> None:
    result = scene.un(_file(_done(12), row, _done(14)))
    assert comptes(result) == {"lues": 3, "ajoutees": 2, "refusees": 1}


def test_months_that_a_spreadsheet_took_for_days_are_titles_where_there_are_several(scene: Scene) -> None:
    out = io.BytesIO()
    book: Any = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Journal")
    month = book.add_format({"num_format": "mmm-yy"})
    sheet.write_row(0, 0, ENTETE)
    for i, m in enumerate((9, 10, 11)):
        sheet.merge_range(1 + 3 * i, 0, 1 + 3 * i, 3, "")
        sheet.write_datetime(1 + 3 * i, 0, date(2023, m, 1), month)
        sheet.write_row(2 + 3 * i, 0, _done(12, m))
        sheet.write_row(3 + 3 * i, 0, _done(13, m))
    book.close()
    result = scene.un(out.getvalue(), "a.xlsx")
    assert comptes(result) == {"lues": 9, "ajoutees": 6, "ecartees": 3}


@pytest.mark.parametrize("place", [0, 1])
def test_the_examples_of_a_model_are_no_record(scene: Scene, place: int) -> None:
    example = ["ex. : 12/06/2024", "Ex : Formation", "(exemple : 0860002K)", ""]
    done = [_done(12), _done(13)]
    result = scene.un(_file(*done[:place], example, *done[place:]))
    assert comptes(result) == {"lues": 3, "ajoutees": 2, "ecartees": 1}


def test_the_name_of_a_school_alone_is_a_record_begun(scene: Scene) -> None:
    """A list made ready, a school a line, has such rows: they are told, not set aside as titles."""
    rows = ["Établissement;Date;Nature;UAI", "Collège A;12/09/2023;Formation;0860002K", "Collège B;;;"]
    assert comptes(scene.un("\n".join(rows))) == {"lues": 2, "ajoutees": 1, "refusees": 1}


@pytest.mark.parametrize("row", [["Session 02", "Formation", "", ""], ["", "Groupe 2", "", ""]])
def test_the_title_of_a_part_stands_alone_in_the_first_cell(scene: Scene, row: list[str]) -> None:
    assert comptes(scene.un(_file(_done(12), row)))["refusees"] == 1


def test_a_name_in_a_first_column_of_codes_is_refused_and_titles_nothing(scene: Scene) -> None:
    rows = ["0860002K;12/09/2023;Formation", "Collège Jean Moulin 2;;", "0860799B;13/09/2023;Formation"]
    result = scene.un("\n".join(["UAI;Date;Nature", *rows]))
    assert comptes(result) == {"lues": 3, "ajoutees": 2, "refusees": 1}

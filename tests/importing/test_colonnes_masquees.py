"""Columns that a sheet hides: those that are read go in and are told by name, in every format of workbooks."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Sequence
from typing import Any

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableColumn, TableColumnGroup

from tests.importing.scene import CODES, SESSION, Scene, codes, comptes
from tests.reading.lecture import feuille_ods
from tne.importing.correcting.grouping import groups

# A blank column before, so that places in the sheet are not those in the table.
ENTETE = ["", "Date", "Nature", "UAI", "Nb enseignants", "Notes"]
LIGNES = [["", f"{jour:02d}/09/2023", "Formation", "0860002K", 3.0, "rien"] for jour in (12, 13, 14)]
ROWS = [ENTETE, *LIGNES]

Ecrit = Callable[[Sequence[Sequence[Any]], Collection[int]], bytes]


def _xlsx(rows: Sequence[Sequence[Any]], hidden: Collection[int]) -> bytes:
    book: Any = openpyxl.Workbook()
    for row in rows:
        book.active.append([c or None for c in row])
    for j in hidden:
        book.active.column_dimensions["ABCDEFGHIJKLM"[j]].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xls(rows: Sequence[Sequence[Any]], hidden: Collection[int]) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if value:
                sheet.write(i, j, value)
    for j in hidden:
        sheet.col(j).hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ods(rows: Sequence[Sequence[Any]], hidden: Collection[int]) -> bytes:
    """The columns on the right folded in a group, those before hidden one by one."""
    sheet: Table = feuille_ods("S", rows)
    last = max(hidden)
    columns = [TableColumn(**({"visibility": "collapse"} if j in hidden else {})) for j in range(last)]
    group = TableColumnGroup(display="false")
    group.addElement(TableColumn())
    for place, column in enumerate([*columns, group, TableColumn(numbercolumnsrepeated=1000)]):
        sheet.insertBefore(column, sheet.childNodes[place])
    book = OpenDocumentSpreadsheet()
    book.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FORMATS = pytest.mark.parametrize("ecrit", [_xlsx, _xls, _ods])


@FORMATS
def test_hidden_columns_that_are_read_are_told_by_name(scene: Scene, ecrit: Ecrit) -> None:
    result = scene.un(ecrit(ROWS, (2, 4)), "a.xls")
    assert comptes(result) == {"lues": 3, "ajoutees": 3}
    assert scene.table("intervention", "nature", "enseignants") == [("Formation", 3)] * 3
    (told,) = result.problemes
    assert told.code == "colonnes_masquees"
    assert told.message.startswith(
        "2 colonnes masquées dans le tableur, lues comme les autres : « Nature » et « Nb enseignants »."
    )
    assert groups([told])[0].a_verifier


@FORMATS
def test_hidden_columns_of_which_nothing_is_read_are_not_told(scene: Scene, ecrit: Ecrit) -> None:
    """The coordinator hides most columns of an export: those that go nowhere, and empty ones, change no figure."""
    rows = [[*row[:4], "" if i else row[4], *row[5:], "x", "y"] for i, row in enumerate(ROWS)]
    assert codes(scene.un(ecrit(rows, (0, 4, 6)), "a.xls")) == []


def test_hidden_names_are_those_of_a_sheet_that_is_shown(scene: Scene) -> None:
    """Whoever took them out as the remark said had nobody counted; those that are not kept count nothing."""
    led = [*SESSION, "Nom", "Prénom", "E-mail", "UAI", "Statut", "Présence"]
    rows = [led, [*CODES, "A", "B", "a@ac.fr", "0860002K", "Inscrit", "Présent"]]
    assert codes(scene.un(_xlsx(rows, (4, 5, 6)), "a.xlsx")) == []
    log = [[*row, "Médiateur" if i == 0 else "C. D."] for i, row in enumerate(ROWS)]
    assert codes(scene.un(_xlsx(log, (6,)), "b.xlsx")) == []


@FORMATS
def test_a_hidden_column_takes_records_out_and_is_told(scene: Scene, ecrit: Ecrit) -> None:
    rows = [[*row, "Retirer" if i == 0 else ""] for i, row in enumerate(ROWS)]
    rows[1][6] = "oui"
    (told,) = [p for p in scene.un(ecrit(rows, (6,)), "a.xls").problemes if p.code == "colonnes_masquees"]
    assert "« Retirer »" in told.message


@pytest.mark.parametrize(
    ("hidden", "name"), [(1, "« Nature »"), (8, "« Nb enseignants (2) »")], ids=["left", "right"]
)
def test_of_two_tables_beside_each_other_the_one_that_has_the_column_tells_it(
    scene: Scene, hidden: int, name: str
) -> None:
    rows = [[*ours[1:5], "", *ours[1:5]] for ours in ROWS]
    for n, row in enumerate(rows[1:]):
        row[5] = f"{n + 1:02d}/11/2023"
    result = scene.un(_xlsx(rows, (hidden,)), "a.xlsx")
    assert comptes(result) == {"lues": 6, "ajoutees": 6}
    assert [name in p.message for p in result.problemes] == [True]

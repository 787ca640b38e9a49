"""Cells merged over several rows: each record has their value, no record is made of them alone, and numbers are told."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from tests.importing.scene import Scene, codes, comptes
from tne.importing.correcting.grouping import groups
from tne.reading import lire

ENTETE = ["Date", "Nature", "UAI", "Nb enseignants"]
LIGNES = [
    ["12/03/2024", "Formation", "0860002K", 12],
    [None, None, "0860799B", None],
    ["13/03/2024", "Formation", "0860002K", 5],
]


def _xlsx(rows: list[list[Any]], *merged: str) -> bytes:
    book: Any = openpyxl.Workbook()
    for row in [ENTETE, *rows]:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xls(rows: list[list[Any]], *merged: str) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    spans = {(ord(m[0]) - ord("A"), int(m[1]) - 1): int(m[4]) - 1 for m in merged}
    for i, row in enumerate([ENTETE, *rows]):
        for j, value in enumerate(row):
            if (j, i) in spans:
                sheet.write_merge(i, spans[j, i], j, j, value)
            elif value is not None:
                sheet.write(i, j, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _html(rows: list[list[Any]], *merged: str) -> bytes:
    spans = {(ord(m[0]) - ord("A"), int(m[1]) - 1): int(m[4]) - int(m[1]) + 1 for m in merged}
    lines = []
    for i, row in enumerate([ENTETE, *rows]):
        cells = [f'<td rowspan="{spans.get((j, i), 1)}">{v}</td>' for j, v in enumerate(row) if v is not None]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<html><body><table>{''.join(lines)}</table></body></html>".encode()


def _ods(rows: list[list[Any]], *merged: str) -> bytes:
    """With a title and a blank column before, as LibreOffice writes them: cells repeated, rows repeated."""
    spans = {(ord(m[0]) - ord("A"), int(m[1]) - 1): int(m[4]) - int(m[1]) + 1 for m in merged}
    table = Table(name="S & T")
    table.addElement(TableRow(numberrowsrepeated=3))
    for i, row in enumerate([ENTETE, *rows]):
        line = TableRow()
        line.addElement(TableCell(numbercolumnsrepeated=2))
        for j, value in enumerate(row):
            over = {"numberrowsspanned": spans[j, i], "numbercolumnsspanned": 1} if (j, i) in spans else {}
            if value is None:
                line.addElement(CoveredTableCell())
                continue
            number = isinstance(value, int)
            cell = (
                TableCell(valuetype="float", value=value, **over)
                if number
                else TableCell(valuetype="string", **over)
            )
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    document = OpenDocumentSpreadsheet()
    document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


WRITERS = pytest.mark.parametrize("write", [_xlsx, _xls, _html, _ods])


@WRITERS
def test_a_number_over_several_rows_counts_on_each_and_is_told(scene: Scene, write: Any) -> None:
    result = scene.un(write(LIGNES, "A2:A3", "B2:B3", "D2:D3"), "a.xls")
    assert scene.table("intervention", "date", "uai", "enseignants") == [
        (date(2024, 3, 12), "0860002K", 12),
        (date(2024, 3, 12), "0860799B", 12),
        (date(2024, 3, 13), "0860002K", 5),
    ]
    (told,) = result.problemes
    lines = "5 à 6" if write is _ods else "2 à 3"
    assert told.message.startswith(
        f"« Nb enseignants » a 1 cellule fusionnée sur plusieurs lignes (« 12 », lignes {lines})"
    )
    assert groups([told])[0].a_verifier


def test_a_round_number_over_several_rows_is_told_and_a_zero_is_not(scene: Scene) -> None:
    rows = [[*LIGNES[0][:3], 10], LIGNES[1], LIGNES[2]]
    assert codes(scene.un(_xlsx(rows, "A2:A3", "B2:B3", "D2:D3"), "a.xlsx")) == ["nombres_fusionnes"]
    rows[0][3] = 0
    assert "nombres_fusionnes" not in codes(scene.un(_xlsx(rows, "A2:A3", "B2:B3", "D2:D3"), "b.xlsx"))


@WRITERS
def test_a_record_over_two_rows_is_one_record(scene: Scene, write: Any) -> None:
    """Its second row has nothing of its own: it made the same intervention a second time."""
    rows = [LIGNES[0], [None] * 4, LIGNES[2]]
    result = scene.un(write(rows, "A2:A3", "B2:B3", "C2:C3", "D2:D3"), "a.xls")
    assert comptes(result) == {"lues": 2, "ajoutees": 2}
    assert codes(result) == []


@WRITERS
def test_texts_over_several_rows_are_not_told(scene: Scene, write: Any) -> None:
    rows = [LIGNES[0], [None, None, "0860799B", 3], LIGNES[2]]
    assert codes(scene.un(write(rows, "A2:A3", "B2:B3"), "a.xls")) == []
    assert len(scene.table("intervention", "uai")) == 3


def test_forged_cells_that_overlap_are_not_all_gone_through() -> None:
    """Each over the whole sheet, a million of them would be a million times a million rows."""
    rows = [[f"{1 + i % 28:02d}/03/2024", "Formation", "0860002K", 1] for i in range(3000)]
    source = _xlsx(rows)
    many = "".join(f'<mergeCell ref="A{i}:A3001"/>' for i in range(2, 3000)).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry.endswith("sheet1.xml"):
                content = content.replace(
                    b"</sheetData>", b"</sheetData><mergeCells>" + many + b"</mergeCells>"
                )
            new.writestr(entry, content)
    tableau = lire(out.getvalue(), "a.xlsx").principal
    assert tableau.donnees.num_rows == 3000
    assert 0 < len(tableau.fusions) <= len(ENTETE)

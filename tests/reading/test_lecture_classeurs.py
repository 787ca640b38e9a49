"""Workbooks: several sheets, merged cells, hidden things, formulas, errors, dates."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet

from tests.reading.lecture import Lecteur, cellules, feuille_ods, lignes
from tne.erreurs import FichierIllisible


def _xlsx(workbook: Any) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _sheet(*rows: list[Any]) -> Any:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Feuille"
    for row in rows:
        sheet.append(row)
    return workbook


def test_values_as_text(lis: Lecteur) -> None:
    workbook = _sheet(
        ["Nom", "Date", "Moment", "Heure", "Entier", "Nombre", "Part", "Vrai", "Code", "Grand"],
        [
            "A",
            date(2024, 6, 12),
            datetime(2024, 6, 12, 9, 30),
            time(14, 5),
            12,
            3.5,
            0.33,
            True,
            "00123",
            1e20,
        ],
    )
    workbook.active["G2"].number_format = "0 %"
    document = lis(_xlsx(workbook), "a.xlsx")
    assert document.format == "xlsx"
    assert cellules(document.principal) == [
        ["A", "2024-06-12", "2024-06-12T09:30:00", "14:05:00", "12", "3.5", "0.33", "VRAI", "00123", "1e+20"]
    ]


def test_titles_blank_rows_and_row_numbers(lis: Lecteur) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["B2"] = "Journal des médiateurs"
    for j, name in enumerate(["Date", "École", "Durée"]):
        sheet.cell(4, 2 + j, name)
    for i, row in enumerate([["12/06/2024", "Bréa", 2], ["13/06/2024", "Macé", 3]]):
        for j, value in enumerate(row):
            sheet.cell(6 + 2 * i, 2 + j, value)
    tableau = lis(_xlsx(workbook), "a.xlsx").principal
    assert tableau.entete == ("Date", "École", "Durée")
    assert tableau.titres == ((2, "Journal des médiateurs"),)
    assert tableau.ligne_entete == 4
    assert lignes(tableau) == [6, 8]


def test_several_sheets_and_hidden_ones(lis: Lecteur) -> None:
    workbook = _sheet(["Nom", "Note"], ["A", 1])
    other = workbook.create_sheet("Autre")
    for row in (["UAI", "IPS"], ["0860002K", 102.5], ["0860014Y", 98.0]):
        other.append(row)
    hidden = workbook.create_sheet("Listes")
    hidden.append(["x", "y"])
    hidden.append(["1", "2"])
    hidden.sheet_state = "hidden"
    workbook.create_sheet("Vide")
    document = lis(_xlsx(workbook), "a.xlsx")
    assert [t.feuille for t in document.tableaux] == ["Feuille", "Autre"]
    assert document.principal.feuille == "Autre"
    assert cellules(document.principal)[1] == ["0860014Y", "98"]


def test_merged_cells_hidden_rows_formulas_and_errors(lis: Lecteur) -> None:
    workbook = _sheet(["Nom", "Note", "Calcul"], ["A", 1, "#N/A"], ["B", 2, None], ["C", 3, None])
    sheet = workbook.active
    sheet["C2"].data_type = "e"
    sheet.merge_cells("A3:B3")
    sheet.row_dimensions[4].hidden = True
    assert cellules(lis(_xlsx(workbook), "a.xlsx").principal) == [
        ["A", "1", "#N/A"],
        ["B", "", ""],
        ["C", "3", ""],
    ]


def test_groups_in_merged_cells(lis: Lecteur) -> None:
    workbook = _sheet(
        ["", "2023", "", "2024", ""], ["Nom", "F", "G", "F", "G"], ["A", 1, 2, 3, 4], ["B", 5, 6, 7, 8]
    )
    workbook.active.merge_cells("B1:C1")
    workbook.active.merge_cells("D1:E1")
    assert lis(_xlsx(workbook), "a.xlsx").principal.entete == ("Nom", "2023 F", "2023 G", "2024 F", "2024 G")


def test_microsoft_forms_with_a_junk_row(lis: Lecteur) -> None:
    workbook = _sheet(
        ["Offre de formation TNE(1-2)", None, None, None],
        ["ID", "Heure de début", "Heure de fin", "Adresse de messagerie"],
        [1, datetime(2024, 6, 12, 9, 0), datetime(2024, 6, 12, 9, 5), "a@exemple.fr"],
        [2, datetime(2024, 6, 12, 9, 1), datetime(2024, 6, 12, 9, 7), "b@exemple.fr"],
    )
    tableau = lis(_xlsx(workbook), "a.xlsx").principal
    assert tableau.entete[0] == "ID"
    assert tableau.titres == ((1, "Offre de formation TNE(1-2)"),)
    assert cellules(tableau)[0][1] == "2024-06-12T09:00:00"


def test_old_workbook(lis: Lecteur) -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Feuille")
    for i, row in enumerate([["Nom", "Note"], ["Zoé", 12], ["Léo", 3.5]]):
        for j, value in enumerate(row):
            sheet.write(i, j, value)
    document = lis(_xlsx(workbook), "a.xls")
    assert (document.format, cellules(document.principal)) == ("xls", [["Zoé", "12"], ["Léo", "3.5"]])


def test_open_document(lis: Lecteur) -> None:
    document = OpenDocumentSpreadsheet()
    document.spreadsheet.addElement(feuille_ods("Feuille", (["Nom", "Note"], ["Zoé", 12.0], ["Léo", 3.5])))
    out = io.BytesIO()
    document.save(out)
    read = lis(out.getvalue(), "a.ods")
    assert (read.format, cellules(read.principal)) == ("ods", [["Zoé", "12"], ["Léo", "3.5"]])


def test_times_of_a_day_and_more_are_hours_in_every_workbook(lis: Lecteur) -> None:
    document = OpenDocumentSpreadsheet()
    document.spreadsheet.addElement(
        feuille_ods(
            "F", (["Nom", "Durée"], ["Zoé", "PT01H30M00S"], ["Léo", "PT26H30M00S"], ["Ana", "PT124H05M09S"])
        )
    )
    out = io.BytesIO()
    document.save(out)
    hours = [["Zoé", "01:30:00"], ["Léo", "26:30:00"], ["Ana", "124:05:09"]]
    assert cellules(lis(out.getvalue(), "a.ods").principal) == hours
    spans = (
        timedelta(minutes=90),
        timedelta(hours=26, minutes=30),
        timedelta(hours=124, minutes=5, seconds=9),
    )
    rows = [[nom, span] for (nom, _), span in zip(hours, spans, strict=True)]
    workbook = _sheet(["Nom", "Durée"], *rows)
    assert cellules(lis(_xlsx(workbook), "a.xlsx").principal) == hours


def test_a_workbook_without_any_cell(lis: Lecteur) -> None:
    with pytest.raises(FichierIllisible, match="aucune cellule"):
        lis(_xlsx(openpyxl.Workbook()), "vide.xlsx")


def test_a_damaged_workbook(lis: Lecteur) -> None:
    data = _xlsx(_sheet(["a", "b"], [1, 2]))
    with pytest.raises(FichierIllisible, match="abîmé"):
        lis(data.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet9.xml"), "a.xlsx")


def test_two_tables_on_one_sheet(lis: Lecteur) -> None:
    workbook = _sheet(
        ["Nom", "Note"],
        ["A", 1],
        ["B", 2],
        [],
        ["UAI", "IPS", "Secteur"],
        ["0860002K", 102.5, "public"],
        ["0860014Y", 99, "privé"],
    )
    document = lis(_xlsx(workbook), "a.xlsx")
    assert [t.entete for t in document.tableaux] == [("Nom", "Note"), ("UAI", "IPS", "Secteur")]


def test_two_cells_at_the_ends_of_a_sheet(lis: Lecteur) -> None:
    """A few bytes would span millions of cells: refused before they are laid out in memory."""
    workbook = _sheet(["Nom", "Note"], ["A", 1])
    workbook.active["XFD1048576"] = "perdu"
    with pytest.raises(FichierIllisible, match="très loin"):
        lis(_xlsx(workbook), "a.xlsx")


def test_groups_over_names_and_values_over_rows(lis: Lecteur) -> None:
    """A title over the whole width is none of the names; a school written once for three rows is that of each."""
    workbook = _sheet(
        ["Relevé", None, None, None],
        ["UAI", "Effectifs", None, "Nom"],
        [None, "6e", "5e", None],
        ["0860002K", 10, 20, "A"],
        [None, 11, 21, "B"],
        ["0860016A", 12, 22, "C"],
    )
    for merged in ("A1:D1", "A2:A3", "B2:C2", "D2:D3", "A4:A5"):
        workbook.active.merge_cells(merged)
    tableau = lis(_xlsx(workbook), "x.xlsx").principal
    assert tableau.entete == ("UAI", "Effectifs 6e", "Effectifs 5e", "Nom")
    assert tableau.titres == ((1, "Relevé"),)
    assert cellules(tableau) == [
        ["0860002K", "10", "20", "A"],
        ["0860002K", "11", "21", "B"],
        ["0860016A", "12", "22", "C"],
    ]


def test_a_formula_that_was_never_calculated_is_told(lis: Lecteur) -> None:
    tableau = lis(_xlsx(_sheet(["UAI", "N"], ["0860002K", "=1+1"], ["0860016A", 3])), "x.xlsx").principal
    assert cellules(tableau) == [["0860002K", ""], ["0860016A", "3"]]
    assert [(r.code, r.ligne) for r in tableau.remarques] == [("formule_sans_valeur", 2)]


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><th>UAI</th><th>Date</th><th>N</th></tr><tr><td rowspan=2>0860002K</td><td>12/06/2024</td><td>1</td>"
        "</tr><tr><td>13/06/2024</td><td>2</td></tr><tr><td>0860016A<td>14/06/2024<td>3</table>",
        # One that closes neither cells nor rows.
        "<table><tr><th>UAI<th>Date<th>N<tr><td rowspan=2>0860002K<td>12/<b>06</b>/2024<td>1<tr><td>13/06/2024<td>2"
        "<tr><td>0860016A<td>14/06/2024<td>3</table>",
    ],
)
def test_a_web_page_saved_as_a_workbook(lis: Lecteur, page: str) -> None:
    assert cellules(lis(page, "x.xls").principal) == [
        ["0860002K", "12/06/2024", "1"],
        ["0860002K", "13/06/2024", "2"],
        ["0860016A", "14/06/2024", "3"],
    ]


def test_the_old_xml_of_excel(lis: Lecteur) -> None:
    rows = [["UAI", "Nom", "N"], ["0860002K", "", "1"], ["0860016A", "Collège", "2"]]
    cells = [
        "".join(
            f'<Cell ss:Index="{j}"><Data ss:Type="String">{c}</Data></Cell>' for j, c in enumerate(r, 1) if c
        )
        for r in rows
    ]
    text = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>'
        + "".join(f"<Row>{c}</Row>" for c in cells)
        + "</Table></Worksheet></Workbook>"
    )
    tableau = lis(text, "x.xls").principal
    assert [list(tableau.entete), *cellules(tableau)] == rows


def _biff12(kind: int, body: bytes = b"") -> bytes:
    """A record of a binary part: its kind and its length in seven bits a byte, then its body."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return (
        head
        + (bytes([len(body)]) if len(body) < 128 else bytes([len(body) & 0x7F | 0x80, len(body) >> 7]))
        + body
    )


def _xlsb(rows: list[list[str | float]]) -> bytes:
    """A binary workbook of Excel, as [MS-XLSB] writes one sheet (LibreOffice opens it)."""

    def text(t: str) -> bytes:
        return struct.pack("<I", len(t)) + t.encode("utf-16-le")

    size = struct.pack("<4I", 0, len(rows) - 1, 0, len(rows[0]) - 1)
    sheet = [_biff12(129), _biff12(148, size), _biff12(145)]
    for i, row in enumerate(rows):
        sheet.append(_biff12(0, struct.pack("<I", i) + bytes(21)))
        for j, cell in enumerate(row):
            place = struct.pack("<II", j, 0)
            sheet.append(
                _biff12(6, place + text(cell))
                if isinstance(cell, str)
                else _biff12(5, place + struct.pack("<d", cell))
            )
    named = _biff12(156, struct.pack("<II", 0, 1) + text("rId1") + text("Feuille"))
    parts = {
        "_rels/.rels": '<Relationship Id="rId1" Type="http://x/officeDocument" Target="xl/workbook.bin"/>',
        "xl/workbook.bin": _biff12(131) + _biff12(143) + named + _biff12(144) + _biff12(132),
        "xl/_rels/workbook.bin.rels": '<Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.bin"/>',
        "xl/worksheets/sheet1.bin": b"".join([*sheet, _biff12(146), _biff12(130)]),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(
                name, f"<Relationships>{part}</Relationships>" if isinstance(part, str) else part
            )
    return out.getvalue()


def test_a_binary_workbook(lis: Lecteur) -> None:
    document = lis(_xlsb([["Nom", "Effectif"], ["Collège A", 12.0], ["Collège B", 7.5]]), "effectifs.xlsb")
    assert document.principal.feuille == "Feuille"
    assert document.principal.entete == ("Nom", "Effectif")
    assert cellules(document.principal) == [["Collège A", "12"], ["Collège B", "7.5"]]


def test_three_rows_of_merged_names_over_two_records(lis: Lecteur) -> None:
    workbook = _sheet(
        ["Établissement", "Effectifs", None, None, None, "Total"],
        [None, "4e", None, "3e", None, None],
        [None, "F", "G", "F", "G", None],
        ["Collège A", 1, 2, 3, 4, 10],
        ["Collège B", 5, 6, 7, 8, 26],
    )
    for cells in ("A1:A3", "B1:E1", "B2:C2", "D2:E2", "F1:F3"):
        workbook.active.merge_cells(cells)
    tableau = lis(_xlsx(workbook), "x.xlsx").principal
    assert tableau.entete == (
        "Établissement",
        "Effectifs 4e F",
        "Effectifs 4e G",
        "Effectifs 3e F",
        "Effectifs 3e G",
        "Total",
    )
    assert [r[0] for r in cellules(tableau)] == ["Collège A", "Collège B"]


def test_a_list_of_choices_is_not_the_main_table(lis: Lecteur) -> None:
    workbook = _sheet(["UAI", "Type", "Nombre"], ["0860002K", "Tablette", 12])
    choices = workbook.create_sheet("Listes")
    for word in ("Type", "Tablette", "TNI", "Vidéoprojecteur", "Robot", "Casque"):
        choices.append([word])
    assert lis(_xlsx(workbook), "x.xlsx").principal.feuille == "Feuille"

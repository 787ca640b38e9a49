"""What a workbook hides: sheets are left out and told, rows that a filter hides go in and are told."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import Table, TableCell, TableRow, TableRowGroup
from odf.text import P

from tests.importing.scene import Scene, codes, comptes
from tne.importing.grouping import groups

ENTETE = ["Date", "Nature", "UAI"]
LIGNES = [[f"{jour:02d}/09/2023", "Formation", "0860002K"] for jour in (12, 13, 14, 15)]


def _xlsx(*sheets: tuple[str, str, list[list[str]]], masquees: tuple[int, ...] = ()) -> bytes:
    """Name, state and rows of each sheet; `masquees`: the hidden rows of the first."""
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for name, state, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = state
    for n in masquees:
        book.worksheets[0].row_dimensions[n].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ods_row(cells: list[str], **attributes: Any) -> Any:
    row = TableRow(**attributes)
    for text in cells:
        cell = TableCell(valuetype="string")
        cell.addElement(P(text=text))
        row.addElement(cell)
    return row


def _ods() -> bytes:
    """One filtered row, two folded ones, and a hidden sheet."""
    book = OpenDocumentSpreadsheet()
    hidden = Style(name="cachee", family="table")
    hidden.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(hidden)
    sheet = Table(name="Sept")
    sheet.addElement(_ods_row(ENTETE))
    sheet.addElement(_ods_row(LIGNES[0], visibility="filter"))
    folded = TableRowGroup(display="false")
    folded.addElement(_ods_row(LIGNES[1]))
    folded.addElement(_ods_row(LIGNES[2]))
    sheet.addElement(folded)
    sheet.addElement(_ods_row(LIGNES[3]))
    sheet.addElement(TableRow(visibility="collapse", numberrowsrepeated=1048000))
    book.spreadsheet.addElement(sheet)
    other = Table(name="Oct", stylename=hidden)
    other.addElement(_ods_row(ENTETE))
    other.addElement(_ods_row(["12/10/2023", "Formation", "0860002K"]))
    book.spreadsheet.addElement(other)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_of_records_is_left_out_and_told(scene: Scene, state: str) -> None:
    listes = [["Natures admises"], ["Formation"]]
    source = _xlsx(
        ("Sept", "visible", [ENTETE, *LIGNES]), ("Oct", state, [ENTETE, *LIGNES[:2]]), ("L", state, listes)
    )
    result = scene.un(source, "a.xlsx")
    assert comptes(result) == {"lues": 4, "ajoutees": 4}
    (told,) = result.problemes
    assert (told.feuille, told.code) == ("Oct", "feuille_masquee")
    assert "n'est pas importée (2 lignes)" in told.message
    (group,) = groups(result.problemes)
    assert group.a_verifier


def test_a_workbook_whose_records_are_all_hidden_says_so(scene: Scene) -> None:
    aide = ("Aide", "visible", [["Comment remplir ce classeur"], ["Voir la feuille suivante"]])
    result = scene.un(_xlsx(aide, ("Oct", "hidden", [ENTETE, *LIGNES])), "a.xlsx")
    assert result.etat == "refusé"
    assert "masquée" in result.problemes[0].message
    assert "« Oct »" in result.problemes[0].message


def test_hidden_sheets_are_read_and_told_where_the_visible_ones_are_empty(scene: Scene) -> None:
    result = scene.un(_xlsx(("Feuil1", "visible", []), ("Oct", "hidden", [ENTETE, *LIGNES])), "a.xlsx")
    assert comptes(result) == {"lues": 4, "ajoutees": 4}
    assert codes(result) == ["feuille_masquee_lue"]


def test_rows_that_a_filter_hides_are_read_and_told(scene: Scene) -> None:
    result = scene.un(_xlsx(("Sept", "visible", [ENTETE, *LIGNES]), masquees=(3, 5, 900)), "a.xlsx")
    assert comptes(result) == {"lues": 4, "ajoutees": 4}
    (told,) = result.problemes
    assert (told.feuille, told.ligne, told.code) == ("Sept", 0, "lignes_masquees")
    assert told.message.startswith("2 lignes masquées")


def test_an_ods_tells_what_it_hides(scene: Scene) -> None:
    result = scene.un(_ods(), "a.ods")
    assert comptes(result) == {"lues": 4, "ajoutees": 4}
    told = {p.code: p for p in result.problemes}
    assert set(told) == {"lignes_masquees", "feuille_masquee"}
    assert told["lignes_masquees"].message.startswith("3 lignes masquées")
    assert told["feuille_masquee"].feuille == "Oct"

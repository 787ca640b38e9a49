"""What a workbook hides: sheets are left out and told, rows and columns go in and are told."""

from __future__ import annotations

import io
import struct
from random import Random
from typing import Any

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties, TextProperties
from odf.table import Table, TableCell, TableColumn, TableRow, TableRowGroup
from odf.text import P
from openpyxl.styles import Font

from tests.importing.scene import Scene, codes, comptes
from tne.importing.correcting.grouping import groups
from tne.reading.old_workbook import of_xls

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


def test_one_hidden_row_is_told_with_its_line(scene: Scene) -> None:
    result = scene.un(_xlsx(("Sept", "visible", [ENTETE, *LIGNES]), masquees=(3,)), "a.xlsx")
    assert [(p.code, p.ligne) for p in result.problemes] == [("lignes_masquees", 3)]


def _struck(*crossed: str) -> bytes:
    """The cells that are struck through, beside a plain style, a struck one that is not and an empty cell that is."""
    book: Any = openpyxl.Workbook()
    sheet = book.active
    for row in [ENTETE, *LIGNES]:
        sheet.append(row)
    for name in crossed:
        sheet[name].font = Font(strike=True, bold=True)
    sheet["A2"].font, sheet["F3"].font = Font(bold=True), Font(strike=True)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_rows_that_are_struck_through_are_read_and_told(scene: Scene) -> None:
    """As a hand marks what did not take place: they counted without a word."""
    result = scene.un(_struck("A3", "B3", "C3", "A5", "C5", "B2"), "a.xlsx")
    assert comptes(result) == {"lues": 4, "ajoutees": 4}
    (told,) = result.problemes
    assert (told.ligne, told.code) == (0, "lignes_barrees")
    assert told.message.startswith(
        "2 lignes barrées dans le tableur (texte barré d'un trait) : lues comme les autres"
    )
    assert groups([told])[0].a_verifier
    (told,) = scene.un(_struck("A4", "B4", "C4"), "b.xlsx").problemes
    assert (told.ligne, told.message[:14], told.message[-27:]) == (
        4,
        "1 ligne barrée",
        " lieu, ôtez-la du classeur.",
    )


def _struck_ods(*crossed: int, style: str = "solid") -> bytes:
    """These rows of the sheet are struck through."""
    book = OpenDocumentSpreadsheet()
    for name, line in (("ce1", "none"), ("ce2", style)):
        one = Style(name=name, family="table-cell")
        one.addElement(TextProperties(textlinethroughstyle=line))
        book.automaticstyles.addElement(one)
    sheet = Table(name="Sept")
    for n, cells in enumerate([ENTETE, *LIGNES], 1):
        row = TableRow()
        for text in cells:
            cell = TableCell(valuetype="string", stylename="ce2" if n in crossed else "ce1")
            cell.addElement(P(text=text))
            row.addElement(cell)
        row.addElement(
            TableCell(stylename="ce2", numbercolumnsrepeated=50)
        )  # to the end of the sheet, and empty
        sheet.addElement(row)
    book.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def test_an_ods_tells_the_rows_that_are_struck_through(scene: Scene) -> None:
    (told,) = scene.un(_struck_ods(3, 4), "a.ods").problemes
    assert (told.code, told.message[:16]) == ("lignes_barrees", "2 lignes barrées")
    assert codes(scene.un(_struck_ods(), "b.ods")) == []
    assert codes(scene.un(_struck_ods(3, 4, style="none"), "c.ods")) == []


def _struck_otherwise(*, named: bool) -> bytes:
    """The second row of the sheet struck through by a named style, in a cell of a style made from it; or all but the title, by the style
    that the column gives to cells that name none, as LibreOffice writes most cells of a column."""
    book = OpenDocumentSpreadsheet()
    struck = Style(name="Barré", family="table-cell")
    struck.addElement(TextProperties(textlinethroughstyle="solid"))
    book.styles.addElement(struck)
    other = Style(name="ce1", family="table-cell", parentstylename=struck)
    book.automaticstyles.addElement(other)
    plain = Style(name="ce2", family="table-cell", parentstylename=struck)
    plain.addElement(TextProperties(textlinethroughstyle="none"))
    book.automaticstyles.addElement(plain)
    sheet = Table(name="Sept")
    sheet.addElement(TableColumn(numbercolumnsrepeated=3, defaultcellstylename=plain if named else struck))
    for n, cells in enumerate([ENTETE, *LIGNES], 1):
        row = TableRow()
        of_row = (
            {1: {"stylename": plain}} if not named else {2: {"stylename": struck}, 3: {"stylename": other}}
        )
        for text in cells:
            cell = TableCell(valuetype="string", **of_row.get(n, {}))
            cell.addElement(P(text=text))
            row.addElement(cell)
        sheet.addElement(row)
    book.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


@pytest.mark.parametrize(("named", "struck"), [(True, 2), (False, 4)])
def test_styles_that_an_ods_names_or_gives_to_columns_strike_too(
    scene: Scene, named: bool, struck: int
) -> None:
    (told,) = scene.un(_struck_otherwise(named=named), "a.ods").problemes
    assert (told.code, told.message[:16]) == ("lignes_barrees", f"{struck} lignes barrées")


def test_an_old_workbook_tells_the_rows_that_are_struck_through(scene: Scene) -> None:
    book = xlwt.Workbook()
    # Fonts are numbered without a fourth.
    fonts = [xlwt.easyxf(f"font: height {200 + 20 * n}") for n in range(5)]
    struck = xlwt.easyxf("font: struck_out on")
    sheet = book.add_sheet("Sept")
    for i, row in enumerate([ENTETE, *LIGNES]):
        for j, text in enumerate([*row, "", ""]):
            crossed = i in (2, 4) and j < len(row)
            sheet.write(i, j, 7 if j >= len(row) else text, struck if crossed or j == len(row) else fonts[i])
    out = io.BytesIO()
    book.save(out)
    (told,) = (p for p in scene.un(out.getvalue(), "a.xls").problemes if p.code == "lignes_barrees")
    assert told.message.startswith("2 lignes barrées")


def test_cells_struck_through_here_and_there_are_not_told(scene: Scene) -> None:
    assert codes(scene.un(_struck("A1", "B1", "C1", "B2", "C4"), "a.xlsx")) == [], "nor is a title"


def test_an_ods_tells_what_it_hides(scene: Scene) -> None:
    result = scene.un(_ods(), "a.ods")
    assert comptes(result) == {"lues": 4, "ajoutees": 4}
    told = {p.code: p for p in result.problemes}
    assert set(told) == {"lignes_masquees", "feuille_masquee"}
    assert told["lignes_masquees"].message.startswith("3 lignes masquées")
    assert told["feuille_masquee"].feuille == "Oct"


@pytest.mark.parametrize("filled", [0, 3000], ids=["short", "long"])
def test_an_old_workbook_tells_the_rows_that_it_hides(scene: Scene, filled: int) -> None:
    """Of its second sheet as of its first, in a file of any length."""
    book = xlwt.Workbook()
    for name, hidden in (("Sept", (3,)), ("Oct", (2, 4))):
        sheet = book.add_sheet(name)
        for i, row in enumerate([ENTETE, *LIGNES]):
            for j, text in enumerate([*row, "x" * filled]):
                sheet.write(i, j, text)
        for i in hidden:
            sheet.row(i).hidden = True
    out = io.BytesIO()
    book.save(out)
    result = scene.un(out.getvalue(), "a.xls")
    told = {p.feuille: p.message for p in result.problemes if p.code == "lignes_masquees"}
    assert told["Sept"].startswith("1 ligne masquée")
    assert told["Oct"].startswith("2 lignes masquées")


def test_an_old_workbook_that_another_program_makes_short_tells_them_too() -> None:
    """LibreOffice keeps what is shorter than 4096 bytes in sectors of 64."""
    assert of_xls(_small_stream()) == ([([range(3, 4)], [range(1, 3)], [])], True)


def _small_stream() -> bytes:
    """A compound file of one short stream: a sheet whose third row and next two columns are hidden, days from 1904."""

    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    row = struct.pack("<HHHHHHI", 2, 0, 3, 255, 0, 0, 0x120)
    globals_ = record(0x22, b"\1\0"), record(0x0A, b"")
    start = sum(map(len, globals_)) + 4 + 9
    columns = struct.pack("<6H", 1, 2, 2560, 15, 1, 0)
    sheet = record(0x7D, columns) + record(0x208, row) + record(0x0A, b"")
    stream = record(0x85, struct.pack("<IHB", start, 0, 0) + b"\0\0") + b"".join(globals_) + sheet
    mini = stream.ljust(128, b"\0")

    def entry(name: str, kind: int, first: int, size: int) -> bytes:
        written = f"{name}\0".encode("utf-16-le")
        head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1)
        return head.ljust(116, b"\0") + struct.pack("<IQ", first, size)

    end, none = 0xFFFF_FFFE, 0xFFFF_FFFF
    header = bytes.fromhex("d0cf11e0a1b11ae1").ljust(24, b"\0")
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6).ljust(20, b"\0")
    header += struct.pack("<8I", 1, 1, 0, 4096, 2, 1, end, 0) + struct.pack("<109I", 0, *[none] * 108)
    sectors = [
        struct.pack("<128I", 0xFFFF_FFFD, end, end, end, *[none] * 124),
        entry("Root Entry", 5, 3, len(mini)) + entry("Workbook", 2, 0, len(stream)),
        struct.pack("<128I", 1, end, *[none] * 126),
        mini,
    ]
    return header + b"".join(s.ljust(512, b"\0") for s in sectors)


def test_an_old_workbook_built_otherwise_tells_nothing() -> None:
    sound = _small_stream()
    for size in range(0, len(sound), 7):
        of_xls(sound[:size])
    random = Random(7)
    for _ in range(2000):
        damaged = bytearray(sound)
        for _ in range(8):
            damaged[random.randrange(len(damaged))] = random.randrange(256)
        of_xls(bytes(damaged))
    assert of_xls(b"PK") == ([], False)

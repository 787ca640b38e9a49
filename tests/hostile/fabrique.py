"""Files that nobody should write, made of a few lines each: bombs, lies, damage, texts without end."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet

from tests.reading.lecture import feuille_ods

_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = f"{_OFFICE}/spreadsheetml/2006/main"
_RELATIONS = f"{_OFFICE}/package/2006/relationships"
_TYPE = f"{_OFFICE}/officeDocument/2006/relationships"

HEADER = '<row><c t="inlineStr"><is><t>UAI</t></is></c><c t="inlineStr"><is><t>Nom</t></is></c></row>'
CELL = "<c><v>1</v></c>"
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'


def zipped(entries: dict[str, str | bytes]) -> bytes:
    """An archive of these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def xlsx(rows: str, shared: str = "", more: dict[str, str | bytes] | None = None) -> bytes:
    """A workbook of one sheet whose rows are written as given; `shared` are its shared texts."""
    relations = f'<Relationship Id="rId1" Type="{_TYPE}/worksheet" Target="worksheets/sheet1.xml"/>'
    entries: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_OFFICE}/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_TYPE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_TYPE}"><sheets><sheet name="F" sheetId="1" '
        'r:id="rId1"/></sheets></workbook>',
    }
    if shared:
        relations += f'<Relationship Id="rId2" Type="{_TYPE}/sharedStrings" Target="sharedStrings.xml"/>'
        entries["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{shared}</sst>'
    entries["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'
    entries["xl/worksheets/sheet1.xml"] = (
        rows
        if rows.startswith("<?xml")
        else f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    )
    return zipped(entries | (more or {}))


def prefixed(rows: str) -> str:
    """The same sheet with a prefix on every tag."""
    tagged = rows.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
    return f'<?xml version="1.0"?><x:worksheet xmlns:x="{_MAIN}"><x:sheetData>{tagged}</x:sheetData></x:worksheet>'


def lying(archive: bytes, name: str, size: int) -> bytes:
    """The archive with one entry that declares `size` bytes, in both places where it says so."""
    data, wanted = bytearray(archive), name.encode()
    struct.pack_into("<I", data, data.find(wanted) - 30 + 22, size)
    struct.pack_into("<I", data, data.rfind(wanted) - 46 + 24, size)
    return bytes(data)


def ods(rows: str) -> bytes:
    """An OpenDocument sheet whose rows are written as given."""
    names = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text")
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="F">'
            f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>",
        }
    )


def ods_row(cell: str = "", row: str = "", content: str = "a") -> str:
    """A row of one cell; `cell` and `row` are further attributes."""
    return (
        f'<table:table-row {row}><table:table-cell office:value-type="string" {cell}><text:p>{content}</text:p>'
        "</table:table-cell></table:table-row>"
    )


_COLUMNS, _ROWS = "table:number-columns-repeated", "table:number-rows-repeated"

# Name → what is made, and the word that its refusal must hold.
BOMBES: dict[str, tuple[Callable[[], bytes], str]] = {
    "espaces.xlsx": (lambda: xlsx(HEADER + " " * (100 << 20)), "décompressé"),
    "taille-fausse.xlsx": (
        lambda: lying(xlsx(HEADER + " " * (120 << 20)), "xl/worksheets/sheet1.xml", 5000),
        "abîmé",
    ),
    "textes-faux.xlsx": (
        lambda: lying(
            xlsx(HEADER, f"<si><t>a</t></si><si><t>{'b' * (120 << 20)}</t></si>"), "xl/sharedStrings.xml", 300
        ),
        "abîmé",
    ),
    "texte-partagé.xlsx": (
        lambda: xlsx(
            ("<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>") * 30, f"<si><t>{'b' * (1 << 20)}</t></si>"
        ),
        "répète des textes",
    ),
    "autre-entrée.xlsx": (
        lambda: xlsx(HEADER, more={"xl/media/a.bin": b"\0" * (100 << 20)}),
        "décompressé",
    ),
    "loin.xlsx": (lambda: xlsx(FAR), "très loin"),
    "loin-apostrophes.xlsx": (lambda: xlsx(FAR.replace('"', "'")), "très loin"),
    "loin-tabulations.xlsx": (lambda: xlsx(FAR.replace(" r=", "\tr =\n")), "très loin"),
    "loin-préfixe.xlsx": (lambda: xlsx(prefixed(FAR)), "très loin"),
    "loin-désordre.xlsx": (
        lambda: xlsx('<row><c r="XFD1048576"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'),
        "très loin",
    ),
    "entités.xlsx": (
        lambda: xlsx(
            f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "{"a" * 1000}"><!ENTITY b "{"&a;" * 1000}">]>'
            f'<worksheet xmlns="{_MAIN}"><sheetData><row><c t="inlineStr"><is><t>{"&b;" * 900}</t></is></c></row>'
            "</sheetData></worksheet>"
        ),
        "abîmé",
    ),
    "lignes-répétées.ods": (
        lambda: ods(ods_row(row=f'{_ROWS}="1048576"', cell=f'{_COLUMNS}="9"')),
        "cellules remplies",
    ),
    "colonnes-répétées.ods": (lambda: ods(ods_row(cell=f"{_COLUMNS}='999'") * 9000), "cellules remplies"),
    "loin.ods": (
        lambda: ods(f'<table:table-row {_ROWS}="1048000"/>' + ods_row() + "<table:table-row>"
                    f'<table:table-cell {_COLUMNS}="900"/>' + ods_row().removeprefix("<table:table-row >")),
        "très loin",
    ),
    "textes-répétés.ods": (
        lambda: ods(ods_row(row=f'{_ROWS}="100000"', content="x" * 30_000)),
        "répète des textes",
    ),
    "blancs-répétés.ods": (lambda: ods(ods_row(content='<text:s text:c="2000000000"/>')), "répète des textes"),
    "sans-fin.ods": (
        lambda: zipped(
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": '<office:document-content xmlns:office="o" xmlns:table="t"><table:table><table:table-row>',
            }
        ),
        "abîmé",
    ),
    "cellule-de-100-mo.csv": (
        lambda: b"UAI;Nom\n0860002K;" + b"x" * (100 << 20) + b"\n0860799B;B\n",
        "ligne 2",
    ),
    "cellule-entre-guillemets.csv": (lambda: b'UAI;Nom\n0860002K;"' + b'x y"";' * (3 << 20) + b'"\n', "ligne 2"),
    "une-ligne-sans-fin.csv": (lambda: b";" * (20 << 20), "ligne 1"),
    "cent-mille-colonnes.csv": (
        lambda: "\n".join(";".join(f"{i}" for i in range(100_000)) for _ in range(3)).encode(),
        "100\u202f000 colonnes",
    ),
    "une-ligne-très-longue.csv": (
        lambda: b"UAI;Nom\n" + b"0860002K;A\n" * 50_000 + b";".join(b"x" for _ in range(9_000)) + b"\n",
        "9\u202f000 cellules",
    ),
    "json-profond.json": (lambda: b"[" * 3_000_000, "JSON"),
    "colspan.xls": (lambda: b"<table>" + b"<tr><td colspan=1000>1</td></tr>" * 9000, "cellules"),
    "contours-profonds.geojson": (
        lambda: b'{"type":"FeatureCollection","features":' + b"[" * 1_000_000,
        "GeoJSON",
    ),
    "contours-énormes.geojson": (
        lambda: b'{"type":"FeatureCollection","features":[]' + b" " * (31 << 20) + b"}",
        "30 Mo",
    ),
    "contours-de-points.geojson": (
        lambda: b'{"type":"FeatureCollection","features":[' + b"[]," * 2_600_000 + b"[]]}",
        "trop détaillé",
    ),
}  # fmt: skip

# Large and odd, but a table.
ENDURES: dict[str, Callable[[], bytes]] = {
    "dix-mille-colonnes.csv": lambda: "\n".join(
        [";".join(f"Colonne {i}" for i in range(10_000)), *[";".join(str(i) for i in range(10_000))] * 20]
    ).encode(),
    "dix-mille-fois-le-même-titre.csv": lambda: "\n".join([";".join(["Nom"] * 10_000)] * 2 + [";".join("x" * 10_000)]).encode(),
    "guillemets.csv": lambda: b"a;b\n" + b'"' * 2_000_001 + b"\n1;2\n",
    "lignes-vides.csv": lambda: b"a;b\n" + b"\n" * 1_000_000 + b"1;2\n",
    "nuls.csv": lambda: b"a;b\n1;2\n" + b"\0" * 3_000_000,
    "colspan-exposant.xls": lambda: '<table><tr><td colspan="²">a</td><td>b</td></tr></table>'.encode(),
    "chemins.xlsx": lambda: xlsx(HEADER + f"<row>{CELL}{CELL}</row>", more={"../../../tne-fuite": "x", "/tne-fuite": "y"}),
    "cellules.xlsx": lambda: xlsx(("<row>" + CELL * 50 + "</row>") * 4000),
}  # fmt: skip


def _saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ROWS: tuple[tuple[str | float, ...], ...] = (
    ("UAI", "Nom", "Note"),
    ("0860002K", "A ; « é »", 12.5),
    ("0860799B", "=1+1", 3),
)


def graines() -> Iterator[tuple[str, bytes]]:
    """One sound file of each kind, to be damaged."""
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active["C3"] = "#N/A"
    book.active["C3"].data_type = "e"
    yield "a.xlsx", _saved(book)
    old = xlwt.Workbook()
    sheet = old.add_sheet("Feuille")
    for i, row in enumerate(ROWS):
        for j, value in enumerate(row):
            sheet.write(i, j, value)
    yield "a.xls", _saved(old)
    document = OpenDocumentSpreadsheet()
    document.spreadsheet.addElement(feuille_ods("Feuille", ROWS))
    yield "a.ods", _saved(document)
    yield "a.csv", "\n".join(";".join(f'"{v}"' for v in row) for row in ROWS).encode()
    yield "a.html", b"<html><table><tr><th>UAI<th>Nom</tr><tr><td colspan=2>1<br>2</td></tr></table></html>"
    yield (
        "a.geojson",
        b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"86194","nom":"P"},'
        b'"geometry":{"type":"Polygon","coordinates":[[[0.1,46.1],[0.2,46.1],[0.2,46.2],[0.1,46.1]]]}}]}',
    )

"""What the library that reads workbooks does not tell of an XLSX sheet: error cells, rows and columns that are hidden, rows
struck through, how far it spreads."""

from __future__ import annotations

import html
import re
import zipfile
from dataclasses import dataclass, field, replace

import numpy as np

from tne.reading import hidden
from tne.reading.bounds import Etendue, check_spread, column, pieces, shared_lengths, unpacked
from tne.reading.hidden import Masquees
from tne.reading.struck import Barrees, struck_styles

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ERROR = re.compile(
    rb'<c\b(?=[^>]*\bt="e")(?=[^>]*\br="([A-Z]{1,3})(\d+)")[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.DOTALL
)
_SINCE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904=[\"'](?:1|true)[\"']")
# A formula that nobody has calculated yet, as programs that write workbooks leave it.
_UNCALCULATED = re.compile(
    rb'<c\b(?=[^>]*\br="([A-Z]{1,3})(\d+)")[^>]*>\s*<f\b[^>]*>[^<]*</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
Erreurs = dict[tuple[int, int], str]
"""(row, column), both from 0 → the text of the error, as « #N/A »; "" for a formula without a value."""
Etendues = list[tuple[tuple[int, int], tuple[int, int]]]
"""Upper left and lower right cell of those merged, rows and columns from 0."""


@dataclass(frozen=True)
class Dessous:
    """What a sheet holds beside its values."""

    erreurs: Erreurs = field(default_factory=dict)
    masquees: Masquees = field(default_factory=list)
    colonnes: Masquees = field(default_factory=list)
    depuis_1904: bool = False
    fusions: Etendues = field(default_factory=list)
    barrees: Masquees = field(default_factory=list)


def beneath(data: bytes, nom: str) -> dict[str, Dessous]:
    """That of every sheet of an XLSX. FichierIllisible when a sheet holds or spreads too much to be read."""
    with unpacked(data, nom) as archive:
        lengths = shared_lengths(archive, "xl/sharedStrings.xml")
        filled, found = 0, {}
        since_1904, struck = _since_1904(archive), struck_styles(archive)
        for name, path in _sheet_paths(archive).items():
            under, cells = _sheet(archive, path, f"La feuille « {name} » de « {nom} »", lengths, struck)
            found[name] = replace(under, depuis_1904=since_1904)
            filled += cells
            check_spread(0, 0, filled, f"Le classeur « {nom} »")
        return found


def _since_1904(archive: zipfile.ZipFile) -> bool:
    written = "xl/workbook.xml" in archive.namelist() and archive.read("xl/workbook.xml")
    return bool(written and _SINCE_1904.search(written))


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    targets = {
        _attribute(tag, b"Id"): _attribute(tag, b"Target")
        for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
    }
    found = {}
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        target = targets.get(_attribute(tag, rb"\w+:id"), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in names:
            found[_attribute(tag, b"name")] = path
    return found


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\b" + name + rb"""\s*=\s*["']([^"']*)["']""", tag)
    return html.unescape(found.group(1).decode("utf-8", errors="replace")) if found else ""


def _sheet(
    archive: zipfile.ZipFile, path: str, place: str, lengths: np.ndarray, struck: frozenset[bytes]
) -> tuple[Dessous, int]:
    """What is beneath one sheet, and the number of its filled cells."""
    found: Erreurs = {}
    rows: Masquees = []
    columns: Masquees = []
    spread = Etendue(lengths)
    crossed = Barrees(struck)
    for piece in pieces(archive, path):
        spread.add(piece)
        spread.check(place)
        crossed.add(piece)
        rows += hidden.rows_of_xlsx(piece)
        columns += hidden.columns_of_xlsx(piece)
        if b't="e"' in piece:
            found |= {
                (int(r) - 1, column(c)): html.unescape(v.decode("utf-8", errors="replace"))
                for c, r, v in _ERROR.findall(piece)
            }
        if b"</f></c>" in piece or b"</f><v" in piece:
            found |= {(int(r) - 1, column(c)): "" for c, r in _UNCALCULATED.findall(piece)}
    return Dessous(found, rows, columns, barrees=list(crossed.lignes())), spread.filled

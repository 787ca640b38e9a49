"""What the library that reads workbooks does not tell of an XLSX sheet: its error cells, and how far it spreads."""

from __future__ import annotations

import html
import io
import re
import zipfile

from tne.erreurs import FichierIllisible

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ERROR = re.compile(
    rb'<c\b(?=[^>]*\bt="e")(?=[^>]*\br="([A-Z]{1,3})(\d+)")[^>]*>(?:(?!</c>).)*?<v>([^<]*)</v>', re.DOTALL
)
_FAR_COLUMN = re.compile(rb'<c\b[^>]*?\br="([A-Z]{2,3})\d')
_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"')
# Cells a sheet may span, filled or not; the reader holds them all.
_MAX_AREA = 30_000_000

Erreurs = dict[tuple[int, int], str]
"""(row, column), both from 0 → the text of the error, as « #N/A »."""


def error_cells(data: bytes, nom: str) -> dict[str, Erreurs]:
    """The error cells of every sheet of an XLSX. FichierIllisible when a sheet spreads too far to be read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        paths = _sheet_paths(archive)
        return {name: _errors(archive.read(path), nom, name) for name, path in paths.items()}


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


def _errors(xml: bytes, nom: str, sheet: str) -> Erreurs:
    last = xml.rfind(b"<row ")
    row = _ROW.match(xml, last) if last >= 0 else None
    rows = int(row.group(1)) if row else 0
    columns = max((_column(c) for c in set(_FAR_COLUMN.findall(xml))), default=25) + 1
    if rows * columns > _MAX_AREA and rows * columns > 4 * xml.count(b"<c "):
        raise FichierIllisible(
            f"La feuille « {sheet} » de « {nom} » a des cellules remplies très loin les unes des autres "
            f"({rows} lignes, {columns} colonnes) : supprimez celles qui ne servent pas."
        )
    if b't="e"' not in xml:
        return {}
    return {
        (int(r) - 1, _column(c)): html.unescape(v.decode("utf-8", errors="replace"))
        for c, r, v in _ERROR.findall(xml)
    }


def _column(letters: bytes) -> int:
    """The number, from 0, of a column called A, B… AA…"""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1

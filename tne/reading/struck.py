"""The rows of a sheet that are struck through, as a hand marks what did not take place: read like the others, and that is said.

The library that reads workbooks does not tell them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

_STYLES = "xl/styles.xml"
_FONTS, _FORMATS = (
    re.compile(rb"<(?:\w+:)?" + name + rb"\b[^>]*>(.*?)</(?:\w+:)?" + name + rb">", re.DOTALL)
    for name in (b"fonts", b"cellXfs")
)
_FONT = re.compile(rb"<(?:\w+:)?font\b[^>]*/>|<(?:\w+:)?font\b[^>]*>(?P<dans>.*?)</(?:\w+:)?font>", re.DOTALL)
_STRIKE = re.compile(rb"<(?:\w+:)?strike\b(?![^>]*\bval=[\"'](?:0|false)[\"'])")
_FORMAT = re.compile(rb"<(?:\w+:)?xf\b([^>]*)>")
_FONT_OF = re.compile(rb"\bfontId=[\"'](\d+)[\"']")
_ROW = re.compile(rb"(?=<(?:\w+:)?row\b)")
# One that holds something: its value, its text or its formula follows.
_CELL = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*\br=[\"'][A-Z]{1,3}(\d+)[\"'])(?:(?=[^>]*\bs=[\"'](\d+)[\"']))?[^>]*[^/>]>\s*<(?:\w+:)?(?:v|is|f)\b"
)

_STYLE_ODS = re.compile(rb"<style:style\b([^>]*?)(?:/>|>(.*?)</style:style>)", re.DOTALL)
_OF_CELLS = re.compile(rb"\bstyle:family=[\"']table-cell[\"']")
_NAME_ODS, _PARENT_ODS = (
    re.compile(rb"\bstyle:" + name + rb"=[\"']([^\"']+)[\"']") for name in (b"name", b"parent-style-name")
)
_LINE_ODS = re.compile(rb"\bstyle:text-line-through-style=[\"']([^\"']*)[\"']")


class Barrees:
    """Which rows of a sheet have most of their cells struck through, counted piece by piece.

    `styles`: the names of the styles that strike, as the `attribut` of a cell gives them.
    """

    def __init__(self, styles: frozenset[bytes] = frozenset(), attribut: bytes = rb"\bs") -> None:
        self._styles = styles
        names = b"|".join(re.escape(name) for name in sorted(styles))
        self._told = re.compile(attribut + rb"=[\"'](" + names + rb")[\"']") if styles else None
        self._rows: dict[int, list[int]] = {}

    def dans(self, texte: bytes) -> bool:
        """Whether a cell of it is struck through."""
        return self._told is not None and self._told.search(texte) is not None

    def add(self, piece: bytes) -> None:
        """Count the cells of one more piece of an XLSX sheet: of the rows where one is struck through, and of those that
        a piece before may have begun, or the next one goes on with."""
        if self._told is None:
            return
        rows = _ROW.split(piece) if self.dans(piece) else _ends(piece)
        for n, cells in enumerate(rows):
            if n in (0, len(rows) - 1) or self.dans(cells):
                for row, style in _CELL.findall(cells):
                    self.compter(int(row), style in self._styles)

    def compter(self, ligne: int, barree: bool) -> None:
        """One more cell of a row that holds something."""
        self._rows.setdefault(ligne, [0, 0])[barree] += 1

    def lignes(self) -> Iterator[range]:
        """Each of them, from 1 as the spreadsheet numbers them."""
        for row, (plain, struck) in self._rows.items():
            if struck > plain:
                yield range(row, row + 1)


def _ends(piece: bytes) -> list[bytes]:
    """What stands before the end of the first row of a piece, and after that of its last one."""
    first, last = piece.find(b"row>"), piece.rfind(b"row>")
    return [piece[:first], piece[last:]] if first >= 0 else [piece]


def struck_styles_ods(piece: bytes, known: frozenset[bytes]) -> frozenset[bytes]:
    """The names of the styles of cells, declared in this piece of an ODS, whose letters are struck through, after those `known`.

    A style that says nothing of it is as the one that it is made from, which stands before it.
    """
    if b"text-line-through-style" not in piece and not known:
        return known
    found = set(known)
    for attributes, inside in _STYLE_ODS.findall(piece):
        name, parent = _NAME_ODS.search(attributes), _PARENT_ODS.search(attributes)
        line = _LINE_ODS.search(inside)
        if name is None or not _OF_CELLS.search(attributes):
            continue
        if line[1] != b"none" if line else parent is not None and parent[1] in found:
            found.add(name[1])
        else:
            found.discard(name[1])
    return frozenset(found)


def struck_styles(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """The numbers, as cells name them, of the styles whose letters are struck through."""
    styles = archive.read(_STYLES) if _STYLES in archive.namelist() else b""
    if b"strike" not in styles:
        return frozenset()
    fonts, formats = _FONTS.search(styles), _FORMATS.search(styles)
    if fonts is None or formats is None:
        return frozenset()
    struck = {
        n for n, font in enumerate(_FONT.finditer(fonts[1])) if font["dans"] and _STRIKE.search(font["dans"])
    }
    found = (_FONT_OF.search(attributes) for attributes in _FORMAT.findall(formats[1]))
    return frozenset(str(n).encode() for n, font in enumerate(found) if font and int(font[1]) in struck)

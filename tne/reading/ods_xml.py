"""What the library that reads workbooks does not tell of an ODS: hidden rows and columns, rows struck through, merged
cells, the first of its days."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from tne.reading.bounds import pieces, unpacked
from tne.reading.sheet_xml import Dessous
from tne.reading.struck import Barrees, struck_styles_ods

_LINES = rb"table|table-row|table-row-group|table-column|table-column-group"
_LINE = re.compile(rb"<(/?)table:(" + _LINES + rb")(?=[\s/>])([^>]*)>")
_TAG = re.compile(rb"<(/?)table:(" + _LINES + rb"|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
_MERGED = re.compile(rb"-spanned=[\"'](?:[2-9]|[1-9]\d)")
_NAME = re.compile(rb"table:name=[\"']([^\"']*)[\"']")
_NUMBER = {
    name: re.compile(rb"table:number-" + name + rb"=[\"'](\d{1,7})[\"']")
    for name in (b"rows-repeated", b"columns-repeated", b"rows-spanned", b"columns-spanned")
}
_HIDDEN = re.compile(rb"table:visibility=[\"'](?:collapse|filter)[\"']")
_FOLDED = re.compile(rb"table:display=[\"']false[\"']")
_SINCE_1904 = re.compile(rb"<table:null-date\b[^>]*table:date-value=[\"']1904-01-01[\"']")
_STYLE, _FILLED = rb"\btable:style-name", b"office:value-type="
# Of the cells of a row, or of a column, that name none.
_DEFAULT, _STYLE_OR_DEFAULT = rb"\btable:default-cell-style-name", rb"\btable:(?:default-cell-)?style-name"
_STYLES = "styles.xml"
_Tag = tuple[bytes, bytes, bytes]


def beneath_ods(data: bytes, nom: str) -> dict[str, Dessous]:
    """What is beneath each sheet, by its name."""
    with unpacked(data, nom) as archive:
        return _sheets(archive) if "content.xml" in archive.namelist() else {}


def _sheets(archive: zipfile.ZipFile) -> dict[str, Dessous]:
    found: dict[str, _Feuille] = {}
    sheet, since_1904, struck = _Feuille(), False, frozenset[bytes]()
    for piece in pieces(archive, _STYLES) if _STYLES in archive.namelist() else ():
        struck = struck_styles_ods(piece, struck)
    for piece in pieces(archive, "content.xml"):
        # Both stand before the first sheet.
        since_1904 = since_1904 or _SINCE_1904.search(piece) is not None
        struck = struck if found else struck_styles_ods(piece, struck)
        told = (
            _MERGED.search(piece) is not None
            or sheet.barree
            or Barrees(struck, _STYLE_OR_DEFAULT).dans(piece)
        )
        for closing, tag, attributes in _tags(piece, cells=told):
            if tag != b"table":
                sheet.tag(tag, closing, attributes)
            elif not closing:
                written = _NAME.search(attributes)
                name = html.unescape(written[1].decode("utf-8", errors="replace")) if written else ""
                sheet = found[name] = _Feuille(struck)
    return {
        name: replace(sheet.dessous, depuis_1904=since_1904, barrees=list(sheet.barrees.lignes()))
        for name, sheet in found.items()
    }


def _tags(piece: bytes, *, cells: bool) -> Iterator[_Tag]:
    """Opening (b"") and closing (b"/") tags, their names and attributes: cells where they matter, as millions stand there.

    A row may go on in the next piece: the cells of the last one are always told.
    """
    last = 0 if cells else max(piece.rfind(b"<table:table-row"), 0)
    yield from _LINE.findall(piece, 0, last)
    yield from _TAG.findall(piece, last)


class _Feuille:
    """One sheet, tag by tag."""

    def __init__(self, barres: frozenset[bytes] = frozenset()) -> None:
        self.dessous = Dessous()
        self.barrees, self._default = Barrees(barres, _STYLE), Barrees(barres, _DEFAULT)
        self._struck_row, self._struck_columns = False, list[range]()
        self._row = self._after = (
            0  # rows from 0: the present one, and the one that follows those it stands for
        )
        self._cell = self._column = (
            0  # columns from 0: of the next cell of the row, and of the next that is declared
        )
        self._folded = {b"table-row-group": [False], b"table-column-group": [False]}

    @property
    def barree(self) -> bool:
        """Whether some column strikes the cells that name no style."""
        return bool(self._struck_columns)

    def tag(self, tag: bytes, closing: bytes, attributes: bytes) -> None:
        """One more tag of the sheet."""
        if groups := self._folded.get(tag):
            if not closing:
                groups.append(_FOLDED.search(attributes) is not None)
            elif groups[1:]:
                groups.pop()
        elif closing:
            return
        elif tag == b"table-row":
            self._row, self._cell = self._after, 0
            self._after += _number(b"rows-repeated", attributes)
            self._struck_row = self._default.dans(attributes)
            if self._hides(b"table-row-group", attributes):
                self.dessous.masquees.append(range(self._row + 1, self._after + 1))
        elif tag == b"table-column":
            first = self._column
            self._column += _number(b"columns-repeated", attributes)
            if self._default.dans(attributes):
                self._struck_columns.append(range(first, self._column))
            if self._hides(b"table-column-group", attributes):
                self.dessous.colonnes.append(range(first, self._column))
        else:
            self._of_a_cell(attributes)

    def _struck(self, attributes: bytes) -> bool:
        if b"table:style-name" in attributes:
            return self.barrees.dans(attributes)
        return self._struck_row or any(self._cell in run for run in self._struck_columns)

    def _hides(self, group: bytes, attributes: bytes) -> bool:
        return any(self._folded[group]) or _HIDDEN.search(attributes) is not None

    def _of_a_cell(self, attributes: bytes) -> None:
        down, across = _number(b"rows-spanned", attributes), _number(b"columns-spanned", attributes)
        if down * across > 1:
            end = (self._row + down - 1, self._cell + across - 1)
            self.dessous.fusions.append(((self._row, self._cell), end))
        if _FILLED in attributes:
            self.barrees.compter(self._row + 1, self._struck(attributes))
        self._cell += _number(b"columns-repeated", attributes)


def _number(name: bytes, attributes: bytes) -> int:
    written = _NUMBER[name].search(attributes) if name in attributes else None
    return max(int(written[1]), 1) if written else 1

"""What a file would take once read, found out before it is: the size told by its bytes, never the one it declares.

A workbook of a few kilobytes can unfold into gigabytes (a cell at the far end of a sheet, one value repeated a million
times, a long text that every cell refers to). The library that reads workbooks holds the whole rectangle and ends the
process when memory lacks, so nothing is handed to it before it has been measured here, piece by piece.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO
from xml.parsers import expat

import numpy as np

from tne.erreurs import FichierIllisible
from tne.typographie import compte, entier

LIGNE_MAX = 4 << 20
"""Bytes of one line of a text. The outline of the largest region takes half of it; a line beyond is no record."""

COLONNES_MAX = 16_384
"""Columns of a table: those of a spreadsheet."""

CELLULES_MAX = 8_000_000
"""Filled cells of a workbook, about 150 bytes each while read. The national directory of schools has 5 million."""

SURFACE_MAX = 20_000_000
"""Cells that one sheet may span, filled or not, about 40 bytes each."""

TEXTE_MAX = 400 << 20
"""Bytes of text in all the cells of a workbook, each counted as often as it is repeated."""

_PIECE = 1 << 20
# A row is never longer in practice; a piece without any row is looked at as it is.
_PIECE_MAX = 8 << 20

# All that zipfile raises on a damaged, truncated, lying or encrypted archive.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    LookupError,
    OSError,
    OverflowError,
    ValueError,
    expat.ExpatError,
)

_ROW_TAG = re.compile(rb"<(?:\w+:)?row[\s/>]")
# Counted as plain bytes, ten times faster than a pattern over millions of cells.
_CELL_TAGS = tuple(
    start + b"c" + end for start in (b"<", b":") for end in (b" ", b">", b"/", b"\t", b"\n", b"\r")
)
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,3})\d")
_PLACE = re.compile(rb"\br\s*=\s*[\"'][A-Za-z]{0,3}(\d+)")
_SHARED_INDEX = re.compile(rb"<(?:\w+:)?v>\s*(\d{1,9})\s*<")
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]")
_ODS_TAG = re.compile(
    rb"<(/?)(table:table-row|table:table-cell|table:covered-table-cell|table:table|text:s)(?=[\s/>])([^>]*)>"
)
_REPEATED = re.compile(rb"(?:table:number-(?:rows|columns)-repeated|text:c)\s*=\s*[\"'](\d+)")


def text_pieces(stream: BinaryIO, nom: str) -> Iterator[bytes]:
    """The bytes of a text, to its end. FichierIllisible at a line longer than LIGNE_MAX, wherever it stands."""
    line = 0  # bytes of the line that goes on at the end of what was given
    while piece := stream.read(LIGNE_MAX):
        ends = [piece.find(end) for end in (b"\n", b"\r")]
        first = min((end for end in ends if end >= 0), default=len(piece))
        if line + first > LIGNE_MAX:
            raise FichierIllisible(
                f"La ligne {_line_at(stream, line + len(piece))} de « {nom} » dépasse {LIGNE_MAX >> 20} Mo : ce n'est pas "
                "une ligne de tableau (guillemet oublié, retours à la ligne perdus ?)."
            )
        if first < len(piece):
            line = len(piece) - 1 - max(piece.rfind(b"\n"), piece.rfind(b"\r"))
        else:
            line += len(piece)
        yield piece


def _line_at(stream: BinaryIO, back: int) -> int:
    """The number of the line that begins `back` bytes before where the stream stands."""
    left = stream.tell() - back
    stream.seek(0)
    number = 1
    while left > 0:
        piece = stream.read(min(left, LIGNE_MAX))
        number += piece.count(b"\n")
        left -= len(piece)
    return number


def check_lines(data: bytes, nom: str) -> None:
    """Refuse a text with a line longer than LIGNE_MAX."""
    for _ in text_pieces(io.BytesIO(data), nom):
        pass


def check_shape(rows: int, columns: int, cells: int) -> None:
    """Refuse a table of too many columns, or one that a stray long record would stretch far beyond its `cells`."""
    if columns > COLONNES_MAX:
        raise FichierIllisible(
            f"Le tableau a {entier(columns)} colonnes ; {entier(COLONNES_MAX)} se lisent au plus : "
            "vérifiez le séparateur et les retours à la ligne."
        )
    if rows * columns > 5 * SURFACE_MAX and rows * columns > 4 * cells:
        raise FichierIllisible(
            f"Le tableau a {compte(rows, 'ligne')} et une ligne de {entier(columns)} cellules, bien plus que les autres : "
            "corrigez cette ligne."
        )


def check_spread(rows: int, columns: int, filled: int, place: str) -> None:
    """Refuse a sheet too full, or whose cells stand too far from one another. `place` names sheet and file."""
    if filled > CELLULES_MAX:
        raise FichierIllisible(
            f"{place} a {entier(filled)} cellules remplies ; {entier(CELLULES_MAX)} se lisent au plus dans un classeur : "
            "enregistrez la feuille utile en CSV, qui n'a pas de limite."
        )
    if rows * columns > SURFACE_MAX and rows * columns > 4 * filled:
        raise FichierIllisible(
            f"{place} a des cellules remplies très loin les unes des autres "
            f"({compte(rows, 'ligne')}, {compte(columns, 'colonne')}) : supprimez celles qui ne servent pas."
        )


def check_text(size: int, place: str) -> None:
    """Refuse a sheet whose texts, repeated as it asks, would take more than TEXTE_MAX bytes."""
    if size > TEXTE_MAX:
        raise FichierIllisible(
            f"{place} répète des textes qui occuperaient {size >> 20} Mo : supprimez les cellules inutiles."
        )


@contextmanager
def unpacked(data: bytes, nom: str) -> Iterator[zipfile.ZipFile]:
    """The archive in these bytes; whatever is wrong with it while it is read becomes one sentence."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except _DAMAGED as error:
        raise FichierIllisible(
            f"Le fichier « {nom} » est abîmé : c'est un classeur ou une archive dont la fin manque."
        ) from error


def pieces(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """An entry of an archive in pieces that end before a row or a cell; never more in memory than a long row.

    zipfile.BadZipFile when the entry is not what it declares.
    """
    with archive.open(path) as stream:
        rest = b""
        while read := stream.read(_PIECE):
            data = rest + read
            cut = max(data.rfind(mark) for mark in (b"<row", b":row", b"<c ", b":c ", b"<table:table-"))
            cut = data.rfind(b"<", 0, cut + 1) if cut > 0 else -1
            if cut <= 0 and len(data) < _PIECE_MAX:
                rest = data
                continue
            cut = cut if cut > 0 else len(data)
            yield data[:cut]
            rest = data[cut:]
    if rest:
        yield rest


class Etendue:
    """How far an XLSX sheet spreads, measured piece by piece."""

    def __init__(self, longueurs: Sequence[int] | np.ndarray = ()) -> None:
        self._lengths = np.asarray(longueurs, dtype=np.int64)
        self._longest = int(np.max(self._lengths, initial=0))
        self._row_tags = 0
        self._placed = 0
        self._columns = 0
        self._alone = 0
        self.filled = 0
        self.text = 0

    def add(self, piece: bytes) -> None:
        """Take one more piece of the sheet into account."""
        cells = _cells(piece)
        self.filled += cells
        self._row_tags += len(_ROW_TAG.findall(piece))
        places = set(_PLACE.findall(piece))
        self._placed = max([self._placed, *(int(p) for p in places)])
        letters = _REFERENCE.findall(piece)
        self._columns = max([self._columns, *(column(c) + 1 for c in set(letters))])
        if len(letters) < cells:
            parts = _ROW_TAG.split(piece)
            self._alone = max([self._alone, *(_cells(p) for p in parts)])
        if self._longest * self.filled > TEXTE_MAX:
            index = np.array(_SHARED_INDEX.findall(piece), dtype=np.int64)
            self.text += int(self._lengths[index[index < len(self._lengths)]].sum())

    def check(self, place: str) -> None:
        """Refuse the sheet when what was met so far is too much."""
        # Rows and cells that name no place follow those that do.
        rows = max(self._placed, self._row_tags)
        check_spread(rows, max(self._columns, self._alone, 1), self.filled, place)
        check_text(self.text, place)


def _cells(xml: bytes) -> int:
    return sum(xml.count(tag) for tag in _CELL_TAGS)


def shared_lengths(archive: zipfile.ZipFile, path: str) -> np.ndarray:
    """The bytes that each shared text of an XLSX takes in its file, by its index; empty without such an entry."""
    if path not in archive.namelist():
        return np.zeros(0, dtype=np.int64)
    starts: list[int] = []
    offset = 0
    for piece in _overlapping(archive, path):
        starts += [offset + m.start() for m in _SHARED_TEXT.finditer(piece)]
        offset += len(piece)
    return np.diff(np.array([*starts, offset], dtype=np.int64)) if starts else np.zeros(0, dtype=np.int64)


def _overlapping(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """An entry in pieces that end before a tag."""
    with archive.open(path) as stream:
        rest = b""
        while read := stream.read(_PIECE):
            data = rest + read
            cut = data.rfind(b"<")
            cut = cut if cut > 0 else len(data)
            yield data[:cut]
            rest = data[cut:]
    if rest:
        yield rest


def column(letters: bytes) -> int:
    """The number, from 0, of a column called A, B… AA…"""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def check_ods(archive: zipfile.ZipFile, nom: str) -> None:
    """Refuse an ODS whose repeated rows, cells and spaces would unfold beyond what is read safely.

    Also one that is no well-formed XML: the library that reads it would wait for its end for ever.
    """
    place = f"Le classeur « {nom} »"
    sheet = _Feuille(place)
    parser = expat.ParserCreate()
    for piece in pieces(archive, "content.xml"):
        parser.Parse(piece)
        end = 0
        for tag in _ODS_TAG.finditer(piece):
            sheet.text_between(tag.start() - end)
            end = tag.end()
            closing, name, attributes = tag.group(1) == b"/", tag.group(2), tag.group(3)
            repeated = _REPEATED.search(attributes)
            sheet.tag(name, closing, attributes, int(repeated.group(1)) if repeated else 1)
        sheet.text_between(len(piece) - end)
    parser.Parse(b"", True)
    sheet.end_of_sheet()


class _Feuille:
    """What the sheets of an ODS unfold into, tag by tag."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._rows = self._widest = self._repeat = 0
        self._last = 0  # the last row that holds something
        self._width = self._last_column = 0  # of the present row
        self._cell = 0  # how often the open cell is repeated, 0 when none holds anything
        self._row_filled = self._row_text = 0
        self._filled = self._text = 0

    def text_between(self, size: int) -> None:
        """`size` bytes of content inside the open cell."""
        self._row_text += size * self._cell

    def tag(self, name: bytes, closing: bool, attributes: bytes, repeated: int) -> None:
        """One tag of the sheet."""
        if name == b"text:s":
            self._row_text += repeated * max(self._cell, 1)
        elif name == b"table:table":
            self.end_of_sheet()
        elif name == b"table:table-row":
            self._end_of_row()
            self._repeat = 0 if closing else repeated
        elif closing:
            self._cell = 0
        else:
            holds = b"office:value" in attributes or not attributes.rstrip().endswith(b"/")
            self._width += repeated
            self._cell = repeated if holds else 0
            if holds:
                self._last_column = self._width
                self._row_filled += repeated

    def _end_of_row(self) -> None:
        self._rows += self._repeat
        if self._row_filled:
            self._last = self._rows
            self._widest = max(self._widest, self._last_column)
        self._filled += self._row_filled * self._repeat
        self._text += self._row_text * max(self._repeat, 1)
        self._width = self._last_column = self._cell = self._row_filled = self._row_text = self._repeat = 0
        check_spread(self._last, self._widest, self._filled, self._place)
        check_text(self._text, self._place)

    def end_of_sheet(self) -> None:
        """Another sheet begins, or the file ends: its cells add to those before."""
        self._end_of_row()
        self._rows = self._last = self._widest = 0

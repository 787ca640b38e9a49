"""What the library that reads workbooks does not tell of an old one (XLS): hidden rows and columns, rows struck through, and the day
its days are counted from.

Records are those of [MS-XLS], in the stream « Workbook » of a compound file ([MS-CFB]).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice

from tne.reading.hidden import Masquees
from tne.reading.struck import Barrees

_STREAMS = {"Workbook", "Book"}
_END = 0xFFFF_FFFA  # from there on, numbers of sectors say that none follows
_DIRECTORY_ENTRY, _HEADER = 128, 512
_IN_HEADER = 109  # sectors of the allocation table that the header lists
_BOUNDSHEET, _DATEMODE, _ROW, _COLINFO, _EOF = 0x85, 0x22, 0x208, 0x7D, 0x0A
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
_FONT, _XF, _STRUCK = 0x31, 0xE0, 0x08
# Cells that hold something, each with its row, its column and its format; many numbers of a row are together.
_CELLS = frozenset({0x06, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E})
_NUMBERS, _NUMBER_SIZE = 0xBD, 6
Feuille = tuple[Masquees, Masquees, Masquees]


def of_xls(data: bytes) -> tuple[list[Feuille], bool]:
    """The hidden rows and columns of each sheet and its rows struck through, in the order of the workbook, and whether its days are
    counted from 1904.

    Nothing is told of a file that is not built as the format says: it was tried before, and is read all the same.
    """
    try:
        stream = _Compound(data).stream()
        return _told(stream)
    except (struct.error, IndexError, ValueError):
        return [], False


def _told(stream: bytes) -> tuple[list[Feuille], bool]:
    starts, since_1904 = [], False
    fonts: list[bool] = []
    formats: list[int] = []
    for kind, place, size in _records(stream, 0):
        if kind == _BOUNDSHEET:
            starts.append(struct.unpack_from("<I", stream, place)[0])
        elif kind == _DATEMODE:
            since_1904 = struct.unpack_from("<H", stream, place)[0] == 1
        elif kind == _FONT and size >= 4:
            fonts.append(bool(stream[place + 2] & _STRUCK))
        elif kind == _XF and size >= 2:
            formats.append(struct.unpack_from("<H", stream, place)[0])
    # No font has the number 4 (FontIndex).
    numbered = {n if n < 4 else n + 1: struck for n, struck in enumerate(fonts)}
    struck = frozenset(n for n, font in enumerate(formats) if numbered.get(font, False))
    return [_beneath(stream, start, struck) for start in starts], since_1904


def _beneath(stream: bytes, start: int, struck: frozenset[int]) -> Feuille:
    rows, columns, crossed = Masquees(), Masquees(), Barrees()
    for kind, place, size in _records(stream, start):
        if kind == _ROW and size >= 16 and stream[place + 12] & _ROW_HIDDEN:
            n = struct.unpack_from("<H", stream, place)[0] + 1
            rows.append(range(n, n + 1))
        elif kind == _COLINFO and size >= 10:
            first, last, width, _, options = struct.unpack_from("<5H", stream, place)
            if options & _COLUMN_HIDDEN or not width:
                columns.append(range(first, last + 1))
        elif struck and kind in _CELLS and size >= 6:
            row, _, style = struct.unpack_from("<3H", stream, place)
            crossed.compter(row + 1, style in struck)
        elif struck and kind == _NUMBERS:
            row = struct.unpack_from("<H", stream, place)[0]
            for at in range(place + 4, place + size - _NUMBER_SIZE, _NUMBER_SIZE):
                crossed.compter(row + 1, struct.unpack_from("<H", stream, at)[0] in struck)
    return rows, columns, list(crossed.lignes())


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of the records of one part of the workbook, up to its end."""
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        if kind == _EOF:
            return
        yield kind, start + 4, size
        start += 4 + size


class _Compound:
    """A compound file: sectors that follow each other by number. No chain is longer than the file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 0x1E)
        if not (7 <= shift <= 16 and 2 <= mini_shift < shift):
            raise ValueError(shift)
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        directory, _, self._cutoff, mini, _, more, _ = struct.unpack_from("<7I", data, 0x30)
        listed = [n for n in struct.unpack_from(f"<{_IN_HEADER}I", data, 0x4C) if n < _END]
        # What the header has no room for stands in sectors of its own, the last number of each being the next.
        enough = (len(data) >> shift) // (self._size // 4) + 1
        while more < _END and len(listed) < enough:
            *numbers, more = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            listed += [n for n in numbers if n < _END] or [more]
        self._next = self._numbers(b"".join(map(self._sector, listed[:enough])))
        self._next_mini = self._numbers(self._chain(mini))
        self._entries = self._chain(directory)

    def stream(self) -> bytes:
        """That of the workbook. ValueError where there is none."""
        root = self._entries[:_DIRECTORY_ENTRY]
        for at in range(0, len(self._entries), _DIRECTORY_ENTRY):
            length = struct.unpack_from("<H", self._entries, at + 64)[0]
            name = self._entries[at : at + max(length - 2, 0)].decode("utf-16-le", errors="replace")
            if name not in _STREAMS:
                continue
            first, size = struct.unpack_from("<II", self._entries, at + 116)
            if size > len(self._data):
                raise ValueError(size)
            if size >= self._cutoff:
                return self._chain(first)[:size]
            small = self._chain(struct.unpack_from("<I", root, 116)[0])
            numbers = islice(self._follow(first, self._next_mini), -(-size // self._mini_size))
            return b"".join(small[n * self._mini_size : (n + 1) * self._mini_size] for n in numbers)[:size]
        raise ValueError("no workbook")

    @staticmethod
    def _numbers(table: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def _sector(self, n: int) -> bytes:
        # The header takes the place of one, at least.
        start = max(_HEADER, self._size) + n * self._size
        return self._data[start : start + self._size].ljust(self._size, b"\0")

    def _follow(self, n: int, following: tuple[int, ...]) -> Iterator[int]:
        for _ in range(len(following)):
            if n >= _END:
                return
            yield n
            n = following[n]

    def _chain(self, first: int) -> bytes:
        sectors = islice(self._follow(first, self._next), len(self._data) // self._size + 1)
        return b"".join(map(self._sector, sectors))

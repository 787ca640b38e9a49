"""Long texts: the bulk goes through Arrow wherever it provably reads the same, the rest the careful way.

The file is read in pieces of a few megabytes. A piece whose quotes are all in order and whose records all have the
usual width is given to Arrow; any other piece is read like a small file. Memory holds the table, never the text.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from tne.reading.arrays import NUL, numbers, scalar
from tne.reading.dialect import find_dialect
from tne.reading.encoding import AS_CP1252
from tne.reading.habits import Habitudes, learn_habits
from tne.reading.layout import Milieu, Source, lay_out, ragged, to_arrow
from tne.reading.model import LIGNE, Dialecte, Enregistrement, Remarque, Tableau
from tne.reading.pasted import unframed
from tne.reading.records import Reader
from tne.reading.scanning import split_lines
from tne.reading.shapes import filled, is_value, shape, trimmed
from tne.reading.splitting import begins_table, split

PIECE = 4 << 20
# Two blocks a piece: as many texts told apart anew, and one for each core of a small computer.
_BLOCK = 9 << 18
_HEAD = 1 << 18
# Always kept back, so that the last lines are known to be the last: foot lines are told from records by that.
_RESERVE = 1 << 18
_TAIL_LINES = 400
_MAX_BACK = 1 << 16

# A column of the middle is texts, or the number of a text for each cell: a quarter of the memory where texts repeat.
TEXTE = pa.string()
TEXTES = pa.dictionary(pa.int32(), TEXTE)

# A piece of the file.
Octets = bytes | bytearray


class NotOneTable(Exception):
    """Only the careful reading of the whole can place what the file holds (a second table, pages)."""


@dataclass
class Bulk:
    """A long text being read: first `open` learns from its head, then `paquets` gives its middle, then `finish`."""

    stream: BinaryIO
    encoding: str
    piece: int = PIECE
    first_piece: int = _HEAD
    reserve: int = _RESERVE
    tail_lines: int = _TAIL_LINES
    block: int = _BLOCK
    plain: bool = False
    dialect: Dialecte = field(init=False)
    read: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._decoder = None if self.encoding == "utf-8" else _decoder(self.encoding)
        self._held = bytearray()  # what was read and not given yet
        self._scratch = memoryview(bytearray(max(self.piece, self.first_piece)))
        self._ended = False
        self._line = 1
        self._notes: list[Remarque] = []
        self._tail: list[Enregistrement] = []
        self.colonnes = 0  # in which the middle has something, so far
        self.after = 0
        head = self._next(self.first_piece)
        lines = split_lines(head.decode("utf-8"))
        if unframed(lines) != lines:
            raise NotOneTable
        self.dialect = find_dialect(lines)
        if len(self.dialect.delimiter) != 1 or not self.dialect.delimiter.isascii():
            raise NotOneTable
        self._habits: Habitudes = learn_habits(lines, self.dialect)
        if self.width < 2:
            raise NotOneTable
        self.debut = self._careful(head)
        if len(split(self.debut)) != 1:
            raise NotOneTable
        self._names = self.tableau_du_debut.entete_brut
        self._types = [TEXTE if self.plain or not repeats else TEXTES for repeats in self._repeated()]

    def _repeated(self) -> list[bool]:
        """For each column, whether its texts come again and again in the first records."""
        cells = [[c for r in self.debut for c in r.cellules[j : j + 1] if c] for j in range(self.width)]
        return [2 * len(set(column)) <= len(column) for column in cells]

    @property
    def width(self) -> int:
        """The usual number of cells."""
        return self._habits.profile.width

    @cached_property
    def tableau_du_debut(self) -> Tableau:
        """What the first records would be, were they all."""
        return lay_out(self.debut, Source(), ())

    def paquets(self) -> Iterator[pa.Table]:
        """The middle of the file in columns c0, c1… and `_ligne`. Raises NotOneTable."""
        self.after = self._line - 1
        while not self._ended:
            piece = self._next(self.piece)
            if self._ended:
                piece, tail = self._without_tail(piece)
            else:
                tail = b""
            if piece:
                yield from self._paquet(piece)
            if tail:
                self._tail = self._careful(tail)

    def finish(self, paquets: tuple[pa.Table, ...]) -> Tableau:
        """The table, once `paquets` is exhausted; `paquets` holds what it gave, or nothing when written elsewhere."""
        ends = [*self.debut, *self._tail]
        if len(split(ends)) != 1:
            raise NotOneTable
        notes = [*self._notes, *getattr(self._decoder, "remarques", ())]
        return lay_out(ends, Source(), notes, Milieu(paquets, self.after, self.colonnes))

    def _next(self, size: int) -> bytearray:
        """The next whole lines as UTF-8, about `size` bytes of them; all that is left at the end of the file."""
        held = self._held
        while (lacking := size + self.reserve - len(held)) > 0 and not self._ended:
            count = self._read_into(held, min(lacking, len(self._scratch)))
            self.read += count
            self._ended = not count
        cut = len(held) if self._ended else self._cut(held, size) or self._cut(held, len(held))
        # The little that is left is copied, not the piece.
        self._held = held[cut:]
        del held[cut:]
        return held

    def _read_into(self, held: bytearray, size: int) -> int:
        """Add the next bytes as UTF-8, and give their number in the file: without a new place in memory for each."""
        into = self._scratch[:size]
        count: int = self.stream.readinto(into)  # type: ignore[attr-defined]
        held += into[:count] if self._decoder is None else self._decoded(into[:count])
        return count

    def _decoded(self, raw: memoryview) -> bytes:
        assert self._decoder is not None
        return self._decoder.decode(bytes(raw), final=not raw).encode("utf-8")

    def _cut(self, data: bytearray, end: int) -> int:
        """A line end near `end`, outside quoted cells as far as counting quotes can tell."""
        cut = data.rfind(b"\n", 0, end) + 1
        quote = b'"'
        if not hasattr(self, "dialect") or self.dialect.quote != '"' or _count(data, quote, cut) % 2 == 0:
            return cut
        position, odd = cut, True
        while odd and position > max(0, end - _MAX_BACK):
            before = data.rfind(b"\n", 0, position - 1) + 1
            odd ^= data.count(quote, before, position) % 2 == 1
            position = before
        return position if position and not odd else cut

    def _without_tail(self, piece: Octets) -> tuple[Octets, Octets]:
        """The last piece and its last lines, which may be foot lines."""
        position = len(piece)
        for _ in range(self.tail_lines):
            position = piece.rfind(b"\n", 0, max(0, position - 1)) + 1
            if not position:
                return b"", piece
        quotes = piece.count(b'"', 0, position)
        while position and quotes % 2:
            before = piece.rfind(b"\n", 0, position - 1) + 1
            quotes -= piece.count(b'"', before, position)
            position = before
        return piece[:position], piece[position:]

    def _paquet(self, piece: Octets) -> Iterator[pa.Table]:
        table = self._fast(piece)
        if table is None:
            records = [r for r in self._checked(self._careful(piece)) if filled(r.cellules)]
            width = max((len(r.cellules) for r in records), default=0)
            self.colonnes = max([self.colonnes, *(trimmed(r.cellules) for r in records)])
            size = self.width
            self._notes += ragged(records, size, size)
            table = to_arrow(records, [f"c{j}" for j in range(max(width, size))])
            for j, kind in enumerate(self._types):
                table = table.set_column(j, f"c{j}", table.column(j).cast(kind))
        yield table

    def _careful(self, piece: Octets) -> list[Enregistrement]:
        lines = split_lines(piece.decode("utf-8"))
        found = Reader(lines, self.dialect, self._habits, self._line).read()
        self._line += piece.count(b"\n")
        self._notes += found.remarques
        return found.enregistrements

    def _checked(self, records: list[Enregistrement]) -> list[Enregistrement]:
        """The same records, when none of them begins another table."""
        width = self.width
        blank = titled = False
        for i, r in enumerate(records):
            odd = blank or len(r.cellules) != width
            if tuple(r.cellules) == self._names or (odd and _may_begin(records, i, blank)):
                raise NotOneTable
            full = filled(r.cellules)
            if titled and full > 1 and not any(map(is_value, r.cellules)):
                raise NotOneTable  # a line of text under what may be the title of a section
            titled = (full == 1 and blank) or (titled and full < 2)
            blank = not full
        return records

    def _fast(self, piece: Octets) -> pa.Table | None:
        """The piece through Arrow, or None when it is not certain to read the same as the careful way."""
        quoted = self.dialect.quote.encode() in piece if self.dialect.quote else False
        if self.dialect.escape == "\\" or self.dialect.twice or (quoted and self.dialect.quote != '"'):
            return None
        if quoted and (_blank_line(piece) or not _regular_quotes(piece, self.dialect.delimiter)):
            return None
        width = self.width
        names = [f"c{j}" for j in range(width)]
        try:
            table = csv.read_csv(
                pa.BufferReader(piece),
                csv.ReadOptions(column_names=names, block_size=self.block),
                csv.ParseOptions(
                    delimiter=self.dialect.delimiter,
                    quote_char='"' if quoted else False,
                    newlines_in_values=quoted,
                ),
                csv.ConvertOptions(
                    column_types=dict(zip(names, self._types, strict=True)),
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                    check_utf8=False,  # the survey has
                ),
            )
        except pa.ArrowInvalid:
            return None
        ends = _count(piece, b"\n", len(piece))
        if not quoted and table.num_rows != ends + (not piece.endswith(b"\n")):
            return None  # Arrow passes over blank lines
        columns = [_blank_to_null(c) for c in table.columns]
        if self._blank_record(columns):
            return None
        if self._names and _has_row(columns, self._names):
            raise NotOneTable
        self.colonnes = max([self.colonnes, *(j + 1 for j, c in enumerate(columns) if c.null_count < len(c))])
        lines = self._lines(columns, table.num_rows, ends)
        return pa.Table.from_arrays([*columns, lines], names=[*names, LIGNE])

    @staticmethod
    def _blank_record(columns: list[pa.ChunkedArray]) -> bool:
        if not all(c.null_count for c in columns):
            return False
        blank = pc.is_null(columns[0])
        for c in columns[1:]:
            blank = pc.and_(blank, pc.is_null(c))
        return bool(pc.any(blank).as_py())

    def _lines(self, columns: list[pa.ChunkedArray], rows: int, ends: int) -> pa.Array:
        """The line where each record begins; line ends inside quoted cells are counted."""
        first = self._line
        self._line += ends
        if ends <= rows:
            return numbers(np.arange(first, first + rows))
        inside = numbers(np.zeros(rows, np.int64))
        for c in columns:
            found = pc.count_substring(c.cast(TEXTE), "\n")
            inside = pc.add(inside, pc.fill_null(pc.cast(found, pa.int64()), scalar(0, np.int64)))
        inside = inside.combine_chunks() if isinstance(inside, pa.ChunkedArray) else inside
        spans = pc.cumulative_sum(pc.add(inside, scalar(1, np.int64)))
        return pc.subtract(pc.add(spans, scalar(first - 1, np.int64)), inside)


def _may_begin(records: list[Enregistrement], i: int, after_blank: bool) -> bool:
    """True when record `i` may be the header of another table; too near an end of its piece, names are enough."""
    if i < 3 or i > len(records) - 5:
        cells = [c.strip() for c in records[i].cellules[: trimmed(records[i].cellules)]]
        return len(cells) > 1 and all(cells) and len(set(cells)) == len(cells) and not any(map(shape, cells))
    return begins_table(records, 0, i, after_blank)


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(encoding)(errors=AS_CP1252 if encoding == "cp1252" else "strict")


def _count(text: Octets, byte: bytes, end: int) -> int:
    """How often a byte stands before `end`: NumPy counts six times faster."""
    return int(np.count_nonzero(np.frombuffer(text, np.uint8, end) == byte[0]))


def _blank_line(piece: Octets) -> bool:
    return b"\n\n" in piece or b"\n\r\n" in piece or piece[:1] in b"\r\n"


def _regular_quotes(piece: Octets, delimiter: str) -> bool:
    """True when every quote opens a cell after a delimiter or a line end, closes it before one, or is doubled."""
    text = np.frombuffer(piece, np.uint8)
    places = np.flatnonzero(text == ord('"'))
    if len(places) % 2:
        return False
    opening, closing = places[0::2], places[1::2]
    doubled = np.zeros(len(opening) + 1, bool)
    doubled[1:-1] = opening[1:] == closing[:-1] + 1
    newline = np.array([10], np.uint8)
    padded = np.concatenate([newline, text, newline])
    before, after = padded[opening[~doubled[:-1]]], padded[closing[~doubled[1:]] + 2]
    edges = [ord(delimiter), 10]
    return bool(np.isin(before, edges).all() and np.isin(after, [*edges, 13]).all())


def _texts(column: pa.ChunkedArray) -> list[pa.Array]:
    """The texts of a column, each once or more."""
    return [c.dictionary if column.type == TEXTES else c for c in column.chunks]


def _blank_to_null(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not any(pc.any(pc.utf8_is_space(texts)).as_py() for texts in _texts(column)):
        return column
    plain = column.cast(TEXTE)
    return pc.if_else(pc.fill_null(pc.utf8_is_space(plain), scalar(False)), NUL, plain).cast(column.type)


def _has_row(columns: list[pa.ChunkedArray], names: tuple[str, ...]) -> bool:
    named = [(c, name) for c, name in zip(columns, names, strict=False) if name]
    if not all(
        any(pc.any(pc.equal(texts, scalar(name))).as_py() for texts in _texts(c)) for c, name in named
    ):
        return False
    found = pa.chunked_array([numbers(np.ones(len(columns[0]), bool))])
    for c, name in zip(columns, names, strict=False):
        same = pc.fill_null(pc.equal(c.cast(TEXTE), scalar(name)), scalar(False)) if name else pc.is_null(c)
        found = pc.and_(found, same)
    return bool(pc.any(found).as_py())


def read_bulk(stream: BinaryIO, encoding: str, tell: Callable[[int], None]) -> tuple[Dialecte, Tableau]:
    """The one table of a long text. Raises NotOneTable when it may hold more."""
    bulk = Bulk(stream, encoding)
    found = []
    for paquet in bulk.paquets():
        found.append(paquet)
        tell(bulk.read)
    return bulk.dialect, bulk.finish(tuple(found))

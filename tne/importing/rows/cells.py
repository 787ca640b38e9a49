"""The cells of a table, each distinct text once.

A million rows of an export hold a few hundred texts in most of their columns. A column is its distinct texts and, for
each row, the number of its text: what a text becomes is worked out once, and the rows take the result by number.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tne.reading import arrays, octets
from tne.reading.arrays import NUL, numbers, numpy, scalar

Codes = npt.NDArray[np.int32]
Rangs = npt.NDArray[np.intp]

# Columns of at most that many texts are converted in one query.
_FEW = 2048
# Rows given to DuckDB at a time: one of its own row groups.
GROUPE = 122_880

# What it advises, `con.sql`, reads, binds and plans a statement twice: of a long one over few texts that is most of the time.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)

# Spaces of French typography become plain; marks without width, which come along with copied text, disappear.
_SPACES, _INVISIBLES = "[\u00a0\u202f\u2009\t]", "[\u00ad\u200b\u200e\u200f\ufeff\u2060]"
# The ends of lines within a cell, as Windows writes them, and as workbooks write those.
_ENDS = "(?:\r|_x000D_)+\n?"
# Accents apart from their letters, as a Macintosh writes them: « é » of two signs is the same theme as « é » of one.
_APART = "[\u0300-\u036f]"
_TO_CLEAN = f"{_SPACES}|{_INVISIBLES}|{_APART}|[\r\n]|_x000D_|^ | $|^$"
# With one of these bytes begins each sign of it; without them few texts are left to look at.
_BEGIN_CLEANED = (b"\t", b"\r", b"\n", b"_x", b"\xc2", b"\xcc", b"\xcd", b"\xe2", b"\xef")


@dataclass(frozen=True)
class Colonne:
    """One column: `codes` has for each row the number of its text. The last of `textes` is null."""

    codes: Codes
    textes: pa.Array

    def blank(self, rows: Rangs) -> Rangs:
        """Those of the rows in which the cell is blank."""
        nothing = numpy(self.textes.is_null())
        kept: Rangs = rows[nothing[self.codes[rows]]]
        return kept


def encode(column: pa.ChunkedArray) -> Colonne:
    """The cells of a column, trimmed, no-break spaces and ends of lines made plain, accents on their letters, null when blank.

    The reader gives plain text, or texts already told apart where the file was long.
    """
    # Encoded here, the parts share one dictionary; from the reader, each has its own.
    encoded = pa.types.is_dictionary(column.type)
    column = column.unify_dictionaries() if encoded else column.dictionary_encode()
    texts = column.chunk(0).dictionary if column.num_chunks else pa.nulls(0, pa.string())
    nothing = scalar(len(texts), np.int32)
    parts = [numpy(pc.fill_null(c.indices, nothing) if c.null_count else c.indices) for c in column.chunks]
    codes = np.concatenate(parts) if parts else np.zeros(0, np.int32)
    return Colonne(codes, pa.concat_arrays([_clean(texts), pa.nulls(1, pa.string())]))


def _clean(texts: pa.Array) -> pa.Array:
    if not _may_be_cleaned(texts) or not pc.any(pc.match_substring_regex(texts, _TO_CLEAN)).as_py():
        return texts
    if pc.any(pc.match_substring_regex(texts, _APART)).as_py():
        texts = pc.utf8_normalize(texts, "NFC")
    plain = pc.replace_substring_regex(texts, _SPACES, " ")
    ended = pc.replace_substring_regex(plain, _ENDS, "\n")
    bare = pc.utf8_trim(pc.replace_substring_regex(ended, _INVISIBLES, ""), " \n")
    return pc.if_else(pc.equal(bare, scalar("")), NUL, bare)


def _may_be_cleaned(texts: pa.Array) -> bool:
    return (
        octets.may_hold(texts, _BEGIN_CLEANED)
        or octets.may_begin(texts, b" ")
        or octets.may_end(texts, b" ")
        or bool(pc.any(pc.equal(texts, scalar(""))).as_py())
    )


def plain(text: str) -> str:
    """One cell as `encode` reads it."""
    composed = unicodedata.normalize("NFC", text) if re.search(_APART, text) else text
    return re.sub(_INVISIBLES, "", re.sub(_ENDS, "\n", re.sub(_SPACES, " ", composed))).strip(" \n")


def constant(rows: int, text: str | None = None) -> Colonne:
    """A column that the table does not have: the same text, or null, in each row."""
    return Colonne(np.zeros(rows, np.int32), arrays.texts([text]))


@dataclass(frozen=True)
class Demande:
    """What is asked of the texts of a column: SQL of a text out of its cell, then of values out of that text."""

    colonne: Colonne
    texte: Callable[[str], str]
    valeurs: Mapping[str, Callable[[str], str]]

    @property
    def sql(self) -> tuple[str, ...]:
        """All that decides what a text becomes."""
        return self.texte("c"), *(f"{name} {sql('t')}" for name, sql in self.valeurs.items())


@dataclass(frozen=True)
class _Connus:
    """Texts that were converted, and their values by name."""

    textes: pa.Array
    valeurs: Mapping[str, pa.Array]

    def without(self, texts: pa.Array) -> pa.Array:
        """Those of the texts that are not among them."""
        return texts.filter(pc.invert(pc.is_in(texts, self.textes)))

    def joined(self, texts: pa.Array, values: Mapping[str, pa.Array]) -> _Connus:
        """With others."""
        if not len(texts):
            return self
        both = {name: pa.concat_arrays([held, values[name]]) for name, held in self.valeurs.items()}
        return _Connus(pa.concat_arrays([self.textes, texts]), both)

    def of(self, texts: pa.Array) -> dict[str, pa.Array]:
        """The values of texts that are all among them."""
        which = pc.index_in(texts, self.textes)
        return {name: held.take(which) for name, held in self.valeurs.items()}


class Conversions:
    """What texts become, asked of a connection. A file in parts has the same few again and again: they are remembered."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        self._known: dict[tuple[str, ...], _Connus] = {}

    def convert(self, asked: Sequence[Demande]) -> list[dict[str, pa.Array]]:
        """For each demand its values, one per text of its column. Short columns share one query."""
        keys = [(str(i), *d.sql) for i, d in enumerate(asked)]
        known = [self._known.get(key) for key in keys]
        new = [
            d.colonne.textes if k is None else k.without(d.colonne.textes)
            for d, k in zip(asked, known, strict=True)
        ]
        few = [i for i, texts in enumerate(new) if 0 < len(texts) <= _FEW]
        many = [[i] for i, texts in enumerate(new) if len(texts) > _FEW]
        found: list[dict[str, pa.Array]] = [{} for _ in asked]
        for group in ([few] if few else []) + many:
            self._together(asked, group, new, found)
        for i, (key, before) in enumerate(zip(keys, known, strict=True)):
            after = before.joined(new[i], found[i]) if before else _Connus(new[i], found[i])
            if before:
                found[i] = after.of(asked[i].colonne.textes)
            self._known.pop(key, None)
            if len(after.textes) <= _FEW:
                self._known[key] = after
        return found

    def _together(
        self,
        asked: Sequence[Demande],
        group: list[int],
        new: list[pa.Array],
        found: list[dict[str, pa.Array]],
    ) -> None:
        size = max(len(new[i]) for i in group)
        columns, texts, values = [], [], []
        for i in group:
            d = asked[i]
            columns.append(pa.concat_arrays([new[i], pa.nulls(size - len(new[i]), pa.string())]))
            texts.append(f"{d.texte(f'c{i}')} AS t{i}")
            values += [f'{sql(f"t{i}")} AS "{i} {name}"' for name, sql in d.valeurs.items()]
        self._con.register("textes", pa.table(columns, names=[f"c{i}" for i in group]))
        done: pa.Table = self._con.execute(
            f"SELECT {', '.join(values)} FROM (SELECT {', '.join(texts)} FROM textes)"
        ).to_arrow_table()
        self._con.unregister("textes")
        for i in group:
            for name in asked[i].valeurs:
                column = done.column(f"{i} {name}").combine_chunks()
                found[i][name] = column.slice(0, len(new[i]))


@contextmanager
def conversions(con: duckdb.DuckDBPyConnection) -> Iterator[Conversions]:
    """Conversions on a cursor of their own, closed with the block.

    Each is one long SELECT over a few texts: to look for a better plan takes as long as to run it, and finds none.
    """
    with closing(con.cursor()) as own:
        own.execute("PRAGMA disable_optimizer")
        yield Conversions(own)


def together(columns: Sequence[Colonne]) -> Colonne:
    """The distinct combinations of several columns: `textes` holds the number of a row that has the combination."""
    codes = columns[0].codes
    for other in columns[1:]:
        pairs = numbers(codes.astype(np.int64) * len(other.textes) + other.codes).dictionary_encode()
        codes = numpy(pairs.indices)
    rows = np.zeros(int(np.max(codes, initial=-1)) + 1, np.int64)
    rows[codes] = np.arange(len(codes))
    return Colonne(codes, numbers(rows))


def rows_of(
    con: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, tuple[Codes | None, pa.Array]],
    count: int,
) -> None:
    """Register the rows under `name`, to be read once: each column is values, and their numbers where they are shared."""
    # Few values go as they are, with their numbers: DuckDB takes both. Many it would read again for each batch.
    numbered = {n for n, (codes, values) in columns.items() if codes is not None and len(values) <= _FEW}
    schema = pa.schema(
        [(n, pa.dictionary(pa.int32(), v.type) if n in numbered else v.type) for n, (_, v) in columns.items()]
    )

    def cells(name: str, start: int, end: int) -> pa.Array:
        codes, values = columns[name]
        if codes is None:
            return values.slice(start, end - start)
        which = numbers(codes[start:end])
        return pa.DictionaryArray.from_arrays(which, values) if name in numbered else values.take(which)

    def batches() -> Iterator[pa.RecordBatch]:
        for start in range(0, count, GROUPE):
            end = min(count, start + GROUPE)
            yield pa.record_batch([cells(n, start, end) for n in columns], schema=schema)

    con.register(name, pa.RecordBatchReader.from_batches(schema, batches()))

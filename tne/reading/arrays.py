"""Arrow columns out of Python texts and NumPy numbers, without `pa.array`.

It loads pandas to look at what it is given: a third of a second and 40 MB of every command that reads a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow.lib import StringBuilder

_TYPES = {np.dtype(t): a for t, a in ((np.int8, pa.int8()), (np.int32, pa.int32()), (np.int64, pa.int64()))}


def texts(values: Sequence[str | None]) -> pa.Array:
    """A column of texts; None is null."""
    builder = StringBuilder()
    builder.append_values(values)
    return builder.finish()


NUL = texts([None])[0]
"""No text, for a function of pyarrow.compute: it would look at a bare None as at a value, with pandas."""


def plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The texts of a column, one for each row, also where the reader told them apart; any other column as it is."""
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def told_apart(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The texts of a column, once for each of its parts where the reader told them apart: to look for one among them."""
    parts = [c.dictionary if pa.types.is_dictionary(c.type) else c for c in column.chunks]
    return pa.chunked_array(parts, pa.string())


def scalar(value: str | int, dtype: npt.DTypeLike = np.bool_) -> pa.Scalar:
    """One text, number or truth, for a function of pyarrow.compute."""
    return texts([value])[0] if isinstance(value, str) else numbers(np.array([value], dtype))[0]


def numbers(values: npt.NDArray[np.integer] | npt.NDArray[np.bool_]) -> pa.Array:
    """A column of whole numbers, which shares their memory, or of truths."""
    values = np.ascontiguousarray(values)
    if values.dtype == np.bool_:
        bits = np.packbits(values, bitorder="little")
        return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(bits)])
    return pa.Array.from_buffers(_TYPES[values.dtype], len(values), [None, pa.py_buffer(values)])


def numpy(array: pa.Array) -> npt.NDArray[Any]:
    """The whole numbers or truths of a column without nulls; `to_numpy` would load pandas too."""
    assert not array.null_count
    end = array.offset + len(array)
    held = array.buffers()[1] if end else b""
    if pa.types.is_boolean(array.type):
        bits = np.unpackbits(np.frombuffer(held, np.uint8), count=end, bitorder="little")
        return bits[array.offset :].astype(np.bool_)
    dtype = next(n for n, a in _TYPES.items() if a == array.type)
    return np.frombuffer(held, dtype, count=end)[array.offset :]

"""A text larger than memory, written as a clean CSV while it is read: no more than a few pieces are ever held."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tne.reading.bulk import Bulk, NotOneTable
from tne.reading.model import LIGNE, Tableau
from tne.reading.parts import Releve, releve
from tne.reading.text_output import csv_text


def write_streaming(source: Path, target: Path, tell: Callable[[float], None]) -> Tableau | None:
    """Write the one table of a long text; its ends (titles, foot, remarks) without its middle, or None.

    None, and nothing written, when only the careful reading of the whole can tell: workbooks, several tables, mixed
    encodings. Raises FichierIllisible for what is no table.
    """
    size = source.stat().st_size
    with source.open("rb") as stream:
        passed = releve(stream, source.name, empreinte=False)
    if passed is None:
        return None
    middle = target.with_name(target.name + ".partiel")
    try:
        found, after, width = _pass(source, passed, middle, None, lambda n: tell(n / size))
        if width != len(found.entete):
            # Surplus cells were met on the way, or columns without name nor value: the middle is written again.
            found, after, _ = _pass(source, passed, middle, len(found.entete), lambda n: tell(n / size))
        _assemble(found, after, middle, target)
    except NotOneTable:
        return None
    finally:
        middle.unlink(missing_ok=True)
    return found


def _pass(
    source: Path, passed: Releve, middle: Path, width: int | None, tell: Callable[[int], None]
) -> tuple[Tableau, int, int]:
    """Read the whole once and write its middle with `width` columns, or as many as usual.

    Gives the table of its ends, the last line before the middle, and the number of columns written.
    """
    with source.open("rb") as stream:
        stream.seek(passed.marque)
        bulk = Bulk(stream, passed.encodage, plain=True)
        names = [f"c{j}" for j in range(width or bulk.width)]
        failure: list[NotOneTable] = []

        def batches() -> Iterator[pa.RecordBatch]:
            # An exception would reach the caller as one of the database: it is kept aside instead.
            try:
                for paquet in bulk.paquets():
                    tell(bulk.read)
                    yield from _shaped(paquet, names).to_batches()
            except NotOneTable as error:
                failure.append(error)

        schema = pa.schema([(name, pa.string()) for name in names])
        _copy(pa.RecordBatchReader.from_batches(schema, batches()), middle)
        if failure:
            raise failure[0]
        return bulk.finish(()), bulk.after, len(names)


def _shaped(paquet: pa.Table, names: list[str]) -> pa.Table:
    """The columns of a part of the middle, as many as `names`."""
    own = paquet.num_columns - 1
    arrays = [
        paquet.column(j) if j < own else pa.nulls(paquet.num_rows, pa.string()) for j in range(len(names))
    ]
    return pa.Table.from_arrays(arrays, names=names)


def _copy(reader: pa.RecordBatchReader, target: Path) -> None:
    # Nothing of a file may be left in a temporary one.
    with duckdb.connect(":memory:", config={"temp_directory": ""}) as con:
        con.execute("SET threads = 1")
        con.register("lignes", reader)
        con.execute(
            "COPY (SELECT * FROM lignes) TO $cible (FORMAT csv, HEADER false, DELIMITER ',', NULLSTR '')",
            {"cible": str(target)},
        )


def _assemble(found: Tableau, after: int, middle: Path, target: Path) -> None:
    """Header and first records, then the middle, then the last records."""
    lines = found.donnees.column(LIGNE)
    with target.open("wb") as out:
        out.write(csv_text(found, found.donnees.filter(pc.less_equal(lines, after)), header=True))
        with middle.open("rb") as part:
            shutil.copyfileobj(part, out, 1 << 20)
        out.write(csv_text(found, found.donnees.filter(pc.greater(lines, after)), header=False))

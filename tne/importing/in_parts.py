"""A long text staged a part at a time: memory holds a part of it, whatever its size."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from tne import settings
from tne.datasets import DATASETS
from tne.db import Base
from tne.durees import DUREE_HEURES
from tne.importing import staging, straight
from tne.importing.assessing import Progress, read_base_secret
from tne.importing.columns.habits import to_be_seen_whole
from tne.importing.correcting import problems
from tne.importing.model import Reconnaissance, identite
from tne.importing.opening import with_hours
from tne.importing.remarks.not_done import cancelled
from tne.importing.rows.cells import GROUPE, conversions
from tne.importing.rows.retraits import Retrait
from tne.importing.workbench import Stage, Workbench
from tne.reading import EnParties, NotOneTable, en_parties
from tne.reading.arrays import numbers, plain
from tne.spec import Dataset

# Smaller files are held whole: less is done twice.
LONG = 24 << 20
# Bytes that DuckDB leaves to others while parts are staged (one read, one while its cells are typed, one staged), and
# while they are written: what they took is given back to the system late, or never.
STAGING, WRITING = 320_000_000, 100_000_000
_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")


@contextmanager
def opened(source: Path | bytes, nom: str, progress: Progress) -> Iterator[EnParties | None]:
    """A file to be staged in parts; None for any other, or for bytes that are in memory already."""
    if isinstance(source, bytes) or source.stat().st_size < LONG:
        yield None
        return
    with en_parties(source, nom, lambda share: progress(share * 0.7, "lecture et vérification")) as parts:
        yield parts


def fits(recognised: tuple[Reconnaissance, ...]) -> bool:
    """True when no row of the file has to wait for the others to be known."""
    (r,) = recognised
    return all(
        staging.stands_alone(d, [li for li in r.liaisons if li.dataset.name == d.name]) for d in _datasets(r)
    )


def identity(parts: EnParties, recognised: tuple[Reconnaissance, ...]) -> str:
    """What tells its import from any other: nothing of it was corrected by hand."""
    return identite(parts.document.sha256, recognised, {}, settings.territoire())


def _has_hours(r: Reconnaissance) -> bool:
    """True of rows whose hours are worked out, or are of Greenwich, as a file is opened."""
    timed = any(c.kind is DUREE_HEURES for d in _datasets(r) for c in d.columns)
    return timed and with_hours(r.tableau) is not r.tableau


def _datasets(r: Reconnaissance) -> list[Dataset]:
    return [DATASETS[name] for name in dict.fromkeys(li.dataset.name for li in r.liaisons)]


@dataclass(frozen=True)
class _Part:
    """Some rows of the file, prepared for each of its data sets."""

    rang: int
    donnees: pa.Table
    lues: list[list[staging.Lues]]
    retraits: list[list[Retrait]]


def stage(
    base: Base,
    bench: Workbench,
    parts: EnParties,
    recognised: tuple[Reconnaissance, ...],
    number: int | None = None,
) -> None:
    """Stage the whole file on the workbench, where its import finds it. Raises NotOneTable, also where a cell is read by
    what its whole column says.

    While a part is staged the next one is prepared, and the one after it read. `number`: of the import whose writing
    has begun, in whose log most rows are then already (`straight`).
    """
    (r,) = recognised
    datasets = _datasets(r)
    secret = read_base_secret(base, bench.con) if any(d.nominatif for d in datasets) else None
    territoire = settings.territoire()
    kept = _Kept(bench.con, datasets)
    out: dict[str, list[Retrait]] = {d.name: [] for d in datasets}

    def prepared(rows: Iterator[tuple[int, pa.Table]]) -> _Part | None:
        if (found := next(rows, None)) is None:
            return None
        rank, table = found
        part = replace(r, tableau=replace(parts.debut, donnees=table))
        if (
            to_be_seen_whole(r, table)
            or _has_hours(part)
            or any(any(cancelled(part, li)) for li in r.liaisons)
        ):
            raise NotOneTable
        source = staging.source(part, rank)
        lues = [staging.read(asked, d, [source], secret) for d in datasets]
        told = [
            [*staging.taken_out(mine), *staging.doubts(d, [source], part=True)]
            for d, mine in zip(datasets, lues, strict=True)
        ]
        return _Part(rank, table, lues, told)

    def add(part: _Part) -> None:
        for d, lues, told in zip(datasets, part.lues, part.retraits, strict=True):
            out[d.name] += told
            if number is None:
                staging.add(bench.con, d, lues, territoire, first=kept.nothing)
            else:
                straight.add(bench.con, d, lues, territoire, number, first=kept.nothing)
        kept.look(part.rang, part.donnees)

    with conversions(bench.con) as asked, ThreadPoolExecutor(1) as beside:
        # A group that came short would be written twice: once by itself, once with what follows it.
        rows = parts.lignes(GROUPE)
        coming = beside.submit(prepared, rows)
        while (part := coming.result()) is not None:
            coming = beside.submit(prepared, rows)
            add(part)
    whole = parts.entier
    pa.default_memory_pool().release_unused()
    told, ranks = kept.rows(whole.donnees.slice(0, 0))
    source = replace(
        staging.source(replace(r, tableau=replace(whole, donnees=told)), 0),
        rangs={rank: row for row, rank in enumerate(ranks)},
    )
    stages = []
    for d in datasets:
        if number is None:
            staging.finish(bench.con, d, [source])
        else:
            straight.finish(bench.con, d)
        waiting = "" if number is None else straight.waiting(d)
        stages.append(
            Stage(d, [source], staging.stage_table(d), secret if d.nominatif else None, waiting, out[d.name])
        )
    bench.hold(identity(parts, recognised), tuple(stages))


@contextmanager
def room(con: duckdb.DuckDBPyConnection, size: int) -> Iterator[None]:
    """Let DuckDB take so many bytes less than its share meanwhile; no fewer where it has little itself."""
    said = str(con.execute("SELECT current_setting('memory_limit')").fetchall()[0][0])
    number, unit = said.split()
    limit = int(float(number) * 1024 ** _UNITS.index(unit))
    if limit < 2 * STAGING:
        yield
        return
    con.execute(f"SET memory_limit = '{limit - size}B'")
    try:
        yield
    finally:
        con.execute(f"SET memory_limit = '{limit}B'")


class _Kept:
    """The rows of which something has to be told: their cells are looked at once all are staged."""

    def __init__(self, con: duckdb.DuckDBPyConnection, datasets: list[Dataset]) -> None:
        self._con, self._datasets = con, datasets
        self._rows: list[pa.Table] = []
        self._ranks: list[int] = []
        self.nothing = True  # has been staged yet

    def look(self, rank: int, rows: pa.Table) -> None:
        """Keep those of a part that was staged."""
        self.nothing = False
        end = rank + rows.num_rows
        ranks = sorted(
            {
                told
                for d in self._datasets
                for told in problems.ranks_told(self._con, staging.stage_table(d), rank, end)
            }
        )
        # The first records are staged last, and told first: each part keeps as many as may be told.
        if ranks and (rank == 0 or len(self._ranks) < problems.MOST_PROBLEMS):
            self._rows.append(rows.take(numbers(np.array(ranks, np.int64) - rank)))
            self._ranks += ranks

    def rows(self, empty: pa.Table) -> tuple[pa.Table, list[int]]:
        """All of them, and their ranks; `empty`, with the columns of the file, where nothing has to be told."""
        if not self._rows:
            return empty, []
        texts = [pa.table([plain(c) for c in t.columns], names=t.column_names) for t in self._rows]
        return pa.concat_tables(texts), self._ranks

"""The staged rows of one file, kept from its preview to its import: the long part of a check is done once."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from tne.db import Base
from tne.importing.rows.repeated_sheets import Redite
from tne.importing.rows.retraits import Retrait
from tne.importing.rows.sources import Source
from tne.privacy import Secret
from tne.spec import Dataset


@dataclass(frozen=True)
class Stage:
    """One data set of a file in its temporary table, whatever the base holds. `secret` counted its persons.

    `a_verser`: the rows of it that the log does not hold yet, where it holds some (`straight`); else all of the table.
    `retraits`: what was taken out of its texts. `redites`: what to say of tables that hold rows of others again.
    """

    dataset: Dataset
    sources: list[Source]
    table: str
    secret: Secret | None
    a_verser: str = ""
    retraits: Sequence[Retrait] = ()
    redites: tuple[Redite, ...] = ()


class Workbench:
    """A connection of its own with the temporary tables of one file. They hold hashes, never a personal column.

    Two threads take turns at it (`at`); any may `interrupt` the other.
    """

    def __init__(self, base: Base) -> None:
        self.con, self.turn = base.cursor(), threading.Lock()
        self._mark: str | None = None
        self._stages: tuple[Stage, ...] = ()

    def renew(self, base: Base) -> None:
        """Begin again on a new connection where the base was opened anew since; what was staged is gone."""
        try:
            self.con.execute("SELECT 1").fetchall()
        except duckdb.ConnectionException:
            self.con, self._mark = base.cursor(), None

    def held(self, mark: str) -> tuple[Stage, ...] | None:
        """What is staged under this identity of an import; None when it is another one, or nothing."""
        return self._stages if mark == self._mark else None

    def hold(self, mark: str, stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
        """Keep what was staged whole; what was there before is of no more use."""
        self._mark, self._stages = mark, stages
        return stages

    def interrupt(self) -> None:
        """Stop the query that runs, from another thread; its transaction is rolled back."""
        self.con.interrupt()

    def close(self) -> None:
        """The temporary tables go with the connection."""
        self.con.close()


@contextmanager
def at(bench: Workbench | None, base: Base) -> Iterator[Workbench]:
    """The workbench that is given, or one that goes with the block."""
    if bench is not None:
        with bench.turn:
            bench.renew(base)
            yield bench
        return
    own = Workbench(base)
    try:
        yield own
    finally:
        own.close()

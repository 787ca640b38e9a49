"""Several sessions back the same base up at once, and look at the list meanwhile: each has its backup, none an error."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import cast

import duckdb
import pytest

from tests.acces.conftest import COORDINATION
from tne.db import Base
from tne.store.backup import sauvegarde_automatique, sauvegarder, sauvegardes
from tne.store.backup_files import AVANT_PURGE, MANUELLE, checksum_path, sha256, write_copy


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    made = Base(str(tmp_path / "b.duckdb"))
    yield made
    made.close()


def test_backups_asked_for_at_the_same_instant_have_each_its_number_and_file(base: Base) -> None:
    now = datetime(2026, 11, 26, 9)
    with ThreadPoolExecutor(4) as sessions:
        made = list(
            sessions.map(lambda _: sauvegarde_automatique(base, COORDINATION, MANUELLE, now), range(4))
        )
    assert len({path.name for path in made}) == 4
    listed = sauvegardes(base)
    assert [s.numero for s in listed] == [4, 3, 2, 1]
    for s in listed:
        assert checksum_path(s.path).read_text(encoding="utf-8").split()[0] == sha256(s.path)


def test_copies_asked_for_at_the_same_instant_are_all_made(base: Base, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as sessions:
        made = list(
            sessions.map(lambda n: sauvegarder(base, COORDINATION, tmp_path / f"{n}.duckdb"), range(4))
        )
    assert all(path.exists() for path in made)


class _HeldByAnother:
    """A connection whose copy another one reads before it lets it go: what is attached, all of a process see."""

    def __init__(self, con: duckdb.DuckDBPyConnection, other: duckdb.DuckDBPyConnection) -> None:
        self._con, self._other = con, other

    def execute(self, sql: str) -> duckdb.DuckDBPyConnection:
        if sql == "DETACH copie":
            self._other.execute("BEGIN")
            self._other.execute("FROM copie.meta").fetchall()
        return self._con.execute(sql)


def test_a_backup_is_whole_while_another_session_still_reads_it(base: Base, tmp_path: Path) -> None:
    """Its rows were in a log that does not follow it to its name."""
    con, other = base.cursor(), base.cursor()
    made = write_copy(cast(duckdb.DuckDBPyConnection, _HeldByAnother(con, other)), tmp_path / "copie.duckdb")
    other.close()
    assert checksum_path(made).read_text(encoding="utf-8").split()[0] == sha256(made)
    with duckdb.connect(str(made), read_only=True) as read:
        assert (
            read.execute("FROM meta ORDER BY cle").fetchall()
            == con.execute("FROM meta ORDER BY cle").fetchall()
        )
    con.close()


def test_a_backup_that_the_rotation_of_another_session_removes_is_left_out_of_the_list(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sauvegarde_automatique(base, COORDINATION, AVANT_PURGE)
    second = sauvegarde_automatique(base, COORDINATION, AVANT_PURGE)
    real = Path.iterdir

    def then_removed(folder: Path) -> Iterator[Path]:
        found = list(real(folder))
        first.unlink(missing_ok=True)
        yield from found

    monkeypatch.setattr(Path, "iterdir", then_removed)
    assert [s.path for s in sauvegardes(base)] == [second]

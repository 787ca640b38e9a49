"""A backup that a kill or a power cut ends: the next one is made all the same, and one that is there is whole."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acces.conftest import COORDINATION
from tne.db import Base
from tne.erreurs import BaseIndisponible
from tne.store.backup import sauvegarder
from tne.store.backup_files import PARTIAL, checksum_path, sha256


@pytest.fixture
def base(chemin: Path) -> Iterator[Base]:
    opened = Base(str(chemin))
    yield opened
    opened.close()


def test_what_a_killed_backup_left_gives_way_to_the_next_of_that_name(base: Base, tmp_path: Path) -> None:
    copy = tmp_path / "copie.duckdb"
    left = sauvegarder(base, COORDINATION, copy).rename(tmp_path / f"copie.duckdb{PARTIAL}")
    sauvegarder(base, COORDINATION, copy)
    assert checksum_path(copy).read_text(encoding="utf-8").split()[0] == sha256(copy)
    assert not left.exists()


def test_a_backup_and_its_checksum_are_on_the_disk_before_it_has_its_name(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a power cut leaves an empty checksum beside a whole backup, which then passes for altered."""
    written: list[int] = []
    named: list[set[int]] = []
    replace = os.replace

    def then_named(source: Path, target: Path) -> None:
        named.append(set(written))
        replace(source, target)

    monkeypatch.setattr(os, "fsync", lambda descriptor: written.append(os.fstat(descriptor).st_ino))
    monkeypatch.setattr(os, "replace", then_named)
    copy = sauvegarder(base, COORDINATION, tmp_path / "copie.duckdb")
    assert named == [{path.stat().st_ino for path in (copy, checksum_path(copy), tmp_path)}]
    assert len(written) == 4, "the folder once more, which then holds the name"


def test_a_backup_that_cannot_have_its_name_leaves_nothing(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checksum alone would say of another file of that name that it was altered."""

    def refused(_source: Path, target: Path) -> None:
        raise OSError(errno.EACCES, "Permission denied", str(target))

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(BaseIndisponible, match="la base n'a pas changé"):
        sauvegarder(base, COORDINATION, tmp_path / "copies" / "copie.duckdb")
    assert not list((tmp_path / "copies").iterdir())

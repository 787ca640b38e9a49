"""A small base to harm, and a small disk to fill."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.acces.conftest import COORDINATION, INSCRIPTIONS, SESSIONS
from tests.fautes.travaux import INTERVENTIONS
from tne.db import Base
from tne.importing import Options, importer

TAILLE = "24m"


def _mount(folder: Path) -> bool:
    """A disk of a few megabytes, in memory; False where only an administrator may."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={TAILLE}", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    return done.returncode == 0


@pytest.fixture(scope="session")
def petite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed base with sessions, registrations and interventions, made once. Copy it."""
    path = tmp_path_factory.mktemp("petite") / "tne.duckdb"
    base = Base(str(path))
    for text, jeu in ((SESSIONS, "session"), (INSCRIPTIONS, "inscription"), (INTERVENTIONS, "intervention")):
        importer(base, COORDINATION, text.encode(), f"{jeu}.csv", Options(jeu=jeu))
    base.close()
    return path


@pytest.fixture
def chemin(petite: Path, tmp_path: Path) -> Path:
    """A copy of it, with its secret."""
    shutil.copytree(petite.parent, tmp_path / "base")
    return tmp_path / "base" / petite.name


class Disque:
    """A disk that can be filled and emptied; `reel` when it is one, else its refusals are put in the way of commits."""

    def __init__(self, dossier: Path, reel: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        self.dossier = dossier
        self.reel = reel
        self._monkeypatch = monkeypatch

    def remplir(self) -> None:
        """No byte is free any more."""
        if not self.reel:
            self._monkeypatch.setattr(Base, "cursor", _without_room(Base.cursor))
            self._monkeypatch.setattr("tne.store.backup_files._copy", _no_room)
            return
        with (self.dossier / "remplissage").open("wb", buffering=0) as file:
            free = os.statvfs(self.dossier)
            file.write(bytes(free.f_bavail * free.f_bsize))

    def vider(self) -> None:
        """There is room again."""
        if self.reel:
            (self.dossier / "remplissage").unlink()
        else:
            self._monkeypatch.undo()

    def lecture_seule(self, oui: bool) -> None:
        """Refuse, or accept again, every writing."""
        if self.reel:
            mode = "ro" if oui else "rw"
            subprocess.run(["mount", "-o", f"remount,{mode}", str(self.dossier)], check=True)
        elif oui:
            self._monkeypatch.setattr(duckdb, "connect", _read_only(duckdb.connect))
            self._monkeypatch.setattr(Path, "write_bytes", _no_writing_of_a_file)
        else:
            self._monkeypatch.undo()


def _no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device", "copie")


def _read_only(real: Callable[..., duckdb.DuckDBPyConnection]) -> Callable[..., duckdb.DuckDBPyConnection]:
    def connect(path: str, *, read_only: bool = False, **config: Any) -> duckdb.DuckDBPyConnection:
        if not read_only:
            raise duckdb.IOException(f'Cannot open file "{path}": Read-only file system')
        return real(path, read_only=True, **config)

    return connect


def _no_writing_of_a_file(path: Path, _content: bytes) -> None:
    raise OSError(errno.EROFS, "Read-only file system", str(path))


class _Cursor:
    """A cursor whose commits find no room, in the words of DuckDB."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def execute(self, sql: str, *parameters: object) -> object:
        if sql == "COMMIT":
            self._con.execute("ROLLBACK")
            raise duckdb.TransactionException(
                "Failed to commit: Could not write file: No space left on device"
            )
        return self._con.execute(sql, *parameters)

    def __getattr__(self, name: str) -> object:
        return getattr(self._con, name)


def _without_room(real: Callable[[Base], duckdb.DuckDBPyConnection]) -> Callable[[Base], object]:
    return lambda base: _Cursor(real(base))


@pytest.fixture
def disque(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disque]:
    """A real small disk where the tests may mount one, else a stand-in."""
    folder = tmp_path / "disque"
    folder.mkdir()
    real = _mount(folder)
    made = Disque(folder, real, monkeypatch)
    yield made
    if real:
        subprocess.run(["umount", "-l", str(folder)], check=True)

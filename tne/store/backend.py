"""Where a base lives: one DuckDB file, or a DuckLake (catalogue in PostgreSQL, Parquet on shared storage).

All that differs between the two is here: how one opens, what a cursor is, where the secret and the automatic
backups stand, how an error of the storage is told. The SQL is the same on both.
"""

from __future__ import annotations

import os
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import duckdb

from tne import settings
from tne.erreurs import BaseIndisponible
from tne.sql import sql_text
from tne.store import temporary
from tne.store.faults import refusal, told

if TYPE_CHECKING:
    from tne.store.ducklake_storage import Entretien

PREFIXE_DUCKLAKE = "ducklake:"


class Backend(Protocol):
    """What the rest of the program asks of the place where a base lives."""

    @property
    def nom(self) -> str:
        """The name people read: never a password, never a whole path."""

    @property
    def partagee(self) -> bool:
        """True when several processes may hold the base at once."""

    @property
    def dossier(self) -> Path:
        """The local folder beside which backups and secret of the base stand."""

    @property
    def secret(self) -> Path | None:
        """Where the secret is unless `TNE_SECRET_FILE` says otherwise; None when nothing but that can say it."""

    def a_preparer(self) -> bool:
        """True when the first start has to make the base, with the demonstration."""

    def connect(self, read_only: bool) -> duckdb.DuckDBPyConnection:
        """Open the base, making it if needed. BaseIndisponible says who holds it, or what is wrong."""

    def cursor(self, root: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
        """A cursor of its own on an open base."""

    def attach(self, con: duckdb.DuckDBPyConnection, alias: str, read_only: bool) -> None:
        """Make the base readable (and writable) from another connection, under this name."""

    def created(self, con: duckdb.DuckDBPyConnection) -> None:
        """What has to be done after the tables were made."""

    def compact(self, con: duckdb.DuckDBPyConnection) -> Entretien | None:
        """Keep the files few; None where there is but one."""

    def forget(self, con: duckdb.DuckDBPyConnection) -> bool:
        """Remove from the storage what no row holds any more; False when only writing the whole base anew does it."""


def backend(name: str) -> Backend:
    """The backend of a base by its name, as `TNE_BASE` writes it."""
    if name.startswith(PREFIXE_DUCKLAKE):
        # Only a shared base needs it.
        from tne.store.ducklake import DuckLake

        return DuckLake.of_name(name)
    return Fichier(name)


def make_folder(folder: Path, said: str) -> None:
    """That folder, where it is not yet, in one that is there: never a tree. BaseIndisponible otherwise, of `said`, its name."""
    if missing := next((p for p in reversed(folder.absolute().parents) if not p.exists()), None):
        raise BaseIndisponible(
            f"{said} ne peut pas être fait : « {missing.name} » n'existe pas. Vérifiez son chemin, ou faites d'abord ce dossier."
        )
    try:
        folder.mkdir(exist_ok=True)
    except (FileExistsError, FileNotFoundError, NotADirectoryError) as error:
        raise BaseIndisponible(f"{said} ne peut pas être fait : vérifiez son chemin.") from error


# Where the file of a connection lies does not change: each page and each question would ask it.
_paths: weakref.WeakKeyDictionary[duckdb.DuckDBPyConnection, str] = weakref.WeakKeyDictionary()


def _path(con: duckdb.DuckDBPyConnection) -> str:
    if (path := _paths.get(con)) is None:
        path = _paths[con] = str(con.execute("PRAGMA database_list").fetchall()[0][2] or "")
    return path


def identity(con: duckdb.DuckDBPyConnection) -> tuple[object, ...] | None:
    """What tells the base of this cursor from any other, and a file from one that took its place; None for a base in memory."""
    if (lake := getattr(con, "lake", None)) is not None:
        return (lake,)
    path = _path(con)
    return (path, os.stat(path).st_ino) if path and os.path.exists(path) else None


def partagee(con: duckdb.DuckDBPyConnection) -> bool:
    """True when several processes may hold the base of this cursor at once."""
    return getattr(con, "lake", None) is not None


class Fichier:
    """One DuckDB file: one process writes and reads, nobody else."""

    partagee = False

    def __init__(self, path: str) -> None:
        self.path = path

    @property
    def nom(self) -> str:
        """The name of the file."""
        return Path(self.path).name

    @property
    def dossier(self) -> Path:
        """The folder of the file."""
        return Path(self.path).parent

    @property
    def secret(self) -> Path | None:
        """Beside the file: `tne.duckdb` → `tne.cle`."""
        return Path(self.path).with_suffix(".cle")

    def a_preparer(self) -> bool:
        """True while there is no file, or an empty one, which an opening leaves that finds no room on the disk."""
        file = Path(self.path)
        return not file.exists() or (file.is_file() and file.stat().st_size == 0)

    def connect(self, read_only: bool) -> duckdb.DuckDBPyConnection:
        """Open the file; what killed processes left beside it goes."""
        if Path(self.path).is_dir():
            name = Path(self.path).resolve().name
            raise BaseIndisponible(
                f"La base « {name} » est un dossier : nommez le fichier de la base, par exemple {name}/tne.duckdb."
            )
        spill = temporary.spill_folder(self.path)
        existed = Path(self.path).exists()
        config: dict[str, Any] = {
            "memory_limit": settings.memory_limit(),
            "temp_directory": str(spill),
            "storage_compatibility_version": "v1.5.0",
        }
        with told(self.nom):
            if not read_only:
                self.make_folder()
            another = self._is_another_file()  # asked first: Windows lets nobody read a base that is open
            try:
                root = duckdb.connect(self.path, read_only=read_only, config=config)
            except duckdb.Error as error:
                raise refusal(error, self.nom) or self._closed(str(error)) from error
            if another:
                root.close()
                raise BaseIndisponible(
                    f"Le fichier « {self.nom} » n'est pas la base d'un tableau de bord : choisissez un autre nom."
                )
            _path(root)  # while one thread alone has it
            if not read_only:
                # Nobody else can hold the file now.
                temporary.remove_left(self, self.path, existed)
        return root

    def _is_another_file(self) -> bool:
        """True for a file that does not begin as those of DuckDB do, which opens a CSV too, as a base of one table."""
        try:
            with open(self.path, "rb") as file:
                begins = file.read(12)
        except OSError:
            return False  # none yet, or held: opening it says which
        return bool(begins) and begins[8:] != b"DUCK"

    def make_folder(self) -> None:
        """The folder of the file, where it is not yet: that of the first start. BaseIndisponible where its path goes through a file,
        or through a folder that is not there: of a name with a slip a whole tree would be made, and an empty base at its end.
        """
        make_folder(self.dossier, f"Le dossier de la base « {self.nom} »")

    def _closed(self, message: str) -> BaseIndisponible:
        if "does not exist" in message:
            return BaseIndisponible(
                f"La base « {self.nom} » n'existe pas encore : importez d'abord un fichier."
            )
        return BaseIndisponible(f"La base « {self.nom} » ne peut pas être ouverte.")

    def cursor(self, root: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
        """A cursor of DuckDB's own."""
        con = root.cursor()
        _paths[con] = _path(root)
        return con

    def attach(self, con: duckdb.DuckDBPyConnection, alias: str, read_only: bool) -> None:
        """Attach the file. BaseIndisponible while another process holds it."""
        mode = "READ_ONLY" if read_only else "STORAGE_VERSION 'v1.5.0'"
        try:
            con.execute(f"ATTACH {sql_text(self.path)} AS {alias} ({mode})")
        except duckdb.Error as error:
            raise refusal(error, self.nom) or self._closed(str(error)) from error

    def created(self, con: duckdb.DuckDBPyConnection) -> None:
        """Nothing: a file needs no setting of its own."""

    def compact(self, con: duckdb.DuckDBPyConnection) -> None:
        """Nothing: DuckDB keeps its file by itself."""

    def forget(self, con: duckdb.DuckDBPyConnection) -> bool:
        """False: a file keeps freed pages until it is written anew."""
        return False

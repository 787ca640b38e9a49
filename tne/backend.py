"""Where a base lives: one DuckDB file, or a DuckLake (catalogue in PostgreSQL, Parquet on shared storage).

All that differs between the two is here: how one opens, what a cursor is, where the secret and the automatic
backups stand, how an error of the storage is told. The SQL is the same on both.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Any, Protocol

import duckdb

from tne import settings
from tne.erreurs import BaseIndisponible

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
        """What has to be done once, after the tables were made."""


def backend(name: str) -> Backend:
    """The backend of a base by its name, as `TNE_BASE` writes it."""
    if name.startswith(PREFIXE_DUCKLAKE):
        # Only a shared base needs it.
        from tne.ducklake import DuckLake

        return DuckLake.of_name(name)
    return Fichier(name)


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
        """True while there is no file."""
        return not Path(self.path).exists()

    def connect(self, read_only: bool) -> duckdb.DuckDBPyConnection:
        """Open the file; what a killed process left in its temporary folder goes."""
        temporary = Path(self.path + ".tmp")
        if not read_only:
            Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        config: dict[str, Any] = {
            "memory_limit": settings.memory_limit(),
            "temp_directory": str(temporary),
            "storage_compatibility_version": "v1.5.0",
        }
        try:
            root = duckdb.connect(self.path, read_only=read_only, config=config)
        except duckdb.Error as error:
            raise BaseIndisponible(_why_closed(self.path, str(error))) from error
        if not read_only:
            # A killed process leaves its spilled tables there; nobody else can hold the file now.
            shutil.rmtree(temporary, ignore_errors=True)
        return root

    def cursor(self, root: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
        """A cursor of DuckDB's own."""
        return root.cursor()

    def attach(self, con: duckdb.DuckDBPyConnection, alias: str, read_only: bool) -> None:
        """Attach the file. BaseIndisponible while another process holds it."""
        mode = "READ_ONLY" if read_only else "STORAGE_VERSION 'v1.5.0'"
        try:
            con.execute(f"ATTACH {sql_text(self.path)} AS {alias} ({mode})")
        except duckdb.Error as error:
            raise BaseIndisponible(_why_closed(self.path, str(error))) from error

    def created(self, con: duckdb.DuckDBPyConnection) -> None:
        """Nothing: a file needs no setting of its own."""


def sql_text(text: str) -> str:
    """A text as an SQL literal, where no parameter may stand (ATTACH, LOAD)."""
    return "'" + text.replace("'", "''") + "'"


def _why_closed(path: str, message: str) -> str:
    name = Path(path).name
    if match := re.search(r"PID (\d+)", message):
        return (
            f"La base « {name} » est tenue par un autre programme (processus {match[1]}{_since(match[1])}) : "
            "fermez le tableau de bord ou la commande qui l'utilise, puis recommencez."
        )
    if "lock" in message.lower() or "being used by another process" in message:
        return f"La base « {name} » est tenue par un autre programme : fermez-le, puis recommencez."
    if "not a valid DuckDB" in message or "Corrupt" in message or "checksum" in message.lower():
        return (
            f"Le fichier « {name} » n'est pas une base lisible (endommagé, ou autre chose qu'une base). "
            "Restaurez une sauvegarde par « python -m tne restaurer FICHIER »."
        )
    if "newer" in message or "version number" in message:
        return (
            f"La base « {name} » a été écrite par une version plus récente du programme : mettez-le à jour."
        )
    if "Permission denied" in message or "read-only" in message.lower() or "Read-only" in message:
        return f"La base « {name} » ne peut pas être ouverte en écriture à cet endroit : vérifiez les droits du dossier."
    if "No space" in message:
        return f"Le disque est plein : la base « {name} » ne peut pas être ouverte. Libérez de la place."
    if "does not exist" in message:
        return f"La base « {name} » n'existe pas encore : importez d'abord un fichier."
    return f"La base « {name} » ne peut pas être ouverte."


def _since(pid: str) -> str:
    """« , depuis le 3 juillet 2024 à 14 h 05 » where the system tells when the process began."""
    proc = Path("/proc") / pid
    if not proc.exists():
        return ""
    from datetime import datetime

    started = datetime.fromtimestamp(os.stat(proc).st_mtime)
    return f", depuis le {started:%d/%m/%Y} à {started:%H:%M}"

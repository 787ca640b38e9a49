"""Backups as files: one copy of the base with its checksum beside it, and the folder of the automatic ones.

Below the base (it backs itself up before a migration): nothing here knows of rights or of the journal.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import duckdb

from tne import settings
from tne.erreurs import BaseIndisponible
from tne.sql import sql_beside, sql_name, sql_text
from tne.store.faults import disk_full

PARTIAL, CHECKSUM = ".partiel", ".sha256"
QUOTIDIENNE, MANUELLE, ABIMEE = "quotidienne", "manuelle", "abimee"
AVANT_MIGRATION, AVANT_PURGE, AVANT_RESTAURATION = "avant-migration", "avant-purge", "avant-restauration"
# What a person reads for each reason.
MOTIFS = {
    QUOTIDIENNE: "chaque jour",
    MANUELLE: "à la demande",
    AVANT_MIGRATION: "avant une mise à jour de la base",
    AVANT_PURGE: "avant un effacement de liens",
    AVANT_RESTAURATION: "avant une restauration",
    ABIMEE: "base abîmée, gardée telle quelle",
}
_COPIE = sql_beside("copie")
_ONE_AT_A_TIME = threading.Lock()
_NUMBERING = threading.Lock()  # two sessions would give their backups the same number, and write one file
# The number comes first: it orders backups even when the clock was set back between two of them.
# A browser writes « (1) » after the name of what it has downloaded before.
_NAME = re.compile(r"(\d{6})-(\d{4}-\d\d-\d\d-\d{6})-([a-z-]+)(?: ?\(\d+\))?\.duckdb")


class Place(Protocol):
    """Of a backend, what its backups need: the name of the base and the local folder they stand in."""

    @property
    def nom(self) -> str:
        """The name people read."""

    @property
    def dossier(self) -> Path:
        """The folder of the base."""


@dataclass(frozen=True)
class Sauvegarde:
    """An automatic backup. `instant` is what the clock said then; `numero` gives the order. Size in bytes."""

    path: Path
    numero: int
    instant: datetime
    motif: str
    taille: int


def checksum_path(backup: Path) -> Path:
    """Where the checksum of a backup is: beside it, in the form `sha256sum -c` reads."""
    return backup.with_name(backup.name + CHECKSUM)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def replace_durably(source: Path, target: Path) -> None:
    """Put `source` at the place of `target`, whole even when the current fails at that moment."""
    for path in (source, target.parent):
        to_disk(path)
    os.replace(source, target)
    to_disk(target.parent)


def to_disk(path: Path) -> None:
    """Have the system write what it holds of a file, or of the names in a folder, before anything counts on it."""
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folder
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_copy(con: duckdb.DuckDBPyConnection, destination: Path) -> Path:
    """Copy the base that `con` reads into one file, as it is at this moment, with its checksum; returns the file.

    One transaction: readers and writers go on. BaseIndisponible when the file exists or cannot be written.
    """
    if destination.exists():
        raise BaseIndisponible(
            f"Le fichier « {destination.name} » existe déjà : choisissez un autre nom de sauvegarde."
        )
    partial = destination.with_name(destination.name + PARTIAL)
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        _copy(con, partial)
        # The checksum first: a backup that is there has one.
        checksum_path(destination).write_text(f"{sha256(partial)}  {destination.name}\n", encoding="utf-8")
        to_disk(checksum_path(destination))
        replace_durably(partial, destination)
    except (duckdb.Error, OSError) as error:
        for path in (partial, Path(f"{partial}.wal"), checksum_path(destination)):
            with suppress(OSError):  # what could not be written may not be removable either
                path.unlink(missing_ok=True)
        if isinstance(error, duckdb.Error) and not disk_full(error) and "orrupt" in str(error):
            raise
        why = "vérifiez le dossier, ses droits et le disque"
        if disk_full(error):
            why = "le disque est plein"
        elif isinstance(error, duckdb.OutOfMemoryException):
            why = "la mémoire manque : augmentez TNE_MEMOIRE"
        raise BaseIndisponible(
            f"La sauvegarde « {destination.name} » n'a pas pu être écrite ({why}) : la base n'a pas changé."
        ) from error
    return destination


def _copy(con: duckdb.DuckDBPyConnection, target: Path) -> None:
    source = con.execute("SELECT current_database()").fetchall()[0][0]
    with _ONE_AT_A_TIME:  # the name of an attached file is seen by every connection of the process
        con.execute(f"ATTACH {sql_text(str(target))} AS {_COPIE} (STORAGE_VERSION 'v1.5.0')")
        try:
            con.execute(f"COPY FROM DATABASE {sql_name(source)} TO {_COPIE}")
            # All of it in the file before its checksum is taken: another connection may keep it attached for a while.
            con.execute(f"CHECKPOINT {_COPIE}")
        finally:
            con.execute(f"DETACH {_COPIE}")


def folder(place: Place) -> Path:
    """Where the automatic backups of a base are: `TNE_SAUVEGARDES`, else `sauvegardes` in its own folder."""
    return settings.sauvegardes() or place.dossier / "sauvegardes"


def _stem(place: Place) -> str:
    """What the backups of a base begin with: bases that stand in one folder keep theirs apart."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", Path(place.nom).stem) + "-"


def _parts(place: Place, name: str) -> re.Match[str] | None:
    """Number, instant and reason in the name of a backup of this base; None of any other, as of a base whose name begins alike."""
    stem = _stem(place)
    return _NAME.fullmatch(name.removeprefix(stem)) if name.startswith(stem) else None


def listed(place: Place) -> tuple[Sauvegarde, ...]:
    """The automatic backups of a base, latest first."""
    where = folder(place)
    found = []
    for path in where.iterdir() if where.is_dir() else ():
        if match := _parts(place, path.name):
            instant = datetime.strptime(match[2], "%Y-%m-%d-%H%M%S")
            with suppress(FileNotFoundError):  # the rotation of another session has just removed it
                found.append(Sauvegarde(path, int(match[1]), instant, match[3], path.stat().st_size))
    return tuple(sorted(found, key=lambda s: (s.numero, s.path.name), reverse=True))


def next_path(place: Place, motif: str, now: datetime) -> Path:
    """The file of the next automatic backup. BaseIndisponible where the disk of `TNE_SAUVEGARDES` is not there: its folder would
    be made on that of the base.
    """
    chosen = settings.sauvegardes()
    if chosen and not (disk := chosen.absolute().parent).exists():
        raise BaseIndisponible(
            f"Le dossier des sauvegardes (TNE_SAUVEGARDES) ne peut pas être fait : « {disk.name} » n'existe pas. Vérifiez son chemin, et "
            "que son disque est branché."
        )
    number = max((s.numero for s in listed(place)), default=0) + 1
    return folder(place) / f"{_stem(place)}{number:06d}-{now:%Y-%m-%d-%H%M%S}-{motif}.duckdb"


def write_automatic(con: duckdb.DuckDBPyConnection, place: Place, motif: str, now: datetime) -> Path:
    """One more automatic backup; those that the rotation no longer keeps go. BaseIndisponible when it cannot be written."""
    with _NUMBERING:
        made = write_copy(con, next_path(place, motif, now))
        rotate(place)
    return made


def rotate(place: Place) -> None:
    """Remove the automatic backups that the rotation no longer keeps."""
    every = listed(place)
    kept = kept_of(every)
    for old in every:
        if old not in kept:
            remove(old.path)


def remove_partial(place: Place) -> None:
    """Remove what a killed process left of a backup of this base: no other process may be making one."""
    where = folder(place)
    for path in list(where.iterdir()) if where.is_dir() else ():
        backup, cut, _ = path.name.partition(PARTIAL)
        alone = path.suffix == CHECKSUM and not path.with_suffix("").exists()
        if _parts(place, backup if cut else path.stem) and (cut or alone):
            path.unlink(missing_ok=True)


def remove(backup: Path) -> None:
    """Remove a backup and what stands beside it."""
    for path in (backup, checksum_path(backup), Path(f"{backup}.wal")):
        path.unlink(missing_ok=True)


def kept_of(every: Iterable[Sauvegarde]) -> frozenset[Sauvegarde]:
    """Those that the rotation keeps of `every`, latest first: the last of each of the latest days and weeks, the last before
    operations and the last that somebody asked for. So the latest of all stays, whatever the clock says.
    """
    ordered = tuple(every)
    daily = [s for s in ordered if s.motif == QUOTIDIENNE]
    asked = [s for s in ordered if s.motif == MANUELLE]
    before = [s for s in ordered if s.motif not in (QUOTIDIENNE, MANUELLE)]
    kept = [
        *_latest_of_each(daily, lambda s: s.instant.date(), settings.SAUVEGARDES_JOURS),
        *_latest_of_each(daily, lambda s: s.instant.isocalendar()[:2], settings.SAUVEGARDES_SEMAINES),
        *before[: settings.SAUVEGARDES_AVANT_OPERATION],
        *asked[: settings.SAUVEGARDES_DEMANDEES],
    ]
    return frozenset(kept)


def _latest_of_each(
    ordered: Iterable[Sauvegarde], period: Callable[[Sauvegarde], object], most: int
) -> list[Sauvegarde]:
    first: dict[object, Sauvegarde] = {}
    for backup in ordered:
        first.setdefault(period(backup), backup)
    return list(first.values())[:most]

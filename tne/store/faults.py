"""What the machine does to the base (full disk, little memory, rights, another process, damage), told in one French sentence.

DuckDB has few classes of errors for these; its words, which are those of the system, tell them apart.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

from tne import settings
from tne.erreurs import BaseEndommagee, BaseIndisponible, BaseProtegee, BaseTenue

# Windows tells its own faults in its own language: what follows in French is what it says there, without accents.
_LOCKED = (
    "conflicting lock",
    "could not set lock",
    "being used by another process",
    "already open in",
    "par un autre processus",
)
_FULL = ("no space left", "not enough space", "disk quota exceeded", "disk is full", "espace insuffisant")
_NEWER = ("newer version", "newer duckdb", "version number")
_FORBIDDEN = ("permission denied", "read-only", "access is denied", "s refus")
_DAMAGED = (
    "corrupt",
    "checksum",
    "not a valid duckdb",
    "could not read enough bytes",
    "could not read from file",
    "replaying wal",
    "does not match database file",
    "failed to deserialize",
)
_DEVICE = ("input/output error", "could not fsync")
_SHARED = (32, 33)
"""Under Windows: the file, or a part of it, is held open by another program."""
_FILE_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)


def _says(error: BaseException, marks: tuple[str, ...]) -> bool:
    words = str(error).lower()
    return any(mark in words for mark in marks)


def disk_full(error: BaseException) -> bool:
    """True when the error comes from a disk without room, whatever its class (a failed COMMIT looks like a conflict)."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return _says(error, _FULL)


def forbidden(error: BaseException) -> bool:
    """True when the system refuses to write where the base is, whatever the class of the error."""
    return _says(error, _FORBIDDEN)


def refusal(error: duckdb.Error | OSError, nom: str) -> BaseIndisponible | None:
    """The sentence for a fault of the machine met on the base of that name; None when the error is another one's."""
    if isinstance(error, OSError):
        return _of_a_file(error)
    if _says(error, _LOCKED):
        return BaseTenue(_held(nom, str(error)))
    if _says(error, _FULL):
        return BaseIndisponible(
            f"Le disque de la base « {nom} » est plein : rien n'a été écrit. Libérez de la place, puis recommencez."
        )
    if _says(error, _NEWER):
        return BaseIndisponible(
            f"La base « {nom} » a été écrite par une version plus récente du programme : mettez-le à jour."
        )
    if _says(error, _FORBIDDEN):
        return BaseProtegee(
            f"La base « {nom} » ne peut pas être écrite à cet endroit : vérifiez les droits du dossier, "
            "et que le disque n'est pas en lecture seule."
        )
    if _says(error, _DAMAGED):
        return BaseEndommagee(
            f"Le fichier « {nom} » n'est pas une base lisible, ou il est abîmé. Fermez le tableau de bord, puis remettez "
            "une sauvegarde par « python -m tne restaurer FICHIER » (« python -m tne sauvegardes » en donne la liste)."
        )
    if _says(error, _DEVICE):
        return BaseIndisponible(
            f"Le disque de la base « {nom} » ne répond plus : vérifiez-le, puis relancez le programme."
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return BaseIndisponible(
            f"La base « {nom} » demande ici plus de mémoire que TNE_MEMOIRE ne lui en donne ({settings.memory_limit()}) : augmentez-la, "
            "puis recommencez."
        )
    if isinstance(error, duckdb.FatalException):
        return BaseIndisponible(
            f"La base « {nom} » s'est arrêtée après une faute du disque ou de la mémoire ; rien n'est perdu de ce qui était "
            "enregistré. Recommencez ; si la phrase revient, relancez le programme."
        )
    return None


def _of_a_file(error: OSError) -> BaseIndisponible | None:
    if error.errno not in _FILE_ERRORS:
        return None
    name = f"Le fichier « {Path(os.fsdecode(error.filename)).name} »" if error.filename else "Un fichier"
    if disk_full(error):
        return BaseIndisponible(
            f"Le disque est plein : {name[0].lower()}{name[1:]} n'a pas été écrit. Libérez de la place, puis recommencez."
        )
    if getattr(error, "winerror", None) in _SHARED:
        return BaseIndisponible(
            f"{name} est ouvert dans un autre programme, peut-être un tableur : fermez-le, puis recommencez."
        )
    if error.errno == errno.EIO:
        return BaseIndisponible(f"{name} ne peut être ni lu ni écrit : le disque ne répond plus.")
    return BaseIndisponible(
        f"{name} ne peut pas être lu ou écrit : vérifiez les droits du dossier, et que le disque n'est pas en lecture seule."
    )


@contextmanager
def told(nom: str) -> Iterator[None]:
    """Turn the faults of the machine met in the block into BaseIndisponible; any other error goes through.

    `nom`: of the base in use, for the sentence.
    """
    try:
        yield
    except (duckdb.Error, OSError) as error:
        sentence = refusal(error, nom)
        if sentence is None:
            raise
        raise sentence from error


def _held(name: str, message: str) -> str:
    if match := re.search(r"PID (\d+)", message):
        return (
            f"La base « {name} » est tenue par un autre programme (processus {match[1]}{_since(match[1])}) : "
            "fermez le tableau de bord ou la commande qui l'utilise, puis recommencez."
        )
    return f"La base « {name} » est tenue par un autre programme : fermez-le, puis recommencez."


def _since(pid: str) -> str:
    """« , depuis le 03/07/2024 à 14:05 » where the system tells when the process began."""
    proc = Path("/proc") / pid
    if not proc.exists():
        return ""
    started = datetime.fromtimestamp(os.stat(proc).st_mtime)
    return f", depuis le {started:%d/%m/%Y} à {started:%H:%M}"

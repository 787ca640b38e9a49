"""What the environment decides: base, territory, memory, thresholds. Read at each call, so that tests can set it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from tne import territoire as territoires
from tne.erreurs import UsageIncorrect

ROOT = Path(__file__).resolve().parent.parent

# How many automatic backups are kept: the last of each of so many days and weeks, the last ones made before an
# operation that cannot be taken back (migration, purge, restoration), the last ones that somebody asked for.
SAUVEGARDES_JOURS = 7
SAUVEGARDES_SEMAINES = 4
SAUVEGARDES_AVANT_OPERATION = 5
SAUVEGARDES_DEMANDEES = 5

_OUI = ("", "oui", "1", "yes", "true")
_NON = ("non", "0", "no", "false")
# Of a count under these the mask hides nobody: one of two persons knows the other, and one school alone is what is left of a sum.
SEUIL_MINIMUM = 3
MASQUES_MINIMUM = 2


def base_name() -> str:
    """The base: `TNE_BASE`, else `data/tne.duckdb` in the project."""
    return os.environ.get("TNE_BASE") or str(ROOT / "data" / "tne.duckdb")


def adresse() -> str:
    """Where others reach the dashboard, for documents: `TNE_ADRESSE`; empty when nobody said."""
    return os.environ.get("TNE_ADRESSE", "")


def territoire() -> tuple[str, ...]:
    """The départements of the territory, on three characters: see `tne.territoire`, which knows its name and zone."""
    return territoires.en_cours().departements


def sauvegardes() -> Path | None:
    """Where automatic backups go: `TNE_SAUVEGARDES` (another disk), None for the folder beside the base."""
    chosen = os.environ.get("TNE_SAUVEGARDES")
    return Path(chosen) if chosen else None


def sauvegarde_quotidienne() -> bool:
    """True when the server makes a backup each day by itself: unless `TNE_SAUVEGARDE_QUOTIDIENNE` is `non`. UsageIncorrect for
    another word than yes or no: whoever wrote « jamais » would have them made.
    """
    said = os.environ.get("TNE_SAUVEGARDE_QUOTIDIENNE", "")
    word = said.strip().lower()
    if word not in _OUI + _NON:
        raise UsageIncorrect(f"TNE_SAUVEGARDE_QUOTIDIENNE vaut « {said} » : « oui » ou « non » est attendu.")
    return word in _OUI


def memory_limit() -> str:
    """The memory DuckDB may take: `TNE_MEMOIRE`, default 700 MB. UsageIncorrect for what is no size, or one that holds no base."""
    size = os.environ.get("TNE_MEMOIRE") or "700MB"
    read = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(?:([KMGT])(?:i?B)?|(%))\s*", size, re.IGNORECASE)
    # DuckDB refuses these itself, in words that become « ne peut pas être ouverte ».
    if read is None or not 0 < float(read[1]) <= (100 if read[3] else 9999) or (read[2] or "").upper() == "K":
        raise UsageIncorrect(f"TNE_MEMOIRE vaut « {size} » : une taille comme 700MB ou 1.5GB est attendue.")
    return size


def lignes_gardees() -> int:
    """Above how many rows nothing is kept in memory for the questions of the dashboard: `TNE_LIGNES_GARDEES`."""
    return _entier("TNE_LIGNES_GARDEES", 40000000)


def lignes_sur_disque() -> int:
    """From how many rows on what is kept is kept in files, which the next start finds: `TNE_LIGNES_SUR_DISQUE`."""
    return _entier("TNE_LIGNES_SUR_DISQUE", 500000)


def seuil() -> int:
    """Under how many persons a count is masked for readers: `TNE_SEUIL`, default 5, at least `SEUIL_MINIMUM`."""
    return _entier("TNE_SEUIL", 5, SEUIL_MINIMUM)


def masques_minimum() -> int:
    """How many schools at least are masked together, as soon as one is: `TNE_MASQUES_MINIMUM`, default 3, at least
    `MASQUES_MINIMUM`.
    """
    return _entier("TNE_MASQUES_MINIMUM", 3, MASQUES_MINIMUM)


def require_readable() -> None:
    """UsageIncorrect for the first setting of the environment that makes no sense, whichever command would be the first to read it."""
    for read in (
        territoire,
        memory_limit,
        seuil,
        masques_minimum,
        lignes_gardees,
        lignes_sur_disque,
        sauvegarde_quotidienne,
    ):
        read()


def _entier(variable: str, default: int, least: int = 0) -> int:
    """The whole number that a variable says, `default` where it says nothing. UsageIncorrect for anything else, or for less."""
    said = os.environ.get(variable, "").strip()
    if not said:
        return default
    if not re.fullmatch("[0-9]+", said):
        raise UsageIncorrect(
            f"{variable} vaut « {said} » : un nombre entier est attendu, par exemple {default}."
        )
    if int(said) < least:
        raise UsageIncorrect(
            f"{variable} vaut « {said} » : au moins {least} est attendu, par exemple {default}."
        )
    return int(said)

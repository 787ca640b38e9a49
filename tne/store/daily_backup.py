"""One backup of each day, made by the server while people work."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from random import uniform

import duckdb

from tne import horloge
from tne.access import Droit
from tne.db import Base
from tne.erreurs import BaseIndisponible
from tne.store.backup import Sauvegarde, sauvegarde_si_importe, sauvegardes
from tne.store.backup_files import QUOTIDIENNE

# Seconds: from the start of the server to the first look, so that the first page comes first; then between two looks.
PREMIER = 15.0
PERIODE = 600.0

_SERVEUR = Droit(True, "serveur")
_LOG = logging.getLogger(__name__)


def due(every: Iterable[Sauvegarde], today: date) -> bool:
    """True unless the latest daily backup is of today. `every`: latest first. A day in the future, of a clock that was
    wrong, holds nothing back."""
    latest = next((s for s in every if s.motif == QUOTIDIENNE), None)
    return latest is None or latest.instant.date() != today


def make_if_due(base: Base, now: datetime) -> Path | None:
    """The backup of the day, when there is none yet and the base holds an import. BaseIndisponible when it fails."""
    if not due(sauvegardes(base), now.date()):
        return None
    return sauvegarde_si_importe(base, _SERVEUR, QUOTIDIENNE, now)


def start(base: Base) -> threading.Thread:
    """Look at the clock in the background until the base closes. A server that was off at midnight makes up for it."""
    thread = threading.Thread(target=_watch, args=(base,), name="sauvegarde quotidienne", daemon=True)
    thread.start()
    return thread


def _watch(base: Base) -> None:
    # Instances of a shared base started by one command would make the same backup at the same second.
    wait = PREMIER + (uniform(0, 4 * PREMIER) if base.backend.partagee else 0)
    while not base.closed.wait(wait):
        wait = PERIODE
        try:
            make_if_due(base, horloge.maintenant())
        except BaseIndisponible as refusal:
            _LOG.warning("%s", refusal)
        except duckdb.Error as error:
            if not base.closed.is_set():
                _LOG.warning("La sauvegarde du jour n'a pas pu être faite : %s", type(error).__name__)

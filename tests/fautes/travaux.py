"""The work that gets killed, and the workshop that starts it: `python -m tests.fautes.travaux` forks one process for each.

The workshop has everything imported, so that a process begins at once. Each tells its stages on a socket as it goes; the
other end closes when it dies. Only here are the functions of the program wrapped to tell them.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import duckdb

from tests.acces.conftest import COORDINATION, INSCRIPTIONS, OFFRES, SESSIONS
from tne import demo
from tne.__main__ import main
from tne.db import Base
from tne.filters import Filters
from tne.importing import Options, annuler, importer, in_parts, journal, retablir, writing
from tne.indicators import compute
from tne.persons import purge
from tne.store import backup, backup_files, rewriting, schema
from tne.store.backup import restaurer, restaurer_ou_remplacer, sauvegarde_automatique

Say = Callable[[str], None]
ANNEE = "2023-2024"
COMMITTED = "COMMITTED"
FINI = "fini"
# A process whose last word is one of these was between BEGIN and the end of COMMIT.
INSIDE = frozenset({"BEGIN", "journal", "courant", "action", "COMMIT"})

INTERVENTIONS = "Référence;Date;Nature;UAI;Heures\n" + "".join(
    f"2023-{i:03};{1 + i % 28:02}/10/2023;Formation;0860002K;{1 + i % 5}\n" for i in range(300)
)
# The same perimeter with a third of the rows gone, others changed.
REMPLACANTES = "Référence;Date;Nature;UAI;Heures\n" + "".join(
    f"2023-{i:03};{1 + i % 28:02}/10/2023;Technique;0860002K;2\n" for i in range(0, 300, 3)
)
PERSONNES = (
    INSCRIPTIONS.splitlines()[0]
    + "\n"
    + "".join(f"23A0130001;M1;G1;1;Inscrit;Présent;0860002K;p{i}@x.fr\n" for i in range(300))
)


def preparer(folder: Path) -> None:
    """What every work starts from: a base, a backup of an earlier moment, files to import, a base of the first release."""
    fichiers = folder / "fichiers"
    fichiers.mkdir(parents=True)
    for name, text in (("personnes", PERSONNES), ("remplacantes", REMPLACANTES)):
        (fichiers / f"{name}.csv").write_text(text, encoding="utf-8")
    base = Base(str(folder / "tne.duckdb"))
    for text, jeu in ((SESSIONS, "session"), (INSCRIPTIONS, "inscription"), (OFFRES, "offre")):
        importer(base, COORDINATION, text.encode(), f"{jeu}.csv", Options(jeu=jeu))
    backup.sauvegarder(base, COORDINATION, fichiers / "hier.duckdb")
    importer(base, COORDINATION, INTERVENTIONS.encode(), "interventions.csv")
    importer(base, COORDINATION, OFFRES.replace("d@", "e@").encode(), "offre2.csv", Options(jeu="offre"))
    annuler(base, COORDINATION, 5)
    base.close()
    old = duckdb.connect(
        str(fichiers / "ancienne.duckdb"), config={"storage_compatibility_version": "v1.5.0"}
    )
    old.execute((Path(__file__).parent / "versions" / "0.1.0.sql").read_text(encoding="utf-8"))
    old.close()


# One function for each work: the folder of its base, and how to tell a stage.


def _importer(folder: Path, _say: Say) -> None:
    base = Base(str(folder / "tne.duckdb"))
    importer(base, COORDINATION, folder / "fichiers" / "personnes.csv", "personnes.csv")


def _importer_en_parties(folder: Path, say: Say) -> None:
    in_parts.LONG = 0
    _importer(folder, say)


def _remplacer(folder: Path, _say: Say) -> None:
    base = Base(str(folder / "tne.duckdb"))
    path = folder / "fichiers" / "remplacantes.csv"
    importer(base, COORDINATION, path, path.name, Options(remplacer=True))


def _annuler(folder: Path, _say: Say) -> None:
    annuler(Base(str(folder / "tne.duckdb")), COORDINATION, 4)


def _retablir(folder: Path, _say: Say) -> None:
    retablir(Base(str(folder / "tne.duckdb")), COORDINATION, 5)


def _purger(folder: Path, _say: Say) -> None:
    purge.purger(Base(str(folder / "tne.duckdb")), COORDINATION, ANNEE)


def _restaurer(folder: Path, _say: Say) -> None:
    restaurer(Base(str(folder / "tne.duckdb")), COORDINATION, folder / "fichiers" / "hier.duckdb")


def _reparer(folder: Path, _say: Say) -> None:
    restaurer_ou_remplacer(str(folder / "tne.duckdb"), COORDINATION, folder / "fichiers" / "hier.duckdb")


def _sauvegarder(folder: Path, _say: Say) -> None:
    sauvegarde_automatique(Base(str(folder / "tne.duckdb")), COORDINATION, backup_files.MANUELLE)


def _migrer(folder: Path, say: Say) -> None:
    real = schema.bring_up_to_date

    def bring(con: duckdb.DuckDBPyConnection, nom: str, change: schema.Pending) -> None:
        say("BEGIN")
        real(con, nom, change)
        say("COMMIT")

    schema.bring_up_to_date = bring
    Base(str(folder / "tne.duckdb"))
    say(COMMITTED)


def _demarrer(folder: Path, _say: Say) -> None:
    demo.DEMO = demo.PUBLIE
    demo.PUBLIE = folder / "fichiers" / "rien"
    demo.preparer_base(str(folder / "tne.duckdb"), COORDINATION, lambda share, name: None)


def _serveur(work: Callable[[Path, Say], None]) -> Callable[[Path, Say], None]:
    """The same while others look at figures and a backup is being made, as in a server."""

    @wraps(work)
    def among_others(folder: Path, say: Say) -> None:
        base = Base(str(folder / "tne.duckdb"))

        def read() -> None:
            while True:
                compute(base, Filters(), ANNEE)

        def save() -> None:
            while True:
                sauvegarde_automatique(base, COORDINATION, backup_files.QUOTIDIENNE)

        for other in (read, save):
            threading.Thread(target=other, daemon=True).start()
        work(folder, say)

    return among_others


def _commande(*words: str) -> Callable[[Path, Say], None]:
    """The command line, in a process of its own. `{}` stands for the folder."""

    def run(folder: Path, _say: Say) -> None:
        code = main([*(word.format(folder) for word in words), "--base", str(folder / "tne.duckdb")])
        assert code == 0

    return run


TRAVAUX: dict[str, Callable[[Path, Say], None]] = {
    "serveur : importer": _serveur(_importer),
    "serveur : importer en parties": _serveur(_importer_en_parties),
    "serveur : remplacer": _serveur(_remplacer),
    "serveur : annuler": _serveur(_annuler),
    "serveur : restaurer": _serveur(_restaurer),
    "rétablir": _retablir,
    "sauvegarder": _sauvegarder,
    "migrer": _migrer,
    "réparer": _reparer,
    "purger": _purger,
    "premier démarrage": _demarrer,
    "commande : importer": _commande("importer", "{}/fichiers/personnes.csv"),
    "commande : annuler": _commande("annuler", "4"),
    "commande : purger": _commande("purger", "--annee", ANNEE),
    "commande : restaurer": _commande("restaurer", "{}/fichiers/hier.duckdb"),
}


def tell_stages(say: Say) -> None:
    """Wrap what the work passes through, in this process alone."""
    real = Base.writing

    @contextmanager
    def told(self: Base, con: Any = None) -> Iterator[Any]:
        if con is not None and con is self._writer:
            # Part of a writing that goes on: nothing is committed at its end.
            with real(self, con) as cursor:
                yield cursor
            return
        with real(self, con) as cursor:
            say("BEGIN")
            yield cursor
            say("COMMIT")
        say(COMMITTED)

    Base.writing = told  # type: ignore[method-assign]
    for module, name, stage in (
        (writing, "append_log", "journal"),
        (writing, "refresh", "courant"),
        (journal, "record_event", "action"),
        (backup, "record_event", "action"),
        (backup_files, "_copy", "copie"),
        (backup_files, "replace_durably", "mise en place"),
        (rewriting, "rewrite", "réécriture"),
        (os, "replace", "remplacement"),
        (os, "fsync", "sur le disque"),
    ):
        setattr(module, name, _telling(getattr(module, name), stage, say))


def _telling(function: Callable[..., Any], stage: str, say: Say) -> Callable[..., Any]:
    @wraps(function)
    def telling(*arguments: Any, **named: Any) -> Any:
        say(stage)
        return function(*arguments, **named)

    return telling


def mener(name: str, folder: Path, adresse: str) -> None:
    """Do one work, telling its stages, FINI last; then wait to be killed, as a server would."""
    told = socket.socket(socket.AF_UNIX)
    told.connect(adresse)
    main_thread = threading.main_thread()

    def say(stage: str) -> None:
        if threading.current_thread() is main_thread:  # the work, not those around it
            told.sendall(stage.encode() + b"\n")

    tell_stages(say)
    say("début")
    TRAVAUX[name](folder, say)
    say(FINI)
    signal.pause()


def atelier() -> None:
    """Fork one process for each line read: its work, its folder, where it tells. Answers with its number."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        name, folder, adresse = json.loads(line)
        pid = os.fork()
        if not pid:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            # What readers meet when the work closes the base under them is not the matter here.
            threading.excepthook = lambda _: None
            try:
                mener(name, Path(folder), adresse)
            finally:
                if error := sys.exc_info()[1]:
                    traceback.print_exception(error)
                os._exit(1)
        print(pid, flush=True)


if __name__ == "__main__":
    atelier()

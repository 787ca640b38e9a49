"""Published figures and demonstration exports, brought in by the ordinary path."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from tne import settings, territoire
from tne.access import Droit
from tne.db import Base
from tne.erreurs import ImportRefuse
from tne.importing import Options, Resultat, importer
from tne.importing.committing import refuse_demo_beside_real
from tne.importing.journal import retry, undo_demo
from tne.privacy import secret_path
from tne.store.backend import Fichier

PUBLIE = settings.ROOT / "data" / "publie"
DEMO = settings.ROOT / "data" / "demo"
_TABLES = (".csv", ".xlsx", ".ods")
DEPARTEMENT = "086"  # whose figures and exports these are


def demo_possible() -> bool:
    """True when the demonstration lies in the territory: everything in it is of the Vienne."""
    return DEPARTEMENT in settings.territoire()


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in _TABLES:
            yield path


def charger_publie(base: Base, droit: Droit) -> list[Resultat]:
    """Import the published figures and findings. They are real and stay when the demonstration leaves.

    ImportRefuse in a territory that is not theirs.
    """
    if not demo_possible():
        raise ImportRefuse(
            "Les chiffres publiés et la démonstration sont ceux de la Vienne : ils n'entrent pas dans le territoire "
            f"« {territoire.en_cours().nom} ». Importez vos fichiers, ou choisissez TNE_TERRITOIRE=086 et une autre base."
        )
    return [r for path in _files(PUBLIE) for r in importer(base, droit, path, path.name)]


def charger_demo(
    base: Base, droit: Droit, progress: Callable[[float, str], object] = lambda share, what: None
) -> list[Resultat]:
    """Published figures, then every demonstration export. ImportRefuse, and nothing written, when the base holds anything else."""
    droit.require("charger la démonstration")
    refuse_demo_beside_real(base.cursor())
    results = charger_publie(base, droit)
    files = list(_files(DEMO))
    for i, path in enumerate(files):
        progress(i / len(files), f"fichier {i + 1} sur {len(files)} : {path.name}")
        results += importer(base, droit, path, path.name, Options(demo=True, annee=_year_of(path)))
    refused = [r for r in results if r.etat == "refusé"]
    if refused:
        first = refused[0]
        why = first.problemes[0].message if first.problemes else ""
        raise ImportRefuse(f"La démonstration n'a pas pu être chargée ({first.fichier}) : {why}")
    return results


def preparer_base(chemin: str, droit: Droit, progress: Callable[[float, str], object]) -> None:
    """Make the base of the first start, demonstration included, beside its place; then put it there whole.

    A start that is cut leaves nothing half filled: the next one begins again. In a territory other than the
    demonstration's the base begins empty. One that a command made meanwhile stays, without the demonstration.
    BaseIndisponible where its folder cannot be made.
    """
    droit.require("préparer la base")
    target = Path(chemin)
    folder = target.parent / f".{target.stem}-preparation"
    shutil.rmtree(folder, ignore_errors=True)
    Fichier(chemin).make_folder()
    folder.mkdir()
    secret, place = secret_path(str(folder / target.name)), secret_path(chemin)
    if place.exists() and secret != place:
        shutil.copy2(place, secret)  # backups of an earlier base still need it
    made = Base(str(folder / target.name))
    try:
        if demo_possible():
            charger_demo(made, droit, progress)
    finally:
        made.close()
    if Fichier(chemin).a_preparer():
        # The secret first: a base without its secret would refuse lists of people. An empty base has none yet.
        if secret != place and secret.exists():
            os.replace(secret, place)
        os.replace(folder / target.name, target)
    shutil.rmtree(folder, ignore_errors=True)


def _year_of(path: Path) -> str | None:
    """The folder of a demonstration file names its school year."""
    name = path.parent.name
    return name if len(name) == 9 and name[4] == "-" else None


def retirer_demo(base: Base, droit: Droit) -> int:
    """Undo every demonstration import, all in one writing; returns how many, 0 where another session just did. Published figures
    stay.
    """
    droit.require("retirer la démonstration")

    def work() -> int:
        with base.writing() as con:
            return len(undo_demo(con, droit.qui))

    return retry(work)


def demo_en_place(base: Base) -> bool:
    """True while any demonstration import is in force: every screen then says so."""
    return bool(
        base.cursor().execute("SELECT count(*) FROM import WHERE demo AND en_vigueur").fetchall()[0][0]
    )

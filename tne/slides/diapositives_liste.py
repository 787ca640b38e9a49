"""The list of slides of a school year, as the coordinator arranges it; kept in the base like any other sheet.

What is saved goes the way of every import: it is checked, journalled, and can be undone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tne import settings
from tne.access import Droit
from tne.datasets import dataset
from tne.db import Base
from tne.erreurs import ImportRefuse
from tne.importing import Options, importer
from tne.importing.model import RETIRER
from tne.slides.diapositives import BY_CODE, Rang

VIDE = "#VIDER"


def deplacer(rangs: Sequence[Rang], code: str, pas: int) -> tuple[Rang, ...]:
    """The list with that slide `pas` places further (−1: earlier); it stops at either end."""
    moved = list(rangs)
    place = next(n for n, r in enumerate(moved) if r.code == code)
    one = moved.pop(place)
    moved.insert(max(0, min(len(moved), place + pas)), one)
    return tuple(moved)


def montrer(rangs: Sequence[Rang], code: str, visible: bool) -> tuple[Rang, ...]:
    """The list with that slide shown or hidden."""
    return tuple(replace(r, visible=visible) if r.code == code else r for r in rangs)


def ajouter(rangs: Sequence[Rang], titre: str, texte: str) -> tuple[Rang, ...]:
    """The list with a new text slide before the last one (« Questions » ends the meeting)."""
    used = {r.code for r in rangs}
    code = next(c for c in (f"texte-{n}" for n in range(1, 10_000)) if c not in used)
    new = Rang(code, titre, True, titre, texte)
    return (*rangs[:-1], new, *rangs[-1:])


def modifier(rangs: Sequence[Rang], code: str, titre: str, texte: str) -> tuple[Rang, ...]:
    """The list with that text slide saying something else; a declared slide says what its figure says."""
    return tuple(
        replace(r, nom=titre, titre=titre, texte=texte) if r.code == code and r.ajoutee else r for r in rangs
    )


def retirer(rangs: Sequence[Rang], code: str) -> tuple[Rang, ...]:
    """The list without that text slide; a declared slide is hidden, never removed."""
    return tuple(r for r in rangs if r.code != code or not r.ajoutee)


def en_csv(annee: str, rangs: Sequence[Rang], retires: Sequence[str] = ()) -> bytes:
    """The list as a sheet of its data set. Its hour makes every saving an import of its own, even back to a former order."""
    d = dataset("diapositive")
    names = ("annee", "departement", "code", "ordre", "visible", "titre", "texte")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*(d.column(n).label for n in names), RETIRER, "Enregistré le"])
    where, now = settings.territoire()[0], datetime.now().isoformat(" ")
    for n, r in enumerate(rangs, 1):
        texts = (r.titre or VIDE, r.texte or VIDE) if r.ajoutee else ("", "")
        writer.writerow([annee, where, r.code, n, "oui" if r.visible else "non", *texts, "", now])
    for code in retires:
        writer.writerow([annee, where, code, "", "", "", "", "oui", now])
    return out.getvalue().encode("utf-8-sig")


def enregistrer(base: Base, droit: Droit, annee: str, avant: Sequence[Rang], apres: Sequence[Rang]) -> None:
    """Keep the list of that school year. AccesRefuse without the right, ImportRefuse when a line is refused."""
    droit.require("ranger les diapositives")
    kept = {r.code for r in apres}
    gone = [r.code for r in avant if r.code not in kept and r.code not in BY_CODE]
    content = en_csv(annee, apres, gone)
    for result in importer(base, droit, content, f"diapositives-{annee}.csv", Options(jeu="diapositive")):
        if result.import_id is None:
            raise ImportRefuse(
                result.problemes[0].message if result.problemes else "Rien n'a été enregistré."
            )

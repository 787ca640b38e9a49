"""The list of slides of a school year, as the coordinator arranges it; kept in the base like any other sheet.

What is saved goes the way of every import: it is checked, journalled, and can be undone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace

from tne import horloge, settings
from tne.access import Droit
from tne.datasets import dataset
from tne.db import Base
from tne.erreurs import ImportRefuse
from tne.importing import Options, importer
from tne.importing.model import RETIRER
from tne.slides.diapositives import BY_CODE, Rang
from tne.spec import VIDER


def deplacer(rangs: Sequence[Rang], code: str, pas: int) -> tuple[Rang, ...]:
    """The list with that slide `pas` places further (−1: earlier); it stops at either end. The same where it is not there."""
    moved = list(rangs)
    place = next((n for n, r in enumerate(moved) if r.code == code), None)
    if place is None:
        return tuple(moved)
    one = moved.pop(place)
    moved.insert(max(0, place + pas), one)
    return tuple(moved)


def montrer(rangs: Sequence[Rang], code: str, visible: bool) -> tuple[Rang, ...]:
    """The list with that slide shown or hidden."""
    return tuple(replace(r, visible=visible) if r.code == code else r for r in rangs)


def ajouter(rangs: Sequence[Rang], titre: str, texte: str) -> tuple[Rang, ...]:
    """The list with a new text slide before the last one (« Questions » ends the meeting)."""
    new = Rang(_libre({r.code for r in rangs}), titre, True, titre, texte)
    return (*rangs[:-1], new, *rangs[-1:])


def _libre(used: set[str]) -> str:
    return next(c for c in (f"texte-{n}" for n in range(1, 10_000)) if c not in used)


def modifier(rangs: Sequence[Rang], code: str, titre: str, texte: str) -> tuple[Rang, ...]:
    """The list with that text slide saying something else; a declared slide says what its figure says."""
    return tuple(
        replace(r, nom=titre, titre=titre, texte=texte) if r.code == code and r.ajoutee else r for r in rangs
    )


def retirer(rangs: Sequence[Rang], code: str) -> tuple[Rang, ...]:
    """The list without that text slide; a declared slide is hidden, never removed."""
    return tuple(r for r in rangs if r.code != code or not r.ajoutee)


def reporter(avant: Sequence[Rang], apres: Sequence[Rang], maintenant: Sequence[Rang]) -> tuple[Rang, ...]:
    """What `apres` changes in `avant`, in the list that another session has saved `maintenant`: slides that were shown, hidden,
    rewritten, added, removed. The order is that of `apres` where it moved some; a slide that the other removed is gone.
    """
    before, now = {r.code: r for r in avant}, {r.code: r for r in maintenant}
    mine: dict[str, Rang] = {}
    for r in apres:
        if r.code not in before:
            # Both gave a new slide the first free code; that of one's next slide may be given to it then.
            code = _libre({*before, *now, *mine}) if r.code in {*now, *mine} else r.code
            mine[code] = replace(r, code=code)
        elif r.code in now:
            mine[r.code] = r if r != before[r.code] else now[r.code]
    removed = {code for code in before if all(r.code != code for r in apres)}
    staying = [r.code for r in maintenant if r.code not in removed]
    kept = [code for code in before if code not in removed]
    added = [r.code for r in apres if r.code not in before]
    as_added = [*kept[:-1], *added, *kept[-1:]]
    if [r.code for r in apres] == as_added:  # none was moved from where `ajouter` puts it
        order = [*staying[:-1], *(c for c in mine if c not in now), *staying[-1:]]
    else:
        order = [*list(mine)[:-1], *(c for c in staying if c not in mine), *list(mine)[-1:]]
    return tuple(mine.get(code) or now[code] for code in order)


def en_csv(annee: str, rangs: Sequence[Rang], retires: Sequence[str] = ()) -> bytes:
    """The list as a sheet of its data set. Its hour makes every saving an import of its own, even back to a former order."""
    d = dataset("diapositive")
    names = ("annee", "departement", "code", "ordre", "visible", "titre", "texte")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*(d.column(n).label for n in names), RETIRER, "Enregistré le"])
    where, now = settings.territoire()[0], horloge.maintenant().isoformat(" ")
    for n, r in enumerate(rangs, 1):
        texts = (r.titre or VIDER, r.texte or VIDER) if r.ajoutee else ("", "")
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

"""What is not imported before somebody was asked: the page asks by showing it, the command line by an option.

A file that would count persons twice, one whose references stand for other records, and what is left of one of which rows are
refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tne.importing.correcting.emptying import may_be_empty, rows_among
from tne.importing.model import Options, Probleme, Reconnaissance, Resultat
from tne.importing.remarks import otherwise, same_reference
from tne.spec import Gravite
from tne.typographie import accord

_REFUSED = " Rien n'a été écrit. "
# Code of what is told → the field of `Options` that says it was asked, and how the command line says so.
_ASKED: Mapping[str, tuple[str, str]] = {
    otherwise.CODE: ("compter_deux_fois", "Pour l'importer à côté malgré tout : --compter-deux-fois."),
    same_reference.REMPLACEE: (
        "memes_references",
        "Si ce sont bien des corrections de ces enregistrements : --memes-references.",
    ),
}


def told(results: Sequence[Resultat]) -> tuple[Probleme, ...]:
    """What of it a check of the file tells."""
    return tuple(p for r in results for p in r.problemes if p.code in _ASKED)


def asked(options: Options, results: Sequence[Resultat]) -> Options:
    """The options of who saw what these results tell before a press."""
    said: dict[str, Any] = {_ASKED[p.code][0]: True for p in told(results)}
    return replace(options, **said)


def refusal(results: Sequence[Resultat], options: Options) -> list[Resultat] | None:
    """The results of a file of which something is told that nobody was asked about; None for any other file.

    Of a file of other records (another operator's sessions) it is told, and no more: its persons may be others.
    """
    left = {code: way for code, (option, way) in _ASKED.items() if not getattr(options, option)}
    if not any(p.code in left for r in results for p in r.problemes):
        return None

    def blocking(p: Probleme) -> Probleme:
        if p.code not in left:
            return p
        return replace(p, message=f"{p.message}{_REFUSED}{left[p.code]}", gravite=Gravite.BLOQUANT)

    return [replace(r, problemes=tuple(map(blocking, r.problemes))).refuse() for r in results]


def way_out(recognised: Sequence[Reconnaissance], results: Sequence[Resultat], options: Options) -> str:
    """How a command imports what it can of a file that was refused for some of its rows; empty where no option would."""
    refused = sum(r.comptes.refusees for r in results)
    if not refused or any(r.etat != "refusé" for r in results):
        return ""
    valid = [r.comptes.ajoutees + r.comptes.modifiees + r.comptes.inchangees for r in results]
    # Where nothing of a data set is valid (views without a year), the rest of the file is not what was meant.
    usable = sum(valid) if all(valid) else 0
    without = rows_among(results, may_be_empty(recognised, results))
    ways = []
    if usable and not options.valides_seulement:
        rows = accord(usable, "la ligne valide", "les lignes valides")
        ways.append(f"Pour n'importer que {rows} : --valides-seulement.")
    if without == refused:
        ways.append("Pour tout importer, en laissant vides les cellules refusées : --cellules-vides.")
    elif without:
        also = "aussi " if usable else ""
        rows = accord(
            without,
            "la ligne qui peut se passer de ses cellules",
            "les lignes qui peuvent se passer de leurs cellules",
        )
        ways.append(f"Pour importer {also}{rows} refusées : --valides-seulement --cellules-vides.")
    return " ".join(ways)

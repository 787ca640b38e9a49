"""Whom « Participants » counts, where every header of a table stands in sheets about anything: parents, or teachers in a training."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from tne.importing.headers.near import all_ordinary
from tne.importing.model import Reconnaissance

_PARENTS, _ORGANISATEUR = "parents", "organisateur"
# What a file says of parents, over its table or in its cells; who meets them for the programme, or as their association.
_OF_PARENTS = r"(?i)(?:\b|_)(?:parent|famill|trousse)|\b(?:orks|ape|fcpe|peep)\b"


def nobody_said(r: Reconnaissance, nom: str | None) -> str | None:
    """What to ask of a table whose people are of no known kind; None where something says it, or no parents are counted.

    `nom`: the name of the file, which says it too.
    """
    (li, *others) = r.liaisons
    d, tableau = li.dataset, r.tableau
    # An organiser is asked for of meetings with parents, and trainings have one.
    read = [h for name, h in li.colonnes.items() if name != _ORGANISATEUR]
    if r.form is not None or others or _PARENTS not in li.colonnes or not all_ordinary(d, read):
        return None
    around = pa.array(
        [nom or "", tableau.feuille or "", *(title for _, title in tableau.titres)], pa.string()
    )
    cells = (tableau.colonne(h).cast(pa.string()) for h in tableau.entete)
    if any(pc.any(pc.match_substring_regex(texts, _OF_PARENTS)).as_py() for texts in (around, *cells)):
        return None
    return (
        f"Rien dans ce tableau ne dit qui compte « {li.colonnes[_PARENTS]} » : ce peut être les enseignants d'une formation. Si ce sont des rencontres avec "
        "des parents, appelez cette colonne « Parents », ou choisissez ce jeu de données sur la page d'import (à la ligne de commande, "
        f"--jeu {d.name})."
    )

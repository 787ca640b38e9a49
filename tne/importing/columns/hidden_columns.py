"""Columns that a spreadsheet hides: those that are read count like the others, and that is said.

Of those that name persons it is not: they are hidden to show the sheet, and whoever took them out could count nobody.
"""

from __future__ import annotations

from collections.abc import Mapping

from tne.importing.model import RETIRER
from tne.reading import Tableau
from tne.spec import Column, Privacy, fold
from tne.typographie import accord, compte, enumeration

MASQUEES = "colonnes_masquees"
_SHOWN = 5


def hidden_read(tableau: Tableau, linked: Mapping[str, Column]) -> tuple[str, str] | None:
    """Code and sentence for those of the columns that are read, by header, which hold something; None where none is hidden."""
    kept = (h for h, c in linked.items() if c.privacy is not Privacy.PERSONNEL)
    read = {*kept, *(h for h in tableau.entete if fold(h) == fold(RETIRER))}
    found = [
        h for h in tableau.masquees if h in read and tableau.colonne(h).null_count < tableau.donnees.num_rows
    ]
    if not found:
        return None
    names = [f"« {h} »" for h in found[:_SHOWN]]
    if len(found) > _SHOWN:
        names.append(compte(len(found) - _SHOWN, "autre"))
    columns = compte(len(found), "colonne masquée", "colonnes masquées")
    n = len(found)
    return MASQUEES, (
        f"{columns} dans le tableur, {accord(n, 'lue', 'lues')} comme les autres : {enumeration(names)}. "
        f"Si {accord(n, 'elle ne compte pas, retirez-la', 'elles ne comptent pas, retirez-les')} du classeur."
    )

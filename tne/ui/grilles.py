"""How many rows of a long list are shown, and what is said where that is not all of them."""

from tne.typographie import entier
from tne.ui import feuille

LIGNES = 1_000
"""Rows up to which a list is shown whole: those of a large département. Each cell is written here and sent at every run."""

PREMIERES = 300
"""Rows of a longer one: nobody scrolls through more, the CSV has them all, and each costs the browser half a kilobyte."""


def montrees(lignes: int) -> int:
    """How many rows of so many are shown."""
    return lignes if lignes <= LIGNES else PREMIERES


def coupe(lignes: int, ou: str = "dans le fichier CSV, sous «\u202fDonnées\u202f»") -> str:
    """The HTML of what is said under a list that does not show all of its `lignes` rows, and `ou` they all are; "" where it does."""
    if lignes <= montrees(lignes):
        return ""
    return feuille.notes(
        [f"Les {entier(PREMIERES)} premières lignes sur {entier(lignes)}\u202f; toutes sont {ou}."]
    )

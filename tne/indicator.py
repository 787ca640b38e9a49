"""What an indicator declares: its code, its words, the columns that it divides, what it can honour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TRAITEES = "presence_traitee"
"""Registrations that are processed, present or absent: of a year whose registrations all wait, who came is not known."""
MENSUELLES = "vues_du_mois"
"""Views of a month: of videos whose views are counted since they were published, how many a year brought is not known."""

Unite = Literal["nombre", "pourcent", "heures"]


@dataclass(frozen=True)
class Dont:
    """One kind of what a denominator counts: its column, and what is counted in the plural where all are of it, or none."""

    colonne: str
    tous: str
    aucun: str


@dataclass(frozen=True)
class Indicator:
    """One indicator.

    `numerateur` and `denominateur` name columns of `queries.totals`. A rate is 100 × numerator / denominator, unless
    `moyenne` names a column that already holds it. A count shows its denominator as « sur N ». `jeux` are the data
    sets without which it cannot be computed; `preuves` are what those must hold for a 0 to be
    a true one. `honore` says whether a choice of establishments changes it.
    """

    code: str
    libelle: str
    famille: str
    definition: str
    numerateur: str
    denominateur: str = ""
    unite: Unite = "nombre"
    decimales: int = 0
    moyenne: str = ""
    jeux: tuple[str, ...] = ()
    preuves: tuple[str, ...] = ()  # `TRAITEES`, `MENSUELLES`
    personnes: bool = False
    honore: bool = True
    sens: Literal["hausse", "baisse", "neutre"] = "hausse"  # which direction is better
    nom: str = ""  # short label of a tile
    nom_un: str = ""  # the same of one, where that is another word
    denominateur_libelle: str = ""
    denominateur_dont: Dont | None = None
    denominateur_jeux: tuple[str, ...] = ()
    cumul: bool = False  # counts all that is known up to the end of the year, not only what the year brought

    @property
    def colonnes(self) -> frozenset[str]:
        """The columns that it is made from."""
        dont = self.denominateur_dont.colonne if self.denominateur_dont else ""
        return frozenset(c for c in (self.numerateur, self.denominateur, self.moyenne, dont) if c)

    @property
    def requis(self) -> tuple[str, ...]:
        """What the base must hold of a year (`tne.queries.presence`) for it to be computed."""
        return (*self.jeux, *self.preuves)

    @property
    def tous_jeux(self) -> frozenset[str]:
        """What the base must hold for it, or what it is out of, to be computed."""
        return frozenset((*self.requis, *self.denominateur_jeux))

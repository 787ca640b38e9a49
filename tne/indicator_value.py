"""What an indicator is worth for a school year, as it is told: its words, its denominator, its target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from tne.indicator import Indicator
from tne.typographie import arrondir, decimal, entier, est_absent, pourcent

Origine = Literal["calculé", "déclaré", "publié", "absent"]


@dataclass(frozen=True)
class Value:
    """The value of an indicator for one school year, with where it comes from.

    `valeur` is not rounded; a percentage is 32.98, not 0.33. None when absent, or when `masque` (readers only).
    """

    indicateur: Indicator
    annee: str
    valeur: float | None
    origine: Origine
    numerateur: float | None = None
    denominateur: float | None = None
    denominateur_seul: str = ""  # what it counts, where the choice holds only one kind of it
    publie: float | None = None
    decimales_publiees: int = 0
    filtre_honore: bool = True
    masque: bool = False
    source: str = ""  # of what is published, else declared, also where it is computed
    raison: str = ""  # readers: why it is masked, or what is left out, in words
    petit: bool = False  # coordinators: it shows a small count of persons
    objectif: float | None = None  # the target set for the whole territory
    objectif_tu: bool = False  # one is set, against which a choice of establishments is not held
    declare: float | None = None  # what was declared, also where it is computed
    en_cours: bool = False  # the year still runs: it is not compared with a whole one
    meme_date: tuple[float, float] | None = None  # then: up to today, and up to the same day a year before
    a_comparer: float | None = (
        None  # readers: what it is worth beside the year before, where that is not `valeur`
    )

    @property
    def concorde(self) -> bool | None:
        """Computed and published agree after rounding half up to the published decimals; None without both."""
        if self.publie is None or self.valeur is None or self.origine == "publié":
            return None
        return bool(
            arrondir(self.valeur, self.decimales_publiees) == arrondir(self.publie, self.decimales_publiees)
        )

    @property
    def denominateur_libelle(self) -> str:
        """What it is out of, in the plural: « écoles et collèges », « écoles » where the choice holds no other."""
        return self.denominateur_seul or self.indicateur.denominateur_libelle

    @property
    def sans_objet(self) -> bool:
        """True for none out of none: the choice holds nothing of what is counted."""
        return self.origine == "calculé" and not self.masque and self.valeur == 0 and self.denominateur == 0

    @property
    def decimales(self) -> int:
        """How many decimals it is written with: those of the indicator, of a published one those it was published with, of a
        declared one those it was given.
        """
        if self.origine == "publié":
            return self.decimales_publiees
        return given_decimals(self.indicateur, self.valeur if self.origine == "déclaré" else None)

    @property
    def texte(self) -> str:
        """The value as a screen writes it: « 1 128 », « 33 % », « masqué », « – » when absent."""
        if self.masque:
            return "masqué"
        return write(replace(self.indicateur, decimales=self.decimales), self.valeur)

    @property
    def publie_texte(self) -> str:
        """What is published, with the decimals it was published with: « 33,5 % »; « – » without any."""
        return write(replace(self.indicateur, decimales=self.decimales_publiees), self.publie)

    @property
    def objectif_en_mots(self) -> str:
        """« objectif 600 », « objectif 500 atteint »; empty where no target is set.

        A rate that should stay low is not there yet while its year still runs; a figure that need neither rise nor fall
        is there when it is what was set.
        """
        if self.objectif is None:
            return ""
        i, mots = self.indicateur, f"objectif {write_given(self.indicateur, self.objectif)}"
        if self.valeur is None or self.masque or (i.sens == "baisse" and self.en_cours):
            return mots
        decimals = given_decimals(i, self.objectif)
        gap = arrondir(self.valeur, decimals) - arrondir(self.objectif, decimals)
        reached = {"hausse": gap >= 0, "baisse": gap <= 0, "neutre": gap == 0}[i.sens]
        return f"{mots} atteint" if reached else mots

    def as_dict(self) -> dict[str, Any]:
        """The documented JSON form of `python -m tne indicateurs`."""
        return {
            "code": self.indicateur.code,
            "libelle": self.indicateur.libelle,
            "annee": self.annee,
            "unite": self.indicateur.unite,
            "valeur": self.valeur,
            "decimales": self.decimales,
            "origine": self.origine,
            "numerateur": self.numerateur,
            "denominateur": self.denominateur,
            "publie": self.publie,
            "concorde": self.concorde,
            "filtre_honore": self.filtre_honore,
        }


def beside_published(values: Mapping[str, Value]) -> dict[str, Value]:
    """The values by code, a published count with what it was published out of: 545 out of the 1 128 of the same page; and a
    count of rows whose whole has no rows, but is declared or published, out of that, as the sentence above it says.

    A published share keeps its own words: what it was taken of is not known to be that count.
    """
    counts = {v.indicateur.numerateur: v for v in values.values() if v.indicateur.unite == "nombre"}

    def beside(value: Value) -> Value:
        of = counts.get(value.indicateur.denominateur)
        beside = {"publié"} if value.origine == "publié" else {"publié", "déclaré"}
        if of is None or of.origine not in beside or value.indicateur.unite != "nombre":
            return value
        # Hidden from a reader, it is not known from elsewhere: neither is known of a choice of schools.
        if value.valeur is None or value.masque or value.denominateur is not None:
            return value
        return replace(value, denominateur=of.valeur)

    return {code: beside(value) for code, value in values.items()}


def write(indicator: Indicator, valeur: float | Decimal | None) -> str:
    """A value in the indicator's unit, in French."""
    if est_absent(valeur):
        return "–"
    if indicator.unite == "pourcent":
        return pourcent(valeur, indicator.decimales)
    return decimal(valeur, indicator.decimales) if indicator.decimales else entier(valeur)


def given_decimals(indicator: Indicator, valeur: float | None) -> int:
    """How many decimals a value that somebody gave is written with, a target of 46,5 %: its own, two at most, and no fewer than
    the indicator has.
    """
    if valeur is None:
        return indicator.decimales
    enough = (n for n in range(indicator.decimales, 3) if arrondir(valeur, n) == arrondir(valeur, 2))
    return next(enough, indicator.decimales)


def write_given(indicator: Indicator, valeur: float | None) -> str:
    """A target or a declared figure, to the digit it was given to (`given_decimals`)."""
    return write(replace(indicator, decimales=given_decimals(indicator, valeur)), valeur)

"""What the user chose to look at: one frozen, hashable value. The words of the filter come from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal
from urllib.parse import urlencode

from tne.erreurs import UsageIncorrect
from tne.typographie import enumeration, periode

# Who is looking: exact figures, or figures in which small counts of persons are masked, as they are for any other word.
View = Literal["coordination", "lecture"]

ADRESSE = {
    "annee": "annees",
    "etablissement": "etablissements",
    "type": "types",
    "secteur": "secteurs",
    "circonscription": "circonscriptions",
    "commune": "communes",
    "epci": "epcis",
}
"""Key in the address → field of `Filters`."""

_CIRCONSCRIPTION = "circonscription"
_ANNEE = re.compile(r"(\d{4})-(\d{4})", re.ASCII)
FACETTES = ("etablissements", "types", "secteurs", "circonscriptions", "communes", "epcis")


@dataclass(frozen=True)
class Filters:
    """School years and establishments. An empty tuple means no choice, that is all.

    Facets resolve to one set of schools: union within a kind, intersection between kinds.
    `noms` gives the names of the chosen establishments for the words, in the same order.

    TypeError for what is no tuple of texts: of ("0860002K") each letter would be an establishment that nobody knows, and every
    figure a computed zero. UsageIncorrect for what is no school year; a question refuses what the base writes otherwise.
    """

    annees: tuple[str, ...] = ()
    etablissements: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    secteurs: tuple[str, ...] = ()
    circonscriptions: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    epcis: tuple[str, ...] = ()
    noms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, value in self.__dict__.items():
            texts(f"Filters.{name}", value)
        for annee in self.annees:
            read_annee(annee)

    @property
    def par_etablissement(self) -> bool:
        """True when any choice narrows the set of schools."""
        return any(getattr(self, f) for f in FACETTES)

    @property
    def un_seul(self) -> bool:
        """True for one establishment, chosen by its name: figures that compare establishments have nothing to show of it."""
        return len(self.etablissements) == 1

    @property
    def quand(self) -> str:
        """What a lack is of: « pour 2023-2024 », « pour ces années », and of no choice of years « à ce jour »."""
        if not self.annees:
            return "à ce jour"
        return f"pour {self.annees[0] if len(self.annees) == 1 else 'ces années'}"

    def sans_etablissement(self) -> Filters:
        """The same years, all schools."""
        return Filters(annees=self.annees)

    def for_year(self, annee: str) -> Filters:
        """The same schools, one year."""
        return Filters(**{f.name: getattr(self, f.name) for f in fields(self)} | {"annees": (annee,)})

    def en_adresse(self) -> str:
        """The filter as the query of an address of the dashboard: « annee=2023-2024&secteur=Public ».

        There a school stands as the list of choices writes it, which is what `noms` are.
        """
        written = replace(self, etablissements=self.noms) if self.noms else self
        chosen = [(key, value) for key, field in ADRESSE.items() for value in getattr(written, field)]
        return urlencode(chosen)

    def en_mots(self) -> str:
        """The filter in words, for screens, slides and documents: « 2023-2024 · collèges publics de Poitiers »."""
        return f"{self.annees_en_mots()} · {self.choix_en_mots() or 'tous les établissements'}"

    def annees_en_mots(self) -> str:
        """The choice of years alone: « toutes les années » without any."""
        return periode(self.annees) if self.annees else "toutes les années"

    def choix_en_mots(self) -> str:
        """The choice of establishments alone: « secteur privé · commune Adriers », "" without any."""
        parts = []
        if self.etablissements:
            parts.append(enumeration(list(self.noms or self.etablissements)))
        if self.types:
            parts.append("type " + enumeration([t.lower() for t in self.types]))
        if self.secteurs:
            parts.append("secteur " + enumeration([s.lower() for s in self.secteurs]))
        if self.circonscriptions:
            parts.append(_circonscriptions(*self.circonscriptions))
        if self.communes:
            parts.append("commune " + enumeration(list(self.communes)))
        if self.epcis:
            parts.append(enumeration(list(self.epcis)))
        return " · ".join(parts)


def one_of(nom: str, valeur: str, attendues: Sequence[str]) -> str:
    """The value of that argument of a question, one of those that are expected. ValueError for another."""
    if valeur not in attendues:
        raise ValueError(f"{nom}: {', '.join(attendues)} are expected, not {valeur!r}")
    return valeur


def texts(nom: str, valeur: object) -> tuple[str, ...]:
    """The value of that argument of a question, a tuple of texts. TypeError for another: of one text each letter would be a value
    that nobody knows.
    """
    if not isinstance(valeur, tuple) or not all(isinstance(text, str) for text in valeur):
        raise TypeError(f'{nom}: a tuple of texts is expected, as ("…",), not {valeur!r}')
    return valeur


def read_annee(valeur: object) -> str:
    """A school year as everything here writes it: 2023-2024. UsageIncorrect for another value: of « 2023 » every figure would be
    absent, or that of what has no year.
    """
    found = _ANNEE.fullmatch(valeur) if isinstance(valeur, str) else None
    if found is None or int(found[2]) != int(found[1]) + 1:
        raise UsageIncorrect(f"« {valeur} » n'est pas une année scolaire : écrivez par exemple 2023-2024.")
    return found[0]


def circonscription(nom: str) -> str:
    """Its name with what it is, once: most begin with it (« Circonscription d'inspection de Civray »). "" without a name."""
    if nom.lower().startswith(_CIRCONSCRIPTION):
        return nom[0].lower() + nom[1:]
    return f"{_CIRCONSCRIPTION} {nom}" if nom else ""


def _circonscriptions(premiere: str, *autres: str) -> str:
    nommees = [circonscription(n) if n.lower().startswith(_CIRCONSCRIPTION) else n for n in autres]
    return enumeration([circonscription(premiere), *nommees])

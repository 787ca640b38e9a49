"""From one school year to the next: findings, targets and slides taken over, by the path of entries by hand.

Only what the next year does not hold yet is taken over: what was already written for it stays, and doing it twice
changes nothing. One import for all of it, undone at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tne import settings
from tne.access import Droit
from tne.datasets import dataset
from tne.db import Base
from tne.erreurs import ImportRefuse
from tne.importing.model import Reconnaissance
from tne.importing.saisie import Saisie, as_tables, current_rows
from tne.reading import Document

REPRISES = ("constat", "objectif", "diapositive")
"""What is prepared for a year and may serve the next. A declared figure or a paragraph is that year's alone."""


@dataclass(frozen=True)
class Reprise:
    """What is taken over from `de` to `vers`: `saisies` holds the new rows, `gardees` how many stand there already."""

    de: str
    vers: str
    saisies: tuple[Saisie, ...]
    gardees: int

    @property
    def nombre(self) -> int:
        """How many rows would be written."""
        return sum(len(s.ajoutees) for s in self.saisies)


def annee_suivante(annee: str) -> str:
    """« 2024-2025 » after « 2023-2024 »."""
    debut = int(annee[:4]) + 1
    return f"{debut}-{debut + 1}"


def annees_a_reprendre(base: Base, droit: Droit) -> list[str]:
    """School years of which something may be taken over, oldest first."""
    found: set[str] = set()
    for jeu in REPRISES:
        found |= set(_of_the_territory(jeu, current_rows(base, droit, jeu))["annee"])
    return sorted(found)


def preparer(base: Base, droit: Droit, de: str, vers: str, jeux: tuple[str, ...] = REPRISES) -> Reprise:
    """What taking over `jeux` would write. A row stands already when the next year holds its key, whatever it says."""
    saisies, held = [], 0
    for jeu in jeux:
        d = dataset(jeu)
        rows = _of_the_territory(jeu, current_rows(base, droit, jeu))
        there = {_place(jeu, row) for row in rows[rows["annee"] == vers].to_dict("records")}
        new = []
        for row in rows[rows["annee"] == de].to_dict("records"):
            if _place(jeu, row) in there:
                held += 1
                continue
            taken = {str(k): str(v) for k, v in row.items()} | {"annee": vers}
            if any(c.name == "source" for c in d.columns):
                taken["source"] = f"Repris de {de}"
            new.append(taken)
        if new:
            saisies.append(Saisie(jeu, tuple(new), (), ()))
    return Reprise(de, vers, tuple(saisies), held)


def en_document(reprise: Reprise, jeton: str) -> tuple[Document, tuple[Reconnaissance, ...]]:
    """The rows to take over as one document to import. ImportRefuse when there is none, or the years are the same."""
    if reprise.de == reprise.vers:
        raise ImportRefuse(f"Il faut deux années différentes : {reprise.de} a été choisie deux fois.")
    return as_tables(reprise.saisies, jeton, f"Reprise : de {reprise.de} à {reprise.vers}")


def _of_the_territory(jeu: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows by column name, of the territory alone, in their order in the year."""
    d = dataset(jeu)
    named = rows.rename(columns={c.label: c.name for c in d.columns})
    kept = named[named["departement"].isin(settings.territoire())]
    return kept.sort_values(list(d.key), kind="stable", ignore_index=True)


def _place(jeu: str, row: dict[object, object]) -> tuple[object, ...]:
    """The key of a row but its year: what may be there only once."""
    return tuple(row[k] for k in dataset(jeu).key if k != "annee")

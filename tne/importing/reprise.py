"""From one school year to the next: findings, targets and slides taken over, by the path of entries by hand.

Only what the next year does not hold yet is taken over: what was already written for it stays, and doing it twice
changes nothing. One import for all of it, undone at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import pandas as pd

from tne import settings
from tne.access import Droit
from tne.datasets import dataset
from tne.db import Base
from tne.erreurs import ImportRefuse
from tne.importing.model import Reconnaissance
from tne.importing.saisie import Saisie, as_tables, current_rows
from tne.importing.wording import as_text
from tne.reading import Document
from tne.store.schema import log_table

REPRISES = ("constat", "objectif", "diapositive")
"""What is prepared for a year and may serve the next. A declared figure or a paragraph is that year's alone."""


_TEXTE = "texte-"  # a slide of the coordinator's, and its number


@dataclass(frozen=True)
class Reprise:
    """What is taken over from `de` to `vers`: `saisies` holds the new rows, `en_place` how many of a data set stand there already."""

    de: str
    vers: str
    saisies: tuple[Saisie, ...]
    en_place: Mapping[str, int]

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
    """What taking over `jeux` would write. A target, or a slide of ours, stands already when the next year holds its key;
    a text when that year holds the same words, or those that someone made of its copy. A text of its own in the same place
    hides none: the copy takes the next free place.
    """
    saisies: list[Saisie] = []
    held: Counter[str] = Counter()
    for jeu in jeux:
        d = dataset(jeu)
        rows = _of_the_territory(jeu, current_rows(base, droit, jeu))
        there: dict[tuple[object, ...], dict[Any, Any]] = {
            _place(jeu, row): row for row in rows[rows["annee"] == vers].to_dict("records")
        }
        copied = _copied(base, jeu, de, vers)
        new = []
        for row in rows[rows["annee"] == de].to_dict("records"):
            taken = {str(k): str(v) for k, v in row.items()} | {"annee": vers}
            if any(c.name == "source" for c in d.columns):
                taken["source"] = f"Repris de {de}"
            place = _place(jeu, row)
            if _said(jeu, taken, there.values()) or (
                place in there and (place in copied or not _text(jeu, taken))
            ):
                held[jeu] += 1
                continue
            if place in there:
                taken |= _next_place(jeu, taken, there)
            there[_place(jeu, taken)] = taken
            new.append(taken)
        if new:
            saisies.append(Saisie(jeu, tuple(new), (), ()))
    return Reprise(de, vers, tuple(saisies), held)


def en_document(reprise: Reprise, jeton: str) -> tuple[Document, tuple[Reconnaissance, ...]]:
    """The rows to take over as one document to import. ImportRefuse when there is none, or the years are the same."""
    if reprise.de == reprise.vers:
        raise ImportRefuse(f"Il faut deux années différentes : {reprise.de} a été choisie deux fois.")
    return as_tables(reprise.saisies, jeton, _nom(reprise.de, reprise.vers))


def _nom(de: str, vers: str) -> str:
    return f"Reprise : de {de} à {vers}"


def _of_the_territory(jeu: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows by column name, of the territory alone, in their order in the year."""
    d = dataset(jeu)
    named = rows.rename(columns={c.label: c.name for c in d.columns})
    kept = named[named["departement"].isin(settings.territoire())]
    return kept.sort_values(list(d.key), kind="stable", ignore_index=True)


def _place(jeu: str, row: Mapping[Any, Any]) -> tuple[object, ...]:
    """The key of a row but its year: what may be there only once."""
    return tuple(row[k] for k in dataset(jeu).key if k != "annee")


def _text(jeu: str, row: Mapping[str, str]) -> bool:
    """True for a sentence of the coordinator's, whose place in the year is a mere number."""
    return jeu == "constat" or (jeu == "diapositive" and row["code"].startswith(_TEXTE))


def _said(jeu: str, taken: Mapping[str, str], there: Iterable[Mapping[Any, Any]]) -> bool:
    """True when the next year says these words in the same part."""
    if not _text(jeu, taken):
        return False
    same = [c for c in ("departement", "section", "titre", "texte") if c in taken]
    return any(all(row[c] == taken[c] for c in same) for row in there)


def _next_place(jeu: str, taken: Mapping[str, str], there: Collection[tuple[object, ...]]) -> dict[str, str]:
    """The first free number after all others of the part, or among the texts of the slides."""
    name, start = ("ordre", "") if jeu == "constat" else ("code", _TEXTE)
    return next(
        {name: f"{start}{n}"}
        for n in count(1 if start else int(taken["ordre"]) + 1)
        if _place(jeu, {**taken, name: f"{start}{n}"}) not in there
    )


def _copied(base: Base, jeu: str, de: str, vers: str) -> set[tuple[object, ...]]:
    """The places of `vers` that an import in force took over from `de`, whatever they say since."""
    keys = [k for k in dataset(jeu).key if k != "annee"]
    listed = ", ".join(f'l."{k}"' for k in keys)
    con = base.cursor()
    try:
        found = con.execute(
            f'SELECT DISTINCT {listed} FROM "{log_table(dataset(jeu))}" l JOIN import i ON i.id = l._import '
            "WHERE i.en_vigueur AND i.fichier = $nom AND l.annee = $vers",
            {"nom": _nom(de, vers), "vers": vers},
        ).fetchall()
    finally:
        con.close()
    return {tuple(as_text(v) for v in row) for row in found}

"""Counts by type and secteur of the school, which a choice of schools adds up (`tne.queries.additions`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import numpy as np

from tne.queries.additions import Bloc, Nombres, Numeros, Personnes
from tne.queries.formations.portee import INCONNU
from tne.queries.memoire import retenue
from tne.queries.school_persons import remplaces

DES_ECOLES = ("secteur", "type")

# Grain: one establishment; a replaced one has the type and secteur of its successor.
_VALEURS = f"""
WITH remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel)
SELECT e.uai, coalesce(a.secteur, '{INCONNU}'), coalesce(a.type, '{INCONNU}')
FROM etablissement e LEFT JOIN remplace r ON r.ancien = e.uai LEFT JOIN etablissement a ON a.uai = coalesce(r.actuel, e.uai)
"""

Lignes = list[tuple[str, str, dict[str, int]]]
"""Value, school year, exact counts: ordered so."""


@dataclass(frozen=True)
class Classes:
    """What one dimension says of each number of a school (`de`): the place of its value among `valeurs`.

    `communs`: persons under each school year and value, those of `Bloc` whom several schools of that value share.
    """

    valeurs: tuple[str, ...]
    de: Nombres
    communs: Personnes

    @property
    def octets(self) -> int:
        """What they take of memory."""
        return self.de.nbytes + self.communs.octets


def classes(con: duckdb.DuckDBPyConnection, ecoles: Numeros, communs: Personnes) -> dict[str, Classes]:
    """The values of these schools in each of `DES_ECOLES`; the cases of `communs` are school years."""
    known, found = _valeurs(con), {}
    unknown = (INCONNU,) * len(DES_ECOLES)
    of_each = [unknown, *(known.get(uai, unknown) for uai in ecoles.de)]
    for dimension, values in zip(DES_ECOLES, zip(*of_each, strict=True), strict=True):
        names = tuple(sorted(set(values)))
        place = {name: i for i, name in enumerate(names)}
        of_number = np.zeros(len(of_each), dtype="int32")
        of_number[[0, *ecoles.de.values()]] = [place[v] for v in values]
        cases = communs.cas * len(names) + of_number[communs.ecole]
        shared = Personnes.rangees(communs.cas_en_tout * len(names), cases, communs.une, communs.ecole)
        found[dimension] = Classes(names, of_number, shared)
    return found


@retenue
def _valeurs(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, ...]]:
    return {uai: tuple(values) for uai, *values in con.execute(_VALEURS, remplaces(con)).fetchall()}


def par_valeur(bloc: Bloc, classes: Mapping[str, Classes], ici: Nombres, personnes: str) -> dict[str, Lignes]:
    """Dimension → its rows over the schools of the mask `ici`; a person of several counts once under `personnes`."""
    tables: dict[str, Lignes] = {}
    for dimension, c in classes.items():
        twice, values = c.communs.doubles(ici), len(c.valeurs)
        tables[dimension] = []
        for v, name in enumerate(c.valeurs):
            sums = bloc.sommes(ici & (c.de == v))
            for i, annee in enumerate(bloc.annees):
                if annee in sums:
                    sums[annee][personnes] -= twice[i * values + v]
                    tables[dimension].append((name, annee, sums[annee]))
    return tables

"""What a change of the base does to the figures: every indicator, every year, before and after."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import duckdb

from tne.db import writes_here
from tne.importing.rehearsal import Repetition
from tne.indicators import Indicator, Value, compute_from
from tne.queries import choices
from tne.queries.lectures import tables_lues
from tne.queries.memoire import instant
from tne.queries.recomptes import Comptes, Touchees, annees_touchees, compter, recompter
from tne.typographie import arrondir, pourcent, signe

# From this change on, a wrong file is likelier than a good year.
FORT = 0.5
# Below this many, units or points, a large share means little.
PEU = 5


class Figures(dict[str, tuple[Value, ...]]):
    """School year → every indicator; `comptes` is what they were made from."""

    def __init__(self, con: duckdb.DuckDBPyConnection, comptes: Comptes) -> None:
        """`con` knows what is published, declared and set as a target."""
        super().__init__(compute_from(con, comptes))
        self.comptes = comptes


def measure(
    con: duckdb.DuckDBPyConnection,
    annees: tuple[str, ...],
    avant: Figures | None = None,
    changees: Mapping[str, str] = MappingProxyType({}),
) -> Figures:
    """Every indicator for every year that the base knows on this connection, and for `annees`.

    Read as a page reads it, from the kept tables, but inside a writing. `avant`: what it was before a change of the rows that
    `changees` tells (data set → SQL of them, before and after; "" for any): what it cannot move is taken from there.
    """
    if avant is None or not writes_here():
        with instant(con):
            return Figures(con, compter(con, _years(con, annees)))
    touched = {jeu: annees_touchees(con, jeu, rows) for jeu, rows in changees.items()}
    return Figures(con, recompter(con, _years_after(con, annees, avant, touched), avant.comptes, touched))


def _years(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*choices.years(con)["annee"].tolist(), *annees}))


def _years_after(
    con: duckdb.DuckDBPyConnection, annees: tuple[str, ...], avant: Collection[str], touched: Touchees
) -> tuple[str, ...]:
    """The same after a change, from those before it: only a year that it touches may have come or gone."""
    moved = [touched[jeu] for jeu in touched.keys() & tables_lues(choices.YEARS)]
    if None in moved:
        return _years(con, annees)
    asked = frozenset[str]().union(*filter(None, moved)).difference(annees)
    return tuple(sorted({*annees, *avant} - asked | choices.known_among(con, asked)))


@dataclass(frozen=True)
class Effet:
    """One indicator of one year that changes."""

    annee: str
    avant: Value | None  # None: the base knew nothing of that year
    apres: Value | None

    @property
    def indicateur(self) -> Indicator:
        """The indicator that changes."""
        value = self.avant or self.apres
        assert value is not None
        return value.indicateur

    @property
    def ecart(self) -> str:
        """The change in words: « +42 », « −3 points », « nouveau », « n'est plus connu », « calculé au lieu de publié »."""
        before, after = self._value(self.avant), self._value(self.apres)
        if before is None:
            return "nouveau"
        if after is None:
            return "n'est plus connu"
        same = arrondir(after - before, 9) == 0
        change = "même valeur" if same else self._signed(after - before)
        if self.avant and self.apres and self.avant.origine != self.apres.origine:
            change += f", {self.apres.origine} au lieu de {self.avant.origine}"
        return change

    def _signed(self, change: float) -> str:
        if self.indicateur.unite == "pourcent":
            return f"{signe(change, 1)} point{'s' if abs(change) >= 2 else ''}"
        return signe(change, self.indicateur.decimales)

    @property
    def suspect(self) -> str:
        """Why the change deserves a look before it is written; empty when it is an ordinary one."""
        before, after = self._value(self.avant), self._value(self.apres)
        if before is None:
            return ""
        if after is None:
            return "disparaît"
        if before and after == 0:
            return "tombe à zéro"
        if before and abs(after - before) / abs(before) >= FORT and abs(after - before) >= PEU:
            return (
                "baisse de " + pourcent(100 * (before - after) / before) if after < before else "forte hausse"
            )
        return ""

    @staticmethod
    def _value(value: Value | None) -> float | None:
        return None if value is None or value.origine == "absent" else value.valeur


def effects(repetition: Repetition[Figures]) -> tuple[Effet, ...]:
    """The indicators that change, by year then in their declared order; the others are left out."""
    before: Mapping[str, tuple[Value, ...]] = repetition.avant or {}
    after: Mapping[str, tuple[Value, ...]] = repetition.apres or {}
    found = []
    for annee in sorted({*before, *after}):
        old = {v.indicateur.code: v for v in before.get(annee, ())}
        new = {v.indicateur.code: v for v in after.get(annee, ())}
        for code in old or new:
            effet = Effet(annee, old.get(code), new.get(code))
            if _differs(effet.avant, effet.apres):
                found.append(effet)
    return tuple(found)


def _differs(before: Value | None, after: Value | None) -> bool:
    absent = all(v is None or v.origine == "absent" for v in (before, after))
    if absent:
        return False
    if before is None or after is None:
        return True
    if (before.origine, before.publie) != (after.origine, after.publie):
        return True
    # A mean summed in another order differs in its last digits.
    return not math.isclose(before.valeur or 0.0, after.valeur or 0.0, rel_tol=1e-9, abs_tol=1e-9)

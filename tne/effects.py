"""What a change of the base does to the figures: every indicator, every year, before and after."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

import duckdb

from tne.db import Base, writes_here
from tne.filters import Filters
from tne.importing.rehearsal import Repetition
from tne.indicators import INDICATORS, Indicator, Value, compute_years, kept_years
from tne.queries import choices
from tne.queries.memoire import instant
from tne.queries.totals import lues
from tne.typographie import arrondir, pourcent, signe

Figures = dict[str, tuple[Value, ...]]
# From this change on, a wrong file is likelier than a good year.
FORT = 0.5
# Below this many, units or points, a large share means little.
PEU = 5


FIGURES_CONNUES = frozenset({"indicateur_publie", "chiffre_declare", "objectif"})
"""Data sets that any indicator may stand in, beside those that it is computed from."""


class _Lent:
    """A connection lent to a reader of the base: it sees what the transaction has written, and must not close it."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def cursor(self) -> _Lent:
        return self

    def execute(self, *arguments: Any) -> duckdb.DuckDBPyConnection:
        return self._con.execute(*arguments)

    def close(self) -> None:
        return None


def measure(
    con: duckdb.DuckDBPyConnection,
    annees: tuple[str, ...],
    avant: Figures | None = None,
    jeux: Collection[str] = (),
) -> Figures:
    """Every indicator for every year that the base knows on this connection, and for `annees`.

    Read as a page reads it, from the kept tables, but inside a writing. `avant`: what it was before a change of the data sets
    `jeux`; what reads none of them is taken from there.
    """
    if writes_here():
        return _computed(con, _years(con, annees), avant, jeux)
    with instant(con):
        years = _years(con, annees)
        return kept_years(con, Filters(), years, "coordination") if years else {}


def _years(con: duckdb.DuckDBPyConnection, annees: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*choices.years(con)["annee"].tolist(), *annees}))


def _computed(
    con: duckdb.DuckDBPyConnection, years: tuple[str, ...], avant: Figures | None, jeux: Collection[str]
) -> Figures:
    here = cast(Base, _Lent(con))
    before = avant or {}
    known, new = tuple(y for y in years if y in before), tuple(y for y in years if y not in before)
    found = compute_years(here, Filters(), new) if new else {}
    moved = tuple(i for i in INDICATORS if _reads(i, jeux))
    fresh = compute_years(here, Filters(), known, indicators=moved) if known and moved else {}
    for year in known:
        values = {v.indicateur.code: v for v in (*before[year], *fresh.get(year, ()))}
        found[year] = tuple(values[i.code] for i in INDICATORS)
    return {year: found[year] for year in years}


def _reads(i: Indicator, jeux: Collection[str]) -> bool:
    """Whether a change of these data sets may change the indicator."""
    return not FIGURES_CONNUES.union(i.tous_jeux, lues(i.colonnes)).isdisjoint(jeux)


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
    before, after = repetition.avant or {}, repetition.apres or {}
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

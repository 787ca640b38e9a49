"""What a change of the base does to the figures: every indicator, every year, before and after."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import duckdb

from tne.db import writes_here
from tne.importing.rehearsal import Repetition
from tne.indicators import INDICATORS, Indicator, Value, compute_from, write_given
from tne.queries import choices
from tne.queries.lectures import tables_lues
from tne.queries.memoire import instant
from tne.queries.presence import SANS_ANNEE
from tne.queries.recomptes import Comptes, Touchees, annees_touchees, compter, recompter
from tne.typographie import accord, arrondir, entier, pourcent, signe

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
        """The change in words: « +42 », « −3 points », « nouveau », « n'est plus connu », « calculé au lieu de publié », « même
        valeur, sur 47 au lieu de 46 », « objectif 600 ».
        """
        before, after = self._value(self.avant), self._value(self.apres)
        words = []
        if before is not None and after is not None:
            same = arrondir(after - before, 9) == 0
            words.append("même valeur" if same else self._signed(after - before))
            if self.avant and self.apres and self.avant.origine != self.apres.origine:
                words.append(f"{self.apres.origine} au lieu de {self.avant.origine}")
        elif before is not after:
            words.append("nouveau" if before is None else "n'est plus connu")
        return ", ".join([*words, *self._beside()])

    def _beside(self) -> Iterator[str]:
        """What changes of that which stands beside the value."""
        out_of, was_out_of = _sur(self.apres), _sur(self.avant)
        if _autre_denominateur(self.avant, self.apres):
            instead = f" au lieu de {entier(was_out_of)}" if was_out_of else ""
            yield f"sur {entier(out_of)}{instead}" if out_of else "sans dénominateur"
        for name, (of, of_text) in _A_COTE.items():
            was, now = of(self.avant) if self.avant else None, of(self.apres) if self.apres else None
            if was == now or now == self._value(self.apres) != self._value(self.avant):
                continue  # the value itself says it
            old, new = (of_text(v) if v else "" for v in (self.avant, self.apres))
            if now is None:
                yield f"{name} {old} retiré"
            else:
                yield f"{name} {new}" + ("" if was is None else f" au lieu de {old}")

    def _signed(self, change: float) -> str:
        if self.indicateur.unite == "pourcent":
            return f"{signe(change, 1)} {accord(arrondir(change, 1), 'point')}"
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
    """The indicators that change, by year then in their declared order; the others are left out.

    With the last row of a year, and with its first, the year itself leaves or comes: what is known to this day (videos, schools that
    have their equipment) is shown for one year less or more, and is as it was.
    """
    before: Mapping[str, tuple[Value, ...]] = repetition.avant or {}
    after: Mapping[str, tuple[Value, ...]] = repetition.apres or {}
    touched = {d.jeu for d in repetition.differences}
    found = []
    for annee in sorted({*before, *after}):
        old = {v.indicateur.code: v for v in before.get(annee, ())}
        new = {v.indicateur.code: v for v in after.get(annee, ())}
        for code in old or new:
            effet = Effet(annee, old.get(code), new.get(code))
            if _differs(effet.avant, effet.apres) and not _a_ce_jour(effet, touched):
                found.append(effet)
    return tuple(found)


def _a_ce_jour(effet: Effet, touched: Collection[str]) -> bool:
    """Whether an indicator that counts all that is known is in one state alone of the base, though no row that makes it comes or goes."""
    of_both = effet.avant is not None and effet.apres is not None
    value, indicateur = effet.avant or effet.apres, effet.indicateur
    beside = value is not None and any(of(value) is not None for of, _ in _A_COTE.values())
    of_a_year = not (indicateur.cumul or set(indicateur.jeux) <= SANS_ANNEE.keys())
    return not (of_both or beside or of_a_year or indicateur.tous_jeux & set(touched))


_A_COTE: Mapping[str, tuple[Callable[[Value], float | None], Callable[[Value], str]]] = {
    "publié": (lambda v: v.publie, lambda v: v.publie_texte),
    "déclaré": (lambda v: v.declare, lambda v: write_given(v.indicateur, v.declare)),
    "objectif": (lambda v: v.objectif, lambda v: write_given(v.indicateur, v.objectif)),
}
"""What the dashboard shows beside a value of the same indicator, and how it writes it."""
_COMPTES = frozenset(i.numerateur for i in INDICATORS if i.unite == "nombre")


def _sur(value: Value | None) -> float | None:
    """What a computed count is out of, where that is no indicator of its own, which would say it."""
    if value is None or value.origine != "calculé" or value.indicateur.unite != "nombre":
        return None
    return None if value.indicateur.denominateur in _COMPTES else value.denominateur or None


def _autre_denominateur(before: Value | None, after: Value | None) -> bool:
    computed = all(v is not None and v.origine == "calculé" for v in (before, after))
    return computed and _sur(before) != _sur(after)


def _differs(before: Value | None, after: Value | None) -> bool:
    if any(
        (of(before) if before else None) != (of(after) if after else None) for of, _ in _A_COTE.values()
    ) or _autre_denominateur(before, after):
        return True
    absent = all(v is None or v.origine == "absent" for v in (before, after))
    if absent:
        return False
    if before is None or after is None:
        return True
    if before.origine != after.origine:
        return True
    # A mean summed in another order differs in its last digits.
    return not math.isclose(before.valeur or 0.0, after.valeur or 0.0, rel_tol=1e-9, abs_tol=1e-9)

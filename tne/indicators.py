"""What every indicator of `tne.indicator_list` is worth for a school year: computed, declared, published or absent."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Protocol

import duckdb

from tne import lecture
from tne.filters import Filters, View
from tne.indicator import Indicator
from tne.indicator_list import BY_CODE, INDICATORS
from tne.queries import totals as totals_queries
from tne.queries.chiffres_connus import known_figures
from tne.queries.memoire import retenue
from tne.queries.presence import presence
from tne.queries.recomptes import Comptes
from tne.queries.tableaux import est_petit
from tne.typographie import arrondir, decimal, entier, est_absent, pourcent

__all__ = [
    "BY_CODE",
    "INDICATORS",
    "Indicator",
    "Value",
    "beside_published",
    "compute",
    "compute_from",
    "compute_years",
    "kept_until",
    "kept_years",
    "write",
]

Held = Mapping[tuple[str, str], int]
"""What the base holds (`tne.queries.presence`)."""
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
    source: str = ""
    raison: str = ""  # readers: why it is masked, or what is left out, in words
    petit: bool = False  # coordinators: it shows a small count of persons
    objectif: float | None = None  # the target set for the whole territory
    objectif_tu: bool = False  # one is set, against which a choice of establishments is not held
    declare: float | None = None  # what was declared, also where it is computed
    en_cours: bool = False  # the year still runs: it is not compared with a whole one
    meme_date: tuple[float, float] | None = None  # then: up to today, and up to the same day a year before

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
    def texte(self) -> str:
        """The value as a screen writes it: « 1 128 », « 33 % », « masqué », « – » when absent."""
        if self.masque:
            return "masqué"
        return write(self.indicateur, self.valeur)

    @property
    def objectif_en_mots(self) -> str:
        """« objectif 600 », « objectif 500 atteint »; empty where no target is set.

        A rate that should stay low is not there yet while its year still runs; a figure that need neither rise nor fall
        is there when it is what was set.
        """
        if self.objectif is None:
            return ""
        i, mots = self.indicateur, f"objectif {write(self.indicateur, self.objectif)}"
        if self.valeur is None or self.masque or (i.sens == "baisse" and self.en_cours):
            return mots
        gap = arrondir(self.valeur, i.decimales) - arrondir(self.objectif, i.decimales)
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
            "decimales": self.indicateur.decimales,
            "origine": self.origine,
            "numerateur": self.numerateur,
            "denominateur": self.denominateur,
            "publie": self.publie,
            "concorde": self.concorde,
            "filtre_honore": self.filtre_honore,
        }


def beside_published(values: Mapping[str, Value]) -> dict[str, Value]:
    """The values by code, a published count with what it was published out of: 545 out of the 1 128 of the same page.

    A published share keeps its own words: what it was taken of is not known to be that count.
    """
    counts = {v.indicateur.numerateur: v for v in values.values() if v.indicateur.unite == "nombre"}

    def beside(value: Value) -> Value:
        of = counts.get(value.indicateur.denominateur)
        if of is None or value.indicateur.unite != "nombre" or {value.origine, of.origine} != {"publié"}:
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


class Curseurs(Protocol):
    """What gives a cursor: a base, or one of its connections."""

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor that the caller closes."""
        ...


def compute(base: Curseurs, filters: Filters, annee: str, view: View = "coordination") -> tuple[Value, ...]:
    """Every indicator for one school year, in the order of `INDICATORS`."""
    return compute_years(base, filters, (annee,), view)[annee]


def compute_years(
    base: Curseurs, filters: Filters, annees: tuple[str, ...], view: View = "coordination"
) -> dict[str, tuple[Value, ...]]:
    """Each indicator for each of these school years, in one pass over the base as it is on that connection."""
    with closing(base.cursor()) as con:
        held = presence(con, frozenset[str]().union(*(i.tous_jeux for i in INDICATORS)))
        return _compute(con, filters, annees, view, held, INDICATORS)


def compute_from(con: duckdb.DuckDBPyConnection, comptes: Comptes) -> dict[str, tuple[Value, ...]]:
    """Each indicator for each school year of these counts of the whole territory, as a coordinator sees it."""
    exact = _exact(con, Filters(), comptes.annees, comptes.presence, INDICATORS)
    return {annee: tuple(map(_marked, values)) for annee, values in exact.items()}


@retenue
def kept_years(
    con: duckdb.DuckDBPyConnection, filters: Filters, annees: tuple[str, ...], view: View, famille: str = ""
) -> dict[str, tuple[Value, ...]]:
    """The same for figures and pages, kept while the data do not change: never inside a transaction that writes.

    `famille`: only the indicators of that part of the programme.
    """
    indicators = tuple(i for i in INDICATORS if famille in ("", i.famille))
    return _compute(con, filters, annees, view, kept_presence(con), indicators)


@retenue
def kept_until(
    con: duckdb.DuckDBPyConnection, filters: Filters, annee: str, jusque: date
) -> dict[str, float]:
    """Code → what is computed of that school year up to and with a day, exact; undated rows count. Not for readers as it is."""
    row = totals_queries.totals(con, filters, (annee,), jusque)[annee]
    held = kept_presence(con)
    found = {
        i.code: _computed(i, row, held, annee) for i in INDICATORS if _held(held, i.jeux, annee, i.cumul)
    }
    return {code: float(parts["valeur"]) for code, parts in found.items() if parts is not None}


@retenue
def kept_presence(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], int]:
    """What `presence` says, kept while the data do not change."""
    return presence(con)


def _compute(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    annees: tuple[str, ...],
    view: View,
    held: Held,
    indicators: tuple[Indicator, ...],
) -> dict[str, tuple[Value, ...]]:
    columns = frozenset[str]().union(*(i.colonnes for i in indicators))
    rows = totals_queries.totals(con, filters, annees, colonnes=columns)
    exact = _exact(con, filters, rows, held, indicators)
    if view == "coordination":
        return {annee: tuple(map(_marked, values)) for annee, values in exact.items()}
    seen = lecture.visible(con, filters, annees, frozenset(i.code for i in indicators))
    return {annee: tuple(_as_seen(v, seen[annee], held) for v in values) for annee, values in exact.items()}


def _exact(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    rows: Mapping[str, Mapping[str, Any]],
    held: Held,
    indicators: tuple[Indicator, ...],
) -> dict[str, list[Value]]:
    known = known_figures(con, tuple(rows))
    return {
        annee: [_value(i, annee, row, held, known, filters) for i in indicators]
        for annee, row in rows.items()
    }


def _marked(value: Value) -> Value:
    """The same exact value, marked where the persons that it shows are few. A mean of sessions shows none."""
    i = value.indicateur
    if not i.personnes or value.origine != "calculé" or i.moyenne:
        return value
    return replace(value, petit=any(map(est_petit, (value.numerateur, value.denominateur))))


def _as_seen(value: Value, seen: dict[str, lecture.Montre], held: Held) -> Value:
    """What a reader sees of a value. Published and declared figures are public; only what is computed may be masked.

    An indicator that counts persons and has no rule for readers is masked: what nobody decided is not shown.
    """
    if not value.indicateur.personnes or value.origine in ("déclaré", "publié"):
        return value
    shown = seen.get(value.indicateur.code, lecture.Montre(None, masque=True))
    if shown.masque and _held(held, value.indicateur.jeux, value.annee):
        # « Absent » instead would say that the school has nobody.
        return replace(
            value,
            valeur=None,
            numerateur=None,
            denominateur=None,
            origine="calculé",
            masque=True,
            raison=shown.raison,
        )
    if value.origine == "absent":
        return value
    denominator = None if value.denominateur is None else shown.denominateur
    return replace(
        value,
        valeur=shown.valeur,
        numerateur=shown.numerateur,
        denominateur=denominator,
        raison=shown.raison,
    )


def _held(held: Held, jeux: tuple[str, ...], annee: str, cumul: bool = False) -> bool:
    def one(jeu: str) -> bool:
        if cumul:
            return any(of == jeu and year <= annee for of, year in held)
        return (jeu, annee) in held or (jeu, "") in held

    return all(one(jeu) for jeu in jeux)


def _number(row: Mapping[str, Any], column: str) -> float | None:
    value = row.get(column)
    return None if value is None else float(value)


def _value(
    i: Indicator,
    annee: str,
    row: Mapping[str, Any],
    held: Held,
    known: dict[tuple[str, str, str], tuple[float, int, str]],
    filters: Filters,
) -> Value:
    # Published figures and targets are those of the whole territory: a choice of schools has none to be held against.
    whole = not (i.honore and filters.par_etablissement)
    published = known.get(("publié", i.code, annee)) if whole else None
    set_for_all = known.get(("objectif", i.code, annee))
    target = set_for_all if whole else None
    declared = known.get(("déclaré", i.code, annee)) if whole else None
    base_value = Value(
        i,
        annee,
        None,
        "absent",
        publie=published[0] if published else None,
        decimales_publiees=published[1] if published else 0,
        filtre_honore=i.honore or not filters.par_etablissement,
        objectif=target[0] if target else None,
        objectif_tu=set_for_all is not None and not whole,
        declare=declared[0] if declared else None,
    )
    if _held(held, i.jeux, annee, i.cumul):
        computed = _computed(i, row, held, annee)
        if computed is not None:
            alone = _alone(i, row) if computed["denominateur"] else ""
            return replace(base_value, origine="calculé", denominateur_seul=alone, **computed)
    if not filters.par_etablissement:
        for origine in ("déclaré", "publié"):
            if figure := known.get((origine, i.code, annee)):
                return replace(base_value, valeur=figure[0], origine=origine, source=figure[2])
    return base_value


def _computed(i: Indicator, row: Mapping[str, Any], held: Held, annee: str) -> dict[str, Any] | None:
    numerator = _number(row, i.numerateur)
    has_denominator = bool(i.denominateur) and _held(held, i.denominateur_jeux, annee)
    denominator = _number(row, i.denominateur) if has_denominator else None
    if i.moyenne:
        mean = _number(row, i.moyenne)
        return None if mean is None else {"valeur": mean, "numerateur": None, "denominateur": numerator}
    if i.unite == "pourcent":
        if numerator is None or not denominator:
            return None
        return {"valeur": 100 * numerator / denominator, "numerateur": numerator, "denominateur": denominator}
    return {"valeur": numerator or 0.0, "numerateur": numerator or 0.0, "denominateur": denominator}


def _alone(i: Indicator, row: Mapping[str, Any]) -> str:
    """The words of the one kind that the denominator counts; "" for several."""
    if (dont := i.denominateur_dont) is None:
        return ""
    return {row[i.denominateur]: dont.tous, 0: dont.aucun}.get(row[dont.colonne], "")

"""What every indicator of `tne.indicator_list` is worth for a school year: computed, declared, published or absent."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

import duckdb

from tne import lecture
from tne.filters import Filters, View, read_annee, texts
from tne.indicator import Indicator
from tne.indicator_list import BY_CODE, INDICATORS
from tne.indicator_value import Value, beside_published, given_decimals, write, write_given
from tne.queries import totals as totals_queries
from tne.queries.chiffres_connus import known_figures
from tne.queries.memoire import retenue
from tne.queries.presence import presence
from tne.queries.recomptes import Comptes
from tne.queries.tableaux import est_petit

__all__ = [
    "BY_CODE",
    "INDICATORS",
    "Indicator",
    "Value",
    "beside_published",
    "compute",
    "compute_from",
    "compute_years",
    "given_decimals",
    "kept_until",
    "kept_years",
    "write",
    "write_given",
]

Held = Mapping[tuple[str, str], int]
"""What the base holds (`tne.queries.presence`)."""


class Curseurs(Protocol):
    """What gives a cursor: a base, or one of its connections."""

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor that the caller closes."""
        ...


def compute(base: Curseurs, filters: Filters, annee: str, view: View = "coordination") -> tuple[Value, ...]:
    """Every indicator for one school year ("2023-2024"), in the order of `INDICATORS`: exact, but for the view "lecture".

    `filters` chooses the establishments; its years are not read. A year of which the base knows nothing gives absent values, and
    an establishment that nobody knows zeros. UsageIncorrect for what is no school year.
    """
    return compute_years(base, filters, (read_annee(annee),), view)[annee]


def compute_years(
    base: Curseurs, filters: Filters, annees: tuple[str, ...], view: View = "coordination"
) -> dict[str, tuple[Value, ...]]:
    """Each indicator for each of these school years, in one pass over the base as it is on that connection. UsageIncorrect for
    what is no school year.
    """
    for annee in texts("annees", annees):
        read_annee(annee)
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
        i.code: _computed(i, row, held, annee) for i in INDICATORS if _held(held, i.requis, annee, i.cumul)
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
    if shown.masque and _held(held, value.indicateur.requis, value.annee):
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
        source=(published or declared or (None, 0, ""))[2],
    )
    if _held(held, i.requis, annee, i.cumul):
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
    if numerator is None:
        return None
    return {"valeur": numerator, "numerateur": numerator, "denominateur": denominator}


def _alone(i: Indicator, row: Mapping[str, Any]) -> str:
    """The words of the one kind that the denominator counts; "" for several."""
    if (dont := i.denominateur_dont) is None:
        return ""
    return {row[i.denominateur]: dont.tous, 0: dont.aucun}.get(row[dont.colonne], "")

"""A school year beside the one before: whole where it is over, up to the same date while it still runs.

A year that runs holds its first weeks and a plan of what is to come: beside a whole year each figure would be lower, or a
promise. Both years are then cut at the same day. What no list gives is not compared until the year is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import duckdb

from tne import horloge
from tne.filters import Filters, View, read_annee
from tne.indicators import Value, kept_until, kept_years
from tne.queries.annees import chosen_years


def previous_year(annee: str) -> str:
    """« 2022-2023 » for « 2023-2024 ». UsageIncorrect for what is no school year."""
    start = int(read_annee(annee)[:4])
    return f"{start - 1}-{start}"


def en_cours(annee: str, today: date | None = None) -> bool:
    """True until the school year (1 September to 31 August) is over, also before it begins. UsageIncorrect for what is none."""
    return (today or horloge.aujourdhui()) <= date(int(read_annee(annee)[:4]) + 1, 8, 31)


def arret(annee: str) -> str:
    """Up to when what is told of a school year is known: « à la fin de 2023-2024 », « à ce jour » until it is over."""
    return "à ce jour" if en_cours(annee) else f"à la fin de {annee}"


def un_an_avant(day: date) -> date:
    """The same day a year before; 28 February for the 29th."""
    return date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def avec_l_annee_d_avant(
    con: duckdb.DuckDBPyConnection, filters: Filters, annee: str, view: View, famille: str = ""
) -> tuple[dict[str, Value], dict[str, Value]]:
    """Code → value of `annee`, and of the year before where the two compare; of `famille` alone where one is named.

    What a reader sees masked of some establishments depends on the years that stand side by side. The value is that of the
    years of the filter, as in every chart of them; the change that of the establishments masked in neither year
    (`Value.a_comparer`).
    """
    before_year = previous_year(annee)
    pair = kept_years(con, filters, (before_year, annee), view, famille)
    now, before = ({v.indicateur.code: v for v in pair[a]} for a in (annee, before_year))
    if view == "coordination" or not filters.par_etablissement:
        return now, before
    chosen = chosen_years(con, filters)
    years = tuple(chosen) if annee in chosen else (annee,)
    shown = {v.indicateur.code: v for v in kept_years(con, filters, years, view, famille)[annee]}
    return (
        {
            c: v if now[c].valeur == v.valeur else replace(v, a_comparer=now[c].valeur)
            for c, v in shown.items()
        },
        {c: v for c, v in before.items() if not now[c].masque},
    )


def inacheves(mots: str, annee: str, avant: str, annee_avant: str) -> str:
    """The title of a chart that shows a year that runs beside a whole one: side by side, without a verdict."""
    return f"{mots} en {annee}, année en cours ; {avant} en {annee_avant}, année entière"


def a_la_meme_date(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    annee: str,
    view: View,
    now: Mapping[str, Value],
    today: date | None = None,
) -> dict[str, Value]:
    """The values of `annee`, each with both years up to the same date where the year still runs (`Value.meme_date`).

    Readers get none for counts of persons: read day after day, they would tell what happened on each of them.
    """
    day = today or horloge.aujourdhui()
    if not annee or not en_cours(annee, day):
        return dict(now)
    begun = day >= date(int(annee[:4]), 9, 1)
    here = kept_until(con, filters, annee, day) if begun else {}
    there = kept_until(con, filters, previous_year(annee), un_an_avant(day)) if begun else {}

    def both(v: Value) -> tuple[float, float] | None:
        i = v.indicateur
        if v.masque or v.origine != "calculé" or (view != "coordination" and i.personnes):
            return None
        one, other = here.get(i.code), there.get(i.code)
        return None if one is None or other is None else (one, other)

    return {code: replace(v, en_cours=True, meme_date=both(v)) for code, v in now.items()}

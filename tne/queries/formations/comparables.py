"""The choices by facets that stand beside another one, a click away: a reader takes one table away from the other.

What is left must be no small count. Not every sum of choices is here: what remains is told in docs/donnees-personnelles.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations, product

import duckdb

from tne.filters import FACETTES, Filters
from tne.queries.formations.portee import school_years, scopes, tout_le_territoire
from tne.queries.group_persons import moins_d_annees
from tne.queries.memoire import retenue
from tne.queries.perimeter import perimetre
from tne.queries.tableaux import Ligne, hidden_by_difference, masked_values

_GENRES = "SELECT DISTINCT type, secteur FROM etablissement WHERE type IS NOT NULL OR secteur IS NOT NULL"


def hidden_beside(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    cells: Callable[[Filters, bool], Sequence[Ligne]],
) -> frozenset[str]:
    """The values to mask in a table because the same table of another choice stands beside it; none without a choice.

    `cells` gives the exact rows of a choice, as it is shown or (True) as its groups of schools together show it. A wider
    choice is compared as it is shown, where that is the whole territory with the schools that no choice counts, and without
    them, as choices of all the other schools show it. Of fewer years, where fewer groups are masked, it holds more schools too,
    and so does this choice.
    """
    wider, narrower = plus_larges(con, filters), plus_etroits(con, filters)
    hidden = frozenset[str]()
    if not wider:
        return hidden
    part = cells(filters, False)
    for choice in wider:
        hidden |= hidden_by_difference(part, cells(choice, False))
        if any(s.tout_le_territoire for s in scopes(con, choice, "inscriptions").values()):
            hidden |= hidden_by_difference(part, cells(choice, True))
    for annees in moins_d_annees(con, "inscriptions", school_years(con, filters)):
        for choice in (replace(filters, noms=()), *wider):
            hidden |= hidden_by_difference(part, cells(replace(choice, annees=annees), False))
    return hidden.union(*(masked_values(cells(choice, False)) for choice in narrower))


def plus_larges(con: duckdb.DuckDBPyConnection, filters: Filters) -> tuple[Filters, ...]:
    """The choices that hold all the schools of this one and others: it without some of its facets, one type, one secteur,
    both, and the whole territory. None of a choice that is the whole, or of which a reader sees no table.
    """
    return _plus_larges(con, replace(filters, noms=()))


@retenue
def _plus_larges(con: duckdb.DuckDBPyConnection, filters: Filters) -> tuple[Filters, ...]:
    chosen = _facettes(con, filters)
    if not chosen:
        return ()
    mine = frozenset(perimetre(con, filters).uais or ())
    wider = [
        replace(filters, **dict.fromkeys(left_out, ()))
        for n in range(1, len(chosen))
        for left_out in combinations(chosen, n)
    ]
    kinds = con.execute(_GENRES).fetchall()
    types, secteurs = (sorted({row[i] for row in kinds if row[i]}) for i in (0, 1))
    wider += [
        Filters(filters.annees, types=t, secteurs=s)
        for t, s in product([(), *((t,) for t in types)], [(), *((s,) for s in secteurs)])
        if t or s
    ]
    found = {frozenset(perimetre(con, f).uais or ()): f for f in wider}
    return (filters.sans_etablissement(), *(f for uais, f in found.items() if uais > mine))


def plus_etroits(con: duckdb.DuckDBPyConnection, filters: Filters) -> tuple[Filters, ...]:
    """Of a choice of several values of one facet, that of each of them: two circonscriptions less one are the other."""
    return tuple(
        replace(filters, noms=(), **{facet: (value,)})
        for facet in _facettes(con, filters)
        if len(values := getattr(filters, facet)) > 1
        for value in values
    )


def _facettes(con: duckdb.DuckDBPyConnection, filters: Filters) -> tuple[str, ...]:
    """The facets that the choice narrows; none where nothing can be taken away from it, nor it from anything."""
    chosen = tuple(f for f in FACETTES if getattr(filters, f))
    # Of schools, communes and EPCI a reader sees no table.
    by_school = {"etablissements", "communes", "epcis"} & set(chosen)
    return () if not chosen or by_school or tout_le_territoire(con, filters) else chosen

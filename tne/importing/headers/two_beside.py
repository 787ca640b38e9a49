"""Tables beside each other on one sheet, whose lines are the same: told apart, and each column by a name of its own.

The reader keeps together those that begin with different columns, a log and the equipment at its right: nothing in the sheet
tells the blank column between two tables from one within a table. What each side would be, alone, does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pyarrow.compute as pc

from tne.erreurs import ImportRefuse
from tne.importing.headers.recognising import recognise
from tne.reading import Tableau
from tne.reading.arrays import numbers
from tne.reading.header import unique_names

_LEAST = 2
# Were one given for the whole file.
_SOME_YEAR = "2000-2001"


def told_apart(tableau: Tableau, nom: str) -> tuple[Tableau, ...]:
    """The tables of a sheet that blank columns without a name set apart, where two of them are each recognised alone; else the one.

    Their columns keep the names that they have in the sheet, unique there: « UAI (2) » is read as « UAI ».
    """
    bounds = [-1, *_blank(tableau), len(tableau.entete)]
    parts = [(a + 1, b) for a, b in pairwise(bounds) if b - a > _LEAST]
    if len(parts) < _LEAST:
        return (tableau,)
    sides = tuple(side for a, b in parts if (side := _side(tableau, a, b)).donnees.num_rows)
    return sides if sum(_known(side, nom) for side in sides) >= _LEAST else (tableau,)


def named_apart(tables: Iterable[Tableau]) -> tuple[Tableau, ...]:
    """The same tables, with names unique among those beside each other: a cell is told, and mended, by its line and its name."""
    named: list[Tableau] = []
    for t in tables:
        beside = {h: None for other in named if _beside(other, t) for h in other.entete}
        named.append(_renamed(t, tuple(beside)) if beside.keys() & {*t.entete} else t)
    return tuple(named)


def _beside(one: Tableau, other: Tableau) -> bool:
    if one.feuille != other.feuille or one.gauche == other.gauche:
        return False
    (start, end), (first, last) = _lines(one), _lines(other)
    return start <= last and first <= end


def _lines(t: Tableau) -> tuple[int, int]:
    """The first and the last of its records; one under another they share none."""
    bounds = pc.min_max(t.donnees.column(len(t.entete))).as_py()
    return (bounds["min"] or 0), (bounds["max"] or 0)


def _renamed(t: Tableau, taken: tuple[str, ...]) -> Tableau:
    names = unique_names((*taken, *t.entete), len(taken) + len(t.entete))[len(taken) :]
    changed = dict(zip(t.entete, names, strict=True))
    return replace(
        t,
        entete=names,
        donnees=t.donnees.rename_columns([*names, *t.donnees.column_names[len(names) :]]),
        entete_bas=t.entete_bas or t.entete,
        masquees=tuple(changed[h] for h in t.masquees),
    )


def _blank(tableau: Tableau) -> Iterator[int]:
    """The columns without a name and without a cell."""
    for j, name in enumerate(tableau.entete_brut):
        column = tableau.donnees.column(j)
        if not name.strip() and column.null_count == len(column):
            yield j


def _side(tableau: Tableau, first: int, end: int) -> Tableau:
    """The columns from `first` to before `end`, with the rows that have something there."""
    data = tableau.donnees.select([*range(first, end), len(tableau.entete)])
    some = numbers(np.zeros(data.num_rows, bool))
    for j in range(end - first):
        some = pc.or_(some, pc.is_valid(data.column(j)))
    names = tableau.entete[first:end]
    return replace(
        tableau,
        entete=names,
        donnees=data.filter(some),
        pied=tableau.pied if not first else (),
        remarques=tableau.remarques if not first else (),
        entete_brut=tableau.entete_brut[first:end],
        entete_bas=(tableau.entete_bas or tableau.entete_brut)[first:end],
        gauche=tableau.gauche + first,
        masquees=tuple(h for h in tableau.masquees if h in names),
    )


def _known(tableau: Tableau, nom: str) -> bool:
    for annee in (None, _SOME_YEAR):
        try:
            recognise(tableau, annee=annee, nom=nom)
        except ImportRefuse:
            continue
        return True
    return False

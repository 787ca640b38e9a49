"""A column of a table read in another way, its different cells once each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tne.reading import Tableau
from tne.reading.arrays import texts


def changed(tableau: Tableau, header: str, change: Callable[[str], str]) -> Tableau:
    """The same table with each cell under `header` that is not blank as `change` gives it."""
    cells = tableau.colonne(header).to_pylist()
    known = {c: change(c) for c in set(cells) if c is not None}
    column = texts([None if c is None else known[c] for c in cells])
    return replace(tableau, donnees=tableau.donnees.set_column(tableau.entete.index(header), header, column))

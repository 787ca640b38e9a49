"""The hours of records in the columns of their table: in the place of those that told them, or after their day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tne.reading import Tableau
from tne.reading.arrays import texts

_DUREE = "Durée"


def cells_of(tableau: Tableau, header: str | None) -> list[str]:
    """The cells of a column, "" for blank ones; all blank without a column."""
    cells = tableau.colonne(header).to_pylist() if header else [None] * tableau.donnees.num_rows
    # « 9:00\u202fAM »: programs write a narrow space there.
    return ["" if c is None else " ".join(str(c).split()) for c in cells]


def day_and_hour(tableau: Tableau, day: str, hour: str | None) -> Tableau:
    """The same table with the hour after the day: with AM or PM beside it, a day is known to have its month first."""
    pairs = zip(cells_of(tableau, day), cells_of(tableau, hour), strict=True)
    cells = texts([f"{d} {h}".strip() or None for d, h in pairs])
    return replace(tableau, donnees=tableau.donnees.set_column(tableau.entete.index(day), day, cells))


def after_the_day(tableau: Tableau, after: str, cells: Sequence[str | None]) -> Tableau:
    """The table with the cells in a column of their own, after that of the day, which says more than them."""
    place = tableau.entete.index(after) + 1

    def more(names: Sequence[str]) -> tuple[str, ...]:
        return (*names[:place], _DUREE, *names[place:]) if names else ()

    return replace(
        tableau,
        entete=more(tableau.entete),
        entete_brut=more(tableau.entete_brut),
        entete_bas=more(tableau.entete_bas),
        donnees=tableau.donnees.add_column(place, _DUREE, texts(cells)),
    )


def in_their_place(
    tableau: Tableau, headers: Sequence[str], own: str | None, cells: Sequence[str | None]
) -> Tableau:
    """The table with the cells under the header of the duration, and without the hours of the day."""
    place = tableau.entete.index(own or headers[0])
    name = own or _DUREE
    gone = {tableau.entete.index(h) for h in headers} - {place}

    def kept(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(name if i == place and not own else n for i, n in enumerate(names) if i not in gone)

    data = tableau.donnees.set_column(place, name, texts(cells))
    left = {tableau.entete[i] for i in gone}
    return replace(
        tableau,
        entete=kept(tableau.entete),
        entete_brut=kept(tableau.entete_brut),
        entete_bas=kept(tableau.entete_bas),
        masquees=tuple(n for n in tableau.masquees if n not in left and (own or n != headers[0])),
        donnees=data.select([i for i in range(data.num_columns) if i not in gone]),
    )

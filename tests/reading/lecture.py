"""What a table holds, as plain lists that a test can write down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from odf.table import Table, TableCell, TableRow
from odf.text import P

from tne.reading import Document, Tableau, lire

Lecteur = Callable[..., Document]


def lis_texte(source: str | bytes, nom: str = "fichier.csv") -> Document:
    """A text or bytes read under a file name."""
    return lire(source.encode() if isinstance(source, str) else source, nom)


def cellules(tableau: Tableau) -> list[list[str]]:
    """The records as lists of text, "" where blank, without their line."""
    return [[c or "" for c in list(r.values())[:-1]] for r in tableau.donnees.to_pylist()]


def lignes(tableau: Tableau) -> list[int]:
    """The line of each record."""
    found: list[int] = tableau.donnees.column("_ligne").to_pylist()
    return found


def entete_ecrite(tableau: Tableau) -> list[str] | None:
    """The header as written, with the surplus columns; None when the file has none."""
    brut = tableau.entete_brut
    return [*brut, *tableau.entete[len(brut) :]] if tableau.ligne_entete else None


def codes(tableau: Tableau) -> set[str]:
    """The codes of the remarks."""
    return {r.code for r in tableau.remarques}


def feuille_ods(nom: str, rows: Iterable[Sequence[str | float]]) -> Table:
    """A sheet for an ODS, its floats as numbers, texts such as « PT26H30M00S » as times."""
    table = Table(name=nom)
    for row in rows:
        line = TableRow()
        for value in row:
            number = isinstance(value, float)
            if str(value).startswith("PT"):
                cell = TableCell(valuetype="time", timevalue=value)
            else:
                cell = TableCell(valuetype="float", value=value) if number else TableCell(valuetype="string")
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    return table

"""A table of a file as it is read: which header stands where, and what the text of a column is out of its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tne.importing.cells import Colonne, encode, literal
from tne.importing.model import RETIRER, Liaison, Reconnaissance
from tne.spec import Column, fold


@dataclass(frozen=True)
class Source:
    """One table of a file: header → position, the header that takes records out, the rank of its first row.

    `rangs`: rank → row, where the table holds but some of the rows that were staged.
    """

    reconnaissance: Reconnaissance
    positions: Mapping[str, int]
    retirer: str | None
    depart: int
    rangs: Mapping[int, int] | None = None

    @property
    def lignes(self) -> int:
        """How many rows the table has."""
        return int(self.reconnaissance.tableau.donnees.num_rows)

    def row(self, rank: int) -> int:
        """Where the row of a rank stands in the table."""
        return rank - self.depart if self.rangs is None else self.rangs[rank]

    def column(self, header: str) -> Colonne:
        """The cells under a header."""
        return encode(self.reconnaissance.tableau.donnees.column(self.positions[header]))


def source(r: Reconnaissance, depart: int) -> Source:
    """A table to read. Ranks begin at `depart`, so that sheets follow each other."""
    headers = r.tableau.entete
    removal = next((h for h in headers if fold(h) == fold(RETIRER)), None)
    # By position: a header of the file may be called like a column of ours.
    return Source(r, {h: i for i, h in enumerate(headers)}, removal, depart)


def text(column: Column, liaison: Liaison) -> Callable[[str], str]:
    """SQL of the text of a column out of its cell: words that mean nothing, rewritten values, the constant."""
    standing = liaison.constantes.get(column.name)
    rewritten = liaison.valeurs.get(column.name)

    def sql(x: str) -> str:
        for word in column.kind.vides:
            x = f"CASE WHEN lower({x}) = {literal(word.lower())} THEN NULL ELSE {x} END"
        if rewritten:
            cases = " ".join(f"WHEN {literal(old)} THEN {literal(new)}" for old, new in rewritten.items())
            x = f"CASE {x} {cases} ELSE {x} END"
        return f"coalesce({x}, {literal(standing)})" if standing is not None else x

    return sql


def named(column: Column, liaison: Liaison, x: str | None) -> str | None:
    """The same for one text that may name someone, which no statement ever holds."""
    if x is not None and x.lower() in {word.lower() for word in column.kind.vides}:
        x = None
    if x is not None:
        x = liaison.valeurs.get(column.name, {}).get(x, x)
    return liaison.constantes.get(column.name) if x is None else x

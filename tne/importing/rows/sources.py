"""A table of a file as it is read: which header stands where, and what the text of a column is out of its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from tne.importing.model import RETIRER, Liaison, Reconnaissance
from tne.importing.rows.cells import Colonne, encode, plain, together
from tne.kinds import NON, OUI
from tne.persons.nommes import lire
from tne.spec import SANS_VALEUR, Column, fold
from tne.sql import sql_text


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


def _boxes(column: Column, liaison: Liaison) -> list[tuple[str, str]]:
    """The headers ticked for a column, with the value that each gives."""
    ticks = liaison.dataset.coches(column.name)
    return [(liaison.colonnes[c.name], c.coche[1]) for c in ticks if c.coche and c.name in liaison.colonnes]


def ticked(s: Source, liaison: Liaison, column: Column) -> Colonne | None:
    """The cells of a column told by boxes beside it; None where the table has no such boxes."""
    boxes = _boxes(column, liaison)
    if not boxes:
        return None
    own = liaison.colonnes.get(column.name)
    cells = [s.column(header) for header in ([own] if own else []) + [header for header, _ in boxes]]
    seen = together(cells)
    rows = seen.textes.to_pylist()
    texts = [[c.textes[int(c.codes[row])].as_py() for c in cells] for row in rows]
    return Colonne(seen.codes, pa.array([*(_told(column, own, boxes, t) for t in texts), None], pa.string()))


def _told(
    column: Column, own: str | None, boxes: Sequence[tuple[str, str]], texts: Sequence[str | None]
) -> str | None:
    """What one row says: the column's own text, or the value of its box; all of them where they disagree."""
    texts = [None if t in ("-", "–") else t for t in texts]  # the box that was not ticked
    said = texts[1:] if own else texts
    told = [
        value if _in(t, OUI) else t
        for (_, value), t in zip(boxes, said, strict=True)
        if t and not _in(t, NON)
    ]
    left = any(_in(t, NON) for t in said)
    mine = texts[0] if own else None
    # The first value of the list is what an empty « Absent » would deny.
    first = column.kind.valeurs[0]
    if mine and not (_in(mine, NON) and (told or left)):
        told.insert(0, first if _in(mine, OUI) else mine)
    if not told and not own and left:
        return first
    # « Absent » and « Absent excusé »: the second says both.
    kept = [t for t in dict.fromkeys(told) if not any(o != t and o.startswith(t) for o in told)]
    return " et ".join(kept) or None


def _in(text: str | None, words: Sequence[str]) -> bool:
    return text is not None and text.lower() in words


def written(s: Source, liaison: Liaison, column: Column, row: int) -> str | None:
    """What the file says of a column in one row: its cell, or the boxes beside it."""
    own, boxes = liaison.colonnes.get(column.name), _boxes(column, liaison)
    if boxes:
        headers = ([own] if own else []) + [header for header, _ in boxes]
        return _told(column, own, boxes, [cell(s, header, row) for header in headers])
    return liaison.constantes.get(column.name) if own is None else cell(s, own, row)


def cell(s: Source, header: str, row: int) -> str | None:
    """The text of one cell, as its column is read: a value that is told is the one that can be rewritten."""
    value = s.reconnaissance.tableau.donnees.column(s.positions[header])[row].as_py()
    return None if value is None else plain(str(value))


def unsaid(x: str, words: Iterable[str] = ()) -> str:
    """SQL of a text, null for what databases, R and Python write where a cell is empty, and for these words."""
    # In one list: a CASE around a CASE for each word is written twice as often with every word.
    nothing = ", ".join(sql_text(word.lower()) for word in (*words, *SANS_VALEUR))
    return f"CASE WHEN lower({x}) IN ({nothing}) THEN NULL ELSE {x} END"


def text(column: Column, liaison: Liaison) -> Callable[[str], str]:
    """SQL of the text of a column out of its cell: words that mean nothing, rewritten values (an empty one leaves the cell
    empty), the constant.
    """
    rewritten = liaison.valeurs.get(column.name, {})
    standing = liaison.constantes.get(column.name)
    if standing is not None:
        standing = rewritten.get(standing, standing)
    if standing and column.kind.libre:
        standing = lire(standing, column.nommes).texte

    def sql(x: str) -> str:
        x = unsaid(x, column.kind.vides)
        if rewritten:
            new_texts = {old: sql_text(new) if new else "NULL" for old, new in rewritten.items()}
            cases = " ".join(f"WHEN {sql_text(old)} THEN {new}" for old, new in new_texts.items())
            x = f"CASE {x} {cases} ELSE {x} END"
        return f"coalesce({x}, {sql_text(standing)})" if standing is not None else x

    return sql


def named(column: Column, liaison: Liaison, x: str | None) -> str | None:
    """The same for one text that may name someone, which no statement ever holds."""
    if x is not None and x.lower() in {word.lower() for word in column.kind.vides}:
        x = None
    if x is not None:
        x = liaison.valeurs.get(column.name, {}).get(x, x)
    return x or liaison.constantes.get(column.name)

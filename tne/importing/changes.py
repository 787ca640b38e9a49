"""What a writing changes in the current rows of a data set: rows that come, cells that change, rows that go.

Compared with a copy taken before, inside the same transaction: exact whatever made the change (import,
replacement, undo, redo, a correction by hand).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

from tne.db import value_columns
from tne.importing.wording import as_text, record_words
from tne.spec import Column, Dataset, Privacy

# Rows kept of each kind to be looked at; the counts stay exact.
MOST_ROWS = 300


@dataclass(frozen=True)
class Cellule:
    """One cell that changes. `ligne` is the line of the file that brings the new value."""

    feuille: str
    ligne: int
    fiche: str
    colonne: str
    avant: str
    apres: str


@dataclass(frozen=True)
class Difference:
    """What changes in one data set: exact counts of rows, and the first `MOST_ROWS` of each kind.

    A row of `ajoutees` and `retirees` is its place (file line, 0 when unknown) and its texts by column label.
    """

    jeu: str
    nombre_ajoutees: int
    nombre_modifiees: int
    nombre_retirees: int
    ajoutees: tuple[tuple[int, dict[str, str]], ...]
    modifiees: tuple[Cellule, ...]
    retirees: tuple[tuple[int, dict[str, str]], ...]

    @property
    def rien(self) -> bool:
        """True when no row of the data set changes."""
        return not (self.nombre_ajoutees or self.nombre_modifiees or self.nombre_retirees)


def shown_columns(d: Dataset) -> tuple[Column, ...]:
    """The columns a coordinator may read row by row: all that are stored."""
    return tuple(c for c in d.stored if c.privacy is not Privacy.PERSONNEL)


def snapshot(con: duckdb.DuckDBPyConnection, d: Dataset) -> None:
    """Copy the current rows aside. Persons are hashes there, as in the table."""
    con.execute(f'CREATE OR REPLACE TEMP TABLE avant_{d.name} AS SELECT * FROM "{d.name}"')


def difference(con: duckdb.DuckDBPyConnection, d: Dataset) -> Difference:
    """What has changed since `snapshot`, in file order."""
    differs = " OR ".join(f'a."{n}" IS DISTINCT FROM v."{n}"' for n, _ in value_columns(d))
    came = f'FROM "{d.name}" a ANTI JOIN avant_{d.name} v ON v._cle = a._cle'
    went = f'FROM avant_{d.name} a ANTI JOIN "{d.name}" v ON v._cle = a._cle'
    changed = f'FROM "{d.name}" a JOIN avant_{d.name} v ON v._cle = a._cle WHERE {differs}'
    names = [c.name for c in shown_columns(d)]
    new = ", ".join(f'a."{n}"' for n in names)
    old = ", ".join(f'v."{n}"' for n in names)
    rows = con.execute(
        f"SELECT a._feuille, a._ligne, {new}, {old} {changed} ORDER BY a._ligne, a._cle LIMIT {MOST_ROWS}"
    ).fetchall()
    return Difference(
        d.name,
        _count(con, came),
        _count(con, changed),
        _count(con, went),
        _rows(con, d, f"SELECT a._ligne, {new} {came}"),
        tuple(cell for row in rows for cell in _cells(d, row)),
        _rows(con, d, f"SELECT a._ligne, {new} {went}"),
    )


def _count(con: duckdb.DuckDBPyConnection, rows: str) -> int:
    return int(con.execute(f"SELECT count(*) {rows}").fetchall()[0][0])


def _rows(con: duckdb.DuckDBPyConnection, d: Dataset, query: str) -> tuple[tuple[int, dict[str, str]], ...]:
    labels = [c.label for c in shown_columns(d)]
    found = con.execute(f"{query} ORDER BY a._ligne, a._cle LIMIT {MOST_ROWS}").fetchall()
    return tuple(
        (int(line or 0), dict(zip(labels, map(as_text, values), strict=True))) for line, *values in found
    )


def _cells(d: Dataset, row: tuple[Any, ...]) -> list[Cellule]:
    columns = shown_columns(d)
    sheet, line, *values = row
    new, old = values[: len(columns)], values[len(columns) :]
    words = record_words(d, {c.name: v for c, v in zip(columns, new, strict=True)})
    cells = [
        Cellule(sheet or "", int(line or 0), words, c.label, as_text(before), as_text(after))
        for c, after, before in zip(columns, new, old, strict=True)
        if after != before and as_text(after) != as_text(before)
    ]
    # Only the hash of the person differs: it is said, never shown.
    return cells or [Cellule(sheet or "", int(line or 0), words, "Personne", "(comptée)", "(une autre)")]

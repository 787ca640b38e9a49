"""What a writing changes in the current rows of a data set: rows that come, cells that change, rows that go.

Compared with a copy taken before, inside the same transaction, of the rows that the writing may touch and of no others: exact
whatever made the change (import, replacement, undo, redo, a correction by hand), and as long as the file, not as the base. A
row changes only where its key is in the file, or in an import that comes into force or goes out of it (`tne.importing.writing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from tne.db import log_table, value_columns
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
    """The columns a coordinator may read row by row: all that are stored and say something of the record."""
    return tuple(c for c in d.stored if c.privacy is not Privacy.PERSONNEL and not c.du_fichier)


def linked(con: duckdb.DuckDBPyConnection, numbers: Iterable[int]) -> list[int]:
    """These imports, and all that may come into force or go out of it with them: what replaces them, what they replace, and on."""
    near: dict[int, set[int]] = {}
    for new, old in con.execute("SELECT import_id, remplace_id FROM import_remplace").fetchall():
        near.setdefault(new, set()).add(old)
        near.setdefault(old, set()).add(new)
    found, left = set[int](), set(numbers)
    while left:
        found |= left
        left = set[int]().union(*(near.get(n, ()) for n in left)) - found
    return sorted(found)


def snapshot(con: duckdb.DuckDBPyConnection, d: Dataset, imports: Sequence[int], table: str = "") -> None:
    """Copy aside the current rows of the keys that are staged in `table` or logged by one of `imports`, which must hold all that
    the writing may switch (`linked`). Persons are hashes there, as in the table."""
    keys = ([f"SELECT _cle FROM {table} WHERE _etat = 'ok'"] if table else []) + (
        [f"SELECT _cle FROM {log_table(d)} WHERE list_contains($ids, _import)"] if imports else []
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE cles_{d.name} AS {' UNION '.join(keys) or f'SELECT _cle FROM {log_table(d)} LIMIT 0'}",
        {"ids": list(imports)} if imports else {},
    )
    _copy(con, d, "avant")


def _copy(con: duckdb.DuckDBPyConnection, d: Dataset, when: str) -> None:
    con.execute(
        f'CREATE OR REPLACE TEMP TABLE {when}_{d.name} AS SELECT * FROM "{d.name}" WHERE _cle IN (SELECT _cle FROM cles_{d.name})'
    )


def difference(con: duckdb.DuckDBPyConnection, d: Dataset) -> Difference:
    """What has changed since `snapshot`, in file order."""
    _copy(con, d, "apres")
    differs = " OR ".join(
        f'a."{n}" IS DISTINCT FROM v."{n}"' for n, _ in value_columns(d) if n not in d.of_the_file
    )
    came = f"FROM apres_{d.name} a ANTI JOIN avant_{d.name} v ON v._cle = a._cle"
    went = f"FROM avant_{d.name} a ANTI JOIN apres_{d.name} v ON v._cle = a._cle"
    changed = f"FROM apres_{d.name} a JOIN avant_{d.name} v ON v._cle = a._cle WHERE {differs}"
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


def changed_rows(d: Dataset) -> str:
    """SQL of the rows that have changed since `snapshot`, once `difference` was asked: as they were, and as they are."""
    left = ", ".join(("_import", "_feuille", "_ligne", *sorted(d.of_the_file)))
    was, now = (f"SELECT * EXCLUDE ({left}) FROM {when}_{d.name}" for when in ("avant", "apres"))
    return f"({was} EXCEPT {now}) UNION ALL ({now} EXCEPT {was})"


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

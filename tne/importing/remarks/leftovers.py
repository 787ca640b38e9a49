"""The rows of a file that bring nothing new: duplicates, set aside, and what the file no longer holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from tne.importing.changes import MOST_ROWS, shown_columns
from tne.importing.correcting import problems
from tne.importing.model import Reconnaissance, Staged
from tne.importing.remarks.perimeter import lacking, missing_rows
from tne.importing.wording import as_text, record_words
from tne.spec import Dataset


@dataclass(frozen=True)
class Reste:
    """One data set: exact counts, and (sheet, line, words) of each, at most `MOST_ROWS`; `absentes` names import and line instead."""

    jeu: str
    nombre_doublons: int
    nombre_ecartees: int
    nombre_absentes: int
    doublons: tuple[tuple[str, int, str], ...]
    ecartees: tuple[tuple[str, int, str], ...]
    absentes: tuple[tuple[str, int, str], ...]


def leftovers(
    con: duckdb.DuckDBPyConnection,
    staged: Staged,
    recognised: tuple[Reconnaissance, ...],
    earlier: Sequence[int],
) -> Reste:
    """Read them on the connection that holds the staged rows. `earlier`: the imports that the file stands for."""
    d, table = staged.dataset, staged.table
    twice = con.execute(
        f"SELECT e._feuille, e._ligne, f._feuille, f._ligne FROM {table} e JOIN {table} f ON f._cle = e._cle AND f._etat = 'ok' "
        f"AND f._tour = 1 WHERE e._etat = 'ok' AND e._tour > 1 ORDER BY e._rang LIMIT {MOST_ROWS}"
    ).fetchall()
    aside = con.execute(
        f"SELECT _feuille, _ligne, _ecart FROM {table} WHERE _etat = 'ecartee' ORDER BY _rang LIMIT {MOST_ROWS}"
    ).fetchall()
    ((number_twice, number_aside),) = con.execute(
        f"SELECT count(*) FILTER (WHERE _etat = 'ok' AND _tour > 1), count(*) FILTER (WHERE _etat = 'ecartee') FROM {table}"
    ).fetchall()
    words = problems.set_aside_words(recognised)
    feet = [
        (p.feuille or "", p.ligne, "Ligne de bas de tableau.")
        for p in staged.result.problemes
        if p.code == "pied"
    ]
    return Reste(
        d.name,
        int(number_twice),
        int(number_aside) + len(feet),
        staged.result.absentes,
        tuple(
            (
                sheet or "",
                int(line),
                f"Même enregistrement que la ligne {first}{f' de « {other} »' if other and other != sheet else ''}.",
            )
            for sheet, line, other, first in twice
        ),
        tuple((sheet or "", int(line), words.get(code, code)) for sheet, line, code in aside) + tuple(feet),
        tuple(_absent(con, d, table, earlier)) if staged.result.absentes else (),
    )


def _absent(
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, earlier: Sequence[int]
) -> list[tuple[str, int, str]]:
    names = [c.name for c in shown_columns(d)]
    listed = ", ".join(f'any_value(a."{n}")' for n in names)
    rows = con.execute(
        f"SELECT max(l._import), arg_max(l._ligne, l._import), {listed} {missing_rows(d, table)} "
        f"GROUP BY a._cle ORDER BY 1, 2 LIMIT {MOST_ROWS}",
        {"ids": lacking(con, d, table, earlier)},
    ).fetchall()
    found = []
    for number, line, *values in rows:
        row = dict(zip(names, values, strict=True))
        words = record_words(d, row) or " · ".join(t for v in values[:4] if (t := as_text(v)))
        found.append((f"import n° {number}", int(line or 0), words))
    return found

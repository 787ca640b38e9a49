"""Sheets of a workbook that hold the rows of the others again: the year beside its months, a copy kept for safety.

Rows without a reference are told apart by all they hold, and by their rank among the equal ones of the file: two equal
rows of one sheet are two records. Those of a sheet that only repeats other sheets are the same records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import duckdb

from tne.db import value_columns
from tne.importing.rows.sources import Source
from tne.spec import Dataset
from tne.typographie import accord, compte

# One row that stands on two sheets may be two records of one day.
_LEAST = 2
# Two alike visits of one day are common in a log of few columns; a third of the rows is a block pasted twice.
_LEAST_PASTED, _SHARE_PASTED = 3, 3


Redite = tuple[str | None, str, str]
"""Sheet, code and sentence of a table of the file that holds rows of others again."""


def repeats(
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, sources: Sequence[Source], *, alone: bool
) -> tuple[Redite, ...]:
    """What to say of each table of the file that holds rows of others again; one that only repeats them counts once.

    `alone`: the key of a row depends on that row alone, and its doubles have it already.
    """
    told: list[Redite] = []
    if len(sources) > 1:
        counts = _counts(con, d, table, sources)
        again = _repeating(counts)
        if again and not alone:
            _tell_once(con, d, table, sources, again)
        told += _told(counts, again, sources)
    return (*told, *(() if alone else _pasted_twice(con, d, table, sources)))


def _pasted_twice(
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, sources: Sequence[Source]
) -> Iterator[Redite]:
    """What to say of a table of which many rows are others of its rows again, and count beside them."""
    rows = con.execute(
        f"SELECT _tableau, count(DISTINCT _meme), count(DISTINCT _cle) FROM ({_rows(d, table, sources)}) GROUP BY ALL ORDER BY 1"
    ).fetchall()
    for s, different, counted in rows:
        again = counted - different
        if again >= _LEAST_PASTED and again * _SHARE_PASTED >= different:
            yield (
                sources[s].reconnaissance.tableau.feuille,
                "lignes_repetees",
                f"{compte(again, 'ligne')} de ce tableau {accord(again, 'répète', 'répètent')} exactement une autre de ses lignes, et "
                "comptent en plus d'elle : si elles ont été collées deux fois, ôtez-les du fichier.",
            )


def _tell_once(
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, sources: Sequence[Source], again: frozenset[int]
) -> None:
    """Give the staged rows of each sheet that only repeats other ones the keys of these: they are its doubles."""
    held = ", ".join(str(s) for s in sorted(again))
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS WITH lignes AS ({_rows(d, table, sources)}), "
        # The keys of equal rows, in order: the first of a sheet has the first, whatever stood before it in the file.
        "cles AS (SELECT _meme, _cle, row_number() OVER (PARTITION BY _meme ORDER BY _rang, _sous) AS n FROM lignes), "
        "rangs AS (SELECT _rang, _sous, _meme, row_number() OVER (PARTITION BY _meme, "
        f"CASE WHEN _tableau IN ({held}) THEN _tableau END ORDER BY _rang, _sous) AS n FROM lignes) "
        f"SELECT t.* REPLACE (coalesce(c._cle, t._cle) AS _cle) FROM {table} t "
        "LEFT JOIN rangs r ON r._rang = t._rang AND r._sous = t._sous "
        "LEFT JOIN cles c ON c._meme = r._meme AND c.n = r.n"
    )


def _told(
    counts: dict[int, Counter[str]], again: frozenset[int], sources: Sequence[Source]
) -> Iterator[Redite]:
    for s, mine in sorted(counts.items()):
        sheet = sources[s].reconnaissance.tableau.feuille
        if s in again:
            rows = compte(mine.total(), "ligne")
            yield (
                sheet,
                "feuille_repetee",
                f"Les {rows} de ce tableau sont toutes dans d'autres tableaux du même fichier : elles n'y comptent qu'une fois.",
            )
            continue
        # Told at the later of two tables that share rows.
        for o in sorted(other for other in counts if other < s and other not in again):
            common = (mine & counts[o]).total()
            if common >= _LEAST and 2 * common >= min(mine.total(), counts[o].total()):
                name = sources[o].reconnaissance.tableau.feuille
                yield (
                    sheet,
                    "feuille_semblable",
                    f"{common} des {compte(mine.total(), 'ligne')} de ce tableau sont aussi dans "
                    f"{f'« {name} »' if name and name != sheet else 'un autre tableau du même fichier'}, et comptent deux "
                    "fois : si l'un reprend l'autre, n'en gardez qu'un.",
                )


def _repeating(counts: dict[int, Counter[str]]) -> frozenset[int]:
    """The tables whose every row stands in the others that are kept; of two equal ones, the later."""
    kept = dict(counts)
    for s in sorted(counts, key=lambda n: (-counts[n].total(), -n)):
        others = _sum(rows for o, rows in kept.items() if o != s)
        if counts[s].total() >= _LEAST and counts[s] <= others:
            del kept[s]
    return frozenset(counts.keys() - kept.keys())


def _sum(counters: Iterator[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in counters:
        total += one
    return total


def _counts(
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, sources: Sequence[Source]
) -> dict[int, Counter[str]]:
    """For each table, how many times each row stands in it."""
    rows = con.execute(
        f"SELECT _tableau, _meme, count(*) FROM ({_rows(d, table, sources)}) GROUP BY ALL"
    ).fetchall()
    found: dict[int, Counter[str]] = {}
    for s, same, number in rows:
        found.setdefault(int(s), Counter())[str(same)] = int(number)
    return found


def _rows(d: Dataset, table: str, sources: Sequence[Source]) -> str:
    """SQL of the accepted rows: the number of their table, and what equal rows have in common."""
    cells = ", ".join(f'coalesce(CAST("{name}" AS VARCHAR), chr(30))' for name, _ in value_columns(d))
    begins = " ".join(f"WHEN _rang >= {s.depart} THEN {n}" for n, s in reversed(list(enumerate(sources))))
    return (
        f"SELECT _rang, _sous, _cle, CASE {begins} END AS _tableau, md5(concat_ws(chr(31), {cells})) AS _meme "
        f"FROM {table} WHERE _etat = 'ok'"
    )

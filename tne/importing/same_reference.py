"""One reference for several records: numbers that begin at 1 again on each sheet, or in the file of each month.

A reference is there to correct its row later. Where another day or another school stands under it, it is another record,
and the last one would take the place of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb

from tne.importing.model import Probleme, remark
from tne.importing.sources import Source
from tne.spec import Dataset

_REPRISE, REMPLACEE = "reference_reprise", "reference_remplacee"
# The codes of what is said where numbers may begin again.
NUMEROTATION = (_REPRISE, REMPLACEE)
_CONSEIL = "Si les numéros recommencent à chaque feuille ou à chaque fichier, ôtez cette colonne, ou laissez « Référence » sans colonne."
# One row of another day is a date that was corrected.
_LEAST = 2


def refuse_together(con: duckdb.DuckDBPyConnection, d: Dataset, table: str) -> None:
    """Refuse the accepted rows that share a reference with a row of another day or school."""
    told = _differs(d)
    if not told:
        return
    distinct = " OR ".join(f'count(DISTINCT "{c}") > 1' for c in told)
    con.execute(
        f"UPDATE {table} SET _etat = 'refusee' WHERE _etat = 'ok' AND NOT _retire AND reference IS NOT NULL AND _cle IN "
        f"(SELECT _cle FROM {table} WHERE _etat = 'ok' AND NOT _retire AND reference IS NOT NULL GROUP BY _cle HAVING {distinct})"
    )


def refused_told(
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, sources: Sequence[Source], most: int
) -> Iterator[Probleme]:
    """What to say of each of these rows."""
    if not _differs(d):
        return
    rows = con.execute(
        "SELECT _feuille, _ligne, reference, first(_feuille) OVER w, first(_ligne) OVER w, last(_feuille) OVER w, "
        f"last(_ligne) OVER w FROM {table} WHERE _etat = 'refusee' AND _mal = 0 AND _manque = 0 AND reference IS NOT NULL AND _cle IN "
        f"(SELECT _cle FROM {table} WHERE _etat = 'refusee' GROUP BY _cle HAVING count(*) > 1) "
        "WINDOW w AS (PARTITION BY _cle ORDER BY _rang ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) "
        f"ORDER BY _rang LIMIT {most}"
    ).fetchall()
    read = [li for s in sources for li in s.reconnaissance.liaisons if li.dataset.name == d.name]
    label = next((h for li in read if (h := li.colonnes.get("reference"))), d.column("reference").label)
    for sheet, line, reference, first_sheet, first, last_sheet, last in rows:
        other_sheet, other = (
            (first_sheet, first) if (sheet, line) != (first_sheet, first) else (last_sheet, last)
        )
        where = f"la ligne {other}" + (
            f" de « {other_sheet} »" if other_sheet and other_sheet != sheet else ""
        )
        yield Probleme(
            sheet,
            line,
            label,
            reference,
            _REPRISE,
            f"« {reference} » désigne aussi {where}, d'un autre jour ou d'un autre établissement : l'une prendrait la place de l'autre. "
            + _CONSEIL,
        )


def replaced_told(
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, leaving: Sequence[int] = ()
) -> list[Probleme]:
    """What to say of a file whose references stand in the base for records of other days or schools.

    `leaving`: the imports that the file replaces, whose records go in any case.
    """
    told = _differs(d)
    if not told:
        return []
    other = " OR ".join(f'(e."{c}" <> a."{c}")' for c in told)
    ((number, rows),) = con.execute(
        f'SELECT count(*) FILTER (coalesce({other}, false)), count(*) FROM {table} e LEFT JOIN "{d.name}" a ON a._cle = e._cle '
        "AND NOT list_contains($leaving, a._import) WHERE e._etat = 'ok' AND NOT e._retire",
        {"leaving": list(leaving)},
    ).fetchall()
    if number < _LEAST or 2 * number < rows:
        return []
    message = (
        f"{number} lignes ont la référence d'enregistrements déjà importés, d'un autre jour ou d'un autre établissement : elles "
        f"prennent leur place. {_CONSEIL}"
    )
    return [remark(None, 0, str(number), REMPLACEE, message)]


def _differs(d: Dataset) -> list[str]:
    """The columns that say of which day and school a record is, where a reference stands for it; none without one."""
    return (
        [c.name for c in d.stored if c.name in ("date", "uai") and c.name not in d.key]
        if d.par_reference
        else []
    )

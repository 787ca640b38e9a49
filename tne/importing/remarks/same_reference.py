"""One reference for several records: numbers that begin at 1 again on each sheet, or in the file of each month.

A reference is there to correct its row later. Where another day or another school stands under it, it is another record,
and the last one would take the place of the others. Where several schools share the reference of one day, both would count
as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb

from tne.importing.model import Probleme, remark
from tne.importing.rows.sources import Source
from tne.spec import Dataset
from tne.typographie import accord, compte, entier

_REPRISE, REMPLACEE, _PARTAGEE = "reference_reprise", "reference_remplacee", "reference_partagee"
# The codes of what is said where numbers may begin again.
NUMEROTATION = (_REPRISE, REMPLACEE, _PARTAGEE)
_CONSEIL = "Si les numéros recommencent à chaque feuille ou à chaque fichier, ôtez cette colonne, ou laissez « Référence » sans colonne."
_SAISI = "Un autre enregistrement s'ajoute avec « Référence » vide : il prend le numéro suivant."
_COUNTED_AS_ONE = "prennent leur place, ou ne comptent avec eux que pour un. "
# One row of another day is a date that was corrected.
_LEAST = 2


def refuse_together(con: duckdb.DuckDBPyConnection, d: Dataset, table: str) -> None:
    """Refuse the accepted rows that share a reference with a row of another day or school, or that count with it as one."""
    told = _differs(d)
    if not told:
        return
    accepted = "_etat = 'ok' AND NOT _retire AND reference IS NOT NULL"
    distinct = " OR ".join(f'count(DISTINCT "{c}") > 1' for c in told)
    together = ["_cle", *([f"(reference, {d.annee})"] if _of_several_schools(d) else [])]
    others = (
        f"{one} IN (SELECT {one} FROM {table} WHERE {accepted} GROUP BY ALL HAVING {distinct})"
        for one in together
    )
    con.execute(f"UPDATE {table} SET _etat = 'refusee' WHERE {accepted} AND ({' OR '.join(others)})")


def refused_told(
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, sources: Sequence[Source], most: int
) -> Iterator[Probleme]:
    """What to say of each of these rows."""
    told = _differs(d)
    if not told:
        return
    shared = _of_several_schools(d)
    by = "reference" if shared else "_cle"
    record = f"row({', '.join(told)})"
    rows = con.execute(
        f"SELECT _feuille, _ligne, reference, CASE WHEN {record} = first({record}) OVER w THEN last(row(_feuille, _ligne)) OVER w "
        f"ELSE first(row(_feuille, _ligne)) OVER w END AS autre "
        f"FROM {table} WHERE _etat = 'refusee' AND _mal = 0 AND _manque = 0 AND reference IS NOT NULL AND {by} IN "
        f"(SELECT {by} FROM {table} WHERE _etat = 'refusee' GROUP BY ALL HAVING count(*) > 1) "
        f"WINDOW w AS (PARTITION BY {by} ORDER BY {record}, _rang ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) "
        f"ORDER BY _rang LIMIT {most}"
    ).fetchall()
    read = [li for s in sources for li in s.reconnaissance.liaisons if li.dataset.name == d.name]
    label = next((h for li in read if (h := li.colonnes.get("reference"))), d.column("reference").label)
    advice = _SAISI if any(s.reconnaissance.a_la_main for s in sources) else _CONSEIL
    lost = (
        "d'un autre jour : sous une même référence, elles ne compteraient que pour une. "
        if shared
        else "d'un autre jour ou d'un autre établissement : l'une prendrait la place de l'autre. "
    )
    for sheet, line, reference, (other_sheet, other) in rows:
        where = f"la ligne {other}" + (
            f" de « {other_sheet} »" if other_sheet and other_sheet != sheet else ""
        )
        yield Probleme(
            sheet,
            line,
            label,
            reference,
            _REPRISE,
            f"« {reference} » désigne aussi {where}, {lost}{advice}",
        )


def replaced_told(
    con: duckdb.DuckDBPyConnection,
    d: Dataset,
    table: str,
    leaving: Sequence[int],
    a_la_main: bool,
) -> list[Probleme]:
    """What to say of a file whose references stand in the base for records of other days or schools.

    `leaving`: the imports that the file replaces, whose records go in any case. `a_la_main`: the rows were typed in.
    """
    told = _differs(d)
    if not told:
        return []
    advice = _SAISI if a_la_main else _CONSEIL
    other = " OR ".join(f'(e."{c}" <> a."{c}")' for c in told)
    beside = (
        f'EXISTS (SELECT 1 FROM "{d.name}" b WHERE b.reference = e.reference AND b.annee = e._an AND b.date <> e.date '
        "AND NOT list_contains($leaving, b._import) AND b._cle NOT IN (SELECT _cle FROM e))"
        if _of_several_schools(d)
        else "false"
    )
    elsewhere = " OR ".join(f"({one})" for one in _moved(d, told))
    ((replaced, moved, counted, rows),) = con.execute(
        f"WITH e AS (SELECT *, {d.annee} AS _an FROM {table} WHERE _etat = 'ok' AND NOT _retire) "
        f"SELECT count(*) FILTER (coalesce({other}, false)), count(*) FILTER (coalesce({elsewhere}, false)), "
        f"count(*) FILTER (coalesce({other}, false) OR {beside}), count(*) "
        f'FROM e LEFT JOIN "{d.name}" a ON a._cle = e._cle AND NOT list_contains($leaving, a._import)',
        {"leaving": list(leaving)},
    ).fetchall()
    if counted >= _LEAST and 2 * counted >= rows:
        message = (
            f"{entier(counted)} lignes ont la référence d'enregistrements déjà importés, d'un autre jour ou d'un autre établissement : elles "
            + ("prennent leur place. " if counted == replaced else _COUNTED_AS_ONE)
            + advice
        )
        return [remark(None, 0, str(counted), REMPLACEE, message)]
    found = []
    if moved:
        message = (
            f"{compte(moved, 'ligne a', 'lignes ont')} la référence d'un enregistrement déjà importé, d'un autre mois ou d'un autre "
            f"établissement : {accord(moved, 'elle prend', 'chacune prend')} sa place. {advice}"
        )
        found.append(remark(None, 0, str(moved), _PARTAGEE, message))
    if beside_them := counted - replaced:
        message = (
            f"{compte(beside_them, 'ligne a', 'lignes ont')} la référence d'une ligne déjà importée, d'un autre jour : sous une même "
            f"référence, elles ne comptent que pour une. {advice}"
        )
        found.append(remark(None, 0, str(beside_them), _PARTAGEE, message))
    return found


def _moved(d: Dataset, told: Sequence[str]) -> list[str]:
    """SQL of what the correction of a row `a` by a row `e` seldom changes: its month, where it took place one day; its school."""
    months = "date_trunc('month', e.date) <> date_trunc('month', a.date)"
    return [
        months if c == "date" else f'e."{c}" <> a."{c}"' for c in told if c != "date" or d.column(c).required
    ]


def _of_several_schools(d: Dataset) -> bool:
    """True where the rows of several schools under one reference are one record, which counts once."""
    return "reference" in d.key and len(d.key) > 1


def _differs(d: Dataset) -> list[str]:
    """The columns that say of which day and school a record is, where a reference stands for it; none without one."""
    return (
        [c.name for c in d.stored if c.name in ("date", "uai") and c.name not in d.key]
        if d.par_reference
        else []
    )

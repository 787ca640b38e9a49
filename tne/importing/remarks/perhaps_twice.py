"""Records of hand-kept sheets that an earlier import may hold already, written otherwise.

Without a reference a row is known by all of its cells: one that was corrected, or that another version of the sheet writes with
more columns, is another record beside the first, and both count. Where date, school and kind are those of a record that the
file does not hold, someone has to say whether they are the same.

What is typed in has the next free reference: it says nothing of whether the record is another one.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from tne.folding import sql_fold
from tne.importing.model import Probleme, place_in_import, remark
from tne.spec import Column, Dataset
from tne.typographie import accord, compte, enumeration

PEUT_ETRE_DEUX_FOIS = "peut_etre_deux_fois"
_SHOWN = 3
# The columns that say which record a row is, beside its kind and the day when it took place.
_WHICH = ("annee", "uai", "commune", "libelle")


def perhaps_twice(
    con: duckdb.DuckDBPyConnection,
    d: Dataset,
    table: str,
    leaving: Sequence[int],
    a_la_main: bool,
) -> list[Probleme]:
    """What to say of the rows that a staged file adds beside records of the same day, place and kind that it does not hold.

    `leaving`: the imports that the file replaces, whose records go in any case. Two records that both have a reference are two, unless
    all else that they say is the same. `a_la_main`: the rows were typed in, their references are not their own.
    """
    if not d.par_reference:
        return []
    told = [c for c in d.stored if c.name in _WHICH or (c.required and (c.kind.est_date or c.kind.ferme))]
    others = [c.name for c in d.stored if c not in told and c.name != "reference"]
    rows = con.execute(
        _rows(d, table, told, others), {"leaving": list(leaving), "main": a_la_main}
    ).fetchall()
    if not rows:
        return []
    labels = enumeration([f"« {c.label} »" for c in told if c.name != "commune"])
    message = _typed(labels, rows) if a_la_main else _read(labels, rows)
    return [remark(None, 0, str(len(rows)), PEUT_ETRE_DEUX_FOIS, message)]


# Import, sheet, line and reference of the first record that a row that is added may be.
_Place = tuple[int, str | None, int, str | None]


def _rows(d: Dataset, table: str, told: Sequence[Column], others: Sequence[str]) -> str:
    """SQL: for each row that is added and may be a record of the base the first such record, in the order of the file.

    The records are gathered by what makes them the same before the rows are put beside them: of a sheet that has one day for
    thousands of rows, each would be compared with each.
    """
    # Capitals, accents, apostrophes, spaces: what two persons write otherwise.
    same = [
        (f"_t{n}", sql_fold(f'"{c.name}"') if c.kind.libre else f'"{c.name}"') for n, c in enumerate(told)
    ]
    rest = [(f"_a{n}", f'"{name}"') for n, name in enumerate(others)]
    columns = "".join(f", {sql} AS {name}" for name, sql in (*same, *rest))
    by, beside = [name for name, _ in same], [name for name, _ in rest]
    somewhere = " OR ".join(f'"{c.name}" IS NOT NULL' for c in told if c.name in ("uai", "commune"))
    said = " OR ".join(f"e.{name} IS NOT NULL" for name in beside)
    first = "min(struct_pack(n := _import, ligne := _ligne, reference := reference, feuille := _feuille))"
    return f"""
        WITH ajoutees AS (SELECT _rang, _sous, reference{columns} FROM {_added(d, table)} WHERE {somewhere}),
        autres AS (SELECT _import, _feuille, _ligne, reference{columns} FROM {_beside(d, table)}
                   WHERE _import NOT IN (SELECT id FROM import WHERE demo)),
        memes AS (SELECT {", ".join(by)}, {first} AS tous, {first} FILTER (reference IS NULL) AS sans FROM autres GROUP BY ALL),
        pareils AS (SELECT {", ".join((*by, *beside))}, {first} AS pareil FROM autres GROUP BY ALL),
        places AS (
            SELECT e._rang, e._sous, CASE WHEN $main OR e.reference IS NULL THEN m.tous
                   ELSE least(m.sans, p.pareil) END AS place
            FROM ajoutees e JOIN memes m ON {_equal(by, "m")} LEFT JOIN pareils p ON {_equal((*by, *beside), "p")} AND ({said})
        )
        SELECT place.n, place.feuille, place.ligne, place.reference FROM places WHERE place IS NOT NULL ORDER BY _rang, _sous"""


def _read(labels: str, rows: Sequence[_Place]) -> str:
    number = len(rows)
    them = accord(
        number,
        "c'est le même enregistrement, il compte",
        "ce sont les mêmes enregistrements, ils comptent",
    )
    shown = _first([place_in_import(n, sheet, line) for n, sheet, line, _ in rows])
    return (
        f"{compte(number, 'ligne ajoutée a', 'lignes ajoutées ont')} les mêmes {labels} que des lignes déjà importées qui ne sont pas dans "
        f"ce fichier ({shown}) : si {them} "
        "deux fois. Annulez d'abord l'import dont ce fichier est une autre version, ou remplacez-le où c'est proposé."
    )


def _typed(labels: str, rows: Sequence[_Place]) -> str:
    number = len(rows)
    shown = _first(
        [
            f"{f'{reference}, ' if reference else ''}{place_in_import(n, sheet, line)}"
            for n, sheet, line, reference in rows
        ]
    )
    return (
        f"{compte(number, 'ligne ajoutée a', 'lignes ajoutées ont')} les mêmes {labels} "
        + accord(number, "qu'un enregistrement déjà là", "que des enregistrements déjà là")
        + f" ({shown}) : "
        + accord(
            number,
            "si c'est le même, il compte deux fois. Corrigez alors celui-là, sans en ajouter un.",
            "si ce sont les mêmes, ils comptent deux fois. Corrigez alors ceux-là, sans en ajouter.",
        )
    )


def _first(places: Sequence[str]) -> str:
    each = list(dict.fromkeys(places))
    return " ; ".join([*each[:_SHOWN], *(["…"] if len(each) > _SHOWN else [])])


def replies_again(
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, leaving: Sequence[int]
) -> list[Probleme]:
    """What to say of replies without number nor person that a staged file adds, and that the base holds with their seconds, or without.

    A spreadsheet shows an hour without its seconds, and saves a CSV as it shows it. Those of one person count once in any case.
    """
    if d.name != "reponse":
        return []
    known = "annee, uai, formulaire, date_trunc('minute', date_reponse) AS minute, second(date_reponse) = 0 AS ronde"
    same = _equal(("annee", "uai", "formulaire", "minute"), "a")
    unknown = "numero IS NULL AND personne IS NULL"
    ((number,),) = con.execute(
        f"SELECT count(DISTINCT e._cle) FROM (SELECT _cle, {known} FROM {_added(d, table)} WHERE {unknown}) e "
        f"SEMI JOIN (SELECT DISTINCT {known} FROM {_beside(d, table)} WHERE {unknown}) a ON {same} AND (e.ronde OR a.ronde)",
        {"leaving": list(leaving)},
    ).fetchall()
    if not number:
        return []
    message = (
        f"{compte(number, 'réponse ajoutée est', 'réponses ajoutées sont')} d'un même établissement et de la même minute que des réponses "
        "déjà importées qui ne sont pas dans ce fichier, aux secondes près : un tableur ne les garde pas dans un CSV. Si ce sont les "
        "mêmes, elles comptent deux fois : remplacez l'import d'avant où c'est proposé, ou reprenez l'export d'origine."
    )
    return [remark(None, 0, str(number), PEUT_ETRE_DEUX_FOIS, message)]


def _added(d: Dataset, table: str) -> str:
    """SQL: the rows that a staged file adds."""
    return f"(SELECT * FROM {table} WHERE _etat = 'ok' AND NOT _retire AND _cle NOT IN (SELECT _cle FROM \"{d.name}\"))"


def _beside(d: Dataset, table: str) -> str:
    """SQL: the records that the file does not hold, and that stay: of no import of $leaving, not taken out by the file itself."""
    return (
        f"(SELECT * FROM \"{d.name}\" WHERE _cle NOT IN (SELECT _cle FROM {table} WHERE _etat = 'ok') "
        "AND NOT list_contains($leaving, _import))"
    )


def _equal(keys: Sequence[str], other: str) -> str:
    """SQL that a row `e` and another have the same in all of these."""
    return " AND ".join(f"e.{name} IS NOT DISTINCT FROM {other}.{name}" for name in keys)

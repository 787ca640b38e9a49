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
from tne.importing.model import Probleme, remark
from tne.spec import Dataset
from tne.typographie import accord, compte, enumeration

PEUT_ETRE_DEUX_FOIS = "peut_etre_deux_fois"
_SHOWN = 3
# The columns that say which record a row is, beside its kind and the day when it took place.
_WHICH = ("annee", "uai", "commune", "libelle")


def perhaps_twice(
    con: duckdb.DuckDBPyConnection,
    d: Dataset,
    table: str,
    leaving: Sequence[int] = (),
    a_la_main: bool = False,
) -> list[Probleme]:
    """What to say of the rows that a staged file adds beside records of the same day, place and kind that it does not hold.

    `leaving`: the imports that the file replaces, whose records go in any case. Two records that both have a reference are two, unless
    all else that they say is the same. `a_la_main`: the rows were typed in, their references are not their own.
    """
    if not d.par_reference:
        return []
    told = [c for c in d.stored if c.name in _WHICH or (c.required and (c.kind.est_date or c.kind.ferme))]
    same = " AND ".join(_alike(c.name) if c.kind.libre else _equal(c.name) for c in told)
    somewhere = " OR ".join(f'e."{c.name}" IS NOT NULL' for c in told if c.name in ("uai", "commune"))
    others = [c.name for c in d.stored if c not in told and c.name != "reference"]
    alike = " AND ".join(_equal(n) for n in others)
    said = " OR ".join(f'e."{n}" IS NOT NULL' for n in others)
    rows = con.execute(
        "SELECT e._rang, e._sous, min(a._import), arg_min(a._ligne, a._import), arg_min(a.reference, a._import) "
        f"{_beside(d, table, same)} AND ({somewhere}) "
        f"AND ($main OR e.reference IS NULL OR a.reference IS NULL OR (({said}) AND {alike})) "
        "AND a._import NOT IN (SELECT id FROM import WHERE demo) GROUP BY ALL ORDER BY 1, 2",
        {"leaving": list(leaving), "main": a_la_main},
    ).fetchall()
    if not rows:
        return []
    labels = enumeration([f"« {c.label} »" for c in told if c.name != "commune"])
    message = _typed(labels, rows) if a_la_main else _read(labels, rows)
    return [remark(None, 0, str(len(rows)), PEUT_ETRE_DEUX_FOIS, message)]


# Rank and sub-rank of a row that is added; import, line and reference of the first record that it may be.
_Pair = tuple[int, int, int, int, str | None]


def _read(labels: str, rows: Sequence[_Pair]) -> str:
    number = len(rows)
    them = accord(
        number,
        "c'est le même enregistrement, il compte",
        "ce sont les mêmes enregistrements, ils comptent",
    )
    shown = _first([f"import n° {i}, ligne {line}" for _, _, i, line, _ in rows])
    return (
        f"{compte(number, 'ligne ajoutée a', 'lignes ajoutées ont')} les mêmes {labels} que des lignes déjà importées qui ne sont pas dans "
        f"ce fichier ({shown}) : si {them} "
        "deux fois. Annulez d'abord l'import dont ce fichier est une autre version, ou remplacez-le où c'est proposé."
    )


def _typed(labels: str, rows: Sequence[_Pair]) -> str:
    number = len(rows)
    shown = _first(
        [
            f"{f'{reference}, ' if reference else ''}import n° {i}, ligne {line}"
            for *_, i, line, reference in rows
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
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, leaving: Sequence[int] = ()
) -> list[Probleme]:
    """What to say of replies without number nor person that a staged file adds, and that the base holds with their seconds, or without.

    A spreadsheet shows an hour without its seconds, and saves a CSV as it shows it. Those of one person count once in any case.
    """
    if d.name != "reponse":
        return []
    same = " AND ".join(map(_equal, ("annee", "uai", "formulaire")))
    unknown = " AND ".join(f"{row}.{name} IS NULL" for row in "ea" for name in ("numero", "personne"))
    same += " AND date_trunc('minute', e.date_reponse) = date_trunc('minute', a.date_reponse)"
    ((number,),) = con.execute(
        f"SELECT count(DISTINCT e._cle) {_beside(d, table, same)} AND {unknown} "
        "AND (second(e.date_reponse) = 0 OR second(a.date_reponse) = 0)",
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


def _beside(d: Dataset, table: str, same: str) -> str:
    """SQL from the rows `e` that a staged file adds, each beside the records `a` that are the `same`, that the file does not hold,
    and that stay: of no import of $leaving, not taken out by the file itself.
    """
    ok = f"(SELECT * FROM {table} WHERE _etat = 'ok' AND NOT _retire)"
    return (
        f'FROM {ok} e JOIN "{d.name}" a ON {same} WHERE e._cle NOT IN (SELECT _cle FROM "{d.name}") '
        f"AND a._cle NOT IN (SELECT _cle FROM {table} WHERE _etat = 'ok') AND NOT list_contains($leaving, a._import)"
    )


def _equal(name: str) -> str:
    return f'e."{name}" IS NOT DISTINCT FROM a."{name}"'


def _alike(name: str) -> str:
    """SQL that two texts are the same but for what two persons write otherwise: capitals, accents, apostrophes, spaces.

    Beside `_equal` conditions it is looked at for the rows that these join, not for every row.
    """
    e, a = f'e."{name}"', f'a."{name}"'
    return f"({_equal(name)} OR coalesce({sql_fold(e)} = {sql_fold(a)}, false))"

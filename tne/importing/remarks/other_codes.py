"""Sessions that a file names otherwise than the base does, or than its other rows do: « 12 » for « 0012 », « M 1 » for « M1 ».

A spreadsheet takes the zeros before a code, a person writes a dash or a space. The number of a session alone is sure to be the same
with a zero and without (`NUMERO_DE_SESSION`); of the other codes someone has to say it, for each would count.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from tne.datasets.plan import CLE_SESSION
from tne.importing.model import Probleme, remark
from tne.spec import Dataset
from tne.typographie import compte

CODES_AUTREMENT = "codes_autrement"
_SHOWN = 3
# Where sessions stand in the base.
_TABLES = ("session", "inscription", "session_complement")
_ALL = ", ".join(CLE_SESSION)


def _bare(code: str) -> str:
    """SQL of a code without the zeros before its numbers, nor what is neither letter nor digit but between two numbers."""
    steps = (
        ("[^0-9A-Z]+", "-"),
        ("(^|[A-Z])-", r"\1"),
        ("-([A-Z]|$)", r"\1"),
        ("(^|[^0-9])0+([0-9])", r"\1\2"),
    )
    for pattern, instead in steps:
        code = f"regexp_replace({code}, '{pattern}', '{instead}', 'g')"
    return code


_BARE = ", ".join(_bare(c) for c in CLE_SESSION)
_HELD = " UNION ALL ".join(
    f"SELECT DISTINCT {_ALL} FROM {table} WHERE NOT list_contains($leaving, _import)" for table in _TABLES
)


def other_codes(
    con: duckdb.DuckDBPyConnection, d: Dataset, named: str, leaving: Sequence[int]
) -> list[Probleme]:
    """One remark on the sessions that a file adds and that differ from others by zeros, spaces or dashes alone.

    `named`: what `sessions_named` made of the file. `leaving`: the imports that it replaces.
    """
    same = " AND ".join(f"h.{c} = f.{c}" for c in CLE_SESSION)
    # Of a file whose sessions stand so in the base nothing more is read.
    added = f'(SELECT {_ALL} FROM {named} f WHERE NOT EXISTS (SELECT 1 FROM "{d.name}" h WHERE {same}))'
    if not con.execute(f"SELECT 1 FROM {added} LIMIT 1").fetchall():
        return []
    every = f"(SELECT {_ALL} FROM {named} UNION ALL {_HELD})"
    # By eight bytes each first: of very many sessions, as of few, hardly any are written in two ways.
    twice = con.execute(
        f"SELECT k FROM (SELECT hash({_BARE}) AS k, hash({_ALL}) AS w FROM {every}) GROUP BY k HAVING min(w) <> max(w)",
        {"leaving": list(leaving)},
    ).fetchall()
    if not twice:
        return []
    told = f"SELECT concat_ws(' · ', {_ALL}) AS written, hash({_BARE}) AS k"
    found = con.execute(
        f"WITH f AS (SELECT * FROM ({told} FROM {added}) WHERE list_contains($twice, k)), "
        f"h AS (SELECT * FROM ({told} FROM {every}) WHERE list_contains($twice, k)) "
        "SELECT f.written, max(h.written) FROM f JOIN h ON h.k = f.k AND h.written <> f.written "
        # Of two that the file adds, one is told.
        "AND (h.written > f.written OR h.written NOT IN (SELECT written FROM f)) GROUP BY 1 ORDER BY 1",
        {"leaving": list(leaving), "twice": [k for (k,) in twice]},
    ).fetchall()
    if not found:
        return []
    shown = " ; ".join(f"« {one} » et « {other} »" for one, other in found[:_SHOWN])
    message = (
        f"{compte(len(found), 'session ne diffère', 'sessions ne diffèrent')} d'autres, de ce fichier ou déjà importées, que par des zéros, des espaces ou "
        f"des tirets : {shown}{' ; …' if len(found) > _SHOWN else ''}. Si ce sont les mêmes, elles comptent "
        "deux fois : un tableur ôte les zéros du début des codes. Reprenez l'export d'origine, ou écrivez ces codes "
        "partout de la même façon."
    )
    return [remark(None, 0, str(len(found)), CODES_AUTREMENT, message)]

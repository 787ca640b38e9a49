"""Views since the creation of a video only grow: a count of them that is lower than the one in the base is an older one."""

from __future__ import annotations

import duckdb

from tne.importing.model import Probleme, remark
from tne.spec import Dataset
from tne.typographie import compte


def lower_views(con: duckdb.DuckDBPyConnection, d: Dataset, table: str) -> list[Probleme]:
    """One remark where most of the counts that the file changes go down: a platform takes a few views back now and then."""
    if d.name != "consultation":
        return []
    ((lower, changed),) = con.execute(
        f"SELECT count(*) FILTER (e.vues < a.vues), count(*) FILTER (e.vues <> a.vues) FROM {table} e "
        "JOIN consultation a ON a._cle = e._cle WHERE e._etat = 'ok' AND NOT e._retire AND e.periode = 'Depuis la création'"
    ).fetchall()
    if 2 * lower <= changed:
        return []
    message = (
        f"{compte(lower, 'vidéo a', 'vidéos ont')} ici moins de vues depuis la création que dans la base : ce relevé est sans doute plus "
        "ancien que le dernier importé, dont il prendrait la place."
    )
    return [remark(None, 0, str(lower), "vues_en_baisse", message)]

"""Sessions that a file names and the plan of their school year does not: not refused, but told before the import.

The plan may come after. Where the base holds none of that year, nothing is missing in it.
"""

from __future__ import annotations

import duckdb

from tne.datasets.plan import CLE_SESSION
from tne.importing.model import Probleme
from tne.spec import Dataset, Gravite

_SHOWN = 8


def unknown_sessions(con: duckdb.DuckDBPyConnection, d: Dataset, table: str) -> list[Probleme]:
    """One remark for the whole file, with how many sessions there are, and the first of them; most rows first."""
    if d.name == "session" or not set(CLE_SESSION) <= {c.name for c in d.stored}:
        return []
    if not con.execute("SELECT 1 FROM session LIMIT 1").fetchall():
        return []
    codes = ", ".join(CLE_SESSION)
    same = " AND ".join(f"s.{c} = t.{c}" for c in CLE_SESSION)
    # Codes first: of a million rows they are a few thousand, and the year is that of the code.
    found = con.execute(
        f"SELECT concat_ws(' · ', {codes}), n, {d.annee} AS annee FROM (SELECT {codes}, count(*) AS n FROM {table} "
        f"WHERE _etat = 'ok' AND NOT _retire GROUP BY {codes}) t WHERE ({d.annee}) IN (SELECT annee FROM session) "
        f"AND NOT EXISTS (SELECT 1 FROM session s WHERE {same}) ORDER BY n DESC, 1"
    ).fetchall()
    if not found:
        return []
    subject = (
        "1 session de ce fichier n'est" if len(found) == 1 else f"{len(found)} sessions de ce fichier ne sont"
    )
    years = " et ".join(sorted({annee for *_, annee in found}))
    shown = " ; ".join(f"{name} ({n} ligne{'s' if n > 1 else ''})" for name, n, _ in found[:_SHOWN])
    message = (
        f"{subject} pas dans le plan {years} : "
        f"{shown}{' ; …' if len(found) > _SHOWN else ''}. Rien n'en dirait le titre, la date ni le lieu : "
        "vérifiez ces codes, ou importez le plan à jour."
    )
    return [
        Probleme(None, 0, None, str(len(found)), "sessions_inconnues", message, gravite=Gravite.AVERTISSEMENT)
    ]

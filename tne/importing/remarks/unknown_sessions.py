"""Sessions that a file names and the plan of their school year does not: not refused, but told before the import.

The plan may come after. Where the base holds none of that year, nothing is missing in it.
"""

from __future__ import annotations

import duckdb

from tne.datasets.plan import CLE_SESSION
from tne.importing.model import Probleme, remark
from tne.spec import Dataset
from tne.typographie import accord, compte, entier

_SHOWN = 8


def sessions_named(con: duckdb.DuckDBPyConnection, d: Dataset, table: str) -> str | None:
    """A temporary table of the sessions that a staged file names, with the number `n` of their rows; None where it names none.

    Of a million rows they are a few thousand: what is told of them reads no more.
    """
    if not set(CLE_SESSION) <= {c.name for c in d.stored}:
        return None
    codes = ", ".join(CLE_SESSION)
    name = f"sessions_{d.name}"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {codes}, count(*) AS n FROM {table} "
        f"WHERE _etat = 'ok' AND NOT _retire GROUP BY {codes}"
    )
    return name


def unknown_sessions(con: duckdb.DuckDBPyConnection, d: Dataset, named: str) -> list[Probleme]:
    """One remark for the whole file, with how many sessions there are, and the first of them; most rows first.

    `named`: what `sessions_named` made of the file.
    """
    if d.name == "session":
        return []
    undated = _of_no_year(con, d, named)
    if not con.execute("SELECT 1 FROM session LIMIT 1").fetchall():
        return undated
    codes = ", ".join(CLE_SESSION)
    same = " AND ".join(f"s.{c} = t.{c}" for c in CLE_SESSION)
    # The year is that of the code.
    found = con.execute(
        f"SELECT concat_ws(' · ', {codes}), n, {d.annee} AS annee FROM {named} t WHERE ({d.annee}) IN (SELECT annee FROM session) "
        f"AND NOT EXISTS (SELECT 1 FROM session s WHERE {same}) ORDER BY n DESC, 1"
    ).fetchall()
    if not found:
        return undated
    subject = compte(len(found), "session n'est", "sessions ne sont")
    years = " et ".join(sorted({annee for *_, annee in found}))
    shown = " ; ".join(f"{name} ({compte(n, 'ligne')})" for name, n, _ in found[:_SHOWN])
    message = (
        f"{subject} pas dans le plan {years} : "
        f"{shown}{' ; …' if len(found) > _SHOWN else ''}. Rien n'en dirait le titre, la date ni le lieu : "
        "vérifiez ces codes, ou importez le plan à jour."
    )
    return [remark(None, 0, str(len(found)), "sessions_inconnues", message), *undated]


def _of_no_year(con: duckdb.DuckDBPyConnection, d: Dataset, named: str) -> list[Probleme]:
    """What to say of sessions whose code tells no school year, while no plan tells it either."""
    same = " AND ".join(f"s.{c} = t.{c}" for c in CLE_SESSION)
    ((number, rows, code),) = con.execute(
        f"SELECT count(*), sum(n), min(dispositif_code) FROM {named} t WHERE ({d.annee}) IS NULL "
        f"AND NOT EXISTS (SELECT 1 FROM session s WHERE {same})"
    ).fetchall()
    if not number:
        return []
    message = (
        f"Le code du dispositif de {compte(number, 'session')} ne dit pas d'année scolaire (« {code} » : 23A0130001 est de 2023-2024), "
        f"et aucun plan importé ne la dit : aucun chiffre ne compte {accord(rows, 'sa ligne', f'leurs {entier(rows)} lignes')}. "
        "Importez le plan de ces sessions, ou corrigez ces codes."
    )
    return [remark(None, 0, str(number), "sessions_sans_annee", message)]

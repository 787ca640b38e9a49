"""Operators of sessions that are neither of those that figures name: their sessions count in the total alone."""

from __future__ import annotations

import duckdb

from tne.datasets.operateurs import OPERATEURS, est
from tne.importing.headers.unrecognised import shown
from tne.importing.model import Probleme, remark
from tne.spec import Dataset
from tne.typographie import accord, compte


def other_operators(con: duckdb.DuckDBPyConnection, d: Dataset, table: str) -> list[Probleme]:
    """One remark on the operators that the base does not hold yet, as they are written; most sessions first."""
    if d.name != "session_complement":
        return []
    neither = f"NOT ({' OR '.join(est(one) for one in OPERATEURS)})"
    found = con.execute(
        f"SELECT operateur, count(*) AS n FROM {table} WHERE _etat = 'ok' AND NOT _retire AND {neither} "
        "AND operateur NOT IN (SELECT operateur FROM session_complement WHERE operateur IS NOT NULL) "
        "GROUP BY operateur ORDER BY n DESC, operateur"
    ).fetchall()
    if not found:
        return []
    sessions = sum(n for _, n in found)
    message = (
        f"{compte(sessions, 'session a', 'sessions ont')} un opérateur qui n'est ni le SRANE ni Canopé ({shown([name for name, _ in found])}) : le total des "
        f"sessions {accord(sessions, 'la', 'les')} compte, ni celui du SRANE ni celui de Canopé. Si c'est l'un d'eux sous un autre "
        "nom, écrivez « SRANE » ou « Canopé » dans « Opérateur »."
    )
    return [remark(None, 0, str(sessions), "autres_operateurs", message)]

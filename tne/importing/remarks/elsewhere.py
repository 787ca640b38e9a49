"""Rows of other départements than those of the territory: which they are, where all are set aside, and how many where they count."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tne import settings, territoire
from tne.datasets.ecoles import departement_de_uai
from tne.importing.columns.as_cells import as_cells
from tne.importing.correcting.problems import HORS_TERRITOIRE
from tne.importing.model import Liaison, Reconnaissance, Resultat
from tne.kinds import DEPARTEMENT, UAI_LU
from tne.spec import Dataset
from tne.typographie import accord, compte

_MOST = 3


def of_elsewhere(recognised: Sequence[Reconnaissance], result: Resultat) -> str:
    """The sentence that names the départements of the file and the territory; "" where its rows were set aside for something else."""
    if all(p.message != HORS_TERRITOIRE for p in result.problemes if p.code == "ecartees"):
        return ""
    names = territoire.noms_des_departements()
    codes = sorted(
        {c for r in recognised for li in r.liaisons for c in _codes(r, li)} - set(settings.territoire())
    )
    if not codes:
        return ""
    told = [f"{names.get(c, 'département')} ({c})" for c in codes]
    there = ", ".join(told) if len(told) <= _MOST else f"{len(told)} départements"
    here = ", ".join(f"{names.get(c, 'département')} ({c})" for c in settings.territoire())
    return (
        f"Les lignes de ce fichier sont d'un autre territoire : {there}. Ce tableau de bord est celui de : {here}. "
        "Prenez le fichier de ce territoire, ou le fichier national."
    )


def counted_from_elsewhere(con: duckdb.DuckDBPyConnection, d: Dataset, table: str) -> str:
    """What to say of staged rows whose school is of another département; "" where none is, or where they are set aside.

    A neighbouring school may have been visited: its rows count, and someone has to look.
    """
    if d.departement or all(c.name != "uai" for c in d.stored):
        return ""
    rows = con.execute(
        f"SELECT {departement_de_uai()} AS code, count(*) AS n FROM {table} WHERE _etat = 'ok' AND NOT _retire AND uai IS NOT NULL "
        "AND NOT list_contains($ours, code) GROUP BY code ORDER BY n DESC, code",
        {"ours": list(settings.territoire())},
    ).fetchall()
    if not rows:
        return ""
    names = territoire.noms_des_departements()
    number = sum(n for _, n in rows)
    shown = ", ".join(f"{names.get(code, 'code inconnu')} ({code}) : {n}" for code, n in rows[:_MOST])
    way = accord(number, "si elle n'est pas à compter, ôtez-la", "si elles ne sont pas à compter, ôtez-les")
    return (
        f"{compte(number, 'ligne')} {accord(number, 'est', 'sont')} d'un établissement hors du territoire ({shown}"
        f"{', …' if len(rows) > _MOST else ''}) et {accord(number, 'compte', 'comptent')} comme les autres : {way} du "
        "fichier."
    )


def _codes(r: Reconnaissance, li: Liaison) -> set[str]:
    """The codes of départements ("094") that the rows say, by their column or by their UAI, read as the import reads them."""
    for column in li.dataset.columns:
        header = li.colonnes.get(column.name)
        if header is None or not (column.kind is DEPARTEMENT or column.name == "uai"):
            continue
        texts = pc.unique(r.tableau.colonne(header).cast(pa.string())).to_pylist()
        told = departement_de_uai(f"({UAI_LU})") if column.name == "uai" else DEPARTEMENT.sql
        return {code for code in as_cells(texts, told.format(x="trim(x)")) if code is not None}
    return set()

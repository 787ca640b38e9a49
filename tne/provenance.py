"""Any figure traced to file, sheet and line. For coordinators: rows one by one are never masked, and a file may name someone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import duckdb
import pandas as pd

from tne import settings
from tne.access import Droit
from tne.datasets import dataset
from tne.db import log_table
from tne.erreurs import AccesRefuse
from tne.filters import Filters, View
from tne.importing.changes import shown_columns
from tne.importing.wording import as_text
from tne.indicators import BY_CODE, Indicator, Value, kept_years, write_given
from tne.queries.perimeter import perimetre
from tne.queries.provenance import TRACES, Trace
from tne.queries.tableaux import PETIT, est_petit
from tne.visuals.petits import REMARQUE, petit

LIGNES_MAXIMUM = 1000
"""Rows of one reading; the rest by pages."""


@dataclass(frozen=True, eq=False)
class Origine:
    """The rows of one data set behind a part of a figure.

    `role` is « le chiffre », « son dénominateur », « le chiffre déclaré », « le chiffre publié », « l'objectif ». `valeur` is what
    the rows make, in `mots`; of the last three `ecrit` is how it is written. `fichiers` has one row per import and sheet (Import, Fichier, Feuille, Lignes); `lignes` one row per record:
    Import, Complété par (other imports that hold the same key), Feuille, Ligne, then the columns that are filled, those that are added up before the others;
    last what is to be remarked of a row whose counts of persons are small. `petit`: so are the persons that the part shows.
    """

    role: str
    jeu: str
    total: int
    valeur: float
    mots: str
    fichiers: pd.DataFrame
    lignes: pd.DataFrame
    petit: bool = False
    ecrit: str = ""


def _known(table: str, mots: str) -> Trace:
    rows = f"SELECT _cle FROM {table} WHERE annee = $annee AND indicateur = $code AND departement IN (SELECT unnest($territoire))"
    return Trace(table, rows, mots, "any_value(t.valeur)")


CONNUS: Mapping[str, Trace] = {
    "le chiffre déclaré": _known("chiffre_declare", "déclaré"),
    "le chiffre publié": _known("indicateur_publie", "publié"),
    "l'objectif": _known("objectif", "fixé"),
}


def traces(indicator: Indicator, ecoles: bool = False) -> Iterator[tuple[str, Trace]]:
    """(role, trace) of every part of an indicator. Published figures and targets know no choice of schools (`ecoles`)."""
    if indicator.moyenne:
        yield "le chiffre", TRACES["presences_traitees"]
        yield "son dénominateur", TRACES[indicator.numerateur]
    else:
        yield "le chiffre", TRACES[indicator.numerateur]
    if indicator.denominateur:
        yield "son dénominateur", TRACES[indicator.denominateur]
    if not (ecoles and indicator.honore):
        yield from CONNUS.items()


def origines(
    con: duckdb.DuckDBPyConnection,
    droit: Droit,
    filters: Filters,
    annee: str,
    code: str,
    view: View,
    debut: int = 0,
) -> tuple[Origine, ...]:
    """The rows behind an indicator for one school year, part by part; a part without a row, or that the figure does not have, is
    left out: what is declared or published because a list is missing is made by no row of the others.

    `debut` skips rows of each part, `LIGNES_MAXIMUM` follow. AccesRefuse for a reader, and while presenting: a row is
    one teacher's registration, one school's pupils.
    """
    droit.require("remonter aux lignes d'un chiffre")
    if view != "coordination":
        raise AccesRefuse("Les lignes derrière un chiffre ne se montrent pas pendant une présentation.")
    params = {**perimetre(con, filters).params, "annee": annee, "code": code}
    params["territoire"] = list(settings.territoire())
    indicator = BY_CODE[code]
    known = kept_years(con, filters, (annee,), "coordination", indicator.famille)[annee]
    value = next(v for v in known if v.indicateur is indicator)
    parts = [p for p in traces(indicator, filters.par_etablissement) if _part(value, p[0]) is not None]
    found = ((role, _origine(con, role, trace, params, debut)) for role, trace in parts)
    return tuple(_said(value, o) if role in CONNUS else o for role, o in found if o is not None)


def _part(value: Value, role: str) -> float | None:
    """What a part of the figure is worth; None where it has none."""
    if role in CONNUS:
        told = (value.declare, value.publie, value.objectif)
        return dict(zip(CONNUS, told, strict=True))[role]
    if value.origine != "calculé":
        return None
    return value.denominateur if role == "son dénominateur" else value.valeur


def _said(value: Value, o: Origine) -> Origine:
    """The same with what all the départements of the territory say together, as it is written."""
    told = _part(value, o.role) or 0.0
    written = value.publie_texte if o.role == "le chiffre publié" else write_given(value.indicateur, told)
    return replace(o, valeur=told, ecrit=written)


def _used(sql: str, params: dict[str, object]) -> dict[str, object]:
    """The parameters that a statement names: DuckDB refuses any other."""
    return {k: v for k, v in params.items() if f"${k}" in sql}


def compter(con: duckdb.DuckDBPyConnection, trace: Trace, params: dict[str, object]) -> tuple[int, float]:
    """How many rows a trace has under these parameters, and the number they make."""
    sql = (
        f'SELECT count(*), {trace.compte} FROM "{trace.jeu}" t {trace.avec} WHERE t._cle IN ({trace.lignes})'
    )
    total, valeur = con.execute(sql, _used(sql, params)).fetchall()[0]
    return int(total), float(valeur or 0)


def _origine(
    con: duckdb.DuckDBPyConnection, role: str, trace: Trace, params: dict[str, object], debut: int
) -> Origine | None:
    total, valeur = compter(con, trace, params)
    if not total:
        return None
    by_file = f"""SELECT t._import AS "Import", any_value(i.fichier) AS "Fichier", coalesce(t._feuille, '') AS "Feuille",
        count(*) AS "Lignes" FROM "{trace.jeu}" t LEFT JOIN import i ON i.id = t._import
        WHERE t._cle IN ({trace.lignes}) GROUP BY t._import, coalesce(t._feuille, '') ORDER BY 1, 3"""
    files = con.execute(by_file, _used(by_file, params)).df()
    return Origine(
        role,
        trace.jeu,
        int(total),
        float(valeur or 0),
        trace.mots,
        files,
        _records(con, trace, params, debut),
        # Of a list of registrations each row is a person's, whatever they make: sessions, collèges.
        petit=(trace.personnes and est_petit(valeur)) or (dataset(trace.jeu).nominatif and est_petit(total)),
    )


def _records(
    con: duckdb.DuckDBPyConnection, trace: Trace, params: dict[str, object], debut: int
) -> pd.DataFrame:
    d = dataset(trace.jeu)
    # What is added up stands beside the line: it was the last of a table that is wider than the page.
    added = re.findall(r"sum\(t\.(\w+)\)", trace.compte)
    columns = sorted(shown_columns(d), key=lambda c: c.name not in added)
    listed = ", ".join(f't."{c.name}"' for c in columns)
    others = f"""SELECT l._cle, array_to_string(list_sort(list(DISTINCT l._import)), ', ') AS ids
        FROM {log_table(d)} l JOIN import j ON j.id = l._import AND j.en_vigueur JOIN "{d.name}" t ON t._cle = l._cle
        WHERE l._import <> t._import GROUP BY l._cle"""
    sql = f"""SELECT t._import, o.ids, t._feuille, t._ligne, {listed} FROM "{d.name}" t LEFT JOIN ({others}) o ON o._cle = t._cle
        WHERE t._cle IN ({trace.lignes}) ORDER BY t._import, t._feuille, t._ligne, t._cle LIMIT $n OFFSET $debut"""
    given = {**params, "n": LIGNES_MAXIMUM, "debut": debut}
    rows = con.execute(sql, _used(sql, given)).fetchall()
    counting = [n for n, c in enumerate(columns, 4) if c.personnes]
    frame = pd.DataFrame(
        [
            [number, ids or "", sheet or "", line, *(as_text(v) for v in values)]
            for number, ids, sheet, line, *values in rows
        ],
        columns=["Import", "Complété par", "Feuille", "Ligne", *(c.label for c in columns)],
    )
    frame[REMARQUE] = [PETIT if any(petit(row[n]) for n in counting) else "" for row in rows]
    empty = [c for c in frame.columns if c not in ("Import", "Ligne") and not frame[c].astype(bool).any()]
    return frame.drop(columns=empty)

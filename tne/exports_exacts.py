"""The only way by which exact rows leave the tool: asked by a coordinator, confirmed, and written in the journal."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pandas as pd

from tne.access import Droit
from tne.datasets import DATASETS, dataset
from tne.db import Base
from tne.documents.csv_fr import csv_par_parties
from tne.erreurs import AccesRefuse, UsageIncorrect
from tne.filters import Filters, read_annee, texts
from tne.importing import journal
from tne.queries.perimeter import choisis, perimetre
from tne.spec import MARQUES, Column, Dataset, Privacy
from tne.typographie import cle_tri, compte

AVERTISSEMENT = (
    "Ce fichier contient des effectifs exacts, petits compris, et des lignes par personne (sans nom) : gardez-le pour votre "
    "travail, ne le diffusez pas."
)

# Parts of 2,048 rows that are written at a time: the rows of a large base are never in memory together.
_AT_ONCE = 16

# A registration is of its session's year, as in every count; of its code's where the session is unknown.
_OF_SESSION = (
    "coalesce((SELECT max(s.annee) FROM session s WHERE s.dispositif_code = t.dispositif_code "
    "AND s.module_code = t.module_code AND s.groupe_id = t.groupe_id AND s.session_code = t.session_code), t.annee)"
)


def _of_year(d: Dataset) -> str:
    """SQL: the row `t` is of school year $annee; every row when that is None, or the data set has no year."""
    year = _OF_SESSION if d.name == "inscription" else "t.annee"
    return "$annee IS NULL" + (f" OR {year} = $annee" if d.annee else "")


def _written(c: Column) -> str:
    """SQL: the value of a column, a moment with its hour where it has one: imported again it is the same."""
    if c.kind.type_sql != "TIMESTAMP":
        return f'"{c.name}"'
    whole = f"strftime(\"{c.name}\", '%d/%m/%Y %H:%M:%S')"
    return f"regexp_replace(regexp_replace({whole}, ' 00:00:00$', ''), '( ..:..):00$', '\\1') AS \"{c.name}\""


def lignes_par_jeu(base: Base, droit: Droit, annee: str | None) -> dict[str, int]:
    """The rows that an export would hold, by data set, those without any left out; in the order of their titles."""
    droit.require("exporter des données exactes")
    con = base.cursor()
    try:
        counts = {
            d.name: con.execute(
                f'SELECT count(*) FROM "{d.name}" t WHERE {_of_year(d)}',
                {"annee": annee if d.annee else None},
            ).fetchall()[0][0]
            for d in sorted(DATASETS.values(), key=lambda d: cle_tri(d.title))
        }
    finally:
        con.close()
    return {jeu: n for jeu, n in counts.items() if n}


def exporter_donnees(
    base: Base,
    droit: Droit,
    jeu: str,
    annee: str | None,
    confirme: bool,
    etablissements: tuple[str, ...] = (),
) -> bytes:
    """The current rows of a data set, one school year (None: all), as French CSV; one line in the journal.

    `etablissements`: only the rows of these schools, under whichever of their numbers, as in every count; none, all rows.
    Public columns only: never the hash of a person, never free text. AccesRefuse for a reader and without `confirme`;
    UsageIncorrect for an unknown data set, for what is no school year, for schools where its rows name none, or when there
    is no row.
    """
    droit.require("exporter des données exactes")
    d = dataset(jeu)
    texts("etablissements", etablissements)
    if not confirme:
        raise AccesRefuse(f"{AVERTISSEMENT} Confirmez-le pour recevoir le fichier.")
    columns = [c for c in d.stored if c.privacy is Privacy.PUBLIC]
    # What a column must say is written as not said, the IPS of a small school « NS »: imported again it is the same.
    unsaid = {c.name: MARQUES[0] for c in columns if c.required}
    listed = ", ".join(_written(c) for c in columns)
    asked = None if annee is None else read_annee(annee)
    narrowed = asked if d.annee else None
    if etablissements and "uai" not in {c.name for c in columns}:
        raise UsageIncorrect(
            f"Les lignes du jeu « {d.title} » ne disent pas l'établissement : exportez-les sans ce choix."
        )
    count = 0

    def parts(con: duckdb.DuckDBPyConnection) -> Iterator[pd.DataFrame]:
        nonlocal count
        while len(part := con.fetch_df_chunk(_AT_ONCE)):
            count += len(part)
            yield part.astype(dict.fromkeys(unsaid, object)).fillna(unsaid)

    con = base.cursor()
    try:
        schools = perimetre(con, Filters(etablissements=etablissements)).params if etablissements else {}
        con.execute(
            f'SELECT {listed} FROM "{jeu}" t WHERE ({_of_year(d)}) AND {choisis("t.uai") if schools else "true"} '
            "ORDER BY _import, _ligne, _cle",
            {"annee": narrowed, **schools},
        )
        formats = {c.label: "texte" if c.kind.type_sql == "TIMESTAMP" else c.kind.format for c in columns}
        content = csv_par_parties([c.label for c in columns], parts(con), formats)
    finally:
        con.close()
    if not count:
        raise UsageIncorrect(
            f"Le jeu « {d.title} » n'a aucune ligne pour {annee or 'aucune année'}"
            f"{' et ' + ', '.join(etablissements) if etablissements else ''} : rien à exporter."
        )
    detail = ", ".join([jeu, narrowed or "toutes les années", *etablissements, compte(count, "ligne")])
    journal.retry(lambda: _told(base, droit, detail))
    return content


def _told(base: Base, droit: Droit, detail: str) -> None:
    with base.writing() as con:
        journal.record_event(con, "export de données exactes", droit.qui, detail=detail)

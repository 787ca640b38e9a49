"""What is known of a school year, source by source, month by month: the first question of a bilan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries.group_persons import Famille, portees
from tne.queries.memoire import retenue
from tne.queries.tableaux import est_petit

PERSONNES: Mapping[str, Famille] = {
    "offre": "offres",
    "reponse": "reponses",
    "inscription": "inscriptions",
}
"""Data sets of which a row is a person → the family of counts whose total their rows would tell."""

# Each dated record (or so many, `n`) once, under its data set: of registrations, those of one session.
RECORDS = """
WITH dates AS (
    SELECT 'session' AS jeu, annee, CAST(debut AS DATE) AS jour, 1 AS n FROM session
    UNION ALL SELECT 'session_complement', annee, CAST(debut AS DATE), 1 FROM v_session WHERE declaree
    UNION ALL SELECT 'inscription', annee, CAST(debut AS DATE), lignes FROM v_seance WHERE lignes > 0
    UNION ALL SELECT 'offre', annee, date_envoi, 1 FROM offre
    UNION ALL SELECT 'reponse', annee, CAST(date_reponse AS DATE), 1 FROM reponse
    UNION ALL SELECT 'intervention', annee, date, 1 FROM intervention
    UNION ALL SELECT 'atelier_parentalite', annee, date, 1 FROM atelier_parentalite
    UNION ALL SELECT 'consultation', annee, debut, 1 FROM consultation
    UNION ALL SELECT 'equipement', annee, date, 1 FROM equipement
    UNION ALL SELECT 'numerixplore', annee, date, 1 FROM numerixplore
    UNION ALL SELECT 'effectif', annee, NULL, 1 FROM effectif
    UNION ALL SELECT 'ips', annee, NULL, 1 FROM ips
    UNION ALL SELECT 'module', annee, NULL, 1 FROM module
)
"""

_BY_MONTH = (
    RECORDS
    + """
SELECT jeu, annee, CAST(date_trunc('month', jour) AS DATE) AS mois, CAST(sum(n) AS BIGINT) AS lignes, count(*) AS ensemble FROM dates
WHERE annee IS NOT NULL AND jour IS NOT NULL GROUP BY ALL ORDER BY jeu, annee, mois
"""
)

_BY_SOURCE = (
    RECORDS
    + """
, recu AS (
    SELECT j.jeu, a.annee, max(i.cree) AS importe,
           string_agg(DISTINCT i.qui, ', ' ORDER BY i.qui) AS par
    FROM import i JOIN import_jeu j ON j.import_id = i.id, unnest(j.annees) AS a(annee)
    WHERE i.en_vigueur GROUP BY ALL
)
SELECT d.jeu, d.annee, CAST(sum(d.n) AS BIGINT) AS lignes, max(d.jour) AS jusqu_au, any_value(r.importe) AS importe,
       any_value(r.par) AS par
FROM dates d LEFT JOIN recu r ON r.jeu = d.jeu AND r.annee = d.annee
WHERE d.annee IS NOT NULL GROUP BY d.jeu, d.annee ORDER BY d.jeu, d.annee
"""
)

_ANNUAIRE = """
SELECT CAST(max(i.cree) AS DATE) FROM import i JOIN import_jeu j ON j.import_id = i.id
WHERE i.en_vigueur AND j.jeu = 'etablissement' AND EXISTS (SELECT 1 FROM etablissement)
"""


@retenue
def annuaire(con: duckdb.DuckDBPyConnection) -> date | None:
    """The day of the latest import of schools in force; None where the base has no school."""
    day: date | None = con.execute(_ANNUAIRE).fetchall()[0][0]
    return day


def importe(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> bool:
    """True when an import is in force, of whatever data set and year."""
    return bool(con.execute("SELECT count(*) FROM import WHERE en_vigueur").fetchall()[0][0])


def by_month(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one row per data set, school year and month that holds a record. Columns: jeu, annee, mois, lignes.

    In *lecture* `lignes` of the registrations are the sessions that have any, which are no persons, and there is no row of offers
    and replies: the registrations of a month are masked elsewhere, where they are few or would give those of another.
    """
    frame = _des_annees(_by_month(con), filters)
    if view != "coordination":
        frame = frame.assign(lignes=frame["ensemble"])[~frame["jeu"].isin(["offre", "reponse"])]
    return frame.drop(columns="ensemble").reset_index(drop=True)


def by_source(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one row per data set and school year that is known. Columns: jeu, annee, lignes, jusqu_au (latest date of
    a record), importe (latest import), and for coordinators par (who imported).

    In *lecture* `lignes` is <NA> where the rows are persons (`PERSONNES`) whose total is masked, or that are few.
    """
    frame = _des_annees(_by_source(con), filters)
    if view == "coordination":
        return frame
    hidden = [
        jeu in PERSONNES
        and (
            est_petit(lignes)
            or portees(con, PERSONNES[jeu], filters.sans_etablissement(), (annee,))[annee].masque
        )
        for jeu, annee, lignes in zip(frame["jeu"], frame["annee"], frame["lignes"], strict=True)
    ]
    shown = frame["lignes"].astype("Int64").mask(pd.Series(hidden, index=frame.index, dtype=bool))
    return frame.assign(lignes=shown).drop(columns="par")


# Of all years at once: they are some dozens of rows, and one page asks for them several times, whatever the establishments.
@retenue
def _by_month(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return con.execute(_BY_MONTH).df()


@retenue
def _by_source(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    return con.execute(_BY_SOURCE).df()


def _des_annees(frame: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    return frame[frame["annee"].isin(filters.annees)].reset_index(drop=True)

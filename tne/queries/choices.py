"""What the filters offer: years the base knows, establishments, facets."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import duckdb
import pandas as pd

from tne import geo
from tne.datasets import DATASETS, PUBLICS
from tne.datasets.annees import annee_du
from tne.filters import texts
from tne.folding import sql_tri
from tne.queries.carte import communes_actuelles, nommees
from tne.queries.memoire import retenue
from tne.queries.school_persons import successeurs
from tne.typographie import cle_tri

# What is known of schools whatever the programme did: a national file of pupils comes before the year has begun to be told.
_ECOLES = frozenset({"etablissement", "effectif", "ips"})
# What is written about a year tells nothing of it; sessions and views are known by what is counted of them.
_SANS_FAIRE_CONNAITRE = _ECOLES | {"paragraphe", "diapositive", "session", "consultation"}
_KNOWN_BY = (
    "v_seance",
    *(
        d.name
        for d in DATASETS.values()
        if d.annee and not d.annee_ailleurs and d.name not in _SANS_FAIRE_CONNAITRE
    ),
    "(FROM consultation WHERE periode = 'Mois')",
)
_EACH = " UNION ALL ".join(f"SELECT annee, {t == 'indicateur_publie'} AS publie FROM {t}" for t in _KNOWN_BY)
YEARS = f"""
SELECT annee, bool_or(publie) AS publie FROM ({_EACH}) WHERE annee IS NOT NULL GROUP BY annee ORDER BY annee
"""
# The same of a few years, registrations last: where their views are not kept, all of them are read for it.
_AMONG = tuple(
    f"SELECT DISTINCT annee FROM ({' UNION ALL '.join(f'SELECT annee FROM {t}' for t in tables)}) "
    "WHERE list_contains($annees, annee)"
    for tables in (("session", *_KNOWN_BY[1:]), ("v_inscription",))
)

# The journal tells the years of each import: no table of records is read for them.
_IMPORTED = """
SELECT DISTINCT annee FROM (
    SELECT unnest(j.annees) AS annee FROM import i JOIN import_jeu j ON j.import_id = i.id
    WHERE i.en_vigueur AND NOT i.demo AND j.jeu NOT IN (SELECT unnest($autres))
) WHERE annee <= $en_cours ORDER BY annee
"""

_SCHOOLS = f"""
SELECT uai, nom, commune, type, secteur, circonscription FROM etablissement
WHERE uai NOT IN (SELECT uai FROM v_successeur) ORDER BY {sql_tri("nom")}, {sql_tri("coalesce(commune, '')")}, uai
"""
_COMMUNES = """
SELECT DISTINCT commune, code_insee FROM etablissement
WHERE uai NOT IN (SELECT uai FROM v_successeur) ORDER BY commune, code_insee
"""


@retenue
def years(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Grain: one row per school year known to the base, oldest first. Columns: annee, publie (a bilan was published)."""
    return con.execute(YEARS).df()


def known_among(con: duckdb.DuckDBPyConnection, annees: Collection[str]) -> frozenset[str]:
    """Those of these school years that the base knows, for whom the views are not kept."""
    found = frozenset[str]()
    for sql in _AMONG:
        if left := sorted(frozenset(annees) - found):
            found |= {annee for (annee,) in con.execute(sql, {"annees": left}).fetchall()}
    return found


def opening_year(con: duckdb.DuckDBPyConnection, today: date) -> str | None:
    """The year on which the dashboard opens; None where the base knows no year.

    The last school year, up to that of `today`, of which an import in force holds records of the programme that are not the
    demonstration's. Where the last published year is later, or there are no such records, the last published year; where
    nothing was published either, the last year of all.
    """
    known = years(con)
    offered = known["annee"].tolist()
    parameters = {"autres": sorted(PUBLICS | _ECOLES), "en_cours": annee_du(today)}
    imported = [a for (a,) in con.execute(_IMPORTED, parameters).fetchall() if a in offered]
    published = known.loc[known["publie"], "annee"].tolist()
    return max(imported[-1:] + published[-1:] or offered[-1:], default=None)


def schools(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Grain: one row per establishment that was not replaced. Columns: uai, nom, commune, type, secteur, circonscription."""
    return con.execute(_SCHOOLS).df()


def communes(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The communes that may be chosen, by name (`nommees`): those that the directory writes, and those that they are part of since."""
    written = [(nom, code) for nom, code in _written(con) if nom is not None]
    written += [(nom, code) for code, nom in communes_actuelles(con).values()]
    return sorted({*nommees(con, [nom for nom, _ in written], [code for _, code in written])}, key=cle_tri)


def epcis(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The EPCI that may be chosen: those of the communes where the directory has a school, by their codes. Many communes bear the
    name of one of another département.
    """
    codes = {geo.fusions().get(code, (code, ""))[0] for _, code in _written(con) if code is not None}
    towns = geo.communes()
    return sorted(towns.loc[towns["code_insee"].isin(codes), "epci"].unique().tolist(), key=cle_tri)


@retenue
def _written(con: duckdb.DuckDBPyConnection) -> list[tuple[str | None, str | None]]:
    return con.execute(_COMMUNES).fetchall()


def labels(schools: pd.DataFrame) -> dict[str, str]:
    """UAI → « nom (commune) UAI » of each of these schools: how every list of choices writes it."""
    return {
        str(uai): f"{nom} ({commune}) {uai}" if isinstance(commune, str) else f"{nom} {uai}"
        for uai, nom, commune in zip(schools["uai"], schools["nom"], schools["commune"], strict=True)
    }


def names(con: duckdb.DuckDBPyConnection, uais: tuple[str, ...]) -> tuple[str, ...]:
    """What the list of choices writes for these establishments, a replaced one as its successor; the UAI of one it does not hold.
    TypeError where `uais` is no tuple of texts.
    """
    if not texts("uais", uais):
        return ()
    known, new = labels(schools(con)), successeurs(con)
    return tuple(known.get(new.get(uai, uai), uai) for uai in uais)

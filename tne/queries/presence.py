"""What the base holds: rows in force by data set and school year."""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from tne.indicator import MENSUELLES, TRAITEES
from tne.queries.publics import CONSULTATIONS_PARENTS

SANS_ANNEE = {
    # A list that does not say what each is (the pilots) is no directory (`tne.queries.reference.parmi`).
    "etablissement": "count(type)",
    "ressource": "count(*)",
}
"""Data sets whose rows are there in every school year, and how they are counted."""

# Data set, or what its rows must hold for some figures → its rows in force by school year.
PRESENCE = {
    "inscription": "SELECT annee, CAST(sum(lignes) AS BIGINT) FROM v_seance GROUP BY annee",
    TRAITEES: "SELECT annee, CAST(sum(presences + absences) AS BIGINT) FROM v_seance_groupe GROUP BY annee",
    "module": "SELECT annee, count(*) FROM module GROUP BY annee",
    "session": "SELECT annee, count(*) FROM session GROUP BY annee",
    "session_complement": "SELECT annee, count(*) FROM v_session WHERE declaree GROUP BY annee",
    "offre": "SELECT annee, count(*) FROM offre GROUP BY annee",
    "reponse": "SELECT annee, count(*) FROM reponse GROUP BY annee",
    "intervention": "SELECT annee, count(*) FROM intervention GROUP BY annee",
    "atelier_parentalite": "SELECT annee, count(*) FROM atelier_parentalite GROUP BY annee",
    "consultation": "SELECT annee, count(*) FROM consultation GROUP BY annee",
    MENSUELLES: f"SELECT annee, count(*) FROM {CONSULTATIONS_PARENTS} WHERE periode = 'Mois' GROUP BY annee",
    "numerixplore": "SELECT annee, count(*) FROM numerixplore GROUP BY annee",
    "effectif": "SELECT annee, count(*) FROM effectif GROUP BY annee",
    "equipement": "SELECT annee, count(*) FROM equipement GROUP BY annee",
    **{jeu: f"SELECT '', {compte} FROM {jeu}" for jeu, compte in SANS_ANNEE.items()},
    "indicateur_publie": "SELECT annee, count(*) FROM indicateur_publie GROUP BY annee",
    "chiffre_declare": "SELECT annee, count(*) FROM chiffre_declare GROUP BY annee",
    "constat": "SELECT annee, count(*) FROM constat GROUP BY annee",
}


def presence(con: duckdb.DuckDBPyConnection, jeux: Collection[str] = ()) -> dict[tuple[str, str], int]:
    """(key of `PRESENCE`, school year) → rows in force, whatever the filters; year « » for data sets without a year.
    Rows that do not tell their year are of none: no figure counts them.

    `jeux`: of these alone.
    """
    each = " UNION ALL ".join(
        f"SELECT '{jeu}', * FROM ({sql})" for jeu, sql in PRESENCE.items() if not jeux or jeu in jeux
    )
    found = con.execute(f"{each} ORDER BY 1, 2").fetchall()
    return {(jeu, annee): n for jeu, annee, n in found if n and annee is not None}

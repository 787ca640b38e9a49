"""The parts of the programme that are counted at schools, as columns of numbers: a choice of schools is an addition.

The same counts as the questions of `tne.queries.totals`, where no day cuts a year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from tne.queries.additions import Registre, Uais, lieux_ici, registre
from tne.queries.memoire import retenue
from tne.queries.reference import RECUE, colleges, ecoles_et_colleges, parmi


@dataclass(frozen=True)
class Partie:
    """Rows of annee and uai; SQL on them by name of a count: what is added up, and what counts once (a row without it: not).

    `inconnues`: sums that are unknown where no row knows them. `en_place`: what the rows of earlier years gave still counts, until a
    row takes it away.
    """

    lignes: str
    sommes: Mapping[str, str] = field(default_factory=dict)
    distinctes: Mapping[str, str] = field(default_factory=dict)
    inconnues: tuple[str, ...] = ()
    en_place: bool = False


def _nature(nature: str) -> str:
    return f"CASE WHEN nature = '{nature}' THEN intervention_id END"


def _chez(type_: str) -> str:
    return f"CASE WHEN type_etablissement = '{type_}' THEN intervention_id END"


def _ateliers(type_: str) -> str:
    return f"CASE WHEN type = '{type_}' THEN atelier_id END"


_ACTUEL = "SELECT q.*, coalesce(a.remplace_par, q.uai) AS uai_actuel FROM {} q LEFT JOIN v_successeur a ON a.uai = q.uai"
_SOCLE = "type = 'Socle numérique' AND etat = 'Déployé'"


def _en_place(schools: str) -> str:
    """Schools (SQL: uai, type, `debut` and `derniere`, the school years between which each counts) as two rows: one that brings it,
    one that takes it away. Its year stands between `derniere` and the next.
    """
    return f"""
    SELECT annee, uai, type, sens FROM (
        SELECT debut AS annee, uai, type, 1 AS sens, derniere, debut FROM ({schools})
        UNION ALL SELECT derniere || '+', uai, type, -1, derniere, debut FROM ({schools})
    ) WHERE debut <= derniere"""


_COUNTED = "SELECT uai, type, premiere AS debut, derniere FROM v_etablissement WHERE remplace_par IS NULL"

PARTIES = {
    "reponses": Partie("FROM v_reponse", distinctes={"reponses": "repondant"}),
    "interventions": Partie(
        "FROM v_intervention",
        distinctes={
            "interventions": "intervention_id",
            "formations": _nature("Formation"),
            "personnalises": _nature("Accompagnement personnalisé"),
            "techniques": _nature("Intervention technique"),
            "projets": _nature("Suivi de projet"),
            "en_ecole": _chez("École"),
            "en_college": _chez("Collège"),
            "sans_type": "CASE WHEN type_etablissement IS NULL THEN intervention_id END",
            "etablissements_visites": f"CASE WHEN {parmi(ecoles_et_colleges('annee'))} THEN uai_actuel END",
        },
    ),
    "parents": Partie(
        "FROM v_atelier",
        {"familles": "familles", "parents": "parents", "ateliers_sans_ecole": "CAST(uai IS NULL AS INTEGER)"},
        {"ateliers": _ateliers("Atelier"), "formations_parents": _ateliers("Formation")},
        inconnues=("familles", "parents"),
    ),
    "numerixplore": Partie(
        _ACTUEL.format("numerixplore"),
        {
            "eleves": "eleves",
            "classes": "classes",
            "filles": "filles",
            "eleves_filles_connues": "CASE WHEN filles IS NOT NULL THEN eleves END",
        },
        {"colleges_numerixplore": f"CASE WHEN {RECUE} AND {parmi(colleges('annee'))} THEN uai_actuel END"},
        inconnues=("eleves", "classes", "filles", "eleves_filles_connues"),
    ),
    "eleves": Partie(
        "FROM effectif WHERE regexp_replace(strip_accents(lower(niveau)), '[^0-9a-z]', '', 'g') "
        "IN ('4eme', '4emes', 'quatrieme', '4e')",
        {"eleves_4eme": "eleves"},
        inconnues=("eleves_4eme",),
    ),
    "equipements": Partie(
        _ACTUEL.format("equipement"),
        distinctes={
            "socles": f"CASE WHEN {_SOCLE} AND {parmi(ecoles_et_colleges('annee'))} THEN uai_actuel END",
            "equipes": "uai_actuel",
        },
    ),
    "dotes": Partie(
        _en_place(
            f"""SELECT v.uai, v.type, greatest(min(q.annee), v.premiere) AS debut, v.derniere
            FROM (SELECT * FROM ({_ACTUEL.format("equipement")}) WHERE {_SOCLE}) q
            JOIN v_etablissement v ON v.uai = q.uai_actuel
            WHERE v.type IN ('École', 'Collège') AND v.remplace_par IS NULL AND q.annee IS NOT NULL
            GROUP BY v.uai, v.type, v.premiere, v.derniere"""
        ),
        {"dotes": "sens"},
        en_place=True,
    ),
    "colleges": Partie(
        _en_place(f"{_COUNTED} AND college_de_reference"), {"colleges": "sens"}, en_place=True
    ),
    "etablissements": Partie(
        _en_place(f"{_COUNTED} AND type IN ('École', 'Collège')"),
        {"etablissements": "sens", "ecoles": "CASE WHEN type = 'École' THEN sens ELSE 0 END"},
        en_place=True,
    ),
}


def compter(
    con: duckdb.DuckDBPyConnection, nom: str, uais: Uais, annees: tuple[str, ...]
) -> dict[str, dict[str, Any]]:
    """School year of `annees` with a row at these schools → the counts of that part; None for what nobody knows."""
    part, ici = PARTIES[nom], lieux_ici(con, uais)
    found = {annee: _en_clair(part, row) for annee, row in _registre(con, nom).par_annee(ici).items()}
    if part.en_place:
        return {
            annee: {c: sum(row[c] or 0 for a, row in found.items() if a <= annee) for c in part.sommes}
            for annee in annees
        }
    return {annee: found[annee] for annee in annees if annee in found}


def _en_clair(part: Partie, row: dict[str, int]) -> dict[str, int | None]:
    shown = {c: row[c] for c in (*part.sommes, *part.distinctes)}
    return shown | {c: None for c in part.inconnues if not row[_connues(c)]}


def _connues(compte: str) -> str:
    return f"{compte}_connues"


@retenue
def _registre(con: duckdb.DuckDBPyConnection, nom: str) -> Registre:
    part = PARTIES[nom]
    known = {_connues(c): f"CAST(({part.sommes[c]}) IS NOT NULL AS INTEGER)" for c in part.inconnues}
    return registre(con, part.lignes, {**part.sommes, **known}, part.distinctes)

"""The counts behind the indicators: one row per school year and part of the programme."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import duckdb

from tne.filters import Filters
from tne.queries import additions, parties, representes, seances
from tne.queries.cumuls import ICI
from tne.queries.memoire import retenue, vues_gardees
from tne.queries.perimeter import choisis, over_schools, perimetre
from tne.queries.publics import CONSULTATIONS_PARENTS, RESSOURCES_PARENTS
from tne.queries.reference import RECUE, colleges, ecoles_et_colleges, ouvert, parmi

# Of every question: its school years and its establishments.
_ICI = f"list_contains($annees, annee) AND {choisis()}"
# Of the questions that may be cut at a day: what is not dated counts always.
_JUSQUE = "coalesce(CAST({} AS DATE) <= CAST($jusque AS DATE), true)"
_INSCRIPTIONS = f"SELECT * FROM v_inscription WHERE {_ICI} AND {_JUSQUE.format('debut')}"
_PAR_SESSION = f"""
SELECT annee, session_id, count(*) FILTER (active) AS inscriptions, count(*) FILTER (present) AS presences,
       count(*) FILTER (absent) AS absences
FROM ({_INSCRIPTIONS}) GROUP BY annee, session_id
"""
_TAUX = "avg(taux ORDER BY taux) * 100 AS taux_moyen, count(taux) AS sessions_traitees"
# Person by person first, so that each counts once.
_COMPTES = """
SELECT annee, count(*) FILTER (presences > 0 AND personne IS NOT NULL) AS participants,
       CAST(sum(inscriptions) AS BIGINT) AS inscriptions, CAST(sum(presences) AS BIGINT) AS presences,
       CAST(sum(absences) AS BIGINT) AS absences, CAST(sum(non_traitees) AS BIGINT) AS non_traitees
FROM (
    SELECT annee, personne, count(*) FILTER (active) AS inscriptions, count(*) FILTER (present) AS presences,
           count(*) FILTER (absent) AS absences, count(*) FILTER (non_traite) AS non_traitees
    FROM insc GROUP BY annee, personne
) GROUP BY annee
"""

# The parts that are asked for alone, grain: one row per school year that has any.
OFFRES = f"SELECT annee, count(DISTINCT personne) AS offres FROM offre WHERE {_ICI} AND {_JUSQUE.format('date_envoi')} GROUP BY annee"
REPONSES = f"SELECT annee, count(DISTINCT repondant) AS reponses FROM v_reponse WHERE {_ICI} AND {_JUSQUE.format('date_reponse')} GROUP BY annee"

# Presences, absences and the mean absence rate of the sessions, from the counts of each session.
ABSENCES = f"""
WITH par_session AS (SELECT *, absences / nullif(absences + presences, 0) AS taux FROM ({_PAR_SESSION}))
SELECT annee, CAST(sum(presences) AS BIGINT) AS presences, CAST(sum(absences) AS BIGINT) AS absences, {_TAUX}
FROM par_session GROUP BY annee
"""
PARENTS = f"""
SELECT annee, count(DISTINCT atelier_id) FILTER (type = 'Atelier') AS ateliers,
       count(DISTINCT atelier_id) FILTER (type = 'Formation') AS formations_parents,
       sum(familles) AS familles, sum(parents) AS parents, count(*) FILTER (uai IS NULL) AS ateliers_sans_ecole
FROM v_atelier WHERE {_ICI} AND {_JUSQUE.format("date")} GROUP BY annee
"""
ELEVES = f"""
SELECT annee, sum(eleves) AS eleves_4eme FROM effectif
WHERE regexp_replace(strip_accents(lower(niveau)), '[^0-9a-z]', '', 'g') IN ('4eme', '4emes', 'quatrieme', '4e')
  AND {_ICI} GROUP BY annee
"""

_COMPTES_SEULS = f"WITH insc AS ({_INSCRIPTIONS}) {_COMPTES}"
_MODULES = """
SELECT annee, count(DISTINCT (dispositif_code, module_code)) AS modules_du_plan
FROM module WHERE list_contains($annees, annee) GROUP BY annee
"""

# The mean absence rate of the sessions, and what is planned: under a choice of schools, those of the plan (`planifiee`) with at
# least one active registration from them.
_SEANCES = f"""
SELECT annee, {_TAUX}, count(*) FILTER (la) AS sessions, count(*) FILTER (la AND declaree) AS sessions_declarees,
       count(*) FILTER (la AND srane) AS sessions_srane,
       count(*) FILTER (la AND canope) AS sessions_canope,
       sum(heures ORDER BY heures) FILTER (la AND heures_hors_face_a_face IS NOT NULL) AS heures,
       sum(heures_hors_face_a_face ORDER BY heures_hors_face_a_face) FILTER (la AND heures IS NOT NULL) AS heures_hors,
       count(DISTINCT (dispositif_code, module_code)) FILTER (la) AS modules_des_sessions
FROM (
    SELECT *, absences / nullif(absences + presences, 0) AS taux, planifiee AND ($tous OR coalesce(inscriptions, 0) > 0) AS la
    FROM (
SELECT coalesce(s.annee, p.annee) AS annee, s.* EXCLUDE (annee), p.* EXCLUDE (annee), (s.session_cle IS NOT NULL) AS planifiee
FROM (SELECT * FROM v_session s WHERE list_contains($annees, s.annee) AND {_JUSQUE.format("s.debut")}) s
FULL JOIN ({_PAR_SESSION}) p ON p.session_id = s.session_cle
)
) GROUP BY annee HAVING count(*) FILTER (la OR inscriptions IS NOT NULL) > 0
"""
_REFERENCE = f"""
SELECT a.annee, count(e.uai) AS colleges FROM (SELECT unnest($annees) AS annee) a
LEFT JOIN v_etablissement e ON {colleges("a.annee", "e")} AND {choisis("e.uai")} GROUP BY a.annee
"""
_REPRESENTES_PARMI = f"""
SELECT i.annee, count(DISTINCT a.uai) AS colleges_representes FROM insc i JOIN v_etablissement e ON e.uai = i.uai
JOIN v_etablissement a ON a.uai = e.uai_actuel AND {colleges("i.annee", "a")}
WHERE {choisis("a.uai")} GROUP BY i.annee
"""
_REPRESENTES = f"WITH insc AS (SELECT * FROM ({_INSCRIPTIONS}) WHERE present) {_REPRESENTES_PARMI}"
# Intervention by intervention first: counts of distinct ones beside each other would each be planned apart.
_INTERVENTIONS = f"""
WITH ici AS (SELECT * FROM v_intervention WHERE {_ICI} AND {_JUSQUE.format("date")}),
une AS (
    SELECT annee, intervention_id, bool_or(nature = 'Formation') AS formation,
           bool_or(nature = 'Accompagnement personnalisé') AS personnalise, bool_or(nature = 'Intervention technique') AS technique,
           bool_or(nature = 'Suivi de projet') AS projet, bool_or(type_etablissement = 'École') AS ecole,
           bool_or(type_etablissement = 'Collège') AS college, bool_or(type_etablissement IS NULL) AS sans_type
    FROM ici GROUP BY annee, intervention_id
)
SELECT annee, count(*) AS interventions, count(*) FILTER (formation) AS formations, count(*) FILTER (personnalise) AS personnalises,
       count(*) FILTER (technique) AS techniques, count(*) FILTER (projet) AS projets, count(*) FILTER (ecole) AS en_ecole,
       count(*) FILTER (college) AS en_college, count(*) FILTER (sans_type) AS sans_type,
       any_value(v.etablissements_visites) AS etablissements_visites
FROM une JOIN (
    SELECT annee, count(DISTINCT CASE WHEN {parmi(ecoles_et_colleges("annee"))} THEN uai_actuel END) AS etablissements_visites
    FROM ici GROUP BY annee
) v USING (annee)
GROUP BY annee
"""
# A month counts once it is over: the one that runs would stand, whole, in the year before alone.
_VUES = f"""
SELECT annee, sum(vues) AS vues, count(DISTINCT (plateforme, identifiant)) AS ressources_vues
FROM {CONSULTATIONS_PARENTS}
WHERE list_contains($annees, annee) AND periode = 'Mois' AND {_JUSQUE.format("last_day(debut)")} GROUP BY annee
"""
_RESSOURCES = f"""
SELECT a.annee, r.ressources FROM (SELECT unnest($annees) AS annee) a CROSS JOIN (
    SELECT count(*) AS ressources FROM {RESSOURCES_PARENTS}
) r
"""
_NUMERIXPLORE = f"""
SELECT annee, sum(eleves) AS eleves, sum(classes) AS classes,
       count(DISTINCT CASE WHEN {RECUE} AND {parmi(colleges("annee"))} THEN uai_actuel END) AS colleges_numerixplore,
       sum(filles) AS filles, sum(eleves) FILTER (filles IS NOT NULL) AS eleves_filles_connues
FROM (SELECT n.*, coalesce(a.remplace_par, n.uai) AS uai_actuel FROM numerixplore n LEFT JOIN v_successeur a ON a.uai = n.uai)
WHERE {_ICI} AND {_JUSQUE.format("date")} GROUP BY annee
"""
_EQUIPEMENTS = f"""
SELECT annee, count(DISTINCT CASE WHEN {parmi(ecoles_et_colleges("annee"))} THEN uai_actuel END)
           FILTER (type = 'Socle numérique' AND etat = 'Déployé') AS socles,
       count(DISTINCT uai_actuel) AS equipes
FROM (SELECT q.*, coalesce(a.remplace_par, q.uai) AS uai_actuel FROM equipement q LEFT JOIN v_successeur a ON a.uai = q.uai)
WHERE {_ICI} AND {_JUSQUE.format("date")} GROUP BY annee
"""
# What a school received in an earlier year still equips it: known as soon as one row of that year or before is.
_DOTES = f"""
WITH annees AS (SELECT unnest($annees) AS annee)
SELECT a.annee, count(DISTINCT q.uai_actuel) AS dotes
FROM annees a JOIN (
    SELECT q.annee, q.date, q.uai, coalesce(e.remplace_par, q.uai) AS uai_actuel
    FROM equipement q LEFT JOIN v_successeur e ON e.uai = q.uai WHERE q.type = 'Socle numérique' AND q.etat = 'Déployé'
) q ON q.annee <= a.annee
JOIN v_etablissement v ON v.uai = q.uai_actuel
WHERE {ecoles_et_colleges("a.annee", "v")} AND {choisis("q.uai")} AND {_JUSQUE.format("q.date")} GROUP BY a.annee
"""
_ECOLES = f"""
SELECT a.annee, count(*) FILTER (e.type IN ('École', 'Collège')) AS etablissements, count(*) FILTER (e.type = 'École') AS ecoles
FROM (SELECT unnest($annees) AS annee) a LEFT JOIN v_etablissement e ON {ouvert("a.annee", "e")} AND {choisis("e.uai")}
GROUP BY a.annee
"""

# The same where the views are kept, and what is added up already (`tne.queries.cumuls`). A day cuts between sessions.
_REGISTRE = f"""SELECT r.* EXCLUDE (personne), nullif(r.personne, 0) AS personne FROM v_registre r JOIN v_seance s ON s.seance = r.seance
WHERE list_contains($annees, r.annee) AND {ICI} AND {_JUSQUE.format("s.debut")}"""
_GARDEES = {
    _COMPTES_SEULS: f"WITH insc AS ({_REGISTRE}) {_COMPTES}",
    _REPRESENTES: f"""
WITH insc AS (SELECT r.annee, n.uai FROM ({_REGISTRE}) r JOIN v_numero n ON n.ecole = r.ecole WHERE r.present)
{_REPRESENTES_PARMI}
""",
}
_Somme = Callable[
    [duckdb.DuckDBPyConnection, tuple[str, ...] | None, tuple[str, ...]], dict[str, dict[str, Any]]
]


def _partie_de(nom: str) -> _Somme:
    return lambda con, uais, annees: parties.compter(con, nom, uais, annees)


# The same where no day cuts the year: additions of what is added up by school.
_CUMULES: dict[str, _Somme] = {
    OFFRES: lambda con, uais, _: {a: {"offres": n} for a, n in additions.offres(con, uais).items()},
    REPONSES: _partie_de("reponses"),
    _COMPTES_SEULS: lambda con, uais, _: {
        a: {c: row[c] for c in PARTIES[_COMPTES_SEULS]} for a, row in additions.par_annee(con, uais).items()
    },
    _REPRESENTES: lambda con, uais, _: {
        a: {"colleges_representes": n} for a, n in representes.combien(con, uais).items() if n
    },
    _REFERENCE: _partie_de("colleges"),
    _INTERVENTIONS: _partie_de("interventions"),
    PARENTS: _partie_de("parents"),
    _NUMERIXPLORE: _partie_de("numerixplore"),
    ELEVES: _partie_de("eleves"),
    _EQUIPEMENTS: _partie_de("equipements"),
    _DOTES: lambda con, uais, annees: {
        a: row for a, row in parties.compter(con, "dotes", uais, annees).items() if row["dotes"]
    },
    _ECOLES: _partie_de("etablissements"),
}

# Those that count session by session.
_COMPTEES = {ABSENCES: seances.absences, _SEANCES: seances.plan}

# The questions behind the indicators → the columns that each gives: 0 for a year without any row, but for sums and means
# of what may be unknown.
PARTIES: dict[str, tuple[str, ...]] = {
    OFFRES: ("offres",),
    REPONSES: ("reponses",),
    _COMPTES_SEULS: ("participants", "inscriptions", "presences", "absences", "non_traitees"),
    _MODULES: ("modules_du_plan",),
    _SEANCES: (
        "taux_moyen",
        "sessions_traitees",
        "sessions",
        "sessions_declarees",
        "sessions_srane",
        "sessions_canope",
        "heures",
        "heures_hors",
        "modules_des_sessions",
    ),
    _REFERENCE: ("colleges",),
    _REPRESENTES: ("colleges_representes",),
    _INTERVENTIONS: (
        "interventions",
        "formations",
        "personnalises",
        "techniques",
        "projets",
        "en_ecole",
        "en_college",
        "sans_type",
        "etablissements_visites",
    ),
    PARENTS: ("ateliers", "formations_parents", "familles", "parents", "ateliers_sans_ecole"),
    _VUES: ("vues", "ressources_vues"),
    _RESSOURCES: ("ressources",),
    _NUMERIXPLORE: ("eleves", "classes", "colleges_numerixplore", "filles", "eleves_filles_connues"),
    ELEVES: ("eleves_4eme",),
    _EQUIPEMENTS: ("socles", "equipes"),
    _DOTES: ("dotes",),
    _ECOLES: ("etablissements", "ecoles"),
}
_INCONNUES = {"heures", "heures_hors", "taux_moyen", "filles", "eleves_filles_connues", "eleves_4eme"}
# Of a year, or a choice, with a row in which nobody counted them: unknown. Without any row they are none.
_A_COMPTER = {"eleves", "classes", "familles"}
# Told by what the directory says that a school is.
_SELON_LE_TYPE = ("en_ecole", "en_college", "etablissements_visites")
_DEDUITES = {
    "modules": ("modules_du_plan", "modules_des_sessions"),
    "presences_traitees": ("presences", "absences"),
    **{column: (column, "sans_type") for column in _SELON_LE_TYPE},
}
CUMULEES = frozenset({_DOTES})
"""Those in which what an earlier school year gave still counts."""
COLONNES = frozenset(c for columns in PARTIES.values() for c in columns) | _DEDUITES.keys()
"""Every column that `totals` gives."""


def by_year(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    uais: tuple[str, ...] | None,
    annees: tuple[str, ...],
    jusque: date | None = None,
) -> dict[str, dict[str, Any]]:
    """School year → column → value of one of the questions above, for these establishments (None: all).

    `jusque`: only what happened up to and with that day.
    """
    if vues_gardees(con):
        if (counted := _COMPTEES.get(sql)) is not None:
            each = {annee: counted(con, annee, uais, jusque) for annee in annees}
            return {annee: {"annee": annee, **row} for annee, row in each.items() if row is not None}
        if jusque is None and (added := _CUMULES.get(sql)) is not None:
            found = added(con, uais, annees)
            return {annee: {"annee": annee, **found[annee]} for annee in annees if annee in found}
        sql = _GARDEES.get(sql, sql)
    cursor = over_schools(con, sql, uais, annees=list(annees), jusque=jusque)
    columns = [c[0] for c in cursor.description or ()]
    rows = (dict(zip(columns, row, strict=True)) for row in cursor.fetchall())
    return {row["annee"]: row for row in rows}


def totals(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    annees: tuple[str, ...],
    jusque: date | None = None,
    colonnes: frozenset[str] = COLONNES,
) -> dict[str, dict[str, Any]]:
    """School year of `annees` → column → exact count (never masked: not for readers); at least those of `colonnes`.

    A page asks for the columns of its own part: to plan one of these questions takes longer than to answer it.
    """
    uais = perimetre(con, filters).uais
    schools = replace(filters, annees=())
    wanted = colonnes.union(*(sources for c, sources in _DEDUITES.items() if c in colonnes))
    rows: dict[str, dict[str, Any]] = {annee: {} for annee in annees}
    for sql, columns in PARTIES.items():
        if wanted.isdisjoint(columns):
            continue
        # What has no school is the same for any choice of them.
        of_schools = schools if sql in _CUMULES or sql in _COMPTEES or "$tous" in sql else Filters()
        remplir(rows, sql, annees, partie(con, sql, of_schools, annees, jusque))
    for row in rows.values():
        deduire(row, colonnes, tout=uais is None)
    return rows


def remplir(
    rows: dict[str, dict[str, Any]], sql: str, annees: Collection[str], found: Mapping[str, Mapping[str, Any]]
) -> None:
    """Put what one of `PARTIES` has found into the rows of these years."""
    for annee in annees:
        there = found.get(annee, {})
        unknown = _INCONNUES | _A_COMPTER if there else _INCONNUES
        rows[annee] |= {c: v if (v := there.get(c)) is not None or c in unknown else 0 for c in PARTIES[sql]}


def deduire(row: dict[str, Any], colonnes: frozenset[str], *, tout: bool) -> None:
    """Add those of the columns that are made from others. `tout`: no choice of schools."""
    if "modules" in colonnes:
        row["modules"] = row["modules_du_plan" if tout else "modules_des_sessions"]
    if "presences_traitees" in colonnes:
        row["presences_traitees"] = row["presences"] + row["absences"]
    for column in colonnes.intersection(_SELON_LE_TYPE):
        # None found, and some at schools of which no directory says what they are: no true zero.
        if not row[column] and row["sans_type"]:
            row[column] = None


@retenue
def partie(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    schools: Filters,
    annees: tuple[str, ...],
    jusque: date | None,
) -> dict[str, dict[str, Any]]:
    """One of `PARTIES`, asked once: the tiles, the sentences and the charts of a page each want their part of it."""
    return by_year(con, sql, perimetre(con, schools).uais, annees, jusque)

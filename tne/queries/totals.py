"""The counts behind the indicators: one row per school year and part of the programme."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb

from tne.filters import Filters
from tne.queries.perimeter import Perimetre, perimetre

# Of every question: its school years and its establishments.
_ICI = "annee IN (SELECT unnest($annees)) AND ($tous OR uai IN (SELECT unnest($uais)))"
# Of the questions that may be cut at a day: what is not dated counts always.
_JUSQUE = "coalesce(CAST({} AS DATE) <= CAST($jusque AS DATE), true)"
_INSCRIPTIONS = f"SELECT * FROM v_inscription WHERE {_ICI} AND {_JUSQUE.format('debut')}"
_PAR_SESSION = """
SELECT annee, session_id, count(*) FILTER (absent) / nullif(count(*) FILTER (absent OR present), 0) AS taux
FROM insc GROUP BY annee, session_id
"""
_TAUX = "SELECT annee, avg(taux) * 100 AS taux_moyen, count(taux) AS sessions_traitees FROM par_session GROUP BY annee"
_COMPTES = """
SELECT annee, count(DISTINCT personne) FILTER (present) AS participants,
       count(DISTINCT personne) FILTER (active) AS inscrits,
       count(*) FILTER (active) AS inscriptions, count(*) FILTER (present) AS presences,
       count(*) FILTER (absent) AS absences, count(*) FILTER (non_traite) AS non_traitees
FROM insc GROUP BY annee
"""

# The parts that are asked for alone, grain: one row per school year that has any.
OFFRES = f"SELECT annee, count(DISTINCT personne) AS offres FROM offre WHERE {_ICI} AND {_JUSQUE.format('date_envoi')} GROUP BY annee"
REPONSES = f"SELECT annee, count(DISTINCT repondant) AS reponses FROM v_reponse WHERE {_ICI} AND {_JUSQUE.format('date_reponse')} GROUP BY annee"
ABSENCES = f"""
WITH insc AS ({_INSCRIPTIONS}), par_session AS ({_PAR_SESSION}), t AS ({_TAUX}), i AS ({_COMPTES})
SELECT i.annee, i.presences, i.absences, t.taux_moyen, t.sessions_traitees FROM i JOIN t ON t.annee = i.annee
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

FORMATIONS = f"""
WITH annees AS (SELECT unnest($annees) AS annee),
insc AS ({_INSCRIPTIONS}),
sess AS (
    -- Under a choice of schools: the sessions with at least one active registration from them.
    SELECT s.* FROM v_session s
    WHERE s.annee IN (SELECT annee FROM annees) AND {_JUSQUE.format("s.debut")}
      AND ($tous OR CAST(s.session_cle AS VARCHAR) IN (SELECT session_id FROM insc WHERE active))
),
par_session AS ({_PAR_SESSION}),
reference AS (SELECT uai FROM v_etablissement WHERE college_de_reference AND ($tous OR uai IN (SELECT unnest($uais)))),
representes AS (
    SELECT i.annee, count(DISTINCT e.uai_actuel) AS n FROM insc i JOIN v_etablissement e ON e.uai = i.uai
    WHERE i.present AND e.uai_actuel IN (SELECT uai FROM reference) GROUP BY i.annee
),
o AS ({OFFRES}), r AS ({REPONSES}),
m AS (SELECT annee, count(DISTINCT (dispositif_code, module_code)) AS modules FROM module
      WHERE $tous AND annee IN (SELECT annee FROM annees) GROUP BY annee),
i AS ({_COMPTES}),
s AS (
    SELECT annee, count(*) AS sessions, count(*) FILTER (declaree) AS sessions_declarees,
           count(*) FILTER (lower(operateur) = 'srane') AS sessions_srane,
           count(*) FILTER (strip_accents(lower(operateur)) LIKE '%canope%') AS sessions_canope,
           sum(heures) FILTER (heures_hors_face_a_face IS NOT NULL) AS heures,
           sum(heures_hors_face_a_face) FILTER (heures IS NOT NULL) AS heures_hors,
           count(DISTINCT (dispositif_code, module_code)) AS modules_des_sessions
    FROM sess GROUP BY annee
),
t AS ({_TAUX})
SELECT a.annee, coalesce(o.offres, 0) AS offres, coalesce(r.reponses, 0) AS reponses,
       coalesce(i.participants, 0) AS participants, coalesce(i.inscrits, 0) AS inscrits,
       coalesce(i.inscriptions, 0) AS inscriptions, coalesce(i.presences, 0) AS presences,
       coalesce(i.absences, 0) AS absences, coalesce(i.non_traitees, 0) AS non_traitees,
       coalesce(s.sessions, 0) AS sessions, coalesce(s.sessions_declarees, 0) AS sessions_declarees,
       coalesce(s.sessions_srane, 0) AS sessions_srane, coalesce(s.sessions_canope, 0) AS sessions_canope,
       s.heures, s.heures_hors,
       CASE WHEN $tous THEN coalesce(m.modules, 0) ELSE coalesce(s.modules_des_sessions, 0) END AS modules,
       t.taux_moyen, coalesce(t.sessions_traitees, 0) AS sessions_traitees,
       coalesce(p.n, 0) AS colleges_representes, (SELECT count(*) FROM reference) AS colleges
FROM annees a
LEFT JOIN o ON o.annee = a.annee LEFT JOIN r ON r.annee = a.annee LEFT JOIN m ON m.annee = a.annee
LEFT JOIN i ON i.annee = a.annee LEFT JOIN s ON s.annee = a.annee LEFT JOIN t ON t.annee = a.annee
LEFT JOIN representes p ON p.annee = a.annee
ORDER BY a.annee
"""

TERRAIN = f"""
WITH annees AS (SELECT unnest($annees) AS annee),
v AS (
    SELECT annee, count(DISTINCT intervention_id) AS interventions,
           count(DISTINCT intervention_id) FILTER (nature = 'Formation') AS formations,
           count(DISTINCT intervention_id) FILTER (nature = 'Accompagnement personnalisé') AS personnalises,
           count(DISTINCT intervention_id) FILTER (nature = 'Intervention technique') AS techniques,
           count(DISTINCT intervention_id) FILTER (nature = 'Suivi de projet') AS projets,
           count(DISTINCT intervention_id) FILTER (type_etablissement = 'École') AS en_ecole,
           count(DISTINCT intervention_id) FILTER (type_etablissement = 'Collège') AS en_college,
           count(DISTINCT uai_actuel) AS etablissements_visites
    FROM v_intervention WHERE {_ICI} AND {_JUSQUE.format("date")} GROUP BY annee
),
p AS ({PARENTS}),
c AS (
    SELECT annee, sum(vues) AS vues, count(DISTINCT (plateforme, identifiant)) AS ressources_vues
    FROM consultation WHERE annee IN (SELECT annee FROM annees) AND periode = 'Mois' AND {_JUSQUE.format("debut")} GROUP BY annee
),
n AS (
    SELECT annee, sum(eleves) AS eleves, sum(classes) AS classes, count(DISTINCT uai_actuel) AS colleges_numerixplore,
           sum(filles) AS filles, sum(eleves) FILTER (filles IS NOT NULL) AS eleves_filles_connues
    FROM (SELECT n.*, coalesce(a.remplace_par, n.uai) AS uai_actuel FROM numerixplore n LEFT JOIN etablissement a ON a.uai = n.uai)
    WHERE {_ICI} AND {_JUSQUE.format("date")} GROUP BY annee
),
f AS ({ELEVES}),
q AS (
    SELECT annee, count(DISTINCT uai_actuel) FILTER (type = 'Socle numérique' AND etat = 'Déployé') AS socles,
           count(DISTINCT uai_actuel) AS equipes, sum(quantite) AS quantite
    FROM (SELECT q.*, coalesce(a.remplace_par, q.uai) AS uai_actuel FROM equipement q LEFT JOIN etablissement a ON a.uai = q.uai)
    WHERE {_ICI} AND {_JUSQUE.format("date")} GROUP BY annee
),
-- What a school received in an earlier year still equips it: known as soon as one row of that year or before is.
d AS (
    SELECT a.annee, count(DISTINCT q.uai_actuel) AS dotes
    FROM annees a JOIN (
        SELECT q.annee, q.date, q.uai, coalesce(e.remplace_par, q.uai) AS uai_actuel
        FROM equipement q LEFT JOIN etablissement e ON e.uai = q.uai WHERE q.type = 'Socle numérique' AND q.etat = 'Déployé'
    ) q ON q.annee <= a.annee
    JOIN v_etablissement v ON v.uai = q.uai_actuel
    WHERE v.type IN ('École', 'Collège') AND coalesce(v.etat, 'Ouvert') = 'Ouvert' AND v.remplace_par IS NULL
      AND ($tous OR q.uai IN (SELECT unnest($uais))) AND {_JUSQUE.format("q.date")} GROUP BY a.annee
),
ecoles AS (SELECT count(*) FILTER (type IN ('École', 'Collège')) AS etablissements, count(*) FILTER (type = 'École') AS ecoles
           FROM v_etablissement WHERE coalesce(etat, 'Ouvert') = 'Ouvert' AND remplace_par IS NULL AND ($tous OR uai IN (SELECT unnest($uais))))
SELECT a.annee, coalesce(v.interventions, 0) AS interventions, coalesce(v.formations, 0) AS formations,
       coalesce(v.personnalises, 0) AS personnalises, coalesce(v.techniques, 0) AS techniques,
       coalesce(v.projets, 0) AS projets, coalesce(v.en_ecole, 0) AS en_ecole, coalesce(v.en_college, 0) AS en_college,
       coalesce(v.etablissements_visites, 0) AS etablissements_visites,
       coalesce(p.ateliers, 0) AS ateliers, coalesce(p.formations_parents, 0) AS formations_parents,
       coalesce(p.familles, 0) AS familles, coalesce(p.parents, 0) AS parents, coalesce(p.ateliers_sans_ecole, 0) AS ateliers_sans_ecole,
       coalesce(c.vues, 0) AS vues, coalesce(c.ressources_vues, 0) AS ressources_vues,
       (SELECT count(*) FROM ressource) AS ressources,
       coalesce(n.eleves, 0) AS eleves, coalesce(n.classes, 0) AS classes, coalesce(n.colleges_numerixplore, 0) AS colleges_numerixplore,
       n.filles, n.eleves_filles_connues, f.eleves_4eme,
       coalesce(q.socles, 0) AS socles, coalesce(d.dotes, 0) AS dotes, coalesce(q.equipes, 0) AS equipes,
       ecoles.etablissements, ecoles.ecoles
FROM annees a CROSS JOIN ecoles
LEFT JOIN v ON v.annee = a.annee LEFT JOIN p ON p.annee = a.annee LEFT JOIN c ON c.annee = a.annee
LEFT JOIN n ON n.annee = a.annee LEFT JOIN f ON f.annee = a.annee LEFT JOIN q ON q.annee = a.annee
LEFT JOIN d ON d.annee = a.annee
ORDER BY a.annee
"""

_PRESENCE = """
SELECT 'inscription' AS jeu, annee, count(*) AS n FROM v_inscription GROUP BY annee
UNION ALL SELECT 'module', annee, count(*) FROM module GROUP BY annee
UNION ALL SELECT 'session', annee, count(*) FROM session GROUP BY annee
UNION ALL SELECT 'session_complement', annee, count(*) FROM v_session WHERE declaree GROUP BY annee
UNION ALL SELECT 'offre', annee, count(*) FROM offre GROUP BY annee
UNION ALL SELECT 'reponse', annee, count(*) FROM reponse GROUP BY annee
UNION ALL SELECT 'intervention', annee, count(*) FROM intervention GROUP BY annee
UNION ALL SELECT 'atelier_parentalite', annee, count(*) FROM atelier_parentalite GROUP BY annee
UNION ALL SELECT 'consultation', annee, count(*) FROM consultation GROUP BY annee
UNION ALL SELECT 'numerixplore', annee, count(*) FROM numerixplore GROUP BY annee
UNION ALL SELECT 'effectif', annee, count(*) FROM effectif GROUP BY annee
UNION ALL SELECT 'equipement', annee, count(*) FROM equipement GROUP BY annee
UNION ALL SELECT 'etablissement', '', count(*) FROM etablissement
UNION ALL SELECT 'ressource', '', count(*) FROM ressource
UNION ALL SELECT 'indicateur_publie', annee, count(*) FROM indicateur_publie GROUP BY annee
UNION ALL SELECT 'chiffre_declare', annee, count(*) FROM chiffre_declare GROUP BY annee
UNION ALL SELECT 'constat', annee, count(*) FROM constat GROUP BY annee
ORDER BY 1, 2
"""


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
    jour = {"jusque": jusque} if "$jusque" in sql else {}
    cursor = con.execute(sql, {**Perimetre(uais).params, "annees": list(annees), **jour})
    columns = [c[0] for c in cursor.description or ()]
    rows = (dict(zip(columns, row, strict=True)) for row in cursor.fetchall())
    return {row["annee"]: row for row in rows}


def totals(
    con: duckdb.DuckDBPyConnection, filters: Filters, annees: tuple[str, ...], jusque: date | None = None
) -> dict[str, dict[str, Any]]:
    """School year of `annees` → column → exact count of every part (never masked: not for readers)."""
    uais = perimetre(con, filters).uais
    formations = by_year(con, FORMATIONS, uais, annees, jusque)
    terrain = by_year(con, TERRAIN, uais, annees, jusque)
    return {annee: formations[annee] | terrain[annee] for annee in annees}


def presence(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], int]:
    """(data set, school year) → rows in force, whatever the filters; year « » for data sets without a year."""
    return {(jeu, annee or ""): n for jeu, annee, n in con.execute(_PRESENCE).fetchall() if n}

"""The views every question reads: who counts, for which year, at which school. Made anew at each opening.

The dashboard reads most of them as tables kept in memory (`tne.queries.gardees`). In them `personne` is a number of 64 bits
made from the hash of the base: it counts and joins as the hash does, in half the time.
"""

from tne.datasets.operateurs import est
from tne.folding import sql_fold
from tne.queries.cumuls import CUMULS, DETAILS
from tne.queries.ouverture import V_ETABLISSEMENT, V_SUCCESSEUR
from tne.queries.reference import RECUE


def _themes(table: str) -> str:
    """SQL: grain one way of writing a theme there, as typed (`ecrit`). Those that differ by case, accents, spaces or punctuation
    are one theme: `theme` is how it is written most often, rather not in capitals.
    """
    return f"""(
        SELECT ecrit, first_value(ecrit) OVER (
                   PARTITION BY coalesce(nullif({sql_fold("ecrit")}, ''), ecrit) ORDER BY n DESC, ecrit = upper(ecrit), ecrit) AS theme
        FROM (SELECT theme AS ecrit, count(*) AS n FROM {table} WHERE theme IS NOT NULL GROUP BY theme))"""


VIEWS: dict[str, str] = {
    "v_successeur": V_SUCCESSEUR,
    "v_etablissement": V_ETABLISSEMENT,
    # Grain: one session, with what the hand-kept sheet declares about it.
    "v_session": f"""
        SELECT s.dispositif_code, s.module_code, s.groupe_id, s.session_code, s.debut, s.fin, s.duree, s.modalite,
               s.uai_lieu, s.lieu, s.places, s.preinscrits, s.statut, s.annee, s._cle AS session_cle,
               c.operateur, c.heures, c.heures_hors_face_a_face, (c._cle IS NOT NULL) AS declaree,
               {est("srane", "c.operateur")} AS srane, {est("canope", "c.operateur")} AS canope,
               coalesce(m.module_libelle, s.module_code) AS module
        FROM session s
        LEFT JOIN session_complement c ON c._cle = s._cle
        LEFT JOIN module m ON m.dispositif_code = s.dispositif_code AND m.module_code = s.module_code""",
    # Grain: one registration. Active: Inscrit, Convoqué, Retenu; the others count nowhere.
    "v_inscription_cle": """
        SELECT i._cle AS inscription_cle, i.personne, i.uai, i.dispositif_code, i.module_code,
               coalesce(s.annee, i.annee) AS annee, s.debut, s.operateur, s.modalite, s.module,
               (s.session_cle IS NULL) AS hors_plan,
               (i.etat IN ('Inscrit', 'Convoqué', 'Retenu')) AS active,
               (i.etat IN ('Inscrit', 'Convoqué', 'Retenu') AND i.presence = 'Présent') AS present,
               (i.etat IN ('Inscrit', 'Convoqué', 'Retenu') AND i.presence IN ('Absent', 'Absent excusé')) AS absent,
               (i.etat IN ('Inscrit', 'Convoqué', 'Retenu') AND i.presence IS NULL) AS non_traite,
               date_diff('day', CAST(i.date_inscription AS DATE), CAST(s.debut AS DATE)) AS delai_jours,
               coalesce(s.session_cle, CAST(md5(concat_ws('|', i.dispositif_code, i.module_code, i.groupe_id, i.session_code)) AS UUID)) AS session_id
        FROM inscription i
        LEFT JOIN v_session s ON s.dispositif_code = i.dispositif_code AND s.module_code = i.module_code
         AND s.groupe_id = i.groupe_id AND s.session_code = i.session_code""",
    # The same without its key, which only those ask for who want the rows themselves.
    "v_inscription": """
        SELECT * EXCLUDE (inscription_cle) REPLACE (CASE WHEN personne IS NOT NULL THEN hash(personne) END AS personne)
        FROM v_inscription_cle""",
    # Grain: one intervention and establishment; `intervention_id` counts an intervention once. A school that was replaced
    # is named, typed and placed as its successor: `uai` is the one written, `uai_actuel` the one that counts.
    "v_intervention": f"""
        SELECT i.* REPLACE (t.theme AS theme), coalesce(i.reference, CAST(i._cle AS VARCHAR)) AS intervention_id,
               coalesce(a.remplace_par, i.uai) AS uai_actuel, e.type AS type_etablissement, e.commune, e.code_insee, e.nom
        FROM intervention i LEFT JOIN {_themes("intervention")} t ON t.ecrit = i.theme LEFT JOIN v_successeur a ON a.uai = i.uai
        LEFT JOIN etablissement e ON e.uai = coalesce(a.remplace_par, i.uai)""",
    # Grain: one reply. The school is the one declared, else the one of the same person's offer.
    "v_reponse": """
        SELECT r._cle AS reponse_cle, r.annee, CASE WHEN r.personne IS NOT NULL THEN hash(r.personne) END AS personne,
               r.date_reponse, coalesce(r.uai, o.uai) AS uai,
               hash(coalesce(r.personne, r._cle)) AS repondant, (o.personne IS NOT NULL) AS sollicite
        FROM reponse r LEFT JOIN offre o ON o.annee = r.annee AND o.personne = r.personne""",
    # Grain: one workshop for parents.
    "v_atelier": f"""
        SELECT a.* REPLACE (t.theme AS theme), coalesce(a.reference, CAST(a._cle AS VARCHAR)) AS atelier_id
        FROM atelier_parentalite a LEFT JOIN {_themes("atelier_parentalite")} t ON t.ecrit = a.theme""",
    # Grain: one event of a part of the programme at one school (none: NULL): an intervention, a meeting with parents, a day
    # of Numérixplore. `uai` is the one written, `uai_actuel` the one that counts; `evenement_id` counts an event once; `recu`: it
    # reached the school, which a day of Numérixplore without a class did not.
    "v_passage": f"""
        SELECT p.*, coalesce(a.remplace_par, p.uai) AS uai_actuel, e.commune, e.code_insee
        FROM (
            SELECT 'accompagnements' AS famille, annee, uai, intervention_id AS evenement_id, CAST(date AS DATE) AS date, true AS recu
            FROM v_intervention
            UNION ALL SELECT 'parentalite', annee, uai, atelier_id, CAST(date AS DATE), true FROM v_atelier
            UNION ALL SELECT 'numerixplore', annee, uai, coalesce(reference, CAST(_cle AS VARCHAR)), CAST(date AS DATE),
                             {RECUE} FROM numerixplore
        ) p LEFT JOIN v_successeur a ON a.uai = p.uai
        LEFT JOIN etablissement e ON e.uai = coalesce(a.remplace_par, p.uai)""",
}

VIEWS |= CUMULS | DETAILS

GARDEES = tuple(
    view for view in VIEWS if view not in ("v_inscription_cle", "v_inscription") and view not in DETAILS
)
"""The views that are kept from the first question on, those that read others after them. Of the registrations themselves
`v_registre` holds all that a page counts, in a third of the memory."""

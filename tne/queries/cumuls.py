"""The counts behind the questions on trainings, added up once: by school; by school and module, operator, modality, month.

Views like those of `tne.queries.views`, made from them alone; the dashboard reads them as tables (`tne.queries.gardees`).
A choice of schools then adds up some tens of thousands of rows instead of counting millions of registrations again. What has
many rows for each school is added up once more by type and secteur (`v_groupe`): a choice is some of these groups whole, and
the schools of the others one by one (`tne.queries.perimeter.morceaux`).

Counts of registrations add up over schools. Persons do not where somebody was present at two schools: `participants` counts
a person at each of them, and `v_commun` says who was at several, so that
persons of a choice = sum over its schools - (number of its schools - 1) for each of those (`tne.queries.additions`).

Schools are small whole numbers here, 0 where a registration names none: a choice is one string of bits (`tne.queries.perimeter.ici`), which
costs nothing to test, where a set of texts costs more than the count. A registration without a person has person 0.
"""

from __future__ import annotations

from collections.abc import Sequence

CROISEES = ("module", "operateur", "modalite", "mois")
"""What registrations are counted by, beside the school year alone."""

_VALEURS = ", ".join(f"b.{d}" for d in CROISEES)
_COMPTES = ("lignes", "inscriptions", "presences", "absences", "non_traitees")
PAR_CELLULE = (*_COMPTES, "participants")
"""The counts of `v_detail_groupe`."""
CUMUL_COMPTES = (*_COMPTES, "hors_plan", "participants")
"""The counts of `v_cumul`."""
_ETATS = """count(*) AS lignes, count(*) FILTER (active) AS inscriptions, count(*) FILTER (present) AS presences,
               count(*) FILTER (absent) AS absences, count(*) FILTER (non_traite) AS non_traitees"""


_SOMMES = ", ".join(f"CAST(sum({c}) AS INTEGER) AS {c}" for c in (*_COMPTES, "hors_plan"))
# Person by person first, so that each counts once.
_CUMUL = f"""
    SELECT annee, ecole, {_SOMMES}, CAST(count(*) FILTER (presences > 0 AND personne > 0) AS INTEGER) AS participants
    FROM (
        SELECT annee, ecole, personne, {_ETATS}, count(*) FILTER (active AND hors_plan) AS hors_plan
        FROM v_registre GROUP BY annee, ecole, personne
    ) GROUP BY annee, ecole"""


def _detail(dimension: str) -> str:
    """One dimension at a time: all at once would take four times the memory.

    Persons apart, of those present alone: to group every row by person for all counts takes half as long again.
    """
    rows = f"""v_registre r JOIN (
            SELECT s.seance, c.cellule FROM v_seance s JOIN v_combinaison b ON b.combinaison = s.combinaison
            JOIN v_cellule c ON c.annee = b.annee AND c.dimension = '{dimension}' AND c.valeur = b.{dimension}
        ) l ON l.seance = r.seance"""
    return f"""
    SELECT s.cellule, s.ecole, {", ".join(f"CAST(s.{c} AS INTEGER) AS {c}" for c in _COMPTES)},
           CAST(coalesce(p.participants, 0) AS INTEGER) AS participants
    FROM (SELECT l.cellule, r.ecole, {_ETATS} FROM {rows} GROUP BY l.cellule, r.ecole) s LEFT JOIN (
        SELECT cellule, ecole, count(*) AS participants FROM (
            SELECT DISTINCT l.cellule, r.ecole, r.personne FROM {rows} WHERE r.present AND r.personne > 0
        ) GROUP BY cellule, ecole
    ) p ON p.cellule = s.cellule AND p.ecole = s.ecole"""


CUMULS: dict[str, str] = {
    # Grain: one UAI that registrations name, with its number from 1.
    "v_numero": """
        SELECT uai, CAST(row_number() OVER (ORDER BY uai) AS INTEGER) AS ecole
        FROM (SELECT DISTINCT uai FROM inscription WHERE uai IS NOT NULL)""",
    # Grain: one number of a school, 0 included, with that of the schools of its type and secteur, which are chosen together.
    "v_groupe": """
        SELECT n.ecole, CAST(dense_rank() OVER (ORDER BY n.ecole = 0, a.type, a.secteur) - 1 AS INTEGER) AS groupe
        FROM (FROM v_numero UNION ALL SELECT NULL, 0) n LEFT JOIN v_successeur e ON e.uai = n.uai
        LEFT JOIN etablissement a ON a.uai = coalesce(e.remplace_par, n.uai)""",
    # Grain: one session of the plan (`planifiee`: in a known school year), or one that only registrations name, and school
    # year: with its number, and what its registrations (`lignes` of them, whatever their state) are told apart by. Where the
    # plan lacks it, its module and its operator are those that other lists say.
    "v_seance": """
        SELECT CAST(row_number() OVER (ORDER BY annee, session_id) AS INTEGER) AS seance, *,
               hash(dispositif_code, module_code) AS code,
               hash(annee, dispositif_code, module_code, module, operateur, modalite, month(debut)) AS combinaison
        FROM (
            SELECT coalesce(i.annee, s.annee) AS annee, coalesce(i.session_id, s.session_cle) AS session_id,
                   (s.annee IS NOT NULL) AS planifiee, coalesce(i.lignes, 0) AS lignes,
                   coalesce(s.dispositif_code, i.dispositif_code) AS dispositif_code,
                   coalesce(s.module_code, i.module_code) AS module_code, coalesce(s.module, m.module_libelle) AS module,
                   s.session_code, s.debut, coalesce(s.operateur, c.operateur) AS operateur,
                   s.modalite, s.places, s.heures, s.heures_hors_face_a_face, s.declaree,
                   s.srane, s.canope
            FROM (
                SELECT annee, session_id, any_value(dispositif_code) AS dispositif_code,
                       any_value(module_code) AS module_code, CAST(count(*) AS INTEGER) AS lignes
                FROM v_inscription GROUP BY annee, session_id
            ) i FULL JOIN v_session s ON s.session_cle = i.session_id
            LEFT JOIN module m ON s.session_cle IS NULL AND m.dispositif_code = i.dispositif_code AND m.module_code = i.module_code
            LEFT JOIN (
                SELECT CAST(md5(concat_ws('|', dispositif_code, module_code, groupe_id, session_code)) AS UUID) AS session_id, operateur
                FROM session_complement
            ) c ON s.session_cle IS NULL AND c.session_id = i.session_id
        )""",
    # Grain: one registration of a known school year, in numbers alone.
    "v_registre": """
        SELECT i.annee, coalesce(n.ecole, 0) AS ecole, s.seance, coalesce(i.personne, 0) AS personne, i.active, i.present,
               i.absent, i.non_traite, i.hors_plan, i.delai_jours
        FROM v_inscription i JOIN v_seance s ON s.session_id = i.session_id AND s.annee = i.annee
        LEFT JOIN v_numero n ON n.uai = i.uai""",
    # Grain: one session and group of schools (`v_groupe`) that has a registration in it. `delais` is the sum of the days
    # from the active registrations to the session, `delais_connus` their number.
    "v_seance_groupe": f"""
        SELECT r.annee, r.seance, g.groupe, {_ETATS}, CAST(sum(r.delai_jours) FILTER (r.active AND r.delai_jours >= 0) AS BIGINT) AS delais,
               count(*) FILTER (r.active AND r.delai_jours >= 0) AS delais_connus
        FROM v_registre r JOIN v_groupe g ON g.ecole = r.ecole GROUP BY r.annee, r.seance, g.groupe
        ORDER BY r.seance, g.groupe""",
    # Grain: one school year and school that has a registration in it.
    "v_cumul": _CUMUL,
    # Grain: one school year and person registered in it at several schools.
    "v_partage": """
        SELECT annee, personne FROM v_registre WHERE personne > 0 AND active
        GROUP BY annee, personne HAVING min(ecole) < max(ecole)""",
    # Grain: one of them and school at which that person was present.
    "v_commun": """
        SELECT DISTINCT r.annee, r.personne, r.ecole
        FROM v_registre r JOIN v_partage p ON p.annee = r.annee AND p.personne = r.personne
        WHERE r.present ORDER BY r.annee""",
    # Grain: one school year and UAI (NULL: none) to which the offer went: persons who received it.
    "v_envoi": "SELECT annee, uai, CAST(count(DISTINCT personne) AS INTEGER) AS offres FROM offre GROUP BY annee, uai",
    # Grain: one school year, person who received it at several, and UAI.
    "v_envoi_commun": """
        SELECT DISTINCT o.annee, hash(o.personne) AS personne, o.uai FROM offre o JOIN (
            SELECT annee, personne FROM offre WHERE personne IS NOT NULL
            GROUP BY annee, personne HAVING count(DISTINCT coalesce(uai, '')) > 1
        ) p ON p.annee = o.annee AND p.personne = o.personne""",
    # Grain: one school year, participant who had replied to the offer, and school.
    "v_repondant": """
        SELECT DISTINCT r.annee, r.personne, r.ecole
        FROM v_registre r SEMI JOIN v_reponse p ON p.annee = r.annee AND p.personne = r.personne WHERE r.present""",
}

DETAILS: dict[str, str] = {
    # Grain: what registrations are told apart by: one school year, module, operator, modality and month.
    "v_combinaison": """
        SELECT combinaison, annee, coalesce(module, module_code, 'Module inconnu') AS module,
               coalesce(operateur, 'Opérateur non déclaré') AS operateur,
               coalesce(modalite, 'Modalité non renseignée') AS modalite, coalesce(CAST(mois AS VARCHAR), 'Date inconnue') AS mois
        FROM (
            SELECT combinaison, any_value(annee) AS annee, any_value(module_code) AS module_code,
                   any_value(module) AS module, any_value(operateur) AS operateur,
                   any_value(modalite) AS modalite, any_value(month(debut)) AS mois
            FROM v_seance WHERE annee IS NOT NULL AND lignes > 0 GROUP BY combinaison
        )""",
    # Grain: one value of a dimension in one school year, with its number.
    "v_cellule": f"""
        SELECT CAST(row_number() OVER (ORDER BY annee, dimension, valeur) AS INTEGER) AS cellule, dimension, annee, valeur
        FROM (
            SELECT DISTINCT b.annee, unnest([{", ".join(f"'{d}'" for d in CROISEES)}]) AS dimension,
                   unnest([{_VALEURS}]) AS valeur
            FROM v_combinaison b
        )""",
    # Grain: one cell of `v_cellule` and school that has a registration in it.
    "v_detail": f"FROM ({' UNION ALL '.join(_detail(d) for d in CROISEES)}) ORDER BY cellule",
    # Grain: one cell and group of schools: `participants` counts a person at each of its schools.
    "v_detail_groupe": f"""
        SELECT d.cellule, g.groupe, {", ".join(f"CAST(sum(d.{c}) AS BIGINT) AS {c}" for c in PAR_CELLULE)}
        FROM v_detail d JOIN v_groupe g ON g.ecole = d.ecole GROUP BY d.cellule, g.groupe""",
    # Grain: one school year, school and number of modules that persons followed: those who are in no other school.
    "v_parcours": """
        SELECT annee, ecole, modules, CAST(count(*) AS INTEGER) AS enseignants FROM (
            SELECT r.annee, r.ecole, r.personne, count(DISTINCT s.code) AS modules
            FROM v_registre r JOIN v_seance s ON s.seance = r.seance
            ANTI JOIN v_partage p ON p.annee = r.annee AND p.personne = r.personne
            WHERE r.present AND r.personne > 0 GROUP BY r.annee, r.ecole, r.personne
        ) GROUP BY annee, ecole, modules ORDER BY annee""",
    # Grain: one module that a person of several schools followed, or somebody unknown, school year and school.
    "v_parcours_commun": """
        SELECT DISTINCT r.annee, r.personne, r.ecole, s.code
        FROM v_registre r JOIN v_seance s ON s.seance = r.seance
        LEFT JOIN v_partage p ON p.annee = r.annee AND p.personne = r.personne
        WHERE r.present AND (r.personne = 0 OR p.personne IS NOT NULL) ORDER BY r.annee""",
    # Grain: one cell, person present in it at several schools, and school.
    "v_detail_commun": f"""
        SELECT cellule, personne, ecole
        FROM (
            SELECT unnest(l.cellules) AS cellule, r.personne, r.ecole
            FROM (
                SELECT s.combinaison, r.personne, r.ecole
                FROM v_registre r JOIN v_partage p ON p.annee = r.annee AND p.personne = r.personne
                JOIN v_seance s ON s.seance = r.seance WHERE r.present
            ) r JOIN (
                SELECT b.combinaison, list(c.cellule) AS cellules FROM v_combinaison b
                JOIN v_cellule c ON c.annee = b.annee AND c.valeur = CASE c.dimension
                    {" ".join(f"WHEN '{d}' THEN b.{d}" for d in CROISEES)} END
                GROUP BY b.combinaison
            ) l ON l.combinaison = r.combinaison
        ) GROUP BY cellule, personne, ecole QUALIFY count(*) OVER (PARTITION BY cellule, personne) > 1 ORDER BY cellule""",
}
"""What the breakdowns of the trainings alone read, which takes longer to make than all the rest."""


def _au_choix(cle: str, comptes: Sequence[str], groupes: str, lignes: str) -> str:
    """Counts to add up over a choice of schools by `cle`: those of the groups that are chosen whole, or nearly, from `groupes`;
    from `lignes`, school by school, those of the other schools that are chosen, and of those that are not, to be taken away.

    The parameters are those of `tne.queries.perimeter.morceaux`.
    """
    some, less = ", ".join(comptes), ", ".join(f"-{c}" for c in comptes)
    return f"""
    SELECT {cle}, {some} FROM {groupes} WHERE get_bit(CAST($groupes AS BIT), groupe) = 1
    UNION ALL SELECT {cle}, {some} FROM {lignes} WHERE $avec_plus AND get_bit(CAST($plus AS BIT), ecole) = 1
    UNION ALL SELECT {cle}, {less} FROM {lignes} WHERE $avec_moins AND get_bit(CAST($moins AS BIT), ecole) = 1"""


ICI = "get_bit(CAST($ici AS BIT), ecole) = 1"
"""Of every question to these tables: `$ici` is what `tne.queries.perimeter.ici` gives."""

ANNEES = "(len($annees) = 0 OR list_contains($annees, annee))"

_PAR_SEANCE = (*_COMPTES, "delais", "delais_connus")

UNE_A_UNE = f"""
(SELECT annee, seance, ecole, 1 AS lignes, CAST(active AS TINYINT) AS inscriptions, CAST(present AS TINYINT) AS presences,
        CAST(absent AS TINYINT) AS absences, CAST(non_traite AS TINYINT) AS non_traitees,
        CASE WHEN active AND delai_jours >= 0 THEN delai_jours END AS delais,
        CAST(coalesce(active AND delai_jours >= 0, false) AS TINYINT) AS delais_connus
 FROM v_registre WHERE {ANNEES})"""
_PAR_GROUPE = f"(FROM v_seance_groupe WHERE {ANNEES})"

# Grain: one session with a registration from these schools, whatever its state.
SEANCES = f"""
SELECT annee, seance, {", ".join(f"CAST(sum({c}) AS BIGINT) AS {c}" for c in _PAR_SEANCE)}
FROM ({_au_choix("annee, seance", _PAR_SEANCE, _PAR_GROUPE, UNE_A_UNE)}) GROUP BY annee, seance HAVING sum(lignes) > 0
"""

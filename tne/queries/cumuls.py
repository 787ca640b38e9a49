"""The counts behind the questions on trainings, added up once: by school; by school and module, operator, modality, month.

Views like those of `tne.queries.views`, made from them alone; the dashboard reads them as tables (`tne.queries.gardees`).
A choice of schools then adds up some tens of thousands of rows instead of counting millions of registrations again.

Counts of registrations add up over schools. Persons do not where somebody is registered at two schools: `participants` and
`inscrits` count a person at each of them, and `v_commun` says who is in several, so that
persons of a choice = sum over its schools - (number of its schools - 1) for each of those (`PERSONNES`).

Schools are small whole numbers here, 0 where a registration names none: a choice is one string of bits (`tne.queries.perimeter.ici`), which
costs nothing to test, where a set of texts costs more than the count. A registration without a person has person 0.
"""

from __future__ import annotations

CROISEES = ("module", "operateur", "modalite", "mois")
"""What registrations are counted by, beside the school year alone."""

_COMBINAISON = "hash(annee, dispositif_code, module_code, module, operateur, modalite, month(debut))"
_VALEURS = ", ".join(f"b.{d}" for d in CROISEES)


def _cumul(cle: str, lignes: str) -> str:
    """The counts of these rows by `cle` and school: person by person first, so that each counts once."""
    sommes = ", ".join(
        f"CAST(sum({c}) AS INTEGER) AS {c}"
        for c in ("inscriptions", "presences", "absences", "non_traitees", "hors_plan")
    )
    return f"""
    SELECT {cle}, ecole, {sommes}, CAST(count(*) FILTER (presences > 0 AND personne > 0) AS INTEGER) AS participants,
           CAST(count(*) FILTER (inscriptions > 0 AND personne > 0) AS INTEGER) AS inscrits
    FROM (
        SELECT {cle}, ecole, personne, count(*) FILTER (active) AS inscriptions, count(*) FILTER (present) AS presences,
               count(*) FILTER (absent) AS absences, count(*) FILTER (non_traite) AS non_traitees,
               count(*) FILTER (active AND hors_plan) AS hors_plan
        FROM {lignes} GROUP BY {cle}, ecole, personne
    ) GROUP BY {cle}, ecole"""


def _detail(dimension: str) -> str:
    """One dimension at a time: all at once would take four times the memory."""
    rows = f"""v_registre r JOIN (
            SELECT b.combinaison, c.cellule FROM v_combinaison b
            JOIN v_cellule c ON c.annee = b.annee AND c.dimension = '{dimension}' AND c.valeur = b.{dimension}
        ) l ON l.combinaison = r.combinaison"""
    return _cumul("cellule", rows)


CUMULS: dict[str, str] = {
    # Grain: one UAI that registrations name, with its number from 1.
    "v_numero": """
        SELECT uai, CAST(row_number() OVER (ORDER BY uai) AS INTEGER) AS ecole
        FROM (SELECT DISTINCT uai FROM inscription WHERE uai IS NOT NULL)""",
    # Grain: one registration of a known school year, in numbers alone. `module` is that of its codes, not of its title.
    "v_registre": f"""
        SELECT i.annee, coalesce(n.ecole, 0) AS ecole, i.session_id, coalesce(i.personne, 0) AS personne, i.active, i.present,
               i.absent, i.non_traite, i.hors_plan, i.delai_jours, hash(i.dispositif_code, i.module_code) AS module,
               {_COMBINAISON} AS combinaison
        FROM v_inscription i LEFT JOIN v_numero n ON n.uai = i.uai WHERE i.annee IS NOT NULL""",
    # Grain: one school year and school that has a registration in it.
    "v_cumul": _cumul("annee", "v_registre"),
    # Grain: one school year and person registered in it at several schools.
    "v_partage": """
        SELECT annee, personne FROM v_registre WHERE personne > 0 AND active
        GROUP BY annee, personne HAVING min(ecole) < max(ecole)""",
    # Grain: one of them and school.
    "v_commun": """
        SELECT r.annee, r.personne, r.ecole, bool_or(r.present) AS present
        FROM v_registre r JOIN v_partage p ON p.annee = r.annee AND p.personne = r.personne
        WHERE r.active GROUP BY r.annee, r.personne, r.ecole""",
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
    "v_combinaison": f"""
        SELECT combinaison, annee, coalesce(module, module_code, 'Module inconnu') AS module,
               coalesce(operateur, 'Opérateur non déclaré') AS operateur,
               coalesce(modalite, 'Modalité non renseignée') AS modalite, coalesce(CAST(mois AS VARCHAR), 'Date inconnue') AS mois
        FROM (
            SELECT {_COMBINAISON} AS combinaison, any_value(annee) AS annee, any_value(module_code) AS module_code,
                   any_value(module) AS module, any_value(operateur) AS operateur,
                   any_value(modalite) AS modalite, any_value(month(debut)) AS mois
            FROM v_inscription WHERE annee IS NOT NULL GROUP BY 1
        )""",
    # Grain: one value of a dimension in one school year, with its number.
    "v_cellule": f"""
        SELECT CAST(row_number() OVER (ORDER BY dimension, annee, valeur) AS INTEGER) AS cellule, dimension, annee, valeur
        FROM (
            SELECT DISTINCT b.annee, unnest([{", ".join(f"'{d}'" for d in CROISEES)}]) AS dimension,
                   unnest([{_VALEURS}]) AS valeur
            FROM v_combinaison b
        )""",
    # Grain: one cell of `v_cellule` and school that has a registration in it.
    "v_detail": " UNION ALL ".join(_detail(d) for d in CROISEES),
    # Grain: one cell, person registered in it at several schools, and school.
    "v_detail_commun": f"""
        SELECT cellule, personne, ecole, bool_or(present) AS present
        FROM (
            SELECT unnest(l.cellules) AS cellule, r.personne, r.ecole, r.present
            FROM (
                SELECT r.combinaison, r.personne, r.ecole, r.present
                FROM v_registre r JOIN v_partage p ON p.annee = r.annee AND p.personne = r.personne WHERE r.active
            ) r JOIN (
                SELECT b.combinaison, list(c.cellule) AS cellules FROM v_combinaison b
                JOIN v_cellule c ON c.annee = b.annee AND c.valeur = CASE c.dimension
                    {" ".join(f"WHEN '{d}' THEN b.{d}" for d in CROISEES)} END
                GROUP BY b.combinaison
            ) l ON l.combinaison = r.combinaison
        ) GROUP BY cellule, personne, ecole QUALIFY count(*) OVER (PARTITION BY cellule, personne) > 1""",
}
"""What the breakdowns of the trainings alone read, which takes longer to make than all the rest."""

ICI = "get_bit(CAST($ici AS BIT), ecole) = 1"
"""Of every question to these tables: `$ici` is what `tne.queries.perimeter.ici` gives."""

ANNEES = "(len($annees) = 0 OR list_contains($annees, annee))"

# Grain: one school year and school of the choice.
CUMUL = f"SELECT * FROM v_cumul WHERE {ANNEES} AND {ICI}"

# Grain: one school year with a registration at these schools.
PERSONNES = f"""
SELECT s.annee, s.participants - coalesce(d.participants, 0) AS participants, s.inscrits - coalesce(d.inscrits, 0) AS inscrits,
       s.inscriptions, s.presences, s.absences, s.non_traitees
FROM (
    SELECT annee, {", ".join(f"CAST(sum({c}) AS BIGINT) AS {c}" for c in ("participants", "inscrits", "inscriptions", "presences", "absences", "non_traitees"))}
    FROM ({CUMUL}) GROUP BY annee
) s LEFT JOIN (
    SELECT annee, CAST(sum(greatest(presents - 1, 0)) AS BIGINT) AS participants, CAST(sum(n - 1) AS BIGINT) AS inscrits
    FROM (
        SELECT annee, personne, count(*) AS n, count(*) FILTER (present) AS presents
        FROM v_commun WHERE {ANNEES} AND {ICI} GROUP BY annee, personne
    ) GROUP BY annee
) d ON d.annee = s.annee
"""

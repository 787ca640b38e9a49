"""The counts behind the questions on trainings, added up once: by school, by school and module, operator, modality, month.

Views like those of `tne.queries.views`, made from them alone; the dashboard reads them as tables (`tne.queries.gardees`).
A choice of schools then adds up some tens of thousands of rows instead of counting millions of registrations again.

Counts of registrations add up over schools. Persons do not where somebody is registered at two schools: `participants` and
`inscrits` count a person at each of them, and `v_commun` says who is in several, so that
persons of a choice = sum over its schools - (number of its schools - 1) for each of those (`DOUBLES`).

Schools are small whole numbers here, 0 where a registration names none: a choice is one string of bits (`tne.queries.perimeter.ici`), which
costs nothing to test, where a set of texts costs more than the count. A registration without a person has person 0.
"""

from __future__ import annotations

CROISEES = ("module", "operateur", "modalite", "mois")
"""What registrations are counted by, beside the school year alone (dimension « »)."""

_COMBINAISON = "hash(annee, dispositif_code, module_code, module, operateur, modalite, month(debut))"
_VALEURS = ", ".join(f"b.{d}" for d in CROISEES)


def _detail(dimension: str) -> str:
    """One dimension at a time: all at once would take five times the memory."""
    value = f"b.{dimension}" if dimension else "''"
    return f"""
    SELECT cellule, ecole, CAST(sum(inscriptions) AS INTEGER) AS inscriptions, CAST(sum(presences) AS INTEGER) AS presences,
           CAST(sum(absences) AS INTEGER) AS absences, CAST(sum(non_traitees) AS INTEGER) AS non_traitees,
           CAST(sum(hors_plan) AS INTEGER) AS hors_plan,
           CAST(count(*) FILTER (presences > 0 AND personne > 0) AS INTEGER) AS participants,
           CAST(count(*) FILTER (inscriptions > 0 AND personne > 0) AS INTEGER) AS inscrits
    FROM (
        SELECT l.cellule, r.ecole, r.personne, count(*) FILTER (r.active) AS inscriptions, count(*) FILTER (r.present) AS presences,
               count(*) FILTER (r.absent) AS absences, count(*) FILTER (r.non_traite) AS non_traitees,
               count(*) FILTER (r.active AND r.hors_plan) AS hors_plan
        FROM v_registre r JOIN (
            SELECT b.combinaison, c.cellule FROM v_combinaison b
            JOIN v_cellule c ON c.annee = b.annee AND c.dimension = '{dimension}' AND c.valeur = {value}
        ) l ON l.combinaison = r.combinaison
        GROUP BY l.cellule, r.ecole, r.personne
    ) GROUP BY cellule, ecole"""


CUMULS: dict[str, str] = {
    # Grain: one UAI that registrations name, with its number from 1.
    "v_numero": """
        SELECT uai, CAST(row_number() OVER (ORDER BY uai) AS INTEGER) AS ecole
        FROM (SELECT DISTINCT uai FROM inscription WHERE uai IS NOT NULL)""",
    # Grain: one registration of a known school year, in numbers alone.
    "v_registre": f"""
        SELECT i.annee, coalesce(n.ecole, 0) AS ecole, i.session_id, coalesce(i.personne, 0) AS personne, i.active, i.present,
               i.absent, i.non_traite, i.hors_plan, i.delai_jours, {_COMBINAISON} AS combinaison
        FROM v_inscription i LEFT JOIN v_numero n ON n.uai = i.uai WHERE i.annee IS NOT NULL""",
    # Grain: what registrations are told apart by: one school year, module, operator, modality and month.
    "v_combinaison": f"""
        SELECT combinaison, annee, dispositif_code, module_code, coalesce(module, module_code, 'Module inconnu') AS module,
               coalesce(operateur, 'Opérateur non déclaré') AS operateur,
               coalesce(modalite, 'Modalité non renseignée') AS modalite, coalesce(CAST(mois AS VARCHAR), 'Date inconnue') AS mois
        FROM (
            SELECT {_COMBINAISON} AS combinaison, any_value(annee) AS annee, any_value(dispositif_code) AS dispositif_code,
                   any_value(module_code) AS module_code, any_value(module) AS module, any_value(operateur) AS operateur,
                   any_value(modalite) AS modalite, any_value(month(debut)) AS mois
            FROM v_inscription WHERE annee IS NOT NULL GROUP BY 1
        )""",
    # Grain: one value of a dimension in one school year, with its number.
    "v_cellule": f"""
        SELECT CAST(row_number() OVER (ORDER BY dimension, annee, valeur) AS INTEGER) AS cellule, dimension, annee, valeur
        FROM (
            SELECT DISTINCT b.annee, unnest(['', {", ".join(f"'{d}'" for d in CROISEES)}]) AS dimension,
                   unnest(['', {_VALEURS}]) AS valeur
            FROM v_combinaison b
        )""",
    # Grain: one cell of `v_cellule` and school that has a registration in it.
    "v_detail": " UNION ALL ".join(_detail(d) for d in ("", *CROISEES)),
    # Grain: one cell, person registered in it at several schools, and school.
    "v_commun": f"""
        SELECT cellule, personne, ecole, bool_or(present) AS present
        FROM (
            SELECT unnest(l.cellules) AS cellule, r.personne, r.ecole, r.present
            FROM v_registre r JOIN (
                SELECT annee, personne FROM v_registre WHERE personne > 0 AND active
                GROUP BY annee, personne HAVING min(ecole) < max(ecole)
            ) p ON p.annee = r.annee AND p.personne = r.personne
            JOIN (
                SELECT b.combinaison, list(c.cellule) AS cellules FROM v_combinaison b
                JOIN v_cellule c ON c.annee = b.annee AND c.valeur = CASE c.dimension
                    {" ".join(f"WHEN '{d}' THEN b.{d}" for d in CROISEES)} ELSE '' END
                GROUP BY b.combinaison
            ) l ON l.combinaison = r.combinaison
            WHERE r.active
        ) GROUP BY cellule, personne, ecole QUALIFY count(*) OVER (PARTITION BY cellule, personne) > 1""",
}

ICI = "get_bit(CAST($ici AS BIT), ecole) = 1"
"""Of every question to these tables: its schools, `$ici` is what `tne.queries.perimeter.ici` gives."""

ANNEES = "(len($annees) = 0 OR annee IN (SELECT unnest($annees)))"

# The cells of the year alone, by school.
CUMUL = f"""
SELECT c.annee, d.* FROM v_detail d JOIN v_cellule c ON c.cellule = d.cellule
WHERE d.cellule IN (SELECT cellule FROM v_cellule WHERE dimension = '' AND {ANNEES}) AND {ICI}"""

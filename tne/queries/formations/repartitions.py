"""Registrations, presences and participants by module, operator, modality, month, and by type and secteur of the school."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries.croisements import aussi_masquees
from tne.queries.cumuls import ANNEES, CROISEES, CUMUL, DETAIL, ICI, SEANCES
from tne.queries.formations.portee import INCONNU, participants_exclus, replaced, rows, years_shown
from tne.queries.memoire import details_gardes, retenue
from tne.queries.tableaux import Ligne, Tableau, difference, masked_values

COMPTES = ["inscriptions", "presences", "absences", "non_traitees"]
DIMENSIONS = (*CROISEES, "type", "secteur")  # the first over the same rows, on one page

_SOMMES = ", ".join(f"CAST(sum({c}) AS BIGINT) AS {c}" for c in ("participants", *COMPTES))
_ECOLES = f"""
remplace AS (SELECT unnest($anciens) AS ancien, unnest($actuels) AS actuel),
ecoles AS (
    SELECT DISTINCT ON (n.ecole) n.ecole, [coalesce(a.type, '{INCONNU}'), coalesce(a.secteur, '{INCONNU}')] AS valeurs
    FROM (FROM v_numero UNION ALL SELECT NULL, 0) n
    LEFT JOIN etablissement e ON e.uai = n.uai LEFT JOIN remplace r ON r.ancien = e.uai
    LEFT JOIN etablissement a ON a.uai = coalesce(r.actuel, e.uai)
)"""

# A person of several schools counts once: what `doubles` holds beyond the first of them is taken away.
_PAR_VALEUR = f"""
WITH cellules AS (SELECT * FROM v_cellule WHERE {ANNEES}),
somme AS ({DETAIL}),
doubles AS (
    SELECT cellule, CAST(sum(n - 1) AS BIGINT) AS doubles FROM (
        SELECT cellule, personne, count(*) AS n FROM v_detail_commun
        WHERE present AND cellule IN (SELECT cellule FROM cellules) AND {ICI} GROUP BY cellule, personne
    ) GROUP BY cellule
)
SELECT c.dimension, c.valeur, c.annee, s.participants - coalesce(d.doubles, 0) AS participants,
       s.inscriptions, s.presences, s.absences, s.non_traitees
FROM somme s JOIN cellules c ON c.cellule = s.cellule LEFT JOIN doubles d ON d.cellule = s.cellule
ORDER BY c.dimension, c.valeur, c.annee
"""
_PAR_ECOLE = f"""
WITH {_ECOLES},
par_ecole AS (
    SELECT i.annee, unnest(['type', 'secteur']) AS dimension, unnest(e.valeurs) AS valeur, i.* EXCLUDE (annee)
    FROM ({CUMUL}) i JOIN ecoles e ON e.ecole = i.ecole
),
doubles AS (
    SELECT annee, dimension, valeur, CAST(sum(n - 1) AS BIGINT) AS doubles FROM (
        SELECT annee, dimension, valeur, personne, count(*) AS n FROM (
            SELECT p.annee, unnest(['type', 'secteur']) AS dimension, unnest(e.valeurs) AS valeur, p.personne
            FROM (SELECT * FROM v_commun WHERE present AND {ANNEES} AND {ICI}) p JOIN ecoles e ON e.ecole = p.ecole
        ) GROUP BY ALL
    ) GROUP BY ALL
)
SELECT s.dimension, s.valeur, s.annee, s.participants - coalesce(d.doubles, 0) AS participants,
       s.inscriptions, s.presences, s.absences, s.non_traitees
FROM (SELECT annee, dimension, valeur, {_SOMMES} FROM par_ecole GROUP BY annee, dimension, valeur) s
LEFT JOIN doubles d ON d.annee = s.annee AND d.dimension = s.dimension AND d.valeur = s.valeur
ORDER BY s.dimension, s.valeur, s.annee
"""

# Grain: one module, operator, modality, month and school year: what the tables by one of them have in common.
_CROSSED = f"""
SELECT b.annee, b.module, b.operateur, b.modalite, b.mois, CAST(sum(r.presences) AS BIGINT) AS participants, {{sommes}}
FROM (
    SELECT s.combinaison, {", ".join(f"sum(p.{c}) AS {c}" for c in COMPTES)}
    FROM ({SEANCES}) p JOIN v_seance s ON s.seance = p.seance GROUP BY s.combinaison
) r JOIN v_combinaison b ON b.combinaison = r.combinaison GROUP BY ALL ORDER BY ALL
""".replace("{sommes}", ", ".join(f"CAST(sum(r.{c}) AS BIGINT) AS {c}" for c in COMPTES))


@retenue
def _breakdowns(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    view: View,
    exclus: tuple[str, ...],
    croisees: bool,
    par_groupe: bool = False,
) -> dict[str, list[tuple[str, str, dict[str, int]]]]:
    """Dimension → its rows (value, school year, exact counts): asked once for a whole page, `croisees` together and those
    of the schools together.
    """
    others: dict[str, Any] = {} if croisees else dict(replaced(con))
    if croisees:
        details_gardes(con)
    sql = _PAR_VALEUR if croisees else _PAR_ECOLE
    frame = rows(con, sql, filters, view, exclus=exclus, par_groupe=par_groupe, **others)
    names = ["participants", *COMPTES]
    tables: dict[str, list[tuple[str, str, dict[str, int]]]] = {
        d: [] for d in DIMENSIONS if (d in CROISEES) == croisees
    }
    for dimension, value, year, *counts in zip(
        *(frame[c].tolist() for c in ("dimension", "valeur", "annee", *names)), strict=True
    ):
        tables[dimension].append((value, year, dict(zip(names, counts, strict=True))))
    return tables


def _cut(
    tables: Mapping[str, Sequence[tuple[str, str, dict[str, int]]]], dimension: str, counts: Sequence[str]
) -> list[Ligne]:
    return [(value, year, tuple(row[c] for c in counts)) for value, year, row in tables[dimension]]


def _hidden_by_difference(part: Sequence[Ligne], whole: Sequence[Ligne]) -> frozenset[str]:
    """The values of a breakdown that a reader could work out by taking this choice away from the whole territory.

    They are masked in both: those whose rest is small, and those that hide with them in the rest.
    """
    return masked_values(difference(whole, part))


@retenue
def _crossed(con: duckdb.DuckDBPyConnection, filters: Filters, exclus: tuple[str, ...]) -> pd.DataFrame:
    details_gardes(con)
    return rows(con, _CROSSED, filters, "lecture", exclus=exclus)


@retenue
def _hidden_jointly(
    con: duckdb.DuckDBPyConnection, filters: Filters, exclus: tuple[str, ...], counts: tuple[str, ...]
) -> dict[str, frozenset[str]]:
    """Dimension → the values that a reader sees masked, so that no two tables of one page give a masked cell."""
    every = _breakdowns(con, filters, "lecture", exclus, True)
    whole = _breakdowns(con, filters.sans_etablissement(), "lecture", exclus, True)
    hidden: dict[str, frozenset[str]] = {}
    for dimension in CROISEES:
        cells = _cut(every, dimension, counts)
        values = masked_values(cells)
        if filters.par_etablissement:
            values |= _hidden_by_difference(cells, _cut(whole, dimension, counts))
        hidden[dimension] = values
    if not any(hidden.values()):
        return hidden  # nothing that another table could give back
    crossed = _crossed(con, filters, exclus)
    crossed = crossed[(crossed[list(counts)] > 0).any(axis=1)]
    found = hidden
    for annee, rows_of_year in crossed.groupby("annee", sort=True):
        sizes = {
            (d, value): row[counts[0]] for d in CROISEES for value, year, row in every[d] if year == annee
        }
        closed = aussi_masquees(rows_of_year, hidden, sizes)
        found = {d: found[d] | closed[d] for d in found}
    return found


def breakdown(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, dimension: str, counts: list[str]
) -> pd.DataFrame:
    """Grain: one row per value of `dimension` (one of DIMENSIONS) and school year, ordered by value and year.

    Columns: valeur (a month is its number as text), annee, and each of `counts` with `_masque` and `_mention`:
    participants (distinct persons present at least once), inscriptions (active), presences, absences, non_traitees.
    Ask for what is shown and no more: a small count that nobody sees masks nothing. Source: Sofia-FMO.
    """
    croisees = dimension in CROISEES
    groupes = not croisees
    exclus: tuple[str, ...] = ()
    if "participants" in counts:
        exclus = participants_exclus(con, filters, view, groupes=groupes)
    # Participants exist by school: leaving the masked schools out is enough for them.
    par_groupe = groupes and counts != ["participants"]
    cells = _cut(_breakdowns(con, filters, view, exclus, croisees, par_groupe), dimension, counts)
    table = Tableau(cells, counts, view)
    if view == "coordination":
        return table.frame()
    if filters.par_etablissement:
        whole = _breakdowns(con, filters.sans_etablissement(), view, exclus, croisees, par_groupe)
        table.mask_also(_hidden_by_difference(cells, _cut(whole, dimension, counts)))
    if croisees:
        table.mask_also(_hidden_jointly(con, filters, exclus, tuple(counts))[dimension], zeros=False)
    if par_groupe:
        exact = _cut(_breakdowns(con, filters, "coordination", (), croisees), dimension, counts)
        table.add_masked(exact, years_shown(con, filters, "inscriptions"))
    return table.frame()

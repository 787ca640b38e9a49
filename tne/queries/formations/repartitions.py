"""Registrations, presences and participants by module, operator, modality, month, and by type and secteur of the school."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb
import pandas as pd

from tne.filters import Filters, View, one_of
from tne.queries import cellules
from tne.queries.additions import choix, communs, cumul, numeros
from tne.queries.croisements import aussi_masquees
from tne.queries.cumuls import CROISEES, SEANCES
from tne.queries.formations.comparables import hidden_beside
from tne.queries.formations.portee import participants_exclus, portions, rows, years_shown
from tne.queries.formations.valeurs import DES_ECOLES, Classes, Lignes, classes, par_valeur
from tne.queries.memoire import details_gardes, retenue
from tne.queries.tableaux import Ligne, Tableau, masked_values

COMPTES = ["inscriptions", "presences", "absences", "non_traitees"]
DIMENSIONS = (*CROISEES, "type", "secteur")  # the first over the same rows, on one page

# Grain: one module, operator, modality, month and school year: what the tables by one of them have in common.
_CROSSED = f"""
SELECT b.annee, b.module, b.operateur, b.modalite, b.mois, CAST(sum(r.presences) AS BIGINT) AS participants,
       {", ".join(f"CAST(sum(r.{c}) AS BIGINT) AS {c}" for c in COMPTES)}
FROM (
    SELECT s.combinaison, {", ".join(f"sum(p.{c}) AS {c}" for c in COMPTES)}
    FROM ({SEANCES}) p JOIN v_seance s ON s.seance = p.seance GROUP BY s.combinaison
) r JOIN v_combinaison b ON b.combinaison = r.combinaison GROUP BY ALL ORDER BY ALL
"""


@retenue
def _breakdowns(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    view: View,
    exclus: tuple[str, ...],
    croisees: bool,
    par_groupe: bool = False,
) -> dict[str, Lignes]:
    """Dimension → its rows (value, school year, exact counts): asked once for a whole page, `croisees` together and those
    of the schools together.
    """
    if croisees:
        details_gardes(con)
    tables: dict[str, Lignes] = {d: [] for d in (CROISEES if croisees else DES_ECOLES)}
    for uais, annees in portions(con, filters, view, par_groupe=par_groupe):
        if croisees:
            found = cellules.par_dimension(con, uais, tuple(annees))
        else:
            found = par_valeur(cumul(con), _classes(con), choix(con, uais, exclus), "participants")
        for dimension, told in found.items():
            tables[dimension] += [row for row in told if not annees or row[1] in annees]
    return tables


@retenue
def _classes(con: duckdb.DuckDBPyConnection) -> dict[str, Classes]:
    return classes(con, numeros(con), communs(con))


def _cut(tables: Mapping[str, Lignes], dimension: str, counts: Sequence[str]) -> list[Ligne]:
    return [(value, year, tuple(row[c] for c in counts)) for value, year, row in tables[dimension]]


@retenue
def _hidden_beside(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    dimension: str,
    counts: tuple[str, ...],
    par_groupe: bool = False,
) -> frozenset[str]:
    """The values of a breakdown that a reader sees masked because of what other choices show."""

    def cells(choice: Filters, by_groups: bool) -> list[Ligne]:
        left_out = _exclus(con, choice, "lecture", dimension, counts)
        tables = _breakdowns(con, choice, "lecture", left_out, dimension in CROISEES, par_groupe or by_groups)
        return _cut(tables, dimension, counts)

    return hidden_beside(con, filters, cells)


def _exclus(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, dimension: str, counts: Sequence[str]
) -> tuple[str, ...]:
    """The establishments that a table of these counts leaves out beside those that the choice leaves out."""
    if dimension in CROISEES or "participants" not in counts:
        return ()
    return participants_exclus(con, filters, view)


@retenue
def _crossed(con: duckdb.DuckDBPyConnection, filters: Filters) -> pd.DataFrame:
    details_gardes(con)
    return rows(con, _CROSSED, filters, "lecture")


@retenue
def _hidden_jointly(
    con: duckdb.DuckDBPyConnection, filters: Filters, counts: tuple[str, ...]
) -> dict[str, frozenset[str]]:
    """Dimension → the values that a reader sees masked, so that no two tables of one page give a masked cell."""
    every = _breakdowns(con, filters, "lecture", (), True)
    hidden = {
        d: masked_values(_cut(every, d, counts)) | _hidden_beside(con, filters, d, counts) for d in CROISEES
    }
    if "presences" in counts:
        # Who comes twice makes presences of three persons no small count: what hides three with others hides these too.
        persons = _hidden_jointly(con, filters, ("participants",))
        hidden = {d: hidden[d] | persons[d] for d in hidden}
    if not any(hidden.values()):
        return hidden  # nothing that another table could give back
    crossed = _crossed(con, filters)
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
    Ask for what is shown and no more: a small count that nobody sees masks nothing. Source: Sofia-FMO. ValueError for another
    dimension.
    """
    one_of("dimension", dimension, DIMENSIONS)
    croisees = dimension in CROISEES
    exclus = _exclus(con, filters, view, dimension, counts)
    # Participants exist by school: leaving the masked schools out is enough for them.
    par_groupe = not croisees and counts != ["participants"]
    cells = _cut(_breakdowns(con, filters, view, exclus, croisees, par_groupe), dimension, counts)
    if view == "coordination":
        return Tableau(cells, counts, view).frame()
    exact: list[Ligne] = []
    if not croisees:
        exact = _cut(_breakdowns(con, filters, "coordination", (), croisees), dimension, counts)
        held = {(value, year) for value, year, found in exact if any(found)}
        # Left without a masked school, a value whose persons are all there would read as nobody.
        cells = [r for r in cells if any(r[2]) or r[:2] not in held]
    table = Tableau(cells, counts, view)
    table.mask_also(_hidden_beside(con, filters, dimension, tuple(counts), par_groupe))
    if croisees:
        table.mask_also(_hidden_jointly(con, filters, tuple(counts))[dimension], zeros=False)
    else:
        table.add_masked(exact, years_shown(con, filters, "inscriptions", par_groupe))
    return table.frame()

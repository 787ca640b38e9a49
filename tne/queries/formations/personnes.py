"""Who is reached: collèges represented, modules of a teacher, those who had replied to the offer, registrations to mend."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import duckdb
import pandas as pd

from tne.filters import Filters, View
from tne.queries import additions, parcours, representes
from tne.queries.formations.comparables import hidden_beside
from tne.queries.formations.portee import by_year, portions
from tne.queries.formations.repartitions import COMPTES
from tne.queries.memoire import details_gardes, retenue
from tne.queries.perimeter import perimetre
from tne.queries.tableaux import Ligne, Tableau, est_petit

A_REPRENDRE = ["sans_etablissement", "etablissement_inconnu", "hors_plan"]


def registrations(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one school year with registrations that `view` may add up. Columns: annee, inscriptions (active), presences,
    absences, non_traitees: exact sums, to be shown through `tne.queries.masking.rate`.
    """
    found = by_year(con, filters, view, partial(additions.par_annee, con))
    return pd.DataFrame({"annee": list(found), **{c: [row[c] for row in found.values()] for c in COMPTES}})


@retenue
def coverage(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one collège de référence and school year that has registrations, by commune, name and UAI.

    Columns: annee, uai, nom, commune, secteur, represente (at least one teacher present). No count of persons: the same
    in both views.
    """
    return representes.lister(con, perimetre(con, filters).uais, filters.annees)


def _hidden_beside(
    con: duckdb.DuckDBPyConnection,
    filters: Filters,
    question: Callable[[duckdb.DuckDBPyConnection, Filters, View, bool], list[Ligne]],
) -> frozenset[str]:
    """The values of a table of participants that a reader sees masked because of what other choices show."""
    return hidden_beside(con, filters, lambda choice, by_groups: question(con, choice, "lecture", by_groups))


def modules_per_teacher(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one number of modules followed and school year. Columns: annee, modules, enseignants, enseignants_masque."""
    rows = _per_number(con, filters, view, False)
    table = Tableau(rows, ["enseignants"], view)
    if view != "coordination":
        table.mask_also(_hidden_beside(con, filters, _per_number))
    frame = table.frame().rename(columns={"valeur": "modules"})
    return frame.assign(modules=frame["modules"].astype(int))


@retenue
def _per_number(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, par_groupe: bool
) -> list[Ligne]:
    details_gardes(con)
    return [
        (str(modules), annee, (n,))
        for uais, annees in portions(con, filters, view, par_groupe=par_groupe)
        for annee, modules, n in parcours.enseignants(con, uais)
        if not annees or annee in annees
    ]


def replied_before(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one school year with a participant. Columns: annee, avaient_repondu, sans_reponse (participants who had, and
    had not, replied to the offer), each with `_masque`. Source: Sofia-FMO and the replies, joined by hashed person.
    """
    rows = _replied(con, filters, view, False)
    few = any(est_petit(n) for *_, counts in rows for n in counts)
    hidden = view != "coordination" and (few or bool(_hidden_beside(con, filters, _replied)))
    frame = pd.DataFrame({"annee": pd.Series([annee for _, annee, _ in rows], dtype="str")})
    for i, c in enumerate(("avaient_repondu", "sans_reponse")):
        of_each = [counts[i] for *_, counts in rows]
        frame[c] = pd.array([pd.NA] * len(frame) if hidden else of_each, dtype="Int64")
        frame[f"{c}_masque"] = hidden
    return frame


@retenue
def _replied(con: duckdb.DuckDBPyConnection, filters: Filters, view: View, par_groupe: bool) -> list[Ligne]:
    there = by_year(con, filters, view, partial(additions.par_annee, con), par_groupe=par_groupe)
    replied = by_year(con, filters, view, partial(additions.avaient_repondu, con), par_groupe=par_groupe)
    return [
        ("", a, (replied[a], row["participants"] - replied[a]))
        for a, row in there.items()
        if row["presences"] > 0
    ]


def to_check(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one school year with registrations. Columns, active registrations only: annee, sans_etablissement (no UAI),
    etablissement_inconnu (a UAI the base does not know), hors_plan (a session the plan does not hold). Counts of rows to
    mend, for coordinators: in *lecture* the small ones are <NA>.
    """
    rows = _to_mend(con, filters, view)
    frame = pd.DataFrame({"annee": pd.Series([annee for annee, _ in rows], dtype="str")})
    for c in A_REPRENDRE:

        def cells(choice: Filters, par_groupe: bool, c: str = c) -> list[Ligne]:
            return [(c, annee, (row[c],)) for annee, row in _to_mend(con, choice, "lecture", par_groupe)]

        beside = view != "coordination" and bool(hidden_beside(con, filters, cells))
        frame[c] = pd.array(
            [
                pd.NA if view != "coordination" and (beside or est_petit(row[c])) else row[c]
                for _, row in rows
            ],
            dtype="Int64",
        )
    return frame


@retenue
def _to_mend(
    con: duckdb.DuckDBPyConnection, filters: Filters, view: View, par_groupe: bool = False
) -> list[tuple[str, dict[str, int]]]:
    found = by_year(con, filters, view, partial(additions.a_reprendre, con), par_groupe=par_groupe)
    return [*found.items()]

"""Who is reached: collèges represented, modules of a teacher, those who had replied to the offer, registrations to mend."""

from __future__ import annotations

import duckdb
import pandas as pd

from tne import settings
from tne.filters import Filters, View
from tne.queries import additions, parcours, representes
from tne.queries.formations.portee import by_year, participants_exclus, portions
from tne.queries.formations.repartitions import COMPTES
from tne.queries.masking import mask_breakdown
from tne.queries.memoire import details_gardes, retenue
from tne.queries.perimeter import perimetre

A_REPRENDRE = ["sans_etablissement", "etablissement_inconnu", "hors_plan"]


def registrations(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one school year with registrations that `view` may add up. Columns: annee, inscriptions (active), presences,
    absences, non_traitees: exact sums, to be shown through `tne.queries.masking.rate`.
    """
    found = by_year(con, filters, view, lambda uais: additions.par_annee(con, uais))
    return pd.DataFrame({"annee": list(found), **{c: [row[c] for row in found.values()] for c in COMPTES}})


@retenue
def coverage(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one collège de référence and school year that has registrations, by commune, name and UAI.

    Columns: annee, uai, nom, commune, secteur, represente (at least one teacher present). No count of persons: the same
    in both views.
    """
    return representes.lister(con, perimetre(con, filters).uais, filters.annees)


def modules_per_teacher(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one number of modules followed and school year. Columns: annee, modules, enseignants, enseignants_masque."""
    details_gardes(con)
    left_out = participants_exclus(con, filters, view)
    rows = [
        (annee, modules, n)
        for uais, annees in portions(con, filters, view)
        for annee, modules, n in parcours.enseignants(con, uais, left_out)
        if not annees or annee in annees
    ]
    frame = pd.DataFrame(rows, columns=["annee", "modules", "enseignants"])
    return mask_breakdown(frame, "modules", ["enseignants"], view, "annee")


def replied_before(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one school year with a participant. Columns: annee, avaient_repondu, sans_reponse (participants who had, and
    had not, replied to the offer), each with `_masque`. Source: Sofia-FMO and the replies, joined by hashed person.
    """
    left_out = participants_exclus(con, filters, view)
    there = by_year(con, filters, view, lambda uais: additions.par_annee(con, uais, left_out))
    replied = by_year(con, filters, view, lambda uais: additions.avaient_repondu(con, uais, left_out))
    persons = {a: row["participants"] for a, row in there.items() if row["presences"] > 0}
    frame = pd.DataFrame({"annee": pd.Series(list(persons), dtype="str")})
    counts = {
        "avaient_repondu": [replied[a] for a in persons],
        "sans_reponse": [n - replied[a] for a, n in persons.items()],
    }
    hidden = view == "lecture" and any(
        0 < n < settings.seuil() for of_each in counts.values() for n in of_each
    )
    for c, of_each in counts.items():
        frame[c] = pd.array([pd.NA] * len(frame) if hidden else of_each, dtype="Int64")
        frame[f"{c}_masque"] = hidden
    return frame


def to_check(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> pd.DataFrame:
    """Grain: one school year with registrations. Columns, active registrations only: annee, sans_etablissement (no UAI),
    etablissement_inconnu (a UAI the base does not know), hors_plan (a session the plan does not hold). Counts of rows to
    mend, for coordinators: in *lecture* the small ones are <NA>.
    """
    found = by_year(con, filters, view, lambda uais: additions.a_reprendre(con, uais))
    frame = pd.DataFrame({"annee": pd.Series(list(found), dtype="str")})
    for c in A_REPRENDRE:
        small = settings.seuil() if view == "lecture" else 0
        frame[c] = pd.array(
            [pd.NA if 0 < row[c] < small else row[c] for row in found.values()], dtype="Int64"
        )
    return frame

"""What to ask for, from whom and where to click, so that a school year can be told: as the text of a mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from tne.datasets import DATASETS
from tne.datasets.annees import debut_de_l_annee
from tne.filters import Filters, View
from tne.queries import completude
from tne.typographie import enumeration, typographier

# The sources a year's bilan is made of, in the order in which they are asked for.
ATTENDUS = (
    "module",
    "session",
    "session_complement",
    "offre",
    "reponse",
    "inscription",
    "intervention",
    "atelier_parentalite",
    "consultation",
    "equipement",
    "numerixplore",
    "effectif",
    "ips",
)
# Of no year, but renewed at each start of one: without it no figure has its number of schools.
ANNUAIRE = "etablissement"
# From June on the next year is prepared: its offer leaves in that month.
_PREPARATION = 6


@dataclass(frozen=True)
class Demande:
    """A source that is missing for the year: what it is, and from whom to ask it, where to click, when."""

    titre: str
    demander: str


def _demande(jeu: str) -> Demande:
    return Demande(typographier(DATASETS[jeu].title), DATASETS[jeu].demander)


def annees(known: Iterable[str], today: date) -> list[str]:
    """The years one may ask for, latest first: from the first that the base knows to the running one, and from June on to
    the next.
    """
    running = debut_de_l_annee(today.year, today.month)
    last = running + 1 if _PREPARATION <= today.month < 9 else running
    years = [int(a[:4]) for a in known]
    return [f"{y}-{y + 1}" for y in range(max([last, *years]), min([running, *years]) - 1, -1)]


def manquants(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[Demande, ...]:
    """The expected sources of the last chosen year that the base does not hold."""
    if not filters.annees:
        return ()
    year = filters.for_year(filters.annees[-1])
    known = set(completude.by_source(con, year, view)["jeu"])
    return tuple(_demande(j) for j in ATTENDUS if j not in known)


def a_demander(con: duckdb.DuckDBPyConnection, filters: Filters, view: View) -> tuple[Demande, ...]:
    """The same, with the directory of schools first where the base has none, or none since the year began."""
    if not filters.annees:
        return ()
    renewed = completude.annuaire(con)
    begun = date(int(filters.annees[-1][:4]), 9, 1)
    first = () if renewed is not None and renewed >= begun else (_demande(ANNUAIRE),)
    return first + manquants(con, filters, view)


def courriel(annee: str, territoire: str, demandes: Sequence[Demande]) -> str:
    """The text to copy into a mail: sources that are asked for in the same place stand on one line."""
    together: dict[str, list[str]] = {}
    for d in demandes:
        together.setdefault(d.demander, []).append(d.titre)
    lines = [f"- {enumeration(named)} : {where}" for where, named in together.items()]
    asked = f"Bonjour, pour le bilan {annee} du TNE {territoire}, il nous manque :"
    return typographier("\n".join([asked, "", *lines, "", "Merci d'avance."]))

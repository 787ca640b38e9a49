"""Where a figure comes from and what an indicator is worth: shared by the builders of every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import duckdb

from tne.datasets import DATASETS
from tne.filters import Filters, View
from tne.indicators import Value, kept_years
from tne.queries.memoire import retenue
from tne.typographie import date_longue, enumeration, typographier

# What people call the source; otherwise the title of the data set.
NOMS = {
    "module": "Sofia-FMO",
    "session": "Sofia-FMO",
    "inscription": "Sofia-FMO",
    "session_complement": "compléments des sessions",
    "offre": "envoi de l'offre",
    "reponse": "formulaire de l'offre",
    "intervention": "journal des médiateurs",
    "atelier_parentalite": "rencontres avec les parents",
    "consultation": "relevés de vues",
    "equipement": "équipements des établissements",
    "numerixplore": "Numérixplore",
    "etablissement": "annuaire de l'éducation",
    "indicateur_publie": "bilan publié",
}

_REPRIS = {"déclaré": "chiffre_declare", "publié": "indicateur_publie"}

_IMPORTS = """
SELECT j.jeu, max(i.cree) AS importe, bool_or(i.demo) AS demo
FROM import i JOIN import_jeu j ON j.import_id = i.id
WHERE i.en_vigueur GROUP BY j.jeu ORDER BY j.jeu
"""


def source_line(con: duckdb.DuckDBPyConnection, jeux: Sequence[str], titres: bool = False) -> str:
    """« Source : Sofia-FMO, import du 3 juillet 2024 », from the imports in force of these data sets.

    Several sources are named in the order of `jeux`, with the date of the latest import; the demonstration says so. A
    data set that was never imported is not named; without any: « Source : aucun import ». `titres`: by the titles of the data
    sets, where these stand beside it.
    """
    found = {j: row for j, row in _imports(con).items() if j in jeux}
    named = (suivant(DATASETS[j].title) if titres else _name(j) for j in jeux if j in found)
    names = list(dict.fromkeys(named))
    if not names:
        return typographier("Source : aucun import")
    latest = max(made for made, _ in found.values())
    demo = ", démonstration" if any(invented for _, invented in found.values()) else ""
    return typographier(f"Source : {enumeration(names)}, import du {date_longue(latest.date())}{demo}")


def repris(etats: Iterable[str]) -> tuple[str, ...]:
    """The data sets of figures that no list makes, by the states that they are in."""
    return tuple(_REPRIS[e] for e in sorted(set(etats) & _REPRIS.keys()))


@retenue
def _imports(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[datetime, bool]]:
    """Data set → (latest import in force, whether any import in force is of the demonstration)."""
    return {jeu: (made, invented) for jeu, made, invented in con.execute(_IMPORTS).fetchall()}


def _name(jeu: str) -> str:
    return NOMS.get(jeu) or suivant(DATASETS[jeu].title)


def suivant(titre: str) -> str:
    """The title of a data set after other words, without its capital; a name keeps it."""
    return titre if titre == NOMS["numerixplore"] else f"{titre[:1].lower()}{titre[1:]}"


def values(
    con: duckdb.DuckDBPyConnection, filters: Filters, annees: Sequence[str], view: View, famille: str = ""
) -> dict[str, dict[str, Value]]:
    """School year → code → value of every indicator, exactly as the tiles, the bilan and the command line compute them;
    of `famille` alone where a page is about one part of the programme.
    """
    return {
        annee: dict(found) for annee, found in _values(con, filters, tuple(annees), view, famille).items()
    }


@retenue
def _values(
    con: duckdb.DuckDBPyConnection, filters: Filters, annees: tuple[str, ...], view: View, famille: str
) -> dict[str, dict[str, Value]]:
    by_year = kept_years(con, filters, annees, view, famille)
    return {annee: {v.indicateur.code: v for v in found} for annee, found in by_year.items()}

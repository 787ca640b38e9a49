"""What the visuals on interventions share: words of the kinds, formats of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from tne.filters import Filters
from tne.indicator_list import BY_CODE
from tne.queries import accompagnements as questions
from tne.section_phrases import INTERVENTIONS_MINIMUM
from tne.typographie import typographier
from tne.visuals.fabrique import annees_importees, choix_et_annees, ensemble

FAMILLE = "accompagnements"
JEUX = ("intervention", "etablissement")
MANQUE = "Importez le journal des interventions des médiateurs."
MINIMUM = INTERVENTIONS_MINIMUM
"""Under that many interventions, no theme is said to come first either."""

CODES = {
    "Formation": "accompagnement.formations",
    "Accompagnement personnalisé": "accompagnement.personnalises",
    "Intervention technique": "accompagnement.techniques",
    "Suivi de projet": "accompagnement.projets",
}
NOMS = {
    nature: typographier(nom[:1].upper() + nom[1:])
    for nature, code in CODES.items()
    if (nom := BY_CODE[code].nom_un)
}
"""Each kind as a tile names one of it."""
COURTS = {
    "Formation": "formation",
    "Accompagnement personnalisé": "personnalisé",
    "Intervention technique": "technique",
    "Suivi de projet": "projet",
}
PLURIELS = {nature: f"des {BY_CODE[code].nom}" for nature, code in CODES.items()} | {
    "Intervention technique": "techniques"
}
"""After « la moitié des interventions sont »."""


def premieres(nombres: Mapping[str, float]) -> list[str]:
    """The kinds that come first, several where as many are of each."""
    return [NOMS[nature].lower() for nature, n in nombres.items() if n == max(nombres.values())]


def formats_de(table: pd.DataFrame) -> dict[str, str]:
    """Whole numbers, dates, else text."""
    found = {}
    for c in table.columns:
        known: Iterable[Any] = () if isinstance(table[c].dtype, pd.StringDtype) else table[c]
        first = next((v for v in known if v is not None and not isinstance(v, str) and not pd.isna(v)), None)
        found[str(c)] = "texte" if first is None else "date" if isinstance(first, date) else "entier"
    return found


SANS_REFERENCE = "Aucune école ni aucun collège ouvert dans ce choix"
"""Where visits are followed, and the schools that they are out of are none."""
HORS_REFERENCE = "Des interventions hors des écoles et des collèges ouverts"
DE_REFERENCE = "Ce chiffre porte sur les écoles et les collèges ouverts."


def annees_du_journal(con: duckdb.DuckDBPyConnection, filters: Filters) -> str:
    """The chosen years that have a log, added up, in words, or that there are all: who was visited in another is not known."""
    return ensemble(annees_importees(con, filters, "intervention") or [filters.annees_en_mots()])


def annees_suivies(con: duckdb.DuckDBPyConnection, filters: Filters, frame: pd.DataFrame) -> list[str]:
    """The years of `frame`, and the other chosen ones that have a log: of these nothing of the choice is a known zero."""
    return sorted({*frame["annee"], *annees_importees(con, filters, "intervention")})


def etat_du_journal(con: duckdb.DuckDBPyConnection, filters: Filters) -> str:
    """Where nothing was done: known, as the zero of a tile is, of years that have a log."""
    return "calculé" if questions.suivi(con, filters) else "absent"


def manque(con: duckdb.DuckDBPyConnection, filters: Filters) -> str:
    """Why there is nothing to show: no log for these years, or one that says nothing of it."""
    if not questions.suivi(con, filters):
        return MANQUE
    if filters.par_etablissement:
        return f"Le journal n'en dit rien pour {choix_et_annees(filters)}."
    return "Le journal des interventions n'en dit rien cette année-là."


def quand(annees: list[str]) -> str:
    """« en 2024-2025 » where several years stand side by side: the sentence speaks of the last."""
    return f" en {annees[-1]}" if len(annees) > 1 else ""

"""The figures that the bilan and its documents show of each part of the programme, in their order.

The first of each stands on the Bilan page.
"""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from tne.filters import Filters, View
from tne.visuals import (
    accompagnements,
    accompagnements_lieux,
    accompagnements_temps,
    accompagnements_visites,
    equipements,
    equipements_maillage,
    formations,
    formations_couverture,
    formations_delai,
    formations_participation,
    numerixplore,
    numerixplore_avis,
    parentalite,
    parentalite_ressources,
    parentalite_vues,
)
from tne.visuals.visual import Visual

Builder = Callable[[duckdb.DuckDBPyConnection, Filters, View], Visual]

CHAPITRES: dict[str, tuple[Builder, ...]] = {
    "formations": (
        formations.portee,
        formations_participation.par_module,
        formations_couverture.colleges,
        formations_delai.absence_delai,
    ),
    "accompagnements": (
        accompagnements.natures,
        accompagnements_lieux.carte_communes,
        accompagnements_temps.rythme,
        accompagnements_visites.couverture,
    ),
    "parentalite": (
        parentalite.rencontres,
        parentalite_vues.vues_par_public,
        parentalite_ressources.vues_par_ressource,
    ),
    "equipements": (equipements.socles, equipements_maillage.maillage_pilotes),
    "numerixplore": (numerixplore.couverture, numerixplore_avis.metiers),
}

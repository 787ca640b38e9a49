"""What a choice of establishments does not move is a closed list, and says so; everything else moves with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.visuals.test_chaque_etat import PARTIES
from tne.db import Base
from tne.filters import Filters
from tne.indicators import INDICATORS, compute
from tne.visuals import (
    equipements_listes,
    formations_moyens,
    parentalite,
)
from tne.visuals.visual import Visual

Figure = Callable[..., Visual]
AN = "2023-2024"
TOUS = Filters(annees=(AN,))
# One alone may leave a figure as it is: all who were offered a training teach in collèges.
CHOIX = (Filters(annees=(AN,), communes=("Poitiers",)), Filters(annees=(AN,), types=("Collège",)))
INDICATEURS = {"parentalite.ressources", "parentalite.vues"}
FIGURES: tuple[Figure, ...] = (
    formations_moyens.places,
    parentalite.vues_par_public,
    parentalite.vues_par_ressource_et_mois,
    parentalite.vues_par_ressource,
    parentalite.visionnage,
    parentalite.ressources,
    equipements_listes.constats,
)
TOUTES: tuple[Figure, ...] = tuple(build for part in PARTIES for build in part.VISUALS)


def test_the_indicators_that_do_not_honour_a_choice(demo: Base) -> None:
    assert {i.code for i in INDICATORS if not i.honore} == INDICATEURS
    told = {v.indicateur.code for v in compute(demo, CHOIX[0], AN) if not v.filtre_honore}
    assert told == INDICATEURS
    assert all(v.filtre_honore for v in compute(demo, TOUS, AN))


@pytest.mark.parametrize("build", TOUTES, ids=lambda b: f"{b.__module__.rsplit('.', 1)[1]}.{b.__name__}")
def test_a_figure_moves_with_the_choice_or_says_that_it_does_not(demo: Base, build: Figure) -> None:
    whole = build(demo.cursor(), TOUS, "coordination")
    chosen = [v for c in CHOIX if (v := build(demo.cursor(), c, "coordination")).etat != "absent"]
    assert chosen
    says = {
        any("pas compte du choix d\u2019établissements" in note for note in v.avertissements) for v in chosen
    }
    assert says == {build in FIGURES}
    assert not any("pas compte du choix" in note for note in whole.avertissements)
    if build in FIGURES:
        assert all(v.donnees.equals(whole.donnees) for v in chosen)
    else:
        assert whole.vide or not all(v.donnees.equals(whole.donnees) for v in chosen)

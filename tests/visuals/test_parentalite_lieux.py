"""Where parents were met: the finding over the map, what a click on it means, parents by school."""

from __future__ import annotations

import pytest

from tne.db import Base
from tne.filters import Filters
from tne.visuals import parentalite as figures
from tne.visuals import parentalite_lieux as lieux

UN = Filters(annees=("2023-2024",))


@pytest.mark.parametrize(
    ("communes", "nombres", "attendu"),
    [
        (["Poitiers", "Loudun"], [5, 1], "Poitiers réunit 5 des 6 rencontres, tenues dans 2 communes"),
        (
            ["A", "B", "C", "D"],
            [2, 2, 2, 2],
            "Les 8 rencontres se répartissent entre 4 communes, sans qu'une seule domine",
        ),
        # The first by one of eleven is no one that stands out.
        (
            ["A", "B", "C", "D", "E"],
            [3, 2, 2, 2, 2],
            "Les 11 rencontres se répartissent entre 5 communes, sans qu'une seule domine",
        ),
        (["Poitiers"], [3], "Les rencontres ont toutes eu lieu à Poitiers"),
        (["Les Ormes"], [1], "La rencontre a eu lieu aux Ormes"),
        ([], [], "Le lieu des rencontres n'est pas connu"),
    ],
)
def test_places(communes: list[str], nombres: list[int], attendu: str) -> None:
    assert lieux.titre_lieux(communes, nombres, sum(nombres)) == attendu


@pytest.mark.parametrize(
    ("communes", "nombres", "attendu"),
    [
        (["Poitiers"], [3], "Les rencontres dont le lieu est connu ont toutes eu lieu à Poitiers"),
        (["Les Ormes"], [1], "La seule rencontre dont le lieu est connu a eu lieu aux Ormes"),
        (
            ["Poitiers", "Loudun"],
            [5, 1],
            "Poitiers réunit 5 des 6 rencontres dont le lieu est connu, tenues dans 2 communes",
        ),
        (
            ["A", "B"],
            [2, 2],
            "Les 4 rencontres dont le lieu est connu se répartissent entre 2 communes, sans qu'une seule domine",
        ),
    ],
)
def test_places_where_some_meetings_have_none(communes: list[str], nombres: list[int], attendu: str) -> None:
    assert lieux.titre_lieux(communes, nombres, sum(nombres), sans=1) == attendu


@pytest.mark.parametrize(
    ("montres", "masques", "attendu"),
    [
        (12, 3, "Des parents ont été comptés dans 15 établissements, dont 3 masqués"),
        (12, 0, "Des parents ont été comptés dans 12 établissements"),
        (0, 0, "Parents par établissement : aucun compté pour ce choix"),
    ],
)
def test_parents(montres: int, masques: int, attendu: str) -> None:
    assert lieux.titre_parents(montres, masques) == attendu


def test_a_click_on_the_map_gives_the_name_of_a_commune(demo: Base) -> None:
    figure = figures.carte_rencontres(demo.cursor(), UN, "lecture").figure
    assert figure is not None
    given = {c for trace in figure["data"] for c in trace.get("customdata") or []}
    assert "Poitiers" in given
    assert not any(isinstance(c, str) and c.isdigit() for c in given)

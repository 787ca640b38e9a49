"""One theme written in several ways is one theme, on pages; the rows keep what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.importing.scene import Scene
from tne.filters import Filters
from tne.queries import accompagnements, parentalite

AN = "2023-2024"
INTERVENTIONS = """
Référence;Date;Nature;UAI;Thème
1;02/10/2023;Formation;0860001J;Réseaux sociaux
2;03/10/2023;Formation;0860001J;RESEAUX SOCIAUX
3;04/10/2023;Formation;0860001J;réseaux-sociaux
4;05/10/2023;Formation;0860001J;Réseaux sociaux
5;06/10/2023;Formation;0860001J;IA
6;07/10/2023;Formation;0860001J;Réseau social
7;08/10/2023;Formation;0860001J;?!
8;09/10/2023;Formation;0860001J;
"""
RENCONTRES = """
Référence;Date;Type;Organisateur;UAI;Thème;Familles
A1;10/11/2023;Atelier;Orks;0860001J;L’usage des écrans;20
A2;11/11/2023;Atelier;Orks;0860001J;L'USAGE DES ÉCRANS;30
A3;12/11/2023;Atelier;Orks;0860001J;RÉSEAUX SOCIAUX;12
"""


@pytest.fixture
def scene(tmp_path: Path, neuve_modele: Path, copier_base: Callable[[Path, Path], Path]) -> Iterator[Scene]:
    made = Scene(copier_base(neuve_modele, tmp_path / "base"))
    for text in (INTERVENTIONS, RENCONTRES):
        assert made.un(text).comptes.refusees == 0
    yield made
    made.base.close()


def test_ways_of_writing_a_theme_are_one_as_most_often_written(scene: Scene) -> None:
    frame = accompagnements.themes(scene.base.cursor(), Filters(annees=(AN,)), "coordination")
    assert dict(zip(frame["theme"], frame["interventions"], strict=True)) == {
        "Réseaux sociaux": 4,
        "IA": 1,
        "Réseau social": 1,
        "?!": 1,
        accompagnements.SANS_THEME: 1,
    }


def test_of_two_ways_as_frequent_the_one_not_in_capitals_is_shown(scene: Scene) -> None:
    frame = parentalite.families(scene.base.cursor(), Filters(annees=(AN,)), "coordination")
    assert dict(zip(frame["theme"], frame["rencontres"], strict=True)) == {
        "L’usage des écrans": 2,
        "RÉSEAUX SOCIAUX": 1,
    }


def test_the_rows_keep_what_was_typed(scene: Scene) -> None:
    con = scene.base.cursor()
    (typed,) = con.execute("SELECT list(theme ORDER BY reference) FROM intervention").fetchall()[0]
    assert typed[:3] == ["Réseaux sociaux", "RESEAUX SOCIAUX", "réseaux-sociaux"]

"""A figure that is declared or aimed at, said to be about right or as a range, has its numbers proposed as a count has."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene


@pytest.mark.parametrize(
    ("written", "proposed", "either"),
    [
        ("~120", "120", ()),
        ("env. 1,5", "1,5", ()),
        ("1 200 environ", "1 200", ()),
        ("800 à 900", None, ("800", "900")),
        ("33 %", "33", ()),
        ("> 1000", None, ()),
        ("2h30", None, ()),
        ("12 h", None, ()),
    ],
)
def test_a_declared_figure_among_signs(
    scene: Scene, written: str, proposed: str | None, either: tuple[str, ...]
) -> None:
    (problem,) = scene.un(
        f"Indicateur;Année scolaire;Département;Valeur déclarée;Source\nformation.offres;2024-2025;086;{written};liste"
    ).problemes
    assert (problem.code, problem.suggestion, problem.choix) == ("decimal_invalide", proposed, either)


def test_an_ips_said_to_be_about_right_is_proposed(scene: Scene) -> None:
    (problem, *_) = scene.un("Année scolaire;UAI;IPS\n2023-2024;0860002K;~100,5").problemes
    assert (problem.code, problem.suggestion) == ("indice_social_invalide", "100,5")

"""What a choice of establishments is called, on screens, slides and documents."""

from __future__ import annotations

import pytest

from tne.filters import Filters

CIVRAY, POITIERS = "Circonscription d'inspection de Civray", "Circonscription d'inspection de Poitiers Est"


@pytest.mark.parametrize(
    ("noms", "mots"),
    [
        ((CIVRAY,), "circonscription d'inspection de Civray"),
        (("Civray",), "circonscription Civray"),
        (("Civray", "Poitiers Est"), "circonscription Civray et Poitiers Est"),
        (
            (CIVRAY, POITIERS),
            "circonscription d'inspection de Civray et circonscription d'inspection de Poitiers Est",
        ),
    ],
)
def test_a_circonscription_says_once_what_it_is(noms: tuple[str, ...], mots: str) -> None:
    assert Filters(circonscriptions=noms).choix_en_mots() == mots


def test_what_a_lack_is_of() -> None:
    assert Filters().quand == "à ce jour"
    assert Filters(annees=("2023-2024",), secteurs=("Public",)).quand == "pour 2023-2024"
    assert Filters(annees=("2022-2023", "2023-2024")).quand == "pour ces années"

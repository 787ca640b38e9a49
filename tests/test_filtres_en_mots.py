"""What a choice of establishments is called, on screens, slides and documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tne.filters import ADRESSE, Filters

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


def test_every_choice_is_in_the_words() -> None:
    """They stand on each slide and document: what they leave out, its figures would claim of all schools."""
    chosen = Filters(
        annees=("2022-2023", "2023-2024"),
        etablissements=("0860002K", "0861457S"),
        types=("École", "Collège"),
        secteurs=("Public",),
        circonscriptions=(CIVRAY,),
        communes=("Poitiers", "Loudun"),
        epcis=("CC du Haut Poitou",),
    )
    rest = (
        "type école et collège · secteur public · circonscription d'inspection de Civray · commune Poitiers et Loudun · "
        "CC du Haut Poitou"
    )
    assert chosen.en_mots() == f"2022-2023 et 2023-2024 · 0860002K et 0861457S · {rest}"
    named = replace(chosen, noms=("Les Buis", "Les Iris"))
    assert named.for_year("2023-2024").en_mots() == f"2023-2024 · Les Buis et Les Iris · {rest}"
    assert Filters().en_mots() == "toutes les années · tous les établissements"


@pytest.mark.parametrize(
    ("debuts", "mots"),
    [
        ((2021, 2022, 2023), "2021-2022, 2022-2023 et 2023-2024"),
        ((2020, 2021, 2022, 2023), "2020-2021 à 2023-2024"),
        ((2023, 2021, 2022, 2020), "2020-2021 à 2023-2024"),
        ((2019, 2021, 2022, 2023), "2019-2020, 2021-2022, 2022-2023 et 2023-2024"),
        (tuple(range(2013, 2025)), "2013-2014 à 2024-2025"),
    ],
)
def test_years_in_a_row_are_said_by_the_first_and_the_last(debuts: tuple[int, ...], mots: str) -> None:
    """Twelve years took two lines over each page, and of each subtitle."""
    annees = tuple(f"{n}-{n + 1}" for n in debuts)
    assert Filters(annees=annees).en_mots() == f"{mots} · tous les établissements"
    assert Filters(annees=annees).annees_en_mots() == mots


@pytest.mark.parametrize("field", sorted({*ADRESSE.values()} - {"annees"}))
def test_any_choice_of_schools_narrows(field: str) -> None:
    assert Filters(**{field: ("x",)}).par_etablissement
    assert Filters(**{field: ("x",)}).choix_en_mots()
    assert Filters(annees=("2023-2024",)).par_etablissement is False


@pytest.mark.parametrize("value", ["0860002K", ["0860002K"], (2023,), None])
def test_a_choice_is_a_tuple_of_texts(value: Any) -> None:
    """A script that forgets a comma had a zero for every figure of its school, and for a year an error of DuckDB."""
    with pytest.raises(TypeError, match=r"Filters\.etablissements: a tuple of texts"):
        Filters(etablissements=value)

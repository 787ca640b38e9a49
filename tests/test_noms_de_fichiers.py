"""What a file that is taken is called: its subject and its filter, in letters that every system takes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tne.filters import Filters
from tne.folding import traits
from tne.ui.boutons import FICHIER, nom_fichier


@pytest.mark.parametrize(
    ("texte", "nom"),
    [
        ("Lire les chiffres", "lire-les-chiffres"),
        ("«\u202fCœur de l'Été\u202f» · 2ᵉ degré", "coeur-de-l-ete-2e-degre"),
        ("formations.portee", "formations-portee"),
        ("… !", ""),
    ],
)
def test_words_are_joined_by_hyphens(texte: str, nom: str) -> None:
    assert traits(texte) == nom


@pytest.mark.parametrize(
    ("au_plus", "nom"),
    [(9, "un-deux"), (8, "un-deux"), (7, "un-deux"), (6, "un"), (1, "u"), (13, "un-deux-trois")],
)
def test_a_word_that_does_not_fit_is_left_out_whole(au_plus: int, nom: str) -> None:
    assert traits("Un, deux, trois", au_plus) == nom


def test_each_choice_has_a_name_of_its_own() -> None:
    year = Filters(annees=("2023-2024",))
    choices = (
        year,
        replace(year, annees=("2022-2023", "2023-2024")),
        replace(year, secteurs=("Privé",)),
        replace(year, etablissements=("0860001A",), noms=("Collège René-Descartes, Châtellerault",)),
    )
    names = {nom_fichier("bilan-tne", choice.en_mots(), "pdf") for choice in choices}
    assert len(names) == 4
    assert "bilan-tne-2023-2024-college-rene-descartes-chatellerault.pdf" in names


def test_thirty_schools_make_no_name_that_is_too_long() -> None:
    many = Filters(etablissements=tuple(f"086000{n:02}A" for n in range(30)))
    name = nom_fichier("bilan-tne", many.en_mots(), "pdf")
    assert FICHIER - 10 < len(name) <= FICHIER + len(".pdf")

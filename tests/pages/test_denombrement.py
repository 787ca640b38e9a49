"""A tile that is out of schools says, under its question mark, which ones it counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.lu import dit
from tests.pages.conftest import Ouvrir
from tne.access import Droit
from tne.db import Base
from tne.importing import Options, importer

SUR_47 = "Comptés ici\u202f: 47 collèges ouverts, 35 publics et 12 privés sous contrat. Non comptés\u202f: 1 fermé ou remplacé."
SUR_TOUS = "Comptés ici\u202f: 240 écoles et 47 collèges ouverts."
ANNUAIRE = (
    "UAI;Nom;Type;Secteur\n0860002K;Romain Rolland;Collège;Public\n0860014Y;André Brouillet;Collège;Public"
)


def comptes(at: AppTest) -> int:
    return dit(at).count("Comptés ici")


@pytest.mark.parametrize(
    ("page", "dits"),
    [
        ("", (SUR_47, SUR_TOUS)),
        ("formations", (SUR_47,)),
        ("numerixplore", (SUR_47,)),
        ("equipements", (SUR_TOUS,)),
        ("accompagnements", (SUR_TOUS,)),
    ],
)
def test_a_tile_says_which_schools_it_is_out_of(
    ouvrir_page: Ouvrir, base_demo: Path, page: str, dits: tuple[str, ...]
) -> None:
    at = ouvrir_page(page, base_demo)
    for said in dits:
        assert said in dit(at)
    if page == "formations":
        assert comptes(at) == 1, "a figure that is out of persons says nothing of schools"


def test_of_one_school_there_is_nothing_to_say(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    at = ouvrir_page("", base_demo, adresse={"etablissement": "0869019L"})
    assert comptes(at) == 0


def test_a_published_figure_is_not_said_to_be_counted_here(ouvrir_page: Ouvrir, base_publiee: Path) -> None:
    base = Base(str(base_publiee))
    (done,) = importer(base, Droit(True, "poste"), ANNUAIRE.encode(), "a.csv", Options())
    assert done.comptes.ajoutees == 2
    base.close()
    assert comptes(ouvrir_page("", base_publiee)) == 0

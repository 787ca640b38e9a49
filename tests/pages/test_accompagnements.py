"""The page on interventions through the whole application."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.lu import chiffres, dit, graphes, titres
from tests.pages.conftest import POSTE, Ouvrir
from tne.db import Base
from tne.filters import Filters
from tne.importing import importer
from tne.indicators import compute
from tne.sections import SECTIONS

PAGE = "pages/accompagnements.py"
AN = "2023-2024"
MONTRER = "Montrer les établissements"


@pytest.fixture
def ouvrir(ouvrir_page: Ouvrir) -> Ouvrir:
    """`ouvrir(base, annee=[…])`: this page with these filters."""
    return partial(ouvrir_page, "accompagnements")


def textes(app: AppTest) -> str:
    """All that the page says."""
    return dit(app).replace("\u202f", " ").replace("\u2019", "'")


@pytest.mark.parametrize("lecture", [False, True])
def test_the_page_answers_with_the_figures_of_the_indicators(
    base_demo: Path, ouvrir: Ouvrir, lecture: bool
) -> None:
    app = ouvrir(base_demo, presentation=lecture)
    assert not app.exception
    said = textes(app)
    assert "Où les médiateurs sont-ils intervenus ?" in said
    assert (
        "139 interventions, dont 72 % dans des écoles (100 sur 139) ; 71 établissements visités sur 287."
        in said
    )
    assert chiffres(app) == [
        "139",
        "76",
        "41",
        "17",
        "5",
        "72\u202f%",
        "28\u202f%",
        "71",
    ]
    for finding in (
        "Plus de la moitié des interventions sont des formations d'enseignants",
        "216 établissements sur 287 n'ont reçu aucune visite",
        "4 projets de média scolaire",
        "les moins favorisés",
        "790 enseignants et 959 élèves touchés",
    ):
        assert finding in said


@pytest.mark.parametrize("lecture", [False, True])
def test_tiles_equal_compute(base_demo: Path, ouvrir: Ouvrir, lecture: bool) -> None:
    base = Base(str(base_demo))
    wanted = {v.indicateur.code: v.texte for v in compute(base, Filters(annees=(AN,)), AN)}
    base.close()
    app = ouvrir(base_demo, presentation=lecture)
    shown = chiffres(app)
    section = next(s for s in SECTIONS if s.famille == "accompagnements")
    assert shown == [wanted[code] for code in section.indicateurs]


def test_three_years_compare(base_demo: Path, ouvrir: Ouvrir) -> None:
    app = ouvrir(base_demo, annee=["2022-2023", AN, "2024-2025"])
    assert not app.exception
    assert "Les interventions montent de 97 en 2022-2023 à 157 en 2024-2025" in textes(app)


def test_one_school(base_demo: Path, ouvrir: Ouvrir) -> None:
    app = ouvrir(base_demo, etablissement=["0869029X"])
    assert not app.exception
    said = textes(app)
    assert "5 interventions dans cet établissement." in said
    assert "19 enseignants touchés" in said


def test_a_reader_of_one_school_sees_no_persons(base_demo: Path, ouvrir: Ouvrir) -> None:
    app = ouvrir(base_demo, presentation=True, etablissement=["0869029X"])
    assert not app.exception
    assert "19 enseignants" not in textes(app)
    assert "n'est montré que pour tout le territoire" in textes(app)


def test_a_filter_that_leaves_nothing(base_demo: Path, ouvrir: Ouvrir) -> None:
    app = ouvrir(base_demo, commune=["Loudun"], type=["Collège"])
    assert not app.exception
    said = textes(app)
    assert "Aucune intervention dans ce choix." in said
    assert "Aucun des 2 établissements n'a été visité" in said
    assert "2 établissements sans visite" in said
    assert "importé" not in said


def test_schools_on_demand(base_demo: Path, ouvrir: Ouvrir) -> None:
    def schools() -> set[str]:
        drawn = {str(c) for g in graphes(app) for t in g["data"] for c in t.get("customdata") or ()}
        return {c for c in drawn if re.fullmatch(r"086\d{4}[A-Z]", c)}

    app = ouvrir(base_demo)
    assert not schools()
    app.checkbox(key="accompagnements-carte-etablissements").check().run()
    assert not app.exception
    assert len(schools()) == 287


def test_an_empty_base_says_what_to_import(base_sans_import: Path, ouvrir: Ouvrir) -> None:
    app = ouvrir(base_sans_import)
    assert not app.exception
    assert "le journal des interventions des médiateurs" in textes(app)


def test_published_figures_alone(base_publiee: Path, ouvrir: Ouvrir) -> None:
    app = ouvrir(base_publiee)
    assert not app.exception
    said = textes(app)
    assert "publié" in said
    assert "Plus de la moitié des interventions sont des formations d'enseignants" in said
    assert "Le journal des interventions n'est pas importé pour 2023-2024." in said
    assert "visite" not in " ".join(titres(app))


def test_without_a_directory_what_cannot_be_told_is_said_once_and_no_map_is_offered_its_schools(
    base_sans_import: Path, ouvrir: Ouvrir
) -> None:
    """The same sentence closed the page that had it in the middle, and a box stood under a map that was not drawn."""
    opened = Base(str(base_sans_import))
    rows = "".join(f"{n};12/10/{n};Formation;0860799B\n" for n in (2022, 2023))
    importer(opened, POSTE, f"Référence;Date;Nature;UAI\n{rows}".encode(), "a.csv")
    for annees in ([AN], ["2022-2023", AN]):
        app = ouvrir(base_sans_import, annee=annees)
        assert textes(app).count("On ne sait pas encore quels établissements n'ont pas été visités") == 1
        assert MONTRER not in [c.label for c in app.checkbox]
    schools = "numero_uai;appellation_officielle;code_commune;nature_uai\n0860799B;Collège A;86194;340\n"
    importer(opened, POSTE, schools.encode(), "b.csv")
    opened.close()
    for annees in ([AN], ["2022-2023", AN]):
        assert MONTRER in [c.label for c in ouvrir(base_sans_import, annee=annees).checkbox]

"""The configuration file agrees with the palette, and the palette can be read and told apart."""

import itertools
import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.visuals.perception import VISIONS, contraste, distance, lab
from tne.visuals import couleurs as c
from tne.visuals.visual import FAMILLES

RACINE = Path(__file__).parents[2]
THEMES: tuple[tuple[c.Theme, str], ...] = (("clair", "light"), ("sombre", "dark"))
TEXTES = ("red", "orange", "yellow", "blue", "green", "violet", "gray")


@pytest.fixture(scope="module")
def configuration() -> dict[str, Any]:
    return tomllib.loads((RACINE / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_distance_agrees_with_a_published_pair() -> None:
    """First pair of Sharma's test data: 2.0425."""
    assert distance(np.array([50, 2.6772, -79.7751]), np.array([50, 0, -82.7485])) == pytest.approx(
        2.0425, abs=1e-4
    )


@pytest.mark.parametrize(("theme", "section"), THEMES)
def test_configuration_repeats_the_palette(
    configuration: dict[str, Any], theme: c.Theme, section: str
) -> None:
    reglage = configuration["theme"][section]
    listes = [reglage[f"chart{nom}Colors"] for nom in ("Categorical", "Sequential", "Diverging")]
    assert [len(liste) for liste in listes] == [10, 10, 10]
    assert [couleur for liste in listes for couleur in liste] == list(c.palette(theme).values())
    assert reglage["backgroundColor"] == c.PAPIER_PAGE.dans(theme)
    assert reglage["secondaryBackgroundColor"] == c.PANNEAU.dans(theme)
    assert reglage["textColor"] == c.ENCRE_PAGE.dans(theme)
    teintes = {
        "formations": "blue",
        "accompagnements": "green",
        "parentalite": "red",
        "equipements": "orange",
    }
    for famille, nom in (teintes | {"numerixplore": "violet", "neutre": "gray"}).items():
        assert reglage[f"{nom}TextColor"] == c.TEINTES[famille].dans(theme)


@pytest.mark.parametrize(("theme", "section"), THEMES)
def test_text_reaches_4_5(configuration: dict[str, Any], theme: c.Theme, section: str) -> None:
    reglage = configuration["theme"][section]
    papier, panneau = c.PAPIER_PAGE.dans(theme), c.PANNEAU.dans(theme)
    encre = c.ENCRE_PAGE.dans(theme)
    for texte in [t.dans(theme) for t in c.TEINTES.values()] + [c.TEXTE_ATTENUE.dans(theme), encre]:
        assert contraste(texte, papier) >= 4.5
        assert contraste(texte, panneau) >= 4.5
    for nom in TEXTES:
        assert contraste(reglage[f"{nom}TextColor"], reglage[f"{nom}BackgroundColor"]) >= 4.5, nom
    assert contraste(reglage["primaryColor"], "#FFFFFF") >= 4.5
    # Streamlit draws captions in the text colour at 60 %.
    for fond in (papier, panneau):
        assert contraste(c.melange(encre, fond, 0.6), fond) >= 4.5
    # Values are written over the track of a bar, and counts inside a full mark.
    assert contraste(encre, c.GRIS_PALE.dans(theme)) >= 4.5
    for teinte in c.TEINTES.values():
        assert contraste(papier, teinte.dans(theme)) >= 4.5


@pytest.mark.parametrize("theme", ["clair", "sombre"])
def test_marks_reach_3(theme: c.Theme) -> None:
    couleurs = c.palette(theme)
    papier = couleurs[c.PAPIER]
    for nuances in c.NUANCES.values():
        assert contraste(couleurs[nuances.plein], papier) >= 3
        assert contraste(couleurs[nuances.fort], papier) >= 3
        assert contraste(couleurs[c.ENCRE], couleurs[nuances.clair]) >= 4.5
    # A long grey bar holds its value too: « 73 % · 11 sur 15 ».
    assert contraste(couleurs[c.CONTEXTE], papier) >= 4.5


@pytest.mark.parametrize("theme", ["clair", "sombre"])
@pytest.mark.parametrize("vision", list(VISIONS))
def test_parts_are_told_apart(theme: c.Theme, vision: str) -> None:
    teintes = [c.TEINTES[f].dans(theme) for f in FAMILLES if f != "neutre"]
    ecarts = [distance(lab(a, vision), lab(b, vision)) for a, b in itertools.combinations(teintes, 2)]
    assert min(ecarts) >= 14


@pytest.mark.parametrize("theme", ["clair", "sombre"])
@pytest.mark.parametrize("famille", FAMILLES)
@pytest.mark.parametrize(("classes", "minimum"), [(3, 7.5), (4, 6.5)])
def test_scale_steps_are_told_apart_and_ordered(
    theme: c.Theme, famille: str, classes: int, minimum: float
) -> None:
    couleurs = c.palette(theme)
    suite = [couleurs[c.PALE], *(couleurs[r] for r in c.echelle(famille, classes))]
    contrastes = [contraste(x, couleurs[c.PAPIER]) for x in suite]
    assert contrastes == sorted(contrastes)
    for vision in VISIONS:
        ecarts = [distance(lab(a, vision), lab(b, vision)) for a, b in itertools.pairwise(suite)]
        assert min(ecarts) >= minimum, f"{famille}, {vision}: {ecarts}"


@pytest.mark.parametrize("theme", ["clair", "sombre"])
@pytest.mark.parametrize("famille", FAMILLES)
def test_few_on_a_map_is_never_taken_for_none(theme: c.Theme, famille: str) -> None:
    """« 1 ou 2 » beside « aucune », for all who look, on a projector too."""
    couleurs = c.palette(theme)
    aucune, peu = couleurs[c.PALE], couleurs[c.echelle(famille, 3)[0]]
    assert min(distance(lab(aucune, vision), lab(peu, vision)) for vision in VISIONS) >= 12
    assert contraste(aucune, peu) >= 1.6


@pytest.mark.parametrize("theme", ["clair", "sombre"])
def test_what_is_zero_tells_from_the_page_and_stays_quiet(theme: c.Theme) -> None:
    """« aucune » was almost the colour of the ground: its edge is seen, and weighs less than any class."""
    couleurs = c.palette(theme)
    assert contraste(couleurs[c.CONTOUR], couleurs[c.PALE]) >= 1.4
    assert 1.8 <= contraste(couleurs[c.CONTOUR], couleurs[c.PAPIER]) <= 3


def test_resolved_figure_holds_no_placeholder() -> None:
    figure = {"data": [{"marker": {"color": list(c.palette("clair"))}}], "layout": {}}
    assert "#0000" not in json.dumps(c.resoudre(figure, "sombre"))
    assert c.resoudre(figure, "clair")["data"][0]["marker"]["color"] == list(c.palette("clair").values())


def test_nothing_leaves_the_machine(configuration: dict[str, Any]) -> None:
    assert configuration["browser"]["gatherUsageStats"] is False
    assert configuration["server"]["address"] == "127.0.0.1"
    for police in configuration["theme"]["fontFaces"]:
        fichier = police["url"].removeprefix("app/static/")
        assert (RACINE / "static" / fichier).is_file()
        assert "://" not in police["url"]

"""Words that long or many values make: steps of an axis, keys of a legend, names that a title quotes."""

from __future__ import annotations

import pandas as pd
import pytest
from fontTools.ttLib import TTFont

from tne.settings import ROOT
from tne.slides.slide import TITRE_MAXIMUM
from tne.visuals import accompagnements, numerixplore_avis, parentalite, parentalite_ressources
from tne.visuals.bars import barres
from tne.visuals.gabarit import CORPS, TELEPHONE, largeur, place_du_mot, raccourcir_tous
from tne.visuals.grille import grille
from tne.visuals.lines import courbes

LONG = "Accompagner les familles dans la compréhension des usages numériques de leurs enfants à la maison et au collège"


@pytest.mark.parametrize(
    "titre",
    [
        parentalite.titre_themes([LONG, "ENT"], [20, 4]),
        parentalite.titre_themes([LONG], [20]),
        parentalite.titre_familles([(LONG, 50.0), ("ENT", 2.0)], 10.0, 12),
        accompagnements.titre_themes([LONG, "ENT"], [60, 10]),
        accompagnements.titre_themes([LONG, f"Bien {LONG}"], [60, 59]),
        parentalite_ressources.titre_palmares([LONG, f"Bien {LONG}"], [60, 10]),
        numerixplore_avis.titre_metiers([LONG, "Data"], [4, 1], 4),
    ],
)
def test_a_title_quotes_a_long_name_by_its_beginning(titre: str) -> None:
    """Of a theme of 140 characters the title took four lines of its slide, more than its bars."""
    assert "Accompagner les familles dans" in titre
    assert "\u2026 »" in titre
    assert len(titre) <= TITRE_MAXIMUM + 20  # what stands on a page alone may be a little longer


@pytest.mark.parametrize(
    "nom",
    [
        "W" * 60,
        "FORMATION À L'UTILISATION DES OUTILS NUMÉRIQUES EN CLASSE",
        "ACCOMPAGNEMENT DES MÉMOIRES DE MAMANS DU MOMENT, ÉPISODE 1",
        "Accompagner les devoirs avec l'ENT et préparer la rentrée",
    ],
)
def test_a_label_of_wide_letters_keeps_its_ellipsis_on_a_telephone(nom: str) -> None:
    """54 capitals are wider than a telephone: the last ones were cut, and nothing said so."""
    font = TTFont(ROOT / "static" / "IBMPlexSans-Regular.ttf")
    signs, widths, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    for noms in ([nom], [f"{nom} AUTREMENT DIT", f"{nom} AUTREMENT FAIT"]):
        for court in raccourcir_tous(noms):
            assert sum(widths[signs[ord(c)]][0] for c in court) * CORPS / em <= TELEPHONE, court
            assert len(court) > 20
            assert "\u2026" in court
    assert raccourcir_tous([LONG[:51]]) == [LONG[:51]]


@pytest.mark.parametrize("maximum", [9, 999, 9_999, 15_000, 400_000])
def test_the_steps_of_an_axis_are_not_cut_at_its_left(maximum: int) -> None:
    """Of 10 000 views in a month « ,0 000 » was left."""
    df = pd.DataFrame({"Mois": ["nov.", "mars"], "tous": [1, maximum]})
    layout = courbes(df, "Mois", ["tous"], famille="parentalite", unite="vues")["layout"]
    assert max(map(largeur, layout["yaxis"]["ticktext"])) <= layout["margin"]["l"]
    (unite,) = (a for a in layout["annotations"] if a["text"] == "vues")
    assert unite["xshift"] == pytest.approx(-layout["margin"]["l"], abs=0.5)


@pytest.mark.parametrize("maximum", [9, 9_000, 90_000])
def test_the_legend_of_cells_is_not_cut_on_a_telephone(maximum: int) -> None:
    """« 5 001 et plus » ended after « 5 001 »."""
    df = pd.DataFrame({"Vidéo": ["A", "B"], "nov.": [1, maximum // 3], "mars": [0, maximum]})
    layout = grille(df, "Vidéo", ["nov.", "mars"], famille="parentalite")["layout"]
    cles = [a for a in layout["annotations"] if a.get("xref") == a.get("yref") == "paper"]
    assert len(cles) == len(layout["shapes"]) > 2
    assert all(a["xshift"] + place_du_mot([a["text"]], 0.93) <= TELEPHONE for a in cles)
    hauteurs = sorted({a["yshift"] for a in cles})
    assert layout["margin"]["t"] - hauteurs[-1] == 12
    assert hauteurs[0] >= 18  # a line above the names of the first row


def test_a_legend_counts_the_rows_that_are_not_drawn_too() -> None:
    """Of 15 workshops and 15 trainings on 30 themes it said « ateliers, 3 », « formations, 4 »."""
    df = pd.DataFrame(
        {"theme": [f"Thème {n}" for n in range(30)], "ateliers": [1, 0] * 15, "formations": [0, 1] * 15}
    )
    figure = barres(df, "theme", ["ateliers", "formations"], famille="parentalite", limite=7)
    mots = [a["text"] for a in figure["layout"]["annotations"]]
    assert {"ateliers, 15", "formations, 15"} <= set(mots)
    assert [len(t["y"]) for t in figure["data"]] == [7, 7]
    assert "Thème 7" not in mots

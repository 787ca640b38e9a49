"""Figures made larger for a projector: pixels grow, data stay, bars never touch, squares fill their cells."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from tne.db import Base
from tne.filters import Filters
from tne.slides.diapositives import slides
from tne.slides.slide import Slide
from tne.ui.presenter import diapositive
from tne.visuals import echelle
from tne.visuals.bars import barres
from tne.visuals.dots import carres
from tne.visuals.groupees import groupees

BILAN = Filters(annees=("2023-2024",))


def _figures(base: Base) -> dict[str, dict[str, object]]:
    return {s.code: s.visual.figure for s in slides(base.cursor(), BILAN) if s.visual and s.visual.figure}


def test_a_figure_grows_as_a_whole_and_its_data_stay(base: Base) -> None:
    for code, figure in _figures(base).items():
        twice = echelle.agrandir(figure, 2)
        assert echelle.corps_minimal(twice) == pytest.approx(2 * echelle.corps_minimal(figure), abs=0.02), (
            code
        )
        assert echelle.hauteur(twice) == 2 * echelle.hauteur(figure)
        for one, two in zip(figure["data"], twice["data"], strict=True):  # type: ignore[call-overload]
            assert (one.get("x"), one.get("y"), one.get("base")) == (
                two.get("x"),
                two.get("y"),
                two.get("base"),
            )
            if one["type"] == "bar":
                assert one["width"] == two["width"]
        assert echelle.agrandir(twice, 0.5)["layout"]["margin"] == figure["layout"]["margin"], code  # type: ignore[index]


def test_pixels_of_every_kind_grow() -> None:
    figure = {
        "data": [
            {
                "marker": {"size": 10, "line": {"width": 1}},
                "line": {"width": 2},
                "textfont": {"size": [12, 14]},
            },
            {"marker": {"size": [4.0, 9.0], "sizemode": "area", "sizeref": 8.0, "sizemin": 2}, "width": 0.4},
        ],
        "layout": {
            "height": 100,
            "margin": {"l": 1, "r": 2, "t": 3, "b": 4},
            "xaxis": {"ticklen": 4, "title": {"standoff": 8, "font": {"size": 14}}, "range": [0, 5]},
            "annotations": [{"x": 3, "y": 1, "xshift": 7, "font": {"size": 14}}],
            "shapes": [
                {"x0": 1, "x1": 2, "y0": 3, "y1": 4, "xsizemode": "pixel", "line": {"width": 1}},
            ],
        },
    }
    k = echelle.agrandir(figure, 2)
    first, second = k["data"]
    assert first == {
        "marker": {"size": 20, "line": {"width": 2}},
        "line": {"width": 4},
        "textfont": {"size": [24, 28]},
    }
    assert second["marker"] == {"size": [4.0, 9.0], "sizemode": "area", "sizeref": 2.0, "sizemin": 4}
    assert second["width"] == 0.4
    layout = k["layout"]
    assert (layout["height"], layout["margin"]) == (200, {"l": 2, "r": 4, "t": 6, "b": 8})
    assert layout["xaxis"] == {"ticklen": 8, "title": {"standoff": 16, "font": {"size": 28}}, "range": [0, 5]}
    assert layout["annotations"] == [{"x": 3, "y": 1, "xshift": 14, "font": {"size": 28}}]
    assert layout["shapes"][0] == {
        "x0": 2, "x1": 4, "y0": 3, "y1": 4, "xsizemode": "pixel", "line": {"width": 2},
    }  # fmt: skip


def _barres(rangs: int) -> dict[str, Any]:
    frame = pd.DataFrame({"nom": [f"Ligne {n}" for n in range(rangs)], "n": range(rangs, 0, -1)})
    return barres(frame, "nom", "n", famille="formations", accent=["Ligne 0"], taille=24 / 14)


def test_bars_that_would_touch_are_left_out_from_the_last() -> None:
    figure = _barres(12)
    kept, vus, rangs = echelle.garder(figure, 420)
    assert (vus, rangs) == (5, 12)
    (bars,) = kept["data"]
    assert bars["x"] == [12, 11, 10, 9, 8]
    assert len(bars["hovertext"]) == len(bars["customdata"]) == len(bars["marker"]["color"]) == 5
    words = " ".join(a["text"] for a in kept["layout"]["annotations"])
    assert "Ligne 4" in words
    assert "Ligne 5" not in words
    assert echelle.hauteur(kept) * echelle.SERRE <= 420
    assert len(figure["data"][0]["x"]) == 12


def test_what_fits_is_kept_whole() -> None:
    figure = _barres(4)
    assert echelle.garder(figure, 420) == (figure, 4, 4)
    other = {"data": [{"type": "scatter"}], "layout": {"height": 900}}
    assert echelle.garder(other, 100) == (other, 0, 0)


def test_labels_come_down_to_stretched_bars_and_a_lone_bar_stays_slim() -> None:
    figure = _barres(3)
    tall = echelle.remplir(figure, 1175, 1.5 * echelle.hauteur(figure))
    label = next(a for a in tall["layout"]["annotations"] if "Ligne 0" in a["text"])
    assert label["yshift"] == pytest.approx(-0.5 * 21 / 2 * 24 / 14)
    assert tall["layout"]["yaxis"] == figure["layout"]["yaxis"]
    lone = echelle.remplir(_barres(1), 1175, 500)
    thickness = 500 * lone["data"][0]["width"] / lone["layout"]["yaxis"]["range"][0]
    assert thickness <= 1.05 * echelle.ETIRER * 22 * 24 / 14


@pytest.mark.parametrize(
    ("nombre", "pleins", "colonnes", "rangees", "cote"),
    [
        (47, 26, 12, 4, 0.68 * 1175 / 11.68),
        (12, 12, 6, 2, 0.68 * 1175 / 5.68),
        (5, 3, 5, 1, 0.68 * 1175 / 4.68),
        (2, 0, 2, 1, 0.68 * echelle.CASE * (470 - 51)),
    ],
)
def test_few_squares_stand_in_the_columns_that_make_them_largest(
    nombre: int, pleins: int, colonnes: int, rangees: int, cote: float
) -> None:
    """Those of a choice of a few collèges took a tenth of their slide, on one line."""
    frame = pd.DataFrame({"nom": [str(n) for n in range(nombre)], "vu": [n < pleins for n in range(nombre)]})
    figure = carres(frame, "nom", "vu", famille="formations", mots_oui="oui", mots_non="non", taille=24 / 14)
    filled = echelle.remplir(figure, 1175, 470)
    places = [(y, x) for t in filled["data"] for x, y in zip(t["x"], t["y"], strict=True)]
    assert places == sorted(set(places))
    assert len(places) == nombre
    assert (max(x for _, x in places) + 1, max(y for y, _ in places) + 1) == (colonnes, rangees)
    assert filled["data"][0]["marker"]["size"] == pytest.approx(cote, rel=0.02)
    # The first one begins where the title does, its outline too: half of that was cut.
    traits = [t["marker"]["line"]["width"] for t in filled["data"] if t["x"]]
    case = filled["data"][0]["marker"]["size"] / echelle.CARRE
    assert filled["layout"]["xaxis"]["range"][0] == pytest.approx(
        -echelle.CARRE / 2 - max(traits) / 2 / case, rel=0.01
    )
    assert (max(traits) > 0) is (pleins < nombre)
    assert echelle.remplir(
        carres(frame[:0], "nom", "vu", famille="formations", mots_oui="", mots_non=""), 1175, 470
    )


TROIS = ("2022-2023", "2023-2024", "2024-2025")


def _trois_ans(lignes: int, mots: str = "{}") -> dict[str, Any]:
    frame = pd.DataFrame({"nom": [f"Thème {n}" for n in range(lignes)]})
    for k, annee in enumerate(TROIS):
        frame[annee] = [n + k for n in range(lignes)]
        frame[f"{annee} mots"] = [mots.format(n + k) for n in range(lignes)]
    textes = {a: f"{a} mots" for a in TROIS}
    return groupees(frame, "nom", TROIS, famille="parentalite", textes=textes, taille=24 / 14)


def test_years_stand_in_columns_where_their_bars_do_not_fit_under_one_another() -> None:
    fitted, vus, rangs = echelle.ajuster(_trois_ans(5), 1175, 385, 24)
    assert (vus, rangs) == (5, 5)
    assert echelle.corps_minimal(fitted) >= 24
    layout = fitted["layout"]
    notes = layout["annotations"]
    assert [a["text"] for a in notes if a.get("yref") == "paper"] == [*TROIS[:2], "<b>2024-2025</b>"]
    ends = [[base + x for base, x in zip(t["base"], t["x"], strict=True)] for t in fitted["data"]]
    starts = [t["base"][0] for t in fitted["data"]]
    assert starts == sorted(starts)
    assert starts[0] == 0
    pixels = 1175 / layout["xaxis"]["range"][1]
    for k, (trace, reached) in enumerate(zip(fitted["data"], ends, strict=True)):
        after = [*starts, layout["xaxis"]["range"][1]][k + 1]
        # The number at the end of the longest bar stands before the next year.
        assert (after - max(reached)) * pixels > 24
        assert trace["x"] == [n + k for n in range(5)]
        assert len(set(trace["base"])) == 1
        words = [a["text"] for a in notes if a["x"] in reached and a["y"] in trace["y"]]
        assert [w.removeprefix("<b>").removesuffix("</b>") for w in words] == [str(n + k) for n in range(5)]


def test_words_of_years_in_columns_grow_no_wider_than_their_room() -> None:
    fitted, vus, rangs = echelle.ajuster(_trois_ans(5, "{} · 33 %"), 900, 560, 24)
    assert (vus, rangs) == (5, 5)
    assert all("base" in t for t in fitted["data"])
    assert echelle.corps_minimal(fitted) == 24


def test_years_stay_under_one_another_where_they_fit_or_their_words_are_long() -> None:
    assert all("base" not in t for t in echelle.ajuster(_trois_ans(2), 1175, 425, 24)[0]["data"])
    fitted, vus, rangs = echelle.ajuster(_trois_ans(5, "{} sur 1 128 enseignants · 33 %"), 1175, 385, 24)
    assert (vus, rangs) == (3, 5)
    assert all("base" not in t for t in fitted["data"])


def test_the_names_of_many_years_do_not_run_into_one_another() -> None:
    """Of twelve years in columns « 2014-20152015-2016 » was read; under one another one row was left, « Les 1 premières lignes »."""
    annees = [f"{a}-{a + 1}" for a in range(2014, 2026)]
    frame = pd.DataFrame({"nom": ["Écrans", "ENT"], **{a: [3, 1] for a in annees}})
    figure = groupees(frame, "nom", annees, famille="parentalite", taille=24 / 14)
    assert all("base" not in t for t in echelle.ajuster(figure, 1175, 425, 24)[0]["data"])
    slide = Slide("parentalite", "Titre", "figure", sous_titre="Ateliers et formations par thème")
    assert diapositive.ajuster(slide, figure, (1280, 720))[1].startswith("La première ligne sur 2")


def test_a_meeting_of_three_years_sees_every_row(base: Base) -> None:
    for s in slides(base.cursor(), Filters(annees=TROIS)):
        if s.visual and s.visual.figure:
            assert diapositive.ajuster(s, s.visual.figure, (1280, 720))[1] == "", s.code


def test_squeezed_bars_grow_thin_before_their_labels_do() -> None:
    """A bar ran through the foot of the letters above it."""
    figure = _barres(6)
    place = 0.8 * echelle.hauteur(figure)

    def row(f: dict[str, Any], hauteur: float) -> tuple[float, float, float]:
        """Pixels from a label's middle to its bar, of the bar, and from the bar to the next label."""
        layout, bar = f["layout"], f["data"][0]
        pixels = (hauteur - layout["margin"]["t"] - layout["margin"]["b"]) / layout["yaxis"]["range"][0]
        first, second, *_ = (a["y"] for a in layout["annotations"] if a.get("xref") == "paper")
        haut, bas = bar["y"][0] - bar["width"] / 2, bar["y"][0] + bar["width"] / 2
        return (haut - first) * pixels, (bas - haut) * pixels, (second - bas) * pixels

    before, after = row(figure, echelle.hauteur(figure)), row(echelle.remplir(figure, 1175, place), place)
    assert after[0] == pytest.approx(before[0], abs=0.1)
    assert after[1] < before[1]
    assert after[2] < before[2]

"""Each recipe: valid for Plotly, without a real colour, and saying what its data say."""

import json
import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from tests.visuals import gallery
from tests.visuals.gallery import textes
from tne.documents.svg import svg
from tne.visuals import couleurs
from tne.visuals.alternative import resume
from tne.visuals.bars import barres, plus_grands
from tne.visuals.bubbles import Tranche, nuage
from tne.visuals.calendar import calendrier
from tne.visuals.dots import carres
from tne.visuals.gabarit import (
    CORPS,
    TAILLE_DIAPO,
    graduation,
    nombre,
    raccourcir,
    raccourcir_tous,
)
from tne.visuals.grille import grille
from tne.visuals.groupees import groupees
from tne.visuals.lines import courbes
from tne.visuals.visual import MASQUE, Visual

EXEMPLES: tuple[Callable[..., Visual], ...] = (
    gallery.principales,
    gallery.modules,
    gallery.absence,
    gallery.colleges,
    gallery.natures,
    gallery.jours,
    gallery.annees,
    gallery.vues,
)


def tailles(objet: Any) -> list[float]:
    """Every font size of the figure."""
    if isinstance(objet, dict):
        ici = [objet["size"]] if "family" in objet and "size" in objet else []
        return ici + [t for v in objet.values() for t in tailles(v)]
    return [t for v in objet for t in tailles(v)] if isinstance(objet, list) else []


@pytest.mark.parametrize("exemple", EXEMPLES)
def test_valid_offline_and_without_real_colours(exemple: Callable[..., Visual]) -> None:
    figure = exemple().figure
    assert figure is not None
    go.Figure(figure)  # raises on an unknown attribute
    texte = json.dumps(figure)
    assert set(re.findall(r"#[0-9A-Fa-f]{6}\b", texte)) <= set(couleurs.palette("clair"))
    assert "://" not in texte
    assert figure["layout"]["separators"] == ",\u202f"
    assert figure["layout"]["height"] > 60


@pytest.mark.parametrize("exemple", EXEMPLES)
def test_text_is_24_px_on_a_slide_and_13_on_a_page(exemple: Callable[..., Visual]) -> None:
    page, diapo = exemple().figure, exemple(taille=TAILLE_DIAPO).figure
    assert page is not None
    assert diapo is not None
    assert min(tailles(page)) >= 13
    assert min(tailles(diapo)) >= 22
    assert diapo["layout"]["font"]["size"] == pytest.approx(24)


DF = pd.DataFrame({"Module": ["A", "B", "C"], "N": [3, 12, 7], "M": [1, 0, 2]})


def test_bars_are_sorted_and_start_at_zero() -> None:
    figure = barres(DF, "Module", "N", famille="formations")
    assert figure["data"][0]["customdata"] == ["B", "C", "A"]
    assert figure["data"][0]["x"] == [12, 7, 3]
    assert figure["layout"]["xaxis"]["range"] == [0, 12]
    ordre = barres(DF, "Module", "N", famille="formations", tri=False)
    assert ordre["data"][0]["customdata"] == ["A", "B", "C"]


def test_track_is_the_denominator_and_long_bars_write_inside() -> None:
    figure = barres(DF, "Module", "N", famille="formations", total=15, total_mots="sur 15")
    piste, barre = figure["data"]
    assert piste["x"] == [15, 15, 15]
    assert piste["marker"]["color"] == couleurs.PALE
    assert barre["x"] == [12, 7, 3]
    assert cotes(figure) == {"<b>12</b>": "right", "<b>7</b>": "right", "<b>3</b>": "right"}
    assert "sur 15" in textes(figure)
    court = barres(DF.assign(N=[0, 12, 7]), "Module", "N", famille="formations", total=15)
    assert cotes(court) == {"<b>12</b>": "right", "<b>7</b>": "left", "<b>0</b>": "left"}
    assert set(cotes(barres(DF, "Module", "N", famille="formations", total=30)).values()) == {"left"}


def test_bars_about_as_long_have_their_values_on_one_side() -> None:
    """Of seven bars at 55 % four had it inside, three after, by the length of the words."""
    mots = ["2 min 12 sur 3 min 56", "56 s sur 1 min 43", "1 min 25 sur 2 min 34"]
    df = pd.DataFrame({"Vidéo": ["A", "B", "C"], "Part": [0.56, 0.55, 0.55], "mots": mots})
    figure = barres(df, "Vidéo", "Part", famille="parentalite", total=1, textes="mots")
    assert list(cotes(figure).values()) == ["right"] * 3


def cotes(figure: dict[str, Any]) -> dict[str, str]:
    """The value of each bar and the end at which it is anchored: on its right it is inside the bar."""
    notes = figure["layout"]["annotations"]
    return {a["text"]: a["xanchor"] for a in notes if a["text"].startswith("<b>")}


def test_stacked_bars_say_both_series_and_the_sum() -> None:
    figure = barres(DF, "Module", ["N", "M"], famille="accompagnements")
    assert figure["data"][1]["base"] == [12, 7, 3]
    assert {"N, 22", "M, 3", "<b>9</b>"} <= set(textes(figure))


def test_the_key_of_stacked_bars_names_only_those_that_are_drawn() -> None:
    """One collège chosen, its page read « écoles, 0 » beside a colour of which there was none."""
    words = textes(barres(DF.assign(M=0), "Module", ["N", "M"], famille="accompagnements"))
    assert "N, 22" in words
    assert "M, 0" not in words
    nothing = textes(barres(DF.assign(N=0, M=0), "Module", ["N", "M"], famille="accompagnements"))
    assert {"N, 0", "M, 0"} <= set(nothing)


def test_no_ink_stands_for_zero_in_stacked_bars() -> None:
    """The outline of a part of no length would be a line."""
    figure = barres(DF, "Module", ["N", "M"], famille="parentalite")
    second = figure["data"][1]
    assert second["marker"]["line"]["width"] > 0
    assert second["x"] == [None, 2, 1]
    assert 'width="0.0"' not in svg(figure, 600, "")


def test_masked_bar_has_no_length_and_says_so() -> None:
    df = pd.DataFrame({"Module": ["A", "B"], "N": [MASQUE, 6]})
    figure = barres(df, "Module", "N", famille="formations")
    assert figure["data"][0]["x"] == [6, 0]
    assert MASQUE in textes(figure)


def test_what_is_not_known_keeps_its_row_without_a_track_and_in_grey() -> None:
    """A pale track alone reads as zero."""
    df = pd.DataFrame({"Type": ["Écoles", "Collèges"], "N": [32.0, None], "mots": ["32", "hors du choix"]})
    figure = barres(df, "Type", "N", famille="equipements", textes="mots", total=100, tri=False)
    piste, barre = figure["data"]
    assert piste["x"] == [100]
    assert piste["y"] == barre["y"][:1]
    assert (
        figure["layout"]["height"]
        == barres(df.fillna(5), "Type", "N", famille="equipements")["layout"]["height"]
    )
    encres = {a["text"]: a["font"]["color"] for a in figure["layout"]["annotations"]}
    assert encres["Collèges"] == encres["hors du choix"] == couleurs.ATTENUE
    assert encres["Écoles"] == couleurs.ENCRE
    masquee = barres(
        df.assign(N=[32.0, MASQUE]), "Type", "N", famille="equipements", textes="mots", total=100
    )
    assert masquee["data"][0]["x"] == [100, 100]


def test_accent_turns_the_others_grey() -> None:
    figure = barres(DF, "Module", "N", famille="formations", accent=["C"])
    assert figure["data"][0]["marker"]["color"] == [
        couleurs.CONTEXTE,
        couleurs.NUANCES["formations"].plein,
        couleurs.CONTEXTE,
    ]


@pytest.mark.parametrize("df", [DF.iloc[:0], pd.DataFrame({"Module": ["A"], "N": [0], "M": [0]})])
def test_nothing_or_zero_still_draws(df: pd.DataFrame) -> None:
    for figure in (
        barres(df, "Module", ["N", "M"], famille="formations"),
        groupees(df, "Module", ["M", "N"], famille="formations"),
        courbes(df, "Module", ["N"], famille="formations", unite="vues"),
        carres(df, "Module", "N", famille="formations", mots_oui="oui", mots_non="non"),
        nuage(
            df, "N", "M", "N", "Module", [Tranche(0, 4, 0, 0)], famille="formations", axe_x="", mot_poids=""
        ),
        calendrier({}, "2023-2024", famille="formations"),
    ):
        go.Figure(figure)


def test_others_add_up_unless_something_is_masked() -> None:
    df = pd.DataFrame({"M": list("abcde"), "N": [5, 1, 4, 2, 3]})
    reduit = plus_grands(df, "M", ["N"], limite=3)
    assert list(reduit["M"]) == ["a", "c", "e", "Autres (2)"]
    assert reduit["N"].sum() == 15
    masque = pd.DataFrame({"M": list("ab"), "N": [5, MASQUE]})
    assert plus_grands(masque, "M", ["N"], limite=1) is masque


def test_compared_years_name_each_bar() -> None:
    df = pd.DataFrame({"M": ["a"], "2022-2023": [40], "2023-2024": [46]})
    figure = groupees(df, "M", ["2022-2023", "2023-2024"], famille="formations")
    assert {"40 · 2022-2023", "<b>46</b> · 2023-2024"} <= set(textes(figure))
    couleurs_barres = [t["marker"]["color"] for t in figure["data"]]
    assert couleurs_barres == [couleurs.CONTEXTE, couleurs.NUANCES["formations"].plein]


def test_compared_years_end_with_their_last_bar_as_bars_of_one_year_do() -> None:
    """A row more of white stood above their source."""
    df = pd.DataFrame({"M": ["a", "b"], "2022-2023": [40, 41], "2023-2024": [46, 47]})
    for figure in (
        groupees(df, "M", ["2022-2023", "2023-2024"], famille="formations"),
        barres(df, "M", "2023-2024", famille="formations"),
    ):
        last = figure["data"][-1]
        fin = last["y"][-1] + last["width"] / 2
        assert fin == pytest.approx(figure["layout"]["yaxis"]["range"][0])
        assert figure["layout"]["margin"]["b"] >= 1.5 / 2, "the outline of the last bar is whole"


def test_summary_says_the_first_and_counts_the_rest() -> None:
    assert resume(DF, "Module", "N", "Participants", limite=2) == (
        "Participants\u202f: B, 12\u202f; C, 7\u202f; et 1 autre."
    )


def test_a_bar_that_is_masked_says_so_and_one_that_is_not_known_says_what_is_known() -> None:
    df = pd.DataFrame(
        {"M": list("abc"), "N": [5, MASQUE, None], "T": ["5 sur 9", "7 sur 9", "rien de traité"]}
    )
    figure = barres(df, "M", "N", textes="T", famille="formations", tri=False)
    assert textes(figure) == ["a", "<b>5 sur 9</b>", "b", MASQUE, "c", "rien de traité"]
    assert textes(barres(df, "M", "N", famille="formations", tri=False))[-1] == MASQUE
    entiers = df.assign(N=pd.array([5, 7, None], dtype="Int64"))
    assert (
        textes(barres(entiers, "M", "N", textes="T", famille="formations", tri=False))[-1] == "rien de traité"
    )


def test_names_of_files_are_written_on_marks_as_the_title_cites_them() -> None:
    """« Prise en main de l’ENT » over a bar that read « Prise en main de l'ENT », and « Évaluer : » with a wide space."""
    frame = pd.DataFrame({"nom": ["Prise en main de l'ENT", "Évaluer : pourquoi"], "n": [5, 3]})
    figure = barres(frame, "nom", "n", famille="formations")
    assert {"Prise en main de l\u2019ENT", "Évaluer\u202f: pourquoi"} <= set(textes(figure))
    assert list(figure["data"][-1]["customdata"]) == frame["nom"].tolist(), (
        "a click gives the value of the file"
    )


def test_squares_full_first_and_counted() -> None:
    df = pd.DataFrame({"C": list("abc"), "R": [False, True, True]})
    figure = carres(df, "C", "R", famille="formations", mots_oui="avec", mots_non="sans")
    pleins, vides = figure["data"]
    assert pleins["customdata"] == ["b", "c"]
    assert vides["customdata"] == ["a"]
    assert (pleins["x"], vides["x"]) == ([0, 1], [2])
    assert textes(figure) == ["2 avec", "1 sans"]
    # The empty ones are context: in ink they were what one saw first.
    cle = figure["layout"]["shapes"][1]["line"]["color"]
    assert {vides["marker"]["line"]["color"], cle} == {couleurs.CONTEXTE}


@pytest.mark.parametrize(("atteint", "dit"), [(True, "2 avec"), (False, "2 sans")])
def test_the_key_of_squares_names_only_those_that_are_drawn(atteint: bool, dit: str) -> None:
    df = pd.DataFrame({"C": list("ab"), "R": [atteint] * 2})
    figure = carres(df, "C", "R", famille="formations", mots_oui="avec", mots_non="sans")
    assert textes(figure) == [dit]
    assert len(figure["layout"]["shapes"]) == 1


def test_lines_break_at_gaps_and_labels_stand_apart() -> None:
    df = pd.DataFrame({"Mois": ["a", "b", "c"], "X": [1, None, 10], "Y": [2, 5, 10]})
    figure = courbes(df, "Mois", ["X", "Y"], famille="parentalite", unite="vues", accent=["X"])
    x, y = figure["data"]
    assert x["y"] == [1, None, 10]
    assert x["connectgaps"] is False
    assert x["line"]["dash"] != y["line"]["dash"]
    hauteurs = sorted(a["y"] for a in figure["layout"]["annotations"] if "<b>10</b>" in a["text"])
    echelle = figure["layout"]["yaxis"]["range"][1]
    assert (hauteurs[1] - hauteurs[0]) / echelle * (300 - 4.3 * CORPS) > CORPS
    assert figure["layout"]["yaxis"]["range"][0] == 0


def test_no_month_under_a_grid_is_cut_at_the_edge_of_a_telephone() -> None:
    mois = [f"mars {rang:02d}" for rang in range(34)]
    df = pd.DataFrame({"Ressource": ["A"]} | {m: [1] for m in mois})
    notes = grille(df, "Ressource", mois, famille="parentalite")["layout"]["annotations"]
    bas = [(n["x"], n["text"]) for n in notes if n["text"] in mois]
    case = 358 / len(mois)
    assert len(bas) >= 3
    for (x, mot), suivant in zip(bas, [*(x for x, _ in bas[1:]), len(mois)], strict=True):
        assert x * case + 0.5 * 13 * len(mot) < suivant * case, mot


@pytest.mark.parametrize(
    ("mois", "ecrits"),
    [
        (["sept.", "oct.", "nov.", "déc.", "janv.", "févr.", "mars", "avr.", "mai", "juin"], 5),
        ([f"{m} {a}" for a in (22, 23, 24) for m in ("sept.", "oct.", "nov.", *"abcdefghi")], 3),
        (["septembre", "octobre", "novembre", "décembre", "janvier", "février"], 3),
    ],
)
def test_the_months_under_lines_do_not_touch_on_a_telephone(mois: list[str], ecrits: int) -> None:
    df = pd.DataFrame({"Mois": mois, "2022-2023": range(len(mois)), "2024-2025": range(len(mois))})
    layout = courbes(df, "Mois", ["2022-2023", "2024-2025"], famille="parentalite", unite="vues")["layout"]
    axe, marge = layout["xaxis"], layout["margin"]
    ecart = (358 - marge["l"] - marge["r"]) / (len(mois) - 1) * (axe["tickvals"][1] - axe["tickvals"][0])
    assert len(axe["ticktext"]) == ecrits
    assert all(0.5 * 14 * len(mot) < ecart for mot in axe["ticktext"])


@pytest.mark.parametrize(
    ("maximum", "attendu"), [(0, (1, 1)), (3, (1, 3)), (10, (3, 12)), (545, (200, 600)), (1128, (500, 1500))]
)
def test_round_axis(maximum: float, attendu: tuple[float, float]) -> None:
    assert graduation(maximum) == attendu


def test_cells_as_numbers_and_short_labels() -> None:
    assert nombre(MASQUE) is None
    assert nombre(float("nan")) is None
    assert nombre(3) == 3.0
    assert raccourcir("Scénariser une classe hybride", 20) == "Scénariser une\u2026"
    assert raccourcir("court") == "court"


def test_names_that_would_be_cut_alike_are_cut_in_their_middle() -> None:
    """Ten films of one series had one same name on paper, which has neither table nor hover."""
    films = [
        f"Comment accompagner mon enfant dans la découverte des réseaux sociaux, épisode {n}" for n in (1, 12)
    ]
    autres = ["Créer son compte", "Choisir avec son enfant un jeu en ligne qui convienne à son âge"]
    courts = raccourcir_tous([*films, *autres, films[0][:49]])
    assert [c.rsplit("\u2026 ", 1)[-1] for c in courts[:2]] == [
        "sociaux, épisode 1",
        "sociaux, épisode 12",
    ]
    assert all(len(c) <= 54 and c.startswith("Comment accompagner") for c in courts[:2])
    assert courts[2:] == [*map(raccourcir, autres), films[0][:49]]
    df = pd.DataFrame({"Titre": films, "Vues": [5, 3]})
    for figure in (
        barres(df, "Titre", "Vues", famille="parentalite"),
        groupees(df.assign(Avant=1), "Titre", ["Avant", "Vues"], famille="parentalite"),
        grille(df, "Titre", ["Vues"], famille="neutre"),
    ):
        assert {a["text"] for a in figure["layout"]["annotations"]} >= set(courts[:2])

"""Bars of several years: shares stand on one scale, and their words end on the page."""

import pandas as pd
import pytest

from tne.db import Base
from tne.filters import Filters, View
from tne.visuals import formations_participation as participation
from tne.visuals.echelle import ajuster
from tne.visuals.fabrique import par_annee
from tne.visuals.gabarit import CORPS, TELEPHONE, largeur
from tne.visuals.groupees import groupees


@pytest.mark.parametrize("annees", [1, 2])
def test_shares_of_several_years_stand_on_the_scale_of_one_year(annees: int) -> None:
    """Side by side, a bar of 7 % was longer than one of 13 %: each figure ended at its own longest bar."""
    rows = [("a", "2022-2023", 4.0), ("a", "2023-2024", 7.0)]
    frame = pd.DataFrame(rows, columns=["M", "annee", "part"]).assign(mots="7\u202f% · 5 sur 71")
    figure = par_annee(frame.tail(annees), "M", "part", "mots", famille="parentalite", total=100)
    assert figure["layout"]["xaxis"]["range"] == [0, 100]


def test_a_value_beyond_the_whole_is_drawn_whole() -> None:
    df = pd.DataFrame({"M": ["a"], "x": [40.0], "y": [110.0]})
    assert groupees(df, "M", ["x", "y"], famille="formations", total=100)["layout"]["xaxis"]["range"] == [
        0,
        110,
    ]


@pytest.mark.parametrize("part", [3.0, 53.0, 100.0])
def test_the_words_of_a_bar_end_before_the_edge_of_a_telephone(part: float) -> None:
    """After a short bar they stand over the axis: a margin as wide as they are would halve every bar."""
    dits = f"{part:.0f}\u202f% · 217 sur 766"
    df = pd.DataFrame({"M": ["a"], "x": [part], "y": [part], "mots": [dits]})
    figure = groupees(df, "M", ["x", "y"], famille="formations", textes={"x": "mots", "y": "mots"}, total=100)
    mots, marge = largeur(f"{dits} · y", 0.93) + 10, figure["layout"]["margin"]["r"]
    assert (TELEPHONE - marge) * part / 100 + mots <= TELEPHONE + 1
    assert marge == {3.0: 2, 100.0: pytest.approx(mots, abs=1)}.get(part, marge)
    assert marge <= mots + 1


def test_on_a_slide_the_bars_take_the_room_that_it_has() -> None:
    """With the margin of a telephone they left half of the slide white: the words are the same, the width three times as much."""
    dits = "49,2\u202f% · 561 sur 1\u202f141"
    df = pd.DataFrame({"M": ["a"], "2023-2024": [48.0], "2024-2025": [49.2], "mots": [dits]})
    textes = {"2023-2024": "mots", "2024-2025": "mots"}
    figure = groupees(df, "M", list(textes), famille="formations", textes=textes, total=100)
    fitted = ajuster(figure, 1175, 425, 24)[0]["layout"]
    mots = [a for a in fitted["annotations"] if a.get("xref") != "paper"]
    barres = 1175 - fitted["margin"]["r"]
    assert barres > 0.75 * 1175
    ends = [a["x"] / 100 * barres + largeur(a["text"], a["font"]["size"] / CORPS) for a in mots]
    assert max(ends) <= 1175


@pytest.mark.parametrize("annees", [("2023-2024",), ("2022-2023", "2023-2024")])
@pytest.mark.parametrize("view", ["coordination", "lecture"])
def test_the_same_participants_cut_otherwise_stand_on_one_scale(
    demo: Base, annees: tuple[str, ...], view: View
) -> None:
    """Canopé's 474 and the 396 on site were two bars of one length, side by side."""
    questions = (participation.par_operateur, participation.par_modalite)
    figures = [q(demo.cursor(), Filters(annees=annees), view).figure for q in questions]
    ends = [figure["layout"]["xaxis"]["range"][1] for figure in figures if figure]
    longest = [max(max(t["x"]) for t in figure["data"]) for figure in figures if figure]
    assert len(set(longest)) == 2
    assert ends == [max(longest)] * 2


def test_lines_of_months_keep_their_own_axis(demo: Base) -> None:
    v = participation.par_mois(demo.cursor(), Filters(annees=("2022-2023", "2023-2024")), "coordination")
    assert v.figure
    assert v.figure["layout"]["xaxis"]["range"][1] < 20

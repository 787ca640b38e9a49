"""Days of a school year and cells of a grid: what is counted, what is zero, what is a holiday."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest

from tests.visuals.gallery import textes
from tne.visuals import couleurs
from tne.visuals.calendar import calendrier, classes, mots_classe, vacances
from tne.visuals.feries import feries, paques
from tne.visuals.grille import grille


def test_calendar_counts_and_leaves_holidays_blank() -> None:
    figure = calendrier({date(2023, 9, 12): 5, date(2023, 9, 14): 1}, "2023-2024", famille="accompagnements")
    carte, _, cibles = figure["data"][:3]
    rang = cibles["customdata"].index("2023-09-12")
    assert cibles["hovertext"][rang] == "12 septembre 2023<br><b>5 interventions</b>"
    assert carte["z"][cibles["y"][rang]][cibles["x"][rang]] == 4
    jours = figure["data"][2]["customdata"] + figure["data"][5]["customdata"]
    assert "2023-10-24" not in jours  # Toussaint
    assert "2024-07-05" in jours
    assert "2024-07-08" not in jours
    assert {"Toussaint", "Noël", "hiver", "printemps"} <= set(textes(figure))
    assert "septembre 2023 à janvier 2024" in textes(figure)
    assert "février à juillet 2024" in textes(figure)


def test_a_school_year_ends_in_august_though_its_last_week_goes_on() -> None:
    """The 31st of August 2026 is a Monday: the half-year read « février à septembre 2026 »."""
    figure = calendrier({date(2026, 8, 31): 1}, "2025-2026", famille="accompagnements")
    assert "février à août 2026" in textes(figure)
    assert textes(figure).count("sept.") == 1, "at the head of the year alone"
    jours = figure["data"][5]["customdata"]
    assert "2026-08-31" in jours
    assert "2026-09-01" not in jours


def test_a_public_holiday_is_no_school_day() -> None:
    """Easter Monday, the 1st and 8th of May, Ascension and Whit Monday were drawn as days of class without an intervention."""
    figure = calendrier({date(2024, 5, 13): 1, date(2024, 5, 20): 2}, "2023-2024", famille="accompagnements")
    jours = {j for trace in figure["data"] for j in trace.get("customdata", ())}
    assert not jours & {"2024-04-01", "2024-05-01", "2024-05-08", "2024-05-09"}
    assert {"2024-04-02", "2024-05-02", "2024-05-13"} <= jours
    assert "2024-05-20" in jours, "what happened on one is shown"
    # The 1st of November lies in a holiday, whose name stays.
    assert "Toussaint" in textes(figure)


def test_public_holidays_move_with_easter_and_stay_in_their_school_year() -> None:
    known = {
        1999: (4, 4),
        2000: (4, 23),
        2008: (3, 23),
        2019: (4, 21),
        2024: (3, 31),
        2025: (4, 20),
        2038: (4, 25),
    }
    assert {annee: (paques(annee).month, paques(annee).day) for annee in known} == known
    jours = feries("2024-2025")
    assert len(jours) == 11
    assert {
        date(2024, 11, 1),
        date(2025, 4, 21),
        date(2025, 5, 29),
        date(2025, 6, 9),
        date(2025, 8, 15),
    } <= jours
    assert date(2024, 8, 15) not in jours


@pytest.mark.parametrize("taille", [1, 24 / 14])
def test_a_day_of_zero_has_an_edge_and_no_other_has(taille: float) -> None:
    figure = calendrier({date(2023, 9, 12): 5}, "2023-2024", famille="accompagnements", taille=taille)
    carte, dedans, _ = figure["data"][:3]
    assert carte["colorscale"][0][1] == couleurs.CONTOUR
    assert {c for _, c in dedans["colorscale"]} == {couleurs.PALE}
    assert dedans["xgap"] == dedans["ygap"] == carte["xgap"] + 2 * round(taille)
    for large, petit in zip(carte["z"], dedans["z"], strict=True):
        assert petit == [0 if v == 0 else None for v in large]
    assert (figure["layout"]["shapes"][0]["fillcolor"], figure["layout"]["shapes"][0]["line"]["color"]) == (
        couleurs.PALE,
        couleurs.CONTOUR,
    )


def test_a_cell_of_zero_has_an_edge_in_a_grid_too() -> None:
    df = pd.DataFrame({"n": ["a", "b"], "mai": [0, 30]})
    figure = grille(df, "n", ["mai"], famille="parentalite")
    (mai,), cles = figure["data"], figure["layout"]["shapes"]
    assert mai["marker"]["line"] == {"width": [1, 0], "color": couleurs.CONTOUR}
    assert (cles[0]["fillcolor"], cles[0]["line"]["color"]) == (couleurs.PALE, couleurs.CONTOUR)
    assert couleurs.CONTOUR not in {c["line"].get("color") for c in cles[1:]}


def test_calendar_shows_what_happened_on_a_holiday_or_a_saturday() -> None:
    figure = calendrier({date(2023, 10, 24): 1, date(2023, 12, 2): 2}, "2023-2024", famille="accompagnements")
    jours = figure["data"][2]["customdata"]
    assert {"2023-10-24", "2023-12-02"} <= set(jours)
    assert "sam." in textes(figure)


@pytest.mark.parametrize(
    ("maximum", "attendu"),
    [
        (0, ["1"]),
        (3, ["1", "2", "3"]),
        (4, ["1", "2", "3", "4"]),
        (5, ["1", "2", "3", "4 et plus"]),
        (12, ["1 à 3", "4 à 6", "7 à 9", "10 et plus"]),
    ],
)
def test_classes(maximum: int, attendu: list[str]) -> None:
    assert [mots_classe(*c) for c in classes(maximum)] == attendu


def test_holidays_of_zone_a_and_of_a_year_not_known_yet() -> None:
    conges = vacances("2023-2024")
    assert conges[date(2023, 12, 25)] == "Noël"
    assert conges[date(2024, 2, 20)] == "hiver"
    assert date(2024, 2, 28) in conges
    assert date(2024, 3, 5) not in conges
    assert vacances("2099-2100") == {}
    go.Figure(calendrier({date(2099, 10, 1): 1}, "2099-2100", famille="formations"))

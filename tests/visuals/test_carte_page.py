"""A map on a wide page: not higher than asked, and its key beside it, never over it."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tne.db import Base
from tne.documents.plan import plan_of
from tne.documents.svg import svg
from tne.filters import Filters
from tne.visuals import accompagnements, numerixplore, parentalite
from tne.visuals.cadre import LETTRE
from tne.visuals.carte import carte
from tne.visuals.carte_page import basse, juste
from tne.visuals.equipements_maillage import maillage_pilotes

HAUTEUR, LARGEUR = 380, 780


@pytest.fixture
def figure(base_demo: Path) -> Any:
    """The mesh of pilots: six words of key, which no corner of the map has room for."""
    base = Base(str(base_demo))
    drawn = maillage_pilotes(base.cursor(), Filters(annees=("2023-2024",)), "lecture").figure
    base.close()
    return drawn


def covered(figure: Any) -> int:
    """How many points of the contours lie under a line of the key, on a page."""
    layout = figure["layout"]
    plan = plan_of(layout, LARGEUR, layout["height"])
    x, y = plan.axes["x"], plan.axes["y"]
    found = 0
    for trace in figure["data"]:
        if not isinstance(trace["y"], dict):
            continue
        lon, lat = (np.frombuffer(b64decode(trace[c]["bdata"]), dtype=f"<{trace[c]['dtype']}") for c in "xy")
        points = [(x.at(a), y.at(b)) for a, b in zip(lon, lat, strict=True) if a == a]
        for word in layout["annotations"]:
            left, middle = x.at(word["x"]) + word["xshift"] - 20, y.at(word["y"]) - word["yshift"]
            right = left + 20 + LETTRE * word["font"]["size"] * len(word["text"])
            found += sum(left < px < right and abs(py - middle) < 8 for px, py in points)
    return found


def test_the_key_of_a_lower_map_stands_beside_it(figure: Any) -> None:
    layout = figure["layout"]
    assert layout["height"] > HAUTEUR
    assert covered({**figure, "layout": layout | {"height": HAUTEUR}}), "made lower alone, it is covered"
    lower = basse(figure, HAUTEUR)
    assert lower["layout"]["height"] == HAUTEUR
    assert covered(lower) == 0


def test_a_map_that_is_low_enough_stays_as_it_is(figure: Any) -> None:
    assert basse(figure, 2000) is figure


@pytest.mark.parametrize(
    ("carte", "uai"),
    [
        (accompagnements.carte_communes, "0869334D"),
        (parentalite.carte_rencontres, "0869025T"),
        (numerixplore.lieux, "0869025T"),
        (maillage_pilotes, "0869025T"),
    ],
    ids=lambda v: getattr(v, "__name__", v),
)
def test_the_commune_of_a_chosen_school_is_outlined(base_demo: Path, carte: Any, uai: str) -> None:
    """Its colour alone was hidden by the name of Poitiers."""
    base = Base(str(base_demo))
    one, every, public = (
        carte(base.cursor(), filters, "lecture").figure
        for filters in (
            Filters(annees=("2023-2024",), etablissements=(uai,)),
            Filters(annees=("2023-2024",)),
            Filters(annees=("2023-2024",), secteurs=("Public",)),
        )
    )
    base.close()
    (outline,) = [trace for trace in one["data"] if trace.get("name") == "choix"]
    assert len(np.frombuffer(b64decode(outline["x"]["bdata"]), dtype=f"<{outline['x']['dtype']}")) > 3
    for figure in (every, public):
        assert not [trace for trace in figure["data"] if trace.get("name") == "choix"]


def test_nothing_is_left_white_under_a_map_of_a_wide_territory(figure: Any) -> None:
    """Four départements side by side took a third of their place on a telephone, on the page and in the HTML document."""
    places = pd.DataFrame(
        {
            "code_insee": [f"36{n:03}" for n in range(60)],
            "nom": [f"Commune {n}" for n in range(60)],
            "valeur": 1.0,
            "longitude": [-0.2 + n % 20 * 0.22 for n in range(60)],
            "latitude": [46.2 + n // 20 * 0.4 for n in range(60)],
        }
    )
    wide = carte(places, None, couleur="accompagnements")
    height = juste(wide, 356)["layout"]["height"]
    assert height < 0.6 * wide["layout"]["height"]
    assert f'width="356" height="{height}"' in svg(wide, 356, "Une carte")
    bottom = (
        plan_of(wide["layout"], 356, wide["layout"]["height"])
        .axes["y"]
        .at(wide["layout"]["yaxis"]["range"][0])
    )
    assert height == pytest.approx(bottom, abs=1), "where the map ends"
    assert juste(wide, 2000) is wide
    assert juste(figure, 400) is figure

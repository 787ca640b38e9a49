"""Bars of several years in PowerPoint: side by side whatever they are worth, each named by its year."""

from __future__ import annotations

import io
from dataclasses import replace

import pandas as pd
import pytest
from pptx import Presentation

from tests.documents.essai import diapositive, graphe, visuel
from tne.db import Base
from tne.documents import ecrire
from tne.documents.pptx_charts import barres_de
from tne.filters import Filters
from tne.visuals.bars import barres
from tne.visuals.groupees import groupees
from tne.visuals.visual import Visual

AVANT, APRES = "2022-2023", "2023-2024"


def _annees(avant: list[int], apres: list[int]) -> Visual:
    """Schools of two types, with what each year made of them."""
    table = pd.DataFrame({"Type": ["Écoles", "Collèges"], AVANT: avant, APRES: apres})
    return visuel(table, groupees(table, "Type", [AVANT, APRES], famille="equipements"), "equipements")


@pytest.mark.parametrize(("avant", "apres"), [([0, 0], [0, 0]), ([0, 0], [4, 2]), ([3, 1], [4, 2])])
def test_a_year_of_nothing_stands_beside_the_next_and_is_named(avant: list[int], apres: list[int]) -> None:
    """Bars that all start at zero passed for stacked after a year of zeros: the ends, with their year, were not written."""
    visual = _annees(avant, apres)
    bars = barres_de(visual)
    assert bars is not None
    assert not bars.empile
    plot = graphe(diapositive(visual)).plots[0]
    said = [[p.data_label.text_frame.text for p in (s.points[0], s.points[1])] for s in plot.series]
    assert said == [[f"{n} · {annee}" for n in values] for annee, values in ((AVANT, avant), (APRES, apres))]


def test_of_an_earlier_year_than_the_last_chosen_the_slides_show_that_one_alone(demo: Base) -> None:
    """Their notes speak of it."""
    deck = Presentation(io.BytesIO(ecrire(demo, Filters(annees=(AVANT, APRES)), AVANT, "pptx")))
    words = [s.text_frame.text for d in deck.slides for s in d.shapes if s.has_text_frame]
    assert f"Le bilan {AVANT}" in words
    assert not [w for w in words if APRES in w]


def test_a_bar_of_one_part_says_its_number_once() -> None:
    """« 7 … 7 »: inside, and at the end; the screen writes it at the end alone."""
    table = pd.DataFrame(
        {"Thème": ["Écrans", "Pix"], "Ateliers": [7, 5], "Formations": [0, 3], "Ensemble": [7, 8]}
    )
    visual = replace(
        _annees([1, 1], [1, 1]),
        donnees=table,
        formats={"Thème": "texte", "Ateliers": "entier", "Formations": "entier", "Ensemble": "entier"},
        figure=barres(table, "Thème", ["Ateliers", "Formations"], famille="parentalite", tri=False),
    )
    plot = graphe(diapositive(visual)).plots[0]
    mute = {
        s.name: [n.get("val") for n in s._element.xpath(".//c:dLbl[c:delete/@val='1']/c:idx")]
        for s in plot.series
    }
    ends = [plot.series[-1].points[n].data_label.text_frame.text for n in (0, 1)]
    assert mute == {"Ateliers": ["0"], "Formations": [], "Ensemble": []}
    assert ends == ["7", "8"]

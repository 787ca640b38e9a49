"""Bars of several years in PowerPoint: side by side whatever they are worth, each named by its year."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from pptx import Presentation

from tne.documents.pptx import pptx
from tne.documents.pptx_charts import barres_de
from tne.slides.slide import Slide
from tne.visuals.groupees import groupees
from tne.visuals.visual import Visual

AVANT, APRES = "2022-2023", "2023-2024"


def _annees(avant: list[int], apres: list[int]) -> Visual:
    """Schools of two types, with what each year made of them."""
    table = pd.DataFrame({"Type": ["Écoles", "Collèges"], AVANT: avant, APRES: apres})
    return Visual(
        code="essai.annees",
        titre="t",
        sous_titre="",
        donnees=table,
        formats={"Type": "texte", AVANT: "entier", APRES: "entier"},
        figure=groupees(table, "Type", [AVANT, APRES], famille="equipements", tri=False),
        alternative="a",
        source="",
        filtre="",
        famille="equipements",
        etat="calculé",
    )


@pytest.mark.parametrize(("avant", "apres"), [([0, 0], [0, 0]), ([0, 0], [4, 2]), ([3, 1], [4, 2])])
def test_a_year_of_nothing_stands_beside_the_next_and_is_named(avant: list[int], apres: list[int]) -> None:
    """Bars that all start at zero passed for stacked after a year of zeros: the ends, with their year, were not written."""
    visual = _annees(avant, apres)
    bars = barres_de(visual)
    assert bars is not None
    assert not bars.empile
    deck = Presentation(io.BytesIO(pptx([Slide(code="essai", titre="t", forme="figure", visual=visual)])))
    plot = next(s.chart for s in deck.slides[0].shapes if s.has_chart).plots[0]
    said = [[p.data_label.text_frame.text for p in (s.points[0], s.points[1])] for s in plot.series]
    assert said == [[f"{n} · {annee}" for n in values] for annee, values in ((AVANT, avant), (APRES, apres))]

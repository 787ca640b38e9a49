"""The slides in PowerPoint: one for each of the screen's, native bars with the very values, alternatives, notes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from pptx import Presentation

from tne.db import Base
from tne.diapositives import slides
from tne.documents import ecrire
from tne.documents.pptx_pen import series_of
from tne.filters import Filters
from tne.slide import Slide
from tne.visuals.grille import grille
from tne.visuals.visual import Visual

YEAR = Filters(annees=("2023-2024",))


@pytest.fixture(scope="module")
def base(
    demo_modele: Path, copier_base: Callable[[Path, Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Base]:
    """The demonstration, open for this module."""
    opened = Base(str(copier_base(demo_modele, tmp_path_factory.mktemp("pptx") / "base")))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def shown(base: Base) -> tuple[Slide, ...]:
    """The slides of 2023-2024."""
    return slides(base.cursor(), YEAR, "lecture")


@pytest.fixture(scope="module")
def deck(base: Base) -> Presentation:
    """The file, opened again."""
    return Presentation(io.BytesIO(ecrire(base, YEAR, "2023-2024", "pptx")))


def test_one_slide_each_with_its_finding_as_title(deck: Presentation, shown: tuple[Slide, ...]) -> None:
    assert [s.shapes.title.text for s in deck.slides] == [s.titre for s in shown]
    assert (deck.slide_width, deck.slide_height) == (1280 * 9525, 720 * 9525)


def test_native_bars_hold_the_values_of_the_visual(deck: Presentation, shown: tuple[Slide, ...]) -> None:
    compared = 0
    for drawn, slide in zip(deck.slides, shown, strict=True):
        if slide.visual is None or series_of(slide.visual) is None:
            continue
        chart = next(s.chart for s in drawn.shapes if s.has_chart)
        held = {
            v
            for c in slide.visual.donnees.columns
            for v in pd.to_numeric(slide.visual.donnees[c], errors="coerce").dropna()
        } | {0}
        for series in chart.plots[0].series:
            for value in series.values:
                assert any(abs(value - h) < 0.05 for h in held), (slide.code, value)
                compared += 1
    assert compared >= 10


def test_every_figure_says_its_alternative_and_every_slide_has_notes(
    deck: Presentation, shown: tuple[Slide, ...]
) -> None:
    figures = 0
    for drawn, slide in zip(deck.slides, shown, strict=True):
        assert slide.titre in drawn.notes_slide.notes_text_frame.text
        if slide.visual is not None and slide.visual.figure is not None:
            described = [s._element.xpath(".//p:cNvPr")[0].get("descr") for s in drawn.shapes]
            assert slide.visual.alternative in described
            figures += 1
    assert figures >= 6


def test_the_demonstration_is_said_on_every_slide(deck: Presentation) -> None:
    for drawn in deck.slides:
        assert any("Démonstration" in s.text_frame.text for s in drawn.shapes if s.has_text_frame)


def test_texts_stay_on_the_slide(deck: Presentation) -> None:
    for drawn in deck.slides:
        for shape in drawn.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_cells_of_a_grid_are_no_native_bars() -> None:
    table = pd.DataFrame({"Source": ["a", "b"], "oct.": [1, 2], "nov.": [3, 0]})
    grid = Visual(
        code="essai.grille",
        titre="t",
        sous_titre="",
        donnees=table,
        formats={"Source": "texte", "oct.": "entier", "nov.": "entier"},
        figure=grille(table, "Source", ["oct.", "nov."], famille="neutre"),
        alternative="a",
        source="",
        filtre="",
        famille="neutre",
        etat="calculé",
    )
    assert series_of(grid) is None

"""A figure made for a test, and the slide that PowerPoint opens of it."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
from pptx import Presentation

from tne.documents.pptx import pptx
from tne.slides.slide import Slide
from tne.visuals.visual import Visual


def visuel(table: pd.DataFrame, figure: dict[str, Any], famille: str, nombres: str = "entier") -> Visual:
    """The visual of that table: its first column names the rows, the others hold `nombres`."""
    first, *others = table.columns
    return Visual(
        code="essai",
        titre="t",
        sous_titre="",
        donnees=table,
        formats={first: "texte"} | dict.fromkeys(others, nombres),
        figure=figure,
        alternative="a",
        source="",
        filtre="",
        famille=famille,
        etat="calculé",
    )


def diapositive(visual: Visual) -> Any:
    """Its slide."""
    deck = Presentation(io.BytesIO(pptx([Slide(code="essai", titre="t", forme="figure", visual=visual)])))
    return deck.slides[0]


def graphe(slide: Any) -> Any:
    """The chart of a slide."""
    return next(s.chart for s in slide.shapes if s.has_chart)

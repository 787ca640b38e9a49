"""A figure handed to Streamlit as it is: to check a dict, Plotly builds an object per attribute, at each run.

That takes longer than all the rest of a chart. Tests check the figures instead; what the browser gets is the same.
Imported where the first chart is drawn: a page without charts does not load Plotly.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plotly.basedatatypes import BaseFigure


class FigurePrete(BaseFigure):
    """The plain dict of a `Visual`, taken by Plotly for one of its own figures, hence as already checked."""

    def __init__(self, figure: Mapping[str, Any]) -> None:
        """Keep `figure` (`data`, `layout`); nothing is copied, nothing is changed."""
        self._figure = figure

    def to_dict(self) -> dict[str, Any]:
        """What Streamlit sends to the browser, without the template that Plotly adds (4 kB a chart): the theme is applied there
        to all that a figure leaves open, and looks the same.
        """
        return {"data": self._figure["data"], "layout": self._figure.get("layout", {})}

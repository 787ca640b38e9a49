"""A figure handed to Streamlit as it is: to check a dict, Plotly builds an object per attribute, at each run.

That takes longer than all the rest of a chart. Tests check the figures instead; what the browser gets is the same.
Imported where the first chart is drawn: a page without charts does not load Plotly.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go
from plotly.basedatatypes import BaseFigure


@lru_cache(maxsize=1)
def _gabarit() -> dict[str, Any]:
    """Streamlit's own template, which Plotly puts into each figure that it checks: the browser's theme is applied to it."""
    figure: Any = go.Figure(layout={"template": "streamlit"})  # type: ignore[attr-defined, no-untyped-call]
    return dict(figure.to_dict()["layout"])


class FigurePrete(BaseFigure):
    """The plain dict of a `Visual`, taken by Plotly for one of its own figures, hence as already checked."""

    def __init__(self, figure: Mapping[str, Any]) -> None:
        """Keep `figure` (`data`, `layout`); nothing is copied, nothing is changed."""
        self._figure = figure

    def to_dict(self) -> dict[str, Any]:
        """What Streamlit sends to the browser."""
        return {"data": self._figure["data"], "layout": {**self._figure.get("layout", {}), **_gabarit()}}

"""A figure that Plotly does not check again reaches the browser as the one that it checks."""

import json
from collections.abc import Callable
from typing import Any

import plotly.io
import plotly.tools
import pytest
import streamlit  # noqa: F401  (its template is Plotly's default from then on)

from tests.visuals import gallery
from tne.ui.figure import FigurePrete
from tne.visuals.visual import Visual

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


def envoi(figure: Any) -> dict[str, Any]:
    """What `st.plotly_chart` sends: the JSON of its own two calls."""
    lue = plotly.tools.return_figure_from_figure_or_data(figure, validate_figure=True)
    sent: dict[str, Any] = json.loads(plotly.io.to_json(lue, validate=False))
    if not sent["layout"].get("shapes"):
        sent["layout"].pop("shapes", None)  # an empty list and none draw the same
    return sent


@pytest.mark.parametrize("exemple", EXEMPLES)
def test_the_browser_gets_the_same(exemple: Callable[..., Visual]) -> None:
    figure = exemple().figure
    assert figure is not None
    before = json.dumps(figure)
    prete = envoi(FigurePrete(figure))
    assert json.dumps(figure) == before
    checked = envoi(figure)
    # Streamlit's template: the browser applies the theme without it too, to the pixel.
    assert checked["layout"].pop("template")
    assert prete == checked


def test_a_checked_figure_would_be_refused_where_it_is_wrong() -> None:
    wrong = {"data": [{"type": "bar", "x": [1], "y": [1], "inconnu": 1}], "layout": {}}
    with pytest.raises(ValueError, match="inconnu"):
        envoi(wrong)

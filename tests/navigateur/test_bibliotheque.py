"""Plotly's library in Chromium: ours draws what the whole one draws."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from bench.serveur import PAGES
from tests import fil
from tests.navigateur.banc import Serveur
from tne.ui import bibliotheque

ROOM = {
    "data": [{"type": "scatter", "mode": "markers", "x": [1, 2], "y": [1, 2]}],
    "layout": {
        "width": 600,
        "height": 300,
        "yaxis": {"range": [0, 3]},
        "annotations": [
            {"x": 2, "y": 2, "xanchor": "left", "showarrow": False, "text": "mots qui demandent leur place"}
        ],
    },
}
"""An axis that finds its range by itself has to take the words of its annotations in."""

# Drawn first, then over the one before as a filter does it: what stands there, and what a mark tells under the pointer.
_DRAW = """async (figures) => {
  const place = document.body.appendChild(document.createElement("div"));
  const drawn = [];
  for (const { data, layout } of figures) {
    layout.width ??= 640;
    await Plotly.react(place, data, layout, { displayModeBar: false });
    const lists = place._fullData.map((t) => { const all = t._arrayAttrs; return Array.from({ length: all.length }, (_, n) => all[n]); });
    // Names given by chance.
    const svg = place.querySelector(".svg-container").outerHTML.replaceAll(place._fullLayout._uid, "uid");
    drawn.push([svg.replace(/\\btrace[0-9a-f]{6}\\b/g, "trace"), JSON.stringify(lists)]);
  }
  return drawn;
}"""


def _drawn(page: Page, library: str, figures: list[dict[str, Any]]) -> list[list[str]]:
    page.goto("about:blank")
    page.set_content("<body></body>")
    page.add_script_tag(content=library)
    found: list[list[str]] = page.evaluate(_DRAW, figures)
    return found


@pytest.fixture(scope="module")
def libraries() -> tuple[str, str]:
    """The package's, that registers what we need and knows nothing of us, and ours."""
    whole = bibliotheque.enregistree(bibliotheque.entiere())
    assert whole is not None
    return whole, bibliotheque.allegee(bibliotheque.entiere())


def test_our_library_draws_every_figure_as_the_whole_one(
    page: Page, serveur: Serveur, libraries: tuple[str, str]
) -> None:
    figures = [ROOM]
    for name in PAGES:
        with fil.Seance(serveur.url) as session:
            told = session.ouvrir_filtree(name)
            figures += told.graphes()
            (years,) = (m for m in told.elements("multiselect") if m.query_param_key == "annee")
            figures += session.choisir({str(years.id): list(years.options)}).graphes()
    assert len(figures) > 90
    expected, found = (_drawn(page, library, figures) for library in libraries)
    different = [n for n, (a, b) in enumerate(zip(expected, found, strict=True)) if a != b]
    assert different == []
    assert sum(len(re.findall("annotation-text-g", svg)) for svg, _ in found) > 1000


def test_what_waits_is_found_in_the_library_of_the_package(libraries: tuple[str, str]) -> None:
    """Another version may write it otherwise: it draws as well, and slower."""
    whole, _ = libraries
    assert [len(place.findall(whole)) for place, _ in bibliotheque.A_TEMPS] == [1, 1]
    assert not any(place.search(bibliotheque.a_temps(whole)) for place, _ in bibliotheque.A_TEMPS)
    assert bibliotheque.a_temps("written otherwise") == "written otherwise"

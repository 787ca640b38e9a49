"""Every figure of the catalogue can be drawn without a browser, as well-formed SVG that says its alternative."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

from tne.db import Base
from tne.documents.svg import svg
from tne.filters import Filters
from tne.visuals.catalogue import CHAPITRES

_NS = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    "builder",
    [b for chapter in CHAPITRES.values() for b in chapter],
    ids=lambda b: f"{b.__module__}.{b.__name__}",
)
@pytest.mark.parametrize(
    "years", [("2023-2024",), ("2022-2023", "2023-2024", "2024-2025")], ids=["one", "three"]
)
def test_each_figure_is_drawn(builder: Any, years: tuple[str, ...], demo: Base) -> None:
    visual = builder(demo.cursor(), Filters(annees=years), "lecture")
    if visual.figure is None:
        assert not visual.donnees.empty
        return
    drawing = ElementTree.fromstring(svg(visual.figure, 700, visual.alternative))
    assert drawing.attrib["aria-label"] == visual.alternative
    marks = [e for e in drawing.iter() if e.tag in {_NS + t for t in ("rect", "circle", "path")}]
    assert marks
    assert "nan" not in ElementTree.tostring(drawing, encoding="unicode").lower().split("aria-label")[0]


def _figure(**layout: Any) -> dict[str, Any]:
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": [5],
                "y": [0],
                "width": 0.5,
                "marker": {"color": "#112233"},
            }
        ],
        "layout": {
            "height": 100,
            "margin": {"l": 10, "r": 10, "t": 0, "b": 0},
            "xaxis": {"range": [0, 10], "visible": False},
            "yaxis": {"range": [-0.5, 0.5], "visible": False},
            **layout,
        },
    }


def test_a_bar_has_the_length_of_its_value() -> None:
    drawing = ElementTree.fromstring(svg(_figure(), 220, "essai"))
    bar = next(drawing.iter(_NS + "rect"))
    assert float(bar.attrib["x"]) == 10
    assert float(bar.attrib["width"]) == 100  # half of the 200 pixels between the margins
    assert float(bar.attrib["height"]) == 50


@pytest.mark.parametrize("carte", [False, True])
def test_what_is_worth_more_stands_higher_and_the_north_above(carte: bool) -> None:
    points = {"type": "scatter", "mode": "markers", "x": [0, 10], "y": [0, 8], "marker": {"size": 6}}
    scale = {"scaleanchor": "x", "scaleratio": 1} if carte else {}
    figure = _figure(yaxis={"range": [0, 10], "visible": False, **scale})
    drawing = ElementTree.fromstring(svg(figure | {"data": [points]}, 120, "essai"))
    low, high = [(float(c.attrib["cx"]), float(c.attrib["cy"])) for c in drawing.iter(_NS + "circle")]
    assert (low, high) == ((10, 100), (110, 20))


def test_texts_of_data_are_escaped() -> None:
    note = {"x": 0, "y": 0, "text": 'a &lt;b&gt; <b>gras</b> & "c"', "showarrow": False}
    drawing = ElementTree.fromstring(svg(_figure(annotations=[note]), 220, 'dit "<x>"'))
    assert "".join(drawing.find(f"{_NS}text").itertext()) == 'a <b> gras & "c"'  # type: ignore[union-attr]
    assert drawing.attrib["aria-label"] == 'dit "<x>"'


def test_an_unknown_kind_of_trace_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="pie"):
        svg({"data": [{"type": "pie"}], "layout": _figure()["layout"]}, 220, "essai")


def test_each_bar_has_the_edge_of_its_own_width() -> None:
    figure = _figure()
    edge = {"color": "#445566", "width": [0, 2]}
    figure["data"][0] |= {"x": [5, 5], "y": [0, 1], "marker": {"color": "#112233", "line": edge}}
    drawing = ElementTree.fromstring(svg(figure, 700, ""))
    bars = [e for e in drawing.iter(_NS + "rect") if e.get("fill") == "#112233"]
    assert [e.get("stroke-width") for e in bars] == [None, "2"]

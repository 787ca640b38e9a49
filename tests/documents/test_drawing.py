"""What a figure becomes on paper, stroke by stroke: a pen that only notes stands for that of a page or a slide."""

from __future__ import annotations

from typing import Any

from tne.documents.drawing import Box, Point, draw
from tne.documents.rich import Text


class _Carnet:
    """A pen that notes what it is asked to draw."""

    def __init__(self) -> None:
        self.rects: list[tuple[Box, str]] = []
        self.ronds: list[tuple[float, float, float]] = []
        self.traits: list[list[list[Point]]] = []
        self.mots: list[str] = []

    def rect(self, box: Box, fill: str, stroke: str, width: float, opacity: float) -> None:
        self.rects.append((box, fill))

    def circle(
        self, x: float, y: float, radius: float, fill: str, stroke: str, width: float, opacity: float
    ) -> None:
        self.ronds.append((x, y, radius))

    def line(self, x0: float, y0: float, x1: float, y1: float, color: str, width: float) -> None:
        pass

    def path(self, pieces: list[list[Point]], fill: str, stroke: str, width: float, dash: str) -> None:
        self.traits.append(pieces)

    def text(self, text: Text) -> None:
        self.mots.append(text.words)


def _drawn(trace: dict[str, Any] | None = None, **layout: Any) -> _Carnet:
    """On 200 pixels by 100, for values from 0 to 10 on both axes."""
    axis = {"range": [0, 10], "visible": False}
    margin = dict.fromkeys("lrtb", 0)
    whole = {"height": 100, "margin": margin, "xaxis": axis, "yaxis": axis, **layout}
    pen = _Carnet()
    draw({"data": [trace] if trace else [], "layout": whole}, 200, pen)
    return pen


def test_a_part_of_a_bar_begins_where_the_one_before_ends() -> None:
    part = {"type": "bar", "base": [4], "width": 2, "marker": {"color": "#112233"}}
    assert _drawn(part | {"orientation": "h", "x": [3], "y": [5]}).rects == [((80, 40, 140, 60), "#112233")]
    assert _drawn(part | {"x": [5], "y": [3]}).rects == [((80, 30, 120, 60), "#112233")]


def test_a_cell_has_the_colour_of_its_step_and_one_that_is_not_known_none() -> None:
    scale = [[0, "#000000"], [0.5, "#888888"], [1, "#ffffff"]]
    cells = {"type": "heatmap", "z": [[0, None, 5, 6]], "zmin": 0, "zmax": 10, "colorscale": scale}
    assert [fill for _, fill in _drawn(cells).rects] == ["#000000", "#888888", "#ffffff"]


def test_a_line_does_not_go_over_what_is_not_known() -> None:
    line = {"type": "scatter", "mode": "lines", "x": [1, 2, 3, 4], "y": [1, None, 3, 4]}
    assert _drawn(line).traits == [[[(20, 90)], [(60, 70), (80, 60)]]]


def test_a_round_is_as_large_as_its_number_and_one_that_is_not_shown_is_not_drawn() -> None:
    sizes = {"size": [8, 32, 8], "sizemode": "area", "sizeref": 1, "opacity": [1, 1, 0]}
    rounds = {"type": "scatter", "mode": "markers", "x": [1, 2, 3], "y": [5, 5, 5], "marker": sizes}
    assert _drawn(rounds).ronds == [(20, 50, 2), (40, 50, 4)]


def test_pixels_of_a_shape_go_up_from_where_it_is_anchored() -> None:
    ends = {"x0": 0, "x1": 5, "y0": 0, "y1": 8, "ysizemode": "pixel", "yanchor": 5}
    (drawn,) = _drawn(shapes=[{"type": "rect", "fillcolor": "#112233", **ends}]).rects
    assert drawn == ((0, 42, 100, 50), "#112233")


def test_a_mark_beyond_an_axis_is_not_written() -> None:
    axis = {"range": [0, 10], "tickvals": [0, 5, 20], "ticktext": ["0", "5", "20"]}
    assert _drawn(xaxis=axis).mots == ["0", "5"]

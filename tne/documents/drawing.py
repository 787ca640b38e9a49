"""A figure drawn without a browser by any pen: documents show the very figure of the screen.

Reads the plain Plotly dicts that `tne.visuals` makes: bars, lines, markers, filled outlines, heat maps, shapes,
annotations, linear axes. What the recipes do not use is not drawn, and a test tells when they begin to.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

import numpy as np

from tne.documents.plan import Axe, Plan, long_name, plan_of
from tne.documents.rich import Text
from tne.visuals import couleurs

TRACES = ("bar", "scatter", "heatmap")

Box = tuple[float, float, float, float]
Point = tuple[float, float]


class Pen(Protocol):
    """What can draw: SVG, shapes of a slide. Pixels, y downwards; a colour of "none" is not painted."""

    def rect(self, box: Box, fill: str, stroke: str, width: float, opacity: float) -> None: ...

    def circle(
        self, x: float, y: float, radius: float, fill: str, stroke: str, width: float, opacity: float
    ) -> None: ...

    def line(self, x0: float, y0: float, x1: float, y1: float, color: str, width: float) -> None: ...

    def path(self, pieces: list[list[Point]], fill: str, stroke: str, width: float, dash: str) -> None: ...

    def text(self, text: Text) -> None: ...


def height_of(figure: Mapping[str, Any]) -> float:
    """The figure's own height in pixels."""
    return float(figure.get("layout", {}).get("height", 320))


def draw(figure: Mapping[str, Any], largeur: float, pen: Pen) -> None:
    """Draw the figure `largeur` pixels wide, in the colours of the light theme.

    ValueError on a trace of another kind: a mistake of the program.
    """
    drawn = couleurs.resoudre(dict(figure), "clair")
    layout = drawn.get("layout", {})
    plan = plan_of(layout, largeur, height_of(drawn))
    shapes = layout.get("shapes", ())
    for name, axe in plan.axes.items():
        _axis(pen, name, axe, layout.get(long_name(name), {}), plan)
    for shape in (s for s in shapes if s.get("layer") == "below"):
        _shape(pen, shape, plan)
    for trace in drawn.get("data", ()):
        _trace(pen, trace, plan)
    for shape in (s for s in shapes if s.get("layer") != "below"):
        _shape(pen, shape, plan)
    for note in layout.get("annotations", ()):
        _annotation(pen, note, plan)


def _axis(pen: Pen, name: str, axe: Axe, spec: Mapping[str, Any], plan: Plan) -> None:
    if spec.get("visible") is False:
        return
    ticks = list(_ticks(axe, spec))
    bottom, right = plan.haut + plan.hauteur, plan.gauche + plan.largeur
    font = spec.get("tickfont", {})
    length = float(spec.get("ticklen", 0)) if spec.get("ticks") == "outside" else 0
    for value, label in ticks:
        at = axe.at(value)
        horizontal = name.startswith("x")
        ends = (at, plan.haut, at, bottom) if horizontal else (plan.gauche, at, right, at)
        if spec.get("showgrid", True):
            pen.line(*ends, spec.get("gridcolor", "#E3DDD2"), spec.get("gridwidth", 1))
        if horizontal and length:
            pen.line(at, bottom, at, bottom + length, spec.get("tickcolor", "#E3DDD2"), 1)
        if spec.get("showticklabels", True):
            size = float(font.get("size", 14))
            if horizontal:
                _write(pen, label, at, bottom + length + 1.1 * size, font, "middle", "baseline")
            else:
                _write(pen, label, plan.gauche - 0.5 * size, at, font, "end", "middle")
    title = spec.get("title")
    if isinstance(title, Mapping) and title.get("text"):
        size = float(title.get("font", {}).get("size", 14))
        if name.startswith("x"):
            y = (
                bottom
                + length
                + 1.4 * float(font.get("size", 14))
                + float(title.get("standoff", 8))
                + 0.6 * size
            )
            _write(
                pen,
                title["text"],
                plan.gauche + plan.largeur / 2,
                y,
                title.get("font", {}),
                "middle",
                "baseline",
            )
        else:
            _write(pen, title["text"], 0, plan.haut - 0.6 * size, title.get("font", {}), "start", "baseline")


def _ticks(axe: Axe, spec: Mapping[str, Any]) -> Iterator[tuple[float, str]]:
    low, high = sorted((axe.debut, axe.fin))
    if "tickvals" in spec:
        labels = spec.get("ticktext") or [f"{v:g}" for v in spec["tickvals"]]
        yield from (
            (float(v), str(t)) for v, t in zip(spec["tickvals"], labels, strict=True) if low <= v <= high
        )
    elif "dtick" in spec:
        step, value = float(spec["dtick"]), float(spec.get("tick0", 0))
        while value <= high + 1e-9:
            if value >= low:
                yield value, f"{value:g}".replace(".", ",")
            value += step


def _trace(pen: Pen, trace: Mapping[str, Any], plan: Plan) -> None:
    kind = trace.get("type")
    if kind not in TRACES:
        raise ValueError(f"trace {kind!r} is not drawn in documents")
    x, y = plan.axes[trace.get("xaxis", "x")], plan.axes[trace.get("yaxis", "y")]
    if kind == "bar":
        _bars(pen, trace, x, y)
    elif kind == "heatmap":
        _cells(pen, trace, x, y)
    else:
        _scatter(pen, trace, x, y)


def _numbers(values: Any) -> list[float]:
    if isinstance(values, Mapping):
        return [
            float(v) for v in np.frombuffer(base64.b64decode(values["bdata"]), dtype=f"<{values['dtype']}")
        ]
    return [math.nan if v is None else float(v) for v in values or ()]


def _each(value: Any, count: int) -> list[Any]:
    """A value, or one per mark."""
    return list(value) if isinstance(value, (list, tuple)) else [value] * count


def _bars(pen: Pen, trace: Mapping[str, Any], x: Axe, y: Axe) -> None:
    xs, ys = _numbers(trace["x"]), _numbers(trace["y"])
    count = len(xs)
    widths, bases = _each(trace.get("width", 0.8), count), _each(trace.get("base", 0), count)
    marker = trace.get("marker", {})
    colors, opacities = _each(marker.get("color"), count), _each(marker.get("opacity", 1), count)
    edge = marker.get("line", {})
    edges = _each(edge.get("width", 0) or 0, count)
    for cx, cy, width, base, color, opacity, line in zip(
        xs, ys, widths, bases, colors, opacities, edges, strict=True
    ):
        if math.isnan(cx) or math.isnan(cy):
            continue
        if trace.get("orientation") == "h":
            box = (x.at(base), y.at(cy - width / 2), x.at(base + cx), y.at(cy + width / 2))
        else:
            box = (x.at(cx - width / 2), y.at(base), x.at(cx + width / 2), y.at(base + cy))
        pen.rect(
            _sorted(box),
            color,
            edge.get("color") or "none",
            float(line),
            float(1 if opacity is None else opacity),
        )


def _cells(pen: Pen, trace: Mapping[str, Any], x: Axe, y: Axe) -> None:
    low, high = float(trace["zmin"]), float(trace["zmax"])
    scale = [(float(at), color) for at, color in trace["colorscale"]]
    gap_x, gap_y = float(trace.get("xgap", 0)) / 2, float(trace.get("ygap", 0)) / 2
    for row, values in enumerate(trace["z"]):
        for column, value in enumerate(values):
            if value is None:
                continue
            share = (float(value) - low) / ((high - low) or 1)
            color = next((c for at, c in scale if share <= at), scale[-1][1])
            x0, x1 = sorted((x.at(column - 0.5), x.at(column + 0.5)))
            y0, y1 = sorted((y.at(row - 0.5), y.at(row + 0.5)))
            pen.rect((x0 + gap_x, y0 + gap_y, x1 - gap_x, y1 - gap_y), color, "none", 0, 1)


def _scatter(pen: Pen, trace: Mapping[str, Any], x: Axe, y: Axe) -> None:
    points = [(x.at(a), y.at(b)) for a, b in zip(_numbers(trace["x"]), _numbers(trace["y"]), strict=True)]
    mode = trace.get("mode", "lines")
    if "lines" in mode:
        _path(pen, trace, points)
    if "markers" in mode:
        _markers(pen, trace.get("marker", {}), points)
    if "text" in mode:
        _labels(pen, trace, points)


def _path(pen: Pen, trace: Mapping[str, Any], points: Iterable[Point]) -> None:
    filled = trace.get("fill") == "toself"
    pieces: list[list[Point]] = [[]]
    for point in points:
        if math.isnan(point[0]) or math.isnan(point[1]):
            pieces.append([])
        else:
            pieces[-1].append(point)
    edge = trace.get("line", {})
    fill = trace.get("fillcolor", "none") if filled else "none"
    if filled and trace.get("fillpattern"):
        fill = trace["fillpattern"].get("bgcolor", "none")
    width = float(edge.get("width", 2))
    pen.path([p for p in pieces if p], fill, edge.get("color", "none"), width, edge.get("dash", ""))


def _markers(pen: Pen, marker: Mapping[str, Any], points: list[tuple[float, float]]) -> None:
    count = len(points)
    sizes = [_diameter(float(s), marker) for s in _each(marker.get("size", 6), count)]
    colors, opacities = _each(marker.get("color"), count), _each(marker.get("opacity", 1), count)
    symbols = _each(marker.get("symbol", "circle"), count)
    edge = marker.get("line", {})
    widths, strokes = _each(edge.get("width", 0), count), _each(edge.get("color", "none"), count)
    drawn = zip(points, sizes, colors, opacities, symbols, widths, strokes, strict=True)
    for (px, py), size, color, opacity, symbol, width, stroke in drawn:
        if opacity == 0 or math.isnan(px) or math.isnan(py):
            continue
        hollow = str(symbol).endswith("-open")
        inner, outer = ("none", str(color)) if hollow else (str(color), str(stroke))
        if str(symbol).startswith("square"):
            half = size / 2
            pen.rect((px - half, py - half, px + half, py + half), inner, outer, float(width), float(opacity))
        else:
            pen.circle(px, py, size / 2, inner, outer, float(width), float(opacity))


def _diameter(size: float, marker: Mapping[str, Any]) -> float:
    if marker.get("sizemode") == "area":
        return max(
            2 * math.sqrt(max(size, 0) / float(marker.get("sizeref", 1)) / 2), float(marker.get("sizemin", 0))
        )
    return size


def _labels(pen: Pen, trace: Mapping[str, Any], points: list[tuple[float, float]]) -> None:
    count = len(points)
    font = trace.get("textfont", {})
    sizes, positions = (
        _each(font.get("size", 14), count),
        _each(trace.get("textposition", "middle center"), count),
    )
    halo = "#FBF9F5" if font.get("shadow") else ""
    marks = _each(trace.get("marker", {}).get("size", 0), count)
    for (px, py), words, size, position, mark in zip(
        points, _each(trace.get("text", ""), count), sizes, positions, marks, strict=True
    ):
        gap = float(mark) / 2
        vertical, side = position.split()
        anchor = {"left": "end", "right": "start"}.get(side, "middle")
        px += {"left": -gap, "right": gap}.get(side, 0)
        py += {"top": -gap - 0.5 * size, "bottom": gap + 0.5 * size}.get(vertical, 0)
        _write(pen, words, px, py, {"size": size, "color": font.get("color")}, anchor, "middle", halo=halo)


def _place(value: Any, ref: str, horizontal: bool, plan: Plan) -> float:
    if ref.endswith("paper"):
        if horizontal:
            return plan.gauche + float(value) * plan.largeur
        return plan.haut + (1 - float(value)) * plan.hauteur
    return plan.axes[ref].at(float(value))


def _shape(pen: Pen, shape: Mapping[str, Any], plan: Plan) -> None:
    ends: dict[str, float] = {}
    for direction in "xy":
        horizontal = direction == "x"
        ref = shape.get(f"{direction}ref", direction)
        for end in ("0", "1"):
            value = shape[f"{direction}{end}"]
            if shape.get(f"{direction}sizemode") == "pixel":
                anchor = _place(shape[f"{direction}anchor"], ref, horizontal, plan)
                # Pixels go up in Plotly, down in SVG.
                ends[direction + end] = anchor + float(value) * (1 if horizontal else -1)
            else:
                ends[direction + end] = _place(value, ref, horizontal, plan)
    edge = shape.get("line", {})
    color, width = edge.get("color", "none"), _width(edge)
    if shape["type"] == "line":
        pen.line(ends["x0"], ends["y0"], ends["x1"], ends["y1"], color, float(edge.get("width", 1)))
        return
    fill, opacity = shape.get("fillcolor", "none"), float(shape.get("opacity", 1))
    if shape["type"] == "circle":
        radius = abs(ends["x1"] - ends["x0"]) / 2
        pen.circle(
            (ends["x0"] + ends["x1"]) / 2, (ends["y0"] + ends["y1"]) / 2, radius, fill, color, width, opacity
        )
        return
    pen.rect(_sorted((ends["x0"], ends["y0"], ends["x1"], ends["y1"])), fill, color, width, opacity)


def _annotation(pen: Pen, note: Mapping[str, Any], plan: Plan) -> None:
    x = _place(note["x"], note.get("xref", "x"), True, plan) + float(note.get("xshift", 0))
    y = _place(note["y"], note.get("yref", "y"), False, plan) - float(note.get("yshift", 0))
    anchor = {"left": "start", "right": "end"}.get(note.get("xanchor", "center"), "middle")
    vertical = {"top": "top", "bottom": "bottom"}.get(note.get("yanchor", "middle"), "middle")
    angle = float(note.get("textangle", 0))
    _write(pen, note.get("text", ""), x, y, note.get("font", {}), anchor, vertical, angle=angle)


def _write(
    pen: Pen,
    words: Any,
    x: float,
    y: float,
    font: Mapping[str, Any],
    anchor: str,
    vertical: str,
    *,
    halo: str = "",
    angle: float = 0,
) -> None:
    size, color = float(font.get("size", 14)), font.get("color") or "#161411"
    pen.text(Text(str(words), x, y, size, color, anchor, vertical, halo, angle))


def _sorted(box: Box) -> Box:
    x0, x1 = sorted((box[0], box[2]))
    y0, y1 = sorted((box[1], box[3]))
    return x0, y0, x1, y1


def _width(edge: Mapping[str, Any]) -> float:
    return float(edge.get("width", 0) or 0)

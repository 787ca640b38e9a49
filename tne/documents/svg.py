"""A figure drawn as SVG without a browser: documents show the very figure of the screen.

Reads the plain Plotly dicts that `tne.visuals` makes: bars, lines, markers, filled outlines, heat maps, shapes,
annotations, linear axes. What the recipes do not use is not drawn, and a test tells when they begin to.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from tne.documents.svg_strokes import line, rect, text
from tne.visuals import couleurs

TRACES = ("bar", "scatter", "heatmap")


@dataclass(frozen=True)
class Axe:
    """One axis on paper: `at` turns a data value into pixels."""

    debut: float
    fin: float
    depart: float  # pixels of `debut`
    arrivee: float  # pixels of `fin`

    def at(self, value: float) -> float:
        return self.depart + (value - self.debut) / ((self.fin - self.debut) or 1) * (
            self.arrivee - self.depart
        )

    def length(self, span: float) -> float:
        return abs(self.at(span) - self.at(0))


@dataclass(frozen=True)
class Plan:
    """The drawing area in pixels and the axes by their short names (x, x2, y, y2)."""

    gauche: float
    haut: float
    largeur: float
    hauteur: float
    axes: Mapping[str, Axe]


def svg(
    figure: Mapping[str, Any], largeur: int, alternative: str, police: str = "IBM Plex Sans, sans-serif"
) -> str:
    """The figure as one `<svg>` element `largeur` pixels wide, light colours, named by its text alternative.

    ValueError on a trace of another kind: a mistake of the program.
    """
    drawn = couleurs.resoudre(dict(figure), "clair")
    layout = drawn.get("layout", {})
    hauteur = float(layout.get("height", 320))
    plan = _plan(layout, largeur, hauteur)
    below = [s for s in layout.get("shapes", ()) if s.get("layer") == "below"]
    above = [s for s in layout.get("shapes", ()) if s.get("layer") != "below"]
    parts: list[str] = []
    for name, axe in plan.axes.items():
        parts += _axis(name, axe, layout.get(_long(name), {}), plan)
    for shape in below:
        parts.append(_shape(shape, plan))
    for trace in drawn.get("data", ()):
        parts += _trace(trace, plan)
    for shape in above:
        parts.append(_shape(shape, plan))
    for note in layout.get("annotations", ()):
        parts.append(_annotation(note, plan))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{largeur}" height="{hauteur:g}" viewBox="0 0 {largeur} {hauteur:g}" '
        f'role="img" aria-label={quoteattr(alternative)} font-family={quoteattr(police)} font-size="14">'
        f"<title>{escape(alternative)}</title>{''.join(parts)}</svg>"
    )


def _long(name: str) -> str:
    return f"{name[0]}axis{name[1:]}"


def _plan(layout: Mapping[str, Any], width: float, height: float) -> Plan:
    margin = layout.get("margin", {})
    left, top = float(margin.get("l", 0)), float(margin.get("t", 0))
    inner_w, inner_h = width - left - float(margin.get("r", 0)), height - top - float(margin.get("b", 0))
    axes: dict[str, Axe] = {}
    for key, spec in layout.items():
        match = re.fullmatch(r"([xy])axis(\d*)", key)
        if match and "range" in spec:
            low, high = spec.get("domain", (0, 1))
            start, end = map(float, spec["range"])
            if match[1] == "x":
                axes["x" + match[2]] = Axe(start, end, left + low * inner_w, left + high * inner_w)
            else:
                axes["y" + match[2]] = Axe(start, end, top + (1 - low) * inner_h, top + (1 - high) * inner_h)
    for name, axe in list(axes.items()):
        spec = layout[_long(name)]
        if spec.get("scaleanchor"):
            axes |= _same_scale(axes[spec["scaleanchor"]], axe, spec, name)
    return Plan(left, top, inner_w, inner_h, axes)


def _same_scale(x: Axe, y: Axe, spec: Mapping[str, Any], name: str) -> dict[str, Axe]:
    """Both axes at one scale (a unit of y is `scaleratio` units of x), the smaller room deciding."""
    ratio = float(spec.get("scaleratio", 1))
    span_x, span_y = abs(x.fin - x.debut), abs(y.fin - y.debut) * ratio
    unit = min(abs(x.arrivee - x.depart) / span_x, abs(y.arrivee - y.depart) / span_y)
    width, height = unit * span_x, unit * span_y
    left = min(x.depart, x.arrivee) + (abs(x.arrivee - x.depart) - width) / 2
    top = min(y.depart, y.arrivee)
    if spec.get("constraintoward") != "top":
        top += (abs(y.arrivee - y.depart) - height) / 2
    down = y.arrivee < y.depart
    fitted = Axe(y.debut, y.fin, top + height if down else top, top if down else top + height)
    return {spec["scaleanchor"]: Axe(x.debut, x.fin, left, left + width), name: fitted}


def _axis(name: str, axe: Axe, spec: Mapping[str, Any], plan: Plan) -> Iterator[str]:
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
            yield line(*ends, spec.get("gridcolor", "#E3DDD2"), spec.get("gridwidth", 1))
        if horizontal and length:
            yield line(at, bottom, at, bottom + length, spec.get("tickcolor", "#E3DDD2"), 1)
        if spec.get("showticklabels", True):
            size = float(font.get("size", 14))
            if horizontal:
                yield text(label, at, bottom + length + 1.1 * size, font, "middle", "baseline")
            else:
                yield text(label, plan.gauche - 0.5 * size, at, font, "end", "middle")
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
            yield text(
                title["text"], plan.gauche + plan.largeur / 2, y, title.get("font", {}), "middle", "baseline"
            )
        else:
            yield text(title["text"], 0, plan.haut - 0.6 * size, title.get("font", {}), "start", "baseline")


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


def _trace(trace: Mapping[str, Any], plan: Plan) -> Iterator[str]:
    kind = trace.get("type")
    if kind not in TRACES:
        raise ValueError(f"trace {kind!r} is not drawn in documents")
    x, y = plan.axes[trace.get("xaxis", "x")], plan.axes[trace.get("yaxis", "y")]
    if kind == "bar":
        yield from _bars(trace, x, y)
    elif kind == "heatmap":
        yield from _cells(trace, x, y)
    else:
        yield from _scatter(trace, x, y)


def _numbers(values: Any) -> list[float]:
    if isinstance(values, Mapping):
        return [
            float(v) for v in np.frombuffer(base64.b64decode(values["bdata"]), dtype=f"<{values['dtype']}")
        ]
    return [math.nan if v is None else float(v) for v in values or ()]


def _each(value: Any, count: int) -> list[Any]:
    """A value, or one per mark."""
    return list(value) if isinstance(value, (list, tuple)) else [value] * count


def _bars(trace: Mapping[str, Any], x: Axe, y: Axe) -> Iterator[str]:
    xs, ys = _numbers(trace["x"]), _numbers(trace["y"])
    count = len(xs)
    widths, bases = _each(trace.get("width", 0.8), count), _each(trace.get("base", 0), count)
    marker = trace.get("marker", {})
    colors, opacities = _each(marker.get("color"), count), _each(marker.get("opacity", 1), count)
    edge = marker.get("line", {})
    for cx, cy, width, base, color, opacity in zip(xs, ys, widths, bases, colors, opacities, strict=True):
        if math.isnan(cx) or math.isnan(cy):
            continue
        if trace.get("orientation") == "h":
            box = (x.at(base), y.at(cy - width / 2), x.at(base + cx), y.at(cy + width / 2))
        else:
            box = (x.at(cx - width / 2), y.at(base), x.at(cx + width / 2), y.at(base + cy))
        yield rect(box, color, edge, opacity)


def _cells(trace: Mapping[str, Any], x: Axe, y: Axe) -> Iterator[str]:
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
            yield rect((x0 + gap_x, y0 + gap_y, x1 - gap_x, y1 - gap_y), color, {}, 1)


def _scatter(trace: Mapping[str, Any], x: Axe, y: Axe) -> Iterator[str]:
    points = [(x.at(a), y.at(b)) for a, b in zip(_numbers(trace["x"]), _numbers(trace["y"]), strict=True)]
    mode = trace.get("mode", "lines")
    if "lines" in mode:
        yield _path(trace, points)
    if "markers" in mode:
        yield from _markers(trace.get("marker", {}), points)
    if "text" in mode:
        yield from _labels(trace, points)


def _path(trace: Mapping[str, Any], points: Iterable[tuple[float, float]]) -> str:
    filled = trace.get("fill") == "toself"
    pieces, pen = [], "M"
    for px, py in points:
        if math.isnan(px) or math.isnan(py):
            pen = "M"
            continue
        pieces.append(f"{pen}{px:.1f} {py:.1f}")
        pen = "L"
    pen_line = trace.get("line", {})
    fill = trace.get("fillcolor", "none") if filled else "none"
    if filled and trace.get("fillpattern"):
        fill = trace["fillpattern"].get("bgcolor", "none")
    dash = {"dot": "2 3", "dash": "6 4", "dashdot": "6 3 2 3"}.get(pen_line.get("dash", ""), "")
    extra = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{"".join(pieces)}" fill="{fill}" fill-rule="evenodd" stroke="{pen_line.get("color", "none")}" '
        f'stroke-width="{pen_line.get("width", 2):g}" stroke-linejoin="round"{extra}/>'
    )


def _markers(marker: Mapping[str, Any], points: list[tuple[float, float]]) -> Iterator[str]:
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
        fill = "none" if str(symbol).endswith("-open") else color
        edge = color if fill == "none" else stroke
        paint = f'fill="{fill}" stroke="{edge}" stroke-width="{width:g}" opacity="{opacity:g}"'
        if str(symbol).startswith("square"):
            yield f'<rect x="{px - size / 2:.1f}" y="{py - size / 2:.1f}" width="{size:.1f}" height="{size:.1f}" {paint}/>'
        else:
            yield f'<circle cx="{px:.1f}" cy="{py:.1f}" r="{size / 2:.1f}" {paint}/>'


def _diameter(size: float, marker: Mapping[str, Any]) -> float:
    if marker.get("sizemode") == "area":
        return max(
            2 * math.sqrt(max(size, 0) / float(marker.get("sizeref", 1)) / 2), float(marker.get("sizemin", 0))
        )
    return size


def _labels(trace: Mapping[str, Any], points: list[tuple[float, float]]) -> Iterator[str]:
    count = len(points)
    font = trace.get("textfont", {})
    sizes, positions = (
        _each(font.get("size", 14), count),
        _each(trace.get("textposition", "middle center"), count),
    )
    halo = "#FBF9F5" if font.get("shadow") else ""
    gap = float(_each(trace.get("marker", {}).get("size", 0), 1)[0]) / 2
    for (px, py), words, size, position in zip(
        points, _each(trace.get("text", ""), count), sizes, positions, strict=True
    ):
        vertical, side = position.split()
        anchor = {"left": "end", "right": "start"}.get(side, "middle")
        px += {"left": -gap, "right": gap}.get(side, 0)
        py += {"top": -gap - 0.5 * size, "bottom": gap + 0.5 * size}.get(vertical, 0)
        yield text(words, px, py, {"size": size, "color": font.get("color")}, anchor, "middle", halo=halo)


def _place(value: Any, ref: str, horizontal: bool, plan: Plan) -> float:
    if ref.endswith("paper"):
        if horizontal:
            return plan.gauche + float(value) * plan.largeur
        return plan.haut + (1 - float(value)) * plan.hauteur
    return plan.axes[ref].at(float(value))


def _shape(shape: Mapping[str, Any], plan: Plan) -> str:
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
    if shape["type"] == "line":
        return line(
            ends["x0"], ends["y0"], ends["x1"], ends["y1"], edge.get("color", "#161411"), edge.get("width", 1)
        )
    fill = shape.get("fillcolor", "none")
    if shape["type"] == "circle":
        cx, cy = (ends["x0"] + ends["x1"]) / 2, (ends["y0"] + ends["y1"]) / 2
        radius = abs(ends["x1"] - ends["x0"]) / 2
        return (
            f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{radius:.1f}" fill="{fill}" stroke="{edge.get("color", "none")}" '
            f'stroke-width="{edge.get("width", 0):g}"/>'
        )
    return rect((ends["x0"], ends["y0"], ends["x1"], ends["y1"]), fill, edge, shape.get("opacity", 1))


def _annotation(note: Mapping[str, Any], plan: Plan) -> str:
    x = _place(note["x"], note.get("xref", "x"), True, plan) + float(note.get("xshift", 0))
    y = _place(note["y"], note.get("yref", "y"), False, plan) - float(note.get("yshift", 0))
    anchor = {"left": "start", "right": "end"}.get(note.get("xanchor", "center"), "middle")
    vertical = {"top": "top", "bottom": "bottom"}.get(note.get("yanchor", "middle"), "middle")
    return text(
        note.get("text", ""),
        x,
        y,
        note.get("font", {}),
        anchor,
        vertical,
        angle=float(note.get("textangle", 0)),
    )

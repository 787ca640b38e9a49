"""Figures on a slide: native bars that can be edited, and everything else as native shapes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Pt

from tne.documents.drawing import Box, Point, draw, height_of
from tne.documents.rich import lines_of, plain
from tne.visuals import couleurs
from tne.visuals.visual import Visual

PX = 9525  # English Metric Units in a pixel of 1/96 inch
POLICE = "IBM Plex Sans"
_ALIGN = {"start": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "end": PP_ALIGN.RIGHT}


@dataclass(frozen=True)
class Place:
    """A rectangle of the slide, in pixels of 1280 × 720."""

    x: float
    y: float
    largeur: float
    hauteur: float


@dataclass(frozen=True)
class Serie:
    """The values of one series of bars, in the order of the categories."""

    nom: str
    valeurs: tuple[float, ...]
    couleurs: tuple[str, ...]
    pourcent: bool = False

    @property
    def format(self) -> str:
        """As Excel writes it; a zero is left unsaid."""
        return '0" %";;' if self.pourcent else "#,##0;-#,##0;"


def rgb(color: str) -> RGBColor:
    """« #1A4480 » as PowerPoint's colour."""
    return RGBColor.from_string(color.lstrip("#")[:6].upper())


def series_of(visual: Visual) -> tuple[list[str], list[Serie], float] | None:
    """(categories, series, end of the axis) when the figure is plain or stacked horizontal bars; None when it is anything else."""
    if visual.figure is None:
        return None
    drawn = couleurs.resoudre(visual.figure, "clair")
    bars = [t for t in drawn["data"] if t.get("type") == "bar" and t.get("customdata")]
    if not bars or any(t.get("type") != "bar" for t in drawn["data"]):
        return None
    categories = [str(c) for c in bars[0]["customdata"]]
    cumulated = [0.0] * len(categories)
    series: list[Serie] = []
    for trace in bars:
        values = [float(v or 0) for v in trace["x"]]
        base = trace.get("base", 0)
        bases = [float(b) for b in base] if isinstance(base, list) else [float(base)] * len(values)
        if [str(c) for c in trace["customdata"]] != categories or any(
            not math.isclose(b, c, abs_tol=1e-6) for b, c in zip(bases, cumulated, strict=True)
        ):
            return None
        color = trace["marker"]["color"]
        colors = color if isinstance(color, list) else [color] * len(values)
        name = plain(str(trace.get("name", "")))
        series.append(Serie(name, tuple(values), tuple(colors), _is_rate(visual, values)))
        cumulated = [c + v for c, v in zip(cumulated, values, strict=True)]
    return categories, series, float(drawn["layout"]["xaxis"]["range"][1])


def _is_rate(visual: Visual, values: list[float]) -> bool:
    """True when the table behind the figure holds these values in a column of percentages."""
    for column, kind in visual.formats.items():
        held = (
            pd.to_numeric(visual.donnees[column], errors="coerce").fillna(0).tolist()
            if kind == "pourcent"
            else []
        )
        if held and all(any(math.isclose(v, h, abs_tol=0.05) for h in held) for v in values):
            return True
    return False


def add_bars(
    slide: Any, categories: list[str], series: list[Serie], end: float, place: Place, alternative: str
) -> None:
    """A native bar chart, whose data sheet holds these very values; `end` is what the whole width stands for."""
    data = CategoryChartData(number_format="#,##0")
    data.categories = categories
    for one in series:
        data.add_series(one.nom, one.valeurs)
    kind = XL_CHART_TYPE.BAR_STACKED if len(series) > 1 else XL_CHART_TYPE.BAR_CLUSTERED
    frame = slide.shapes.add_chart(kind, *_emu(place), data)
    describe(frame, alternative)
    chart = frame.chart
    chart.font.size, chart.font.name = Pt(18), POLICE
    chart.has_title = False
    chart.has_legend = len(series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.category_axis.reverse_order = True
    chart.category_axis.format.line.fill.background()
    chart.category_axis.has_major_gridlines = False
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, end
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100 if len(series) > 1 else 0
    plot.has_data_labels = True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = series[0].format, False
    plot.data_labels.font.size = Pt(18)
    if len(series) == 1:
        plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    for drawn, one in zip(plot.series, series, strict=True):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = rgb(one.couleurs[0])
        if len(series) > 1 and one is series[0]:  # its numbers stand on the darkest shade
            drawn.data_labels.show_value = True
            drawn.data_labels.number_format, drawn.data_labels.number_format_is_linked = one.format, False
            drawn.data_labels.font.size, drawn.data_labels.font.color.rgb = Pt(18), rgb("#FFFFFF")
        for n, color in enumerate(one.couleurs):
            if color != one.couleurs[0]:
                point = drawn.points[n]
                point.format.fill.solid()
                point.format.fill.fore_color.rgb = rgb(color)


def add_drawing(slide: Any, figure: Mapping[str, Any], place: Place, alternative: str) -> None:
    """The figure as one group of shapes, as large as the place allows, named by its alternative."""
    height = height_of(figure)
    # As wide as the place at the scale that fills its height.
    width = max(place.largeur * min(1.0, height / place.hauteur), 480.0)
    scale = min(place.largeur / width, place.hauteur / height)
    group = slide.shapes.add_group_shape()
    left = place.x + (place.largeur - width * scale) / 2
    draw(figure, width, PptxPen(group.shapes, left, place.y, scale))
    describe(group, alternative)


def describe(shape: Any, alternative: str) -> None:
    """The text alternative of a shape, where PowerPoint and screen readers look for it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alternative)


def _no_effects(shape: Any) -> None:
    """Without the theme's style, which casts a shadow under every mark."""
    for style in shape._element.xpath("./p:style"):
        shape._element.remove(style)


def _emu(place: Place) -> tuple[Emu, Emu, Emu, Emu]:
    return (
        Emu(int(place.x * PX)),
        Emu(int(place.y * PX)),
        Emu(int(place.largeur * PX)),
        Emu(int(place.hauteur * PX)),
    )


class PptxPen:
    """Strokes as shapes of a group."""

    def __init__(self, shapes: Any, left: float, top: float, scale: float) -> None:
        self.shapes, self.left, self.top, self.scale = shapes, left, top, scale

    def _x(self, x: float) -> Emu:
        return Emu(int((self.left + x * self.scale) * PX))

    def _y(self, y: float) -> Emu:
        return Emu(int((self.top + y * self.scale) * PX))

    def _box(self, kind: Any, box: Box, fill: str, stroke: str, width: float) -> None:
        x0, y0, x1, y1 = box
        size = Emu(max(1, int((x1 - x0) * self.scale * PX))), Emu(max(1, int((y1 - y0) * self.scale * PX)))
        self._paint(self.shapes.add_shape(kind, self._x(x0), self._y(y0), *size), fill, stroke, width)

    def _paint(self, shape: Any, fill: str, stroke: str, width: float) -> None:
        if fill == "none":
            shape.fill.background()
        else:
            shape.fill.solid()
            shape.fill.fore_color.rgb = rgb(fill)
        if stroke == "none" or not width:
            shape.line.fill.background()
        else:
            shape.line.color.rgb = rgb(stroke)
            shape.line.width = Emu(int(width * self.scale * PX))
        _no_effects(shape)

    def rect(self, box: Box, fill: str, stroke: str, width: float, opacity: float) -> None:
        self._box(MSO_SHAPE.RECTANGLE, box, fill, stroke, width)

    def circle(
        self, x: float, y: float, radius: float, fill: str, stroke: str, width: float, opacity: float
    ) -> None:
        self._box(MSO_SHAPE.OVAL, (x - radius, y - radius, x + radius, y + radius), fill, stroke, width)

    def line(self, x0: float, y0: float, x1: float, y1: float, color: str, width: float) -> None:
        drawn = self.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT, self._x(x0), self._y(y0), self._x(x1), self._y(y1)
        )
        if color != "none":
            drawn.line.color.rgb = rgb(color)
        drawn.line.width = Emu(int(width * self.scale * PX))
        _no_effects(drawn)

    def path(self, pieces: list[list[Point]], fill: str, stroke: str, width: float, dash: str) -> None:
        long_enough = [p for p in pieces if len(p) > 1]
        if not long_enough:
            return
        start = long_enough[0][0]
        builder = self.shapes.build_freeform(int(self._x(start[0])), int(self._y(start[1])))
        for n, piece in enumerate(long_enough):
            points = [(int(self._x(x)), int(self._y(y))) for x, y in piece]
            if n:
                builder.move_to(*points[0])
            builder.add_line_segments(points[1:], close=fill != "none")
        self._paint(builder.convert_to_shape(), fill, stroke, width)

    def text(
        self,
        words: str,
        x: float,
        y: float,
        size: float,
        color: str,
        anchor: str,
        vertical: str,
        halo: str,
        angle: float,
    ) -> None:
        lines = lines_of(words)
        width = max(40.0, 0.62 * size * max(sum(len(run[0]) for run in line) for line in lines))
        height = 1.3 * size * len(lines)
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        top = y - {"baseline": 0.95 * size, "top": 0.0, "middle": height / 2, "bottom": height}[vertical]
        box = self.shapes.add_textbox(
            self._x(left), self._y(top), Emu(int(width * self.scale * PX)), Emu(int(height * self.scale * PX))
        )
        box.rotation = angle
        frame = box.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap, frame.vertical_anchor = False, MSO_ANCHOR.MIDDLE
        for n, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
            paragraph.alignment = _ALIGN[anchor]
            for words_, bold in line:
                run = paragraph.add_run()
                run.text, run.font.bold, run.font.name = words_, bold, POLICE
                run.font.size = Pt(max(1, round(size * self.scale * 0.75, 1)))
                run.font.color.rgb = rgb(color)

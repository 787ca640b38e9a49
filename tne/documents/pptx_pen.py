"""Strokes and texts on a slide, as shapes of PowerPoint's own."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.shapes.freeform import FreeformBuilder
from pptx.util import Emu, Length, Pt

from tne.documents.drawing import Box, Point, draw
from tne.documents.rich import Text, lines_of
from tne.visuals.echelle import ajuster

PX = 9525  # English Metric Units in a pixel of 1/96 inch
POLICE = "+mn-lt"
"""The font of the theme: changed there once, it changes on every slide, in texts and charts."""
POLICE_DU_THEME, PANOSE = "Arial", "020B0604020202020204"
"""Ours is on no other computer, and what a program takes in its place has other widths. This one is on all, or stands in
for by one of the same widths (Liberation Sans): the slides are cut nowhere as they are not here."""
CORPS = 24.0
"""Pixels of the smallest text of a figure."""
_ALIGN = {"start": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "end": PP_ALIGN.RIGHT}


_CHASSES = {
    278: " \u202f\u00a0ijlI.,/\u2019'",
    333: "ft()-!:;\u00b7\u00ab\u00bb",
    389: "r",
    611: "bdghnopquFLTZ?",
    667: "PSEVXY",
    722: "ABCDHKNRU&",
    778: "GOQw",
    889: "mM%",
    944: "W\u0153",
}
"""Thousandths of its height that a letter of the theme's font takes in bold; the others take 556."""
_CHASSE = {letter: width for width, letters in _CHASSES.items() for letter in letters}


def largeur_grasse(texte: str, taille: float) -> float:
    """Pixels that a text takes on one line in bold letters of the theme's font, `taille` pixels high."""
    letters = (unicodedata.normalize("NFD", letter)[0] for letter in texte)
    return sum(_CHASSE.get(letter, 556) for letter in letters) * taille / 1000


@dataclass(frozen=True)
class Place:
    """A rectangle of the slide, in pixels of 1280 × 720."""

    x: float
    y: float
    largeur: float
    hauteur: float


def rgb(color: str) -> RGBColor:
    """« #1A4480 » as PowerPoint's colour."""
    return RGBColor.from_string(color.lstrip("#")[:6].upper())


def add_drawing(slide: Any, figure: Mapping[str, Any], place: Place, alternative: str) -> None:
    """The figure as one group of shapes that fills the place with the texts of a slide, named by its alternative."""
    fitted, _, _ = ajuster(dict(figure), place.largeur, place.hauteur, CORPS)
    fitted["layout"]["height"] = place.hauteur
    shapes = slide.shapes
    before, shapes.turbo_add_enabled = len(shapes), True
    draw(fitted, place.largeur, PptxPen(shapes, place.x, place.y, 1.0))
    shapes.turbo_add_enabled = False
    # Grouped at the end: in a group each new mark would have its place told again from all those before it.
    describe(shapes.add_group_shape(list(shapes)[before:]), alternative)


def add_text(
    slide: Any,
    place: Place,
    lines: Sequence[str],
    size: float,
    color: str,
    *,
    bold: bool = False,
    align: str = "start",
    interligne: float = 0.3,
) -> None:
    """Lines of text in that place, `size` pixels high, `interligne` of it between two of them; `align` as in SVG."""
    box = slide.shapes.add_textbox(*emu(place))
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for n, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        if align != "start":
            paragraph.alignment = _ALIGN[align]
        run = paragraph.add_run()
        run.text, run.font.bold, run.font.name = line, bold, POLICE
        run.font.size, run.font.color.rgb = Pt(size * 0.75), rgb(color)
        if n < len(lines) - 1:
            paragraph.space_after = Pt(size * interligne)


def add_line(slide: Any, x0: float, y0: float, x1: float, y1: float, color: str, width: float) -> None:
    """A straight line between two points of the slide."""
    PptxPen(slide.shapes, 0, 0, 1.0).line(x0, y0, x1, y1, color, width)


def add_square(slide: Any, place: Place, color: str) -> None:
    """A filled rectangle."""
    box = (place.x, place.y, place.x + place.largeur, place.y + place.hauteur)
    PptxPen(slide.shapes, 0, 0, 1.0).rect(box, color, "none", 0, 1)


def describe(shape: Any, alternative: str) -> None:
    """The text alternative of a shape, where PowerPoint and screen readers look for it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alternative)


def _no_effects(shape: Any) -> None:
    """Without the theme's style, which casts a shadow under every mark."""
    for style in shape._element.xpath("./p:style"):
        shape._element.remove(style)


def emu(place: Place) -> tuple[Emu, Emu, Emu, Emu]:
    """Left, top, width, height as PowerPoint counts them."""
    return (
        Emu(int(place.x * PX)),
        Emu(int(place.y * PX)),
        Emu(int(place.largeur * PX)),
        Emu(int(place.hauteur * PX)),
    )


class _Trace(FreeformBuilder):
    """All its points are told before its shape is made: where that begins, which python-pptx asks again at each point, stays."""

    @cached_property
    def shape_offset_x(self) -> Length:
        """Of the leftmost of all points."""
        return super().shape_offset_x

    @cached_property
    def shape_offset_y(self) -> Length:
        """Of the topmost of all points."""
        return super().shape_offset_y


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
        builder = _Trace.new(self.shapes, int(self._x(start[0])), int(self._y(start[1])), 1.0, 1.0)
        for n, piece in enumerate(long_enough):
            points = [(int(self._x(x)), int(self._y(y))) for x, y in piece]
            if n:
                builder.move_to(*points[0])
            builder.add_line_segments(points[1:], close=fill != "none")
        self._paint(builder.convert_to_shape(), fill, stroke, width)

    def text(self, text: Text) -> None:
        words, x, y, size, color, anchor, vertical, _halo, angle = text
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

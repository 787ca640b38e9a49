"""A figure as one `<svg>` element, without a browser: for HTML and PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tne.documents.drawing import Box, Point, draw, height_of
from tne.documents.rich import Text, lines_of
from tne.visuals.carte_page import juste

_DASHES = {"dot": "2 3", "dash": "6 4", "dashdot": "6 3 2 3"}


def svg(
    figure: Mapping[str, Any], largeur: int, alternative: str, police: str = "IBM Plex Sans, sans-serif"
) -> str:
    """The figure `largeur` pixels wide, named by its text alternative. ValueError on a trace nobody can draw."""
    figure = juste(figure, largeur)
    pen = SvgPen()
    draw(figure, largeur, pen)
    height = height_of(figure)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{largeur}" height="{height:g}" viewBox="0 0 {largeur} {height:g}" '
        f'role="img" aria-label={quoteattr(alternative)} font-family={quoteattr(police)} font-size="14">'
        f"<title>{escape(alternative)}</title>{''.join(pen.parts)}</svg>"
    )


class SvgPen:
    """Strokes as SVG elements, in `parts`."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def rect(self, box: Box, fill: str, stroke: str, width: float, opacity: float) -> None:
        x0, y0, x1, y1 = box
        self.parts.append(
            f'<rect x="{x0:.1f}" y="{y0:.1f}" width="{x1 - x0:.1f}" height="{y1 - y0:.1f}"{_paint(fill, stroke, width, opacity)}/>'
        )

    def circle(
        self, x: float, y: float, radius: float, fill: str, stroke: str, width: float, opacity: float
    ) -> None:
        self.parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"{_paint(fill, stroke, width, opacity)}/>'
        )

    def line(self, x0: float, y0: float, x1: float, y1: float, color: str, width: float) -> None:
        self.parts.append(
            f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="{color}" stroke-width="{width:g}"/>'
        )

    def path(self, pieces: list[list[Point]], fill: str, stroke: str, width: float, dash: str) -> None:
        d = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in piece) for piece in pieces)
        dashes = f' stroke-dasharray="{_DASHES[dash]}"' if dash in _DASHES else ""
        self.parts.append(
            f'<path d="{d}" fill="{fill}" fill-rule="evenodd" stroke="{stroke}" stroke-width="{width:g}" '
            f'stroke-linejoin="round"{dashes}/>'
        )

    def text(self, text: Text) -> None:
        words, x, y, size, color, anchor, vertical, halo, angle = text
        lines = lines_of(words)
        height = 1.3 * size
        # The baseline of the first line: a capital is about 0.7 em high.
        first = {
            "baseline": y,
            "top": y + 0.9 * size,
            "middle": y + 0.35 * size - (len(lines) - 1) * height / 2,
            "bottom": y - 0.25 * size - (len(lines) - 1) * height,
        }[vertical]
        spans = _ENTRE.join(
            f'<tspan x="{x:.1f}" y="{first + i * height:.1f}">{"".join(_span(*run) for run in line)}</tspan>'
            for i, line in enumerate(lines)
        )
        turn = f' transform="rotate({angle:g} {x:.1f} {y:.1f})"' if angle else ""
        outline = (
            f' stroke="{halo}" stroke-width="3" paint-order="stroke" stroke-linejoin="round"' if halo else ""
        )
        self.parts.append(
            f'<text font-size="{size:g}" fill="{color}" text-anchor="{anchor}"{outline}{turn}>{spans}</text>'
        )


_ENTRE = '<tspan font-size="0"> </tspan>'
"""Between two lines: who copies or hears them has the space that the end of a line stands for, and nothing is moved."""


def _span(words: str, bold: bool) -> str:
    return f'<tspan font-weight="600">{escape(words)}</tspan>' if bold else escape(words)


def _paint(fill: str, stroke: str, width: float, opacity: float) -> str:
    edge = f' stroke="{stroke}" stroke-width="{width:g}"' if width and stroke != "none" else ""
    veil = f' opacity="{opacity:g}"' if opacity != 1 else ""
    return f' fill="{fill}"{edge}{veil}'

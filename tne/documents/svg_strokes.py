"""The strokes of a drawing: rectangle, line, text in Plotly's small HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from xml.sax.saxutils import escape

_TAG = re.compile(r"(<[^>]+>)")


def rect(box: tuple[float, float, float, float], color: Any, edge: Mapping[str, Any], opacity: Any) -> str:
    """A rectangle between two corners, with its edge."""
    x0, x1 = sorted((box[0], box[2]))
    y0, y1 = sorted((box[1], box[3]))
    width = float(edge.get("width", 0) or 0)
    stroke = f' stroke="{edge.get("color", "none")}" stroke-width="{width:g}"' if width else ""
    return (
        f'<rect x="{x0:.1f}" y="{y0:.1f}" width="{x1 - x0:.1f}" height="{y1 - y0:.1f}" fill="{color}" '
        f'opacity="{float(opacity if opacity is not None else 1):g}"{stroke}/>'
    )


def line(x0: float, y0: float, x1: float, y1: float, color: str, width: float) -> str:
    """A straight line."""
    return f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="{color}" stroke-width="{width:g}"/>'


def text(
    words: str,
    x: float,
    y: float,
    font: Mapping[str, Any],
    anchor: str,
    vertical: str,
    *,
    halo: str = "",
    angle: float = 0,
) -> str:
    """Text of one or several lines (`<br>`), bold by `<b>`; `vertical` says which part of it stands at `y`."""
    size = float(font.get("size", 14))
    color = font.get("color") or "#161411"
    lines = str(words).split("<br>")
    height = 1.3 * size
    # The baseline of the first line: a capital is about 0.7 em high.
    first = {
        "baseline": y,
        "top": y + 0.9 * size,
        "middle": y + 0.35 * size - (len(lines) - 1) * height / 2,
        "bottom": y - 0.25 * size - (len(lines) - 1) * height,
    }[vertical]
    spans = "".join(
        f'<tspan x="{x:.1f}" y="{first + i * height:.1f}">{_rich(one)}</tspan>' for i, one in enumerate(lines)
    )
    turn = f' transform="rotate({angle:g} {x:.1f} {y:.1f})"' if angle else ""
    outline = (
        f' stroke="{halo}" stroke-width="3" paint-order="stroke" stroke-linejoin="round"' if halo else ""
    )
    return f'<text font-size="{size:g}" fill="{color}" text-anchor="{anchor}"{outline}{turn}>{spans}</text>'


def _rich(line: str) -> str:
    """Plotly's small HTML as SVG spans; every other character as itself."""
    out, bold = [], False
    for part in _TAG.split(line):
        if part in ("<b>", "</b>"):
            bold = part == "<b>"
        elif part and not _TAG.fullmatch(part):
            plain = escape(unescape(part))
            out.append(f'<tspan font-weight="600">{plain}</tspan>' if bold else plain)
    return "".join(out)

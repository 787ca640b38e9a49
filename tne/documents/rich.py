"""Plotly's small HTML (`<b>`, `<br>`, entities) as runs of text, for renderers that know no HTML."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

_TAG = re.compile(r"(<[^>]+>)")

Run = tuple[str, bool]  # words, bold


class Text(NamedTuple):
    """Words in Plotly's small HTML, beside a point: `anchor` and `vertical` say on which sides of it, `halo` the colour around
    the letters ("" for none), `angle` how far they are turned, in degrees.
    """

    words: str
    x: float
    y: float
    size: float
    color: str
    anchor: str
    vertical: str
    halo: str
    angle: float


def lines_of(words: str) -> list[list[Run]]:
    """The lines of a text, each as runs of words that are bold or not. Other tags are dropped."""
    return [_runs(line) for line in words.split("<br>")]


def _runs(line: str) -> list[Run]:
    runs: list[Run] = []
    bold = False
    for part in _TAG.split(line):
        if part in ("<b>", "</b>"):
            bold = part == "<b>"
        elif part and not _TAG.fullmatch(part):
            runs.append((unescape(part), bold))
    return runs


def plain(words: str) -> str:
    """The text alone, lines joined by spaces."""
    return " ".join("".join(run[0] for run in line) for line in lines_of(words))

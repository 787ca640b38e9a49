"""Where things stand on paper: the axes of a plain Plotly layout, in pixels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Axe:
    """One axis on paper: `at` turns a data value into pixels."""

    debut: float
    fin: float
    depart: float  # pixels of `debut`
    arrivee: float  # pixels of `fin`

    def at(self, value: float) -> float:
        """Pixels of a data value."""
        return self.depart + (value - self.debut) / ((self.fin - self.debut) or 1) * (
            self.arrivee - self.depart
        )


@dataclass(frozen=True)
class Plan:
    """The drawing area in pixels and the axes by their short names (x, x2, y, y2)."""

    gauche: float
    haut: float
    largeur: float
    hauteur: float
    axes: Mapping[str, Axe]


def long_name(name: str) -> str:
    """« xaxis2 » for « x2 »."""
    return f"{name[0]}axis{name[1:]}"


def plan_of(layout: Mapping[str, Any], width: float, height: float) -> Plan:
    """The axes of the layout on a paper of that size."""
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
        spec = layout[long_name(name)]
        if spec.get("scaleanchor"):
            left = layout[long_name(spec["scaleanchor"])].get("constraintoward") == "left"
            axes |= _same_scale(axes[spec["scaleanchor"]], axe, spec, name, left)
    return Plan(left, top, inner_w, inner_h, axes)


def _same_scale(x: Axe, y: Axe, spec: Mapping[str, Any], name: str, at_left: bool) -> dict[str, Axe]:
    """Both axes at one scale (a unit of y is `scaleratio` units of x), the smaller room deciding. What x leaves is at its right, or
    at both sides.
    """
    ratio = float(spec.get("scaleratio", 1))
    span_x, span_y = abs(x.fin - x.debut), abs(y.fin - y.debut) * ratio
    unit = min(abs(x.arrivee - x.depart) / span_x, abs(y.arrivee - y.depart) / span_y)
    width, height = unit * span_x, unit * span_y
    left = min(x.depart, x.arrivee) + (0 if at_left else (abs(x.arrivee - x.depart) - width) / 2)
    top = min(y.depart, y.arrivee)
    if spec.get("constraintoward") != "top":
        top += (abs(y.arrivee - y.depart) - height) / 2
    down = y.arrivee < y.depart
    fitted = Axe(y.debut, y.fin, top + height if down else top, top if down else top + height)
    return {spec["scaleanchor"]: Axe(x.debut, x.fin, left, left + width), name: fitted}

"""What of a figure PowerPoint can hold as a chart of its own: bars, and points on two axes. Read from the figure alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from tne.documents.rich import plain
from tne.typographie import entier
from tne.visuals import couleurs
from tne.visuals.gabarit import nombre, raccourcir_tous
from tne.visuals.visual import Visual

_PETIT = 0.06
"""Share of the width under which a part of a bar has no room for its number."""


@dataclass(frozen=True)
class Serie:
    """The values of one series of bars, in the order of the categories; `textes` is what the screen writes at each end,
    `mots` what of it stands in place of a number that is not shown or not known (« masqué »), "" where there is one; `legende` what
    it writes above them: a part with its sum over all rows, those that are not drawn too; empty where it names no such part.
    """

    nom: str
    valeurs: tuple[float, ...]
    couleurs: tuple[str, ...]
    textes: tuple[str, ...]
    mots: tuple[str, ...]
    legende: str = ""

    @property
    def cellules(self) -> tuple[float | str, ...]:
        """What the data sheet holds of each bar: a bar of a word has no length, and zero there would be read as none."""
        return tuple(m or v for m, v in zip(self.mots, self.valeurs, strict=True))


@dataclass(frozen=True)
class Barres:
    """Horizontal bars. `fin` is what the whole width stands for; `totaux` the ends of stacked bars, where the data hold
    them or their parts do not say them; `piste` what each bar is out of, drawn pale behind it; `dites` where the end of each bar names its series, which
    then needs no legend.
    """

    categories: tuple[str, ...]
    series: tuple[Serie, ...]
    fin: float
    empile: bool
    totaux: tuple[float, ...] = ()
    nom_totaux: str = ""
    piste: tuple[float, ...] = ()
    nom_piste: str = ""
    dites: bool = False

    @property
    def format_dedans(self) -> str:
        """How Excel writes the number inside a part of a bar: left unsaid where it has no room."""
        return f'[<{self.fin * _PETIT:.6g}]"";#,##0'


@dataclass(frozen=True)
class Axe:
    """An axis from `debut` to `fin`, a mark every `pas`."""

    titre: str
    debut: float
    fin: float
    pas: float
    pourcent: bool = False


@dataclass(frozen=True)
class Trace:
    """Points (x, y) drawn as marks, or joined by a line."""

    points: tuple[tuple[float, float], ...]
    couleur: str
    ligne: bool


@dataclass(frozen=True)
class Nuage:
    """Points and lines on two axes; `tetes` are words above the chart, each at its place on the first axis."""

    x: Axe
    y: Axe
    traces: tuple[Trace, ...]
    tetes: tuple[tuple[float, str], ...] = field(default=())


def barres_de(visual: Visual) -> Barres | None:
    """The figure as plain, stacked or side by side horizontal bars; None when it is anything else."""
    if visual.figure is None:
        return None
    drawn = couleurs.resoudre(visual.figure, "clair")
    bars = [t for t in drawn["data"] if t.get("type") == "bar" and t.get("customdata")]
    if not bars or any(t.get("type") != "bar" or t.get("orientation") != "h" for t in drawn["data"]):
        return None
    rows = [str(c) for c in bars[0]["customdata"]]
    if any([str(c) for c in t["customdata"]] != rows for t in bars):
        return None
    stacked = _empile(bars)
    if len(bars) > 1 and not stacked and any(_bases(t) != [0.0] * len(rows) for t in bars):
        return None
    series = _avec_legendes(tuple(_serie(t) for t in bars), drawn["layout"])
    said = len(series) > 1 and not stacked and _dites(drawn["layout"], series)
    if said:
        series = tuple(replace(s, textes=tuple(f"{t} · {s.nom}" for t in s.textes)) for s in series)
    if len(series) == 1:  # it bears the name of what it counts
        series = (replace(series[0], nom=_nom(visual, series[0])),)
    track = next((tuple(map(float, t["x"])) for t in drawn["data"] if not t.get("customdata")), ())
    ends = tuple(map(sum, zip(*(s.valeurs for s in series), strict=True)))
    return Barres(
        categories=tuple(raccourcir_tous(_noms(bars[0], rows))),
        series=series,
        fin=float(drawn["layout"]["xaxis"]["range"][1]),
        empile=stacked,
        totaux=ends if stacked and (_colonne(visual, ends) or _a_dire(series, ends)) else (),
        nom_totaux=_colonne(visual, ends) or "Ensemble",
        piste=track if len(series) == 1 and len(track) == len(rows) else (),
        nom_piste=_colonne(visual, track) or "Ensemble",
        dites=said,
    )


def _dites(layout: Mapping[str, Any], series: Sequence[Serie]) -> bool:
    """The screen writes the name of each series at the end of its bars: « 76 · 2023-2024 »."""
    words = _mots(layout)
    return all(any(w.endswith(f" · {s.nom}") for w in words) for s in series)


def _mots(layout: Mapping[str, Any]) -> list[str]:
    return [plain(str(a.get("text", ""))) for a in layout.get("annotations", ())]


def _avec_legendes(series: tuple[Serie, ...], layout: Mapping[str, Any]) -> tuple[Serie, ...]:
    """The series with what the screen's legend says of each: « écoles, 67 », or its name alone."""
    words = _mots(layout)
    return tuple(
        replace(s, legende=next((w for w in words if w == s.nom or w.startswith(f"{s.nom}, ")), ""))
        for s in series
    )


def _bases(trace: Mapping[str, Any]) -> list[float]:
    base = trace.get("base", 0)
    return [float(b) for b in base] if isinstance(base, list) else [float(base)] * len(trace["x"])


def _empile(bars: Sequence[Mapping[str, Any]]) -> bool:
    """Each series starts where the one before ends, on the same line: bars of nothing side by side all start at zero too."""
    if any(list(t["y"]) != list(bars[0]["y"]) for t in bars):
        return False
    ends = [0.0] * len(bars[0]["x"])
    for trace in bars:
        if not all(math.isclose(b, e, abs_tol=1e-6) for b, e in zip(_bases(trace), ends, strict=True)):
            return False
        ends = [e + float(v or 0) for e, v in zip(ends, trace["x"], strict=True)]
    return len(bars) > 1


def _a_dire(series: Sequence[Serie], ends: Sequence[float]) -> bool:
    """Some stacked bar would bear no number, or several without their sum: the screen writes it at the end of each."""
    least = _PETIT * max(ends, default=0)
    parts = [[v for v in row if v] for row in zip(*(s.valeurs for s in series), strict=True)]
    return any(len(row) != 1 or row[0] < least for row in parts)


def _survol(trace: Mapping[str, Any], count: int) -> list[list[str]]:
    """What hovering says of each bar, line by line: its name, then its value in words."""
    said = trace.get("hovertext") or [""] * count
    return [[plain(line) for line in str(s).split("<br>")] for s in said]


def _noms(trace: Mapping[str, Any], rows: Sequence[str]) -> tuple[str, ...]:
    """Names of the bars; what a click returns may be a code."""
    year = f", {trace.get('name', '')}"
    return tuple(
        (lines[0].removesuffix(year) if len(lines) > 1 else "") or row
        for lines, row in zip(_survol(trace, len(rows)), rows, strict=True)
    )


def _serie(trace: Mapping[str, Any]) -> Serie:
    values = tuple(float(v or 0) for v in trace["x"])
    color = trace["marker"]["color"]
    colors = tuple(color) if isinstance(color, list) else (color,) * len(values)
    said = [lines[-1] if len(lines) > 1 else "" for lines in _survol(trace, len(values))]
    texts = tuple(s or entier(v) for s, v in zip(said, values, strict=True))
    words = tuple("" if v or any(map(str.isdigit, t)) else t for v, t in zip(values, texts, strict=True))
    return Serie(plain(str(trace.get("name", ""))), values, colors, texts, words)


def _nom(visual: Visual, serie: Serie) -> str:
    """What a series alone is called: the column of the numbers that it shows, else its own name where the table has it. Others are
    of the program (« n »).
    """
    known = [v for v, m in zip(serie.valeurs, serie.mots, strict=True) if not m]
    own = serie.nom if serie.nom in map(str, visual.donnees.columns) else "Valeur"
    return (_colonne(visual, known) if known else "") or own


def _colonne(visual: Visual, numbers: Sequence[float]) -> str:
    """The column of the table that holds these very numbers, in whatever order; empty when none does."""
    wanted = sorted(numbers)
    for column in visual.donnees.columns:
        held = sorted(n for n in map(nombre, visual.donnees[column]) if n is not None)
        if len(held) == len(wanted) and all(
            math.isclose(a, b, abs_tol=1e-6) for a, b in zip(held, wanted, strict=True)
        ):
            return str(column)
    return ""


def nuage_de(visual: Visual) -> Nuage | None:
    """The figure as points and lines on two numeric axes; None when it is anything else (an outline, a grid, dates)."""
    if visual.figure is None:
        return None
    drawn = couleurs.resoudre(visual.figure, "clair")
    layout, traces = drawn["layout"], drawn["data"]
    axes = [layout.get(name, {}) for name in ("xaxis", "yaxis")]
    if any(a.get("visible") is False or "range" not in a for a in axes) or "dtick" not in axes[0]:
        return None
    if any(t.get("type") != "scatter" or t.get("fill") or t.get("xaxis", "x") != "x" for t in traces):
        return None
    heads = tuple(
        (float(a["x"]), plain(a["text"].replace("<br>", " · ")))
        for a in layout.get("annotations", ())
        if a.get("yref") == "paper" and a.get("xref", "x") == "x"
    )
    return Nuage(_axe(axes[0]), _axe(axes[1]), tuple(map(_trace, traces)), heads)


def _axe(spec: Mapping[str, Any]) -> Axe:
    low, high = map(float, spec["range"])
    ticks = spec.get("tickvals")
    step = float(ticks[1] - ticks[0]) if ticks and len(ticks) > 1 else float(spec.get("dtick", high - low))
    title = spec.get("title", {})
    words = plain(title.get("text", "")) if isinstance(title, Mapping) else ""
    percent = any("%" in str(t) for t in spec.get("ticktext", ()))
    # PowerPoint writes a mark at the very end of an axis: end it on one.
    return Axe(words, low, float(ticks[-1]) if ticks else high, step, percent)


def _trace(trace: Mapping[str, Any]) -> Trace:
    points = tuple(
        (float(x), float(y))
        for x, y in zip(trace["x"], trace["y"], strict=True)
        if not pd.isna(x) and not pd.isna(y)
    )
    line = "lines" in trace.get("mode", "lines")
    color = trace.get("line", {}).get("color") if line else trace.get("marker", {}).get("color")
    return Trace(points, str(color), line)

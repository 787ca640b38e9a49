"""The bilan as one HTML page: no script, no request, ready for an academy's site and for paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup, escape

from tne.documents.contenu import Contenu
from tne.documents.svg import svg
from tne.documents.tables import write_cell
from tne.paragraphes import alineas
from tne.typographie import typographier
from tne.visuals import couleurs
from tne.visuals.visual import Visual

LARGEUR, ETROIT = 720, 340
"""Pixels of a drawing, and of the same for a phone: shrunk, its texts could not be read."""
_YEAR = re.compile(r"\d{4}-\d{4}")
_STRONG = re.compile(r"\*\*(.+?)\*\*")


def _bold(text: str) -> Markup:
    """`**` as strong, everything else escaped."""
    return Markup(_STRONG.sub(r"<strong>\1</strong>", str(escape(text))))


def _years(text: str) -> Markup:
    """Each school year on one line."""
    return Markup(_YEAR.sub(r'<span class="annee">\g<0></span>', str(escape(text))))


def _drawing(v: Visual) -> Markup:
    assert v.figure is not None
    sizes = (("large", LARGEUR), ("etroit", ETROIT))
    drawn = (f'<div class="{name}">{svg(v.figure, width, v.alternative)}</div>' for name, width in sizes)
    return Markup("".join(drawn))


def _table(frame: pd.DataFrame, formats: Mapping[str, str], legend: str) -> Markup:
    numeric = {c for c in frame.columns if formats.get(str(c), "texte") not in ("texte", "date")}
    head = "".join(
        f'<th scope="col"{" class=nombre" if c in numeric else ""}>{_years(str(c))}</th>'
        for c in frame.columns
    )
    rows = []
    for line in frame.itertuples(index=False, name=None):
        cells = "".join(
            f"<td{' class=nombre' if c in numeric else ''}>{_years(write_cell(v, formats.get(str(c), 'texte')))}</td>"
            for c, v in zip(frame.columns, line, strict=True)
        )
        rows.append(f"<tr>{cells}</tr>")
    caption = f"<caption>{escape(legend)}</caption>"
    return Markup(f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>")


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "modeles"),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
    )
    environment.filters |= {
        "gras": _bold,
        "dessin": _drawing,
        "tableau": _table,
        "typo": typographier,
        "alineas": alineas,
        "annees": _years,
    }
    return environment


def html(content: Contenu) -> bytes:
    """The page, UTF-8."""
    hues = {famille: couleurs.palette("clair")[n.plein] for famille, n in couleurs.NUANCES.items()}
    template = _environment().get_template("bilan.html.j2")
    return template.render(contenu=content, couleurs=hues).encode("utf-8")

"""The bilan as one HTML page: no script, no request, ready for an academy's site and for paper."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup, escape

from tne import settings
from tne.documents.contenu import Contenu
from tne.documents.papier import serree
from tne.documents.svg import svg
from tne.documents.tables import MOTS, write_column
from tne.gras import gras_en_html
from tne.paragraphes import alineas
from tne.typographie import dates_entieres, typographier
from tne.visuals import couleurs
from tne.visuals.visual import Visual

LARGEUR, ETROIT = 720, 356
"""Pixels of a drawing, and of the same for a phone: shrunk, its texts could not be read; a label may take 346 of them."""
_CHANGE = "Évolution"
"""The first word of the head of a part's changes; the rest says since when."""
_YEAR = re.compile(r"\d{4}-\d{4}")


def _years(text: str) -> Markup:
    """Each school year on one line."""
    return Markup(_YEAR.sub(r'<span class="annee">\g<0></span>', str(escape(text))))


def _bold(text: str) -> Markup:
    """`**` as strong, each school year on one line, everything else escaped."""
    return Markup(gras_en_html(str(_years(text))))


def _drawing(v: Visual) -> Markup:
    assert v.figure is not None
    lower = serree(v.figure)
    paper = lower is not v.figure
    sizes: list[tuple[str, Mapping[str, Any], int]] = [
        ("large ecran" if paper else "large", v.figure, LARGEUR),
        *([("papier", lower, LARGEUR)] if paper else []),
        ("etroit", v.figure, ETROIT),
    ]
    drawn = (f'<div class="{name}">{svg(f, width, v.alternative)}</div>' for name, f, width in sizes)
    return Markup("".join(drawn))


def _table(frame: pd.DataFrame, formats: Mapping[str, str], legend: str, blocks: bool = False) -> Markup:
    """`blocks`: a telephone shows each row as a block. Roles keep it a table there, and its change says since when."""
    numeric = {c for c in frame.columns if formats.get(str(c), "texte") not in MOTS}

    def role(name: str) -> str:
        return f' role="{name}"' if blocks else ""

    head = "".join(
        f'<th scope="col"{role("columnheader")}{" class=nombre" if c in numeric else ""}>{_years(str(c))}</th>'
        for c in frame.columns
    )
    columns = [write_column(frame[c].tolist(), formats.get(str(c), "texte")) for c in frame.columns]
    rows = []
    for line in zip(*columns, strict=True):
        cells = ""
        for c, v in zip(frame.columns, line, strict=True):
            since = (
                f' data-depuis="{escape(str(c).removeprefix(f"{_CHANGE} "))}"'
                if blocks and str(c).startswith(f"{_CHANGE} ")
                else ""
            )
            mark = " class=nombre" if c in numeric else ""
            cells += f"<td{role('cell')}{since}{mark}>{_years(v)}</td>"
        rows.append(f"<tr{role('row')}>{cells}</tr>")
    caption = f"<caption>{escape(legend)}</caption>"
    start = f"<table{role('table')}>{caption}<thead{role('rowgroup')}><tr{role('row')}>{head}</tr></thead>"
    return Markup(f"{start}<tbody{role('rowgroup')}>{''.join(rows)}</tbody></table>")


def _figures(frame: pd.DataFrame, legend: str) -> Markup:
    return _table(frame, {}, legend, blocks=True)


@lru_cache
def _fonts() -> Markup:
    """The letters of the screen inside the page: it asks for nothing, and labels were measured in them."""
    faces = [
        _face(name, weight, rest)
        for weight, letters in ((400, "IBMPlexSans-Regular"), (600, "IBMPlexSans-SemiBold"))
        # IBM Plex draws U+202F too narrow to be seen: the second face holds that one sign.
        for name, rest in ((letters, ""), ("TNEEspaceFine", "; unicode-range: U+202F"))
    ]
    return Markup("\n".join(faces))


def _face(name: str, weight: int, rest: str) -> str:
    coded = b64encode((settings.ROOT / "static" / f"{name}.woff2").read_bytes()).decode("ascii")
    return (
        f'@font-face {{ font-family: "IBM Plex Sans"; font-weight: {weight}; '
        f'src: url(data:font/woff2;base64,{coded}) format("woff2"){rest} }}'
    )


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
        "chiffres": _figures,
        "typo": typographier,
        "alineas": alineas,
        "annees": _years,
    }
    return environment


def html(content: Contenu) -> bytes:
    """The page, UTF-8."""
    hues = {famille: couleurs.palette("clair")[n.plein] for famille, n in couleurs.NUANCES.items()}
    template = _environment().get_template("bilan.html.j2")
    page = template.render(contenu=content, couleurs=hues, polices=_fonts())
    return dates_entieres(page).encode("utf-8")

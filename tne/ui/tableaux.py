"""A table that is read as a text: every word shown, on as many lines as it takes, at any width.

For some dozens of rows whose words matter; a grid, which cuts them, is for lists to sort and search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from tne.ui.texte import phrase_html
from tne.visuals.couleurs import TEXTE_ATTENUE

_ATTENUE = f"light-dark({TEXTE_ATTENUE.clair}, {TEXTE_ATTENUE.sombre})"
_STYLE = f"""<style>
.tne-defile {{ overflow-x: auto; }}
.tne-table {{ width: 100%; border-collapse: collapse; font-size: 0.875rem; line-height: 1.45; }}
.tne-table :is(th, td) {{ padding: 0.45rem 1rem 0.45rem 0; text-align: left; vertical-align: top;
  border: 0 solid color-mix(in srgb, currentColor 16%, transparent); border-bottom-width: 1px; }}
.tne-table :is(th, td):last-child {{ padding-right: 0; }}
.tne-table thead th {{ vertical-align: bottom; color: {_ATTENUE}; font-weight: 400; }}
.tne-table tbody th {{ font-weight: 400; }}
.tne-table .tne-nombre {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }}
.tne-table small {{ display: block; font-size: 0.8125rem; color: {_ATTENUE}; text-wrap: pretty; }}
@media (min-width: 641px) {{ .tne-table thead th:first-child {{ width: 50%; }} }}
@media (max-width: 640px) {{ .tne-table :is(th, td) {{ padding-right: 0.5rem; }} .tne-table {{ font-size: 0.8125rem; }} }}
</style>"""


@dataclass(frozen=True)
class Colonne:
    """A column: its header, and whether its cells are numbers, which stand on the right."""

    titre: str
    nombre: bool = False


@dataclass(frozen=True)
class Cellule:
    """What a cell says, and under it, smaller, what completes it."""

    mots: str
    precision: str = ""


def tableau_html(legende: str, colonnes: Sequence[Colonne], lignes: Sequence[Sequence[Cellule]]) -> str:
    """The table with its style. The first cell of a row names the row; `legende` is for those who hear the page."""
    entete = "".join(f'<th scope="col"{_classe(c)}>{phrase_html(c.titre)}</th>' for c in colonnes)
    corps = "".join(f"<tr>{_ligne(colonnes, ligne)}</tr>" for ligne in lignes)
    return (
        f'{_STYLE}<div class="tne-defile" role="region" aria-label="{escape(legende)}" tabindex="0">'
        f'<table class="tne-table"><thead><tr>{entete}</tr></thead><tbody>{corps}</tbody></table></div>'
    )


def _classe(colonne: Colonne) -> str:
    return ' class="tne-nombre"' if colonne.nombre else ""


def _ligne(colonnes: Sequence[Colonne], ligne: Sequence[Cellule]) -> str:
    premiere, *suite = ligne
    return f'<th scope="row">{_cellule(premiere)}</th>' + "".join(
        f"<td{_classe(c)}>{_cellule(cellule)}</td>" for c, cellule in zip(colonnes[1:], suite, strict=True)
    )


def _cellule(cellule: Cellule) -> str:
    suite = f"<small>{phrase_html(cellule.precision)}</small>" if cellule.precision else ""
    return phrase_html(cellule.mots) + suite

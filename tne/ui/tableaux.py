"""A table that is read as a text: every word shown, on as many lines as it takes, at any width.

For some dozens of rows whose words matter; a grid, which cuts them, is for lists to sort and search.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from tne.documents.tables import write_column
from tne.typographie import TIRET_ABSENT, typographier
from tne.ui.liste_lue import Colonne, colonne
from tne.ui.texte import phrase_html
from tne.visuals.couleurs import TEINTES

_ATTENUE = "var(--tne-attenue)"
_LIEN = TEINTES["formations"].css
# The grey is made of the text around it: what opens over the page stands outside of what tells `light-dark` the theme.
_STYLE = f"""<style>
.tne-defile {{ overflow-x: auto; margin-inline: -4px; padding-inline: 4px; --tne-attenue: color-mix(in srgb, currentColor 72%, transparent); }}
.tne-table {{ width: 100%; border-collapse: collapse; font-size: 0.875rem; line-height: 1.45; }}
.tne-table .tne-tri {{ padding-inline: 0.25rem; margin: -0.15rem -0.25rem; }}
.tne-table :is(th, td) {{ padding: 0.45rem 1rem 0.45rem 0; text-align: left; vertical-align: top;
  border: 0 solid color-mix(in srgb, currentColor 16%, transparent); border-bottom-width: 1px; }}
.tne-table :is(th, td):last-child {{ padding-right: 0; }}
.tne-table thead th {{ vertical-align: bottom; color: {_ATTENUE}; font-weight: 400; }}
.tne-table tbody th {{ font-weight: 400; }}
.tne-table .tne-nombre {{ text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }}
.tne-table small {{ display: block; font-size: 0.8125rem; color: {_ATTENUE}; text-wrap: pretty; }}
.tne-table a {{ color: {_LIEN}; }}
.tne-table a.tne-lien {{ display: inline; padding: 0; font-size: inherit; line-height: inherit; text-decoration: underline; }}
/* Tables one under the other have the same columns, whatever their numbers are. */
@media (min-width: 641px) {{ .tne-table:not(.tne-empilee, .tne-libre) thead {{
  th:first-child {{ width: 50%; }} .tne-nombre {{ width: calc(50% / var(--tne-colonnes)); }} }} }}
@media (max-width: 640px) {{
  .tne-table :is(th, td) {{ padding-right: 0.5rem; }} .tne-table {{ font-size: 0.8125rem; }}
  .tne-table thead .tne-nombre {{ white-space: normal; }}
  /* Columns of words side by side leave each three words a line: they stand one under the other, beside what names the row. */
  .tne-empilee, .tne-empilee :is(tbody, tr) {{ display: block; }}
  .tne-empilee thead {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
  .tne-empilee tbody tr {{ display: grid; grid-template-columns: minmax(8rem, 40%) minmax(0, 1fr); padding: 0.45rem 0;
    border-bottom: 1px solid color-mix(in srgb, currentColor 16%, transparent); }}
  .tne-empilee tbody :is(th, td) {{ padding: 0 0.5rem 0 0; border-width: 0; }}
  /* « Accompagnements » fits, in a card too; a longer word is broken rather than laid over what is beside it. What it is higher than
     the words beside it is shared among the rows that it takes: among ninety they do not move apart. */
  .tne-empilee tbody th {{ overflow-wrap: anywhere; hyphens: auto; grid-row: 1 / span 90; }}
  .tne-empilee td {{ grid-column: 2; }} .tne-empilee td ~ td {{ color: {_ATTENUE}; }}
  .tne-empilee .tne-nombre {{ text-align: left; white-space: normal; }}
  .tne-empilee .tne-nombre::before {{ content: attr(data-titre) " "; }}
  .tne-empilee .tne-absente {{ display: none; }}
  /* What completes the name of a row takes the whole width under it: in the first column it took ten lines. */
  .tne-suites {{ display: grid;
    grid-template-columns: minmax(0, 1fr) repeat(var(--tne-colonnes), minmax(min-content, min(4.5rem, 50% / var(--tne-colonnes)))); }}
  .tne-suites :is(thead, tbody, tr) {{ display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; }}
  .tne-suites tbody tr {{ padding: 0.45rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 16%, transparent); }}
  .tne-suites tbody :is(th, td) {{ padding-top: 0; padding-bottom: 0; border-width: 0; }}
  .tne-suites tbody th {{ display: contents; }} .tne-suites tbody th > span {{ padding-right: 0.5rem; }}
  .tne-suites tbody th small {{ grid-row: 2; grid-column: 1 / -1; padding-top: 0.2rem; }}
}}
/* A small phone, or a page at 400 %: a date was cut. */
@media (max-width: 350px) {{ .tne-table {{ font-size: 0.75rem; }} .tne-table :is(th, td) {{ padding-right: 0.375rem; }} .tne-table small {{ font-size: inherit; }} }}
</style>"""


@dataclass(frozen=True)
class Cellule:
    """What a cell says, and under it, smaller, what completes it. `adresse`: its words open that page in another tab; `ici`: in
    this one, a page of the dashboard with its filters as they are.
    """

    mots: str
    precision: str = ""
    adresse: str = ""
    ici: str = ""


MOTS, COLONNES = 3, 5
"""Columns of words from which a phone is too narrow for them side by side; columns in all where more than one is of words, one more of numbers."""


def tableau_du_cadre(
    df: pd.DataFrame,
    formats: Mapping[str, str],
    legende: str,
    pages: Mapping[str, str] | None = None,
    *,
    triable: bool = False,
) -> str:
    """The table of a frame whose cells `formats` says how to write, as text those it says nothing of, in French typography.

    `pages`: words of a cell → the page of the dashboard that they open. `triable`: a header sorts the rows in the browser
    (liste_lue.js), the other way when pressed again, and then as they came.
    """
    colonnes = [colonne(str(c), formats.get(str(c), "texte")) for c in df.columns]
    ecrites = [
        [
            Cellule(typographier(mots), ici=(pages or {}).get(mots, ""))
            for mots in write_column(df[c].tolist(), formats.get(str(c), "texte"))
        ]
        for c in df.columns
    ]
    mots = sum(c.genre != "nombre" for c in colonnes)
    trop = mots >= MOTS or len(colonnes) >= (COLONNES if mots > 1 else COLONNES + 1)
    forme = "empilee" if trop else "libre" if mots > 1 else ""
    return tableau_html(
        legende, colonnes, list(zip(*ecrites, strict=True)), forme=forme, triable=triable and len(df) > 1
    )


def tableau_html(
    legende: str,
    colonnes: Sequence[Colonne],
    lignes: Sequence[Sequence[Cellule]],
    *,
    forme: str = "",
    triable: bool = False,
) -> str:
    """The table with its style. The first cell of a row names the row; `legende` is for those who hear the page.

    `forme`: "empilee", on a phone the other cells stand one under the other; "libre", the first column takes what it needs,
    where others are of words too, not half.
    """
    # What names a row stands on the left, were it a number: so does its header.
    classes_entete = ["", *map(_classes, colonnes[1:])]
    entete = "".join(
        f'<th scope="col" role="columnheader"{classe}{_nom_dit(c) if triable else ""}>'
        f"{_bouton(c, legende) if triable else _entete(c)}</th>"
        for c, classe in zip(colonnes, classes_entete, strict=True)
    )
    corps = "".join(f'<tr role="row">{_ligne(colonnes, ligne)}</tr>' for ligne in lignes)
    if not forme and any(ligne[0].precision for ligne in lignes):
        forme = "suites"
    classes = f"tne-table tne-{forme}" if forme else "tne-table"
    # Drawn as a grid on a phone, it stays a table for those who hear it.
    return (
        f'{_STYLE}<div class="tne-defile" role="region" aria-label="{escape(legende)}" tabindex="0">'
        f'<table role="table" class="{classes}" style="--tne-colonnes: {len(colonnes) - 1}">'
        f'<thead role="rowgroup"><tr role="row">{entete}</tr></thead><tbody role="rowgroup">{corps}</tbody></table></div>'
    )


def _entete(colonne: Colonne) -> str:
    # A school year over numbers may take two lines, where five of them share a phone.
    return escape(colonne.titre) if colonne.genre == "nombre" else phrase_html(colonne.titre)


def _nom_dit(colonne: Colonne) -> str:
    """What is said with each cell of a column whose header is a button, which says more."""
    return f' aria-label="{escape(colonne.titre)}"'


def _bouton(colonne: Colonne, legende: str) -> str:
    dit = escape(f"{colonne.titre}\u202f: {legende}")
    return (
        f'<button type="button" class="tne-tri" title="Trier" aria-label="{dit}">{_entete(colonne)}</button>'
    )


def _classes(colonne: Colonne, cellule: Cellule | None = None) -> str:
    """The classes of a cell, and for a number the words that name it where its header is not seen."""
    absente = cellule is not None and cellule.mots == TIRET_ABSENT
    noms = [
        nom for nom, vrai in (("tne-nombre", colonne.genre == "nombre"), ("tne-absente", absente)) if vrai
    ]
    titre = f' data-titre="{escape(colonne.titre)}\u202f:"' if cellule and colonne.genre == "nombre" else ""
    return f' class="{" ".join(noms)}"{titre}' if noms else ""


def _ligne(colonnes: Sequence[Colonne], ligne: Sequence[Cellule]) -> str:
    premiere, *suite = ligne
    return f'<th scope="row" role="rowheader">{_cellule(premiere)}</th>' + "".join(
        f'<td role="cell"{_classes(c, cellule)}>{_cellule(cellule)}</td>'
        for c, cellule in zip(colonnes[1:], suite, strict=True)
    )


def _cellule(cellule: Cellule) -> str:
    suite = f"<small>{phrase_html(cellule.precision)}</small>" if cellule.precision else ""
    mots = phrase_html(cellule.mots)
    if cellule.adresse:
        mots = f'<a href="{escape(cellule.adresse)}" target="_blank" rel="noopener">{mots}</a>'
    elif cellule.ici:
        mots = f'<a class="tne-lien" href="{escape(cellule.ici)}">{mots}</a>'
    return f"<span>{mots}</span>{suite}"

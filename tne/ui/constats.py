"""Findings of the bilan as lines to read, each with its tone: a table of sentences would scroll sideways on a phone."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from tne.typographie import typographier
from tne.ui import parts
from tne.ui.feuille import symbole
from tne.ui.planche import planche
from tne.ui.texte import phrase_html
from tne.visuals.visual import Visual

SYMBOLES = {"Positif": "add_circle", "Vigilance": "visibility", "À confirmer": "help"}
"""A tone is told by icon and word, never by colour: names in the icon font."""


def lignes(v: Visual, cle: str) -> None:
    """The Visual of the findings (columns Année, Tonalité, Thème, Constat), with its title, source and data."""
    constats = v.donnees.reindex(columns=["Tonalité", "Thème", "Constat"]).itertuples(index=False)
    planche(cle, [parts.ecrite(v, cle, html(tuple(map(str, c)) for c in constats))])


def html(constats: Iterable[tuple[str, ...]]) -> str:
    """Findings (tone, theme, sentence), a line each: the icon of the tone, the theme, the sentence, the tone. "" without any."""
    dits = "".join(_ligne(*c) for c in constats)
    return f'<div class="tne-constats">{dits}</div>' if dits else ""


def _ligne(ton: str, theme: str, texte: str) -> str:
    sujet = f"<strong>{phrase_html(theme)}</strong> · " if theme else ""
    # Never alone on a line.
    fin = f'\u00a0<span class="tne-ton">{escape(ton.lower().replace(" ", chr(160)))}</span>' if ton else ""
    return f"<p>{symbole(SYMBOLES.get(ton, 'notes'))} {sujet}{phrase_html(typographier(texte))}{fin}</p>"

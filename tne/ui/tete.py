"""The head of a page as HTML: where one is, the page's one question, its answer.

One element, where a text and two headings of Streamlit's took 5 ms of every run.
"""

from __future__ import annotations

from html import escape

from tne.typographie import typographier
from tne.ui.texte import gras_html, intitule_html, phrase_html
from tne.visuals.couleurs import TEINTES, TEXTE_ATTENUE

LARGEUR_REPONSE = 700
"""Pixels: a sentence wider than about 70 characters is hard to read."""
LARGEUR_RANGEE = 760
"""Pixels of a row whose buttons stand at its end: farther away, on a wide screen, one no longer sees of what they are."""

# Written on the elements: the page may stand there without its styles for a moment, and would jump.
_SURTITRE = f"margin: 0; font-size: 1rem; line-height: 1.6; color: {TEXTE_ATTENUE.css}"
_QUESTION = (
    "margin: 0; padding: 2.25rem 0 0; font-size: 2.25rem; font-weight: 600; line-height: 1.2; letter-spacing: normal; "
    "text-wrap: balance"
)
_REPONSE = (
    f"margin: 0; padding: 2rem 0 0; max-width: {LARGEUR_REPONSE}px; font-size: 1.375rem; font-weight: 400; "
    "line-height: 1.2; letter-spacing: -0.005em; text-wrap: pretty"
)


def tete(famille: str, nom: str, surtitre: str, question: str, reponse: str, *, lignes: int = 0) -> str:
    """The head of a page of the part `famille`, whose `nom` stands over the question in its hue; texts but `reponse` are plain.

    `lignes`: the filters change the answer, and a shorter one keeps the place of so many. What stands over the question names schools
    and communes as files write them: « Nieuil-l'Espoir » was written otherwise there than in the sentence below.
    """
    partie = f'<strong style="color: {TEINTES[famille].css}">{escape(nom)}</strong>' if nom else ""
    ou = " · ".join(filter(None, (partie, phrase_html(typographier(surtitre)))))
    suite = dite(reponse, lignes=lignes) if reponse else ""
    return f'<p style="{_SURTITRE}">{ou}</p><h1 style="{_QUESTION}">{intitule_html(question)}</h1>{suite}'


def dite(reponse: str, *, lignes: int = 0) -> str:
    """An answer, `**` around its figures; the place of so many `lignes` at least."""
    place = f"; box-sizing: border-box; min-height: calc(2rem + {1.2 * lignes:g}em)" if lignes else ""
    return f'<h2 style="{_REPONSE}{place}">{gras_html(reponse)}</h2>'

"""One slide on screen: its title, its figure or its sentences, its source.

Texts are HTML of our own classes (`pile.css`), so that nothing depends on how Streamlit spaces its Markdown; every
text is escaped here.
"""

from __future__ import annotations

import math
from html import escape
from typing import Any

import streamlit as st

from tne.slides.slide import Colonne, Repere, Slide
from tne.typographie import accord, dates_entieres, entier
from tne.ui.planche import Graphe, Piece, planche
from tne.ui.texte import insecable, intitule_html
from tne.visuals import bubbles, echelle
from tne.visuals.visual import en_json

Ecran = tuple[int, int]

CORPS = echelle.CORPS_DIAPO
"""Pixels of the smallest text at 1280×720."""
REM = 27.52
"""Pixels of one rem at 1280×720 (`pile.css`)."""
REM_DEBOUT = (0.043, 0.0215)
"""One rem of a screen held upright, as shares of its width and of its height (`pile.css`): the smaller."""
COLONNE_CARTE = 0.6
"""Share of the width that a map has."""


def debout(ecran: Ecran) -> bool:
    """True for a screen held upright, as a telephone is."""
    return ecran[0] <= ecran[1]


def facteur(ecran: Ecran) -> float:
    """How much larger than at 1280×720 the texts are on that screen."""
    if debout(ecran):
        return min(ecran[0] * REM_DEBOUT[0], ecran[1] * REM_DEBOUT[1]) / REM
    return min(ecran[0] / 1280, ecran[1] / 720)


def _lignes(texte: str, corps: float, largeur: float) -> int:
    """Lines of a text of that size in that width, both in rem, at 0.52 em a character."""
    return math.ceil(len(texte) * 0.52 * corps / largeur)


def boite(s: Slide, ecran: Ecran) -> tuple[float, float]:
    """About how many pixels the figure has: the browser gives it its exact box, this sizes its texts and marks."""
    rem = REM * facteur(ecran)
    cotes, pied = (2.0, 7.4) if debout(ecran) else (3.8, 4.9)
    largeur = ecran[0] / rem - cotes
    if s.forme == "carte":
        if debout(ecran):
            return largeur * rem, ecran[1] - 18 * rem
        return ecran[0] * COLONNE_CARTE, ecran[1] - 3.9 * rem
    dehors = pied + 1.62 * min(2, _lignes(s.titre, 1.4, largeur)) + 1.47 * _lignes(s.sous_titre, 0.9, largeur)
    dehors += 1.1 * (_lignes(s.pied, 0.875, largeur) + _lignes(s.reserve, 0.875, largeur))
    return largeur * rem, ecran[1] - dehors * rem


def ajuster(s: Slide, figure: dict[str, Any], ecran: Ecran) -> tuple[dict[str, Any], str]:
    """The figure for that screen, and what it leaves out in words.

    No text under 24 px of 720, larger where there is room; its box gives the height. Bars that would touch one another
    are left out from the last. Upright, the room is above and below: larger texts would not fit side by side.
    """
    grossir = 1.0 if debout(ecran) else echelle.GROSSIR
    posee = bubbles.debout(figure) if debout(ecran) else figure
    grande, vus, rangs = echelle.ajuster(posee, *boite(s, ecran), facteur(ecran) * CORPS, grossir)
    grande["layout"].pop("height", None)
    grande["layout"]["autosize"] = True
    premieres = accord(vus, "La première ligne", f"Les {entier(vus)} premières lignes")
    return grande, f"{premieres} sur {entier(rangs)}\u202f; la page les a toutes." if vus < rangs else ""


def slide(s: Slide, ecran: Ecran) -> None:
    """Draw the slide in the current container, which is as large as the screen without its foot."""
    if s.forme == "carte":
        _carte(s, ecran)
        return
    said = ""
    if s.visual is not None:
        st.html(_tete(s))
        said = _figure(s, ecran)
    else:
        _textes(s)
    _pied(s, said)


def _textes(s: Slide) -> None:
    """Title and sentences in a box that takes all the height, so that the source stands at its foot."""
    with st.container(key=f"tne-texte-{s.code}", height="stretch"):
        st.html(_tete(s) + _corps(s))


def _p(texte: str, classe: str) -> str:
    return f'<p class="{classe}">{intitule_html(dates_entieres(texte))}</p>' if texte else ""


def _tete(s: Slide) -> str:
    title = f"<h1>{intitule_html(s.titre)}</h1>"
    said = _p(s.sous_titre, "tne-sous")
    return f'<div class="tne-tete tne-{s.forme}">{said + title if s.forme == "titre" else title + said}</div>'


def _corps(s: Slide) -> str:
    rows = "".join(_repere(r) for r in s.reperes)
    columns = "".join(_colonne(c) for c in s.colonnes)
    return (f'<div class="tne-reperes" role="list">{rows}</div>' if rows else "") + (
        f'<div class="tne-colonnes tne-colonnes-{len(s.colonnes)}" style="--tne-grossissement: {s.grossissement:g}">{columns}</div>'
        if columns
        else ""
    )


def _repere(r: Repere) -> str:
    precision = f" <i>{insecable(escape(r.precision))}</i>" if r.precision else ""
    word = "" if any(c.isdigit() for c in r.valeur) else ' class="tne-mot"'
    return f'<div class="tne-{r.famille}" role="listitem"><b{word}>{escape(r.valeur)}</b><span>{escape(r.libelle)}{precision}</span></div>'


def _colonne(c: Colonne) -> str:
    title = f"<h2>{escape(c.titre)}</h2>" if c.titre else ""
    return f"<div>{title}{''.join(_p(p, 'tne-phrase') for p in c.phrases)}</div>"


def _figure(s: Slide, ecran: Ecran) -> str:
    assert s.visual is not None
    assert s.visual.figure is not None
    figure, said = ajuster(s, s.visual.figure, ecran)
    with st.container(key=f"tne-figure-{s.code}", height="stretch"):
        planche(f"diapo-{s.code}", [Piece(s.code, corps=Graphe(en_json(figure), s.visual.alternative))])
    return said


def _carte(s: Slide, ecran: Ecran) -> None:
    with st.container(key=f"tne-cote-{s.code}", horizontal=True, height="stretch", wrap=False, gap="medium"):
        with st.container(height="stretch"):
            _textes(s)
            _pied(s)
        _figure(s, ecran)


def _pied(s: Slide, note: str = "") -> None:
    said = _p(" ".join(t for t in (note, s.reserve) if t), "tne-reserve") + _p(s.pied, "tne-source")
    if said:
        st.html(f'<div class="tne-pied">{said}</div>')

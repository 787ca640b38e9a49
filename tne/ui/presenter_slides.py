"""One slide on screen: its title, its figure or its sentences, its source.

Texts are HTML of our own classes (`presenter.css`), so that nothing depends on how Streamlit spaces its Markdown; every
text is escaped here.
"""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from tne.diapositives import Colonne, Repere, Slide
from tne.ui.theme import CONFIG_PLOTLY, cle_figure
from tne.visuals import echelle

Ecran = tuple[int, int]

CORPS = 24.0
"""Pixels of the smallest text at 1280×720."""
GROSSIR = 1.4
"""A figure of few marks has larger texts, up to that; beyond, only its marks grow."""
REM = 27.52
"""Pixels of one rem at 1280×720 (`presenter.css`)."""
HORS_FIGURE = {"figure": 7.0, "carte": 4.0}
"""Rem that title, source and foot take above and under the figure."""
LARGEUR = {"figure": 1 - 2 * 1.9 * REM / 1280, "carte": 0.58}
"""Share of the width that the figure has."""


def facteur(ecran: Ecran) -> float:
    """How much larger than 1280×720 a slide is on that screen."""
    return min(ecran[0] / 1280, ecran[1] / 720)


def boite(forme: str, ecran: Ecran) -> tuple[float, float]:
    """About how many pixels the figure has: the browser gives it its exact box, this sizes its texts and marks."""
    dehors = HORS_FIGURE.get(forme, HORS_FIGURE["figure"]) * REM * facteur(ecran)
    return ecran[0] * LARGEUR.get(forme, LARGEUR["figure"]), ecran[1] - dehors


def ajuster(figure: dict[str, Any], forme: str, ecran: Ecran) -> dict[str, Any]:
    """The figure for that screen: no text under 24 px of 720, larger where there is room; its box gives the height."""
    juste = facteur(ecran) * CORPS / min(echelle.corps_minimal(figure), CORPS)
    place = boite(forme, ecran)
    naturelle = echelle.hauteur(figure) * juste
    plus = min(max(place[1] / naturelle, 1.0), GROSSIR) if naturelle and forme != "carte" else 1.0
    grande = echelle.remplir(echelle.agrandir(figure, juste * plus), *place)
    grande["layout"].pop("height", None)
    grande["layout"]["autosize"] = True
    return grande


def slide(s: Slide, ecran: Ecran) -> None:
    """Draw the slide in the current container, which is as large as the screen without its foot."""
    if s.forme == "carte":
        _carte(s, ecran)
        return
    st.html(_tete(s) + _corps(s))
    if s.visual is not None:
        _figure(s, ecran)
    _pied(s)


def _p(texte: str, classe: str) -> str:
    return f'<p class="{classe}">{escape(texte)}</p>' if texte else ""


def _tete(s: Slide) -> str:
    title = f"<h1>{escape(s.titre)}</h1>"
    said = _p(s.sous_titre, "tne-sous")
    return f'<div class="tne-tete tne-{s.forme}">{said + title if s.forme == "titre" else title + said}</div>'


def _corps(s: Slide) -> str:
    rows = "".join(_repere(r) for r in s.reperes)
    columns = "".join(_colonne(c) for c in s.colonnes)
    return (f'<ul class="tne-reperes">{rows}</ul>' if rows else "") + (
        f'<div class="tne-colonnes tne-colonnes-{len(s.colonnes)}">{columns}</div>' if columns else ""
    )


def _repere(r: Repere) -> str:
    precision = f" <i>{escape(r.precision)}</i>" if r.precision else ""
    return f'<li class="tne-{r.famille}"><b>{escape(r.valeur)}</b><span>{escape(r.libelle)}{precision}</span></li>'


def _colonne(c: Colonne) -> str:
    title = f"<h2>{escape(c.titre)}</h2>" if c.titre else ""
    return f"<div>{title}{''.join(_p(p, 'tne-phrase') for p in c.phrases)}</div>"


def _figure(s: Slide, ecran: Ecran) -> None:
    assert s.visual is not None
    assert s.visual.figure is not None
    with st.container(key=f"tne-figure-{s.code}", height="stretch"):
        st.plotly_chart(
            ajuster(s.visual.figure, s.forme, ecran),
            key=cle_figure(f"diapo-{s.code}"),
            height="stretch",
            config=CONFIG_PLOTLY,
            alt=s.visual.alternative,
        )


def _carte(s: Slide, ecran: Ecran) -> None:
    with st.container(key=f"tne-cote-{s.code}", horizontal=True, height="stretch", wrap=False, gap="medium"):
        with st.container(key=f"tne-texte-{s.code}", height="stretch"):
            st.html(_tete(s) + _corps(s))
            _pied(s)
        _figure(s, ecran)


def _pied(s: Slide) -> None:
    said = _p(s.reserve, "tne-reserve") + _p(s.pied, "tne-source")
    if said:
        place = "" if s.visual is not None else " tne-bas"
        st.html(f'<div class="tne-pied{place}">{said}</div>')

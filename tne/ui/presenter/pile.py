"""The stack of slides that the page Présenter draws.

All slides stand one over the other; a component shows one of them and takes the keys, so that no key asks the server.
The current slide and its neighbours are drawn at once, the others when the browser is at rest.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from tne.slides.slide import Slide
from tne.ui.contexte import Contexte
from tne.ui.presenter import diapositive, pied, plan, seance

_ICI = Path(__file__).parent
_PRETES, _PAGES = "_diapo_pretes", "_diapo_pages"

TOUCHES = (
    "Touches\u202f: **→** ou **Espace**, **←** (ou les pages d\u2019une télécommande), **Début** et **Fin**\u202f; **F**\u00a0plein écran\u202f; "
    "**B**\u00a0écran noir\u202f; **O**\u00a0ouvrir la page de la diapositive, **P**\u00a0en revenir\u202f; **Échap**\u00a0quitter."
)
"""What the keys do, in the panel of the slides and on the page that arranges them."""


def _texte(nom: str) -> str:
    return (_ICI / nom).read_text(encoding="utf-8")


# Said by the component in its own place: number, two buttons for those who have no keyboard, progress.
_COMMANDE = """
<div class="commande">
  <button class="avant" type="button" aria-label="Diapositive précédente">‹</button>
  <span class="rang"></span>
  <button class="apres" type="button" aria-label="Diapositive suivante">›</button>
</div>
<div class="piste"><div class="avance"></div></div>
<p class="annonce" role="status" aria-live="polite"></p>
"""

_COMMANDE_CSS = """
.commande { display: flex; align-items: center; gap: 0.3rem; height: 2.5rem; font-size: 0.875rem; color: var(--st-gray-text-color); }
.rang { min-width: 3.4rem; text-align: center; font-variant-numeric: tabular-nums; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0 0.4rem; cursor: pointer; line-height: 1.2; font-size: 1.25rem; }
button:disabled { opacity: 0.35; cursor: default; }
button:focus-visible { outline: 2px solid var(--st-text-color); border-radius: 4px; }
.piste { position: fixed; left: 0; bottom: 0; width: 100%; height: 0.22rem; background: var(--st-dataframe-border-color); }
.avance { height: 100%; width: 100%; transform-origin: left; background: var(--st-gray-color); }
.avance[data-famille=formations] { background: var(--st-blue-color); }
.avance[data-famille=accompagnements] { background: var(--st-green-color); }
.avance[data-famille=parentalite] { background: var(--st-red-color); }
.avance[data-famille=equipements] { background: var(--st-orange-color); }
.avance[data-famille=numerixplore] { background: var(--st-violet-color); }
.annonce { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
"""
_CSS = _texte("pile.css")
_PILE = st.components.v2.component("tne_pile", html=_COMMANDE, css=_COMMANDE_CSS, js=_texte("pile.js"))


def show(ctx: Contexte) -> None:
    """The slideshow, over the whole window."""
    st.html(f"<style>{_CSS}</style>")
    pied.mots(ctx)
    _stack(ctx)


@st.fragment
def _stack(ctx: Contexte) -> None:
    shown = plan.plan(ctx)
    codes = shown.codes
    asked = st.query_params.get("diapo", "")
    current = asked if asked in codes else codes[0]
    screen = seance.ecran()
    signature = str(hash((ctx.version, ctx.filters, screen, tuple(codes))))
    rank = codes.index(current)
    near = [codes[i] for i in (rank, rank + 1, rank - 1) if 0 <= i < len(codes)]
    rest = [c for c in codes if c not in near]
    ready = st.session_state.get(_PRETES) == signature
    slides: dict[str, Slide] = {}
    with st.container(key="tne-diapos"):
        boxes = {code: st.container(key=f"tne-lame-{code}") for code in codes}
        for code in near + (rest if ready else []):
            rang, n = shown.lignes[code]
            slides[code] = plan.slides_of(ctx, rang)[n]
            with boxes[code]:
                diapositive.slide(slides[code], screen)
        st.session_state[_PAGES] = st.session_state.get(_PAGES, {}) | {c: s.page for c, s in slides.items()}
        with st.container(key="tne-diapo-commande"):
            _PILE(
                key="tne-pile",
                data={
                    "ordre": codes,
                    "courante": current,
                    "titres": {c: s.titre for c, s in slides.items()},
                    "familles": {c: s.famille for c, s in slides.items()},
                    "ecran": list(screen),
                    "reste": "" if ready else signature,
                },
                on_taille_change=_resize,
                on_suite_change=_draw_rest,
                on_ouvrir_change=_open,
                on_quitter_change=seance.quitter,
            )


def _resize() -> None:
    said = st.session_state["tne-pile"].taille
    seance.noter_ecran(said.get("ecran"))


def _draw_rest() -> None:
    st.session_state[_PRETES] = st.session_state["tne-pile"].suite.get("cle")


def _open() -> None:
    """Go to the page of the slide on screen, with the same filters; P comes back to it."""
    code = str(st.session_state["tne-pile"].ouvrir)
    page = st.session_state.get(_PAGES, {}).get(code, "")
    if page:
        seance.ouvrir(page, code)

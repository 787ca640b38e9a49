"""The button *Présenter* of every page, and its key."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from tne.ui.contexte import Contexte
from tne.ui.presenter import seance

_HTML = """
<button type="button" title="Touche P"><span class="icone" data-symbole="slideshow"></span><span class="mots">Présenter</span></button>
"""
# Of the colour of Streamlit's button under it, a little lighter than the sidebar, which no setting of the theme names.
_CSS = """
button {
  display: flex; align-items: center; justify-content: center; gap: 0.5rem;
  font: inherit; font-size: 0.875rem; width: 100%; min-height: 2.5rem; padding: 0.25rem 0.75rem; cursor: pointer; border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius); color: var(--st-text-color);
  background: light-dark(color-mix(in srgb, var(--st-background-color), white 36%), color-mix(in srgb, var(--st-background-color), white 3%));
}
.icone { font: 1rem/1 "Material Symbols Rounded"; }
.icone::before { content: attr(data-symbole) / ""; }
button:hover { border-color: var(--st-text-color); }
button:focus-visible { outline: 2px solid var(--st-text-color); outline-offset: 2px; }
"""
_JS = Path(__file__).with_name("bouton.js").read_text(encoding="utf-8")
_BOUTON = st.components.v2.component("tne_presenter", html=_HTML, css=_CSS, js=_JS)


def button(ctx: Contexte) -> None:
    """*Présenter*, and the key P: from the first slide, or back to the one that was left to open a page."""
    back = ctx.view == "lecture" and seance.quittee()
    words = "Revenir à la présentation" if back else "Présenter"
    _BOUTON(key="tne-presenter", data={"mots": words}, on_presenter_change=_present)


def _present() -> None:
    seance.noter_ecran(st.session_state["tne-presenter"].presenter)
    seance.commencer()

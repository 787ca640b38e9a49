"""The page as a whole: icon, language, Plotly settings, and charts that follow a theme change."""

from pathlib import Path
from typing import Any

import streamlit as st

from tne.ui import feuille, foyer, noms

RACINE = Path(__file__).parents[2]
ICONE = RACINE / "static" / "icone.png"

COULEUR_MARKDOWN = {
    "formations": "blue",
    "accompagnements": "green",
    "parentalite": "red",
    "equipements": "orange",
    "numerixplore": "violet",
    "neutre": "gray",
}
"""Streamlit's colour names, which the configuration sets to the hue of each part."""

CONFIG_PLOTLY: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}

_COMPTEUR = "tne_theme_changements"

# Streamlit calls the component again when the theme changes. The first call only remembers the colour:
# loading a page costs no rerun.
_GUETTEUR_JS = """
const vus = new WeakMap();
export default function (component) {
  document.documentElement.lang = "fr";
  const hote = component.parentElement.host ?? component.parentElement;
  const fond = getComputedStyle(hote).getPropertyValue("--st-background-color").trim();
  const avant = vus.get(component.parentElement);
  vus.set(component.parentElement, fond);
  if (avant !== undefined && avant !== fond) component.setTriggerValue("change", fond);
}
"""

# Plotly draws a hand over every chart of fixed ranges: it stays over those that a click narrows. What scrolls is a stop of the
# Tab key: the place of what is not seen must not be one.
_STYLE = """<style>
[class*="st-key-"][class*="-figure-"] .nsewdrag.cursor-pointer { cursor: default; }
[class*="st-key-"][class*="-clic-figure-"] .nsewdrag.cursor-pointer.nsewdrag { cursor: pointer; }
.st-key-tne-socle { overflow: clip; }
</style>"""
# Styles alone go to a place of Streamlit's own beside the page, drawn at times long after the tiles: they jumped.
_ICI = "<i hidden></i>"


def installer(titre: str) -> None:
    """Set the page's title and icon (a local file: a Material icon would be fetched from the network).

    Call it first in `app.py`, then `suivre_theme` once per run.
    """
    st.set_page_config(page_title=titre, page_icon=str(ICONE), layout="wide", initial_sidebar_state="auto")


def nommer(*mots: str) -> None:
    """Name the tab of the browser: what the page is, then whose dashboard (« Formations · TNE Vienne »)."""
    st.set_page_config(page_title=" \u00b7 ".join(mots))


def suivre_theme() -> None:
    """Declare the page French, name its repeated buttons, keep the focus, and redraw charts after a change of theme.

    Charts take their colours when they are mounted: the counter is part of their keys, so that a new
    theme mounts them anew.
    """
    st.session_state.setdefault(_COMPTEUR, 0)
    with st.container(height=1, border=False, key="tne-socle"):
        st.html(_STYLE + feuille.STYLE + _ICI)
        guetteur = st.components.v2.component("tne_theme", js=_GUETTEUR_JS)
        guetteur(key="tne_theme_guetteur", on_change_change=_compter)
        noms.donner()
        foyer.garder()


def _compter() -> None:
    st.session_state[_COMPTEUR] += 1


def cle_figure(cle: str, clic: bool = False) -> str:
    """The key of a chart in the theme of the moment; one that a click narrows is told by it."""
    return f"{cle}{'-clic' if clic else ''}-figure-{st.session_state.get(_COMPTEUR, 0)}"

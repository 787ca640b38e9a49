"""The page as a whole: icon, title, language, styles."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tne.ui import anglais, annonce, feuille, foyer, noms

RACINE = Path(__file__).parents[2]
ICONE = RACINE / "static" / "icone.png"

_NOM = "_nom-de-la-page"


def _appel(module: str) -> str:
    """A module as an expression that gives what it exports."""
    return f"(() => {{{module.replace('export default function', 'return function')}}})()"


# One component: each is sent and drawn at every run.
_SOCLE = st.components.v2.component(
    "tne_socle",
    js=f"""const gardes = [{_appel(noms.JS)}, {_appel(foyer.GARDE_JS)}, {_appel(annonce.JS)}];
export default ({{ parentElement }}) => {{
  document.documentElement.lang = "fr";
  const fins = gardes.map((garder) => garder(parentElement));
  return () => fins.forEach((finir) => finir());
}};""",
)

# What scrolls is a stop of the Tab key: the place of what is not seen must not be one.
_STYLE = """<style>
.st-key-tne-socle { overflow: clip; }
</style>"""
# Styles alone go to a place of Streamlit's own beside the page, drawn at times long after the tiles: they jumped.
_ICI = "<i hidden></i>"


def installer(titre: str) -> None:
    """Set the page's title and icon (a local file: a Material icon, as `st.navigation` gives a page, would be fetched from the
    network).

    Call it first in `app.py`, then `socle` once per run.
    """
    # That of the last run: a change of a filter leaves it, and it is not told a second time.
    dit = st.session_state.get(_NOM, titre)
    st.set_page_config(page_title=dit, page_icon=str(ICONE), layout="wide", initial_sidebar_state="auto")


def nommer(*mots: str) -> None:
    """Name the tab of the browser: what the page is, then whose dashboard (« Formations · TNE Vienne »)."""
    nom = " \u00b7 ".join(mots)
    if st.session_state.get(_NOM) != nom:
        st.session_state[_NOM] = nom
        st.set_page_config(page_title=nom)


def socle() -> DeltaGenerator:
    """What every page stands on: its language and styles, names for its repeated buttons, the focus kept, what has changed told. Once
    per run.

    Returns the place of it all, which takes no room, for what else a page needs and nobody sees.
    """
    place = st.container(height=1, border=False, key="tne-socle")
    with place:
        st.html(_STYLE + feuille.STYLE + anglais.STYLE + _ICI)
        _SOCLE(key="tne-gardes")
    return place

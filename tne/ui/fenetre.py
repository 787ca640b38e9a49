"""What opens over the page by a button of its texts: the data of a figure, a paragraph to write.

A page has one such button under each figure, hardly ever pressed. One of Streamlit's takes, with the fragment that opens it, 4 ms
at every change of a filter; these are words of the HTML beside them, and one place of the page hears them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tne.ui.feuille import symbole
from tne.ui.texte import intitule, intitule_html

_CONTENUS = "_fenetres"
# Called anew at each run, before the call for the last one is ended: only one of them may hear a click.
_JS = """
export default function ({ setTriggerValue }) {
  const ouvrir = ({ target }) => {
    const bouton = target.closest?.("button.tne-ouvre");
    if (bouton) setTriggerValue("cle", bouton.dataset.cle);
  };
  if (window.tneOuvrir) document.removeEventListener("click", window.tneOuvrir);
  document.addEventListener("click", (window.tneOuvrir = ouvrir));
}
"""
_OUVRIR = st.components.v2.component("tne_ouvrir", js=_JS)


@dataclass(frozen=True)
class Fenetre:
    """What a button opens: a title, and what draws the rest, in 750 pixels or, `large`, in all the width of the page.

    `dessiner` may draw widgets: they run the window alone.
    """

    titre: str
    dessiner: Callable[[], None]
    large: bool = False


def bouton(mots: str, cle: str, icone: str, titre: str, fenetre: Callable[[], Fenetre]) -> str:
    """The HTML of a button on `titre` that opens a window, which is made when it is pressed; `icone` is a name of the icon
    font, `cle` is the only one of its page.
    """
    contenus()[cle] = fenetre
    return (
        f'<button type="button" class="tne-ouvre" data-cle="{escape(cle)}" aria-haspopup="dialog" '
        f'aria-label="{escape(mots)}\u202f: {escape(titre)}">'
        f"{symbole(icone)}{intitule_html(mots)}</button>"
    )


def contenus() -> dict[str, Callable[[], Fenetre]]:
    """What makes the windows of the page, by the key of their button."""
    kept: dict[str, Callable[[], Fenetre]] = st.session_state.setdefault(_CONTENUS, {})
    return kept


@contextmanager
def ouvrables(socle: DeltaGenerator) -> Iterator[None]:
    """While a page is drawn: those of the page before are forgotten, and its own open from a place in `socle`."""
    st.session_state[_CONTENUS] = {}
    yield
    with socle:
        ecouter()


@st.fragment
def ecouter() -> None:
    """Open the window whose button is pressed, without running the page."""
    pressed = _OUVRIR(key="tne-fenetres", on_cle_change=lambda: None).cle
    make = contenus().get(pressed) if isinstance(pressed, str) else None
    if make is not None:
        found = make()
        st.dialog(intitule(found.titre), width="large" if found.large else "medium")(found.dessiner)()

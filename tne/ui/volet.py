"""What opens under its button on demand (documents, a slide to change): a plain button until it is asked for."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tne.ui import foyer


def volet(mots: str, cle: str, titre: str, **aspect: Any) -> DeltaGenerator | None:
    """The place that the button `mots` opens, its `titre` already there with the focus; None while it is closed.

    Call it in a fragment: what opens it runs no page. `aspect` is what `st.button` and `st.popover`
    both take. The browser draws a popover in 1.5 ms, a button in 0.6, at each change of filter.
    """
    if not demande(cle):
        st.button(mots, key=f"{cle}-bouton", on_click=_ouvrir, args=(cle,), **aspect)
        return None
    # Once opened it stays one: the focus comes back to its button.
    place = st.popover(mots, key=cle, on_change="rerun", **aspect)
    if not place.open:
        return None
    with place:
        foyer.ici(titre, cle)
    return place


def demande(cle: str) -> bool:
    """True once its button was pressed."""
    return f"{cle}-demande" in st.session_state


def _ouvrir(cle: str) -> None:
    st.session_state[f"{cle}-demande"] = st.session_state[cle] = True

"""The foot of the slides: a choice that opens with the filters and the way out, then the words of the filters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from tne.slides.slide import mots_du_filtre
from tne.ui import foyer
from tne.ui.contexte import Contexte
from tne.ui.presenter import seance
from tne.ui.texte import intitule_html

_PIED = "_diapo_pied"


@contextmanager
def place_of_filters(presenting: bool) -> Iterator[None]:
    """Where `app.py` draws the filters: the sidebar, or a choice that opens at the foot of the slides."""
    if not presenting:
        with st.sidebar:
            yield
        return
    foot = st.container(
        key="tne-diapo-filtres", horizontal=True, wrap=False, vertical_alignment="center", gap="small"
    )
    st.session_state[_PIED] = foot
    with foot:
        choice = st.popover("Filtres", icon=":material/tune:", type="tertiary", key="tne-diapo-choix")
    with choice, st.container(key="tne-diapo-volet"):
        foyer.ici("Et mon établissement\u202f? Cherchez-le parmi les établissements.", "tne-diapo-choix")
        yield
        st.button(
            "Quitter la présentation",
            on_click=seance.quitter,
            icon=":material/logout:",
            key="tne-diapo-quitter",
        )


def mots(ctx: Contexte) -> None:
    """Say beside the choice what is shown."""
    with st.session_state[_PIED]:
        demo = " <i>· Démonstration</i>" if ctx.demo else ""
        # No line begins with the point that parts two filters.
        said = intitule_html(mots_du_filtre(ctx.filters)).replace(" · ", "\u00a0· ")
        st.html(f'<p class="tne-mots">{said}{demo}</p>')

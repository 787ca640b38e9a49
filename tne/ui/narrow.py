"""A click on a mark narrows the global filter to it; one click goes back."""

from __future__ import annotations

import streamlit as st

from tne.ui import filtres
from tne.ui.planche import AuClic
from tne.ui.texte import texte_sur
from tne.visuals.clics import sens_du_clic
from tne.visuals.visual import Visual

_BEFORE = "_avant_clic"


def on_click(v: Visual) -> AuClic:
    """What a click on that figure does: what the mark means becomes the filter (a key of `tne.ui.filtres.KEYS`)."""

    def narrow(trace: int, rang: int) -> None:
        meant = sens_du_clic(v, trace, rang)
        if meant is None:
            return
        key, chosen = meant
        st.session_state[_BEFORE] = (key, list(st.session_state.get(key, [])), chosen)
        filtres.resserrer(key, [chosen])
        # The way back stands at the head of the page, which a click further down does not show.
        st.toast(
            "Filtre resserré. «\u202fRevenir\u202f», en haut de la page, le défait.",
            icon=":material/filter_alt:",
        )

    return narrow


def _go_back() -> None:
    filtre, before, _ = st.session_state.pop(_BEFORE)
    st.session_state[filtre] = before


def way_back(noms: tuple[str, ...], lien: bool = True) -> None:
    """Say that a click narrowed the filter, with the button that undoes it. Nothing when none did.

    `noms` are the names of the chosen schools: one that was clicked has its own page too (`lien`: say where).
    """
    narrowed = st.session_state.get(_BEFORE)
    if narrowed is None:
        return
    filtre, before, chosen = narrowed
    current = st.session_state.get(filtre)
    if current == before or current != [chosen]:
        st.session_state.pop(_BEFORE, None)
        return
    school = filtre == "etablissement"
    said = noms[0] if school and noms else chosen
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Filtre resserré par votre clic\u202f: {texte_sur(said)}.")
        st.button("Revenir", on_click=_go_back, icon=":material/undo:", key="revenir-clic")
        if school and lien:
            st.page_link(
                "pages/etablissement.py", label="Voir sa page", icon=":material/domain:", query_params={}
            )

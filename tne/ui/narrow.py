"""A click on a mark narrows the global filter to it; one click goes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from tne.ui.theme import cle_figure

_BEFORE = "_avant_clic"


def on_click(cle: str, filtre: str, label: Callable[[Any], str] = str) -> Callable[[], None]:
    """A callback for `parts.visual(..., on_select=…)`: the clicked mark's `customdata` becomes the filter `filtre`.

    `filtre` is a key of `tne.ui.filtres.KEYS`; `customdata` is its value (or a list whose first item is).
    """

    def narrow() -> None:
        points = st.session_state[cle_figure(cle)]["selection"]["points"]
        if not points:
            return
        value = points[0].get("customdata")
        value = value[0] if isinstance(value, (list, tuple)) else value
        if value is None:
            return
        st.session_state[_BEFORE] = (filtre, list(st.session_state.get(filtre, [])), label(value))
        st.session_state[filtre] = [value]

    return narrow


def _go_back() -> None:
    filtre, before, _ = st.session_state.pop(_BEFORE)
    st.session_state[filtre] = before


def way_back() -> None:
    """Say that a click narrowed the filter, with the button that undoes it. Nothing when none did."""
    narrowed = st.session_state.get(_BEFORE)
    if narrowed is None:
        return
    filtre, before, label = narrowed
    current = st.session_state.get(filtre)
    if current == before or not current:
        st.session_state.pop(_BEFORE, None)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Filtre resserré par votre clic : {label}.")
        st.button("Revenir", on_click=_go_back, icon=":material/undo:", key="revenir-clic")

"""What a session remembers of its presentation: where it began, which slide was left to open a page, the size of the screen."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from tne.ui import filtres
from tne.ui.navigation import PRESENTER

_ECRAN, _DIAPO, _RETOUR, _VUE = "_diapo_ecran", "_diapo_code", "_diapo_retour", "_diapo_vue"
_SUPPOSE = (1280, 720)


def prepare(page: StreamlitPage) -> bool:
    """True on the page of the slideshow. Reading there is reading everywhere: the switch is set before it is drawn."""
    presenting = page.url_path == "presenter"
    if presenting:
        st.session_state["presentation"] = True
        return True
    st.session_state[_RETOUR] = page
    # The address has it before the box is drawn for the first time.
    reading = bool(st.session_state.get("presentation", st.query_params.get("presentation") == "true"))
    if not reading:
        st.session_state.pop(_DIAPO, None)  # the slides that a page was opened from are left
    if _DIAPO not in st.session_state:
        st.session_state[_VUE] = reading
    return False


def ecran() -> tuple[int, int]:
    """Pixels of the screen, as the browser told them; until then one of 1280×720."""
    told: tuple[int, int] = st.session_state.get(_ECRAN, _SUPPOSE)
    return told


def noter_ecran(value: Any) -> None:
    """Remember the size of the screen that the browser tells, when it is one."""
    if (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(v, int) and 200 <= v <= 8000 for v in value)
    ):
        st.session_state[_ECRAN] = (value[0], value[1])


def quittee() -> str | None:
    """The slide that was left to open the page that is seen; None on any other page."""
    code: str | None = st.session_state.get(_DIAPO)
    return code


def commencer() -> None:
    """Go to the slides: the first, or the one that was left."""
    code = quittee()
    st.session_state["presentation"] = True
    st.switch_page(PRESENTER, query_params={"diapo": code} if code else {})


def ouvrir(page: str, code: str) -> None:
    """Go to the page of a slide, with the same filters; P comes back to it."""
    st.session_state[_DIAPO] = code
    st.session_state["presentation"] = True
    _keep_filters()
    st.switch_page(page, query_params={})


def quitter() -> None:
    """End the presentation: back to the page it was started from, with its view. The room may look at it still."""
    st.session_state["presentation"] = st.session_state.get(_VUE, False)
    st.session_state.pop(_DIAPO, None)
    _keep_filters()
    st.switch_page(st.session_state.get(_RETOUR, "pages/bilan.py"), query_params={})


def _keep_filters() -> None:
    """Set each filter to itself, so that the next page writes it in its address: behind a closed choice the browser never knew it."""
    for key in filtres.KEYS:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]

"""The guide on screen."""

from __future__ import annotations

import streamlit as st

from tne import settings
from tne.ui.parts import LARGEUR_REPONSE


@st.cache_data(max_entries=1, show_spinner=False)
def _text() -> str:
    """The guide without its title, which the page has already."""
    return (settings.ROOT / "docs" / "guide.md").read_text(encoding="utf-8").split("\n", 1)[1]


def guide() -> None:
    """The whole guide, at the width of a text to read."""
    with st.container(width=LARGEUR_REPONSE + 100, key="guide"):
        st.markdown(_text())

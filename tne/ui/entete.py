"""The head of the sidebar: whose dashboard this is, and its pages."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from tne.ui.filtres import titre
from tne.ui.parts import texte_sur


def sidebar(pages: Sequence[StreamlitPage]) -> None:
    """The name of the territory with the five hues of the programme, then one link per page."""
    with st.container(gap=None, key="tne-marque"):
        st.markdown(f"#### {texte_sur(titre())}")
        st.markdown(":blue[**━**] :green[**━**] :red[**━**] :orange[**━**] :violet[**━**]")
    with st.container(gap="xxsmall", key="tne-pages"):
        for page in pages:
            st.page_link(page, width="stretch", query_params={})

"""The head of the sidebar: whose dashboard this is, and its pages."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from tne.ui.filtres import titre
from tne.ui.parts import texte_sur

# On a phone the sidebar lies over the page: Streamlit folds it after a link of its own menu, not after these. The page is
# told of the click first, then the sidebar's first button folds it.
_JS = """
export default function (component) {
  const racine = component.parentElement.getRootNode();
  const hote = racine instanceof ShadowRoot ? racine.host : component.parentElement;
  const menu = hote.closest("section");
  const plier = (clic) => {
    if (window.matchMedia("(max-width: 768px)").matches && clic.target.closest("a"))
      setTimeout(() => menu.querySelector("button")?.click());
  };
  menu?.addEventListener("click", plier);
  return () => menu?.removeEventListener("click", plier);
}
"""
_REPLI = st.components.v2.component("tne_repli", js=_JS)


def sidebar(pages: Sequence[StreamlitPage]) -> None:
    """The name of the territory with the five hues of the programme, then one link per page."""
    with st.container(gap=None, key="tne-marque"):
        st.markdown(f"#### {texte_sur(titre())}")
        st.markdown(":blue[**━**] :green[**━**] :red[**━**] :orange[**━**] :violet[**━**]")
    with st.container(gap="xxsmall", key="tne-pages"):
        for page in pages:
            st.page_link(page, width="stretch", query_params={})
    _REPLI(key="tne-repli")

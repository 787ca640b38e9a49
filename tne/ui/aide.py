"""The guide on screen."""

from __future__ import annotations

import re

import streamlit as st

from tne import settings
from tne.typographie import typographier
from tne.ui.parts import LARGEUR_REPONSE

_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)


@st.cache_data(max_entries=1, show_spinner=False)
def _text() -> str:
    """The guide without its title, which the page has already; what is code stays as it is typed."""
    written = (settings.ROOT / "docs" / "guide.md").read_text(encoding="utf-8").split("\n", 1)[1]
    parts = _CODE.split(written)
    return "".join(part if n % 2 else typographier(part) for n, part in enumerate(parts))


def guide() -> None:
    """The whole guide, at the width of a text to read."""
    with st.container(width=LARGEUR_REPONSE + 100, key="guide"):
        st.markdown(_text())

"""The guide on screen: its text, its pictures, and a list of its parts."""

from __future__ import annotations

import re

import streamlit as st

from tne import settings
from tne.folding import traits
from tne.typographie import typographier
from tne.ui.tete import LARGEUR_REPONSE

DOCS = settings.ROOT / "docs"
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
_IMAGE = re.compile(r"^!\[(.*)\]\((images/[\w-]+\.webp)\)$", re.MULTILINE)


def _parts() -> list[tuple[str, str]]:
    """(title, Markdown) of each part of the guide, in French typography but for its code; the first has no title."""
    text = (DOCS / "guide.md").read_text(encoding="utf-8").split("\n", 1)[1]
    pieces = _CODE.split(text)
    text = "".join(p if n % 2 else typographier(p) for n, p in enumerate(pieces))
    first, *others = re.split(r"^## ", text, flags=re.MULTILINE)
    return [("", first), *((title, body) for title, body in (part.split("\n", 1) for part in others))]


def _body(text: str) -> None:
    """Markdown, and each picture on a line of its own as an image with its alternative text."""
    pieces = _IMAGE.split(text)
    for n in range(0, len(pieces), 3):
        if pieces[n].strip():
            st.markdown(pieces[n])
        if n + 2 < len(pieces):
            st.image(DOCS / pieces[n + 2], alt=pieces[n + 1])


# Kept as it was drawn: Streamlit encodes each picture anew otherwise, seven of them at each visit.
@st.cache_data(max_entries=1, show_spinner=False)
def guide() -> None:
    """The whole guide, at the width of a text to read."""
    parts = _parts()
    with st.container(width=LARGEUR_REPONSE + 100, key="guide"):
        for title, text in parts:
            if title:
                st.header(f"**{title}**", anchor=traits(title))
                _body(text)
            else:
                # What the guide is for, then its parts: under the picture they would be below the screen.
                purpose, rest = text.strip().split("\n\n", 1)
                listed = " · ".join(f"[{t}](#{traits(t)})" for t, _ in parts if t)
                _body(purpose)
                st.markdown(typographier(f"**Dans ce guide** : {listed}"))
                _body(rest)

"""Buttons that are alike on all pages: quiet ones for what is rarely done, and those that give a CSV file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

DISCRET = "discret-"
"""What the key of a quiet button begins with: the style sheet reaches it by that."""


def discret(
    mots: str,
    cle: str,
    au_clic: Callable[..., None],
    *args: Any,
    icone: str | None = None,
    aide: str | None = None,
) -> None:
    """Draw a quiet button, words without a frame; a click calls `au_clic` with these arguments, before the page runs again."""
    st.button(
        mots, key=f"{DISCRET}{cle}", type="tertiary", icon=icone, help=aide, on_click=au_clic, args=args
    )


def csv(
    mots: str,
    contenu: bytes | Callable[[], bytes],
    fichier: str,
    cle: str,
    *,
    icone: str = ":material/download:",
    aide: str | None = None,
    ferme: bool = False,
) -> None:
    """Draw a button that gives a CSV file; the page does not run again for it. `contenu` may be made once it is pressed."""
    st.download_button(
        mots,
        data=contenu,
        file_name=fichier,
        mime="text/csv",
        key=cle,
        icon=icone,
        help=aide,
        disabled=ferme,
        on_click="ignore",
    )

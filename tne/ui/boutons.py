"""Quiet buttons, for what is rarely done: words without a frame, under keys by which the style sheet reaches them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

DISCRET = "discret-"
"""What the key of a quiet button begins with."""


def discret(
    mots: str,
    cle: str,
    au_clic: Callable[..., None],
    *args: Any,
    icone: str | None = None,
    aide: str | None = None,
) -> None:
    """Draw a quiet button; a click calls `au_clic` with these arguments, before the page runs again."""
    st.button(
        mots, key=f"{DISCRET}{cle}", type="tertiary", icon=icone, help=aide, on_click=au_clic, args=args
    )

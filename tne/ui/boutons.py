"""Buttons that are alike on all pages: quiet ones for what is rarely done, and those that give a CSV file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from tne.folding import traits

DISCRET = "discret-"
"""What the key of a quiet button begins with: the style sheet reaches it by that."""

FICHIER = 100
"""Characters of a file name, without its extension: a choice of thirty schools is longer than what Windows takes."""


def nom_fichier(sujet: str, filtre: str, extension: str) -> str:
    """The name of a file of that subject under that filter, « bilan-tne-2023-2024-secteur-prive.pdf »: what is taken under
    one filter is not named like what is taken under another.
    """
    return f"{traits(f'{sujet} {filtre}', FICHIER)}.{extension}"


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

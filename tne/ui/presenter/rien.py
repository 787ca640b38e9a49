"""The page Présenter without a slide to show."""

from __future__ import annotations

import streamlit as st

from tne.typographie import typographier
from tne.ui import parts
from tne.ui.contexte import Contexte
from tne.ui.presenter import seance
from tne.ui.sans_annee import sans_annee

# The column of the menu stays after a page that had one, with nothing in it; Streamlit says its key beside a button in English.
_CSS = """
[data-testid="stSidebar"] { display: none; }
.st-key-tne-diapo-sortir kbd { display: none; }
"""


def montrer(ctx: Contexte) -> None:
    """No slide: what makes or shows some, and the way back, by Escape too, since no menu stands beside."""
    st.html(f"<style>{_CSS}</style>")
    parts.page_header("neutre", "Présentation", "Rien à présenter")
    if ctx.annee:
        parts.empty_state(
            typographier(f"Aucune diapositive de {ctx.annee} n'est montrée."),
            "Elles sont toutes masquées, ou n\u2019ont rien à montrer.",
            "pages/diapositives.py",
            "Ranger les diapositives",
        )
    else:
        parts.empty_state(
            sans_annee(ctx),
            "Les diapositives se font d\u2019elles-mêmes dès qu\u2019un fichier est importé.",
            "pages/importer.py",
        )
    st.button(
        "Quitter la présentation",
        on_click=seance.quitter,
        icon=":material/logout:",
        key="tne-diapo-sortir",
        shortcut="Esc",
    )

"""The pages of the dashboard, in the order of its menu."""

from __future__ import annotations

from copy import copy
from functools import lru_cache
from pathlib import PurePosixPath

import streamlit as st
from streamlit.navigation.page import StreamlitPage

PRESENTER = "pages/presenter.py"


@lru_cache(maxsize=1)
def _declarees() -> tuple[tuple[StreamlitPage, ...], ...]:
    vues = (
        st.Page("pages/bilan.py", title="Bilan", icon=":material/summarize:", default=True),
        st.Page("pages/formations.py", title="Formations", icon=":material/school:"),
        st.Page("pages/accompagnements.py", title="Accompagnements", icon=":material/handshake:"),
        st.Page("pages/parentalite.py", title="Parentalité", icon=":material/family_restroom:"),
        st.Page("pages/equipements.py", title="Équipements", icon=":material/devices:"),
        st.Page("pages/numerixplore.py", title="Numérixplore", icon=":material/rocket_launch:"),
        st.Page("pages/etablissement.py", title="Établissement", icon=":material/domain:"),
        st.Page("pages/donnees.py", title="Données", icon=":material/fact_check:"),
    )
    travail = (
        st.Page("pages/diapositives.py", title="Diapositives", icon=":material/slideshow:"),
        st.Page("pages/importer.py", title="Importer", icon=":material/upload_file:"),
        st.Page("pages/journal.py", title="Journal", icon=":material/history:"),
        st.Page("pages/saisir.py", title="Saisir", icon=":material/edit_note:"),
        st.Page("pages/aide.py", title="Aide", icon=":material/help:"),
    )
    cachees = (
        st.Page(PRESENTER, title="Présenter", visibility="hidden"),
        st.Page("pages/origine.py", title="Origine d\u2019un chiffre"),
    )
    return vues, travail, cachees


def pages() -> tuple[list[StreamlitPage], list[StreamlitPage], list[StreamlitPage]]:
    """The pages that show figures, those to work on, and those without a place in the menu, for one run of `app.py`.

    Each run has copies: `st.navigation` notes on them which one may run. To declare them anew looks fifteen files up on the disk,
    one twelfth of a filter change.
    """
    vues, travail, cachees = ([copy(p) for p in group] for group in _declarees())
    return vues, travail, cachees


def icone(page: str) -> str:
    """That of a page of the menu, by its file; StopIteration for any other, and for the first, whose address has no name."""
    return next(p.icon for group in _declarees() for p in group if p.url_path == PurePosixPath(page).stem)

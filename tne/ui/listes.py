"""Long lists in a box that scrolls, and a map whose schools are drawn on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal

import pandas as pd
import streamlit as st

from tne.documents.tables import write_cell
from tne.typographie import TIRET_ABSENT
from tne.ui import parts
from tne.ui.cache import Question, ask
from tne.ui.contexte import Contexte
from tne.ui.narrow import on_click
from tne.ui.parts_donnees import pied
from tne.ui.texte import texte_sur
from tne.visuals.visual import Visual

HAUTEUR = 388
"""Pixels: ten rows and the header; a list of 200 schools must not push the page down."""


def liste(v: Visual, cle: str) -> None:
    """A Visual shown as a list to scroll and sort, with its title, source and CSV."""
    with st.container(key=cle, gap="small"):
        st.space("small")
        with st.container(gap="xxsmall"):
            st.subheader(texte_sur(v.titre), anchor=False)
            if v.sous_titre:
                st.caption(texte_sur(v.sous_titre))
        if v.donnees.empty:
            st.markdown(f":gray[{texte_sur(v.alternative)}]")
        else:
            hauteur: int | Literal["content"] = HAUTEUR if len(v.donnees) > 10 else "content"
            ecritures: dict[Any, Any] = {c: _ecriture(v.formats[str(c)]) for c in v.donnees.columns}
            st.dataframe(
                _triables(v.donnees, v.formats).style.format(ecritures),
                hide_index=True,
                height=hauteur,
                alt=v.alternative or v.titre,
                key=f"{cle}-liste",
            )
        pied(v, cle, texte_sur(v.source))


def _triables(donnees: pd.DataFrame, formats: Mapping[str, str]) -> pd.DataFrame:
    """Missing cells of text and dates as empty texts, dates as ISO: the grid writes "None" in English, and sorts the rest.

    A column of numbers where some are missing or masked becomes text: the grid takes one type.
    """
    columns: dict[Any, Any] = {}
    for c in donnees.columns:
        cells = [x.isoformat() if isinstance(x, date) else "" if pd.isna(x) else x for x in donnees[c]]
        mixed = any(isinstance(x, str) for x in cells) and any(not isinstance(x, str) for x in cells)
        columns[c] = (
            [x if isinstance(x, str) else write_cell(x, formats[str(c)]) for x in cells] if mixed else cells
        )
    return pd.DataFrame(columns)


def _ecriture(format_: str) -> Callable[[object], str]:
    def write(valeur: object) -> str:
        if valeur == "":
            return TIRET_ABSENT
        return write_cell(date.fromisoformat(str(valeur)) if format_ == "date" else valeur, format_)

    return write


def carte_au_choix(
    ctx: Contexte, communes: Question[Visual], etablissements: Question[Visual], cle: str
) -> None:
    """A map of communes; a box adds the schools. A click narrows the filter to the commune."""
    coche = f"{cle}-etablissements"
    question = etablissements if st.session_state.get(coche) else communes
    parts.visual(ask(ctx, question), cle, on_select=on_click(cle, "commune"))
    st.checkbox("Montrer les établissements", key=coche)


def journal_absent() -> None:
    """Without the log of interventions: what it would tell, and where to import it."""
    st.space("medium")
    parts.empty_state(
        "Le journal des interventions n\u2019est pas importé pour ce choix.",
        "Il dira où, quand et pour quoi les médiateurs sont venus, et quels établissements n\u2019ont pas été visités.",
        "pages/importer.py",
    )

"""How a grid is written, how many rows it shows, and what is said where that is not all of them."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from tne.typographie import entier

LIGNES = 1_000
"""Each cell is written here and sent at every run; nobody scrolls through more, and the CSV has them all."""


def ecrire(df: pd.DataFrame, ecritures: Mapping[Any, Callable[[object], str]]) -> Any:
    """The frame with the words of each cell, as `df.style.format(ecritures)` gives them, for `st.dataframe`.

    Pandas first writes the whole as an HTML table, which Streamlit then reads cell by cell: half of the time of a page with
    long lists. Here are only the cells that do not read as they are; a test compares both.
    """
    style = df.style
    lignes = []
    for rang, colonne in enumerate(df.columns):
        if (ecrire_cellule := ecritures.get(colonne)) is None:
            continue
        mots = ((ligne, x, ecrire_cellule(x)) for ligne, x in enumerate(df[colonne].tolist()))
        lignes.append(
            [{"id": f"row{ligne}_col{rang}", "display_value": m} for ligne, x, m in mots if m != str(x)]
        )
    style._translate = lambda *_: {"body": lignes}  # type: ignore[attr-defined]
    return style


def dire_la_coupe(lignes: int) -> None:
    """Said under a grid that does not show all of its `lignes` rows."""
    if lignes > LIGNES:
        st.caption(
            f":material/info: Les {entier(LIGNES)} premières lignes sur {entier(lignes)}\u202f; toutes sont dans le fichier "
            "CSV, sous «\u202fDonnées\u202f»."
        )

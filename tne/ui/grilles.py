"""How a grid is written, how many rows it shows, and what is said where that is not all of them."""

from collections.abc import Callable, Mapping
from typing import Any
from zlib import crc32

import pandas as pd
import streamlit as st

from tne.typographie import entier

LIGNES = 1_000
"""Rows up to which a list is shown whole: those of a large département. Each cell is written here and sent at every run."""

PREMIERES = 300
"""Rows of a longer one: nobody scrolls through more, the CSV has them all, and each costs the browser half a kilobyte."""


def montrees(lignes: int) -> int:
    """How many rows of so many are shown."""
    return lignes if lignes <= LIGNES else PREMIERES


def ecrire(df: pd.DataFrame, ecritures: Mapping[Any, Callable[[object], str]]) -> Any:
    """The frame with the words of each cell, as `df.style.format(ecritures)` gives them, for `st.dataframe`.

    Pandas first writes the whole as an HTML table, which Streamlit then reads cell by cell: half of the time of a page with
    long lists. Here are only the cells that do not read as they are; a test compares both. Pandas gives each of these a name
    drawn at random, for which the same list is sent and drawn anew at each run of the page: here the name is the list's own.
    """
    style = df.style
    named = repr((list(df.columns), len(df), df.head(1).to_numpy().tolist()))
    style.set_uuid(f"{crc32(named.encode()):08x}")
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


def coupe(lignes: int) -> str:
    """What is said under a list that does not show all of its `lignes` rows; "" where it does."""
    if lignes <= montrees(lignes):
        return ""
    return f"Les {entier(PREMIERES)} premières lignes sur {entier(lignes)}\u202f; toutes sont dans le fichier CSV, sous «\u202fDonnées\u202f»."


def dire_la_coupe(lignes: int) -> None:
    """`coupe` under a grid."""
    if mots := coupe(lignes):
        st.caption(f":material/info: {mots}")

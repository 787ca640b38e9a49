"""How many rows a grid shows, and what is said where that is not all of them."""

import streamlit as st

from tne.typographie import entier

LIGNES = 1_000
"""Each cell is written here and sent at every run; nobody scrolls through more, and the CSV has them all."""


def dire_la_coupe(lignes: int) -> None:
    """Said under a grid that does not show all of its `lignes` rows."""
    if lignes > LIGNES:
        st.caption(
            f":material/info: Les {entier(LIGNES)} premières lignes sur {entier(lignes)}\u202f; toutes sont dans le fichier "
            "CSV, sous «\u202fDonnées\u202f»."
        )

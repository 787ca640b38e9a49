"""Figures side by side on a wide screen, one under the other on a narrow one, in columns that end at about the same height."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import ceil

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tne.ui.planche import LARGEUR_MINIMALE
from tne.visuals.visual import Visual

DERNIERES = 8
"""Figures at the end of two columns of which every share is tried."""


def colonnes(cle: str, nombre: int = 2) -> list[DeltaGenerator]:
    """So many columns, far from one another. One under the other they are as near as figures of one column are: those of
    `st.columns` keep their distance then, a blank in the middle of a page. By their key `tne.ui.planche` finds them on paper.
    """
    with st.grid(
        nombre, min_column_width=LARGEUR_MINIMALE, gap=("small", "large"), key=f"tne-colonnes-{cle}"
    ) as grille:
        return [grille.cell() for _ in range(nombre)]


def hauteur(v: Visual) -> int:
    """About how many pixels a figure takes in half a page, with its words."""
    lignes = [(26, v.titre, 34), *((21, mots, 54) for mots in (v.sous_titre,) if mots)]
    lignes += [(21, mots, 42) for mots in (*v.avertissements, v.source)]
    mots = sum(px * ceil(len(texte) / signes) for px, texte, signes in lignes)
    corps = v.figure["layout"]["height"] if v.figure else 36 * (1 + len(v.donnees))
    return int(mots + corps) + 80


def equilibrer(hauteurs: Sequence[int]) -> tuple[list[int], list[int]]:
    """The places of these heights in two columns that end as near each other as can be, in their order.

    Each goes under the shorter column, and so reads about where it stood; the last ones, however they fit best.
    """
    gauche: list[int] = []
    droite: list[int] = []
    ecart = 0
    debut = max(0, len(hauteurs) - DERNIERES)
    for i in range(debut):
        (gauche if ecart <= 0 else droite).append(i)
        ecart += hauteurs[i] if gauche[-1:] == [i] else -hauteurs[i]
    fin = range(debut, len(hauteurs))
    cotes = min(
        product((1, -1), repeat=len(fin)),
        key=lambda signes: abs(ecart + sum(s * hauteurs[i] for s, i in zip(signes, fin, strict=True))),
    )
    for cote, i in zip(cotes, fin, strict=True):
        (gauche if cote > 0 else droite).append(i)
    return gauche, droite

"""Findings of the bilan as lines to read, each with its tone: a table of sentences would scroll sideways on a phone."""

from __future__ import annotations

import streamlit as st

from tne.typographie import typographier
from tne.ui import parts
from tne.ui.parts_donnees import pied
from tne.ui.texte import texte_sur
from tne.visuals.visual import Visual

ICONES = {
    "Positif": ":material/add_circle:",
    "Vigilance": ":material/visibility:",
    "À confirmer": ":material/help:",
}
"""A tone is told by icon and word, never by colour."""


def lignes(v: Visual, cle: str) -> None:
    """The Visual of the findings (columns Année, Tonalité, Thème, Constat), with its title, source and data."""
    with st.container(key=cle, gap="small"):
        parts.entete(v)
        if v.donnees.empty:
            st.markdown(f":gray[{texte_sur(v.alternative)}]")
        else:
            constats = v.donnees[["Tonalité", "Thème", "Constat"]].itertuples(index=False)
            st.markdown("\n\n".join(ligne(*map(str, c)) for c in constats), width=parts.LARGEUR_REPONSE)
        pied(v, cle, v.etat)


def ligne(ton: str, theme: str, texte: str) -> str:
    """One finding in Markdown: the icon of its tone, its theme, the sentence, its tone."""
    sujet = f"**{texte_sur(theme)}** · " if theme else ""
    # Never alone on a line.
    nom = "\u00a0".join(ton.lower().split())
    fin = f"\u00a0:gray[{texte_sur(nom)}]" if nom else ""
    return f"{ICONES.get(ton, ':material/notes:')} {sujet}{texte_sur(typographier(texte))}{fin}"

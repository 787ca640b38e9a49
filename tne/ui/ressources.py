"""The list of resources for parents, each title a link that opens, by audience."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from tne.documents.tables import write_cell
from tne.typographie import typographier
from tne.ui import parts
from tne.ui.parts_donnees import LIGNES_TABLEAU, pied
from tne.ui.tableaux import Cellule, Colonne, tableau_html
from tne.ui.texte import phrase, texte_sur
from tne.visuals.visual import Visual

_DETAILS = ("Thème", "Plateforme", "Durée")
_VUES = {"Vues": "Vues", "Vues depuis la création": "Depuis la création"}
"""Columns of the table and their heads, short enough for a phone."""


def liste(v: Visual, cle: str) -> None:
    """The Visual of the resources: one table per audience with titles that open, or a grid when there are many."""
    with st.container(key=cle, gap="small"):
        parts.entete(v)
        if v.donnees.empty:
            st.markdown(f":gray[{texte_sur(v.alternative)}]")
        elif len(v.donnees) > LIGNES_TABLEAU:
            reglages = {"Adresse": st.column_config.LinkColumn("Adresse", display_text="Ouvrir")}
            st.dataframe(v.donnees, hide_index=True, column_config=reglages, alt=v.alternative)
        else:
            for public, lignes in v.donnees.groupby("Public", sort=False):
                nom = typographier(str(public))
                st.markdown(f"**{phrase(nom)}**")
                st.html(table(lignes, v, nom))
        pied(v, cle)


def table(lignes: pd.DataFrame, v: Visual, public: str) -> str:
    """The resources for that audience, addresses already known to be http or https. Three columns, which a phone holds:
    theme, platform and length stand under the title, in small.
    """
    colonnes = [Colonne("Ressource"), *(Colonne(nom, nombre=True) for nom in _VUES.values())]
    ecrites = [
        [
            Cellule(
                str(ligne["Ressource"]), ", ".join(_dits(ligne[c] for c in _DETAILS)), str(ligne["Adresse"])
            ),
            *(Cellule(write_cell(ligne[c], v.formats[c])) for c in _VUES),
        ]
        for ligne in lignes.to_dict("records")
    ]
    return tableau_html(f"{v.titre}, {public}", colonnes, ecrites)


def _dits(mots: Iterable[object]) -> list[str]:
    return [m for m in mots if isinstance(m, str) and m]

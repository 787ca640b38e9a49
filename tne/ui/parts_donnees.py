"""A chart's data: a real HTML table up to 100 rows, a grid beyond, and the CSV for spreadsheets."""

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd
import streamlit as st

from tne.documents.csv_fr import csv_francais
from tne.documents.tables import write_cell, write_column
from tne.typographie import typographier
from tne.ui import fenetre, feuille
from tne.ui.fenetre import Fenetre
from tne.ui.grilles import dire_la_coupe, ecrire, montrees
from tne.ui.liste_lue import Colonne, Genre, Liste
from tne.ui.tableaux import tableau_du_cadre
from tne.ui.texte import texte_sur
from tne.visuals.visual import Visual

LIGNES_TABLEAU = 100
"""Beyond, a grid that scrolls is lighter than HTML."""


def tableau(df: pd.DataFrame, formats: Mapping[str, str], legende: str) -> None:
    """The frame as a table: French numbers, right-aligned, still sorting as numbers in the grid."""
    if len(df) <= LIGNES_TABLEAU:
        st.html(tableau_du_cadre(df, formats, legende))
    else:
        ecritures = {c: _ecriture(formats.get(str(c), "texte")) for c in df.columns}
        st.dataframe(ecrire(df.head(montrees(len(df))), ecritures), hide_index=True, alt=legende)
        dire_la_coupe(len(df))


def _ecriture(format_: str) -> Callable[[object], str]:
    return lambda valeur: write_cell(valeur, format_)


COLONNES_ETROITES = 4
"""A table of more columns takes the whole width of the screen."""


def corps_du_cadre(df: pd.DataFrame, formats: Mapping[str, str], legende: str) -> str | Liste:
    """The frame as HTML, or as a list that scrolls where it is long."""
    if len(df) <= LIGNES_TABLEAU:
        return tableau_du_cadre(df, formats, legende)
    premieres = df.head(montrees(len(df)))
    formes = {str(c): formats.get(str(c), "texte") for c in df.columns}
    genres: dict[str, Genre] = {"texte": "mot", "date": "date"}
    return Liste(
        legende,
        legende,
        [Colonne(typographier(c), genres.get(f, "nombre"), dite=True) for c, f in formes.items()],
        list(zip(*(write_column(premieres[c].tolist(), f) for c, f in formes.items()), strict=True)),
    )


def pied(v: Visual, cle: str, etat: str = "", suite: str = "") -> str:
    """The HTML of what is to be known of a figure and its source, with the quiet *Données* button on the same line.

    The table is made only when the button is pressed. `etat` is said where it is given; `suite` is HTML that follows.
    """
    large = len(v.donnees.columns) > COLONNES_ETROITES
    donnees = Fenetre(v.titre, partial(_donnees, v, cle), large)
    bouton = fenetre.bouton("Données", f"{cle}-donnees", "table", donnees)
    return feuille.source(v.source, etat, v.avertissements, bouton) + suite


def _donnees(v: Visual, cle: str) -> None:
    if v.donnees.empty:
        st.caption("Aucune ligne pour ce filtre.")
        return
    tableau(v.donnees, v.formats, f"Données\u202f: {v.titre}")
    st.download_button(
        "Télécharger en CSV",
        # Not a function: while it is called the button is shut, and the keyboard would lose its place in the window.
        data=csv_francais(v.donnees, v.formats),
        file_name=f"{v.code.replace('.', '-')}.csv",
        mime="text/csv",
        key=f"{cle}-csv",
        icon=":material/download:",
        on_click="ignore",
    )
    st.caption(texte_sur(f"{v.source} · {v.filtre}" if v.filtre else v.source))

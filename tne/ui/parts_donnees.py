"""A chart's data: a real HTML table up to 100 rows, a list to sort beyond, and the CSV for spreadsheets."""

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd
import streamlit as st

from tne.documents.csv_fr import csv_francais
from tne.ui import boutons, fenetre, feuille
from tne.ui.fenetre import Fenetre
from tne.ui.grilles import coupe, montrees
from tne.ui.liste_lue import Liste, du_cadre
from tne.ui.planche import Piece, planche
from tne.ui.tableaux import tableau_du_cadre
from tne.ui.texte import texte_sur
from tne.visuals.visual import Visual

LIGNES_TABLEAU = 100
"""Beyond, a list that scrolls in its box and is sorted there, of which the browser gets the words alone."""


def corps_du_cadre(
    df: pd.DataFrame,
    formats: Mapping[str, str],
    legende: str,
    pages: Mapping[str, str] | None = None,
    *,
    triable: bool = False,
) -> str | Liste:
    """The frame as the HTML of a table, its cells written alike whatever its length; a long one as a list. `legende` is for those
    who hear the page; words of a cell in `pages` open that page, where it is a table. A list is sorted by its headers; a table
    where it is `triable`.
    """
    if len(df) <= LIGNES_TABLEAU:
        return tableau_du_cadre(df, formats, legende, pages, triable=triable)
    return Liste(legende, legende, *du_cadre(df.head(montrees(len(df))), formats))


def piece_du_cadre(cle: str, corps: str | Liste, lignes: int, avant: str = "", apres: str = "") -> Piece:
    """What `corps_du_cadre` made of a frame of so many rows. `avant` and `apres` are HTML before and after it."""
    if isinstance(corps, str):
        return Piece(cle, avant + corps, apres=apres)
    return Piece(cle, avant, corps, coupe(lignes) + apres)


def cadre_en_table(
    df: pd.DataFrame,
    formats: Mapping[str, str],
    legende: str,
    cle: str | None = None,
    *,
    triable: bool = False,
) -> None:
    """A frame by itself. `cle` tells apart two long tables of a page that may hold the same rows."""
    corps = corps_du_cadre(df, formats, legende, triable=triable)
    if isinstance(corps, str):  # a text needs no key
        st.html(corps)
    else:
        planche(cle, [piece_du_cadre("tableau", corps, len(df))])


COLONNES_ETROITES = 4
"""A table of more columns takes the whole width of the screen."""


def pied(
    v: Visual, cle: str, etat: str = "", suite: str = "", liste: Callable[[], Visual] | None = None
) -> str:
    """The HTML of what is to be known of a figure and its source, with the quiet *Données* button on the same line.

    The table is made only when the button is pressed; `liste` asks for what it shows where the figure itself is a summary.
    `etat` is said where it is given; `suite` is HTML that follows.
    """
    bouton = fenetre.bouton("Données", f"{cle}-donnees", "table", v.titre, partial(_fenetre, v, cle, liste))
    return feuille.source(v.source, etat, v.avertissements, bouton) + suite


def _fenetre(v: Visual, cle: str, liste: Callable[[], Visual] | None) -> Fenetre:
    if liste is not None and not (listed := liste()).donnees.empty:
        v = listed
    return Fenetre(v.titre, partial(_donnees, v, cle), len(v.donnees.columns) > COLONNES_ETROITES)


def _donnees(v: Visual, cle: str) -> None:
    if v.donnees.empty:
        st.caption("Aucune ligne pour ce filtre.")
        return
    cadre_en_table(v.donnees, v.formats, f"Données\u202f: {v.titre}", triable=True)
    boutons.csv(
        "Télécharger en CSV",
        # Not a function: while it is called the button is shut, and the keyboard would lose its place in the window.
        csv_francais(v.donnees, v.formats),
        boutons.nom_fichier(v.code, v.filtre, "csv"),
        f"{cle}-csv",
    )
    st.caption(texte_sur(f"{v.source} · {v.filtre}" if v.filtre else v.source))

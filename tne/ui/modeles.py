"""For each data set: from whom to ask it, when, the template to fill, and what its columns mean."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from tne.datasets import DATASETS
from tne.documents.csv_fr import csv_francais
from tne.folding import traits
from tne.modeles import (
    colonnes_a_remplir,
    confidentialite,
    exemple,
    modele,
    nom_fichier,
    valeurs_possibles,
)
from tne.spec import Column, Dataset
from tne.typographie import cle_tri, typographier
from tne.ui import boutons
from tne.ui.parts_donnees import cadre_en_table
from tne.ui.repli import repli
from tne.ui.texte import texte_sur

_MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


ADRESSE = {"modeles": "ouverts"}
"""Of the page Importer with the templates open: who comes for them finds them, at the foot of the page."""


def block() -> None:
    """The templates, folded unless the address asks for them."""
    title = "Modèles à remplir, et où demander chaque fichier"
    with repli(title, "importer-modeles", ADRESSE) as shown:
        if shown:
            templates()


def templates() -> None:
    """One data set at a time: its source, its template, its dictionary."""
    names = sorted(DATASETS, key=lambda n: cle_tri(DATASETS[n].title))
    chosen = st.selectbox(
        "Jeu de données",
        names,
        format_func=lambda n: typographier(DATASETS[n].title),
        key="modele-jeu",
        width=460,
    )
    d = DATASETS[chosen or names[0]]
    st.markdown(texte_sur(typographier(d.help)))
    st.markdown(typographier(f"**À qui demander, où cliquer, quand** : {texte_sur(d.demander)}"))
    with st.container(horizontal=True, gap="small"):
        for format_, label in (("xlsx", "Modèle à remplir (XLSX)"), ("csv", "Modèle à remplir (CSV)")):
            st.download_button(
                label,
                data=partial(modele, d.name, format_),
                file_name=nom_fichier(d, format_),
                mime=_MIME[format_],
                key=f"modele-{format_}",
                icon=":material/download:",
                on_click="ignore",
            )
        boutons.csv(
            "Dictionnaire des colonnes (CSV)",
            lambda: csv_francais(dictionary(d), {}),
            f"dictionnaire-{traits(d.name)}.csv",
            "modele-dictionnaire",
            icone=":material/menu_book:",
        )
    cadre_en_table(a_lire(d), {}, typographier(f"Colonnes de « {d.title} »"))


def a_lire(d: Dataset) -> pd.DataFrame:
    """The dictionary on a page: what is expected gives the example already, and « Oui » alone said nothing on a phone, where no
    header is seen.
    """
    frame = dictionary(d).drop(columns="Exemple").rename(columns={"Obligatoire": "À remplir"})
    frame["À remplir"] = ["obligatoire" if dit == "Oui" else "facultatif" for dit in frame["À remplir"]]
    return frame


def dictionary(d: Dataset) -> pd.DataFrame:
    """One row per column to fill: what is expected, an example, who may see it."""
    return pd.DataFrame(
        [
            {
                "Colonne": c.label,
                "Obligatoire": "Oui" if c.required else "Non",
                "Ce qu\u2019on attend": typographier(_expected(c)),
                "Exemple": exemple(c),
                "Valeurs possibles": ", ".join(valeurs_possibles(c.kind)),
                "Qui le voit": typographier(confidentialite(c)),
            }
            for c in colonnes_a_remplir(d)
        ]
    )


def _expected(column: Column) -> str:
    if column.kind.name in ("texte", "code") or valeurs_possibles(column.kind):
        return column.help
    return f"{column.help} Attendu\u202f: {column.kind.attendu}."

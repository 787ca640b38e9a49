"""The exact rows of a data set as a file, for coordinators who confirm that they keep it to themselves."""

from __future__ import annotations

from functools import partial

import streamlit as st

from tne.datasets import DATASETS
from tne.exports_exacts import AVERTISSEMENT, exporter_donnees, lignes_par_jeu
from tne.typographie import compte, typographier
from tne.ui import boutons
from tne.ui.contexte import Contexte, expected_errors

CLE = "exact"
"""Of the expander: true once it is open."""
_YEAR, _ALL = "L\u2019année affichée", "Toutes les années"


@st.fragment
def block(ctx: Contexte) -> None:
    """Choose, confirm, download. Nothing for readers and while presenting.

    What is inside is counted and drawn when it is opened, without running the page: hardly anybody does.
    """
    if not ctx.droit.ecrire or ctx.view != "coordination":
        return
    place = st.expander(
        typographier("Télécharger les lignes d'un jeu de données"), key=CLE, on_change="rerun"
    )
    with place, expected_errors():
        if not place.open:
            return
        chosen_years = st.radio(
            "Années", [_YEAR, _ALL], key="exact-annees", horizontal=True, format_func=typographier
        )
        annee = ctx.annee if chosen_years == _YEAR else None
        rows = lignes_par_jeu(ctx.base, ctx.droit, annee)
        jeu = st.selectbox(
            "Jeu de données",
            list(rows),
            # Without the count: the browser answers with the words of a choice, and of other years they would be no choice.
            format_func=lambda j: typographier(DATASETS[j].title),
            key="exact-jeu",
            width=560,
        )
        if jeu is None:
            st.markdown(":gray[Aucune ligne pour cette année.]")
            return
        # Of several years that are shown, the export is of the last.
        year = annee if DATASETS[jeu].annee else None
        of_year = f" de {year}" if year else ""
        st.markdown(f"**{compte(rows[jeu], 'ligne')}{of_year}.** {typographier(AVERTISSEMENT)}")
        agreed = st.checkbox(
            typographier("Je le garde pour mon travail ; le journal note ce téléchargement."),
            key="exact-accord",
        )
        boutons.csv(
            "Télécharger les données exactes (CSV)",
            partial(exporter_donnees, ctx.base, ctx.droit, jeu, annee, agreed) if agreed else b"",
            boutons.nom_fichier(jeu, year or "toutes-annees", "csv"),
            "exact-telecharger",
            ferme=not agreed,
        )

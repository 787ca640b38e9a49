"""Navigation, global filters, presentation switch: nothing else."""

from __future__ import annotations

import streamlit as st

from tne.ui import (
    acces,
    ailleurs,
    cache,
    contexte,
    demonstration,
    discretion,
    documents,
    envoi,
    fenetre,
    filtres,
    lien_demande,
    liens,
    navigation,
    planche,
    reconnexion,
    telechargement,
    theme,
)
from tne.ui.presenter import bouton, pied, seance

discretion.installer()
envoi.installer()
reconnexion.installer()
telechargement.installer()
theme.installer(filtres.titre())

vues, travail, cachees = navigation.pages()
pages = [*vues, *travail]
page = st.navigation([*pages, *cachees], position="hidden")
contexte.resume([*pages, *cachees])
theme.nommer(page.title, filtres.titre())
# Not before `st.navigation`: until a server has met it once, what is drawn has other names, and would be drawn anew.
socle = theme.socle()
presenting = seance.prepare(page)
if not presenting:
    with st.sidebar:
        liens.menu(filtres.titre(), pages)
# After the menu, in which it marks the page.
with socle:
    liens.suivre(page)

with contexte.expected_errors():
    with socle:
        planche.preparer(graphes=presenting or page in vues)
    base = contexte.base()
    version = base.version()
    droit = acces.droit()
    with pied.place_of_filters(presenting):
        filters, years = filtres.sidebar(base, version)
        # A reader has nothing else: ticked or not, the box would change nothing.
        lecture = (
            presenting
            or not droit.ecrire
            or st.checkbox(
                "Présentation",
                key="presentation",
                bind="query-params",
                help="Toutes les pages en lecture\u202f: les petits effectifs de personnes sont masqués.",
            )
        )
    current = contexte.prepare(base, version, droit, filters, years, lecture=lecture)
    with fenetre.ouvrables(socle), cache.one_page():
        if not presenting:
            with st.sidebar:
                bouton.button(current)
                documents.menu(current)
                acces.connexion()
            lien_demande.notice(filters)
            if droit.ecrire:
                reconnexion.avertir(page.url_path)
            demonstration.notice(current)
            ailleurs.avertir(current)
        page.run()

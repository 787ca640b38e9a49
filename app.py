"""Navigation, global filters, presentation switch: nothing else."""

from __future__ import annotations

import streamlit as st

from tne.ui import (
    acces,
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
    planche,
    presenter,
    reconnexion,
    theme,
)

discretion.installer()
envoi.installer()
reconnexion.installer()
theme.installer(filtres.titre())

vues = [
    st.Page("pages/bilan.py", title="Bilan", icon=":material/summarize:", default=True),
    st.Page("pages/formations.py", title="Formations", icon=":material/school:"),
    st.Page("pages/accompagnements.py", title="Accompagnements", icon=":material/handshake:"),
    st.Page("pages/parentalite.py", title="Parentalité", icon=":material/family_restroom:"),
    st.Page("pages/equipements.py", title="Équipements", icon=":material/devices:"),
    st.Page("pages/numerixplore.py", title="Numérixplore", icon=":material/rocket_launch:"),
    st.Page("pages/etablissement.py", title="Établissement", icon=":material/domain:"),
    st.Page("pages/donnees.py", title="Données", icon=":material/fact_check:"),
]
travail = [
    st.Page("pages/diapositives.py", title="Diapositives", icon=":material/slideshow:"),
    st.Page("pages/importer.py", title="Importer", icon=":material/upload_file:"),
    st.Page("pages/journal.py", title="Journal", icon=":material/history:"),
    st.Page("pages/saisir.py", title="Saisir", icon=":material/edit_note:"),
    st.Page("pages/aide.py", title="Aide", icon=":material/help:"),
]
pages = [*vues, *travail]
unlisted = [presenter.page(), st.Page("pages/origine.py", title="Origine d\u2019un chiffre")]
page = st.navigation([*pages, *unlisted], position="hidden")
contexte.resume([*pages, *unlisted])
theme.nommer(page.title, filtres.titre())
# Not before `st.navigation`: until a server has met it once, what is drawn has other names, and would be drawn anew.
socle = theme.socle()
presenting = presenter.prepare(page)
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
    with presenter.place_of_filters(presenting):
        filters, years = filtres.sidebar(base, version)
        lecture = presenting or st.checkbox(
            "Présentation",
            key="presentation",
            bind="query-params",
            help="Toutes les pages en lecture\u202f: les petits effectifs de personnes sont masqués.",
        )
    droit = acces.droit()
    current = contexte.prepare(base, version, droit, filters, years, lecture=lecture)
    if not presenting:
        with st.sidebar:
            presenter.button(current)
            documents.menu(current)
            acces.connexion()
        lien_demande.notice(filters)
    if current.demo and not presenting:
        demonstration.notice(current)
    with fenetre.ouvrables(socle), cache.one_page():
        page.run()

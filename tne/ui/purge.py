"""Erasing the links of a closed year: what it does, asked and confirmed, for coordinators."""

from __future__ import annotations

import streamlit as st

from tne import settings
from tne.persons.purge import Purge, annees_nominatives, personnes_nominatives, purger_en_service
from tne.typographie import accord, compte, enumeration, typographier
from tne.ui import appui
from tne.ui.contexte import Contexte, expected_errors
from tne.ui.tete import LARGEUR_REPONSE
from tne.ui.texte import texte_sur

_SAID = "_purge_dite"


def block(ctx: Contexte) -> None:
    """The part « Effacer les liens d'une année » of a page for coordinators; nothing on a base without persons."""
    years = annees_nominatives(ctx.base, ctx.droit)
    said = st.session_state.pop(_SAID, ())
    if not years and not said:
        return
    st.space("medium")
    st.subheader(typographier("Effacer les liens d'une année"), anchor=False)
    st.markdown(
        typographier(
            "Les personnes sont comptées par une empreinte, sans nom. Une année close n'en a plus besoin : les effectifs restent "
            "exacts, et plus rien ne relie ses personnes à une autre année."
        ),
        width=LARGEUR_REPONSE,
    )
    for sentence in said:
        st.info(texte_sur(typographier(sentence)), icon=":material/info:")
    if years:
        _one(ctx, years)


def _one(ctx: Contexte, years: tuple[str, ...]) -> None:
    annee = st.selectbox(
        "Année à effacer",
        years,
        index=None,
        key="purge-annee",
        placeholder="Choisissez une année",
        width=560,
    )
    if annee is None:
        return
    number = personnes_nominatives(ctx.base, ctx.droit, annee)
    persons = compte(number, "personne")
    agreed = st.checkbox(
        typographier(
            f"Effacer les liens de {persons} : cela ne s'annule pas, et un fichier qui porte des personnes de {annee} sera "
            "refusé ensuite."
        ),
        key=f"purge-accord-{annee}-{number}",  # agreed to is this number: of another one it is asked anew
    )
    st.button(
        f"Effacer les liens de {annee}",
        key="purge-faire",
        icon=":material/link_off:",
        type="primary",
        disabled=not agreed,
        on_click=_erase,
        args=(ctx, annee, number),
    )


def _erase(ctx: Contexte, annee: str, number: int) -> None:
    """Unless another session has done it, or brought other persons in: it is not undone, and what was agreed to is this number."""
    with expected_errors():
        if annee not in annees_nominatives(ctx.base, ctx.droit):
            st.session_state[_SAID] = [f"Les liens de {annee} sont déjà effacés."]
            return
        if personnes_nominatives(ctx.base, ctx.droit, annee) != number:
            st.session_state[_SAID] = [appui.CHANGE]
            return
        done, gone = purger_en_service(ctx.base, ctx.droit, annee)
        st.session_state[_SAID] = _told(done, gone)


def _told(done: Purge, gone: bool) -> list[str]:
    said = [f"{done.annee}\u202f: {compte(done.personnes, 'personne')} sans lien désormais."]
    if not gone:
        said.append(
            "D\u2019anciennes pages restent dans le fichier de la base jusqu\u2019au prochain démarrage du tableau de bord, qui le réécrit."
        )
    if done.sauvegardes:
        n = len(done.sauvegardes)
        these = accord(n, "Cette sauvegarde porte", "Ces sauvegardes portent")
        supprimez = accord(n, "Supprimez-la", "Supprimez-les")
        said.append(
            f"{these} encore l\u2019année\u202f: {enumeration(list(done.sauvegardes))}. {supprimez} du dossier {_ou()}, quand vous n\u2019en "
            "avez plus besoin."
        )
    return said


def _ou() -> str:
    """Which folder the backups stand in."""
    chosen = settings.sauvegardes()
    return f"«\u202f{chosen}\u202f»" if chosen else "«\u202fsauvegardes\u202f», à côté de la base"

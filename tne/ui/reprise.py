"""From one year to the next: what would be taken over, one button, and the way back."""

from __future__ import annotations

import uuid

import streamlit as st

from tne import horloge
from tne.demandes import annees
from tne.importing import Options
from tne.importing.reprise import (
    REPRISES,
    Reprise,
    annee_suivante,
    annees_a_reprendre,
    en_document,
    preparer,
)
from tne.typographie import compte, enumeration, typographier
from tne.ui.contexte import Contexte, expected_errors
from tne.ui.importation import recu as receipts
from tne.ui.repli import repli
from tne.ui.saisie import confirm
from tne.ui.tete import LARGEUR_REPONSE

CLE = "reprise"
_JETON, _FAITE = "_reprise_jeton", "_reprise_faite"
NOMS = {
    "constat": ("constat", "constats"),
    "objectif": ("objectif", "objectifs"),
    "diapositive": ("diapositive", "diapositives"),
}


ADRESSE = {"reprise": "ouverte"}
"""Of the page Saisir with this block open."""


def reprendre(ctx: Contexte) -> None:
    """Choose two years and what to take over, see it, do it: folded, for it is done once a year."""
    # The button that does it gives way to the receipt: the focus stays in this block.
    with repli("Reprendre une autre année", "saisir-reprise", ADRESSE) as shown:
        if shown:
            _reprendre(ctx)


def _reprendre(ctx: Contexte) -> None:
    st.caption(
        typographier(
            "Les constats, les objectifs et les diapositives d'une année servent de point de départ à la suivante. "
            "Ce qui est déjà écrit pour la nouvelle année reste comme il est."
        )
    )
    known = annees_a_reprendre(ctx.base, ctx.droit)
    if not known:
        st.markdown(":gray[Aucun constat, objectif ni diapositive n\u2019est encore écrit.]")
        return
    de, vers, jeux = _choices(ctx, known)
    version = ctx.base.version()
    found = preparer(ctx.base, ctx.droit, de, vers, jeux)
    receipt = receipts.held(ctx, CLE)
    # The receipt of one copy says nothing of two other years.
    if receipt is not None and not found.nombre and st.session_state.get(_FAITE) == (de, vers):
        receipts.receipt(ctx, CLE, receipt)
    elif de != vers and not found.nombre:
        st.markdown(f":gray[{typographier(_nothing(found))}]")
    else:
        _settle(ctx, found, version)


def _choices(ctx: Contexte, known: list[str]) -> tuple[str, str, tuple[str, ...]]:
    later = annee_suivante(known[-1])
    targets = annees({*ctx.annees, *known, later}, horloge.aujourdhui())
    gauche, droite = st.columns(2, gap="medium", width=LARGEUR_REPONSE)
    with gauche:
        de = st.selectbox(
            "Reprendre de",
            known[::-1],
            index=known[::-1].index(ctx.annee) if ctx.annee in known else 0,
            key="reprise-de",
        )
    with droite:
        # A year that was begun and has nothing written yet is the one that is prepared.
        after = ctx.annee if ctx.annee > de and ctx.annee not in known else annee_suivante(de)
        index = targets.index(after) if after in targets else 0
        vers = st.selectbox("Vers", targets, index=index, key=f"reprise-vers-{de}-{after}")
    with st.container(horizontal=True, gap="medium"):
        jeux = tuple(
            j for j in REPRISES if st.checkbox(NOMS[j][1].capitalize(), value=True, key=f"reprise-{j}")
        )
    return de, vers, jeux


def _settle(ctx: Contexte, found: Reprise, version: int) -> None:
    said = enumeration([compte(len(s.ajoutees), *NOMS[s.jeu]) for s in found.saisies])
    kept = enumeration([compte(n, *NOMS[jeu]) for jeu, n in found.en_place.items()])
    there = f" Déjà en place\u202f: {kept}." if kept else ""
    if found.saisies:
        st.markdown(typographier(f"**À reprendre** · {said}, de {found.de} à {found.vers}.{there}"))
    with expected_errors():
        token = st.session_state.setdefault(_JETON, uuid.uuid4().hex)
        document, recognised = en_document(found, str(token))
        if confirm(ctx, CLE, document, recognised, Options(version=version), f"Reprendre en {found.vers}"):
            st.session_state.pop(_JETON, None)
            st.session_state[_FAITE] = (found.de, found.vers)
            st.rerun()


def _nothing(found: Reprise) -> str:
    if found.en_place:
        return f"Rien de plus à reprendre\u202f: tout ce qui est choisi en {found.de} a déjà sa place en {found.vers}."
    return f"Rien n\u2019est à reprendre de {found.de} pour ce choix."

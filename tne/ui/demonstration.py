"""The demonstration on screen: a notice wherever it is in force, one action to bring it and one to remove it."""

from __future__ import annotations

import streamlit as st

from tne.demo import charger_demo, retirer_demo
from tne.typographie import accord, compte, typographier
from tne.ui import parts
from tne.ui.boutons import discret
from tne.ui.contexte import Contexte, expected_errors
from tne.ui.texte import texte_sur


def notice(ctx: Contexte) -> None:
    """One quiet line where records are invented, with the way to remove them for who may."""
    if not ctx.demo:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="tne-demo"):
        st.caption(
            f"{parts.state_badge('démo')} · "
            + typographier(
                "Données de démonstration : enregistrements fictifs construits autour du bilan publié."
            )
        )
        if ctx.droit.ecrire and ctx.view == "coordination":
            discret("Retirer la démonstration", "retirer-demo", remove, ctx)


def remove(ctx: Contexte) -> None:
    """Take the demonstration out and say so, with where it comes back from: half of the pages have nothing to show then."""
    with expected_errors():
        number = retirer_demo(ctx.base, ctx.droit)
        told = (
            f"{compte(number, 'import de démonstration retiré', 'imports de démonstration retirés')}\u202f: "
            f"le journal peut {accord(number, 'le', 'les')} rétablir."
            if number
            else "La démonstration était déjà retirée."
        )
        st.toast(typographier(told), icon=":material/check:")


def load_demo_button(ctx: Contexte) -> None:
    """Fill an empty base with the published figures and the demonstration."""
    if st.button("Charger la démonstration", icon=":material/science:", key="charger-demo"):
        # Closed, as a status is, it would show nothing of how far it is.
        with st.status("Chargement de la démonstration…", expanded=True), expected_errors():
            bar = st.progress(0.0)
            charger_demo(
                ctx.base,
                ctx.droit,
                lambda share, what: bar.progress(share, texte_sur(typographier(what))),
            )
            st.rerun()

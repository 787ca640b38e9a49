"""The last imports, on the page that makes them."""

from __future__ import annotations

from typing import Any

import streamlit as st

from tne.datasets import DATASETS
from tne.importing import imports, retablir
from tne.importing.history import state
from tne.typographie import compte, typographier
from tne.ui import liens
from tne.ui.contexte import Contexte, expected_errors
from tne.ui.importation import recu as receipts
from tne.ui.journal import etat_entier
from tne.ui.tete import LARGEUR_RANGEE
from tne.ui.texte import insecable, texte_sur

_RECENT = 5


def recent(ctx: Contexte) -> None:
    """The last imports, each with its undo or redo; all of them are in the journal. Those of a demonstration that was taken
    out are not offered here: to redo one would mix it with the real ones.
    """
    frame = imports(ctx.base)
    frame = frame[~(frame["demo"] & frame["annule"])]
    st.space("medium")
    st.subheader("Derniers imports", anchor=False)
    if frame.empty:
        st.markdown(":gray[Aucun import pour l\u2019instant.]")
        return
    with st.container(width=LARGEUR_RANGEE):
        for shown, (number, found) in enumerate(frame.groupby("id", sort=False)):
            if shown == _RECENT:
                break
            _one_import(ctx, int(str(number)), found)
    liens.seul("journal", "Tout le journal", ":material/history:")


def _one_import(ctx: Contexte, number: int, found: Any) -> None:
    first = found.iloc[0]
    mark = ", démo" if first["demo"] else ""
    # Each row of a file that feeds two data sets is read for both: their sum is no number of rows.
    lines = [
        (DATASETS[j].title, compte(int(n), "ligne"))
        for j, n in zip(found["jeu"], found["lues"], strict=True)
        if j in DATASETS
    ]
    held = ", ".join(f"{title} ({n})" if len(lines) > 1 else f"{title}, {n}" for title, n in lines)
    # On a phone too its button stands beside it: under it, it might have been that of the next.
    with st.container(
        horizontal=True, wrap=False, vertical_alignment="center", gap="medium", key=f"import-{number}"
    ):
        st.markdown(
            f"**n° {number}**, {texte_sur(first['fichier'])}  \n"
            f":gray[{first['cree']:%d/%m/%Y %H:%M}, {insecable(typographier(held))}, {etat_entier(state(first['en_vigueur'], first['annule']))}{mark}]",
            width="stretch",
        )
        if first["annule"]:
            st.button(
                "Rétablir",
                key=f"retablir-{number}",
                on_click=_redo,
                args=(ctx, number),
                icon=":material/redo:",
            )
        elif first["en_vigueur"]:
            st.button(
                "Annuler",
                key=f"defaire-{number}",
                on_click=receipts.undo,
                args=(ctx, number),
                icon=":material/undo:",
            )


def _redo(ctx: Contexte, number: int) -> None:
    with expected_errors():
        retablir(ctx.base, ctx.droit, number)
        st.toast(f"Import n° {number} rétabli.", icon=":material/redo:")

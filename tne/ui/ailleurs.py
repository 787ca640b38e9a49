"""A warning wherever the base holds schools of another territory than the one that is set."""

from __future__ import annotations

import streamlit as st

from tne.queries.ailleurs import etablissements_d_ailleurs, phrase
from tne.typographie import typographier
from tne.ui.cache import ask
from tne.ui.contexte import Contexte
from tne.ui.texte import texte_sur


def avertir(ctx: Contexte) -> None:
    """Say, to who may mend it, that the territory was set anew over a base of another one."""
    if (
        ctx.droit.ecrire
        and ctx.view == "coordination"
        and (told := phrase(ask(ctx, etablissements_d_ailleurs)))
    ):
        st.warning(texte_sur(typographier(told)), icon=":material/error:")

"""The blocks of the page about the data themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from tne.typographie import enumeration, typographier
from tne.ui import parts
from tne.ui.cache import ask
from tne.ui.contexte import Contexte
from tne.visuals import donnees as figures
from tne.visuals.donnees import Demande


def months(ctx: Contexte) -> None:
    """Where the holes are, a grid for each chosen year, the last one first."""
    for annee in reversed(ctx.filters.annees):
        v = ask(ctx, figures.mois_par_mois, ctx.filters.for_year(annee))
        if v.donnees.empty:  # the answer and what to ask for say it
            continue
        if len(ctx.filters.annees) > 1:
            v = replace(v, titre=f"{annee} · {v.titre}")
        parts.visual(v, f"donnees-mois-{annee}")


def to_ask(ctx: Contexte, missing: Sequence[Demande]) -> None:
    """What to ask for, as a text to copy into a mail."""
    if not missing:
        return
    st.space("small")
    st.subheader(typographier("À demander"), anchor=False)
    st.caption(typographier(f"Ce qui manque pour {ctx.annee}. Copiez ce texte dans un courriel."))
    together: dict[str, list[str]] = {}
    for d in missing:
        together.setdefault(d.demander, []).append(d.titre)
    lines = [typographier(f"- {enumeration(named)} : {where}") for where, named in together.items()]
    bonjour = typographier(f"Bonjour, pour le bilan {ctx.annee} du TNE, il nous manque :")
    st.code("\n".join([bonjour, "", *lines, "", "Merci d\u2019avance."]), language=None, wrap_lines=True)

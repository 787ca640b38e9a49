"""The menu from which every page gives the bilan of its filter, in each format."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from urllib.parse import urlsplit

import streamlit as st

from tne import horloge
from tne.documents import LABELS, MIMES, ecrire
from tne.ui.boutons import nom_fichier
from tne.ui.contexte import Contexte
from tne.ui.volet import volet


@st.cache_data(max_entries=32, show_spinner=False)
def _made(
    path: str,
    version: int,
    filters: object,
    annee: str,
    format_: str,
    adresse: str,
    jour: date,
    _ctx: Contexte,
) -> bytes:
    return ecrire(_ctx.base, _ctx.filters, _ctx.annee, format_, adresse)


def _here() -> str:
    """The address of the dashboard, without page and filters."""
    seen = urlsplit(str(st.context.url))
    return f"{seen.scheme}://{seen.netloc}/" if seen.netloc else ""


def _make(ctx: Contexte, format_: str) -> Callable[[], bytes]:
    """The document, made when it is asked for."""
    return partial(
        _made, ctx.base.path, ctx.version, ctx.filters, ctx.annee, format_, _here(), horloge.aujourdhui(), ctx
    )


@st.fragment
def menu(ctx: Contexte) -> None:
    """One button per format, for the year and the filter in force; documents are always in *lecture*.

    The buttons are made when the menu is opened, and without running the page: a change of filter sends none of them.
    """
    if not ctx.annee:
        return
    place = volet("Documents", "documents", "Documents", icon=":material/description:", width="stretch")
    if place is None:
        return
    with place:
        st.caption(
            f"Bilan {ctx.annee}, pour le filtre choisi. Les petits effectifs de personnes y sont masqués."
        )
        for format_, label in LABELS.items():
            st.download_button(
                label,
                data=_make(ctx, format_),
                file_name=nom_fichier("bilan-tne", f"{ctx.annee} {ctx.filters.choix_en_mots()}", format_),
                mime=MIMES[format_],
                key=f"document-{format_}",
                on_click="ignore",
                width="stretch",
            )

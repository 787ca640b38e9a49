"""What a page needs to know, prepared once per run in app.py: base, filters, view, right, data version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from tne import settings
from tne.access import Droit
from tne.db import Base
from tne.erreurs import AccesRefuse, ErreurTNE
from tne.filters import Filters, View
from tne.ui.parts import texte_sur

_KEY = "_contexte"


@dataclass(frozen=True)
class Contexte:
    """One visitor, one run. `annee` is the year a page about one year shows."""

    base: Base
    filters: Filters
    annee: str
    annees: tuple[str, ...]  # all the years the base knows, oldest first
    view: View
    droit: Droit
    version: int
    demo: bool


@st.cache_resource(show_spinner=False)
def _open(path: str) -> Base:
    return Base(path)


def base() -> Base:
    """The base, opened once for the server. The first start makes it, with the demonstration."""
    path = settings.base_name()
    fresh = not Path(path).exists()
    opened = _open(path)
    if fresh:
        _first_start(opened)
    return opened


def _first_start(opened: Base) -> None:
    from tne.access import droit_ligne_de_commande
    from tne.demo import charger_demo

    with st.status("Premier démarrage : la base se prépare avec les données de démonstration…") as status:
        bar = st.progress(0.0)
        charger_demo(
            opened, droit_ligne_de_commande(), lambda share, name: bar.progress(share, texte_sur(name))
        )
        status.update(label="La base est prête.", state="complete")
    st.rerun()


def install(contexte: Contexte) -> Contexte:
    """Make the context of this run known to its page."""
    st.session_state[_KEY] = contexte
    return contexte


def contexte() -> Contexte:
    """The context of this run."""
    current = st.session_state[_KEY]
    assert isinstance(current, Contexte)
    return current


@contextmanager
def expected_errors() -> Iterator[None]:
    """Show an expected refusal as its sentence; anything else propagates. The only place where this is done."""
    try:
        yield
    except AccesRefuse as refusal:
        st.warning(texte_sur(str(refusal)), icon=":material/lock:")
    except ErreurTNE as refusal:
        st.error(texte_sur(str(refusal)), icon=":material/error:")

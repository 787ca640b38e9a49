"""What a page needs to know, prepared once per run in app.py: base, filters, view, right, data version."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from tne import settings
from tne.access import Droit
from tne.db import Base
from tne.demo import demo_en_place
from tne.erreurs import AccesRefuse, ErreurTNE
from tne.filters import Filters, View
from tne.queries import gardees_avance
from tne.queries.memoire import gardee
from tne.store import daily_backup
from tne.store.backend import backend
from tne.store.faults import told
from tne.typographie import typographier
from tne.ui import premier_demarrage
from tne.ui.texte import texte_sur

_KEY = "_contexte"
_ASKED = "_page_demandee"


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


# Not in Streamlit's cache, which any visitor may empty: a second opening would know nothing of the imports of the first.
_BASES: dict[str, Base] = {}
_OPENING = threading.Lock()


def _open(path: str) -> Base:
    with _OPENING:
        if path not in _BASES or _BASES[path].closed.is_set():
            # Said before anything is opened: the next page would find the base open, and no backup made.
            daily = settings.sauvegarde_quotidienne()
            _BASES[path] = Base(path)
            gardees_avance.suivre(_BASES[path])
            if daily and not _BASES[path].read_only:
                daily_backup.start(_BASES[path])
        return _BASES[path]


def base() -> Base:
    """The base, opened once for the server. The first start makes it, with the demonstration where it is at home."""
    path = settings.base_name()
    if path in _BASES and not _BASES[path].closed.is_set():
        _BASES[path].require_in_place()
        return _BASES[path]
    premier_demarrage.attendre(path)
    return _open(path)


def prepare(
    base: Base, version: int, droit: Droit, filters: Filters, annees: tuple[str, ...], *, lecture: bool
) -> Contexte:
    """The context of this run, known to its page. `lecture`: as readers see it, whoever looks."""
    return install(
        Contexte(
            base=base,
            filters=filters,
            annee=filters.annees[-1] if filters.annees else "",
            annees=annees,
            view="coordination" if droit.ecrire and not lecture else "lecture",
            droit=droit,
            version=version,
            # Every run of a page asks, and a shared base would ask PostgreSQL.
            demo=gardee(("démonstration", base.path, version), lambda: demo_en_place(base)),
        )
    )


def install(contexte: Contexte) -> Contexte:
    """Make the context of this run known to its page."""
    st.session_state[_KEY] = contexte
    return contexte


def contexte() -> Contexte:
    """The context of this run."""
    if _KEY not in st.session_state:
        _pass_by_app()
    current = st.session_state[_KEY]
    assert isinstance(current, Contexte)
    return current


def _pass_by_app() -> NoReturn:
    """Streamlit runs a file of `pages/` by itself until it has met `st.navigation` once: go through app.py first."""
    path = urlsplit(str(st.context.url)).path
    st.session_state[_ASKED] = path.rstrip("/").rsplit("/", 1)[-1]
    st.switch_page("app.py", query_params=_query())


def resume(pages: Sequence[StreamlitPage]) -> None:
    """Go on to the page that was asked for before app.py had run, with its address."""
    asked = st.session_state.pop(_ASKED, None)
    for page in pages:
        if page.url_path and page.url_path == asked:
            st.switch_page(page, query_params=_query())


def _query() -> dict[str, list[str]]:
    """The address as it stands. Of pairs of the same key `st.switch_page` would keep the last alone."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


@contextmanager
def expected_errors() -> Iterator[None]:
    """Show an expected refusal, or a fault of the machine, as its sentence; anything else propagates. The only place
    where this is done.
    """
    try:
        with told(backend(settings.base_name()).nom):
            yield
    except AccesRefuse as refusal:
        st.warning(texte_sur(typographier(str(refusal))), icon=":material/lock:")
    except ErreurTNE as refusal:
        st.error(texte_sur(typographier(str(refusal))), icon=":material/error:")

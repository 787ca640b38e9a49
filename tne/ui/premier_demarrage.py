"""The first start: the base is made, with the demonstration where it is at home, and every page says how far it is."""

from __future__ import annotations

import sys
import threading
import time
from concurrent.futures import Future

import streamlit as st

from tne.access import droit_ligne_de_commande
from tne.demo import demo_possible, preparer_base
from tne.store.backend import backend
from tne.typographie import pourcent, typographier
from tne.ui.texte import texte_sur


class _Arret(Exception):
    """The server stops: the next start begins again."""


class _Preparation:
    """Makes the base in a thread of its own: it goes on when the page that asked for it is left or loaded anew."""

    def __init__(self, path: str) -> None:
        self.avancee: tuple[float, str] = (0.0, "")
        self.faite: Future[None] = Future()
        # Waited for where the server stops, which those of Streamlit are not: Python would end under DuckDB, which aborts.
        threading.Thread(target=self._run, args=(path,), name="premier démarrage", daemon=False).start()

    def _run(self, path: str) -> None:
        print(annonce(), file=sys.stderr, flush=True)
        try:
            preparer_base(path, droit_ligne_de_commande(), self._show)
        except Exception as fault:  # noqa: BLE001 - raised on the pages that wait
            self.faite.set_exception(fault)
            return
        print("\r\033[K" * sys.stderr.isatty() + "La base est prête.", file=sys.stderr, flush=True)
        self.faite.set_result(None)

    def _show(self, share: float, what: str) -> None:
        if not threading.main_thread().is_alive():
            raise _Arret
        self.avancee = share, what
        if sys.stderr.isatty():
            print(f"\r{pourcent(100 * share)} {what}\033[K", end="", file=sys.stderr, flush=True)


_BEGINNING = threading.Lock()
_en_cours: dict[str, _Preparation] = {}


def _preparation(path: str) -> _Preparation | None:
    """What makes the base of this path, begun where nobody has; None where it is made."""
    with _BEGINNING:
        if path in _en_cours and not _en_cours[path].faite.done():
            return _en_cours[path]
        if not backend(path).a_preparer():
            return None
        _en_cours[path] = _Preparation(path)
        return _en_cours[path]


def annonce() -> str:
    """What is under way."""
    with_demo = " avec les données de démonstration" if demo_possible() else ""
    return typographier(f"Premier démarrage : la base se prépare{with_demo}…")


def attendre(path: str) -> None:
    """Where the base has to be made first: show how far that is, until it is made; then the page is drawn anew. Raises what
    stopped it: the next page begins again.
    """
    preparation = _preparation(path)
    if preparation is None:
        return
    # Closed, as a status is, it would show nothing of how far it is.
    with st.status(annonce(), expanded=True) as status:
        bar = st.progress(0.0)
        while not preparation.faite.done():
            share, what = preparation.avancee
            bar.progress(share, texte_sur(typographier(what)))
            time.sleep(0.2)
        preparation.faite.result()
        status.update(label="La base est prête.", state="complete")
    st.rerun()

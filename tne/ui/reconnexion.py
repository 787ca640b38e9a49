"""A session whose connection was lost is drawn anew when it comes back; one that is no more is said to be.

What Streamlit sends while nobody listens is lost, and the end of that run, sent after, makes the browser drop what it did not
receive: without another run the page could stay white. The browser asks for one only where it knew that a run was going on.

A session ends two minutes after its connection, or with the server, and all that it held: without a word, a file that was dropped
or a record that was typed would seem to have been taken. The page asks for a run by itself, and tells when another session answers
(connexion.js).

A run shuts the window that is open (tne/ui/fenetre.py), and Streamlit asks for one after each cut: the page hands on what was being
typed there, a paragraph as a rule, and gives it back.
"""

from __future__ import annotations

import uuid
from typing import Any

import streamlit as st
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from tne.typographie import typographier
from tne.ui.texte import texte_sur

_SEANCE, _PERDUE, _PAGE = "_seance", "_seance_perdue", "_seance_perdue_page"
_TENUES = ("diapositives", "importer", "journal", "saisir")
"""The pages that hold what is not written yet."""
PERDUE = typographier(
    "Le tableau de bord a été relancé, ou la connexion est restée coupée plus de deux minutes : ce que cette fenêtre tenait sans "
    "être enregistré (fichier déposé, saisie, correction) est à refaire. Ce qui était enregistré est intact : le journal le dit."
)

_TAPE, _TAPE_PAGE = "_tape", "_tape_page"
REFERMEE = typographier(
    "La connexion a été coupée, et la fenêtre où vous écriviez s'est refermée. Voici ce qu'elle contenait : rouvrez-la pour "
    "l'y reprendre, si ce n'est pas déjà enregistré."
)

_connect = WebsocketSessionManager.connect_session


def _connect_and_draw(self: WebsocketSessionManager, *arguments: Any, **named: Any) -> str:
    """The same connection; a session that stood before runs its page again, as it was last asked for."""
    session_id = _connect(self, *arguments, **named)
    known = self.get_active_session_info(session_id)
    if known is not None and session_id == named.get("existing_session_id"):
        state = ClientState()
        state.CopyFrom(known.session._client_state)
        state.fragment_id = ""
        known.session.request_rerun(state)
    return session_id


def installer() -> None:
    """Set once, before the first page is drawn."""
    WebsocketSessionManager.connect_session = _connect_and_draw  # type: ignore[method-assign]


def seance() -> str:
    """A name by which the page knows this session from another. Drawn for that: it opens nothing."""
    return str(st.session_state.setdefault(_SEANCE, uuid.uuid4().hex))


def perdue() -> None:
    """The page was drawn by a session that is no more."""
    st.session_state[_PERDUE] = True


def tape(texte: str) -> None:
    """A cut of the connection shuts the window in which this was being typed."""
    st.session_state[_TAPE] = texte
    st.session_state.pop(_TAPE_PAGE, None)


def avertir(page: str) -> None:
    """Give back what was typed in a window that was shut, and say that the session before is gone, on the first page that held
    something of it; until it is left.
    """
    if _TAPE in st.session_state:
        if st.session_state.setdefault(_TAPE_PAGE, page) == page:
            st.warning(texte_sur(REFERMEE), icon=":material/sync_problem:")
            st.code(st.session_state[_TAPE], language=None, wrap_lines=True)
        else:
            del st.session_state[_TAPE], st.session_state[_TAPE_PAGE]
    if not st.session_state.get(_PERDUE):
        return
    if page in _TENUES:
        st.session_state.setdefault(_PAGE, page)
    if st.session_state.get(_PAGE, page) != page:
        del st.session_state[_PERDUE], st.session_state[_PAGE]
    elif page in _TENUES:
        st.warning(texte_sur(PERDUE), icon=":material/sync_problem:")

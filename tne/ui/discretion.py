"""What this server tells of itself, to readers, to its log, to the network: set once, before the first page is drawn.

Streamlit has no setting for these. Tests hold each of them (`tests/acces/test_serveur.py`).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from streamlit import git_util, net_util, runtime
from streamlit.elements import exception as exceptions
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession

from tne.inattendu import ecrits, sans_message, sorte, taire

FAUTE = (
    "Cette page n\u2019a pas pu être montrée\u202f: c\u2019est une faute du programme. Rien n\u2019est perdu de ce qui était enregistré. "
    "Rechargez la page\u202f; si la phrase revient, transmettez le journal du serveur à la personne qui l\u2019installe."
)


class _Record(logging.LogRecord):
    """A line of the log that tells the kind of an error and where it happened, never its message: it may quote a cell."""

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self._error = self.exc_info[1] if self.exc_info else None
        if self._error is not None:
            self.exc_text = sans_message(self._error)
        self.msg = _kind(self.msg)
        if isinstance(self.args, Mapping):
            self.args = {key: _kind(value) for key, value in self.args.items()}
        elif self.args:
            self.args = tuple(map(_kind, self.args))

    def getMessage(self) -> str:  # noqa: N802 - the name that logging calls
        """The line itself: asyncio quotes there the error whose stack it writes beneath."""
        told = super().getMessage()
        for words in ecrits(self._error):
            told = told.replace(words, sorte(self._error))
        return told


def _kind(argument: object) -> object:
    """What a line of the log may hold: an error that no sentence of ours tells is its kind alone."""
    return sorte(argument) if ecrits(argument) else argument


_new_session = AppSession._create_new_session_message
_GREETED: set[str] = set()


def _without_path(self: AppSession, *arguments: Any, **named: Any) -> ForwardMsg:
    """The greeting of each run, without the folder where the program stands.

    The browser takes another path for another program and clears its page, in the middle of a part drawn anew: a session that
    was greeted before keeps what it was told.
    """
    message = _new_session(self, *arguments, **named)
    if self.id not in _GREETED:
        message.new_session.main_script_path = ""
    return message


def _greeted() -> set[str]:
    """The sessions that stand already: at the first run of a page, the one that asked for it."""
    # Streamlit's own test of a page has a stand-in for the server, without sessions.
    manager = getattr(runtime.get_instance(), "_session_mgr", None) if runtime.exists() else None
    return {known.session.id for known in manager.list_sessions()} if manager else set()


def _unknown(*_: object) -> None:
    """Nothing to tell."""


def installer() -> None:
    """Withhold messages of errors from the log, say unexpected ones in French, ask nobody for this machine's address."""
    logging.setLogRecordFactory(_Record)
    taire("Faute du programme\u202f:")
    exceptions._GENERIC_UNCAUGHT_EXCEPTION_TEXT = FAUTE  # type: ignore[misc]
    # At the first request of a foreign page, Streamlit asks a service on the web under which address this machine is seen.
    net_util.get_external_ip = _unknown
    net_util.get_internal_ip = _unknown
    if AppSession._create_new_session_message is not _without_path:
        _GREETED.update(_greeted())
    AppSession._create_new_session_message = _without_path  # type: ignore[method-assign]
    # Any visitor may ask in which branch the program stands, and how files beside it are named.
    git_util.GitRepo.get_repo_info = _unknown  # type: ignore[method-assign,assignment]

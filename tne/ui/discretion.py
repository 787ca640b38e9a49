"""What this server tells of itself, to readers, to its log, to the network: set once, before the first page is drawn.

Streamlit has no setting for these. Tests hold each of them (`tests/acces/test_serveur.py`).
"""

from __future__ import annotations

import logging
import traceback
from typing import Any

from streamlit import git_util, net_util, runtime
from streamlit.elements import exception as exceptions
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession

from tne.erreurs import ErreurTNE

FAUTE = (
    "Cette page n\u2019a pas pu être montrée\u202f: c\u2019est une faute du programme. Rien n\u2019est perdu de ce qui était enregistré. "
    "Rechargez la page\u202f; si la phrase revient, transmettez le journal du serveur à la personne qui l\u2019installe."
)


class _Record(logging.LogRecord):
    """A line of the log that tells the kind of an error and where it happened, never its message: it may quote a cell."""

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        if self.exc_info and self.exc_info[1] is not None:
            self.exc_text = sans_message(self.exc_info[1])
        if isinstance(self.args, tuple):
            self.args = tuple(map(_kind, self.args))


def _kind(argument: object) -> object:
    """What a line of the log may hold: an error that no sentence of ours tells is its kind alone."""
    if isinstance(argument, BaseException) and not isinstance(argument, ErreurTNE):
        return f"{type(argument).__module__}.{type(argument).__qualname__} (message non écrit)"
    return argument


def sans_message(error: BaseException) -> str:
    """The stack of an error and of those behind it, without one word of their messages."""
    parts: list[str] = []
    step: BaseException | None = error
    while step is not None and len(parts) < 10:
        frames = "".join(traceback.format_tb(step.__traceback__))
        parts.append(f"{frames}{type(step).__module__}.{type(step).__qualname__} (message non écrit)")
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return "\nqui vient de :\n".join(parts)


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
    exceptions._GENERIC_UNCAUGHT_EXCEPTION_TEXT = FAUTE  # type: ignore[misc]
    # At the first request of a foreign page, Streamlit asks a service on the web under which address this machine is seen.
    net_util.get_external_ip = _unknown
    net_util.get_internal_ip = _unknown
    if AppSession._create_new_session_message is not _without_path:
        _GREETED.update(_greeted())
    AppSession._create_new_session_message = _without_path  # type: ignore[method-assign]
    # Any visitor may ask in which branch the program stands, and how files beside it are named.
    git_util.GitRepo.get_repo_info = _unknown  # type: ignore[method-assign,assignment]

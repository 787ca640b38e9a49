"""A session whose connection was lost is drawn anew when it comes back.

What Streamlit sends while nobody listens is lost, and the end of that run, sent after, makes the browser drop what it did not
receive: without another run the page could stay white. The browser asks for one only where it knew that a run was going on.
"""

from __future__ import annotations

from typing import Any

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

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

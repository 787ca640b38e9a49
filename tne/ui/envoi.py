"""Messages to the browser leave at once, not when the last ones have been answered for.

Streamlit opens its door by a socket of no named protocol, which asyncio does not take for TCP: it leaves Nagle's algorithm on, and
what a run of a page sends last waits for the browser's acknowledgement, 40 ms of a filter change of 150.
"""

from __future__ import annotations

import socket
from asyncio import AbstractEventLoop, base_events
from contextlib import suppress
from typing import Any

from streamlit import runtime


def installer() -> None:
    """For the connections to come, and for those that brought the first page. Once per server."""
    if base_events._set_nodelay is _at_once:  # type: ignore[attr-defined]
        return
    base_events._set_nodelay = _at_once  # type: ignore[attr-defined]
    if runtime.exists():
        loop = runtime.get_instance()._get_async_objs().eventloop
        loop.call_soon_threadsafe(_those_there, loop)


def _those_there(loop: AbstractEventLoop) -> None:
    # Windows' own loop keeps no such list: there the first connection stays as it was.
    for transport in list(getattr(loop, "_transports", {}).values()):
        # One that has just closed, as those of a watch do, has no option to set any more.
        with suppress(OSError):
            _at_once(transport.get_extra_info("socket"))


def _at_once(sock: Any) -> None:
    """What asyncio does for a socket that says it is TCP."""
    if (
        sock is not None
        and sock.family in (socket.AF_INET, socket.AF_INET6)
        and sock.type == socket.SOCK_STREAM
    ):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

"""What the server writes to a browser leaves at once: every connection has TCP_NODELAY, the one of the first page too."""

from __future__ import annotations

import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import fil
from tests.navigateur.banc import demarrer
from tne.ui import envoi

# The page says, of all connections of its server, whether they wait.
_SCRIPT = """
import socket
import streamlit as st
from streamlit import runtime
from tne.ui import envoi

if {installe}:
    envoi.installer()
st.multiselect("Passage", ["1", "2"], key="passage")
loop = runtime.get_instance()._get_async_objs().eventloop
sockets = [t.get_extra_info("socket") for t in list(loop._transports.values())]
options = {{bool(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)) for s in sockets}}
st.markdown(f"sans attendre : {{sorted(options)}}")
"""


def _told(tmp_path: Path, installe: bool) -> list[str]:
    """What the first visitor is told at a second run of its page, then another visitor."""
    script = tmp_path / "page.py"
    script.write_text(_SCRIPT.format(installe=installe), encoding="utf-8")
    server = demarrer(tmp_path / "tne.duckdb", tmp_path, script=script)
    try:
        with fil.Seance(server.url) as first:
            box = next(str(b.id) for b in first.ouvrir().elements("multiselect"))
            told = [first.choisir({box: ["1"]}).texte]
            with fil.Seance(server.url) as second:
                told.append(second.ouvrir().texte)
        return told
    finally:
        server.arreter()


@pytest.mark.parametrize(("installe", "options"), [(True, "[True]"), (False, "[False]")])
def test_no_connection_waits_before_it_writes(tmp_path: Path, installe: bool, options: str) -> None:
    """Where asyncio says [True] by itself, `tne.ui.envoi` can go."""
    assert [f"sans attendre : {options}" in t for t in _told(tmp_path, installe)] == [True, True]


def test_a_connection_that_has_just_closed_is_no_fault() -> None:
    with socket.socket() as open_one, socket.socket() as closed:
        closed.close()
        ended = SimpleNamespace(family=socket.AF_INET, type=socket.SOCK_STREAM, setsockopt=closed.setsockopt)

        def connection(of: Any) -> Any:
            return SimpleNamespace(get_extra_info=lambda name: of)

        loop: Any = SimpleNamespace(_transports={1: connection(ended), 2: connection(open_one)})
        envoi._those_there(loop)
        assert open_one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

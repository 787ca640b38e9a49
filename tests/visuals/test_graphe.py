"""The component that draws charts: its library, what it is sent and what it makes of a click."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import plotly.offline
import pytest
import streamlit as st

from tne.erreurs import ErreurTNE
from tne.ui import graphe
from tne.visuals.visual import en_json


def test_the_library_is_that_of_the_package_copied_once(tmp_path: Path) -> None:
    graphe.bibliotheque.cache_clear()
    address = graphe.bibliotheque(tmp_path)
    (copy,) = tmp_path.iterdir()
    assert address == f"app/static/{copy.name}"
    whole = plotly.offline.get_plotlyjs()
    shorter = len(whole) - len(copy.read_text(encoding="utf-8"))
    assert 200 < shorter < 1000, "the list of what it registers, and nothing else"
    assert copy.stat().st_mode & 0o444 == 0o444
    copy.write_text("gardée", encoding="utf-8")
    graphe.bibliotheque.cache_clear()
    assert graphe.bibliotheque(tmp_path) == address
    assert copy.read_text(encoding="utf-8") == "gardée"


def test_a_library_that_registers_otherwise_is_taken_whole() -> None:
    for other in ("x.register(a)", "x.register([a(),b(),c()]);y.register([d(),e(),f()])"):
        assert graphe.allegee(other) == other
    assert graphe.allegee("x.register([a(),b(),c()])") == "x.register([a(),c()])"


@pytest.mark.skipif(sys.platform == "win32", reason="the rights of a folder are others there")
def test_a_folder_that_takes_no_file_is_told(tmp_path: Path) -> None:
    graphe.bibliotheque.cache_clear()
    missing = tmp_path / "absent"
    with pytest.raises(ErreurTNE, match="n\u2019accepte pas d\u2019écriture"):
        graphe.bibliotheque(missing)
    graphe.bibliotheque.cache_clear()


@pytest.mark.parametrize(
    ("sent", "meant"),
    [([0, 3], (0, 3)), (None, None), ([1], None), (["0", "3"], None), ({"x": 1}, None), ([0, 1, 2], None)],
)
def test_a_click_is_a_trace_and_a_rank_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, sent: object, meant: tuple[int, int] | None
) -> None:
    monkeypatch.setattr(st, "session_state", {"un": SimpleNamespace(clic=sent)})
    assert graphe.point_clique("un") == meant


def test_a_number_that_is_none_is_not_sent() -> None:
    with pytest.raises(ValueError, match="JSON"):
        en_json({"data": [{"y": [float("nan")]}], "layout": {}})

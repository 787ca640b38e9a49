"""The component that draws charts: what it is sent and what it makes of a click."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import streamlit as st

from tne.ui import graphe
from tne.visuals.visual import en_json


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

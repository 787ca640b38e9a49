"""The component that draws sheets of a page: what it is sent, and what it makes of a click."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st

from tests import fil
from tne.ui import planche
from tne.ui.liste_lue import Colonne, Liste
from tne.ui.planche import Graphe, Piece
from tne.visuals.visual import en_json


@pytest.fixture
def mounted(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What Streamlit is asked to mount."""
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(planche, "_PLANCHE", lambda **asked: calls.append(asked))
    return calls


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (["un", 0, 3], (0, 3)),
        (["autre", 0, 3], None),
        (["muet", 0, 3], None),
        ([0, 3], None),
        (None, None),
        (["un", 1], None),
        (["un", "0", "3"], None),
        ({"un": 1}, None),
        ([["un"], 0, 3], None),
        (["un", 0, 1, 2], None),
    ],
)
def test_a_click_is_a_chart_of_the_sheet_a_trace_and_a_rank_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
    mounted: list[dict[str, Any]],
    sent: object,
    meant: tuple[int, int] | None,
) -> None:
    heard: list[tuple[int, int]] = []

    def click(trace: int, rang: int) -> None:
        heard.append((trace, rang))

    un, muet = Graphe("{}", "x", 100, au_clic=click), Graphe("{}", "x", 100)
    planche.planche("rangee", [Piece("un", corps=un)], [Piece("muet", corps=muet)])
    monkeypatch.setattr(st, "session_state", {"rangee": SimpleNamespace(clic=sent)})
    mounted[0]["on_clic_change"]()
    assert heard == ([meant] if meant else [])


def test_a_sheet_is_sent_as_a_line_for_each_of_its_bodies(mounted: list[dict[str, Any]]) -> None:
    figure = en_json({"data": [{"type": "bar", "x": ["deux\nlignes"]}], "layout": {}})
    liste = Liste("Titre", "x", [Colonne("Mot")], [["à\nla ligne"], ["\u2028"]])
    planche.planche(
        "essai",
        [Piece("un", "<p>avant\n</p>", Graphe(figure, "Ce qu\u2019on voit", 240), "après")],
        [Piece("deux", "mots"), Piece("trois", corps=liste)],
    )
    (asked,) = mounted
    assert (asked["key"], asked["height"]) == ("essai", "content")
    sent = SimpleNamespace(component_name="tne_planche", bytes=asked["data"])
    (un, drawn), (deux, nothing), (trois, listed) = fil.pieces([sent])
    assert (un["avant"], un["apres"], un["genre"], un["hauteur"]) == (
        "<p>avant\n</p>",
        "après",
        "graphe",
        240,
    )
    assert (un["alternative"], un["clic"], drawn) == ("Ce qu\u2019on voit", False, figure)
    assert (deux["genre"], nothing, trois["genre"], listed) == ("", "", "liste", liste.en_json)


def test_a_chart_without_a_height_fills_its_place(mounted: list[dict[str, Any]]) -> None:
    planche.planche("diapo", [Piece("un", corps=Graphe("{}", "x"))])
    assert mounted[0]["height"] == "stretch"


def test_a_number_that_is_none_is_not_sent() -> None:
    with pytest.raises(ValueError, match="JSON"):
        en_json({"data": [{"y": [float("nan")]}], "layout": {}})

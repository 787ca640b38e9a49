"""A button of the page's own HTML: it says what it opens, and only its own window opens, without a run of the page."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from tne.ui import fenetre


def _page() -> None:
    from functools import partial

    import streamlit as st

    from tne.ui import fenetre as f

    st.session_state["passages"] = st.session_state.get("passages", 0) + 1
    with f.ouvrables(st.container()):
        for n in st.session_state.get("figures", (1, 2)):
            titre = f"Titre <{n}>"
            make = partial(f.Fenetre, titre, lambda n=n: st.caption(f"table {n}"))
            st.html(f.bouton("Données", f"figure-{n}", "table", titre, make))


def _pressed(monkeypatch: pytest.MonkeyPatch, value: object) -> AppTest:
    class Result:
        cle = value

    monkeypatch.setattr(fenetre, "_OUVRIR", lambda **_: Result())
    at = AppTest.from_function(_page).run()
    assert not at.exception
    return at


def test_a_button_names_what_it_opens() -> None:
    at = AppTest.from_function(_page).run()
    buttons = [e.value for e in at.html]
    assert [re.findall('aria-label="(.*?)"', b) for b in buttons] == [
        [f"Données\u202f: Titre &lt;{n}&gt;"] for n in (1, 2)
    ]
    assert not at.caption, "what nobody asked for is not made"


def test_the_window_of_the_pressed_button_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [c.value for c in _pressed(monkeypatch, "figure-2").caption] == ["table 2"]


@pytest.mark.parametrize("sent", [None, "figure-3", ["figure-1"], {"cle": "figure-1"}, 1])
def test_anything_else_that_a_browser_sends_opens_nothing(
    monkeypatch: pytest.MonkeyPatch, sent: object
) -> None:
    assert not _pressed(monkeypatch, sent).caption


def test_the_windows_of_the_run_before_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    at = _pressed(monkeypatch, "figure-2")
    at.session_state["figures"] = (1,)
    at.run()
    assert not at.exception
    assert not at.caption

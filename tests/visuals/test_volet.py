"""What opens over the page: a plain button until it is asked for, then a popover, whose table is made while it is open."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    from tne.ui.volet import volet

    place = volet("Documents", "essai", "Le titre", icon=":material/description:")
    if place is not None:
        with place:
            st.markdown("la table")


def _seen(at: AppTest) -> tuple[int, int, int]:
    """Buttons, popovers, tables."""
    assert not at.exception
    return len(at.button), len(at.get("popover")), len(at.markdown)


def test_a_button_stands_for_what_nobody_asked_for_and_opens_it_once_pressed() -> None:
    at = AppTest.from_function(_page).run()
    assert _seen(at) == (1, 0, 0)
    at.run()
    assert _seen(at) == (1, 0, 0)
    at.button[0].click().run()
    assert _seen(at) == (0, 1, 1)
    at.session_state["essai"] = False
    at.run()
    assert _seen(at) == (0, 1, 0)

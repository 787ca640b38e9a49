"""With the keyboard alone: what a pressed button gives way to keeps the focus in its block, not at the top of the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.navigateur.banc import Serveur, attendre_stable

Ouvrir = Callable[..., Page]


@pytest.mark.parametrize(
    ("adresse", "bouton", "bloc"),
    [
        ("/donnees?annee=2023-2024", "Préparer", "donnees-demander"),
        ("/saisir?annee=2023-2024&reprise=ouverte", "Reprendre en", "saisir-reprise"),
    ],
)
def test_the_focus_stays_in_the_block_of_a_button_that_is_no_more(
    page: Page, ouvrir_sur: Ouvrir, serveur_demo: Serveur, adresse: str, bouton: str, bloc: str
) -> None:
    ouvrir_sur(serveur_demo, adresse)
    page.get_by_role("button", name=bouton).focus()
    page.keyboard.press("Enter")
    attendre_stable(page)
    expect(page.get_by_role("button", name=bouton)).to_have_count(0)
    _held(page, bloc)


def test_after_an_undo_the_focus_stays_beside_what_would_redo(
    page: Page, ouvrir_sur: Ouvrir, serveur_demo: Serveur
) -> None:
    """It went to the page as a whole, thirty keys above."""
    ouvrir_sur(serveur_demo, "/journal")
    page.get_by_text("Voir ce que l\u2019annuler changerait").click()
    attendre_stable(page)
    page.get_by_role("button", name="Annuler l\u2019import").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Voir ce que le rétablir changerait")).to_be_visible()
    attendre_stable(page)
    _held(page, "journal-etat")


def test_after_an_entry_the_focus_goes_to_what_came_of_it(
    page: Page, ouvrir_sur: Ouvrir, serveur_demo: Serveur
) -> None:
    """The receipt stands under the form, and the focus went to the head of the page."""
    ouvrir_sur(serveur_demo, "/saisir")
    page.get_by_role("combobox", name="Enregistrement").click()
    page.get_by_role("option").nth(1).click()
    attendre_stable(page)
    page.get_by_role("textbox", name="Thème").fill("Un autre thème")
    page.get_by_role("button", name="Vérifier").click()
    attendre_stable(page)
    page.get_by_role("button", name="Enregistrer").focus()
    page.keyboard.press("Enter")
    # On a machine that runs other tests too, the record is written and the form drawn anew in more than the usual seconds.
    expect(page.get_by_test_id("stMain").get_by_text("c\u2019est fait")).to_be_visible(timeout=30_000)
    attendre_stable(page)
    _held(page, "saisie-suite")


_LENTE = """
import time
import streamlit as st
from tne.ui import theme
theme.installer("Essai")
theme.socle()
if st.session_state.get("fait"):
    st.write("Un paragraphe de plus, qui prend la place du bloc.")
    time.sleep(2)
with st.container(key="suite"):
    if st.session_state.get("fait"):
        st.write("c'est fait")
    elif st.button("Enregistrer"):
        st.session_state.fait = True
        st.rerun()
"""


def test_a_block_that_is_drawn_late_keeps_the_focus(
    page: Page, ouvrir_sur: Ouvrir, lancer: Callable[..., Serveur], tmp_path: Path
) -> None:
    """Its place was taken by what came before it, and for a moment it was nowhere: the focus went to the page."""
    source = tmp_path / "lente.py"
    source.write_text(_LENTE, encoding="utf-8")
    ouvrir_sur(lancer(tmp_path / "tne.duckdb", source), "/")
    page.get_by_role("button", name="Enregistrer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("c'est fait")).to_be_visible()
    _held(page, "suite")


def _held(page: Page, bloc: str) -> None:
    """The focus is in that block, on screen."""
    inside = "bloc => !!document.activeElement.closest('.st-key-' + bloc)"
    page.wait_for_function(inside, arg=bloc)
    held = page.evaluate("() => document.activeElement.getBoundingClientRect()")
    assert held["top"] < 800
    assert held["bottom"] > 0

"""The coordinator's paragraph on the page Bilan: written in place, shown as it is, undone in the journal, read only by readers."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.navigateur.banc import Serveur, attendre_stable


def test_a_paragraph_is_written_read_and_undone(
    page: Page, ouvrir_sur: Callable[..., Page], serveur_demo: Serveur, axe: Callable[..., None]
) -> None:
    ouvrir_sur(serveur_demo, "/?annee=2023-2024")
    part = page.locator("[data-cle='bilan-formations']")
    part.get_by_role("button", name="Ajouter un paragraphe").click()
    attendre_stable(page)
    axe(page)
    page.get_by_role("textbox", name="Paragraphe de 2023-2024").fill("Du <b>temps</b> *manque*.\n\nEt $x$.")
    page.get_by_role("button", name="Enregistrer le paragraphe").focus()
    page.keyboard.press("Enter")
    attendre_stable(page)
    # The button of the paragraph says another word now: the focus fell to the top of the page.
    expect(part.get_by_role("button", name="Modifier le paragraphe")).to_be_focused()
    expect(part.get_by_text("Du <b>temps</b> *manque*.", exact=True)).to_be_visible()
    expect(part.get_by_text("Et $x$.", exact=True)).to_be_visible()
    expect(part.get_by_role("button", name="Modifier le paragraphe")).to_be_visible()
    expect(page.get_by_text("qui s\u2019annule dans le Journal")).to_be_visible()
    ouvrir_sur(serveur_demo, "/?annee=2023-2024&presentation=true")
    expect(part.get_by_text("Et $x$.", exact=True)).to_be_visible()
    assert page.get_by_role("button", name="paragraphe").count() == 0
    ouvrir_sur(serveur_demo, "/journal")
    expect(page.get_by_text("Saisie : Paragraphes du bilan").first).to_be_attached()

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


def test_a_paragraph_does_not_take_the_place_of_one_that_another_session_wrote_meanwhile(
    page: Page, serveur_demo: Serveur
) -> None:
    """The first was gone from the bilan, and nobody was told."""
    pages = page, page.context.new_page()
    for one, text in zip(pages, ("Texte premier.", "Texte second."), strict=True):
        one.goto(f"{serveur_demo.url}/?annee=2023-2024")
        attendre_stable(one, 60)
        one.locator("[data-cle='bilan-formations']").get_by_role("button", name="Ajouter").click()
        attendre_stable(one)
        one.get_by_role("textbox", name="Paragraphe de 2023-2024").fill(text)
    for one in pages:
        one.get_by_role("button", name="Enregistrer le paragraphe").click()
        attendre_stable(one)
    first, second = pages
    expect(first.get_by_text("Texte premier.", exact=True)).to_be_visible()
    dialog = second.get_by_role("dialog")
    expect(dialog).to_contain_text("écrit dans une autre fenêtre entre-temps")
    expect(dialog.get_by_text("Texte premier.", exact=True)).to_be_visible()
    assert dialog.get_by_role("textbox").input_value() == "Texte second."
    dialog.get_by_role("textbox").fill("Texte premier.\nTexte second.")
    dialog.get_by_role("button", name="Enregistrer le paragraphe").click()
    attendre_stable(second)
    expect(dialog).to_have_count(0)
    for text in ("Texte premier.", "Texte second."):
        expect(second.get_by_text(text, exact=True)).to_be_visible()

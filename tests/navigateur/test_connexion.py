"""The server does not answer any more: said in French, until it does; then, that what it held and nobody wrote is gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.navigateur.banc import Serveur, attendre_stable, demarrer
from tne.ui.reconnexion import PERDUE, REFERMEE

LIGNE = b"R\xc3\xa9f\xc3\xa9rence;Date;Nature;UAI\n2023-901;12/06/2024;Formation;0860002K\n"


@pytest.mark.parametrize("adresse", ["/formations?secteur=Public", "/importer", "/presenter"])
def test_a_server_that_stopped_is_told_in_french_and_the_page_goes_on_once_it_is_back(
    page: Page, base_demo: Path, tmp_path: Path, adresse: str
) -> None:
    serveur = demarrer(base_demo, tmp_path)
    try:
        page.goto(serveur.url + adresse)
        attendre_stable(page)
        shown = page.get_by_role("heading", level=1).first.inner_text()
        told = page.get_by_role("alert").filter(has_text="Le tableau de bord ne répond plus")
        expect(told).to_have_count(0)
        serveur.arreter()
        expect(told).to_be_visible(timeout=20_000)
        # Streamlit's own words come too, in English: ours are read beside them, and are not under them.
        expect(page.get_by_role("dialog")).to_be_visible(timeout=20_000)
        expect(told).to_be_visible()
        assert told.evaluate(
            "e => document.elementFromPoint(innerWidth / 2, e.getBoundingClientRect().top + 20) === e"
        )
        serveur = demarrer(base_demo, tmp_path, port=serveur.port)
        expect(told).to_have_count(0, timeout=60_000)
        attendre_stable(page, 60)
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert page.get_by_role("heading", level=1).first.inner_text() == shown
    finally:
        serveur.arreter()


def _relancer(page: Page, serveur: Serveur, tmp_path: Path) -> Serveur:
    """Another server in the place of the first, found by the page."""
    serveur.arreter()
    expect(page.get_by_role("alert").filter(has_text="ne répond plus")).to_be_visible(timeout=20_000)
    return demarrer(serveur.base, tmp_path, port=serveur.port)


def test_a_file_and_an_entry_that_went_with_the_server_are_said_to_be_gone(
    page: Page, base_demo: Path, tmp_path: Path
) -> None:
    """The page stood as before, and its buttons did nothing: the next one that was pressed took the file away, unsaid."""
    serveur = demarrer(base_demo, tmp_path)
    said = page.get_by_text(PERDUE)
    try:
        page.goto(f"{serveur.url}/importer")
        attendre_stable(page, 60)
        page.locator('input[type="file"]').first.set_input_files(
            {"name": "carnet.csv", "mimeType": "text/csv", "buffer": LIGNE}
        )
        expect(page.get_by_text("Reconnu comme")).to_be_visible(timeout=30_000)
        attendre_stable(page, 60)
        serveur = _relancer(page, serveur, tmp_path)
        expect(said).to_be_visible(timeout=60_000)
        attendre_stable(page, 60)
        expect(page.get_by_text("Reconnu comme")).to_have_count(0)
        page.get_by_role("checkbox", name="Coller un tableau").check(force=True)
        attendre_stable(page, 60)
        expect(said).to_be_visible()
        page.get_by_role("link", name="Journal", exact=True).click()
        attendre_stable(page, 60)
        expect(said).to_have_count(0)
    finally:
        serveur.arreter()


def test_what_a_page_offers_to_download_is_there_when_the_server_is_back(
    page: Page, base_demo: Path, tmp_path: Path
) -> None:
    """The button asked the new server for a file of the old one: « Failed to process », for five seconds, in English."""
    serveur = demarrer(base_demo, tmp_path)
    try:
        page.goto(f"{serveur.url}/journal")
        attendre_stable(page, 60)
        serveur = _relancer(page, serveur, tmp_path)
        expect(page.get_by_text("ne répond plus")).to_have_count(0, timeout=60_000)
        page.wait_for_timeout(1000)
        attendre_stable(page, 60)
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Télécharger le journal").click()
        assert waiting.value.suggested_filename == "journal-des-imports.csv"
    finally:
        serveur.arreter()


@pytest.mark.parametrize("relance", [False, True])
def test_a_paragraph_that_was_being_typed_is_given_back(
    page: Page, base_demo: Path, tmp_path: Path, relance: bool
) -> None:
    """Any cut of the connection shut its window: all that was typed in it was gone, without a word."""
    serveur = demarrer(base_demo, tmp_path)
    sockets: list[WebSocketRoute] = []

    def through(route: WebSocketRoute) -> None:
        sockets.append(route)
        route.connect_to_server()

    try:
        page.route_web_socket(re.compile("_stcore/stream"), through)
        page.goto(serveur.url)
        attendre_stable(page, 60)
        page.get_by_role("button", name="Ajouter un paragraphe").first.click()
        page.get_by_role("dialog").locator("textarea").fill("Une année d'essais,\nà reprendre.")
        if relance:
            serveur = _relancer(page, serveur, tmp_path)
        else:
            sockets[-1].close(code=1011, reason="coupée")
        expect(page.get_by_text(REFERMEE)).to_be_visible(timeout=60_000)
        attendre_stable(page, 60)
        assert page.locator("code").first.inner_text() == "Une année d'essais,\nà reprendre."
        page.get_by_role("link", name="Formations", exact=True).first.click()
        attendre_stable(page, 60)
        expect(page.get_by_text(REFERMEE)).to_have_count(0)
    finally:
        serveur.arreter()

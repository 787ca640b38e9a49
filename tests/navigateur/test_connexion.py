"""The server does not answer any more: said in French, until it does."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.navigateur.banc import attendre_stable, demarrer


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

"""Lists whose rows lead on in the same tab: from what is to be done to the page Saisir, from an import to what it holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.importing_ecran.test_a_declarer import prepare
from tests.importing_ecran.test_pages import remplir
from tests.navigateur.banc import Serveur

Ouvrir = Callable[..., Page]


def test_what_is_to_be_done_leads_to_the_form_filled_with_its_codes(
    ouvrir_sur: Ouvrir, base_sans_import: Path, lancer: Callable[..., Serveur]
) -> None:
    prepare(base_sans_import)
    page = ouvrir_sur(lancer(base_sans_import), "/formations")
    page.get_by_role("link", name="Déclarer les sessions").click()
    page.wait_for_url("**/saisir?*jeu=session_complement*")
    expect(page.get_by_text("3 sessions sans complément")).to_be_visible()
    expect(page.get_by_role("textbox", name="Code du module *")).to_have_value("M2")


def test_a_click_on_an_import_of_the_journal_shows_it_below_each_time(
    ouvrir_sur: Ouvrir, base_sans_import: Path, lancer: Callable[..., Serveur]
) -> None:
    remplir(base_sans_import)
    remplir(
        base_sans_import, "Référence;Date;Nature;UAI\n2023-002;12/06/2024;Formation;0860002K\n", "suite.csv"
    )
    page = ouvrir_sur(lancer(base_sans_import), "/journal")
    chosen = page.get_by_role("combobox", name="Import", exact=True)
    expect(chosen).to_have_value(re.compile("suite.csv"))
    for name in ("mois.csv", "suite.csv", "mois.csv"):
        page.get_by_role("link", name=f"{name}, ").click()
        expect(chosen).to_have_value(re.compile(name))
        expect(page.locator(".st-key-journal-detail")).to_be_focused()
        expect(chosen).to_be_in_viewport()
        assert "import=" not in page.url

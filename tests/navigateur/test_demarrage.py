"""The first start and an empty base: a newcomer sees figures, or what to do first."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.fil import Seance
from tests.navigateur.banc import Requetes, Serveur, attendre_stable

Ouvrir = Callable[..., Page]


def test_the_first_start_makes_the_base_and_shows_the_bilan(
    ouvrir_sur: Ouvrir, serveur_vide: Serveur, base_vide: Path, requetes: Requetes
) -> None:
    assert not base_vide.exists()
    page = ouvrir_sur(serveur_vide, "/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("2023-\u2060?2024"))
    expect(page).to_have_title("Bilan · TNE Vienne")
    # A published figure of the real bilan, and what its other records are.
    expect(page.get_by_text("1\u202f128").first).to_be_visible()
    expect(page.get_by_text("fictifs").first).to_be_visible()
    assert base_vide.exists()
    assert requetes.adresses


def test_no_list_of_files_is_shown_while_the_first_page_is_made(page: Page, serveur_vide: Serveur) -> None:
    page.add_init_script(
        """new MutationObserver(() => {
            for (const e of document.querySelectorAll('[data-testid="stSidebarNavLink"]')) (window.vus ??= []).push(e.innerText);
        }).observe(document, { childList: true, subtree: true })"""
    )
    page.goto(serveur_vide.url)
    attendre_stable(page, 90)
    expect(page.get_by_role("link", name="Accompagnements").first).to_be_visible()
    assert page.evaluate("window.vus ?? []") == []


def test_a_base_without_import_says_what_to_do_first(
    page: Page, ouvrir_sur: Ouvrir, base_sans_import: Path, lancer: Callable[..., Serveur]
) -> None:
    ouvrir_sur(lancer(base_sans_import), "/")
    expect(page.get_by_text("La base est vide")).to_be_visible()
    expect(page.get_by_role("button", name="Charger la démonstration")).to_be_visible()
    page.get_by_role("button", name="Importer des données").click()
    page.wait_for_url("**/importer*")
    expect(page.locator('input[type="file"]')).to_have_count(1)


def test_a_presentation_of_nothing_is_left_by_a_key_or_by_its_button(
    page: Page, ouvrir_sur: Ouvrir, base_sans_import: Path, lancer: Callable[..., Serveur]
) -> None:
    """No menu stood there, Escape did nothing, and the column of the menu was left empty beside the page."""
    ouvrir_sur(lancer(base_sans_import), "/formations")
    for by_key in (True, False):
        page.get_by_role("button", name="Présenter").click()
        expect(page.get_by_role("heading", name="Rien à présenter")).to_be_visible()
        attendre_stable(page)
        expect(page.get_by_test_id("stSidebar")).to_be_hidden()
        if by_key:
            page.keyboard.press("Escape")
        else:
            page.get_by_role("button", name="Quitter la présentation").click()
        page.wait_for_url("**/formations*")
        attendre_stable(page)
        expect(page.get_by_role("link", name="Accompagnements").first).to_be_visible()
        expect(page.get_by_role("checkbox", name="Présentation")).not_to_be_checked()


def test_the_page_is_french_in_an_english_browser(ouvrir: Ouvrir) -> None:
    page = ouvrir("/")
    assert page.evaluate("navigator.language") == "en-US"
    assert page.evaluate("document.documentElement.lang") == "fr"
    text = page.locator('[data-testid="stMain"]').inner_text()
    assert "1\u202f128" in text
    assert "1,128" not in text


def test_the_first_page_asked_for_after_a_start_may_be_any(
    base_demo: Path, lancer: Callable[..., Serveur]
) -> None:
    # Streamlit runs a file of `pages/` by itself until it has met `st.navigation` once.
    with Seance(lancer(base_demo).url) as visitor:
        page = visitor.ouvrir("importer", "annee=2022-2023&annee=2023-2024")
    assert page.fautes == []
    assert len(list(page.elements("file_uploader"))) == 1
    (annees,) = [m for m in page.elements("multiselect") if m.label == "Année scolaire"]
    assert list(annees.raw_values) == ["2022-2023", "2023-2024"]
    assert [m.page_config_changed.title for m in page.messages if m.HasField("page_config_changed")][-1:] == [
        "Importer · TNE Vienne"
    ]


def test_the_name_of_the_tab_is_told_once_and_anew_on_another_page(
    base_demo: Path, lancer: Callable[..., Serveur]
) -> None:
    with Seance(lancer(base_demo).url) as visitor:
        first = visitor.ouvrir_filtree("formations")
        again = visitor.choisir({first.filtres["secteur"]: ["Public"]})
        other = visitor.choisir({}, page="journal")
    told = [
        [m.page_config_changed.title for m in page.messages if m.HasField("page_config_changed")]
        for page in (again, other)
    ]
    assert told[0] == ["Formations · TNE Vienne"]
    assert told[1][-1] == "Journal · TNE Vienne"

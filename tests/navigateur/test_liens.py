"""The links between pages: they change the page in place, keep the filters, and stay links of the browser."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.navigateur.banc import Serveur, attendre_stable

Ouvrir = Callable[..., Page]


def _address(url: str) -> tuple[str, dict[str, list[str]]]:
    parts = urlsplit(url)
    return parts.path, parse_qs(parts.query)


def _current(page: Page) -> list[str]:
    return page.locator("a.tne-page[aria-current=page]").all_inner_texts()


def test_a_link_changes_the_page_in_place_with_the_filters_and_nothing_else(ouvrir: Ouvrir) -> None:
    page = ouvrir("/origine?annee=2022-2023&secteur=Public&chiffre=Sessions")
    page.evaluate("window.meme = true")
    link = page.get_by_role("link", name="Parentalité", exact=True)
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/parentalite*")
    attendre_stable(page)
    assert page.evaluate("window.meme"), "the dashboard was loaded anew"
    assert _address(page.url) == ("/parentalite", {"annee": ["2022-2023"], "secteur": ["Public"]})
    assert _current(page) == ["Parentalité"]
    expect(link).to_be_focused()


def test_the_page_is_marked_in_a_menu_that_comes_late(page: Page, serveur: Serveur) -> None:
    """What draws the menu is fetched by itself, and had come after what marks the page: none was, until the next one."""
    held: list[Route] = []
    page.route("**/static/js/Html.*.js", lambda route: held.append(route))
    page.goto(serveur.url + "/formations")
    page.wait_for_function("() => window.tneSuivre")
    assert not page.locator("a.tne-page").count()
    (menu,) = held
    menu.continue_()
    expect(page.locator("a.tne-page[aria-current=page]")).to_have_text(["Formations"])


def test_each_click_is_one_step_back(ouvrir: Ouvrir) -> None:
    page = ouvrir("/formations")
    before = page.evaluate("history.length")
    for title, path in (("Équipements", "equipements"), ("Bilan", "/"), ("Données", "donnees")):
        page.get_by_role("link", name=title, exact=True).click()
        page.wait_for_url(f"**{path}*")
        attendre_stable(page)
    assert page.evaluate("history.length") == before + 3
    page.go_back()
    attendre_stable(page)
    assert (_address(page.url)[0], _current(page)) == ("/", ["Bilan"])


def test_a_part_of_the_bilan_leads_to_its_page_and_to_its_rows(ouvrir: Ouvrir) -> None:
    page = ouvrir("/?annee=2022-2023")
    section = page.locator("[data-cle='bilan-formations']")
    rows = section.get_by_role("link", name="D\u2019où viennent ces chiffres")
    asked = parse_qs(urlsplit(rows.get_attribute("href") or "").query)
    rows.click()
    page.wait_for_url("**/origine*")
    attendre_stable(page)
    assert _address(page.url)[1] == asked | {"annee": ["2022-2023"]}
    assert _current(page) == []
    page.go_back()
    attendre_stable(page)
    section.get_by_role("link", name="Voir la page Formations").click()
    page.wait_for_url("**/formations*")


def test_with_a_key_held_it_opens_another_tab(ouvrir: Ouvrir) -> None:
    page = ouvrir("/formations")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Numérixplore", exact=True).click(modifiers=["Control"])
    assert _address(opened.value.url)[0] == "/numerixplore"
    assert _address(page.url)[0] == "/formations"


@pytest.mark.parametrize("link", ["0869019L", "Son nom d’avant (Ailleurs) 0869019L"])
def test_a_school_that_a_link_names_by_its_uai_is_still_the_choice_when_the_page_is_loaded_again(
    ouvrir: Ouvrir, link: str
) -> None:
    """It was shown, and gone from the address: a reload, or the address sent on, showed the whole territory."""
    page = ouvrir(f"/equipements?annee=2022-2023&commune=Montmorillon&etablissement={quote(link)}")
    full = {
        "annee": ["2022-2023"],
        "commune": ["Montmorillon"],
        "etablissement": ["Collège démo Les Érables (Montmorillon) 0869019L"],
    }
    assert _address(page.url)[1] == full
    page.reload()
    attendre_stable(page)
    assert _address(page.url)[1] == full
    expect(page.get_by_test_id("stMain")).to_contain_text("Collège démo Les Érables")

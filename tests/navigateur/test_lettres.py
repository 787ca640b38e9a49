"""A browser set to write larger, as who reads badly has it: pages, their menu and their charts follow, and nothing is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Playwright

from tests.navigateur.banc import CHROMIUM_ARGS, Serveur, attendre_stable, chromium

LARGE = 24
# Charts made larger than they are drawn, with the share; letters of the page that are cut where they stand.
ENLARGED = """() => [...document.querySelectorAll('.tne-graphe')].map(g => g.getBoundingClientRect().width / g.offsetWidth)"""
CUT = """() => [...document.querySelectorAll('h1, h2, h3, .tne-tuile *, .tne-menu *, [data-tag-key], [role="group"] span, button p')]
    .filter(e => e.checkVisibility() && e.clientWidth && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible')
    .map(e => `${e.tagName} ${e.textContent}`.slice(0, 80))"""
# Tiles whose number runs into that of the next one.
RUN_IN = """() => { const all = [...document.querySelectorAll('.tne-valeur')].map(e => {
        const r = document.createRange(); r.selectNodeContents(e); return [e.textContent, r.getBoundingClientRect()]; });
    return all.flatMap(([mot, a], i) => all.slice(i + 1).filter(([, b]) => Math.abs(a.top - b.top) < 4 && b.left < a.right + 12 && b.right > a.left)
        .map(([autre]) => `${mot} | ${autre}`)); }"""


# Tiles with words that go over their edge.
OVER = """() => [...document.querySelectorAll('.tne-tuile')].flatMap(tile => {
    const nodes = document.createTreeWalker(tile, NodeFilter.SHOW_TEXT), over = [], words = document.createRange();
    while (nodes.nextNode()) {
        words.selectNodeContents(nodes.currentNode);
        const shown = nodes.currentNode.parentElement.checkVisibility({visibilityProperty: true, opacityProperty: true});
        if (shown && [...words.getClientRects()].some(r => r.right > tile.getBoundingClientRect().right + 1)) over.push(words.toString());
    }
    return over; })"""


@pytest.fixture
def reglage() -> str:
    """What that browser is set to: larger letters."""
    return f"defaultFontSize={LARGE}"


@pytest.fixture
def grande(moteur: Playwright, serveur: Serveur, reglage: str) -> Iterator[Callable[[str, int], Page]]:
    """`grande("/", 1280)`: that page in such a browser, as wide."""
    place = chromium()
    if place is None:
        pytest.skip("no Chromium here (TNE_CHROMIUM names one)")
    args = [*CHROMIUM_ARGS, f"--blink-settings={reglage}"]
    browser = moteur.chromium.launch(executable_path=place, args=args)

    def go(path: str, width: int) -> Page:
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto(serveur.url + path)
        attendre_stable(page, 60)
        return page

    yield go
    browser.close()


@pytest.mark.parametrize("path", ["/?annee=2023-2024", "/formations?annee=2023-2024", "/journal"])
def test_letters_are_as_large_as_the_browser_is_set_to(
    grande: Callable[[str, int], Page], axe: Callable[[Page], None], path: str
) -> None:
    """They stood at 16 pixels; in charts, whose sizes are pixels, they would have stayed so beside larger ones."""
    page = grande(path, 1280)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == f"{LARGE}px"
    wide = page.evaluate(ENLARGED)
    assert all(abs(share - LARGE / 16) < 0.01 for share in wide), wide
    assert page.evaluate(CUT) == []
    assert page.evaluate(RUN_IN) == []
    year = page.locator('[data-testid="stSidebar"]').get_by_text("2023-2024", exact=True).first
    assert year.evaluate("e => e.scrollWidth <= e.clientWidth"), "the year that is chosen is cut"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    axe(page)


def test_a_screen_is_never_narrower_than_a_page_at_four_times_the_size(
    grande: Callable[[str, int], Page],
) -> None:
    page = grande("/formations?annee=2023-2024", 390)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "19.5px"
    main = page.locator("section main, main").first
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize("reglage", [f"minimumFontSize={LARGE}"])
@pytest.mark.parametrize("path", ["/?annee=2023-2024", "/accompagnements?annee=2023-2024"])
def test_no_letters_run_into_the_next_tile_where_none_may_be_small(
    grande: Callable[[str, int], Page], path: str
) -> None:
    """A browser that writes nothing smaller leaves lengths as they are: « sur 139 interventions » stood over its neighbour."""
    page = grande(path, 1280)
    assert page.locator(".tne-tuile").count() >= 8
    assert page.evaluate(OVER) == []

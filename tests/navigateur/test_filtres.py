"""Global filters: in the address, across pages, through reload and back, by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import RACINE
from tests.navigateur.banc import Serveur, adresse, attendre_stable
from tests.navigateur.test_pages import PAGES

Ouvrir = Callable[..., Page]


# What changes place from now on (Chromium's layout shift).
_SHIFTS = """() => { window.shifted = 0;
    new PerformanceObserver(l => l.getEntries().forEach(e => { window.shifted += e.value; })).observe({type: 'layout-shift'}); }"""

# Where the heads of the page stand: its question, its tiles, its first two rows of figures, the parts of the bilan down to
# Numérixplore, which has a square for each collège of the choice.
_TOPS = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    const top = (e) => Math.round(e.getBoundingClientRect().top + main.scrollTop);
    const first = ['h1', '.tne-tuile', '.tne-constat'].map((s) => [s, main.querySelector(s)]).filter(([, e]) => e);
    const rows = [...main.querySelectorAll('.tne-planche')].slice(0, 2).map((e, n) => [`rangée ${n + 1}`, e]);
    const parts = [...main.querySelectorAll('.tne-partie')].slice(0, 5).map((e) => [e.innerText.split('\\n')[0], e]);
    return [...first, ...rows, ...parts].map(([name, e]) => [name, top(e)]);
}"""


def _choose(page: Page, label: str, option: str) -> None:
    box = page.get_by_role("combobox", name=label)
    # A list that opens while the sidebar still scrolls closes again.
    box.evaluate("e => e.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(500)
    box.click()
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")
    attendre_stable(page)


def test_a_filter_stands_in_the_address_and_on_every_page(ouvrir: Ouvrir) -> None:
    page = ouvrir("/")
    assert adresse(page) == {}
    page.get_by_text("Plus de filtres").click()
    attendre_stable(page)
    _choose(page, "Secteur", "Privé")
    assert adresse(page)["secteur"] == ["Privé"]
    narrowed = page.locator('[data-testid="stMain"]').inner_text()
    assert "secteur privé" in narrowed

    page.get_by_role("link", name="Importer", exact=True).click()
    page.wait_for_url("**/importer*")
    attendre_stable(page)
    assert adresse(page)["secteur"] == ["Privé"]

    page.get_by_role("link", name="Bilan", exact=True).click()
    attendre_stable(page)
    assert page.locator('[data-testid="stMain"]').inner_text() == narrowed

    page.reload()
    attendre_stable(page)
    assert adresse(page)["secteur"] == ["Privé"]
    assert page.locator('[data-testid="stMain"]').inner_text() == narrowed

    page.get_by_role("button", name="Réinitialiser les filtres").click()
    attendre_stable(page)
    assert "secteur" not in adresse(page)
    assert "tous les établissements" in page.locator('[data-testid="stMain"]').inner_text()
    # Closed, its lists are no longer there: the address of the page before brings the choice back.
    page.get_by_text("Plus de filtres").click()
    attendre_stable(page)
    expect(page.get_by_role("combobox", name="Secteur", include_hidden=True)).to_have_count(0)
    page.go_back()
    page.wait_for_url("**secteur=*")
    attendre_stable(page)
    assert page.locator('[data-testid="stMain"]').inner_text() == narrowed


def test_a_first_choice_draws_no_list_anew(ouvrir: Ouvrir) -> None:
    """The five lists of « Plus de filtres » made at once took 50 ms, and took the keyboard out of the one in use."""
    page = ouvrir("/donnees")
    page.get_by_text("Plus de filtres").click()
    attendre_stable(page)
    lists = page.get_by_role("combobox")
    lists.evaluate_all("all => all.forEach((e) => { e.dataset.before = ''; })")
    _choose(page, "Secteur", "Privé")
    assert adresse(page)["secteur"] == ["Privé"]
    assert (
        lists.evaluate_all("all => all.filter((e) => !('before' in e.dataset)).map((e) => e.ariaLabel)") == []
    )
    expect(page.get_by_role("combobox", name="Secteur")).to_be_focused()


def test_what_a_choice_or_another_page_changes_is_told_to_who_does_not_see_it(ouvrir: Ouvrir) -> None:
    page = ouvrir("/formations?annee=2023-2024&secteur=Public")
    told = page.locator('.st-key-tne-socle [role="status"]')
    page.wait_for_timeout(1000)
    expect(told).to_have_text("")  # who opens a page reads it
    _choose(page, "Type", "École")
    expect(told).to_have_text(
        re.compile(r"^Formations · 2023-2024 · type école · secteur public\. .*enseignant")
    )
    page.get_by_role("link", name="Journal", exact=True).click()
    expect(told).to_have_text(re.compile(r"^Qu’est-ce qui est entré dans la base \? Journal\. Chaque import"))


def test_a_choice_of_the_address_opens_the_block_that_shows_it(ouvrir: Ouvrir) -> None:
    """A link, and a step back to a page whose choice was undone since."""
    page = ouvrir("/donnees?secteur=Public")
    block = page.locator("details", has_text="Plus de filtres")
    expect(block).to_have_attribute("open", "")
    page.get_by_role("button", name="Réinitialiser les filtres").click()
    attendre_stable(page)
    block.locator("summary").click()
    attendre_stable(page)
    expect(block).not_to_have_attribute("open", "")
    page.go_back()
    page.wait_for_url("**secteur=Public*")
    attendre_stable(page)
    expect(block).to_have_attribute("open", "")


def test_the_block_stays_as_it_was_left_on_the_next_page(ouvrir: Ouvrir) -> None:
    page = ouvrir("/formations")
    block = page.locator("details", has_text="Plus de filtres")
    for ouvert in (True, False):
        block.locator("summary").click()
        for lien in ("Parentalité", "Formations"):
            attendre_stable(page)
            page.get_by_role("link", name=lien, exact=True).click()
            expect(page.locator("h1")).to_be_visible()
            attendre_stable(page)
            assert (block.get_attribute("open") is not None) == ouvert
            expect(page.get_by_role("combobox", name="Secteur")).to_have_count(int(ouvert))


@pytest.mark.parametrize(
    ("path", "filtre", "choix"),
    [
        *((path, "Secteur", "Privé") for path in PAGES),
        # A note comes under its first figure; an answer of two lines becomes one of a single line.
        ("/parentalite", "Secteur", "Public"),
        ("/accompagnements", "Type", "Collège"),
        # A type has its bar. (Two parts of the bilan are for no école: each becomes a sentence.)
        ("/", "Type", "Collège"),
        *(("/equipements", "Type", choix) for choix in ("École", "Collège")),
    ],
)
def test_nothing_jumps_on_a_filter_change(ouvrir: Ouvrir, path: str, filtre: str, choix: str) -> None:
    page = ouvrir(path)
    page.get_by_text("Plus de filtres").click()
    attendre_stable(page)
    page.evaluate(_SHIFTS)
    before = page.evaluate(_TOPS)
    _choose(page, filtre, choix)
    assert adresse(page)[filtre.lower()] == [choix]
    after = page.evaluate(_TOPS)
    assert [name for name, _ in after] == [name for name, _ in before]
    # The title of a figure may take a line less and a note of one line come under it, as on Parentalité: 7 pixels up, or 19
    # down. Tiles and answers keep the place of what a filter takes away: a line of a tile would be 21, of an answer 27.
    moved = {name: (a, b) for (name, a), (_, b) in zip(before, after, strict=True) if abs(a - b) > 20}
    assert not moved
    # What comes and goes in between: 150 pixels above the rest give 0.06.
    assert page.evaluate("window.shifted") < 0.05


def test_what_is_read_stays_where_it_is_when_a_part_above_is_for_nobody_of_the_choice(ouvrir: Ouvrir) -> None:
    """Trainings are for collèges: of their part one sentence is left, and the browser holds the rest by the scroll."""
    page = ouvrir("/")
    page.get_by_text("Plus de filtres").click()
    attendre_stable(page)
    part = page.get_by_role("heading", name="Parentalité", exact=True)
    part.evaluate("e => e.scrollIntoView({block: 'start'})")
    attendre_stable(page)
    where = "e => [e.getBoundingClientRect().top, e.closest('[data-testid=\"stMain\"]').scrollTop]"
    before, scrolled = part.evaluate(where)
    _choose(page, "Type", "École")
    after, now = part.evaluate(where)
    assert now < scrolled - 500
    assert abs(after - before) < 2


def test_a_deep_link_shows_what_it_says_and_tells_what_does_not_exist(ouvrir: Ouvrir) -> None:
    page = ouvrir("/?annee=2022-2023&secteur=Public&commune=Nulle-Part")
    main = page.locator('[data-testid="stMain"]')
    expect(main.get_by_role("heading", level=1)).to_contain_text(re.compile("2022-\u2060?2023"))
    assert "secteur public" in main.inner_text()
    told = main.get_by_role("alert")
    expect(told).to_contain_text("Ce lien demandait une commune que la base ne connaît pas")
    assert adresse(page) == {"annee": ["2022-2023"], "secteur": ["Public"]}
    page.get_by_role("button", name="Réinitialiser les filtres").click()
    expect(told).to_have_count(0)


def test_filters_that_leave_no_school_are_taken_away_by_one_click(ouvrir: Ouvrir) -> None:
    page = ouvrir("/formations?secteur=Priv%C3%A9&commune=Adriers&annee=2022-2023")
    main = page.locator('[data-testid="stMain"]')
    expect(main).to_contain_text("Aucun établissement ne répond à ces filtres.")
    main.get_by_role("button", name="Voir tous les établissements").click()
    attendre_stable(page)
    assert adresse(page) == {"annee": ["2022-2023"]}
    expect(main).to_contain_text("tous les établissements")
    assert main.locator(".tne-tuile").count() == 8


# The dashboard of a territory that has more schools than a list may hold.
_LONGUE = """
from tne.ui import recherche
recherche.LISTE_MAX = 100
exec(compile(open({app!r}, encoding="utf-8").read(), "app.py", "exec"))
"""


@pytest.fixture
def serveur_longue(base_demo: Path, lancer: Callable[..., Serveur], tmp_path: Path) -> Serveur:
    for shared in ("pages", "static"):
        (tmp_path / shared).symlink_to(RACINE / shared)
    script = tmp_path / "app.py"
    script.write_text(_LONGUE.format(app=str(RACINE / "app.py")), encoding="utf-8")
    return lancer(base_demo, script, PYTHONPATH=str(RACINE))


def test_the_search_of_the_page_of_a_school_draws_its_list_alone(serveur_longue: Serveur, page: Page) -> None:
    received: list[int] = []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda frame: received.append(len(frame))))
    page.goto(f"{serveur_longue.url}/etablissement")
    attendre_stable(page)
    main = page.locator('[data-testid="stMain"]')
    whole = sum(received)
    for words, name in (("montmorillon érables", "Les Érables"), ("collège loudun", "Loudun")):
        box = main.get_by_role("textbox", name="Chercher un établissement")
        received.clear()
        box.fill(words)
        box.press("Enter")
        attendre_stable(page)
        assert received
        assert sum(received) < whole / 5, "a search sends no page"
        main.get_by_role("combobox", name="Nom de l\u2019établissement").focus()
        page.keyboard.press("ArrowDown")
        page.get_by_role("option", name=name).first.click()
        attendre_stable(page)
        chosen = main.get_by_role("combobox", name="Nom de l\u2019établissement").input_value()
        assert name in chosen
        assert chosen in adresse(page)["etablissement"]
        assert main.get_by_text("Ce qui manque").or_(main.get_by_text("Rien ne manque")).is_visible()
        whole = max(whole, sum(received))


def test_a_search_draws_its_list_alone_and_a_choice_the_whole_page(
    serveur_longue: Serveur, page: Page
) -> None:
    server = serveur_longue
    received: list[int] = []
    page.on("websocket", lambda ws: ws.on("framereceived", lambda frame: received.append(len(frame))))
    page.goto(f"{server.url}/formations")
    attendre_stable(page)
    main = page.locator('[data-testid="stMain"]')
    whole, before = sum(received), main.inner_text()
    box = page.get_by_role("textbox", name="Chercher un établissement")
    for words in ("montmorillon érables", "loudun"):
        received.clear()
        box.fill(words)
        box.press("Enter")
        attendre_stable(page)
        assert received
        assert sum(received) < whole / 10, "a search sends no page"
        assert main.inner_text() == before
        page.get_by_role("combobox", name="Établissement").first.focus()
        page.keyboard.press("ArrowDown")
        page.get_by_role("option").first.click()
        page.keyboard.press("Escape")
        attendre_stable(page)
        assert main.inner_text() != before, "a choice is for the page"
        before = main.inner_text()
    chosen = adresse(page)["etablissement"]
    assert [("Montmorillon" in c, "Loudun" in c) for c in chosen] == [(True, False), (False, True)]
    page.get_by_role("link", name="Parentalité", exact=True).click()
    page.wait_for_url("**/parentalite*")
    attendre_stable(page)
    box.fill("poitiers")
    box.press("Enter")
    attendre_stable(page)
    assert adresse(page)["etablissement"] == chosen, "kept on every page, and through a search"
    page.reload()
    attendre_stable(page)
    assert adresse(page)["etablissement"] == chosen


def test_back_returns_to_the_page_before(ouvrir: Ouvrir) -> None:
    page = ouvrir("/?annee=2022-2023")
    page.get_by_role("link", name="Importer", exact=True).click()
    page.wait_for_url("**/importer*")
    attendre_stable(page)
    page.go_back()
    attendre_stable(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("2022-\u2060?2023"))
    assert adresse(page)["annee"] == ["2022-2023"]


def test_the_keyboard_alone_chooses_a_year_and_changes_page(ouvrir: Ouvrir) -> None:
    page = ouvrir("/")
    _tab_to(page, "Année scolaire")
    page.keyboard.press("Backspace")
    attendre_stable(page)
    page.keyboard.type("2022")
    _arrow_to(page, "2022-2023")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    attendre_stable(page)
    assert adresse(page)["annee"] == ["2022-2023"]
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("2022-\u2060?2023"))
    _tab_to(page, "Importer", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/importer*")


def _tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until the element of exactly that label or text has the focus; fail after 60 presses."""
    script = """() => {
        const e = document.activeElement;
        return [e.getAttribute('aria-label'), e.innerText, ...[...(e.labels || [])].map(l => l.innerText)].join('\\n').split('\\n');
    }"""
    seen = []
    for _ in range(60):
        page.keyboard.press(key)
        seen.append(page.evaluate(script))
        if name in seen[-1]:
            return
    raise AssertionError(f"{name} cannot be reached by {key}; reached: {seen}")


def _arrow_to(page: Page, option: str) -> None:
    """Press the down arrow until that option is the active one; fail after 10 presses."""
    for _ in range(10):
        # The list says which option is active a moment after a key.
        page.wait_for_timeout(150)
        active = page.evaluate("document.activeElement.getAttribute('aria-activedescendant')")
        if active and option in page.locator(f'[id="{active}"]').inner_text():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{option} cannot be reached by the arrow keys")

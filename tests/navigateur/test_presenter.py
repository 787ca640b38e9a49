"""The slideshow in a browser: keys, address, sizes, the way to a page and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.navigateur.banc import Serveur, adresse, attendre_stable
from tests.navigateur.diaporama import (
    affichee,
    attendre,
    code,
    intituler,
    mesurer,
    presenter,
    pret,
    quitter_plein_ecran,
)
from tne.slides.slide import TITRE_MAXIMUM

Ouvrir = Callable[..., Page]
LONG = ("Un constat de l’année qui prend toute la place que deux lignes lui donnent " * 2)[:TITRE_MAXIMUM]
# Each size in one theme: what is cut or small does not depend on colours.
ECRANS = [(1280, 720, "light"), (1024, 768, "light"), (1920, 1080, "dark")]


def test_every_slide_can_be_read_from_the_back_of_the_room(
    page: Page, ouvrir: Ouvrir, capture: Callable[[Page, str], Path]
) -> None:
    page.set_viewport_size({"width": ECRANS[0][0], "height": ECRANS[0][1]})
    ouvrir("/presenter")
    for largeur, hauteur, theme in ECRANS:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": largeur, "height": hauteur})
        page.keyboard.press("Home")
        smallest = 24 * min(largeur / 1280, hauteur / 720) - 0.01
        for one in pret(page):
            attendre(page, one)
            expect(page.get_by_text("Démonstration")).to_be_visible()
            capture(page, f"diapo-{one}-{largeur}-{theme}")
            found = mesurer(page, smallest)
            assert (found["small"], found["cut"], found["out"]) == ([], [], []), (one, largeur)
            assert found["source"] <= found["foot"], f"{one}: the source runs into the foot"
            if found["figure"] is not None:
                assert found["figure"] >= 0.5, (one, largeur)
                assert max(map(abs, found["drawn"])) <= 1, f"{one}: the chart does not fill its box"
                # Other data make longer findings: two lines leave the figure its half.
                words = intituler(page, one, LONG)
                found = mesurer(page, smallest)
                intituler(page, one, words)
                assert found["figure"] >= 0.5, f"{one} under a title of two lines"
                assert (found["cut"], found["out"]) == ([], []), one
            page.keyboard.press("ArrowRight")


def test_on_a_telephone_held_upright_slides_are_read_and_turned_by_a_finger(
    page: Page, ouvrir: Ouvrir, capture: Callable[[Page, str], Path]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ouvrir("/presenter")
    codes = pret(page)
    finger = page.context.new_cdp_session(page)
    finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def swipe(x: int, y: int) -> None:
        def at(step: str, touched: list[dict[str, int]]) -> None:
            finger.send("Input.dispatchTouchEvent", {"type": step, "touchPoints": touched})

        at("touchStart", [{"x": 200, "y": 400}])
        at("touchMove", [{"x": 200 + x, "y": 400 + y}])
        at("touchEnd", [])

    for rank, one in enumerate(codes):
        attendre(page, one)
        expect(page.get_by_text("Démonstration")).to_be_visible()
        capture(page, f"diapo-{one}-390")
        found = mesurer(page, 14)
        assert (found["small"], found["cut"], found["out"]) == ([], [], []), one
        assert found["source"] <= found["foot"], f"{one}: the source runs into the foot"
        if rank + 1 < len(codes):
            swipe(-140, 20)
    swipe(140, 0)
    attendre(page, codes[-2])
    swipe(60, 200)  # scrolled, not turned
    page.get_by_role("button", name="Diapositive suivante").click()
    attendre(page, codes[-1])
    page.get_by_role("button", name="Filtres").click()
    expect(page.get_by_text("Cherchez-le parmi les établissements")).to_be_visible()


def test_the_keys_of_a_presenter_and_the_buttons_that_do_the_same(page: Page, ouvrir: Ouvrir) -> None:
    # A slide that does not exist is the first one.
    ouvrir("/presenter?diapo=nulle-part")
    codes = pret(page)
    attendre(page, codes[0])
    for key, expected in [
        ("ArrowRight", 1),
        ("PageDown", 2),
        ("ArrowRight", 3),
        ("ArrowLeft", 2),
        ("PageUp", 1),
        ("End", len(codes) - 1),
        ("ArrowRight", len(codes) - 1),
        ("Home", 0),
        ("PageUp", 0),
        ("Space", 1),
        ("Space", 2),
        ("Shift+Space", 1),
        ("Home", 0),
    ]:
        page.keyboard.press(key)
        attendre(page, codes[expected])
        expect(page.get_by_text(f"{expected + 1} / {len(codes)}", exact=True)).to_be_visible()
    before = page.get_by_role("button", name="Diapositive précédente")
    expect(before).to_be_disabled()
    page.get_by_role("button", name="Diapositive suivante").click()
    attendre(page, codes[1])
    # The space bar presses the button that has the focus, and turns no slide besides.
    before.focus()
    page.keyboard.press("Space")
    attendre(page, codes[0])
    expect(page.get_by_text(f"1 / {len(codes)}", exact=True)).to_be_visible()
    # A black screen, by both keys of remotes; the key that ends it does nothing else.
    black = "getComputedStyle(document.elementFromPoint(innerWidth / 2, innerHeight / 2)).backgroundColor"
    for key in ("b", "."):
        page.keyboard.press(key)
        assert page.evaluate(black) == "rgb(0, 0, 0)"
        page.keyboard.press("ArrowRight")
        assert page.evaluate(black) != "rgb(0, 0, 0)"
    attendre(page, codes[0])


def test_fast_presses_are_all_kept_and_none_asks_the_server(page: Page, ouvrir: Ouvrir) -> None:
    ouvrir("/presenter")
    codes = pret(page)
    sent: list[str] = []
    page.on("websocket", lambda ws: ws.on("framesent", lambda frame: sent.append(str(frame))))
    page.reload()
    pret(page)
    sent.clear()
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    attendre(page, codes[7])
    page.wait_for_timeout(500)
    assert sent == []


def test_slide_and_filters_are_in_the_address(page: Page, ouvrir: Ouvrir) -> None:
    ouvrir("/presenter?annee=2022-2023&secteur=Public&diapo=accompagnements")
    codes = pret(page)
    attendre(page, "accompagnements")
    # Years and short names are whole at the foot, by a sign that is not seen.
    expect(page.locator(".tne-mots")).to_contain_text(re.compile("2022-\u2060?2023\\s· secteur\\spublic"))
    page.keyboard.press("ArrowRight")
    attendre(page, "territoire")
    asked = {"annee": ["2022-2023"], "secteur": ["Public"], "diapo": ["territoire"]}
    assert adresse(page) == asked
    page.reload()
    assert pret(page) == codes
    attendre(page, "territoire")
    assert adresse(page) == asked
    other = page.context.new_page()
    other.goto(page.url)
    pret(other)
    attendre(other, "territoire")
    other.close()


def test_presenting_from_a_page_and_leaving_by_escape_or_by_the_panel(page: Page, ouvrir: Ouvrir) -> None:
    ouvrir("/formations?secteur=Public")
    presenter(page)
    attendre(page, "titre")
    assert adresse(page)["secteur"] == ["Public"]
    quitter_plein_ecran(page)
    assert affichee(page) == ["titre"]
    page.keyboard.press("Escape")
    page.wait_for_url("**/formations*")
    attendre_stable(page)
    assert adresse(page) == {"secteur": ["Public"]}
    expect(page.get_by_role("checkbox", name="Présentation")).not_to_be_checked()
    # The panel has a way out too.
    presenter(page)
    page.get_by_role("button", name="Filtres").click()
    page.get_by_role("button", name="Quitter la présentation").click()
    page.wait_for_url(lambda url: "/presenter" not in url)
    attendre_stable(page)
    assert adresse(page) == {"secteur": ["Public"]}


def test_a_question_from_the_room_opens_the_page_and_p_comes_back(page: Page, ouvrir: Ouvrir) -> None:
    ouvrir("/presenter?secteur=Public&diapo=territoire")
    pret(page)
    page.keyboard.press("o")
    page.wait_for_url("**/accompagnements*")
    attendre_stable(page)
    assert adresse(page)["secteur"] == ["Public"]
    assert adresse(page)["presentation"] == ["true"]
    assert "petit effectif" not in page.locator("body").inner_text()
    # Every page stays in reading until the presentation is left.
    page.get_by_role("link", name="Formations", exact=True).click()
    page.wait_for_url("**/formations*")
    attendre_stable(page)
    expect(page.get_by_role("checkbox", name="Présentation")).to_be_checked()
    expect(page.get_by_role("button", name="Revenir à la présentation")).to_be_visible()
    page.keyboard.press("p")
    page.wait_for_url("**/presenter*")
    pret(page)
    attendre(page, "territoire")
    assert adresse(page) == {"secteur": ["Public"], "diapo": ["territoire"]}


def test_keys_do_nothing_while_a_field_has_the_focus(page: Page, ouvrir: Ouvrir) -> None:
    ouvrir("/presenter?diapo=delai")
    pret(page)
    page.get_by_role("button", name="Filtres").click()
    page.get_by_role("combobox", name="Établissement").click()
    for key in ["ArrowRight", "End", "o", "p", "f", "PageDown"]:
        page.keyboard.press(key)
    page.wait_for_timeout(600)
    assert code(page) == "delai"
    assert affichee(page) == ["delai"]
    assert not page.evaluate("!!document.fullscreenElement")
    page.goto(page.url.replace("/presenter", "/"))
    attendre_stable(page)
    page.get_by_role("combobox", name="Établissement").click()
    page.keyboard.press("p")
    page.wait_for_timeout(600)
    assert "/presenter" not in page.url


def test_and_my_college(page: Page, ouvrir: Ouvrir) -> None:
    ouvrir("/presenter?diapo=participation")
    codes = pret(page)
    before = page.locator(".st-key-tne-lame-participation h1").inner_text()
    page.get_by_role("button", name="Filtres").click()
    expect(page.get_by_text("Cherchez-le parmi les établissements.")).to_be_visible()
    page.get_by_role("combobox", name="Établissement").click()
    page.keyboard.type("collège")
    chosen = page.get_by_role("option").first.inner_text()
    page.keyboard.press("Enter")
    attendre_stable(page)
    # Two presses close the list and the choice; neither leaves the presentation.
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="Établissement")).to_have_count(0)
    pret(page)
    attendre(page, "participation")
    # Short names are whole at the foot, by a sign that is not seen.
    mots = page.locator(".tne-mots")
    expect(mots).to_contain_text(chosen.rsplit(" ", 1)[-1])
    assert chosen in mots.inner_text().replace("\u2060", "")
    assert page.locator(".st-key-tne-lame-participation h1").inner_text() != before
    # The stack was drawn again: one press is still one slide.
    page.keyboard.press("ArrowRight")
    attendre(page, codes[2])
    found = mesurer(page, 0)
    assert (found["cut"], found["out"]) == ([], [])
    assert found["figure"] >= 0.5


def test_large_numbers_of_the_opening_make_room_for_themselves(page: Page, ouvrir: Ouvrir) -> None:
    """From five digits on they were drawn over their own words."""
    page.set_viewport_size({"width": 1280, "height": 720})
    ouvrir("/presenter?annee=2023-2024")
    pret(page)
    rows = page.locator(".tne-reperes > div")
    assert rows.count() > 1
    page.locator(".tne-reperes b").first.evaluate("b => { b.textContent = '5\u202f700\u202f190'; }")
    edges = rows.evaluate_all("""rows => rows.map(row => {
      const words = document.createRange(); words.selectNodeContents(row.querySelector('b'));
      return [words.getBoundingClientRect().right, row.querySelector('b + span').getBoundingClientRect().left].map(Math.round); })""")
    assert all(end + 10 < start for end, start in edges), edges
    assert len({start for _, start in edges}) == 1, "their words still stand under one another"


def test_the_list_of_schools_shows_names_to_the_uai(page: Page, ouvrir: Ouvrir) -> None:
    """Written for a projector, a name fills most of a line: the UAI, which tells two schools apart, was cut. On a phone it
    takes two, in a row that has their height.
    """
    for largeur, hauteur in ((1280, 720), (1920, 1080), (390, 844)):
        page.set_viewport_size({"width": largeur, "height": hauteur})
        ouvrir("/presenter")
        pret(page)
        page.get_by_role("button", name="Filtres").press("Enter")
        page.get_by_role("combobox", name="Établissement").click()
        page.keyboard.type("élémentaire")
        expect(page.get_by_role("option").first).to_be_visible()
        cut = page.evaluate(
            """() => [...document.querySelectorAll('[role="option"]')]
                .filter(o => [o, ...o.querySelectorAll('*')].some(e => e.clientWidth
                    && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)))
                .map(o => o.innerText)"""
        )
        assert cut == [], (largeur, cut)


def test_what_the_slides_cover_cannot_be_reached_and_escape_closes_the_filters_first(
    page: Page, ouvrir: Ouvrir
) -> None:
    ouvrir("/presenter?diapo=delai")
    pret(page)
    for _ in range(25):
        page.keyboard.press("Tab")
        place = page.evaluate(
            """() => { const e = document.activeElement;
                return e.matches('body, main') ? 'body' : e.closest('[class*="st-key-tne-lame-"]')
                    ? e.closest('[class*="st-key-tne-lame-"]').className.match(/lame-([a-z0-9-]+)/)[1]
                    : e.closest('[class*="st-key-tne-diapo-"]') ? 'foot' : e.outerHTML.slice(0, 120); }"""
        )
        assert place in ("body", "foot", "delai"), place
    opener = page.get_by_role("button", name="Filtres")
    opener.press("Enter")
    expect(page.get_by_text("Quitter la présentation")).to_be_visible()
    # The keyboard goes into the choice, and comes back out of it.
    expect(page.get_by_text("Cherchez-le parmi les établissements.")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Quitter la présentation")).to_have_count(0)
    expect(opener).to_be_focused()
    page.wait_for_timeout(600)
    assert "/presenter" in page.url
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "/presenter" not in url)


def test_without_the_demonstration_nothing_says_so(
    ouvrir_sur: Ouvrir, lancer: Callable[..., Serveur], base_publiee: Path
) -> None:
    page = ouvrir_sur(lancer(base_publiee), "/presenter?annee=2023-2024")
    pret(page)
    assert page.get_by_text("Démonstration").count() == 0
    page.keyboard.press("ArrowRight")
    attendre(page, "participation")
    found = mesurer(page, 24)
    assert found["out"] == []


def test_axe_finds_nothing_on_any_slide(page: Page, ouvrir: Ouvrir, axe: Callable[..., None]) -> None:
    ouvrir("/presenter")
    for one in pret(page):
        attendre(page, one)
        axe(page)
        page.keyboard.press("ArrowRight")

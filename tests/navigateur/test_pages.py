"""The pages in Chromium: filters and address across them, click to narrow and back, zoom, three years, keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.lu import lu
from tests.navigateur.banc import adresse, attendre_stable

Ouvrir = Callable[..., Page]
PAGES = ("/", "/formations", "/accompagnements", "/parentalite", "/equipements", "/numerixplore", "/donnees")
TROIS_ANS = "annee=2022-2023&annee=2023-2024&annee=2024-2025"


def _main(page: Page) -> str:
    return lu(page.locator('[data-testid="stMain"]').inner_text())


def test_a_filter_goes_from_page_to_page_and_comes_back(ouvrir: Ouvrir) -> None:
    page = ouvrir("/formations?annee=2022-2023&secteur=Public")
    said = _main(page)
    assert "2022-2023 · secteur public" in said
    for title, path in (("Accompagnements", "accompagnements"), ("Numérixplore", "numerixplore")):
        page.get_by_role("link", name=title, exact=True).click()
        page.wait_for_url(f"**/{path}*")
        attendre_stable(page)
        assert "2022-2023 · secteur public" in _main(page)
        assert adresse(page) == {"annee": ["2022-2023"], "secteur": ["Public"]}
    page.go_back()
    page.wait_for_url("**/accompagnements*")
    page.go_back()
    page.wait_for_url("**/formations*")
    attendre_stable(page)
    assert _main(page) == said
    page.reload()
    attendre_stable(page)
    assert _main(page) == said
    # On a phone the menu lies over the page: it opens by its button, and folds when a page is chosen.
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    attendre_stable(page)
    unfold = page.get_by_test_id("stExpandSidebarButton")
    unfold.click()
    expect(unfold).to_be_hidden()
    page.get_by_role("link", name="Accompagnements", exact=True).click()
    page.wait_for_url("**/accompagnements*")
    expect(unfold).to_be_visible()


def test_a_click_on_a_secteur_narrows_and_one_click_goes_back(ouvrir: Ouvrir) -> None:
    page = ouvrir("/formations?annee=2023-2024")
    chart = page.locator('[data-cle="formations-secteur"] .tne-graphe')
    chart.first.scroll_into_view_if_needed()
    # The last bars drawn are those that count; behind them is the rail to 100 %.
    bar = chart.locator(".point path").last
    box = bar.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.get_by_role("button", name="Revenir").wait_for()
    attendre_stable(page)
    assert "Filtre resserré par votre clic" in _main(page)
    (chosen,) = adresse(page)["secteur"]
    assert f"secteur {chosen.lower()}" in _main(page)
    # The choice is seen among the other filters, whose block was closed.
    expect(page.get_by_role("combobox", name="Secteur")).to_be_visible()
    page.get_by_role("button", name="Revenir").click()
    attendre_stable(page)
    assert "secteur" not in adresse(page)
    assert "tous les établissements" in _main(page)


@pytest.mark.parametrize("path", PAGES)
def test_three_years_for_readers_breach_nothing_and_fit_at_twice_the_size(
    page: Page, ouvrir: Ouvrir, axe: Callable[..., None], path: str
) -> None:
    # Zoom 200 % of a window of 1280 × 800: half as many pixels of the page.
    page.set_viewport_size({"width": 640, "height": 400})
    ouvrir(f"{path}?{TROIS_ANS}&presentation=true")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    axe(page)


COLLEGE = "etablissement=Coll%C3%A8ge%20d%C3%A9mo%20Les%20Bruy%C3%A8res%20(Saint-Martin-la-Pallu)%200869032A"


@pytest.mark.parametrize("path", [f"/etablissement?{COLLEGE}", "/formations?annee=2023-2024"])
def test_on_a_phone_a_table_shows_all_of_its_columns(page: Page, ouvrir: Ouvrir, path: str) -> None:
    """The latest year of a school stood outside, and columns of words were three words wide."""
    page.set_viewport_size({"width": 390, "height": 844})
    ouvrir(path)
    tables = page.locator(".tne-defile")
    assert tables.count()
    assert tables.evaluate_all("all => all.map(t => t.scrollWidth - t.clientWidth)") == [0] * tables.count()
    words = page.locator(".tne-empilee td:visible").evaluate_all("all => all.map(c => c.clientWidth)")
    assert words
    assert min(words) > 200


@pytest.mark.parametrize("titre", ["heures des médiateurs", "veulent en savoir plus"])
def test_on_a_phone_the_data_of_a_figure_are_not_cut(page: Page, ouvrir: Ouvrir, titre: str) -> None:
    """A long title of a column of numbers, and six columns, were outside."""
    page.set_viewport_size({"width": 390, "height": 844})
    ouvrir(f"/{'accompagnements' if 'médiateurs' in titre else 'numerixplore'}?annee=2023-2024")
    page.get_by_role("button", name=re.compile(f"Données.*{titre}")).click()
    table = page.get_by_role("dialog").locator(".tne-defile")
    expect(table).to_be_visible()
    assert table.evaluate("t => t.scrollWidth - t.clientWidth") == 0


def test_the_data_of_what_is_left_to_do_are_the_sessions_that_wait(page: Page, ouvrir: Ouvrir) -> None:
    """Asked for by the press alone."""
    ouvrir("/formations?annee=2024-2025")
    page.get_by_role("button", name=re.compile("^Données.*sans présence traitée")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("44 sessions attendent des présences ou un complément")
    expect(dialog.get_by_role("row")).to_have_count(45)
    expect(dialog.get_by_role("button", name="Télécharger en CSV")).to_be_visible()


def test_on_a_phone_the_button_of_an_import_stands_beside_it(page: Page, ouvrir: Ouvrir) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ouvrir("/importer")
    rows = page.locator('[class*="st-key-import-"]')
    expect(rows).to_have_count(5)
    for row in rows.all():
        words, button = row.locator("p").first.bounding_box(), row.get_by_role("button").bounding_box()
        assert words is not None
        assert button is not None
        assert button["x"] >= words["x"] + words["width"]
        assert button["y"] < words["y"] + words["height"]


def test_tiles_keep_their_place_until_the_style_of_the_page_is_there(ouvrir: Ouvrir) -> None:
    """The browser may draw them before: what stands below would jump."""
    page = ouvrir("/?annee=2023-2024&secteur=Public")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        attendre_stable(page)
        styled, bare, small = page.evaluate("""() => {
          const heights = () => [...document.querySelectorAll("dl, dl > * > *, .tne-partie, .tne-notes")].map(e => e.offsetHeight);
          const styled = heights();
          const style = [...document.querySelectorAll("style")].find(s => s.textContent.includes(".tne-lignes"));
          const place = style.parentNode;
          style.remove();
          const bare = heights(), small = getComputedStyle(document.querySelector(".tne-constat p")).fontSize;
          place.append(style);
          return [styled, bare, small];
        }""")
        assert small == "16px", "the style was not taken away"
        assert len(styled) > 30
        assert max(abs(a - b) for a, b in zip(styled, bare, strict=True)) <= 1


def test_the_keyboard_alone_opens_the_data_of_a_figure_takes_them_and_comes_back(ouvrir: Ouvrir) -> None:
    page = ouvrir("/formations?annee=2023-2024")
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(e => e.tagName === 'BUTTON' && e.closest('[data-testid=\"stMain\"]') ? e.innerText : '')(document.activeElement)"
        )
        if "Données" in focused:
            break
    else:
        raise AssertionError("the data of a figure cannot be reached by Tab")
    # A page has many such buttons: each says of which figure.
    opener = page.locator('[data-cle="formations-portee"]').get_by_role(
        "button", name=re.compile("^Données : .* a suivi un module$")
    )
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    # What it opens stands at the end of the document: the focus is taken there, and given back.
    expect(page.get_by_role("dialog", name=re.compile("a suivi un module$"))).to_be_focused()
    # The window comes before what it holds: a Tab in between goes past the place of the table.
    prendre = page.get_by_role("button", name="Télécharger en CSV")
    expect(prendre).to_be_visible()
    attendre_stable(page)
    headers = page.get_by_role("dialog").get_by_role("columnheader").count()
    for _ in range(
        3 + headers
    ):  # what closes it, then the table, which scrolls from the keyboard, and what sorts it
        page.keyboard.press("Tab")
    expect(prendre).to_be_focused()
    with page.expect_download() as fichier:
        page.keyboard.press("Enter")
    assert fichier.value.suggested_filename == "formations-portee-2023-2024-tous-les-etablissements.csv"
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_names_once_given_are_not_written_again(ouvrir: Ouvrir) -> None:
    """Whatever changes, the whole page is looked through: what is written each time keeps browser and screen reader at work."""
    page = ouvrir("/donnees?annee=2023-2024")
    page.wait_for_function("document.querySelector('[role=\"img\"][aria-hidden]')")
    written = page.evaluate("""async () => {
      const seen = [];
      new MutationObserver(all => seen.push(...all.map(r => r.attributeName)))
        .observe(document.querySelector('[data-testid="stMain"]'), { subtree: true, attributes: true });
      document.getElementById("root").append(document.createElement("i"));
      await new Promise(done => setTimeout(done, 1500));
      return seen;
    }""")
    assert written == []


def test_on_a_phone_a_definition_takes_the_width_of_the_page(
    page: Page, ouvrir: Ouvrir, axe: Callable[..., None]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ouvrir("/donnees?annee=2023-2024")
    row = page.get_by_role("row").filter(has_text="Enseignants sollicités")
    name, definition = row.get_by_role("rowheader").locator("> *").all()
    found, kept = definition.bounding_box(), row.get_by_role("cell").first.bounding_box()
    assert found
    assert kept
    assert found["width"] > 340
    assert name.bounding_box()["y"] == kept["y"] < found["y"]  # type: ignore[index]
    axe(page)


def test_the_mail_that_asks_is_copied_with_and_without_the_clipboard_of_the_browser(ouvrir: Ouvrir) -> None:
    page = ouvrir("/donnees?annee=2023-2024")
    page.get_by_role("button", name=re.compile("^Préparer ")).click()
    attendre_stable(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    shown = page.locator('[class*="-courriel"] .texte').inner_text()
    for without in ("", "navigator.clipboard.writeText = () => Promise.reject()"):
        page.evaluate(f"navigator.clipboard.writeText('').then(() => {{ {without} }})")
        page.get_by_role("button", name="Copier le texte").press("Enter")
        expect(page.get_by_role("status").get_by_text("Copié.")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == shown
        expect(page.get_by_role("button", name="Copier le texte")).to_be_focused()
    assert len(shown.splitlines()) > 5


def test_the_way_to_the_templates_goes_to_them(ouvrir: Ouvrir) -> None:
    page = ouvrir("/donnees?annee=2023-2024")
    page.get_by_role("button", name=re.compile("Préparer")).click()
    page.get_by_role("link", name="Modèles à remplir").click()
    page.locator(".st-key-importer-modeles:focus").wait_for()
    expect(page.get_by_role("button", name="Modèle à remplir (XLSX)")).to_be_in_viewport()

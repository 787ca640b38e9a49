"""By hand, in a real browser: a cell of the grid is corrected, checked, kept, and undone from the journal."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.navigateur.banc import Serveur, attendre_stable


def _type(page: Page, x: int, text: str, told: Locator) -> None:
    """Type into the first row of the grid, `x` pixels from its left, until the page has told it.

    Again where the grid was not drawn yet, or was drawn anew between two keys: it then forgets what is being typed.
    """
    grid = page.locator('[data-testid="stDataFrame"]').first
    grid.scroll_into_view_if_needed()
    editor = page.locator('[id="portal"] input, [id="portal"] textarea').first
    for _ in range(4):
        box = grid.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + x, box["y"] + 35 + 17)
        page.keyboard.press("Enter")
        with suppress(TimeoutError):
            editor.fill(text, timeout=3000)
            page.keyboard.press("Enter")
            page.wait_for_timeout(500)
            attendre_stable(page, 60)
            if told.count():
                return
        page.keyboard.press("Escape")
    expect(told).to_be_attached()


def test_a_target_is_corrected_by_hand_and_the_correction_undone(
    ouvrir_sur: Callable[[Serveur, str], Page], serveur_demo: Serveur
) -> None:
    page = ouvrir_sur(serveur_demo, "/saisir")
    kind = page.get_by_role("combobox", name="Que voulez-vous saisir").first
    kind.click()
    kind.fill("Objectifs")
    page.get_by_role("option", name="Objectifs", exact=True).click()
    attendre_stable(page, 60)
    page.get_by_text("Plusieurs, dans une grille").click()
    attendre_stable(page, 60)

    _type(
        page, 660, "beaucoup", page.get_by_role("alert").filter(has_text="« beaucoup » n’est pas un nombre")
    )
    expect(page.get_by_role("button", name="Enregistrer")).to_be_disabled()

    main = page.locator('[data-testid="stMain"]')
    _type(page, 660, "77", main.get_by_text("→ 77").first)
    expect(main).to_contain_text("1 ligne corrigée")
    page.get_by_role("button", name="Enregistrer").dblclick()
    attendre_stable(page, 60)
    expect(main).to_contain_text("c\u2019est fait")

    page.get_by_role("link", name="Journal", exact=True).click()
    page.wait_for_url("**/journal*")
    attendre_stable(page, 60)
    imports = page.locator('[data-cle="imports"] tbody tr')
    expect(imports.nth(0)).to_contain_text("Saisie")
    page.get_by_text("annuler changerait").click()
    attendre_stable(page, 60)
    page.get_by_role("button", name=re.compile("Annuler l.import")).click()
    attendre_stable(page, 60)
    expect(imports.nth(0)).to_contain_text("annulé")
    expect(imports.nth(1)).not_to_contain_text("Saisie")


def test_on_a_phone_a_record_is_added_by_the_keyboard_alone(
    page: Page, ouvrir_sur: Callable[[Serveur, str], Page], serveur_demo: Serveur
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ouvrir_sur(serveur_demo, "/saisir")
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth"), "nothing is off the page"
    record = page.get_by_role("combobox", name="Enregistrement").first
    record.focus()
    for label, typed in (
        ("Date", "13062024"),
        ("Nature", "Form\n"),
        ("Établissement (UAI)", "Col\n"),
        ("Heures", "2,5"),
    ):
        _tab_to(page, label)
        page.keyboard.type(typed)
    _tab_to(page, "Vérifier")
    page.keyboard.press("Enter")
    attendre_stable(page, 60)
    expect(main).to_contain_text("1 ligne nouvelle")
    expect(page.get_by_role("button", name="Vérifier")).to_be_focused()
    expect(page.get_by_role("button", name="Enregistrer")).to_be_enabled()
    expect(page.get_by_role("textbox", name="Heures")).to_have_value("2,5")


def _tab_to(page: Page, name: str) -> None:
    """Tab until the focus is on what has this name."""
    said = """(e, name) => [e.getAttribute('aria-label'), e.closest('[role=group]')?.getAttribute('aria-label')]
      .some(s => s?.startsWith(name)) || e.innerText.endsWith(name)"""
    for _ in range(40):
        page.keyboard.press("Tab")
        page.wait_for_timeout(30)
        focused = page.locator("*:focus")
        if focused.count() and focused.first.evaluate(said, name):
            return
    raise AssertionError(f"the keyboard does not come to « {name} »")


def test_another_year_is_taken_over_by_the_keyboard_from_the_head_of_the_page(
    ouvrir: Callable[[str], Page],
) -> None:
    """Below two grids its button was 40 stops from the head of the page."""
    page = ouvrir("/diapositives?annee=2023-2024")
    page.get_by_role("link", name="Reprendre les diapositives").click()
    page.wait_for_url("**/saisir*")
    page.locator(".st-key-saisir-reprise:focus").wait_for()
    button = page.get_by_role("button", name="Reprendre en")
    for _ in range(10):
        page.keyboard.press("Tab")
        if button.evaluate("e => e === document.activeElement"):
            break
    expect(button).to_be_focused()
    expect(page.get_by_role("combobox", name="Que voulez-vous saisir").first).to_be_attached()


def test_a_refused_cell_is_corrected_in_the_grid_of_its_file(
    ouvrir: Callable[[str], Page],
) -> None:
    """What was typed was forgotten before it was checked. The column to correct stands first, beside what is wrong."""
    page = ouvrir("/importer")
    main = _correct_in_grid(page)
    page.get_by_role("button", name="Vérifier ces corrections").click()
    attendre_stable(page, 60)
    expect(main).to_contain_text("1 case corrigée avant l\u2019import")
    expect(main).not_to_contain_text("À corriger ·")


def test_what_was_typed_in_the_grid_is_there_after_another_page(ouvrir: Callable[[str], Page]) -> None:
    """Whoever went to look the code of a school up had to type it again."""
    page = ouvrir("/importer")
    main = _correct_in_grid(page)
    for name in ("Établissement", "Importer"):
        page.locator('[data-testid="stSidebar"]').get_by_role("link", name=name).click()
        attendre_stable(page, 60)
    expect(main).to_contain_text("1 case corrigée avant l\u2019import")
    expect(main).not_to_contain_text("À corriger ·")


def _correct_in_grid(page: Page) -> Locator:
    """Drop a file with one wrong code and type the right one into the grid, unchecked; the page."""
    rows = "Référence;Date;Nature;Thème;UAI\n2024-901;16/09/2024;Formation;ENT;086002K\n".encode()
    page.locator('input[type="file"]').first.set_input_files(
        [{"name": "journal.csv", "mimeType": "text/csv", "buffer": rows}]
    )
    attendre_stable(page, 60)
    main = page.locator('[data-testid="stMain"]')
    expect(main).to_contain_text("À corriger · 1 ligne")
    page.get_by_text("Corriger dans une grille").click()
    attendre_stable(page, 60)
    _type(
        page, 500, "0860002K", page.locator('[data-testid="stDataFrame"] [role="gridcell"]:text("0860002K")')
    )
    return main

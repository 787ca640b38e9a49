"""What stands one under the other begins at the same place, and an answer does not touch what one fills in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.navigateur.banc import attendre_stable

Ouvrir = Callable[..., Page]

_ICONES = """mots => [...document.querySelectorAll('[data-testid="stMain"] :is(a.tne-lien, button.tne-ouvre)')]
    .filter(e => e.innerText.includes(mots))
    .map(e => e.querySelector('.tne-symbole').getBoundingClientRect().left - document.querySelector('h1').getBoundingClientRect().left)"""

_DESSOUS = """() => {
    const answer = document.querySelector('[data-testid="stMain"] h2').getBoundingClientRect().bottom;
    const tops = [...document.querySelectorAll('[data-testid="stMain"] :is(label, summary)')]
        .map(e => e.getBoundingClientRect().top);
    return Math.min(...tops.filter(t => t > answer)) - answer;
}"""


@pytest.mark.parametrize(
    ("path", "mots"),
    [
        ("/?annee=2024-2025", "Ajouter un paragraphe"),
        ("/?annee=2023-2024", "Ajouter un paragraphe"),
        ("/importer", "Tout le journal"),
        ("/donnees", "Modèles à remplir"),
        ("/diapositives", "Reprendre les diapositives"),
    ],
)
def test_what_one_may_do_next_stands_under_what_is_said(ouvrir: Ouvrir, path: str, mots: str) -> None:
    """Where no finding stood above, the button of the paragraph was 4 pixels to the right; links alone on their line, 8."""
    page = ouvrir(path)
    if path == "/donnees":
        # Of the demonstration's years nothing is to be asked for.
        page.get_by_role("button", name="Préparer").click()
        page.get_by_role("link", name=mots).wait_for()
    found = page.evaluate(_ICONES, mots)
    assert found
    assert [x for x in found if abs(x) > 1] == []


@pytest.mark.parametrize("path", ["/importer", "/journal", "/saisir", "/diapositives"])
def test_an_answer_stands_apart_from_what_one_fills_in(ouvrir: Ouvrir, path: str) -> None:
    """Its last line was as near to the first field as the fields to one another."""
    assert ouvrir(path).evaluate(_DESSOUS) >= 28


_FONDS = """() => {
    const host = [...document.querySelectorAll('.st-key-tne-presenter *')].find(e => e.shadowRoot);
    const documents = document.querySelector('[class*="st-key-documents"] button');
    return [host.shadowRoot.querySelector('button'), documents].map(b => {
        const dots = document.createElement('canvas').getContext('2d');
        dots.fillStyle = getComputedStyle(b).backgroundColor;
        dots.fillRect(0, 0, 1, 1);
        return [...dots.getImageData(0, 0, 1, 1).data].slice(0, 3);
    });
}"""


def test_the_two_buttons_of_the_sidebar_look_alike(page: Page, ouvrir: Ouvrir) -> None:
    """The one that presents had no icon and the colour of the sidebar itself, as a field that is empty."""
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        ouvrir("/")
        presents, documents = page.evaluate(_FONDS)
        assert max(abs(a - b) for a, b in zip(presents, documents, strict=True)) <= 2, (
            theme,
            presents,
            documents,
        )


def test_all_documents_are_in_sight_under_a_button_low_on_the_screen(page: Page, ouvrir: Ouvrir) -> None:
    """Opened again, it was cut to the room under its button: 83 pixels of the screen of a projector."""
    page.set_viewport_size({"width": 1280, "height": 720})
    ouvrir("/?annee=2023-2024")
    button = page.get_by_role("button", name="Documents", exact=True)
    for _ in range(3):
        button.click()
        last = page.get_by_role("button", name="Chiffres et tableaux (XLSX)")
        expect(last).to_be_in_viewport(ratio=1)
        attendre_stable(page)
        expect(last).to_be_in_viewport(ratio=1)
        page.keyboard.press("Escape")
        expect(last).to_be_hidden()

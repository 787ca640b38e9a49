"""On a wide screen what is filled, and what stands in a row with its buttons, keeps a width that the eye crosses."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.navigateur.banc import Serveur
from tne.ui.tete import LARGEUR_RANGEE

Ouvrir = Callable[[Serveur, str], Page]


def test_forms_and_rows_with_buttons_are_no_wider_than_a_row(
    page: Page, ouvrir_sur: Ouvrir, serveur: Serveur
) -> None:
    """At 1920 the field of a number was 700 pixels wide, and the second column stood a screen away from the first."""
    page.set_viewport_size({"width": 1920, "height": 1080})
    for path, selectors in {
        "/saisir": ('[data-testid="stForm"]', '[data-testid="stSelectbox"]'),
        "/diapositives": ('[data-testid="stForm"]', ".st-key-tne-diapositives"),
    }.items():
        ouvrir_sur(serveur, path)
        for selector in selectors:
            found = page.locator(f'[data-testid="stMain"] {selector}').all()
            widths = [box["width"] for e in found if (box := e.bounding_box())]
            assert widths, (path, selector)
            assert max(widths) <= LARGEUR_RANGEE, (path, selector, widths)

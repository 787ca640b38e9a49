"""Who looks at a page once the slides are left: those whom it was shown to before."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.navigateur.banc import attendre_stable
from tests.navigateur.diaporama import affichee, attendre, presenter, quitter_plein_ecran

Ouvrir = Callable[..., Page]


def _ailleurs(page: Page, touche: str) -> Locator:
    """Leave the slides by that key; the box that stands on the page then."""
    if touche == "Escape":
        quitter_plein_ecran(page)
    page.keyboard.press(touche)
    page.wait_for_url(lambda url: "/presenter" not in url)
    attendre_stable(page)
    return page.get_by_role("checkbox", name="Présentation")


def test_who_presents_from_pages_in_reading_is_not_taken_out_of_it(page: Page, ouvrir: Ouvrir) -> None:
    """Escape showed the room the small counts of the page that had been ticked « Présentation » before."""
    ouvrir("/formations?presentation=true")
    presenter(page)
    expect(_ailleurs(page, "Escape")).to_be_checked()


def test_slides_begin_anew_once_the_page_that_they_opened_is_unticked(page: Page, ouvrir: Ouvrir) -> None:
    """« Présenter » went on with the slide that had been left, under words that promise the first."""
    ouvrir("/formations")
    codes = presenter(page)
    page.keyboard.press("ArrowRight")
    attendre(page, codes[1])
    box = _ailleurs(page, "o")
    expect(box).to_be_checked()
    page.get_by_text("Présentation", exact=True).click()
    expect(box).not_to_be_checked()
    attendre_stable(page)
    presenter(page)
    assert affichee(page) == ["titre"]
    expect(_ailleurs(page, "Escape")).not_to_be_checked()

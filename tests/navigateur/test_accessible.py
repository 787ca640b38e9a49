"""Every page in both themes and on a phone: axe-core finds no breach of WCAG 2.x A or AA."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.navigateur.banc import RACINE

# A new page brings its tests.
PAGES = sorted(
    "/" if path.stem == "bilan" else f"/{path.stem}" for path in (RACINE / "pages").glob("[a-z]*.py")
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(
    page: Page, ouvrir: Callable[..., Page], axe: Callable[..., None], path: str, theme: str
) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    ouvrir(path)
    assert page.get_by_text("Page not found").count() == 0
    axe(page)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_cut_on_a_phone(
    page: Page, ouvrir: Callable[..., Page], axe: Callable[..., None], path: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ouvrir(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page)

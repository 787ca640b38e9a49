"""Text spaced out by its reader (WCAG 1.4.12, by a bookmark or an extension of the browser): nothing is cut."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.navigateur.diaporama import attendre, pret

Ouvrir = Callable[[str], Page]

# The four measures of the criterion.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""

# Words beyond the box of their chart where that cuts them, and blocks that cut their own.
CUT = """() => {
    const hides = e => ['hidden', 'clip'].includes(getComputedStyle(e).overflowX);
    const charts = [...document.querySelectorAll('.tne-graphe text')].filter(t => {
        const r = t.getBoundingClientRect();
        for (let box = t.ownerSVGElement; !box.matches('.tne-piece'); box = box.parentElement)
            if (hides(box) && (r.right > box.getBoundingClientRect().right + 2 || r.left < box.getBoundingClientRect().left - 2)) return true;
        return false; });
    const words = [...document.querySelectorAll('.tne-tuile, .tne-tuile *, .tne-constat *, .tne-origine *, .tne-menu a, h1, h2, h3, button p')]
        .filter(e => e.checkVisibility() && e.clientWidth && hides(e) && e.scrollWidth > e.clientWidth + 1);
    return [...charts, ...words].map(e => e.textContent.slice(0, 60));
}"""


@pytest.mark.parametrize("path", ["/?annee=2023-2024", "/formations?annee=2023-2024"])
def test_spaced_out_no_text_of_a_page_is_cut(ouvrir: Ouvrir, path: str) -> None:
    """Names of modules ended at the edge of their chart."""
    page = ouvrir(path)
    page.add_style_tag(content=SPACED)
    assert page.evaluate(CUT) == []


# How far the words of this slide stand under what is seen of it.
BELOW = """code => {
    const slide = document.querySelector(`.st-key-tne-lame-${code}`);
    const words = [...slide.querySelectorAll('h1, h2, .tne-phrase, .tne-reperes > div, .tne-pied p')];
    return words.at(-1).getBoundingClientRect().bottom - slide.getBoundingClientRect().bottom; }"""


def test_spaced_out_a_slide_is_scrolled_to_its_end(page: Page, ouvrir: Ouvrir) -> None:
    """The last of five figures, the end of a list of findings and the source of a map were under the foot."""
    page.set_viewport_size({"width": 1280, "height": 720})
    ouvrir("/presenter?annee=2023-2024")
    codes = pret(page)
    page.add_style_tag(content=SPACED)
    # Written before the slides are measured, as by an extension.
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    # By the wheel: a script scrolls what is hidden too.
    for code in codes:
        attendre(page, code)
        page.mouse.move(200, 300)
        page.mouse.wheel(0, 3000)
        page.wait_for_timeout(150)
        assert page.evaluate(BELOW, code) <= 2, code
        page.keyboard.press("ArrowRight")

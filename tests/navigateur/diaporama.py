"""What a test sees of the slideshow: the slide on screen, its address, sizes of its texts, what is cut."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from playwright.sync_api import Page, TimeoutError, expect

from tests.navigateur.banc import adresse, attendre_stable

# Codes of the slides that can be seen or reached: the one shown, or the stack is broken.
_SHOWN = """() => [...document.querySelectorAll('[class*="st-key-tne-lame-"]')]
    .filter(e => getComputedStyle(e).opacity === '1' || !e.inert)
    .map(e => e.className.match(/st-key-tne-lame-([a-z0-9-]+)/)[1])"""

# Of the slide on screen and the foot: texts under a size, elements that scroll, are cut or leave the window.
_MEASURE = """(smallest) => {
    const slide = [...document.querySelectorAll('[class*="st-key-tne-lame-"]')].find(e => !e.inert);
    const foot = [...document.querySelectorAll('[class*="st-key-tne-diapo-"]')];
    const command = foot.map(e => [...e.querySelectorAll('*')].map(x => x.shadowRoot).filter(Boolean)).flat();
    const within = [slide, ...foot, ...command];
    const small = [], cut = [], out = [];
    const name = e => `${e.tagName}.${e.getAttribute('class')}`.slice(0, 90);
    for (const root of within) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const text = walker.currentNode, parent = text.parentElement;
            if (!text.textContent.trim() || !parent || ['STYLE', 'SCRIPT'].includes(parent.tagName)) continue;
            const range = document.createRange();
            range.selectNodeContents(text);
            const box = range.getBoundingClientRect();
            if (parent.closest('.annonce') || box.width < 1 || box.height < 1) continue;
            const size = parseFloat(getComputedStyle(parent).fontSize);
            if (size < smallest) small.push([text.textContent.trim().slice(0, 40), size]);
            if (box.left < -1 || box.right > innerWidth + 1 || box.top < -1 || box.bottom > innerHeight + 1)
                out.push([text.textContent.trim().slice(0, 40), box.left, box.top, box.right, box.bottom]);
        }
        for (const e of [root, ...root.querySelectorAll('*')]) {
            if (!(e instanceof HTMLElement) || e.closest('.annonce') || !e.clientWidth || !e.clientHeight) continue;
            if (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
                if (getComputedStyle(e).display !== 'inline' && !e.matches('button, button *'))
                    cut.push([name(e), e.scrollWidth, e.clientWidth, e.scrollHeight, e.clientHeight]);
        }
    }
    const page = document.scrollingElement;
    if (page.scrollHeight > page.clientHeight || page.scrollWidth > page.clientWidth) cut.push(['page', page.scrollHeight]);
    const figure = slide.querySelector('[class*="st-key-tne-figure-"]');
    const box = figure && figure.getBoundingClientRect();
    const svg = figure && figure.querySelector('.main-svg').getBoundingClientRect();
    return {
        small, cut, out,
        figure: box ? box.width * box.height / (innerWidth * innerHeight) : null,
        drawn: svg ? [svg.width - box.width, svg.height - box.height] : null,
        source: slide.querySelector('.tne-pied')?.getBoundingClientRect().bottom ?? 0,
        foot: Math.min(...foot.map(e => e.getBoundingClientRect().top)),
    };
}"""

# The chart of the slide on screen has taken the room it was given: it follows a moment after the layout.
_FITS = """() => {
    const slide = [...document.querySelectorAll('[class*="st-key-tne-lame-"]')].find(e => !e.inert);
    const figure = slide.querySelector('[class*="st-key-tne-figure-"]');
    if (!figure) return true;
    const box = figure.getBoundingClientRect(), svg = figure.querySelector('.main-svg')?.getBoundingClientRect();
    return !!svg && Math.abs(svg.width - box.width) <= 1 && Math.abs(svg.height - box.height) <= 1
        && figure.scrollHeight <= figure.clientHeight + 1;
}"""


def code(page: Page) -> str:
    """The slide that the address names."""
    return adresse(page).get("diapo", [""])[0]


def affichee(page: Page) -> list[str]:
    """The codes of the slides that are on screen: one, or the stack is broken."""
    found: list[str] = page.evaluate(_SHOWN)
    return found


def attendre(page: Page, attendue: str) -> None:
    """Wait until that slide is the one on screen and in the address."""
    expect(page.locator(f".st-key-tne-lame-{attendue}")).to_have_css("opacity", "1")
    page.wait_for_function("code => new URL(location.href).searchParams.get('diapo') === code", arg=attendue)
    # A slide that Streamlit draws again can be reached until the show has seen it, a moment later.
    with suppress(TimeoutError):
        page.wait_for_function(f"code => String(({_SHOWN})()) === code", arg=attendue)
    assert affichee(page) == [attendue]


def pret(page: Page) -> list[str]:
    """Wait until every slide is drawn; the codes in order."""
    page.wait_for_selector(".st-key-tne-diapo-commande", state="attached")
    page.wait_for_function(
        """() => { const all = [...document.querySelectorAll('[class*="st-key-tne-lame-"]')];
            return all.length > 5 && all.every(e => e.querySelector('h1')); }"""
    )
    attendre_stable(page)
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('[class*="st-key-tne-lame-"]')]
            .map(e => e.className.match(/st-key-tne-lame-([a-z0-9-]+)/)[1])"""
    )
    return found


def presenter(page: Page) -> list[str]:
    """Begin the slides from a page; their codes in order."""
    page.get_by_role("button", name="Présenter").click()
    page.wait_for_url("**/presenter*")
    return pret(page)


def quitter_plein_ecran(page: Page) -> None:
    """Press Escape once where the slides have taken the whole screen."""
    if page.evaluate("!!document.fullscreenElement"):
        page.keyboard.press("Escape")
        page.wait_for_function("!document.fullscreenElement")


def intituler(page: Page, code: str, words: str) -> str:
    """Give that slide another title, wait until it is laid out, return the title it had."""
    before: str = page.evaluate(
        """([code, words]) => new Promise(done => {
            const title = document.querySelector(`.st-key-tne-lame-${code} h1`), before = title.textContent;
            title.textContent = words;
            requestAnimationFrame(() => requestAnimationFrame(() => done(before))); })""",
        [code, words],
    )
    return before


def mesurer(page: Page, smallest: float) -> dict[str, Any]:
    """Faults of the slide on screen, for texts of at least that many pixels, once its chart is at rest."""
    with suppress(TimeoutError):  # one that never fits is told by what is measured
        page.wait_for_function(_FITS, polling=50, timeout=5000)
    found: dict[str, Any] = page.evaluate(_MEASURE, smallest)
    return found

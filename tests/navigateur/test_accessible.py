"""Every page in both themes and on a phone: axe-core finds no breach of WCAG 2.x A or AA, nothing is cut."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, TimeoutError

from tests.navigateur.banc import RACINE, attendre_stable

# A new page brings its tests.
PAGES = sorted(
    "/" if path.stem == "bilan" else f"/{path.stem}" for path in (RACINE / "pages").glob("[a-z]*.py")
)
# What stands on these pages only once something is chosen: the sheet of a school, the rows of a figure.
CHOISIES = (
    f"/etablissement?annee=2023-2024&etablissement={quote('Collège démo Les Bruyères (Saint-Martin-la-Pallu) 0869032A')}",
    "/origine?annee=2023-2024&chiffre=formation.participants",
)
# Beside a long name in a filter Streamlit leaves its field 12 pixels; the whole box takes the click (docs/accessibilite.md).
ETROIT = {CHOISIES[0]: ("target-size",)}
# What the canvas of the page is painted with tells which theme is drawn.
GROUND = "getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor"

# The buttons and links of the page that a list of them would not tell apart; two names are Streamlit's own. A school in two
# lists leads to one page.
ALIKE = """() => {
    // Of a button that explains itself Streamlit hides a second one, for another width.
    const all = [...document.querySelectorAll('[data-testid="stMain"] :is(a[href], button)')].filter(e => e.checkVisibility())
        .map(e => [(e.getAttribute('aria-label') ?? e.innerText).trim(), e.href])
        .filter(([n]) => !['', 'Open', 'Link to heading'].includes(n));
    return all.filter(([n, to], i) => all.slice(0, i).some(([m, there]) => m === n && !(to && to === there))).map(([n]) => n).join(' | ');
}"""

# Names in which Streamlit leaves the signs of what is stressed or coloured; charts that would be read number after number.
UNREADABLE = """() => [
    ...[...document.querySelectorAll('[aria-label]')].map(e => e.getAttribute('aria-label')).filter(n => /\\*\\*|:[a-z-]+\\[/.test(n)),
    ...[...document.querySelectorAll('.tne-graphe:not([role="img"][aria-label])')].map(e => e.parentElement.dataset.cle),
].join(' | ')"""

# Headings under which one level is left out: who goes from one to the next looks for what is missing.
SKIPPED = """() => {
    const all = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(e => e.checkVisibility());
    return all.filter((e, i) => i && e.tagName[1] > +all[i - 1].tagName[1] + 1).map(e => e.innerText).join(' | ');
}"""


@pytest.mark.parametrize("path", [*PAGES, *CHOISIES], ids=lambda path: path.split("&")[0])
def test_axe_finds_nothing_in_both_themes_and_nothing_is_cut_on_a_phone(
    page: Page, ouvrir: Callable[..., Page], axe: Callable[..., None], path: str
) -> None:
    page.emulate_media(color_scheme="light")
    ouvrir(path)
    assert page.get_by_role("dialog").count() == 0  # where Streamlit says that it knows no such page
    axe(page, sauf=ETROIT.get(path, ()))
    # They are named when the browser is at rest.
    with contextlib.suppress(TimeoutError):
        page.wait_for_function(f"({ALIKE})() === ''")
    assert page.evaluate(ALIKE) == ""
    assert page.evaluate(UNREADABLE) == ""
    assert page.evaluate(SKIPPED) == ""
    light = page.evaluate(GROUND)
    # Colours are the same in every size, and what stands on the page in every theme: dark on a phone tells of both.
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{GROUND} !== '{light}'")
    attendre_stable(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page, sauf=ETROIT.get(path, ()))


# What has the focus, where neither it nor the box that it fills has an edge of the ink of the page; a part of a date turns dark.
UNSEEN = """() => {
    let e = document.activeElement;
    while (e.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
    const ink = getComputedStyle(document.querySelector('h1')).color;
    const edged = (x) => { const c = getComputedStyle(x); return c.outlineStyle === 'solid' && parseFloat(c.outlineWidth) >= 2 && c.outlineColor === ink; };
    const boxes = [e, e.parentElement, e.parentElement?.parentElement].filter(Boolean);
    return e === document.body || e.role === 'spinbutton' || boxes.some(edged) ? '' : `${e.tagName} ${e.role ?? ''} ${e.getAttribute('aria-label') ?? e.innerText}`;
}"""


def test_the_keyboard_sees_where_it_is_in_the_dark(page: Page, ouvrir: Callable[..., Page]) -> None:
    """Streamlit's ring is half the colour of its buttons, 1.8 to 1 on the dark page; its lists and fields had none."""
    page.emulate_media(color_scheme="dark")
    ouvrir("/saisir?annee=2023-2024")
    unseen = []
    for _ in range(45):
        page.keyboard.press("Tab")
        # An edge comes in a moment.
        with contextlib.suppress(TimeoutError):
            page.wait_for_function(f"({UNSEEN})() === ''", timeout=500)
        unseen.append(page.evaluate(UNSEEN))
    assert not [u for u in unseen if u]


# The edge of what has the focus, beyond the boxes that scroll around it, by more than half of a pixel: there it is not drawn.
CUT = """() => {
    const e = document.activeElement, s = getComputedStyle(e);
    if (e.tagName === 'MAIN' || e.tagName === 'INPUT' || s.outlineStyle !== 'solid') return '';
    const out = parseFloat(s.outlineWidth) + parseFloat(s.outlineOffset), r = e.getBoundingClientRect();
    for (let box = e.parentElement; box; box = box.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(box), b = box.getBoundingClientRect();
        const aside = overflowX !== 'visible' && (b.left - r.left + out > 0.5 || r.right + out - b.right > 0.5);
        const above = overflowY !== 'visible' && (b.top - r.top + out > 0.5 || r.bottom + out - b.bottom > 0.5);
        if (aside || (above && r.height < b.height)) return `${e.tagName} ${e.getAttribute('aria-label') ?? e.innerText}`;
    }
    return '';
}"""


@pytest.mark.parametrize(
    ("path", "presses"),
    [
        ("/presenter?annee=2023-2024", 5),
        ("/importer", 34),
        ("/formations?annee=2023-2024", 54),
        ("/journal", 40),
    ],
)
def test_no_edge_of_what_has_the_focus_is_cut(
    page: Page, ouvrir: Callable[..., Page], path: str, presses: int
) -> None:
    """Of « Filtres » under a slide one side of four was seen; links of lists had no left one, the last buttons of rows no right one."""
    ouvrir(path)
    cut = []
    for _ in range(presses):
        page.keyboard.press("Tab")
        cut.append(page.evaluate(CUT))
    assert not [c for c in cut if c]

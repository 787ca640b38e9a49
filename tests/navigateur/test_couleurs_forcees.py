"""The colours of the system forced on every page (high contrast of Windows): grounds and shadows are gone, what is chosen is still seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from tests.navigateur.banc import Serveur, attendre_stable

Ouvrir = Callable[[str], Page]

# The width of an edge that stands out of the ground: a border or an outline, of what has one in these colours.
EDGE = """e => {
    const c = getComputedStyle(e);
    const drawn = (style, width, color) => style !== 'none' && color !== c.backgroundColor ? parseFloat(width) : 0;
    return Math.max(drawn(c.outlineStyle, c.outlineWidth, c.outlineColor), drawn(c.borderLeftStyle, c.borderLeftWidth, c.borderLeftColor));
}"""


@pytest.fixture(params=["light", "dark"])
def forcee(page: Page, request: pytest.FixtureRequest) -> Page:
    """A page in such colours, black on white and white on black."""
    page.emulate_media(forced_colors="active", color_scheme=request.param)
    return page


def edge(seen: Locator) -> float:
    return float(seen.evaluate(EDGE))


def sign(radio: Locator) -> bytes:
    """The picture of the round before the words of a choice."""
    box = radio.bounding_box()
    assert box
    return radio.page.screenshot(
        clip={"x": box["x"], "y": box["y"], "width": 18, "height": box["height"]}, animations="disabled"
    )


def test_what_is_chosen_is_told_from_what_is_not(forcee: Page, ouvrir: Ouvrir) -> None:
    """The dot of a choice, the ground of a line of a list and of the page one is on: all of the colour of the page."""
    ouvrir("/saisir?annee=2023-2024")
    first, second = forcee.get_by_test_id("stRadioOption").all()
    assert sign(first) != sign(second), "« Une fiche à la fois » is chosen"
    menu = forcee.locator(".tne-menu a").all()
    assert {bool(edge(a)) for a in menu if a.get_attribute("aria-current") == "page"} == {True}
    assert not any(edge(a) for a in menu if a.get_attribute("aria-current") != "page")
    forcee.get_by_role("combobox", name="Que voulez-vous saisir").click()
    forcee.keyboard.press("ArrowDown")
    forcee.locator('[role="option"][data-focused]').wait_for()
    focused, chosen = (
        forcee.locator(f'[role="option"]{which}').first
        for which in ("[data-focused]", '[aria-selected="true"]:not([data-focused])')
    )
    other = forcee.locator('[role="option"][aria-selected="false"]:not([data-focused])').first
    assert edge(focused) >= 2
    assert edge(chosen) >= 2
    assert not edge(other)


def test_what_lies_over_the_page_has_an_edge(forcee: Page, ouvrir: Ouvrir) -> None:
    """A table opened over the page, an explanation and a warning had no edge: their words ran into those beside them."""
    ouvrir("/formations?annee=2023-2024")
    forcee.get_by_label("Help for Établissement").first.hover()
    assert edge(forcee.get_by_role("tooltip")) >= 1
    forcee.mouse.move(700, 400)
    forcee.get_by_role("button", name="Données").first.click()
    assert edge(forcee.get_by_role("dialog")) >= 1


# The styles of the page over what a page shows for a moment, or seldom.
SHOWN = """
import streamlit as st
from tne.ui import theme
theme.socle()
st.progress(0.4)
st.warning("mots")
"""


def test_how_far_a_task_is_and_what_is_warned_of_are_seen(
    forcee: Page, base_vide: Path, tmp_path: Path, lancer: Callable[..., Serveur]
) -> None:
    script = tmp_path / "montre.py"
    script.write_text(SHOWN, encoding="utf-8")
    forcee.goto(lancer(base_vide, script).url)
    attendre_stable(forcee)
    assert edge(forcee.get_by_role("alert")) >= 1
    box = forcee.get_by_role("progressbar").bounding_box()
    assert box
    done, left = (
        forcee.screenshot(
            clip={"x": box["x"] + part * box["width"], "y": box["y"], "width": 20, "height": box["height"]}
        )
        for part in (0.2, 0.7)
    )
    assert done != left


# What the marks of charts and the words in them are filled with.
FILLED = (
    "[...document.querySelectorAll('.tne-graphe :is(.point path, text)')].map(e => getComputedStyle(e).fill)"
)


def test_charts_keep_the_colours_that_their_words_name(page: Page, ouvrir: Ouvrir) -> None:
    ouvrir("/formations?annee=2023-2024")
    before = page.evaluate(FILLED)
    page.emulate_media(forced_colors="active")
    assert len(before) > 20
    assert page.evaluate(FILLED) == before

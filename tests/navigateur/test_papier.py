"""A page sent to the printer of the browser: white, without the menu, no figure over another, no sheet of nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Page
from pypdf import PdfReader

Ouvrir = Callable[[str], Page]


def sheets(page: Page, landscape: bool = False) -> list[str]:
    """The words of each sheet of paper, on one line."""
    printed = page.pdf(format="A4", landscape=landscape)
    return [" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(printed)).pages]


def test_on_paper_the_menu_the_filters_and_the_buttons_are_left_out(ouvrir: Ouvrir) -> None:
    told = sheets(ouvrir("/accompagnements?annee=2023-2024"))
    pressed = ("Présenter", "Plus de filtres", "Retirer la démonstration")
    assert not any(words in sheet for sheet in told for words in pressed)
    assert "tous les établissements" in told[0], "what is chosen is told without them"


@pytest.mark.parametrize("landscape", [False, True])
def test_on_paper_no_figure_is_over_another(ouvrir: Ouvrir, landscape: bool) -> None:
    """One of those beside a map moved to the next sheet, over the figure that followed: their letters came mixed."""
    told = " ".join(sheets(ouvrir("/accompagnements?annee=2023-2024"), landscape))
    order = (
        "216 établissements sur 287",
        "Trois et plus",
        "Source",
        "Les établissements les moins favorisés",
    )
    places = [0]
    for words in order:
        assert words in told[places[-1] :], f"{words} is not in {told[places[-1] :][:3000]}"
        places.append(told.index(words, places[-1]))
    assert "128 communes" in told
    assert told.count(order[3]) == 1
    between = told[places[2] : places[4]]
    assert "1er quart" not in between, "the figure that follows begins before this one ends"


# Every name of the two lists of schools in nine lines, the first and the last of them numbered.
_LONGS = """() => [...document.querySelectorAll('.tne-liste tbody th')].forEach((th, n) => {
    th.innerText = [`haut${n}`, ...Array(7).fill('nom'), `bas${n}`].join('\\n'); })"""


def test_on_paper_no_row_of_a_list_goes_on_on_the_next_sheet(ouvrir: Ouvrir) -> None:
    """A school of a long name began at the foot of a sheet and ended at the head of the next one; so did lists, by their title."""
    page = ouvrir("/accompagnements?annee=2023-2024&type=Coll%C3%A8ge&secteur=Priv%C3%A9")
    page.evaluate(_LONGS)
    rows = page.locator(".tne-liste tbody th").count()
    for lines in range(0, 30, 5):  # whatever stands above
        page.evaluate(
            "n => { document.querySelector('.tne-liste').parentElement.style.paddingTop = `${n}em`; }", lines
        )
        told = sheets(page)
        begun = [re.findall(r"haut(\d+)", sheet) for sheet in told]
        assert begun == [re.findall(r"bas(\d+)", sheet) for sheet in told], lines
        assert sum(map(len, begun)) == rows
        (sheet,) = (sheet for sheet in told if "établissements sans visite" in sheet)
        assert "haut" in sheet.split("établissements sans visite")[1], lines


def test_on_paper_each_sheet_of_a_list_says_what_its_columns_are(ouvrir: Ouvrir) -> None:
    """The band of the header came again, without its words."""
    told = sheets(ouvrir("/accompagnements?annee=2023-2024"))
    (begins,) = (n for n, sheet in enumerate(told) if "216 établissements sans visite" in sheet)
    goes_on = told[begins + 1 :]
    assert len(goes_on) > 3
    assert all("Commune Secteur" in sheet for sheet in goes_on), [sheet[:80] for sheet in goes_on]


def test_on_paper_the_parts_of_the_bilan_follow_one_another(ouvrir: Ouvrir) -> None:
    """Each was kept whole, and began a sheet: the first held the title alone. A chart still comes with its title."""
    told = sheets(ouvrir("/?annee=2023-2024"))
    assert "ont suivi au moins un module" in told[0], told[0]
    (titled,) = (sheet for sheet in told if "Près d\u2019un enseignant sollicité sur deux" in sheet)
    assert "1 128 ont reçu l\u2019offre" in titled


def test_the_last_sheet_of_paper_holds_something(ouvrir: Ouvrir) -> None:
    told = sheets(ouvrir("/formations?annee=2023-2024"))
    assert all(told), told


def test_the_dark_theme_is_printed_on_white_paper(page: Page, ouvrir: Ouvrir) -> None:
    page.emulate_media(color_scheme="dark")
    ouvrir("/formations?annee=2023-2024")
    for media, least, most in (("screen", 0, 60), ("print", 240, 255)):
        page.emulate_media(media=media)  # type: ignore[arg-type]
        seen = Image.open(io.BytesIO(page.screenshot())).convert("L")
        assert least <= ImageStat.Stat(seen).median[0] <= most, media

"""The English names of Streamlit's own controls: each one that a page has is in the guide, and the guide names no other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import streamlit
from playwright.sync_api import Page

from tests.conftest import RACINE
from tests.navigateur.banc import attendre_stable

# What is read of a control: its name, the words in an empty field, the words that it shows where ours have not taken their place.
NAMES = """() => [...document.querySelectorAll('*')].flatMap(e => [
    ...['aria-label', 'placeholder', 'title'].map(a => e.getAttribute(a)),
    e.children.length || !e.checkVisibility() ? '' : e.textContent,
  ]).filter(Boolean).map(s => s.trim())"""
FICHIER = b"R\xc3\xa9f\xc3\xa9rence;Date;Nature;UAI\n1;12/10/2023;Formation;0869015G\n"
NOTRES = {"Action", "Date", "Type"}
"""Words of ours that English has too."""
COMPOSED = re.compile(r"[\d.]+MB| to (?:apply|submit form)|Ctrl\+|\bPress\b")


@cache
def _bundle() -> str:
    """All that Streamlit's own pages are made of."""
    folder = Path(streamlit.__file__).parent / "static" / "static" / "js"
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.js")))


def _guide() -> set[str]:
    text = (RACINE / "docs" / "guide.md").read_text(encoding="utf-8")
    part = text.split("## Les mots qui restent en anglais")[1].split("\n## ")[0]
    rows = [line.split("|")[2] for line in part.splitlines() if line.startswith("| ")]
    return {name for cell in rows for name in re.findall(r"\*([^*]+)\*", cell)}


@cache
def _texts() -> tuple[set[str], set[str]]:
    """The texts that it holds, and what stands before the first thing that is filled in."""
    found = re.findall(r"`([A-Za-z][^`$\\]{1,60})(`|\$\{)", _bundle())
    return ({t for t, end in found if end == "`"}, {t.rstrip(" :") for t, end in found if end != "`"})


def _own(name: str) -> Iterator[str]:
    """What of a name is Streamlit's: all of it, or what stands before words of ours."""
    whole, begun = _texts()
    if name in whole and re.fullmatch(r"[A-Z].*|.* .*", name):
        yield name
    words = name.split(" ")
    for n in range(1, min(len(words), 4)):
        start = " ".join(words[:n])
        if start in begun or (start.endswith(":") and start[:-1] in whole):
            yield start.removesuffix(":")


def test_the_guide_names_what_streamlit_writes() -> None:
    for name in _guide():
        for piece in filter(None, map(str.strip, COMPOSED.split(name))):
            assert piece in _bundle(), f"« {name} » is no name of this version"


def test_every_english_name_of_a_page_is_in_the_guide(page: Page, ouvrir: Callable[..., Page]) -> None:
    seen: set[str] = set()

    def look() -> None:
        seen.update(own for name in page.evaluate(NAMES) for own in _own(name))

    ouvrir("/accompagnements?annee=2023-2024")
    look()
    page.get_by_role("button", name=re.compile("^Données")).first.click()
    page.get_by_role("dialog").wait_for()
    look()
    page.keyboard.press("Escape")
    page.get_by_role("combobox", name="Année scolaire").click()
    page.keyboard.type("zzz")
    page.locator('[role="listbox"][data-empty="true"]').wait_for()
    look()
    ouvrir("/journal")
    look()
    ouvrir("/saisir")
    look()
    page.get_by_text("Plusieurs, dans une grille").click()
    page.locator('[data-testid="stDataFrame"]').first.hover()
    page.get_by_role("button", name=re.compile("^Fullscreen")).first.wait_for()
    look()
    ouvrir("/importer")
    look()
    payload = {"name": "a.csv", "mimeType": "text/csv", "buffer": FICHIER}
    page.locator('input[type="file"]').first.set_input_files(payload)  # type: ignore[arg-type]
    page.locator('[class*="st-key-fichier-"]:focus').wait_for()
    attendre_stable(page, 60)
    look()
    assert {"Clear all", "Close", "Fullscreen", "Add files"} <= seen, "the names of these controls are found"
    guide = _guide()
    lacking = {n for n in seen - NOTRES if not any(g.startswith(n) or n.startswith(f"{g} ") for g in guide)}
    assert lacking == set(), ", ".join(sorted(lacking))


_DITS = """quoi => { const e = document.querySelector(quoi); return [e.innerText, getComputedStyle(e, '::after').content]; }"""


def test_what_stands_beside_what_one_types_is_french(ouvrir: Callable[..., Page]) -> None:
    """« Press Enter to apply », « No results »: who does not read English did not know what to do."""
    page = ouvrir("/journal")
    page.get_by_role("textbox", name="Nom de fichier").fill("zz")
    assert page.evaluate(_DITS, '[data-testid="InputInstructions"]') == ["", '"Entrée pour valider"']
    page.get_by_role("combobox", name="Année scolaire").click()
    page.keyboard.type("zzz")
    page.locator('[role="listbox"][data-empty="true"]').wait_for()
    assert page.evaluate(_DITS, '[data-empty="true"] > [role="option"]') == ["", '"Aucun choix ne répond"']
    page = ouvrir("/importer")
    page.get_by_text("Coller un tableau").click()
    attendre_stable(page)
    page.get_by_role("textbox", name="Tableau à coller").fill("zz")
    assert page.evaluate(_DITS, '[data-testid="InputInstructions"]') == ["", '"Ctrl+Entrée pour valider"']


def test_a_file_that_is_dropped_tells_no_english_size(ouvrir: Callable[..., Page]) -> None:
    """« 5.3KB » stood under the name of the file, the first number that a coordinator saw."""
    page = ouvrir("/importer")
    page.locator('input[type="file"]').first.set_input_files(
        [{"name": "journal.csv", "mimeType": "text/csv", "buffer": FICHIER}]
    )
    page.get_by_test_id("stFileChipName").wait_for()
    attendre_stable(page)
    assert page.get_by_test_id("stFileChips").inner_text().split("\n")[0] == "journal.csv"
    assert re.search(r"\d[KM]?B\b", page.get_by_test_id("stFileChips").inner_text()) is None


_DATE = """() => [...document.querySelectorAll('[data-testid="stDateInputField"] [data-type]')].map(e =>
    parseFloat(getComputedStyle(e).fontSize) ? e.textContent.trim() : getComputedStyle(e, '::after').content)"""


def test_an_empty_date_is_french_and_a_typed_one_is_shown(ouvrir: Callable[..., Page]) -> None:
    """« dd/mm/yyyy » stood in the field of a date, in a French browser too."""
    page = ouvrir("/saisir")
    assert page.evaluate(_DATE) == ['"jj"', "/", "mm", "/", '"aaaa"']
    page.locator('[data-testid="stDateInputField"] [data-type="day"]').click()
    page.keyboard.type("12102023")
    page.wait_for_function(
        "() => !document.querySelector('[data-testid=\"stDateInputField\"] [data-placeholder]')"
    )
    assert page.evaluate(_DATE) == ["12", "/", "10", "/", "2023"]

"""Lists in Chromium: all of their columns are seen at every width, a header sorts, what they tell is never obeyed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.navigateur.banc import Serveur, attendre_stable
from tne.typographie import MOIS, mois_et_annee, signe
from tne.ui.liste_lue import ENTIERES
from tne.visuals.couleurs import PAPIER_PAGE

LISTE = """import streamlit as st
from tne.ui.liste_lue import Colonne, Liste
from tne.ui.planche import Piece, planche, preparer
preparer()
planche("essai", [Piece("liste", corps=Liste("x", "x", [Colonne("A"), Colonne("Dit")], {!r}))])
"""
PIEGE = "<img src=x onerror=\"document.title='obéi'\">"
DEHORS = """lists => lists.flatMap(list => [...list.querySelectorAll("th, td")].filter(cell => {
  const seen = cell.getBoundingClientRect(), edge = list.getBoundingClientRect();
  return seen.width > 1 && (seen.right > edge.right + 1 || cell.scrollWidth > cell.clientWidth + 1);
}).map(cell => cell.textContent))"""


@pytest.mark.parametrize("width", [320, 390, 640, 900, 1280])
def test_every_column_is_seen_at_every_width(page: Page, ouvrir: Callable[..., Page], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for address in ("accompagnements", "parentalite", "numerixplore", "equipements"):
        ouvrir(f"/{address}?annee=2023-2024")
        lists = page.locator(".tne-liste")
        assert lists.count()
        assert lists.evaluate_all(DEHORS) == []
        assert lists.evaluate_all("all => all.every(one => one.scrollWidth <= one.clientWidth)")
    row = page.locator(".tne-liste").first.locator("tbody tr").first
    name, number = (row.locator(kind).first.bounding_box() for kind in ("th", "td"))
    assert name is not None
    assert number is not None
    assert (number["y"] > name["y"] + 9) == (width < 1280), "under the name where the list is narrow"


def _column(liste: Locator, rank: int) -> list[str]:
    return liste.locator(f"tbody tr > :nth-child({rank})").all_inner_texts()


DITS = {
    "1\u202f128": 3,
    "91": 1,
    "91,15": 2,
    "20/06/2024": 5,
    "20/06/2024 17:05": 6,
    "05/10/2024": 7,
    "31/12/2023 23:59": 4,
    "masqué": 10,
    "\u2013": 11,
    "Zone": 9,
    "école": 8,
}
"""What cells say, and their rank once sorted; what is missing or masked is last both ways, in the order it had."""


def test_a_header_sorts_then_the_other_way_round_then_as_it_was(
    tmp_path: Path, base_vide: Path, lancer: Callable[..., Serveur], ouvrir_sur: Callable[..., Page]
) -> None:
    rows = [["x", dit] for dit in [*DITS, *["91"] * 6]]
    script = tmp_path / "liste.py"
    script.write_text(LISTE.format(rows), encoding="utf-8")
    page = ouvrir_sur(lancer(base_vide, script), "/")
    liste = page.locator(".tne-liste")
    as_it_was = _column(liste, 2)
    header = liste.get_by_role("columnheader", name="Dit")

    def click() -> list[str]:
        header.get_by_role("button").click()
        return list(dict.fromkeys(_column(liste, 2)))

    up = sorted(DITS, key=lambda dit: DITS[dit])
    assert click() == up
    expect(header).to_have_attribute("aria-sort", "ascending")
    assert click() == [*reversed(up[:9]), *up[9:]]
    expect(header).to_have_attribute("aria-sort", "descending")
    click()
    assert header.get_attribute("aria-sort") is None
    assert _column(liste, 2) == as_it_was


def test_months_are_sorted_as_they_come_and_negative_numbers_by_their_value(
    tmp_path: Path, base_vide: Path, lancer: Callable[..., Serveur], ouvrir_sur: Callable[..., Page]
) -> None:
    """« août, avril, décembre… » was the order of the months of a school year."""
    noms = (*MOIS[8:], *MOIS[:8])
    sorted_ = [
        [mois_et_annee(date(2023 + (8 + n) // 12, (8 + n) % 12 + 1, 1)) for n in range(16)],
        [signe(n) for n in range(-12, 4)],
        [*noms, *noms[-1:] * 4],
    ]
    rows = [list(r) for r in zip(*sorted_, strict=True)]
    rows = [*rows[1::2], *rows[-2::-2]]
    script = tmp_path / "mois.py"
    columns = 'Colonne("Dit")', 'Colonne("Dit"), Colonne("Nom")'
    script.write_text(LISTE.replace(*columns).format(rows), encoding="utf-8")
    liste = ouvrir_sur(lancer(base_vide, script), "/").locator(".tne-liste")
    for n, wanted in enumerate(sorted_, 1):
        liste.get_by_role("columnheader").nth(n - 1).get_by_role("button").click()
        assert _column(liste, n) == wanted


def test_a_short_header_is_wide_enough_for_a_finger(ouvrir: Callable[..., Page]) -> None:
    """« N° » and « Par » were 15 to 21 pixels wide: WCAG 2.5.8 asks for 24."""
    page = ouvrir("/journal")
    sizes = page.locator(".tne-liste thead button").evaluate_all(
        "boutons => boutons.map((b) => b.getBoundingClientRect()).map((r) => [r.width, r.height])"
    )
    assert len(sizes) > 5
    assert all(width >= 24 and height >= 24 for width, height in sizes), sizes


def test_a_header_sorts_the_data_of_a_figure_by_the_keyboard(ouvrir: Callable[..., Page]) -> None:
    """A short table is one of the page's own HTML: « 176 » goes before « 89 », and what came first comes back."""
    page = ouvrir("/formations?annee=2023-2024")
    page.get_by_role("button", name=re.compile("Données.*attire le plus")).click()
    table = page.get_by_role("dialog").get_by_role("table")
    expect(table.get_by_role("row")).not_to_have_count(0)
    as_it_was = _column(table, 3)
    header = table.get_by_role("columnheader", name="Participants")
    header.get_by_role("button").focus()
    for sort in ("ascending", "descending", None):
        page.keyboard.press("Enter")
        assert header.get_attribute("aria-sort") == sort
        numbers = sorted(as_it_was, key=int, reverse=sort == "descending") if sort else as_it_was
        assert _column(table, 3) == numbers


def test_what_a_list_tells_is_never_obeyed(
    tmp_path: Path, base_vide: Path, lancer: Callable[..., Serveur], ouvrir_sur: Callable[..., Page]
) -> None:
    script = tmp_path / "liste.py"
    script.write_text(LISTE.format([[PIEGE, "\u2013"]] * 20), encoding="utf-8")
    page = ouvrir_sur(lancer(base_vide, script), "/")
    assert page.locator(".tne-liste tbody th").first.inner_text() == PIEGE
    assert page.locator(".tne-liste img").count() == 0
    assert page.title() != "obéi"


def test_a_name_with_no_place_to_break_stays_in_its_list(
    tmp_path: Path, base_vide: Path, lancer: Callable[..., Serveur], ouvrir_sur: Callable[..., Page]
) -> None:
    script = tmp_path / "liste.py"
    script.write_text(LISTE.format([["x" * 200 + ".csv", "un mot"]]), encoding="utf-8")
    page = ouvrir_sur(lancer(base_vide, script), "/")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.locator(".tne-liste").evaluate("one => one.scrollWidth <= one.clientWidth")


LIGNES = """import pandas as pd
from tne.ui.lignes import montrer_lignes
from tne.ui.planche import preparer
preparer()
cellules = {f"Colonne {c}": ["", "x" * 200, *["Un mot"] * 18] for c in range(12)}
montrer_lignes("essai", pd.DataFrame({"Import": 3, "Ligne": range(2, 22), **cellules}), "Lignes")
"""


def test_a_row_of_many_columns_is_folded_on_a_phone_and_scrolls_beside_its_name_elsewhere(
    tmp_path: Path, base_vide: Path, lancer: Callable[..., Serveur], ouvrir_sur: Callable[..., Page]
) -> None:
    script = tmp_path / "lignes.py"
    script.write_text(LIGNES, encoding="utf-8")
    page = ouvrir_sur(lancer(base_vide, script), "/")
    liste = page.locator(".tne-liste")
    page.set_viewport_size({"width": 390, "height": 900})
    assert liste.evaluate_all(DEHORS) == []
    assert liste.evaluate("one => one.scrollWidth <= one.clientWidth")
    first, third = (liste.locator("tbody tr").nth(n) for n in (0, 2))
    assert first.inner_text() == "Ligne 2 · import n° 3", "an empty cell takes no room"
    told = third.locator("td").first.evaluate("e => getComputedStyle(e, '::before').content")
    assert told == '"Colonne 0\u202f: "'
    page.set_viewport_size({"width": 1280, "height": 900})
    edges = "rows => rows.map(r => [...r.cells].map(c => Math.round(c.getBoundingClientRect().left)).join())"
    assert len(set(liste.locator("tr").evaluate_all(edges))) == 1, "columns stand under their headers"
    names = "one => one.querySelector('tbody th').getBoundingClientRect().left"
    before = liste.evaluate(names)
    liste.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.tne-liste').scrollLeft > 0")
    assert liste.evaluate(names) == before, "the name of the row stays"


CODES = """import pandas as pd
from tne.ui.lignes import montrer_lignes
from tne.ui.planche import preparer
preparer()
codes = {"UAI": "0860002K", "Date": "12/10/2023", "Dispositif": "26A0130001", "Heures": "3,5"}
montrer_lignes("essai", pd.DataFrame({"Ligne": [2], **codes, **{f"Colonne {c}": "mot " * 20 for c in range(9)}}), "Lignes")
"""


def test_a_code_is_not_cut_where_the_columns_have_their_least_width(
    tmp_path: Path, base_vide: Path, lancer: Callable[..., Serveur], ouvrir_sur: Callable[..., Page]
) -> None:
    """« 0860002 » stood over its letter."""
    script = tmp_path / "codes.py"
    script.write_text(CODES, encoding="utf-8")
    page = ouvrir_sur(lancer(base_vide, script), "/")
    page.set_viewport_size({"width": 1280, "height": 900})
    lines = """rows => rows.flatMap(r => [...r.cells].slice(0, 5).map(c => {
      const range = document.createRange(); range.selectNodeContents(c);
      return [c.textContent, new Set([...range.getClientRects()].map(b => Math.round(b.top))).size];
    })).filter(([, lines]) => lines > 1)"""
    assert page.locator(".tne-liste tr").evaluate_all(lines) == []


COURTES = """import pandas as pd
from tne.ui.lignes import montrer_lignes
from tne.ui.planche import preparer
preparer()
montrer_lignes("essai", pd.DataFrame({"Ligne": [2, 3], **{f"Colonne {c}": ["", "Mot"] for c in range(5)}}), "Lignes")
"""


def test_a_short_name_of_a_row_takes_the_width_of_its_column(
    tmp_path: Path, base_vide: Path, lancer: Callable[..., Serveur], ouvrir_sur: Callable[..., Page]
) -> None:
    script = tmp_path / "courtes.py"
    script.write_text(COURTES, encoding="utf-8")
    page = ouvrir_sur(lancer(base_vide, script), "/")
    page.set_viewport_size({"width": 1280, "height": 900})
    edges = "rows => rows.map(r => [...r.cells].map(c => Math.round(c.getBoundingClientRect().right)).join())"
    assert len(set(page.locator(".tne-liste tr").evaluate_all(edges))) == 1, "cells end under their headers"


HAUTES = """import pandas as pd
import streamlit as st
from tne.ui.lignes import montrer_lignes
from tne.ui.planche import preparer
preparer()
cellules = {{f"Colonne {{c}}": "mot " * 60 for c in range(9)}}
montrer_lignes("essai", pd.DataFrame({{"Ligne": range(2, 2 + {}), **cellules}}), "Lignes")
st.button("Importer")
"""


@pytest.mark.parametrize("rows", [ENTIERES, ENTIERES + 1])
def test_what_stands_under_a_list_stays_where_it_is_while_one_comes_to_it(
    tmp_path: Path,
    base_vide: Path,
    lancer: Callable[..., Serveur],
    ouvrir_sur: Callable[..., Page],
    rows: int,
) -> None:
    """Rows became higher as they were seen: a button went down under the pointer, and a press on it was lost."""
    script = tmp_path / "hautes.py"
    script.write_text(HAUTES.format(rows), encoding="utf-8")
    page = ouvrir_sur(lancer(base_vide, script), "/")
    button = page.get_by_role("button", name="Importer")
    place = """button => {
      const main = document.querySelector('[data-testid="stMain"]');
      return Math.round(button.getBoundingClientRect().top + main.scrollTop);
    }"""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 500})
        attendre_stable(page)
        before = button.evaluate(place)
        button.scroll_into_view_if_needed()
        attendre_stable(page)
        assert button.evaluate(place) == before
        page.locator('[data-testid="stMain"]').evaluate("main => main.scrollTo(0, 0)")


TABLES = """import streamlit as st
from tne.ui.liste_lue import Colonne
from tne.ui.tableaux import Cellule, tableau_html
for mots in ("1", "1\u202f234\u202f567"):
    ligne = [Cellule("Ressource", "Thème"), Cellule(mots), Cellule(mots)]
    st.html(tableau_html("x", [Colonne("R"), Colonne("Vues", "nombre"), Colonne("Depuis la création", "nombre")], [ligne]))
"""


def test_numbers_of_tables_one_under_the_other_are_aligned(
    tmp_path: Path, base_vide: Path, lancer: Callable[..., Serveur], ouvrir_sur: Callable[..., Page]
) -> None:
    """Those of the resources stood each where the longest number of its own table put them."""
    script = tmp_path / "tables.py"
    script.write_text(TABLES, encoding="utf-8")
    page = ouvrir_sur(lancer(base_vide, script), "/")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        edges = page.locator("table").evaluate_all(
            "all => all.map(t => [...t.querySelectorAll('td.tne-nombre')].map(c => Math.round(c.getBoundingClientRect().right)))"
        )
        assert len(edges[0]) == 2
        assert edges[0] == edges[1]


def test_a_long_table_is_read_in_the_window_of_a_dark_page(page: Page, ouvrir: Callable[..., Page]) -> None:
    """A window stands outside of what says which theme it is: its header stays over the rows, on the paper of the page."""
    page.emulate_media(color_scheme="dark")
    ouvrir("/accompagnements?annee=2023-2024")
    page.locator('[data-cle="accompagnements-carte-donnees"]').click()
    rows = page.get_by_role("dialog").locator(".tne-liste tbody tr")
    rows.last.scroll_into_view_if_needed()
    assert rows.count() > 100
    header = page.get_by_role("dialog").locator("thead")
    red, green, blue = bytes.fromhex(PAPIER_PAGE.sombre[1:])
    expect(header).to_have_css("background-color", f"rgb({red}, {green}, {blue})")
    expect(header.get_by_role("button").first).to_have_css(
        "color", re.compile(r"^color\(srgb 0\.9\d* .* / 0\.72\)")
    )

"""The bilan as a page for a site, in a browser without script: axe-core finds nothing, nothing is cut, it prints whole."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PageObject, PdfReader

from tne.access import Droit
from tne.db import Base
from tne.documents import ecrire
from tne.filters import Filters
from tne.paragraphes import enregistrer

ANNEE = "2023-2024"


@pytest.fixture(scope="module")
def fichier(
    demo_modele: Path, copier_base: Callable[[Path, Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The page of 2023-2024 on disk, with a paragraph; beside it that of the year after."""
    folder = tmp_path_factory.mktemp("html")
    base = Base(str(copier_base(demo_modele, folder / "base")))
    enregistrer(base, Droit(True, "test"), ANNEE, "Formations", "Un alinéa.\nUn autre.")
    for annee in (ANNEE, "2024-2025"):
        (folder / f"{annee}.html").write_bytes(ecrire(base, Filters(annees=(annee,)), annee, "html"))
    base.close()
    return folder / f"{ANNEE}.html"


@pytest.fixture
def feuille(navigateur: Browser, fichier: Path) -> Iterator[Page]:
    """The page in a browser that runs no script of it and asks nothing but the file."""
    context = navigateur.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    context.on("request", lambda r: asked.append(r.url))
    page = context.new_page()
    page.goto(fichier.as_uri())
    yield page
    context.close()
    assert asked == [fichier.as_uri()]


def test_it_reads_without_script_and_prints_whole(
    feuille: Page, capture: Callable[[Page, str], Path]
) -> None:
    capture(feuille, "bilan-html")
    assert feuille.locator("h1").count() == 1
    assert feuille.locator("svg[role=img]").count() >= 10
    assert feuille.get_by_text("Un autre.", exact=True).is_visible()
    printed = PdfReader(io.BytesIO(feuille.pdf(prefer_css_page_size=True)))
    # The machine's own font may join « fi » into one sign.
    pages = [unicodedata.normalize("NFKC", re.sub(r"\s+", " ", p.extract_text())) for p in printed.pages]
    assert 6 <= len(pages) <= 11
    assert all(len(p) > 80 for p in pages)  # none is nearly empty
    words = " ".join(pages)
    for title in ("Formations", "Accompagnements", "Parentalité", "Numérixplore", "Définitions"):
        assert title in words
    assert "Données :" not in words  # tables behind a figure stay on screen


def _foot(page: PageObject) -> float:
    """How much of the height of a printed page is white below its last words."""
    ys: list[float] = []

    def note(words: str, cm: list[float], tm: list[float], *_: object) -> None:
        if words.strip():
            ys.append(tm[4] * cm[1] + tm[5] * cm[3] + cm[5])

    page.extract_text(visitor_text=note)
    return min(ys) / float(page.mediabox.height)


@pytest.mark.parametrize("annee", [ANNEE, "2024-2025"])
def test_no_printed_page_but_the_last_has_much_white(page: Page, fichier: Path, annee: str) -> None:
    page.goto(fichier.with_name(f"{annee}.html").as_uri())
    page.wait_for_function("document.fonts.status === 'loaded'")
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    # A figure is not cut: the highest, a map, may leave this much to the next page.
    assert max(map(_foot, printed.pages[:-1])) < 0.28


def test_a_part_begins_with_its_sentence_and_its_figures_on_one_page(page: Page, fichier: Path) -> None:
    page.goto(fichier.as_uri())
    texts = [p.extract_text() for p in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages]
    begun = next(t for t in texts if "ateliers et" in t)
    assert re.search(r"172\s+familles", begun)
    assert "Vues des ressources" in begun


@pytest.mark.parametrize(("largeur", "theme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_and_nothing_is_cut(
    page: Page, fichier: Path, axe: Callable[..., None], largeur: int, theme: str
) -> None:
    page.set_viewport_size({"width": largeur, "height": 800})
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.goto(fichier.as_uri())
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur
    axe(page)


def test_a_telephone_shows_each_figure_as_a_block_and_no_label_cut(page: Page, fichier: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(fichier.as_uri())
    page.wait_for_function("document.fonts.status === 'loaded'")
    # The letters are in the page: labels were measured in them, whatever the machine has.
    assert page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').length") >= 2
    row = page.locator(".chiffres [role=row]", has_text="Réponses à l\u2019offre")
    name, value, out_of, change, state = row.locator("[role=cell]").all()
    assert name.bounding_box()["y"] == value.bounding_box()["y"] < out_of.bounding_box()["y"]  # type: ignore[index]
    shown = change.evaluate("e => getComputedStyle(e, '::after').content")
    assert shown == '" depuis 2022-2023"'
    assert state.bounding_box()["x"] + state.bounding_box()["width"] <= 390  # type: ignore[index]
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.etroit svg')].flatMap(svg =>
            [...svg.querySelectorAll('text')].filter(t => {
                const [a, b] = [t.getBoundingClientRect(), svg.getBoundingClientRect()];
                return a.right > b.right + 1 || a.left < b.left - 1; }).map(t => t.textContent))"""
    )
    assert cut == []
    assert page.locator("summary").first.bounding_box()["height"] < 40  # type: ignore[index]

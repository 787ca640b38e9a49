"""Taking a year over on the page Saisir: seen first, written once, undone from its receipt."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Ouvrir
from tne.access import Droit
from tne.db import Base
from tne.importing import Options, importer


def _open(ouvrir_page: Ouvrir, base: Path, **adresse: str) -> AppTest:
    at = ouvrir_page("saisir", base, adresse=adresse)
    assert not [s for s in at.selectbox if s.key == "reprise-de"], "nothing is asked before it is opened"
    at.session_state["saisir-reprise-repli"] = True
    at.run()
    assert not at.exception
    return at


@pytest.fixture
def page(ouvrir_page: Ouvrir, base_demo: Path) -> AppTest:
    return _open(ouvrir_page, base_demo)


def said(page: AppTest) -> str:
    return " ".join(m.value for m in page.markdown).replace("\u202f", " ").replace("\u00a0", " ")


def targets(base: Path, annee: str) -> int:
    opened = Base(str(base))
    found = opened.cursor().execute("SELECT count(*) FROM objectif WHERE annee = $a", {"a": annee}).fetchall()
    opened.close()
    return int(found[0][0])


def test_a_year_is_seen_taken_over_and_given_back(page: AppTest, base_demo: Path) -> None:
    assert page.selectbox(key="reprise-de").value == "2023-2024"
    assert "constats, de 2023-2024 à 2024-2025. Déjà en place : 7 objectifs." in said(page)
    page.selectbox(key="reprise-de").set_value("2024-2025").run()
    (vers,) = [s for s in page.selectbox if s.key and s.key.startswith("reprise-vers")]
    assert vers.value == "2025-2026"
    assert "**À reprendre** · 7 objectifs, de 2024-2025 à 2025-2026." in said(page)
    page.button(key="enregistrer-reprise").click().run()
    assert not page.exception
    assert targets(base_demo, "2025-2026") == targets(base_demo, "2024-2025") == 7
    assert any("c\u2019est fait" in s.value or "c'est fait" in s.value for s in page.success)
    page.button(key="annuler-reprise").click().run()
    assert targets(base_demo, "2025-2026") == 0
    assert page.button(key="enregistrer-reprise")


def test_a_receipt_is_that_of_its_own_two_years(page: AppTest) -> None:
    for jeu in ("constat", "diapositive"):
        page.checkbox(key=f"reprise-{jeu}").uncheck().run()
    page.selectbox(key="reprise-de").set_value("2024-2025").run()
    page.button(key="enregistrer-reprise").click().run()
    assert page.button(key="annuler-reprise")
    page.selectbox(key="reprise-de").set_value("2023-2024").run()
    assert "Rien de plus à reprendre" in said(page)
    assert not page.success
    page.selectbox(key="reprise-de").set_value("2024-2025").run()
    assert page.button(key="annuler-reprise")


def test_the_year_that_is_begun_is_the_one_prepared(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    opened = Base(str(base_demo))
    rows = "Référence;Date;Nature;UAI\n2026-001;15/09/2026;Formation;0869015G\n".encode()
    (done,) = importer(opened, Droit(True, "poste"), rows, "a.csv", Options(avec_demo=True))
    assert done.import_id
    opened.close()
    page = _open(ouvrir_page, base_demo, annee="2026-2027")
    (vers,) = [s for s in page.selectbox if s.key and s.key.startswith("reprise-vers")]
    assert vers.value == "2026-2027"
    assert "2025-2026" in vers.options  # of which nothing is known, between two that are

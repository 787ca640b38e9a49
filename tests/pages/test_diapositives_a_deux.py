"""Slides arranged in two sessions at once: nothing that one saved or is arranging is lost by the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.importing.scene import Scene
from tests.pages.conftest import POSTE, Ouvrir
from tne.importing import Options, importer
from tne.slides.diapositives import Rang, liste
from tne.slides.diapositives_liste import ajouter, deplacer, enregistrer, montrer, reporter, retirer
from tne.ui import contexte

ANNEE = "2023-2024"
ECRITE = "De l\u2019autre"
A, B, C = (Rang(code, code, True) for code in "abc")


@pytest.fixture
def scene(base_demo: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The base of the page, open."""
    opened = Scene(base_demo)
    monkeypatch.setattr(contexte, "_BASES", {str(base_demo): opened.base})
    return opened


@pytest.fixture
def page(ouvrir_page: Ouvrir, base_demo: Path, scene: Scene) -> AppTest:
    """The list of slides, whose first one was moved down by one and not saved yet."""
    shown = ouvrir_page("diapositives", base_demo, annee=[ANNEE])
    shown.button("diapo-Descendre-titre").click().run()
    assert [b.key for b in shown.button if b.key == "diapositives-enregistrer"]
    return shown


def _noms(scene: Scene) -> list[str]:
    con = scene.base.cursor()
    try:
        return [r.nom for r in liste(con, ANNEE)]
    finally:
        con.close()


def test_a_slide_that_another_session_added_is_not_removed_by_an_older_page(
    page: AppTest, scene: Scene
) -> None:
    now = liste(scene.base.cursor(), ANNEE)
    enregistrer(scene.base, POSTE, ANNEE, now, ajouter(now, ECRITE, "Une phrase."))
    page.button("diapositives-enregistrer").click().run()
    assert not page.exception
    assert "enregistrée dans une autre fenêtre" in page.warning[0].value
    assert _noms(scene)[0] == "Ouverture", "nothing is written that was not read"
    page.button("diapositives-enregistrer").click().run()
    assert _noms(scene)[1] == "Ouverture"
    assert ECRITE in _noms(scene)


def test_what_is_arranged_outlives_a_change_to_the_list_of_another_year(page: AppTest, scene: Scene) -> None:
    """The first slide moved in the other year took the place of what was not saved in this one."""
    here = page.session_state["_contexte"]
    page.session_state["_contexte"] = replace(here, annee="2024-2025")
    page.run()
    page.button("diapo-Descendre-titre").click().run()
    page.button("diapositives-annuler").click().run()
    assert not [b for b in page.button if b.key == "diapositives-enregistrer"]
    page.session_state["_contexte"] = here
    page.run()
    page.button("diapositives-enregistrer").click().run()
    assert _noms(scene)[1] == "Ouverture"


def test_a_text_without_a_title_waits_in_the_form_of_its_own_year(page: AppTest) -> None:
    """The form of the other year asked for a title too, over words that were not for it."""
    page.text_area[0].set_value("Une phrase.")
    next(b for b in page.button if b.label == "Ajouter une diapositive de texte").click().run()
    assert (page.text_area[0].value, len(page.warning)) == ("Une phrase.", 1)
    here = page.session_state["_contexte"]
    page.session_state["_contexte"] = replace(here, annee="2024-2025")
    page.run()
    assert (page.text_area[0].value, len(page.warning)) == ("", 0)
    page.session_state["_contexte"] = here
    page.run()
    assert (page.text_area[0].value, len(page.warning)) == ("Une phrase.", 1)


def test_what_is_arranged_outlives_an_import_of_something_else(page: AppTest, scene: Scene) -> None:
    """Any writing to the base emptied the list of what was not saved yet, and nothing said so."""
    rows = "Référence;Date;Nature;UAI\n2023-901;16/11/2023;Formation;0860002K\n"
    importer(scene.base, POSTE, rows.encode(), "carnet.csv", Options(avec_demo=True))
    page.session_state["_contexte"] = replace(page.session_state["_contexte"], version=scene.base.version())
    page.run()
    page.button("diapositives-enregistrer").click().run()
    assert _noms(scene)[1] == "Ouverture"
    assert not page.warning


def test_who_did_the_same_as_another_session_is_not_asked_to_save_it(page: AppTest, scene: Scene) -> None:
    """« relisez-la, puis enregistrez » stood over a list that had no button to do so."""
    now = liste(scene.base.cursor(), ANNEE)
    enregistrer(scene.base, POSTE, ANNEE, now, deplacer(now, "titre", 1))
    page.run()
    assert not [b for b in page.button if b.key == "diapositives-enregistrer"]
    assert not page.warning
    page.button("diapo-Descendre-titre").click().run()
    assert not page.warning, "nor of a change that came after it"


def test_what_was_taken_back_is_not_to_be_saved_either(page: AppTest, scene: Scene) -> None:
    now = liste(scene.base.cursor(), ANNEE)
    enregistrer(scene.base, POSTE, ANNEE, now, ajouter(now, ECRITE, "Une phrase."))
    page.run()
    assert page.warning
    page.button("diapo-Monter-titre").click().run()
    assert not page.warning


@pytest.mark.parametrize(
    ("apres", "maintenant", "attendu"),
    [
        (deplacer((A, B, C), "a", 1), montrer((A, B, C), "c", False), "b a c-"),
        (montrer((A, B, C), "a", False), deplacer((A, B, C), "c", -1), "a- c b"),
        (ajouter((A, B, C), "moi", ""), ajouter((A, B, C), "autre", ""), "a b texte-1=autre texte-2=moi c"),
        # The second of one's own has the code that the first one was given.
        (
            ajouter(ajouter((A, B, C), "un", ""), "deux", ""),
            ajouter((A, B, C), "autre", ""),
            "a b texte-1=autre texte-2=un texte-3=deux c",
        ),
        (
            deplacer((A, B, C), "a", 1),
            ajouter((A, B, C), "autre", ""),
            "b a texte-1=autre c",
        ),
        (
            deplacer(ajouter((A, B, C), "moi", ""), "a", 1),
            ajouter((A, B, C), "autre", ""),
            "b a texte-2=moi texte-1=autre c",
        ),
        # A new slide that was moved stays where it was put: it went back before the last.
        (
            deplacer(ajouter((A, B, C), "moi", ""), "texte-1", -1),
            montrer((A, B, C), "c", False),
            "a texte-1=moi b c-",
        ),
    ],
)
def test_changes_are_taken_over_to_the_list_of_another(
    apres: tuple[Rang, ...], maintenant: tuple[Rang, ...], attendu: str
) -> None:
    found = reporter((A, B, C), apres, maintenant)
    told = [f"{r.code}{f'={r.titre}' if r.titre else ''}{'' if r.visible else '-'}" for r in found]
    assert " ".join(told) == attendu


def test_a_slide_that_either_removed_is_gone() -> None:
    before = ajouter((A, C), "texte", "")
    assert reporter(before, retirer(before, "texte-1"), before) == (A, C)
    assert reporter(before, deplacer(before, "a", 1), (A, C)) == (A, C)


def test_a_press_is_for_the_slide_that_was_read(page: AppTest, scene: Scene) -> None:
    """Both sessions gave their new slide the first free code: a press under one's own took out that of the other."""
    page.text_input[0].set_value("Le mien")
    next(b for b in page.button if b.label == "Ajouter une diapositive de texte").click().run()
    mine = next(b.key for b in page.button if b.key and b.key.startswith("diapo-Retirer-"))
    now = liste(scene.base.cursor(), ANNEE)
    enregistrer(scene.base, POSTE, ANNEE, now, ajouter(now, ECRITE, "Une phrase."))
    page.button(mine).click().run()
    assert not page.exception
    page.button("diapositives-enregistrer").click().run()
    assert ECRITE in _noms(scene)
    assert "Le mien" not in _noms(scene)

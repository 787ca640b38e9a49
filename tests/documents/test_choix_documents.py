"""Of a choice of establishments each document says what is left out of a figure, and which figure it leaves as it is."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from tests.documents import textes
from tne.db import Base
from tne.documents import FORMATS, ecrire
from tne.documents.contenu import Contenu, contenu
from tne.documents.pptx import pptx
from tne.filters import Filters
from tne.sections import change_words
from tne.slides.diapositives import slides

PRIVE = Filters(annees=("2023-2024",), secteurs=("Privé",))
TOUT_COMPTE = "e tient pas compte du choix d'établissements"


@pytest.fixture(scope="module")
def content(demo: Base) -> Contenu:
    """The bilan of the private collèges and écoles."""
    return contenu(demo, PRIVE, PRIVE.annees[0])


def _feuille(content: Contenu) -> dict[str, dict[str, Any]]:
    """The first sheet of the workbook: figure → head → cell."""
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](content)))["Bilan"]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[1]]
    heads = [_plat(head) for head in rows[0]]
    return {_plat(row[1]): dict(zip(heads, map(_lu, row), strict=True)) for row in rows[1:]}


def _lu(cell: Any) -> Any:
    """A cell of words with plain spaces and apostrophes."""
    return _plat(cell) if isinstance(cell, str) else cell


def _plat(text: str) -> str:
    return " ".join(text.replace("\u2019", "'").replace("\u00ad", "").split())


def test_the_workbook_gives_the_change_that_the_paper_gives(content: Contenu) -> None:
    """67 with the establishments masked in the other year, 56 without them: beside 40 the workbook read +27, the paper +16."""
    rows = _feuille(content)
    row = rows["Enseignants ayant suivi au moins un module"]
    assert (row["Valeur"], row["Année d'avant"], row["Évolution"]) == (67, None, "+16 sur 2022-2023")
    assert row["Remarque"] == "3 établissements masqués n'y sont pas comptés."
    for chapter in content.chapitres:
        for value, before in chapter.connues:
            told = rows[_plat(value.indicateur.libelle)]
            assert told["Évolution"] == (_plat(change_words(value, before)) or None)
            assert value.a_comparer is None or told["Année d'avant"] is None


def test_beside_a_year_that_runs_the_workbook_gives_the_one_before_at_the_same_date(demo: Base) -> None:
    """It gave the whole year before, « 97 » beside « +12 sur 2022-2023 à la même date »."""
    filters = Filters(annees=("2023-2024",))
    whole = contenu(demo, filters, "2023-2024")
    chapitres = []
    for chapter in whole.chapitres:
        values = [
            (replace(v, en_cours=True, meme_date=None if v.indicateur.personnes else (52.0, 40.0)), before)
            for v, before in chapter.part.values
        ]
        chapitres.append(replace(chapter, part=replace(chapter.part, values=tuple(values))))
    rows = _feuille(replace(whole, chapitres=tuple(chapitres)))
    told = rows["Interventions des médiateurs"]
    assert (told["Année d'avant à la même date"], told["Évolution"]) == (
        40,
        "+12 sur 2022-2023 à la même date",
    )
    assert rows["Enseignants ayant suivi au moins un module"]["Année d'avant à la même date"] is None
    assert "Année d'avant à la même date" not in _feuille(whole)["Interventions des médiateurs"]


def test_the_workbook_shows_what_was_given_to_its_decimals(demo: Base) -> None:
    """A published 12,25 % was shown as « 12,3 % » where the other documents write both; what is computed keeps one."""
    whole = contenu(demo, Filters(annees=("2023-2024",)), "2023-2024")
    chapters = [
        replace(
            c,
            part=replace(
                c.part, values=tuple((replace(v, publie=12.25, objectif=46.5), b) for v, b in c.part.values)
            ),
        )
        for c in whole.chapitres
    ]
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](replace(whole, chapitres=tuple(chapters)))))
    rows = [row for row in book["Bilan"].iter_rows() if row[1].value]
    heads = [_plat(cell.value) for cell in rows[0]]
    shown = {
        (unit == "%", head): row[heads.index(head)].number_format
        for row in rows[1:]
        for unit in (row[heads.index("Unité")].value,)
        for head in ("Valeur", "Publié")
        if row[heads.index("État")].value == "calculé" and head in heads
    }
    assert shown[True, "Publié"] == "0.0##%"
    assert shown[False, "Publié"] == "#,##0.0##"
    assert shown[True, "Valeur"] == "0.0%"


def test_months_are_sorted_as_months(demo: Base) -> None:
    """As words « avr. 24 » came before « sept. 23 »."""
    whole = contenu(demo, Filters(annees=("2023-2024",)), "2023-2024")
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](whole)))
    sheet = next(s for s in book if any(row[0].value == "Mois" for row in s.iter_rows()))
    cells = [row[0] for row in sheet.iter_rows()]
    months = cells[[c.value for c in cells].index("Mois") + 1 :]
    assert (months[0].value, months[0].number_format) == (datetime(2023, 9, 1), "mmmm yyyy")
    assert [c.value for c in months] == sorted(c.value for c in months)


def test_the_workbook_says_of_what_it_is_in_its_properties(content: Contenu) -> None:
    told = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](content))).properties
    assert (told.title, told.subject) == (content.titre, content.filtre)
    assert told.description == f"{content.date_donnees} {content.mention}"


def test_every_document_says_that_a_figure_is_masked_and_the_workbook_why(demo: Base) -> None:
    one = replace(PRIVE, secteurs=(), etablissements=("0869001S",))
    made = contenu(demo, one, PRIVE.annees[0])
    row = _feuille(made)["Réponses à l'offre"]
    assert row["Valeur"] == "masqué"
    assert row["Remarque"].startswith("Par établissement, seuls les effectifs")
    told = made.chapitres[0].chiffres.set_index("Chiffre").loc["Réponses à l\u2019offre"]
    assert (told["Valeur"], told["Sur combien"], told["État"]) == ("masqué", "", "masqué")


def test_each_document_says_what_a_figure_leaves_out_be_it_drawn_or_not(content: Contenu) -> None:
    rank = itertools.count(1)
    chapters = [
        replace(c, visuals=tuple(replace(v, avertissements=(f"Réserve {next(rank)}.",)) for v in c.visuals))
        for c in content.chapitres
    ]
    told = replace(content, chapitres=tuple(chapters))
    every = {v.avertissements[0]: v for c in chapters for v in c.visuals}
    assert {v.figure is None and v.donnees.empty for v in every.values()} == {True, False}
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](told)))
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    paper = _plat(" ".join(textes.pdf(FORMATS["pdf"](told))))
    page = FORMATS["html"](told).decode("utf-8")
    for said, visual in every.items():
        assert said in paper, visual.code
        assert said in page, visual.code
        assert said in cells or visual.donnees.empty, visual.code


def test_a_slide_says_what_it_leaves_out_whatever_its_form(demo: Base) -> None:
    """« 1 commune hors de la carte » stood on the screen, and in the notes alone of the file."""
    shown = [s for s in slides(demo.cursor(), PRIVE) if s.forme in ("figure", "carte", "phrases")]
    assert {s.forme for s in shown} == {"figure", "carte", "phrases"}
    told = [replace(s, reserve=f"Réserve {s.code}.") for s in shown]
    for drawn, slide in zip(Presentation(io.BytesIO(pptx(told))).slides, told, strict=True):
        texts = "\n".join(s.text_frame.text for s in drawn.shapes if s.has_text_frame)
        assert slide.reserve in texts.splitlines(), slide.code


def test_the_first_slide_of_a_choice_of_nobody_says_so(demo: Base) -> None:
    nobody = replace(PRIVE, communes=("Adriers",))
    opening = Presentation(io.BytesIO(ecrire(demo, nobody, PRIVE.annees[0], "pptx"))).slides[0]
    words = [s.text_frame.text for s in opening.shapes if s.has_text_frame]
    assert any(w.startswith("Aucun établissement ne répond à ces filtres") for w in words)


def test_every_document_says_which_figure_leaves_the_choice_as_it_is(demo: Base, content: Contenu) -> None:
    """« Vues des ressources : 4 667 » stood in the bilan of one collège as if they were its own."""
    rows = _feuille(content)
    assert {name for name, row in rows.items() if TOUT_COMPTE in (row["Remarque"] or "")} == {
        "Vues des ressources"
    }
    (views,) = [
        r for c in content.chapitres for r in c.chiffres.itertuples() if r[1] == "Vues des ressources"
    ]
    assert TOUT_COMPTE in _plat(views[3])
    slides = _plat(" ".join(textes.pptx(ecrire(demo, PRIVE, PRIVE.annees[0], "pptx"))))
    assert f"Vues des ressources : 4 667, n{TOUT_COMPTE}" in slides
    whole = contenu(demo, PRIVE.sans_etablissement(), PRIVE.annees[0])
    assert not any("Remarque" in row for row in _feuille(whole).values()), (
        "nothing to say of the whole territory"
    )

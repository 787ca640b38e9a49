"""The coordinator's paragraph: kept by year, in every document, escaped everywhere, undone in the journal, never lost."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation
from pypdf import PdfReader

from tne.access import Droit
from tne.bilan import bilan
from tne.db import Base
from tne.demo import retirer_demo
from tne.documents import FORMATS, ecrire
from tne.documents.contenu import contenu
from tne.erreurs import AccesRefuse, ImportRefuse
from tne.filters import Filters
from tne.importing import Options, annuler, importer, imports, retablir
from tne.paragraphes import enregistrer, paragraphes

RACINE = Path(__file__).parents[2]
AN, AVANT = "2023-2024", "2022-2023"
COORDINATION = Droit(True, "coordination")
RUSE = "Lignes <script>alert(1)</script> & *gras* **fort** $x$ #let @a [b](c) `d`\n=1+1 ; second alinéa"


def test_it_is_kept_by_year_and_by_part(base: Base) -> None:
    assert paragraphes(base, AN) == {}
    enregistrer(base, COORDINATION, AN, "Formations", "Un texte.")
    enregistrer(base, COORDINATION, AN, "Enseignements", "La leçon.")
    enregistrer(base, COORDINATION, AVANT, "Formations", "L'an passé.")
    assert paragraphes(base, AN) == {"Formations": "Un texte.", "Enseignements": "La leçon."}
    assert paragraphes(base, AVANT) == {"Formations": "L'an passé."}
    year = bilan(base, Filters(annees=(AN,)), AN, "lecture")
    assert [p.paragraphe for p in year.parts] == ["Un texte.", "", "", "", ""]
    assert year.paragraphe == "La leçon."


def test_it_is_rewritten_taken_out_and_brought_back_by_the_journal(base: Base) -> None:
    first = enregistrer(base, COORDINATION, AN, "Formations", "Premier.\n\n  Alinéa.  ")
    assert paragraphes(base, AN) == {"Formations": "Premier.\nAlinéa."}
    assert enregistrer(base, COORDINATION, AN, "Formations", "Premier.\nAlinéa.") is None
    second = enregistrer(base, COORDINATION, AN, "Formations", "Second.")
    third = enregistrer(base, COORDINATION, AN, "Formations", "  ")
    assert paragraphes(base, AN) == {}
    assert None not in (first, second, third)
    annuler(base, COORDINATION, third)
    assert paragraphes(base, AN) == {"Formations": "Second."}
    annuler(base, COORDINATION, second)
    assert paragraphes(base, AN) == {"Formations": "Premier.\nAlinéa."}
    retablir(base, COORDINATION, second)
    assert paragraphes(base, AN) == {"Formations": "Second."}
    said = imports(base)
    assert "Saisie : Paragraphes du bilan" in said.loc[said["id"] == second, "fichier"].tolist()


def test_no_import_touches_it(base: Base) -> None:
    enregistrer(base, COORDINATION, AN, "Formations", "Ce que nous en disons.")
    for path in sorted((RACINE / "data" / "publie").glob("*.csv")):
        content = path.read_text(encoding="utf-8-sig").replace("Réseau Canopé", "Canopé")
        importer(
            base,
            COORDINATION,
            content.encode("utf-8"),
            path.name,
            Options(avec_demo=True, remplacer=True),
        )
    assert paragraphes(base, AN) == {"Formations": "Ce que nous en disons."}
    retirer_demo(base, COORDINATION)
    assert paragraphes(base, AN) == {"Formations": "Ce que nous en disons."}


def test_readers_cannot_write_and_a_mark_is_no_text(base: Base) -> None:
    with pytest.raises(AccesRefuse):
        enregistrer(base, Droit(False, "", "en lecture."), AN, "Formations", "Un texte.")
    with pytest.raises(ImportRefuse):
        enregistrer(base, COORDINATION, AN, "Formations", "#VIDER")
    assert paragraphes(base, AN) == {}


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_every_document_holds_it_as_it_is(base: Base) -> None:
    enregistrer(base, COORDINATION, AN, "Formations", RUSE)
    enregistrer(base, COORDINATION, AN, "Enseignements", "Ce que l'année nous apprend.")
    made = {f: ecrire(base, Filters(annees=(AN,)), AN, f) for f in ("pdf", "html", "xlsx", "pptx")}
    first, second = (line.replace(" ;", "\u202f;") for line in RUSE.splitlines())
    paper = _plain("".join(p.extract_text() for p in PdfReader(io.BytesIO(made["pdf"])).pages))
    assert _plain(first) in paper
    assert _plain(second) in paper
    assert "Ce que l\u2019année nous apprend." in paper
    page = made["html"].decode("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; *gras* **fort** $x$ #let @a [b](c) `d`</p>" in page
    assert f"<p>{second}</p>" in page
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    cells = [list(row) for row in book["Textes"].iter_rows(min_row=2)]
    written = [r[4].value for r in cells if r[1].value == "Paragraphe"]
    assert written == [first, second, "Ce que l\u2019année nous apprend."]
    assert all(c.data_type == "s" for r in cells for c in r if c.value)  # no formula
    notes = [s.notes_slide.notes_text_frame.text for s in Presentation(io.BytesIO(made["pptx"])).slides]
    assert [first in n for n in notes].count(True) == 1
    assert first in notes[1]


def test_under_a_choice_of_schools_documents_say_that_it_speaks_of_all(base: Base) -> None:
    enregistrer(base, COORDINATION, AN, "Formations", "Un texte.")
    chosen = Filters(annees=(AN,), secteurs=("Public",))
    said = "parlent de tout le territoire"
    for filters in (chosen, chosen.sans_etablissement()):
        content = contenu(base, filters, AN)
        paper = PdfReader(io.BytesIO(FORMATS["pdf"](content))).pages[0].extract_text()
        book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](content)))
        told = (
            said in FORMATS["html"](content).decode("utf-8"),
            said in _plain(paper),
            any(said in str(cell.value) for cell in book["Textes"]["A"]),
        )
        assert told == (filters is chosen,) * 3


def test_a_year_of_which_nobody_wrote_has_no_word_nor_sheet_for_texts(base: Base) -> None:
    """« Constats et paragraphes parlent de tout le territoire » was said where there were none, over a sheet of heads alone."""
    une = contenu(base, Filters(annees=("2024-2025",), secteurs=("Public",)), "2024-2025")
    assert une.portee == ""
    assert "Constats et paragraphes" not in FORMATS["html"](une).decode("utf-8")
    sheets = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](une))).sheetnames
    assert "Textes" not in sheets
    assert "Sommaire" in sheets
    rien = contenu(base, Filters(annees=("2020-2021",)), "2020-2021")
    names = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](rien))).sheetnames
    assert names == ["Bilan", "Définitions"]
    enregistrer(base, COORDINATION, "2024-2025", "Enseignements", "La leçon.")
    ecrite = contenu(base, Filters(annees=("2024-2025",), secteurs=("Public",)), "2024-2025")
    assert ecrite.portee.startswith("Constats et paragraphes")
    assert "Textes" in openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](ecrite))).sheetnames


def test_a_sign_that_no_font_draws_takes_no_document_away(base: Base) -> None:
    """A paragraph with 🎉 was kept and shown, and the PDF of the bilan could not be made any more."""
    enregistrer(base, COORDINATION, AN, "Formations", "🎉 Une belle année 🎉 ! ﷺ fin ✓")
    content = contenu(base, Filters(annees=(AN,)), AN)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(FORMATS["pdf"](content))).pages)
    assert "Une belle année\u202f! \ufffd fin ✓" in text
    assert "🎉".encode() in FORMATS["html"](content)

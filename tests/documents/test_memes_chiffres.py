"""The same figures to the digit on screen and in every format: tiles, and every cell of every table behind a figure."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.documents import textes
from tests.lu import chiffres
from tne.db import Base
from tne.documents import FORMATS
from tne.documents.contenu import Contenu, contenu
from tne.documents.csv_fr import csv_francais
from tne.documents.tables import write_column
from tne.filters import Filters
from tne.visuals.visual import MASQUE, Visual

RACINE = Path(__file__).parents[2]
ANNEE = "2023-2024"


@pytest.fixture(scope="module")
def chemin(
    demo_modele: Path, copier_base: Callable[[Path, Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A demonstration base of this module."""
    return copier_base(demo_modele, tmp_path_factory.mktemp("chiffres") / "base")


@pytest.fixture(scope="module", params=["tout", "public"])
def content(request: pytest.FixtureRequest, chemin: Path) -> Iterator[Contenu]:
    """The bilan as documents show it, of all schools and of some."""
    base = Base(str(chemin))
    sectors = ("Public",) if request.param == "public" else ()
    yield contenu(base, Filters(annees=(ANNEE,), secteurs=sectors), ANNEE)
    base.close()


class _Tables(HTMLParser):
    """The tables of a page: caption → rows of cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[tuple[str, list[list[str]]]] = []
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append(("", []))
        if tag == "tr":
            self.tables[-1][1].append([])
        if tag in ("td", "th", "caption"):
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        said = "".join(self._text)
        if tag in ("td", "th"):
            self.tables[-1][1][-1].append(said)
        if tag == "caption":
            self.tables[-1] = (said, self.tables[-1][1])

    def handle_data(self, data: str) -> None:
        self._text.append(data)


def _figures(content: Contenu) -> list[Visual]:
    found = [v for c in content.chapitres for v in c.visuals if not v.donnees.empty]
    assert len(found) >= 10
    return found


def _texts(v: Visual) -> list[list[str]]:
    """The table as the screen writes it."""
    columns = [write_column(v.donnees[c].tolist(), v.formats[str(c)]) for c in v.donnees.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def test_every_table_of_the_page_has_the_cells_of_the_screen(content: Contenu) -> None:
    parser = _Tables()
    parser.feed(FORMATS["html"](content).decode("utf-8"))
    tables = dict(parser.tables)
    for v in _figures(content):
        head, *rows = tables[v.titre]
        assert head == [str(c) for c in v.donnees.columns]
        assert rows == _texts(v), v.code
    for chapter in content.chapitres:
        rows = tables[f"Chiffres de la partie {chapter.part.section.titre}"][1:]
        assert rows == [[str(c) for c in line] for line in chapter.chiffres.itertuples(index=False)]


def _number(cell: Any, kind: str) -> Any:
    """A cell of the workbook back as the Visual holds it."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return cell * 100 if kind == "pourcent" else cell
    return cell


def test_every_sheet_and_csv_holds_the_values_themselves(content: Contenu) -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](content)))
    sheets = {s["A1"].value: s for s in book.worksheets}
    for v in _figures(content):
        kinds = [v.formats[str(c)] for c in v.donnees.columns]
        rows = list(sheets[v.titre].iter_rows(values_only=True))[-len(v.donnees) :]
        lines = csv_francais(v.donnees, v.formats).decode("utf-8-sig").splitlines()[1:]
        for row, line, held in zip(rows, lines, v.donnees.itertuples(index=False, name=None), strict=True):
            cells = line.split(";")
            for kind, in_sheet, in_csv, value in zip(kinds, row, cells, held, strict=False):
                if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
                    assert in_sheet is None
                elif isinstance(value, str):
                    assert in_sheet == value or not value
                elif kind in ("entier", "decimal", "pourcent") and not isinstance(value, bool):
                    assert _number(in_sheet, kind) == pytest.approx(float(value)), v.code
                    if '"' not in line:
                        ratio = float(in_csv.replace(",", "."))
                        assert ratio * (100 if kind == "pourcent" else 1) == pytest.approx(
                            float(value), abs=0.01
                        )


def test_the_paper_has_the_lines_of_every_part(content: Contenu) -> None:
    words = re.sub(r"-\n|\n| ", "", "\n".join(textes.pdf(FORMATS["pdf"](content))))
    for chapter in content.chapitres:
        for row in chapter.chiffres.itertuples(index=False):
            said = re.sub(r"\s", "", f"{row[0]}{row[1]}")
            assert textes.lisible(said).replace(" ", "") in words, said


def test_the_tiles_of_the_bilan_are_the_figures_of_the_documents(
    chemin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_BASE", str(chemin))
    monkeypatch.setenv("TNE_ACCES", "serveur")
    monkeypatch.chdir(RACINE)
    base = Base(str(chemin))
    expected = contenu(base, Filters(annees=(ANNEE,)), ANNEE)
    base.close()
    at = AppTest.from_file(str(RACINE / "app.py"), default_timeout=120)
    at.session_state["annee"] = [ANNEE]
    at.run()
    assert not at.exception
    shown = chiffres(at)
    written = [v for c in expected.chapitres for v in c.chiffres["Valeur"]]
    assert MASQUE not in written
    assert shown == written
    assert len(shown) > 20

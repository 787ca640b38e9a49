"""Slides and workbook as LibreOffice shows them: every slide whole with its title, every sheet. To look at them: `TNE_CAPTURES`."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation
from pypdf import PdfReader

from tne.db import Base
from tne.documents import ecrire
from tne.filters import Filters

pytestmark = pytest.mark.long

ANNEE = "2023-2024"


def _shown(data: bytes, name: str, folder: Path) -> list[str]:
    """The text of each page that LibreOffice prints of a file, without spaces and hyphens of its own."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "the long tests need LibreOffice (Debian: libreoffice-impress, libreoffice-calc)"
    (folder / name).write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / name]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    made = (folder / name).with_suffix(".pdf")
    if kept := os.environ.get("TNE_CAPTURES"):
        shutil.copy(made, Path(kept) / f"libreoffice-{name}.pdf")
    return [_bare(page.extract_text()) for page in PdfReader(made).pages]


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f\u00ad-]+", "", text)


def test_every_slide_is_shown_whole(demo: Base, tmp_path: Path) -> None:
    data = ecrire(demo, Filters(annees=(ANNEE,)), ANNEE, "pptx")
    pages = _shown(data, "bilan.pptx", tmp_path)
    slides = list(Presentation(io.BytesIO(data)).slides)
    assert len(pages) == len(slides)
    for page, slide in zip(pages, slides, strict=True):
        for shape in slide.shapes:
            for paragraph in shape.text_frame.paragraphs if shape.has_text_frame else ():
                assert _bare(paragraph.text) in page, paragraph.text
            for category in shape.chart.plots[0].categories if shape.has_chart else ():
                assert _bare(str(category)) in page, category


def test_every_sheet_is_printed(demo: Base, tmp_path: Path) -> None:
    data = ecrire(demo, Filters(annees=(ANNEE,)), ANNEE, "xlsx")
    text = "".join(_shown(data, "bilan.xlsx", tmp_path))
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        assert _bare(str(sheet["A1"].value)) in text, sheet.title
    assert "#" not in text, "a number that does not fit its column"
    assert "48,3%" in text or "48.3%" in text

"""Documents by command: each format, and all the fiches."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tne.__main__ import main
from tne.documents import FORMATS

YEAR = "2023-2024"


def test_the_command_writes_each_format(base_demo: Path, tmp_path: Path) -> None:
    asked = ("exporter", "bilan", "--annee", YEAR, "--base", str(base_demo), "-o")
    for format_ in FORMATS:
        target = tmp_path / f"bilan.{format_}"
        assert main([*asked, str(target), "--format", format_]) == 0
        assert target.stat().st_size > 5000
    assert main([*asked, str(tmp_path / "x"), "--format", "csv"]) == 2


def test_all_the_fiches_under_another_name_are_said_to_be_an_archive(
    base_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tne.documents.fiche.fiches", lambda *_: b"PK")
    asked = ("exporter", "fiche", "--annee", YEAR, "--format", "pdf", "--base", str(base_demo), "-o")
    for name, said in (("fiches.zip", False), ("fiches.pdf", True)):
        assert main([*asked, str(tmp_path / name)]) == 0
        assert ("archive ZIP" in capsys.readouterr().out) is said


def test_the_command_writes_a_fiche(base_demo: Path, commande: Callable[..., Any], tmp_path: Path) -> None:
    target = tmp_path / "fiche.pdf"
    asked = ("exporter", "fiche", "--annee", YEAR, "-o", target)
    done = commande(*asked, "--format", "pdf", "--etablissement", "0869012D", base=base_demo)
    assert done.returncode == 0, done.stderr
    pages = PdfReader(io.BytesIO(target.read_bytes())).pages
    assert "Le Grand Chêne" in "".join(page.extract_text() for page in pages)
    for format_, school in (("xlsx", "0869012D"), ("pdf", "0860002K")):
        words = [*map(str, asked), "--format", format_, "--etablissement", school, "--base", str(base_demo)]
        assert main(words) == 2

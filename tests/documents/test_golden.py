"""The documents of 2023-2024 say what they said: their text is compared with `golden/`, line by line.

A change that is meant: `make golden`, and the commit says what changed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.documents.textes import GOLDEN, ecrits
from tne.db import Base

FICHIERS = ("bilan.pdf.txt", "bilan.html.txt", "bilan.pptx.txt", "bilan.xlsx.txt", "tables.csv.txt")


@pytest.fixture(scope="module")
def actuels(
    demo_modele: Path, copier_base: Callable[[Path, Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, list[str]]]:
    """What the documents say now."""
    base = Base(str(copier_base(demo_modele, tmp_path_factory.mktemp("golden") / "base")))
    yield ecrits(base)
    base.close()


@pytest.mark.parametrize("nom", FICHIERS)
def test_the_text_is_the_one_kept(actuels: dict[str, list[str]], nom: str) -> None:
    kept = (GOLDEN / nom).read_text(encoding="utf-8").splitlines()
    changed = list(difflib.unified_diff(kept, actuels[nom], f"golden/{nom}", "now", lineterm="", n=1))
    if changed:
        shown = "\n".join(changed[:80]) + ("\n…" if len(changed) > 80 else "")
        pytest.fail(f"the text changed; `make golden` keeps the new one:\n{shown}", pytrace=False)


def test_every_file_is_compared() -> None:
    assert sorted(p.name for p in GOLDEN.iterdir()) == sorted(FICHIERS)


PUBLIES = {
    "modules": "10",
    "offres": "1 128",
    "réponses": "527",
    "participants": "545",
    "sessions SRANE": "12",
    "sessions Canopé": "34",
    "sessions": "46",
    "absence": "33 %",
    "hors face-à-face et collèges": "100 %",
    "formations": "76",
    "accompagnements": "41",
    "techniques": "17",
    "projets": "5",
    "interventions": "139",
    "écoles": "72 %",
    "collèges": "28 %",
}


@pytest.mark.parametrize("nom", ["bilan.pdf.txt", "bilan.html.txt", "bilan.pptx.txt"])
def test_every_published_figure_stands_there_as_a_number_of_its_own(
    actuels: dict[str, list[str]], nom: str
) -> None:
    words = " ".join(actuels[nom])
    for name, figure in PUBLIES.items():
        alone = rf"(?<!\d)(?<!\d[ ,]){figure}(?!\d| \d{{3}}\b|,\d)"
        assert re.search(alone, words), f"{name}: {figure} is not in {nom}"

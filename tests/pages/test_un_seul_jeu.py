"""Every page opens, with words that may be read, where one data set alone is imported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.lu import dit
from tests.pages.conftest import POSTE, Ouvrir
from tne.access import Droit
from tne.db import Base
from tne.importing import Options, importer

AN = "2023-2024"
SEULS = sorted(
    path
    for path in (Path(__file__).parents[2] / "data/demo" / AN).iterdir()
    if path.suffix in (".csv", ".xlsx")
)
PAGES = (
    "formations",
    "accompagnements",
    "parentalite",
    "equipements",
    "numerixplore",
    "donnees",
    "etablissement",
)
INDICIBLE = re.compile(
    r"\bnan\b|<NA>|\bNone\b|\bNaT\b|\binf\b|\bsur 0\b|(?<![\w–])[-−]0(?![\d,])|(?<![\d,] )\b1 collèges|de opér"
)
"""What stands for nothing, a share of nothing, and what agrees with no number."""


@pytest.mark.parametrize("seul", SEULS, ids=lambda path: path.stem)
def test_every_page_stands_on_one_data_set_alone(
    ouvrir_page: Ouvrir, base_sans_import: Path, seul: Path
) -> None:
    opened = Base(str(base_sans_import))
    importer(opened, POSTE, seul, seul.name, Options(annee=AN))
    opened.close()
    for droit in (POSTE, Droit(False, "lecture")):
        at = ouvrir_page("", base_sans_import, droit=droit)
        for page in PAGES:
            at.switch_page(f"pages/{page}.py").run()
            assert not at.exception, (page, droit, [e.message for e in at.exception])
            assert not INDICIBLE.search(dit(at)), (page, droit, INDICIBLE.findall(dit(at)))

"""A page without a year in its address opens on that of the last real records."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.lu import question
from tests.pages.conftest import Ouvrir
from tne.access import Droit
from tne.db import Base
from tne.importing import Options, importer

INTERVENTIONS = "Référence;Date;Nature;UAI\n1;12/11/2024;Formation;0860002K\n2;12/11/2025;Formation;0860002K"


@pytest.mark.parametrize(
    ("jour", "annee"), [(date(2025, 8, 31), "2024-2025"), (date(2025, 9, 1), "2025-2026")]
)
def test_the_page_opens_on_it_and_goes_on_when_the_next_year_begins(
    ouvrir_page: Ouvrir, base_publiee: Path, monkeypatch: pytest.MonkeyPatch, jour: date, annee: str
) -> None:
    base = Base(str(base_publiee))
    (done,) = importer(base, Droit(True, "poste"), INTERVENTIONS.encode(), "a.csv", Options())
    assert done.comptes.ajoutees == 2
    base.close()
    monkeypatch.setattr("tne.horloge.aujourdhui", lambda: jour)
    at = ouvrir_page("", base_publiee)
    assert at.multiselect(key="annee").value == [annee]
    assert annee in question(at)


def test_the_demonstration_opens_on_the_published_year(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    assert ouvrir_page("", base_demo).multiselect(key="annee").value == ["2023-2024"]


@pytest.mark.parametrize(("ouverte", "annee"), [("2022-2023", "2022-2023"), ("2019-2020", "2023-2024")])
def test_a_session_stays_on_the_year_it_opened_on_while_the_base_knows_it(
    ouvrir_page: Ouvrir, base_demo: Path, ouverte: str, annee: str
) -> None:
    at = ouvrir_page("", base_demo, _annee_d_ouverture=ouverte)
    assert at.multiselect(key="annee").value == [annee]

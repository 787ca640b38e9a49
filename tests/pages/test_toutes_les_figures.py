"""Each page shows every figure of its part: what the part declares in `VISUALS`, with the findings of the year."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lu import lu, titres
from tests.pages.conftest import Ouvrir
from tne.db import Base
from tne.filters import Filters
from tne.visuals import accompagnements, equipements, formations, numerixplore, parentalite
from tne.visuals import formations_groupes as groupes
from tne.visuals.visual import Visual

UN = ("2022-2023",)
"""A year that leaves some collèges without a teacher present, so that their list has something to show."""
TROIS = ("2022-2023", "2023-2024", "2024-2025")


@pytest.fixture
def montres(base_demo: Path, ouvrir_page: Ouvrir) -> Callable[..., list[str]]:
    """`montres("formations", annees)`: the titles of that page, for a coordinator."""
    return lambda page, annees: titres(ouvrir_page(page, base_demo, annee=list(annees)))


def _manquent(
    base: Path, shown: list[str], visuals: tuple[Callable[..., Visual], ...], annees: tuple[str, ...]
) -> list[str]:
    opened = Base(str(base))
    con = opened.cursor()
    made = [build(con, Filters(annees=annees), "coordination") for build in visuals]
    opened.close()
    return [v.code for v in made if not v.vide and lu(v.titre) not in shown]


@pytest.mark.parametrize(
    ("page", "visuals", "sauf"),
    [
        # Only collèges were offered trainings: one type compares nothing.
        ("formations", formations.VISUALS, (groupes.par_type,)),
        ("accompagnements", accompagnements.VISUALS, ()),
        ("parentalite", parentalite.VISUALS, ()),
        ("equipements", equipements.VISUALS, ()),
        # The share of each year is for years side by side.
        ("numerixplore", numerixplore.VISUALS, (numerixplore.part_par_annee,)),
    ],
)
def test_a_page_shows_every_figure_of_its_part(
    montres: Callable[..., list[str]],
    base_demo: Path,
    page: str,
    visuals: tuple[Callable[..., Visual], ...],
    sauf: tuple[Callable[..., Visual], ...],
) -> None:
    shown = montres(page, UN)
    missing = _manquent(base_demo, shown, tuple(v for v in visuals if v not in sauf), UN)
    assert missing == [], f"draw them on pages/{page}.py"


def test_several_years_have_their_share_of_pupils(montres: Callable[..., list[str]], base_demo: Path) -> None:
    shown = montres("numerixplore", TROIS)
    assert _manquent(base_demo, shown, (numerixplore.part_par_annee,), TROIS) == []

"""A duration without the format of hours, among others: 0.0625 of a day is 1h30, and counts as four minutes unless told."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene
from tests.importing.test_classeurs import workbook
from tne.importing.correcting.grouping import groups

ENTETE = ["Date", "Nature", "UAI", "Durée"]


def _told(scene: Scene, *durations: object) -> list[str]:
    rows = [[f"{n + 12}/09/2023", "Formation", "0860002K", d] for n, d in enumerate(durations)]
    result = scene.un(workbook(("S", [ENTETE, *rows])), "a.xlsx")
    found = [p for p in result.problemes if p.code == "fractions_de_jour"]
    assert all(g.a_verifier for g in groups(found))
    return [p.message for p in found]


@pytest.mark.parametrize(
    ("part", "hours"),
    [(0.0625, "1h30"), (2 / 24, "2h00"), (0.125, "3h00"), (2.25 / 24, "2h15"), (0.3125, "7h30")],
)
def test_a_part_of_a_day_among_hours_is_told(scene: Scene, part: float, hours: str) -> None:
    (said,) = _told(scene, "1h30", part, 3)
    assert said.startswith(
        f"« Durée » a 1 nombre qui semble une part de jour, non des heures (ligne 3 : « {part} »"
    )
    assert f"serait {hours})" in said


def test_a_blank_cell_above_hides_none(scene: Scene) -> None:
    (said,) = _told(scene, None, 0.0625, 3)
    assert "(ligne 3 : « 0.0625 » serait 1h30)" in said


@pytest.mark.parametrize("hours", [0.25, 0.5, 0.75, 1.5, 0.333, "0,25", "0,250", "10 min", 1 / 3])
def test_hours_are_not(scene: Scene, hours: object) -> None:
    assert _told(scene, "1h30", hours, 3) == []


def test_a_whole_column_of_them_is_told_once(scene: Scene) -> None:
    (said,) = _told(scene, 0.0625, 0.125, 0.25)
    assert said.startswith("Toutes les durées")

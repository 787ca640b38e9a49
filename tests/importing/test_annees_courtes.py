"""A date whose year has two digits, in a column that does not tell which of its numbers is the year."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene


@pytest.mark.parametrize("written", ["14/11/24", "14-11-24", "14.11.24 à 9h"])
def test_a_short_year_that_nothing_tells_from_a_day_is_refused_for_that(scene: Scene, written: str) -> None:
    """It is a date to whoever reads it: to say that it is none would not hold."""
    (problem,) = scene.un(
        f"Référence;Date;Nature;UAI\n2025-1;{written};Formation;0860002K",
    ).problemes
    assert problem.message == (
        f"« {written} » n'a que deux chiffres pour l'année. Écrivez les quatre, par exemple 12/06/2024."
    )
    assert problem.suggestion == "14/11/2024"

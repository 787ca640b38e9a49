"""Whoever is not said to be of the coordination sees what readers see."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from tne.db import Base
from tne.filters import Filters
from tne.indicators import compute
from tne.visuals import accompagnements, equipements, formations, numerixplore, parentalite
from tne.visuals.visual import Visual

AN = Filters(annees=("2023-2024",), secteurs=("Privé",))
VISUALS = [
    pytest.param(build, id=f"{build.__module__.rpartition('.')[2]}.{build.__name__}")
    for part in (formations, accompagnements, parentalite, equipements, numerixplore)
    for build in part.VISUALS
]


@pytest.mark.parametrize("build", VISUALS)
def test_a_view_of_another_name_masks_as_that_of_readers(demo: Base, build: Callable[..., Visual]) -> None:
    """« lecteur », in a script, was shown what the coordination sees."""
    con = demo.cursor()
    other, readers = (build(con, AN, view) for view in ("lecteur", "lecture"))
    assert other.titre == readers.titre
    pd.testing.assert_frame_equal(other.donnees, readers.donnees)


def test_so_do_the_indicators(demo: Base) -> None:
    few = Filters(annees=AN.annees, etablissements=("0869012D",))
    told = [
        [(v.valeur, v.masque) for v in compute(demo, few, "2023-2024", view)]
        for view in ("lecteur", "lecture")
    ]
    assert told[0] == told[1]
    assert any(masked for _, masked in told[0])

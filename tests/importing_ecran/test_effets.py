"""What a preview says of one figure that changes: by how much, from what to what, and whether to look twice."""

from __future__ import annotations

import pytest

from tne.effects import Effet, effects
from tne.importing.rehearsal import Repetition
from tne.indicators import BY_CODE, Value


@pytest.mark.parametrize(
    ("apres", "ecart"), [(69.4, "\u22122,0 points"), (69.46, "\u22121,9 point"), (73.35, "+2,0 points")]
)
def test_points_agree_with_the_number_that_is_written(apres: float, ecart: str) -> None:
    before, after = (
        Value(BY_CODE["accompagnement.part_ecoles"], "2023-2024", v, "calculé") for v in (71.36, apres)
    )
    assert Effet("2023-2024", before, after).ecart == ecart


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [(10, 5, "baisse de 50\u202f%"), (10, 15, "forte hausse"), (9, 5, ""), (8, 4, ""), (0, 40, "")],
)
def test_a_change_large_in_share_and_in_number_is_marked(avant: int, apres: int, dit: str) -> None:
    i = BY_CODE["accompagnement.total"]
    before, after = (Value(i, "2023-2024", float(n), "calculé") for n in (avant, apres))
    assert Effet("2023-2024", before, after).suspect == dit


def test_a_figure_that_rows_make_instead_of_a_publication_is_told_be_it_the_same() -> None:
    i = BY_CODE["numerixplore.eleves"]
    published = Value(i, "2023-2024", 24.0, "publié")
    computed = Value(i, "2023-2024", 24.0, "calculé", 24.0, 30.0)
    seen = effects(Repetition((), (), (), {"2023-2024": (published,)}, {"2023-2024": (computed,)}))
    # What a publication is out of is not told: nothing changes that.
    assert [e.ecart for e in seen] == ["même valeur, calculé au lieu de publié"]

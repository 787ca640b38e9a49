"""A number written with words has the number proposed: « Appliquer les propositions » takes all such rows at once."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("5 profs", "5"),
        ("env. 8", "8"),
        ("Environ 8 élèves", "8"),
        ("~10", "10"),
        ("≈ 10", "10"),
        ("12 environ", "12"),
        ("12 profs env.", "12"),
        ("entre 8 et 10", None),
        ("8-10", None),
        ("5 ou 6", None),
        ("5 ou six", None),
        ("environ", None),
    ],
)
def test_a_number_among_words(scene: Scene, written: str, proposed: str | None) -> None:
    head = "Référence;Date;Nature;UAI;Nb enseignants"
    (problem,) = scene.un(f"{head}\n2025-1;12/06/2026;Formation;0860002K;{written}").problemes
    assert (problem.code, problem.suggestion) == ("effectif_invalide", proposed)

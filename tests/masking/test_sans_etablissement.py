"""Persons without an establishment are in the total of the territory and in no school: they must hide like a school."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from tests.masking.monde import Ecole, remplir
from tne.db import Base
from tne.filters import Filters
from tne.queries.masking import MESURES, Mesure, masked_schools, school_counts, subtotals
from tne.queries.parentalite import families
from tne.settings import seuil

B = "2023-2024"
AN = Filters(annees=(B,))


def monde(sans: int, *counts: int) -> list[Ecole]:
    """Schools with these persons of each measure, and `sans` persons whose rows name no school."""
    schools = [(f"U{i}", n, True) for i, n in enumerate(counts)] + ([(None, sans, False)] if sans else [])
    return [
        Ecole(u, participants={B: n}, parents={B: n}, eleves={B: n}, connue=known) for u, n, known in schools
    ]


def left_over(base: Base, mesure: Mesure) -> int | None:
    """What the total says of those that the table of schools does not show; None where the total is masked."""
    con = base.cursor()
    total = subtotals(con, mesure, AN, "lecture")[B]
    table = school_counts(con, mesure, AN, "lecture")
    return None if total.valeur is None else total.valeur - int(table["valeur"].sum())


@pytest.mark.parametrize("mesure", MESURES)
def test_a_few_persons_without_a_school_are_hidden_with_two_schools(base: Base, mesure: Mesure) -> None:
    remplir(base, monde(2, 40, 20, 30))
    assert left_over(base, mesure) == 52
    assert masked_schools(base.cursor(), mesure, (B,)) == {"U1", "U2"}


@pytest.mark.parametrize("mesure", MESURES)
def test_many_of_them_mask_nothing(base: Base, mesure: Mesure) -> None:
    remplir(base, monde(5, 40, 20, 30))
    assert left_over(base, mesure) == 5
    assert masked_schools(base.cursor(), mesure, (B,)) == set()


def test_one_school_and_a_few_persons_have_no_total(base: Base) -> None:
    remplir(base, monde(2, 40))
    assert left_over(base, "participants") is None
    # Coordinators see both.
    assert subtotals(base.cursor(), "participants", AN, "coordination")[B].valeur == 42


def test_schools_already_masked_hide_them(base: Base) -> None:
    remplir(base, monde(2, 3, 4, 6, 30))
    assert masked_schools(base.cursor(), "participants", (B,)) == {"U0", "U1", "U2"}
    assert left_over(base, "participants") == 15


def test_families_without_a_school_are_no_difference_between_two_choices(base: Base) -> None:
    """All collèges are the whole territory: the total had the families without a school, the themes did not."""
    remplir(base, monde(3, 40, 20, 30))
    con = base.cursor()
    every, all_of_them = (families(con, f, "lecture") for f in (AN, replace(AN, types=("Collège",))))
    assert every["familles"].tolist() == all_of_them["familles"].tolist() == [93]
    assert families(con, replace(AN, types=("Collège",)), "coordination")["familles"].tolist() == [90]


def test_a_person_also_counted_at_a_school_is_not_without_one(base: Base) -> None:
    remplir(base, monde(0, 40, 20, 30), [("U0", None, B), ("U1", None, B)])
    assert left_over(base, "participants") == 0
    assert masked_schools(base.cursor(), "participants", (B,)) == set()


@pytest.mark.parametrize("sans", range(6))
@pytest.mark.parametrize("counts", list(itertools.combinations((2, 5, 7, 20), 3)))
def test_what_is_left_over_is_never_small_and_never_one_school(
    base: Base, sans: int, counts: tuple[int, ...]
) -> None:
    remplir(base, monde(sans, *counts))
    rest = left_over(base, "parents")
    assert rest in (None, 0) or rest >= seuil()
    hidden = masked_schools(base.cursor(), "parents", (B,))
    if rest is not None and hidden:
        assert len(hidden) + (sans > 0) >= 3
        assert rest >= 2 * seuil()

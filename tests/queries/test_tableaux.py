"""Small tables of counts over plain rows: what readers see masked in them, and what coordinators are told of."""

from __future__ import annotations

import pytest

from tne.queries.tableaux import (
    MASQUE,
    PETIT,
    Tableau,
    difference,
    est_petit,
    masked_values,
    mentions,
)

A, B = "2022-2023", "2023-2024"


def _masked(table: Tableau) -> list[tuple[str, str, bool]]:
    frame = table.frame()
    return list(zip(frame["valeur"], frame["annee"], frame["n_masque"], strict=True))


def test_a_value_left_out_is_masked_in_its_place_in_the_years_that_are_shown() -> None:
    """Of a year of which nothing is shown, one row alone would say that it had somebody."""
    table = Tableau([("b", B, (20,)), ("d", B, (30,))], ["n"], "lecture")
    table.add_masked([("c", B, (6,)), ("a", B, (7,)), ("b", B, (20,)), ("e", B, (0,)), ("a", A, (9,))], [B])
    assert _masked(table) == [("a", B, True), ("b", B, False), ("c", B, True), ("d", B, False)]
    assert table.frame()["n"].isna().tolist() == [True, False, True, False]
    assert table.frame()["n_mention"].tolist() == [MASQUE, "", MASQUE, ""]


def test_a_true_zero_of_one_count_stays_where_it_is_asked_to() -> None:
    rows = [("a", B, (0,)), ("b", B, (20,))]
    table = Tableau(rows, ["n"], "lecture")
    table.mask_also({"a"}, zeros=False)
    assert _masked(table) == [("a", B, False), ("b", B, False)]
    table.mask_also({"a"})
    assert _masked(table) == [("a", B, True), ("b", B, False)]
    # Beside another count it says how many of these there are not.
    several = Tableau([("a", B, (0, 30)), ("b", B, (20, 30))], ["n", "m"], "lecture")
    several.mask_also({"a"}, zeros=False)
    assert _masked(several) == [("a", B, True), ("b", B, False)]


def test_of_several_counts_a_zero_is_masked_with_the_small_one_beside_it() -> None:
    assert masked_values([("a", B, (0, 3)), ("b", B, (20, 20)), ("c", B, (40, 40))]) == {"a", "b"}
    assert masked_values([("a", B, (0,)), ("b", B, (3,)), ("c", B, (20,)), ("d", B, (40,))]) == {"b", "c"}


def test_what_is_left_of_a_row_is_never_less_than_nobody() -> None:
    assert difference([("a", B, (9, 4)), ("b", B, (5, 5))], [("a", B, (7, 6))]) == [
        ("a", B, (2, 0)),
        ("b", B, (5, 5)),
    ]


@pytest.mark.parametrize(("nombre", "petit"), [(None, False), (0, False), (1, True), (4, True), (5, False)])
def test_small_is_one_to_four_and_told_to_coordinators_alone(nombre: int | None, petit: bool) -> None:
    assert est_petit(nombre) is petit
    assert mentions([nombre], [False], "coordination").tolist() == [PETIT if petit else ""]
    assert mentions([nombre, nombre], [False, True], "lecture").tolist() == ["", MASQUE]

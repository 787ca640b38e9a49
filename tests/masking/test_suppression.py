"""Every world of a few small cells: whoever sees the shown cells, the total and the rule finds no masked one."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Mapping

import pytest

from tne.queries.suppression import Decision, decide, decide_rows

# Not in alphabetical order of size: ties are broken by name.
NAMES = "BDACE"
Rule = Callable[[Mapping[str, int], int, int], Decision]


def recovered(rule: Rule, cells: int, top: int, seuil: int, minimum: int) -> list[tuple[int, ...]]:
    """The worlds in which some masked cell has one possible value, by enumeration of all worlds."""
    worlds: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for world in itertools.product(range(top + 1), repeat=cells):
        values = dict(zip(NAMES, world, strict=False))
        decision = rule(values, seuil, minimum)
        shown = tuple(None if c in decision.masques else n for c, n in values.items())
        worlds[shown, sum(world) if decision.total else None].append(world)
    return [
        same[0]
        for (shown, _), same in worlds.items()
        for i, cell in enumerate(shown)
        if cell is None and len({w[i] for w in same}) == 1
    ]


def primary_only(values: Mapping[str, int], seuil: int, minimum: int) -> Decision:
    """Masking without its second step."""
    return Decision(frozenset(c for c, n in values.items() if 0 < n < seuil), True)


def bare_rule(values: Mapping[str, int], seuil: int, minimum: int) -> Decision:
    """Both steps, but nobody checks what they leave possible."""
    order = sorted((c for c, n in values.items() if n), key=lambda c: (values[c], c))
    masked = [c for c in order if values[c] < seuil]
    rest = order[len(masked) :]
    while masked and rest and (len(masked) < minimum or sum(values[c] for c in masked) < 2 * seuil):
        masked.append(rest.pop(0))
    return Decision(frozenset(masked), True)


SIZES = [(1, 12, 5, 3), (2, 14, 5, 3), (3, 14, 5, 3), (4, 10, 5, 3), (5, 8, 3, 3), (4, 9, 4, 2)]


@pytest.mark.parametrize("size", SIZES)
def test_no_masked_cell_has_only_one_possible_value(size: tuple[int, int, int, int]) -> None:
    assert recovered(decide, *size) == []


def test_the_same_search_finds_cells_without_the_second_step() -> None:
    assert (4, 6, 9) in recovered(primary_only, 3, 10, 5, 3)


def test_the_same_search_finds_cells_when_the_remaining_possibilities_are_not_checked() -> None:
    # Three schools of 4 beside a shown one of 5 whose name comes first: nothing but 4, 4, 4 adds up.
    found = recovered(bare_rule, 4, 6, 5, 3)
    assert any(sorted(w) == [4, 4, 4, 5] for w in found)


def test_smallest_others_are_masked_until_three_hold_twice_the_threshold() -> None:
    values = {"A": 2, "B": 30, "C": 6, "D": 6, "E": 40}
    assert decide(values, 5, 3) == Decision(frozenset("ACD"), True)
    # 1 + 1 + 6 are three, but hold only 8.
    assert decide({"A": 1, "B": 1, "C": 6, "D": 7, "E": 40}, 5, 3).masques == frozenset("ABCD")


def test_equal_cells_are_taken_by_name() -> None:
    assert decide({"Z": 3, "B": 8, "A": 8, "C": 8}, 5, 3).masques == frozenset("ZAB")


def test_nothing_is_masked_where_nothing_is_small() -> None:
    assert decide({"A": 5, "B": 0, "C": 17}, 5, 3) == Decision(frozenset(), True)


def test_a_zero_is_shown_and_hides_nobody() -> None:
    assert decide({"A": 0, "B": 3, "C": 9, "D": 9, "E": 9}, 5, 3).masques == frozenset("BCD")


def test_too_few_cells_mask_the_total_too() -> None:
    assert decide({"A": 3, "B": 20}, 5, 3) == Decision(frozenset("AB"), False)
    assert decide({"A": 1, "B": 1, "C": 1}, 5, 3).total is False


def test_shared_persons_do_not_count_twice_in_what_is_hidden() -> None:
    # A and B share all their persons with C: a difference between totals would give nothing but D's 3.
    held = {"A": 0, "B": 0, "C": 0, "D": 3, "E": 11}
    decision = decide(
        {"A": 4, "B": 4, "C": 9, "D": 3, "E": 11}, 5, 3, lambda cells: sum(held[c] for c in cells)
    )
    assert decision.masques == frozenset("ABCDE")


def test_linked_counts_are_masked_together() -> None:
    rows = {"m1": (30, 28, 2), "m2": (40, 20, 20), "m3": (25, 15, 10), "m4": (60, 30, 30)}
    assert decide_rows(rows, 5, 2) == frozenset({"m1", "m3"})
    # Absences need two rows that hold ten: m3 alone would leave 2 + 10.
    assert decide_rows({**rows, "m3": (25, 20, 5)}, 5, 2) == frozenset({"m1", "m3", "m2"})

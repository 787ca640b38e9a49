"""Two columns of figures end at about the same height, whatever their figures are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tne.ui.colonnes import DERNIERES, equilibrer
from tne.ui.formations import Bloc, reunies


def ecart(hauteurs: list[int]) -> int:
    """How much longer one of the columns is."""
    gauche, droite = equilibrer(hauteurs)
    return abs(sum(hauteurs[i] for i in gauche) - sum(hauteurs[i] for i in droite))


def test_two_figures_stand_side_by_side() -> None:
    assert equilibrer([780, 420]) == ([0], [1])


def test_a_figure_three_times_as_high_leaves_no_blank_beside_it() -> None:
    """Three years: modules, months, operators, modalities, secteurs. In rows the first left 360 pixels beside it."""
    assert ecart([780, 420, 440, 440, 360]) <= 100


@given(st.lists(st.integers(200, 900), max_size=20))
def test_every_figure_stands_once_in_its_order(hauteurs: list[int]) -> None:
    gauche, droite = equilibrer(hauteurs)
    assert sorted([*gauche, *droite]) == list(range(len(hauteurs)))
    assert gauche == sorted(gauche)
    assert droite == sorted(droite)
    if len(hauteurs) >= DERNIERES:
        assert ecart(hauteurs) <= 900


def test_rows_that_follow_one_another_are_one_in_reading_order() -> None:
    large, a, b, c, d, e = (Bloc(lambda *_: None, nom) for nom in "labcde")  # type: ignore[arg-type, return-value]
    rows = [[[large]], [[a], [b]], [[c, d], [e]], [[large]], [[a], [b]]]
    (premiere, milieu, _, fin) = reunies(rows)
    assert premiere == [[large]]
    assert [x.cle for colonne in milieu for x in colonne] == ["a", "b", "c", "d", "e"]
    assert fin == [[a], [b]]

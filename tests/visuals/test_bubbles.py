"""Bubbles: the words of buckets, on a page, on a telephone, on a slide held upright."""

from __future__ import annotations

import itertools
from typing import Any

import pandas as pd
import pytest

from tests.visuals.gallery import textes
from tne.visuals.bars import barres
from tne.visuals.bubbles import Tranche, debout, nuage
from tne.visuals.gabarit import CORPS, TAILLE_DIAPO


def bulles(points: pd.DataFrame, tranches: list[Tranche], taille: float = 1) -> dict[str, Any]:
    """`nuage` of the columns S, T, N and L."""
    options = {"famille": "formations", "axe_x": "Semaines", "mot_poids": "présences traitées"}
    return nuage(points, "S", "T", "N", "L", tranches, **options, taille=taille)


def test_bubbles_write_each_bucket_with_its_count() -> None:
    points = pd.DataFrame({"S": [2.0, 6.0], "T": [20.0, 60.0], "N": [10, 20], "L": ["a", "b"]})
    tranches = [Tranche(0, 4, 27, 111), Tranche(4, 8, 0, 0)]
    figure = bulles(points, tranches)
    assert figure["data"][0]["hovertext"][0].endswith("10 présences traitées")
    assert textes(figure) == ["<b>24\u202f%</b><br>27 sur 111"]
    assert len(figure["data"]) == 2
    assert figure["data"][1]["y"][0] == pytest.approx(100 * 27 / 111)
    assert figure["layout"]["yaxis"]["range"][1] > 60


def test_words_of_narrow_buckets_are_smaller_so_that_they_do_not_touch_on_a_phone() -> None:
    points = pd.DataFrame({"S": [2.0, 39.0], "T": [20.0, 60.0], "N": [10, 20], "L": ["a", "b"]})

    def size(*edges: float) -> float:
        tranches = [Tranche(a, b, 102, 464) for a, b in itertools.pairwise((0, *edges, float("inf")))]
        return float(bulles(points, tranches)["layout"]["annotations"][0]["font"]["size"])

    assert size(20) == CORPS
    assert size(12, 20) == 13


def test_words_of_buckets_too_narrow_even_for_small_ones_take_a_line_more() -> None:
    """« 102 sur 464 » and « 92 sur 291 » stood four pixels apart: they were read as one."""
    points = pd.DataFrame({"S": [2.0, 36.0], "T": [20.0, 60.0], "N": [10, 20], "L": ["a", "b"]})

    def drawn(*edges: float, taille: float = 1) -> tuple[set[int], int]:
        tranches = [Tranche(a, b, 92, 291) for a, b in itertools.pairwise((0, *edges, float("inf")))]
        layout = bulles(points, tranches, taille)["layout"]
        return {a["text"].count("<br>") for a in layout["annotations"]}, layout["margin"]["t"]

    (une, haut), (deux, plus_haut) = drawn(20), drawn(12, 20)
    assert (une, deux) == ({1}, {2})
    assert plus_haut - haut >= 14, "the line more has its room above the plot"
    lignes, marge = drawn(12, 20, taille=2)
    assert lignes == {1}, "a slide is no telephone"
    assert abs(marge - 2 * haut) <= 1


def test_upright_the_words_of_buckets_take_three_lines_and_have_their_room() -> None:
    """On a telephone those of two buckets of a slide touched: « 102 sur 46492 sur 291 »."""
    points = pd.DataFrame({"X": [1.0, 9.0], "Y": [10.0, 30.0], "P": [9, 9], "L": ["a", "b"]})
    deux = [Tranche(0, 5, 102, 464), Tranche(5, float("inf"), 92, 291)]
    diapo = nuage(
        points, "X", "Y", "P", "L", deux, famille="formations", axe_x="x", mot_poids="y", taille=TAILLE_DIAPO
    )
    droite = debout(diapo)
    assert textes(diapo) == ["<b>22\u202f%</b><br>102 sur 464", "<b>32\u202f%</b><br>92 sur 291"]
    assert textes(droite) == ["<b>22\u202f%</b><br>102<br>sur 464", "<b>32\u202f%</b><br>92<br>sur 291"]
    assert droite["layout"]["margin"]["t"] > diapo["layout"]["margin"]["t"] + CORPS * TAILLE_DIAPO
    barre = barres(
        pd.DataFrame({"M": ["a"], "N": [5], "T": ["5 sur 9"]}), "M", "N", textes="T", famille="formations"
    )
    assert debout(barre) == barre


def test_upright_only_the_words_of_buckets_are_folded_however_others_look() -> None:
    """They were known by « <b>…</b><br> » over the plot, as any other words there may look."""
    figure = bulles(
        pd.DataFrame({"S": [2.0], "T": [20.0], "N": [10], "L": ["a"]}), [Tranche(0, 4, 27, 111)], 2
    )
    seuls = figure["layout"]["annotations"]
    autre = {c: v for c, v in seuls[0].items() if c != "name"}
    cote = figure | {"layout": figure["layout"] | {"annotations": [*seuls, autre]}}
    assert [t.count("<br>") for t in textes(debout(cote))] == [2, 1]
    sans = figure | {"layout": figure["layout"] | {"annotations": [autre]}}
    assert debout(sans) == sans

"""Sentences of figures agree with what they count: nobody reads « 1 collèges »."""

from __future__ import annotations

import re

import pytest

from tne.db import Base
from tne.filters import Filters, View
from tne.visuals import accompagnements, equipements, equite, formations, numerixplore, parentalite

TOUS = (
    *formations.VISUALS,
    *accompagnements.VISUALS,
    *parentalite.VISUALS,
    *equipements.VISUALS,
    *numerixplore.VISUALS,
    *(v for family in equite.VISUALS.values() for v in family),
)
UN_SEUL = re.compile(r"(?<![\d,\u202f-])1[ \u00a0\u202f](?!fois\b|mois\b|pas\b|sans\b|des\b)\w+[sx]\b")
"""One of something in the plural; a year or a number with a comma is not one."""


def test_the_rule_sees_a_fault() -> None:
    assert UN_SEUL.search("Les 1 collèges ont tous un enseignant formé")
    assert not UN_SEUL.search("1 collège sur 1, en 2023-2024 : 1,5 heures, 11 jours, 1 fois, 1 des 2 lignes")


@pytest.mark.parametrize("uai", ["0869023R", "0869032A", "0869334D", "0869232T"])
@pytest.mark.parametrize("view", ["coordination", "lecture"])
def test_one_school_is_told_in_the_singular(demo: Base, uai: str, view: View) -> None:
    filters = Filters(annees=("2023-2024",), etablissements=(uai,))
    faults = []
    for question in TOUS:
        v = question(demo.cursor(), filters, view)
        told = (v.titre, v.sous_titre, v.alternative, *v.avertissements)
        faults += [f"{v.code} : {words}" for words in told if UN_SEUL.search(words)]
    assert not faults

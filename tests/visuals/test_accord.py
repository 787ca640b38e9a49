"""Sentences of figures agree with what they count: nobody reads « 1 collèges »."""

from __future__ import annotations

import re

import pytest

from tests.visuals.test_chaque_etat import FIGURES
from tne.datasets import DATASETS
from tne.db import Base
from tne.filters import Filters, View
from tne.indicator_list import INDICATORS

UN_SEUL = re.compile(r"(?<![\d,\u202f-])1[ \u00a0\u202f](?!fois\b|mois\b|pas\b|sans\b|des\b)\w+[sx]\b")
"""One of something in the plural; a year or a number with a comma is not one."""


RANG = re.compile(r"\d(?:ième|ème|eme|nde?|ère)s?\b")
"""A rank written with more than its « e »: « 4ème »."""


def test_the_rule_sees_a_fault() -> None:
    assert RANG.search("Élèves de 4ème")
    assert not RANG.search("Élèves de 4e, 1er quart")
    assert UN_SEUL.search("Les 1 collèges ont tous un enseignant formé")
    assert not UN_SEUL.search("1 collège sur 1, en 2023-2024 : 1,5 heures, 11 jours, 1 fois, 1 des 2 lignes")


@pytest.mark.parametrize("uai", ["0869023R", "0869032A", "0869334D", "0869232T"])
@pytest.mark.parametrize("view", ["coordination", "lecture"])
def test_one_school_is_told_in_the_singular(demo: Base, uai: str, view: View) -> None:
    filters = Filters(annees=("2023-2024",), etablissements=(uai,))
    faults = []
    for question in FIGURES:
        v = question(demo.cursor(), filters, view)
        told = (v.titre, v.sous_titre, v.alternative, *v.avertissements)
        faults += [f"{v.code} : {words}" for words in told if UN_SEUL.search(words) or RANG.search(words)]
    assert not faults


def test_what_is_declared_writes_a_rank_as_the_rest_of_the_screen_does() -> None:
    """« Élèves de 4ème » stood beside « 4e quart »."""
    told = [t for i in INDICATORS for t in (i.libelle, i.definition, i.nom, i.nom_un, i.denominateur_libelle)]
    told += [t for d in DATASETS.values() for t in (d.title, d.help, d.demander)]
    # The title of a column is that of files which people have filled in: it stays as it is.
    told += [c.help for d in DATASETS.values() for c in d.columns]
    assert len(told) > 300
    assert [t for t in told if RANG.search(t)] == []

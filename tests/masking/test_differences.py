"""A choice of schools taken away from a wider one leaves no small count, in any table that both show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import permutations
from random import Random

import duckdb
import pandas as pd
import pytest

from tests.masking.monde import _CODE, ANNEES, Ecole, _insert, personne, remplir, tirees
from tne.db import Base
from tne.filters import Filters
from tne.queries import formations
from tne.queries.masking import masked_schools
from tne.queries.perimeter import perimetre
from tne.settings import seuil

A, B = ANNEES
AN = Filters(annees=(B,))
COLLEGES = Filters(annees=(B,), types=("Collège",))
CODES = "dispositif_code, module_code, groupe_id, session_code"
ECOLES = Filters(annees=(B,), types=("École",))
Presents = Mapping[tuple[str, str], tuple[int, int]]
"""(module, school) → persons present and absent; the same first ones of a school are in all its modules."""


CHOIX = (
    AN,
    COLLEGES,
    ECOLES,
    Filters(annees=(B,), secteurs=("Public",)),
    Filters(annees=(B,), types=("Collège",), secteurs=("Public",)),
    Filters(annees=(B,), circonscriptions=("Nord",)),
    Filters(annees=(B,), circonscriptions=("Nord", "Sud")),
)


def ecrire(base: Base, presents: Presents, annee: str = B) -> None:
    """Write the registrations of a year; each module is one session, in a month of its own, which the plan holds but for the last."""
    con = base.cursor()
    modules = sorted({module for module, _ in presents})
    months = {m: datetime(int(annee[-4:]), 1 + i, 10) for i, m in enumerate(modules)}
    rows = []
    for (module, school), (there, away) in presents.items():
        for n in range(there + away):
            told = "Présent" if n < there else "Absent"
            who = personne(school, annee, n)
            rows.append((_CODE[annee], module, "G1", "01", "Inscrit", told, school, who, annee))
    sessions = [(_CODE[annee], m, "G1", "01", day, annee) for m, day in months.items()]
    _insert(con, "session", sessions[:-1], f"{CODES}, debut, annee")
    _insert(con, "inscription", rows, f"{CODES}, etat, presence, uai, personne, annee")
    con.execute("DELETE FROM reponse WHERE annee = $annee", {"annee": annee})
    replied = [(annee, school, who) for _, _, _, _, _, _, school, who, _ in rows[::2]]
    _insert(con, "reponse", replied, "annee, uai, personne")
    con.close()


def _crossed(dimension: str, *counts: str) -> Callable[[duckdb.DuckDBPyConnection, Filters], pd.DataFrame]:
    return lambda con, f: formations.breakdown(con, f, "lecture", dimension, [*counts])


QUESTIONS: Mapping[str, Callable[[duckdb.DuckDBPyConnection, Filters], pd.DataFrame]] = {
    "participants par module": _crossed("module", "participants"),
    "présences par module": _crossed("module", "presences", "absences"),
    "parcours": lambda con, f: formations.modules_per_teacher(con, f, "lecture"),
    "réponses": lambda con, f: formations.replied_before(con, f, "lecture"),
    "à reprendre": lambda con, f: formations.to_check(con, f, "lecture"),
}
SUITES = ("_masque", "_mention")
CLES = {"parcours": "modules", "réponses": "annee", "à reprendre": "annee"}


def shown(con: duckdb.DuckDBPyConnection, question: str, f: Filters) -> dict[tuple[str, str], int]:
    """(row, count) → what a reader reads; a masked count is not there."""
    frame = QUESTIONS[question](con, f)
    key = CLES.get(question, "valeur")
    counts = [
        c for c in frame.columns if c not in (key, "annee") and "_" + c.rpartition("_")[2] not in SUITES
    ]
    return {
        (str(row[key]), c): int(row[c])
        for row in frame.to_dict(orient="records")
        for c in counts
        if not pd.isna(row[c])
    }


def small(base: Base) -> Iterator[tuple[str, str, str, str, int]]:
    """(choice, wider choice, table, row, rest) of each small count that a reader finds by taking a choice away from a wider one."""
    con = base.cursor()
    inside = {f: frozenset(perimetre(con, f).uais or ()) for f in CHOIX if f.par_etablissement}
    for name in QUESTIONS:
        seen = {f: shown(con, name, f) for f in CHOIX}
        for f, wider in permutations(CHOIX, 2):
            if f == AN or (wider != AN and not inside[f] < inside[wider]):
                continue
            for cell in seen[f].keys() & seen[wider].keys():
                rest = seen[wider][cell] - seen[f][cell]
                if 0 < rest < seuil():
                    yield f.en_mots(), wider.en_mots(), name, cell[0], rest


def masques() -> Presents:
    """Eight collèges in two modules, three of them under the threshold."""
    presents = {(m, f"U{i}"): (20, 10) for m in ("M1", "M2", "M3") for i in range(5)}
    return presents | {("M1", "U5"): (3, 0), ("M2", "U6"): (4, 0), ("M2", "U7"): (4, 0)}


def test_a_choice_of_all_schools_with_persons_says_what_the_territory_says(base: Base) -> None:
    remplir(base, [*(Ecole(f"U{i}") for i in range(8)), Ecole("E0", type="École")])
    ecrire(base, masques())
    con = base.cursor()
    assert masked_schools(con, "participants", (B,)) == {"U5", "U6", "U7"}
    for question in QUESTIONS:
        assert shown(con, question, COLLEGES) == shown(con, question, AN), question
    assert shown(con, "participants par module", AN)["M1", "participants"] == 103


def test_the_masked_schools_are_not_the_rest_of_a_module(base: Base) -> None:
    """Of two choices that leave them out one stands beside the territory, which counts them: the difference is theirs."""
    remplir(base, [*(Ecole(f"U{i}") for i in range(8)), *(Ecole(f"P{i}", secteur="Privé") for i in range(3))])
    ecrire(base, masques() | {("M3", f"P{i}"): (9, 9) for i in range(3)})
    con = base.cursor()
    public = Filters(annees=(B,), secteurs=("Public",))
    assert shown(con, "participants par module", AN)["M1", "participants"] == 103
    assert ("M1", "participants") not in shown(con, "participants par module", public)
    assert list(small(base)) == []


def test_two_circonscriptions_less_one_are_the_other(base: Base) -> None:
    """Three persons of Sud, masked there, are what Nord and Sud together have more than Nord alone."""
    places = {"Nord": (10, 10), "Sud": (1, 12), "Est": (10, 10)}
    remplir(
        base,
        [Ecole(f"{c}{i}", type="École", circonscription=c) for c in places for i in range(3)]
        + [Ecole(f"U{i}") for i in range(3)],
    )
    counts = {c: dict(zip(("M1", "M2"), n, strict=True)) for c, n in (*places.items(), ("U", (10, 10)))}
    ecrire(
        base,
        {
            (m, f"{c}{i}"): (n, 9)
            for c, of_each in counts.items()
            for m, n in of_each.items()
            for i in range(3)
        },
    )
    con = base.cursor()
    question, (nord, both) = "participants par module", CHOIX[-2:]
    assert shown(con, question, nord)["M1", "participants"] == 30
    assert ("M1", "participants") not in shown(con, question, both)
    assert list(small(base)) == []


def test_years_side_by_side_less_one_of_them_alone_leave_no_small_count(base: Base) -> None:
    """In B two schools of Nord have registrations: it is masked with Est, in A too where both years stand side by side. One
    person of each took part in M2 in A.
    """
    places = ("Nord", "Est", "Sud", "Ouest")
    schools = [Ecole(f"{c}{i}", type="École", circonscription=c) for c in places for i in range(3)]
    schools += [Ecole(f"U{i}") for i in range(3)]
    remplir(base, schools)
    full = {(m, e.uai): (12, 9) for m in ("M1", "M2", "M3") for e in schools}
    few = {("M2", f"{c}{i}"): (int(i == 0), int(i == 0)) for c in ("Nord", "Est") for i in range(3)}
    fewer = {("M3", f"Est{i}"): (6, 6) for i in range(3)}
    ecrire(base, full | few, A)
    ecrire(base, {k: n for k, n in (full | fewer).items() if k[1] != "Nord2"}, B)
    con, alone, both = base.cursor(), replace(ECOLES, annees=(A,)), replace(ECOLES, annees=ANNEES)
    told = {"participants par module": {"participants"}, "présences par module": {"presences", "absences"}}
    for question, counts in told.items():
        one, two = shown(con, question, alone), shown(con, question, both)
        assert {c: one["M2", c] for c in counts} == {c: {"absences": 56}.get(c, 74) for c in counts}
        assert not {("M2", c) for c in counts} & two.keys(), "72 and 54 without Nord and Est"
        assert {("M3", c) for c in counts} <= two.keys()


@pytest.mark.parametrize("graine", [0, 2])
def test_no_choice_leaves_a_small_count(base: Base, graine: int) -> None:
    drawn, counts = Random(graine), Random(graine + 1000)
    schools = tirees(drawn)
    remplir(base, schools)
    here, away = (0, 0, 1, 2, 6, 9), (0, 1, 3, 5)
    presents = {
        (f"M{m}", e.uai): (counts.choice(here), counts.choice(away)) for m in range(5) for e in schools
    }
    ecrire(base, presents)
    assert list(small(base)) == []

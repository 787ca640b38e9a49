"""No masked figure can be worked out from all that a reader sees; and the same search does find them
as soon as the secondary step is taken out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.masking.attaquant import deduites, regarder, sommes_de_groupes, trouvees
from tests.masking.monde import ANNEES, Ecole, remplir
from tne.db import Base
from tne.queries import group_persons, masking
from tne.queries.suppression import Decision
from tne.settings import masques_minimum, seuil

SMALL = st.one_of(st.integers(1, 6), st.integers(0, 12))


@st.composite
def mondes(draw: st.DrawFn) -> list[Ecole]:
    """Three to six schools of two types and two secteurs, over two years."""
    return [
        Ecole(
            f"U{i}",
            type=draw(st.sampled_from(("Collège", "École"))),
            secteur=draw(st.sampled_from(("Public", "Privé"))),
            participants={a: draw(SMALL) for a in ANNEES},
            absents={ANNEES[1]: draw(SMALL)},
            offres={ANNEES[1]: draw(st.integers(0, 30))},
            eleves={ANNEES[1]: draw(SMALL)},
        )
        for i in range(draw(st.integers(3, 6)))
    ]


def ecoles(*counts: int, secteurs: str = "") -> list[Ecole]:
    """A world of one year from counts alone."""
    return [
        Ecole(
            f"U{i}", participants={ANNEES[1]: n}, secteur="Privé" if secteurs[i : i + 1] == "p" else "Public"
        )
        for i, n in enumerate(counts)
    ]


def recovered(base: Base, world: list[Ecole]) -> set[tuple[str, str]]:
    """(year, school) of each masked count of persons trained that a reader works out."""
    remplir(base, world)
    found = set()
    for annee, k in regarder(base, world, "participants", "formation.participants").items():
        truth = {e.uai: e.participants.get(annee, 0) for e in world}
        found |= {(annee, u) for u in trouvees(k, truth, seuil(), masques_minimum())}
    return found


def given_away(base: Base, world: list[Ecole]) -> list[frozenset[str]]:
    """Single schools, and groups with a small count, whose absences or offers follow from what is shown."""
    remplir(base, world)
    year = ANNEES[1]
    single = [frozenset({e.uai}) for e in world]
    groups = [
        frozenset(e.uai for e in world if (e.type, e.secteur) == kind)
        for kind in {(e.type, e.secteur) for e in world}
    ]
    found = []
    cases: tuple[tuple[str, group_persons.Famille, Mapping[str, int]], ...] = (
        ("formation.offres", "offres", {e.uai: e.offres.get(year, 0) for e in world}),
        ("formation.taux_absence_global", "inscriptions", {e.uai: e.absents.get(year, 0) for e in world}),
    )
    told = sommes_de_groupes(base, world, {code: famille for code, famille, _ in cases}, year)
    for code, _, exact in cases:
        sums = told[code]
        targets = [c for c in single if sum(exact[u] for u in c)]
        targets += [c for c in groups if 0 < sum(exact[u] for u in c) < seuil()]
        whole = frozenset(u for u, n in exact.items() if n)
        found += [c for c in deduites(targets, sums, world) if not whole <= c]
    return found


BOUNDED = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
THOROUGH = settings(BOUNDED, max_examples=400, derandomize=False)


@BOUNDED
@given(world=mondes())
@example(world=ecoles(5, 5, 4, 4))
@example(world=ecoles(1, 1, 1, 1, 1, 5, secteurs="ppp"))
@example(world=ecoles(3, 20, 30, secteurs="p"))
@example(world=ecoles(2, 3, 6, 40))
# Only a search of every world with that total tells that another one is possible.
@example(
    world=[
        Ecole(f"U{i}", participants=dict(zip(ANNEES, n, strict=True)))
        for i, n in enumerate([(4, 5), (8, 1), (2, 1), (3, 1), (8, 1), (0, 1)])
    ]
)
# And here, where all is masked, only one in which the last school is another.
@example(
    world=[
        Ecole(f"U{i}", participants=dict(zip(ANNEES, n, strict=True)))
        for i, n in enumerate([(5, 5), (1, 5), (1, 10), (1, 4), (1, 4)])
    ]
)
def test_no_masked_school_is_found(base: Base, world: list[Ecole]) -> None:
    assert recovered(base, world) == set()


@BOUNDED
@given(world=mondes())
def test_no_school_nor_small_group_is_given_away(base: Base, world: list[Ecole]) -> None:
    assert given_away(base, world) == []


@pytest.mark.long
@THOROUGH
@given(world=mondes())
def test_nothing_is_found_in_many_worlds(base: Base, world: list[Ecole]) -> None:
    assert recovered(base, world) == set()
    assert given_away(base, world) == []


def test_without_the_secondary_step_the_reader_finds_the_school(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    def primary(values: Mapping[str, int], seuil: int, minimum: int, held: Any = None) -> Decision:
        return Decision(frozenset(u for u, n in values.items() if 0 < n < seuil), True)

    monkeypatch.setattr(masking, "decide", primary)
    monkeypatch.setattr("tests.masking.attaquant.decide", primary)
    assert recovered(base, ecoles(3, 20, 30, 40)) == {(ANNEES[1], "U0")}


def test_without_the_secondary_step_the_reader_finds_the_group(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = [Ecole(f"U{i}", offres={ANNEES[1]: 30}) for i in range(4)]
    world += [
        Ecole("P0", secteur="Privé", offres={ANNEES[1]: 25}),
        Ecole("E0", type="École", offres={ANNEES[1]: 9}),
    ]
    assert given_away(base, world) == []

    def primary(groups: Mapping[str, Any], retires: Any) -> tuple[frozenset[str], bool]:
        return frozenset(k for k, g in groups.items() if len(g.ecoles) < 3 and "École" in k), True

    monkeypatch.setattr(group_persons, "_masked_groups", primary)
    assert frozenset({"E0"}) in given_away(base, world)

"""Two different counts of one cell, presences and participants, are nearly the same number where everybody comes once: their
difference is nobody's whom a filter hides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from tests.masking.monde import ANNEES, Ecole, remplir, tirees
from tests.masking.test_differences import AN, CHOIX, B, Presents, ecrire
from tne.bilan import bilan
from tne.db import Base
from tne.filters import Filters
from tne.indicators import compute_years
from tne.queries import formations, group_persons, parentalite
from tne.queries.masking import masked_schools, subtotals
from tne.queries.retraits import groupe_petit, retirees, sommes
from tne.sections import change_words
from tne.settings import masques_minimum, seuil
from tne.visuals.formations import portee
from tne.visuals.headline import headline

A = ANNEES[0]
PUBLIC = Filters(annees=(B,), secteurs=("Public",))
PRIVE = Filters(annees=(B,), secteurs=("Privé",))


def secteurs() -> list[Ecole]:
    """Six public and six private collèges that are shown; one masked public one, and two private ones."""
    prives = [Ecole(f"P{i}", secteur="Privé") for i in range(8)]
    return [*(Ecole(f"U{i}") for i in range(7)), *prives]


def presents() -> Presents:
    """Whoever is present in a module is so once; U6, P6 and P7 have 3, 4 and 4 persons."""
    large = {(m, f"{k}{i}"): (10 + i, 8) for m in ("M1", "M2", "M3") for k in "UP" for i in range(6)}
    return large | {("M1", "U6"): (3, 2), ("M2", "P6"): (4, 1), ("M3", "P7"): (4, 3)}


def by_module(base: Base, f: Filters, *counts: str) -> dict[str, int]:
    frame = formations.breakdown(base.cursor(), f, "lecture", "module", [*counts])
    rows = frame[~frame[f"{counts[0]}_masque"]]
    return dict(zip(rows["valeur"], rows[counts[0]].astype(int), strict=True))


def beyond(base: Base, f: Filters) -> Iterator[tuple[str, str, int]]:
    """(choice, cell, rest) of what a table of a choice holds that its table of participants, or its sub-total, does not."""
    con, mots = base.cursor(), f.en_mots()
    participants = by_module(base, f, "participants")
    for module, n in by_module(base, f, "presences", "absences").items():
        if module in participants and n != participants[module]:
            yield mots, module, n - participants[module]
    followed = formations.modules_per_teacher(con, f, "lecture")
    presences = sum(by_module(base, f, "presences", "absences").values())
    if not followed["enseignants_masque"].any() and presences > (
        told := int((followed["modules"] * followed["enseignants"]).sum())
    ):
        yield mots, "modules suivis", presences - told
    # The sub-total leaves out the masked schools alone: no table may count more persons than it does.
    whole = subtotals(con, "participants", f, "lecture")[B].valeur
    replied = formations.replied_before(con, f, "lecture")
    for told in (
        int(followed["enseignants"].sum()),
        int(replied[["avaient_repondu", "sans_reponse"]].sum().sum()),
    ):
        if whole is not None and told > whole:
            yield mots, "participants", told - whole


def test_presences_less_participants_are_not_the_masked_school(base: Base) -> None:
    remplir(base, secteurs())
    ecrire(base, presents())
    assert masked_schools(base.cursor(), "participants", (B,)) == {"U6", "P6", "P7"}
    # The subtraction itself: public presences of M1 were 78, participants 75, and three the school's.
    assert by_module(base, AN, "presences", "absences")["M1"] == 153
    assert by_module(base, PUBLIC, "presences", "absences")["M3"] == 75
    for f in (AN, PUBLIC, PRIVE):
        assert list(beyond(base, f)) == []


def test_without_the_rule_the_subtraction_gives_the_masked_school(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_persons, "_MESURES", {})
    remplir(base, secteurs())
    ecrire(base, presents())
    assert ("2023-2024 · secteur public", "participants", 3) in list(beyond(base, PUBLIC))


@pytest.mark.parametrize("graine", [1, 3])
def test_no_choice_tells_more_in_one_table_than_in_another(base: Base, graine: int) -> None:
    drawn = Random(graine)
    schools = tirees(drawn)
    remplir(base, schools)
    ecrire(
        base,
        {
            (f"M{m}", e.uai): (drawn.choice((0, 0, 1, 2, 6, 9)), drawn.choice((0, 1, 3, 5)))
            for m in range(5)
            for e in schools
        },
    )
    assert [found for f in CHOIX for found in beyond(base, f)] == []


def test_presences_do_not_tell_the_participants_that_hide_others(base: Base) -> None:
    """Three persons came twice to M1: their six presences are no small count. The nine of M2, who hide them, came once."""
    remplir(base, [Ecole(f"U{i}") for i in range(4)])
    ecrire(
        base,
        {("M1", "U0"): (3, 9), ("M2", "U1"): (9, 9)}
        | {(m, f"U{i}"): (20, 9) for m in ("M3", "M4") for i in range(4)},
    )
    con = base.cursor()
    for table in ("session", "inscription"):
        con.execute(
            f"INSERT INTO {table} BY NAME SELECT * REPLACE (uuid() AS _cle, '02' AS session_code) FROM {table} "
            "WHERE module_code = 'M1'"
        )
    con.execute("DELETE FROM inscription WHERE session_code = '02' AND presence = 'Absent'")
    con.close()
    assert by_module(base, AN, "participants") == {"M3": 80, "M4": 80}
    assert by_module(base, AN, "presences", "absences") == {"M3": 80, "M4": 80}
    exact = formations.breakdown(base.cursor(), AN, "coordination", "module", ["presences"])
    assert exact["presences"].tolist() == [6, 9, 80, 80]


def test_a_total_that_is_masked_is_told_by_no_table(base: Base) -> None:
    """Two schools, of eight and four: the total less one's own would be the other's."""
    remplir(base, [Ecole(f"U{i}") for i in range(4)])
    ecrire(base, {("M1", "U0"): (8, 5), ("M1", "U1"): (4, 5)})
    con = base.cursor()
    assert subtotals(con, "participants", AN, "lecture")[B].masque
    assert by_module(base, AN, "participants") == {}
    assert by_module(base, AN, "presences", "absences") == {}
    assert not formations.modules_per_teacher(con, AN, "lecture")["enseignants"].notna().any()
    assert not formations.replied_before(con, AN, "lecture")["avaient_repondu"].notna().any()
    seen = {v.indicateur.code: v for v in compute_years(base, AN, (B,), "lecture")[B]}
    assert seen["formation.taux_absence_global"].masque
    assert subtotals(con, "participants", AN, "coordination")[B].valeur == 12


def test_one_year_alone_and_beside_another_leave_out_the_same_schools(base: Base) -> None:
    """U5 is masked in B alone: A's absences of one choice of years less those of the other would be its own."""
    world = [Ecole(f"U{i}", participants={A: 12, B: 12}, absents={A: 6, B: 6}) for i in range(5)]
    world += [Ecole("U5", participants={A: 12, B: 3}, absents={A: 3, B: 6})]
    world += [
        Ecole(f"P{i}", secteur="Privé", participants={A: 9, B: 9}, absents={A: 5, B: 5}) for i in range(5)
    ]
    remplir(base, world)
    con = base.cursor()
    assert "U5" in masked_schools(con, "participants", (B,)) - masked_schools(con, "participants", (A,))

    def absences(annees: tuple[str, ...]) -> float | None:
        values = compute_years(base, replace(PUBLIC, annees=annees), annees, "lecture")[A]
        return next(v for v in values if v.indicateur.code == "formation.taux_absence_global").numerateur

    assert absences((A,)) == absences((A, B)) == 33


def test_the_head_of_a_page_leaves_out_the_establishments_that_its_charts_leave_out(base: Base) -> None:
    """U5 is masked in A with U0 and U1, and nobody in B: the tile of B left three out, the table under it none."""
    world = [Ecole(f"U{i}", participants={A: 10, B: 12}) for i in range(5)]
    world += [Ecole("U5", participants={A: 3, B: 12})]
    world += [Ecole(f"P{i}", secteur="Privé", participants={A: 20, B: 20}) for i in range(3)]
    remplir(base, world)
    con = base.cursor()
    heads = (
        headline(con, PUBLIC, "lecture", "formations").valeurs,
        [pair for part in bilan(base, PUBLIC, B, "lecture", con).parts for pair in part.values],
    )
    (chart,) = by_secteur(base, PUBLIC)
    for head in heads:
        ((now, before),) = [p for p in head if p[0].indicateur.code == "formation.participants"]
        assert (now.valeur, now.raison) == (chart, "") == (72, "")
        # The change is that of the establishments masked in neither year: 36 after 30.
        assert change_words(now, before) == "+6 sur 2022-2023"
    both = replace(PUBLIC, annees=(A, B))
    assert {n for n in by_secteur(base, both) if n > 30} == {36}
    (told,) = [v for v, _ in headline(con, both, "lecture", "formations").valeurs if v.valeur == 36]
    assert told.raison == "3 établissements masqués n'y sont pas comptés"
    figure = portee(con, PUBLIC, "lecture")
    assert figure.donnees["Enseignants"].iloc[0] == 72


def by_secteur(base: Base, f: Filters) -> list[int]:
    frame = formations.breakdown(base.cursor(), f, "lecture", "secteur", ["participants"])
    return [int(n) for n in frame["participants"]]


def test_families_less_parents_are_not_the_masked_school(base: Base) -> None:
    """One parent for each family; the public U5 is masked with two private schools."""
    world = [Ecole(f"U{i}", parents={B: 12 + i}) for i in range(5)] + [Ecole("U5", parents={B: 3})]
    world += [Ecole(f"P{i}", secteur="Privé", parents={B: n}) for i, n in enumerate((4, 4, 15, 16, 17))]
    remplir(base, world)
    for f, told in ((PUBLIC, 70), (PRIVE, 48)):
        shown = parentalite.parents_by_school(base.cursor(), f, "lecture")
        (families,) = [
            v.valeur
            for v in compute_years(base, f, (B,), "lecture")[B]
            if v.indicateur.code == "parentalite.familles"
        ]
        assert families == shown["valeur"].sum() == told


def test_families_of_a_theme_less_parents_are_not_the_masked_school(base: Base) -> None:
    """One parent for each family, one meeting at each school, whose theme its list names: 28 families of « Écrans » less 12 and 13."""
    themes = {
        "Écrans": {"U0": 12, "U1": 13, "M0": 3},
        "ENT": {"U2": 14, "U3": 15, "M1": 4},
        "Pix": {"U4": 16, "U5": 17, "M2": 4},
        "Réseaux": {"U6": 18, "U7": 19, "U8": 20},
    }
    remplir(base, [Ecole(u, parents={B: n}) for schools in themes.values() for u, n in schools.items()])
    con = base.cursor()
    for theme, schools in themes.items():
        con.execute(
            "UPDATE atelier_parentalite SET theme = $theme WHERE list_contains($uais, uai)",
            {"theme": theme, "uais": [*schools]},
        )
    assert masked_schools(con, "parents", (B,)) == {"M0", "M1", "M2"}
    told = parentalite.families(con, AN, "lecture")
    rows = dict(zip(told["theme"], told["familles"], strict=True))
    assert rows == {"Autres thèmes": 98, "Réseaux": 57}, "98 less the parents shown are those of three"
    exact = parentalite.families(con, AN, "coordination")
    assert dict(zip(exact["theme"], exact["familles"], strict=True))["Écrans"] == 28


@pytest.mark.parametrize(
    ("ecoles", "comptes", "petit"),
    [
        (3, (20, 10, 10, 0), False),
        (2, (20, 10, 10, 0), True),  # each takes its own away
        (6, (20, 6, 14, 0), True),  # one present in each, as all six know
        (6, (20, 7, 13, 0), False),
        (6, (20, 0, 20, 0), False),
        (6, (20, 16, 4, 0), True),
        (6, (20, 15, 5, 0), False),
    ],
)
def test_which_schools_together_are_no_reader_s(ecoles: int, comptes: tuple[int, ...], petit: bool) -> None:
    assert groupe_petit(ecoles, comptes, 5, 3) is petit


def test_what_is_left_out_is_never_small_nor_leaves_a_small_group() -> None:
    drawn = Random(5)
    for _ in range(300):
        groups = {
            f"g{g}": {
                f"{g}{i}": (
                    0,
                    drawn.choice((1, 3, 8, 20)),
                    drawn.choice((0, 1, 2, 9)),
                    drawn.choice((0, 0, 1)),
                )
                for i in range(drawn.randint(1, 9))
            }
            for g in range(drawn.randint(1, 4))
        }
        every = {u: c for schools in groups.values() for u, c in schools.items()}
        masked = frozenset(drawn.sample(sorted(every), min(3, len(every))))
        out = retirees(groups, masked, seuil(), masques_minimum())
        assert masked <= out
        together, territory = sommes(every[u] for u in out), sommes(every.values())
        assert all(n == 0 or n >= seuil() or t < seuil() for n, t in zip(together, territory, strict=True))
        for schools in groups.values():
            rest = {u: c for u, c in schools.items() if u not in out}
            small = groupe_petit(len(schools), sommes(schools.values()), seuil(), masques_minimum())
            if rest and not small:
                assert not groupe_petit(len(rest), sommes(rest.values()), seuil(), masques_minimum())
    assert retirees({"g": {"a": (9, 9, 0, 0)}}, frozenset(), seuil(), masques_minimum()) == frozenset()

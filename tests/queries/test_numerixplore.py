"""Collèges and pupils of 4ème reached, girls, opinions and trades, against rows counted by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.importing.scene import Scene, base_de, uai
from tne import lecture
from tne.db import Base
from tne.filters import Filters, View
from tne.indicators import compute, kept_years
from tne.provenance import compter
from tne.queries import equite, etablissement, totals
from tne.queries import numerixplore as questions
from tne.queries.masking import Compte
from tne.queries.memoire import instant
from tne.queries.perimeter import perimetre
from tne.queries.provenance import TRACES
from tne.section_phrases import phrase_numerixplore
from tne.visuals.numerixplore import part_par_annee
from tne.visuals.numerixplore_avis import filles

AN = "2023-2024"
UN = Filters(annees=(AN,))


A, B, C, D, E, F, ANCIEN = (uai(n) for n in range(9201, 9208))
ECOLES = f"""
UAI;Nom;Type;Secteur;Type de contrat;État;Code commune;Commune;Remplacé par
{A};Collège A;Collège;Public;;Ouvert;86194;Poitiers;
{B};Collège B;Collège;Public;;Ouvert;86137;Loudun;
{C};Collège C;Collège;Privé;Sous contrat;Ouvert;86194;Poitiers;
{D};Collège D;Collège;Public;;Ouvert;86066;Châtellerault;
{E};Collège E;Collège;Public;;Ouvert;86066;Châtellerault;
{F};École F;École;Public;;Ouvert;86066;Châtellerault;
{ANCIEN};Collège ancien;Collège;Public;;Fermé;86194;Poitiers;{A}
"""
EFFECTIFS = f"""
Rentrée scolaire;UAI;Niveau;Nombre d'élèves
2023;{A};4ème;100
2023;{A};3ème;90
2023;{B};4ème;50
2023;{C};4ème;40
2023;{D};4ème;60
2023;{E};4ème;70
"""
# A was reached under its old code too: 60 + 20 of 100. C: 4 pupils, a small count. D: counted nobody.
VISITES = f"""
Référence;Date;UAI;Classes;Élèves de 4ème;Filles;Métiers présentés;Satisfaction;Élèves intéressés
N1;10/10/2023;{A};2;60;30;Cybersécurité, Robotique;4,5;20
N2;11/10/2023;{ANCIEN};1;20;;"robotique ; Jeu vidéo";;
N3;12/10/2023;{B};2;50;20;Robotique;3,5;15
N4;13/10/2023;{C};1;4;1;;4;2
N5;14/10/2023;{D};1;;;;;
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with base_de(tmp_path_factory.mktemp("numerixplore"), ECOLES, EFFECTIFS, VISITES) as made:
        yield made


def test_a_replaced_college_counts_under_its_successor(base: Base) -> None:
    found = questions.colleges(base.cursor(), UN, "coordination").set_index("uai")
    assert sorted(found.index) == [A, B, C, D, E]
    assert found.loc[A, ["journees", "classes", "eleves"]].tolist() == [2, 3, 80]
    assert found.loc[A, "taux"] == pytest.approx(80)


def test_reached_counted_and_not_reached_are_three_things(base: Base) -> None:
    found = questions.colleges(base.cursor(), UN, "coordination").set_index("uai")
    assert found["touche"].to_dict() == {A: True, B: True, C: True, D: True, E: False}
    assert pd.isna(found.loc[D, "eleves"])
    assert found.loc[E, "eleves"] == 0
    assert found.loc[E, "taux"] == 0


def test_the_denominator_is_the_pupils_of_4eme_alone(base: Base) -> None:
    found = questions.colleges(base.cursor(), UN, "coordination")
    assert found["eleves_4eme"].sum() == 320
    value = next(
        v for v in compute(base, UN, AN, "coordination") if v.indicateur.code == "numerixplore.eleves"
    )
    assert (value.valeur, value.denominateur) == (134, 320)
    assert found["eleves"].sum() == 134


def test_each_year_has_its_own_days_and_its_own_pupils(scene: Scene) -> None:
    later = "2024-2025"
    for text in (ECOLES, f"{EFFECTIFS}2024;{A};4ème;110\n", f"{VISITES}N6;10/10/2024;{A};1;30;;;;\n"):
        scene.importer(text)
    found = questions.colleges(scene.base.cursor(), Filters(annees=(AN, later)), "coordination")
    columns = ["annee", "journees", "eleves", "eleves_4eme"]
    assert found.loc[found["uai"] == A, columns].to_numpy().tolist() == [
        [AN, 2, 80, 100],
        [later, 1, 30, 110],
    ]


def test_readers_do_not_see_small_schools(base: Base) -> None:
    found = questions.colleges(base.cursor(), UN, "lecture").set_index("uai")
    assert bool(found.loc[C, "eleves_masque"])
    masked = found[found["eleves_masque"]]
    assert len(masked) >= 3
    assert masked["eleves"].isna().all()
    assert masked["taux"].isna().all()


def test_a_choice_is_out_of_the_pupils_of_the_colleges_that_it_counts(base: Base) -> None:
    """Of the whole territory the masked ones are in both numbers, of a choice in neither."""
    pupils = {(A,): 100, (A, B): 130}

    def out_of(eleves: int, whole: bool) -> float | None:
        count = {"eleves": Compte(eleves, tout_le_territoire=whole)}
        year = lecture._Annee({}, count, lambda _, uais: {"eleves_4eme": pupils[uais]}, (A,), (A, B))
        return lecture._eleves(year).denominateur

    assert (out_of(60, False), out_of(60, True)) == (100, 130)
    assert (out_of(97, False), out_of(126, True)) == (None, None), "few of them were not reached"
    # One that was replaced is as masked as its successor.
    assert lecture._schools_shown(base.cursor(), replace(UN, communes=("Poitiers",))) == ()


def test_a_share_over_the_whole_is_not_shown() -> None:
    assert questions._taux(120, 100, "coordination") is None
    assert questions._taux(50, 100, "coordination") == 50
    assert questions._taux(98, 100, "lecture") is None  # two pupils were not reached


def test_girls_and_opinions_where_they_were_asked(base: Base) -> None:
    (row,) = questions.opinions(base.cursor(), UN, "coordination").to_dict("records")
    assert (row["journees"], row["journees_filles"], row["filles"], row["eleves_filles"]) == (5, 3, 51, 114)
    assert row["taux_filles"] == pytest.approx(100 * 51 / 114)
    assert (row["interesses"], row["eleves_interet"]) == (37, 114)
    assert row["satisfaction"] == pytest.approx(4)


def test_readers_see_no_opinion_of_a_few_schools(base: Base) -> None:
    chosen = Filters(annees=(AN,), communes=("Poitiers",))
    (row,) = questions.opinions(base.cursor(), chosen, "lecture").to_dict("records")
    assert row["masque"]
    assert pd.isna(row["filles"])
    assert pd.isna(row["taux_interet"])
    assert pd.isna(row["satisfaction"])
    (row,) = questions.opinions(base.cursor(), UN, "lecture").to_dict("records")
    assert row["filles"] == 51


@pytest.mark.parametrize(
    ("without", "girls"),
    [((), 51), (("N3",), None), (("N2",), 51)],
    ids=["three collèges", "two collèges", "all pupils known"],
)
def test_readers_see_girls_of_three_colleges_at_least(
    tmp_path: Path, without: tuple[str, ...], girls: int | None
) -> None:
    """Of one or two they would be its own, beside its pupils, which are shown."""
    rows = [row for row in VISITES.splitlines() if not row.startswith(without or ("-",))]
    seen = _opinions(tmp_path, "\n".join(rows), "lecture")
    assert (None if pd.isna(seen["filles"]) else seen["filles"]) == girls
    assert pd.isna(seen["taux_filles"]) == (girls is None)
    assert not pd.isna(_opinions(tmp_path, "\n".join(rows), "coordination")["filles"])


SANS_ELEVES = f"""
Référence;Date;UAI;Classes;Élèves de 4ème
N1;10/10/2023;{A};2;
N2;11/10/2023;{B};1;
N3;12/10/2023;{C};1;{{eleves}}
"""
SANS_FAMILLES = f"""
Référence;Date;Type;Organisateur;UAI;Familles
P1;10/10/2023;Atelier;Orks;{A};
P2;11/10/2023;Atelier;Orks;{C};{{familles}}
"""


@pytest.mark.parametrize("view", ["coordination", "lecture"])
@pytest.mark.parametrize("kept", [False, True], ids=["counted here", "added up before"])
def test_pupils_and_families_whom_nobody_counted_are_no_zero(tmp_path: Path, view: View, kept: bool) -> None:
    """« Aucun élève de 4e n'a encore découvert les métiers » stood over three collèges reached, and 0 % under it."""
    codes = ("numerixplore.eleves", "numerixplore.classes", "parentalite.familles")
    chosen = replace(UN, etablissements=(A,))
    ailleurs = replace(UN, etablissements=(E,))

    def told(n: str, filters: Filters) -> tuple[list[float | None], str, str]:
        scene = Scene(tmp_path / f"{n}{filters.un_seul}{filters.etablissements}.duckdb")
        for text in (ECOLES, EFFECTIFS, SANS_ELEVES.format(eleves=n), SANS_FAMILLES.format(familles=n)):
            assert not scene.un(text).comptes.refusees
        con = scene.base.cursor()
        with instant(con) if kept else nullcontext():
            values = {v.indicateur.code: v for v in kept_years(con, filters, (AN,), view)[AN]}
            figure = part_par_annee(con, filters, view)
        scene.base.close()
        return [values[c].valeur for c in codes], phrase_numerixplore(values), figure.alternative

    unknown, phrase, missing = told("", UN)
    assert unknown == [None, 4, None]
    assert phrase == "**3 collèges touchés** ; le nombre d'élèves n'est pas connu."
    assert "ne dit combien d’élèves" in missing
    assert told("", ailleurs)[0][1:] == [0, 0], "where nothing took place"
    if view == "coordination":
        assert told("30", chosen)[0] == [None, 2, None], "counted elsewhere alone"
        assert told("30", UN)[0] == [30, 4, 30]
        assert told("0", UN)[0] == [0, 4, 0]


def test_a_replaced_college_is_one_of_the_three(tmp_path: Path) -> None:
    """Two collèges, one of them under its former UAI too, passed for three: the girls of both were shown."""
    rows = VISITES.replace(";1;20;;", ";1;20;9;").replace(';Jeu vidéo";;', ';Jeu vidéo";;8')
    rows = "\n".join(row for row in rows.splitlines() if not row.startswith("N4"))
    seen = _opinions(tmp_path, rows, "lecture")
    assert pd.isna(seen["filles"])
    assert pd.isna(seen["interesses"])
    assert _opinions(tmp_path, rows, "coordination")["filles"] == 59


def test_the_pupils_beside_the_girls_are_not_small_either(tmp_path: Path) -> None:
    """Four pupils of a masked collège are what all pupils have more than those of the days where girls were counted."""
    rows = VISITES.replace(";1;20;;", ";1;20;9;").replace(f"{C};1;4;1;", f"{C};1;4;;")
    rows += f"N6;15/10/2023;{E};2;30;12;;;\n"
    assert pd.isna(_opinions(tmp_path, rows, "lecture")["filles"])
    assert _opinions(tmp_path, rows, "coordination")["filles"] == 71


def test_where_the_pupils_of_all_are_masked_so_are_those_beside_the_girls(tmp_path: Path) -> None:
    """Of ten collèges of one pupil each not even the total is shown: it stood as what the girls are out of."""
    days = [f"N{n};10/10/2023;{uai(9301 + n)};1;1;{n % 2};;;" for n in range(10)]
    rows = "\n".join([VISITES.strip().splitlines()[0], *days])
    seen = _opinions(tmp_path, rows, "lecture")
    assert pd.isna(seen["filles"])
    assert pd.isna(seen["eleves_filles"])
    assert _opinions(tmp_path, rows, "coordination")["eleves_filles"] == 10


def test_a_year_of_which_the_girls_are_masked_stands_beside_one_of_which_they_are_shown(scene: Scene) -> None:
    for text in (ECOLES, EFFECTIFS, f"{VISITES}N6;10/10/2024;{A};1;30;12;;;\n"):
        scene.importer(text)
    both = Filters(annees=(AN, "2024-2025"))
    seen = filles(scene.base.cursor(), both, "lecture")
    assert seen.figure is not None
    assert seen.donnees[["Année", "Filles"]].to_numpy().tolist() == [[AN, 51], ["2024-2025", "masqué"]]


def test_readers_see_a_mean_of_three_days_at_least(tmp_path: Path) -> None:
    """Of two it would be read as the mark of a collège by the other."""
    two = VISITES.replace(";Robotique;3,5;15", ";Robotique;;15")
    assert _opinions(tmp_path / "3", VISITES, "lecture")["satisfaction"] == pytest.approx(4)
    assert pd.isna(_opinions(tmp_path / "2", two, "lecture")["satisfaction"])
    assert _opinions(tmp_path / "2", two, "coordination")["satisfaction"] == pytest.approx(4.25)


def _opinions(folder: Path, visites: str, view: View) -> Mapping[Any, Any]:
    scene = Scene(folder / f"{view}.duckdb")
    for text in (ECOLES, EFFECTIFS, visites):
        scene.importer(text)
    (row,) = questions.opinions(scene.base.cursor(), UN, view).to_dict("records")
    scene.base.close()
    return row


def test_trades_fold_case_and_separators(base: Base) -> None:
    found = questions.trades(base.cursor(), UN, "lecture")
    assert dict(zip(found["metier"], found["journees"], strict=True)) == {
        "Robotique": 3,
        "Cybersécurité": 1,
        "Jeu vidéo": 1,
    }
    assert set(found["journees_connues"]) == {3}


def test_a_year_without_a_visit_has_no_college_left_to_reach(base: Base) -> None:
    assert questions.colleges(base.cursor(), Filters(annees=("2021-2022",)), "lecture").empty


def test_a_day_at_an_ecole_reaches_no_college(scene: Scene) -> None:
    for text in (ECOLES, VISITES + f"N6;16/10/2023;{F};1;20;;;;\n"):
        scene.importer(text)
    found = {v.indicateur.code: v for v in compute(scene.base, UN, AN)}["numerixplore.colleges"]
    day = totals.by_year(scene.base.cursor(), totals._NUMERIXPLORE, None, (AN,), date(2024, 8, 31))
    assert (found.numerateur, found.denominateur) == (4, 5)
    assert day[AN]["colleges_numerixplore"] == 4


def test_a_choice_that_is_the_whole_territory_is_out_of_all_its_pupils(base: Base) -> None:
    """The pupils of all collèges, masked ones too, stood out of those of the others: « 134 sur 130 »."""
    every = Filters(annees=(AN,), types=("Collège",))
    found = {
        view: next(v for v in compute(base, every, AN, view) if v.indicateur.code == "numerixplore.eleves")
        for view in ("coordination", "lecture")
    }
    assert {(v.numerateur, v.denominateur) for v in found.values()} == {(134, 320)}


def test_a_day_that_received_no_class_reached_nobody(scene: Scene) -> None:
    """A day put off is written 0 class, 0 pupil: its collège was among those reached. C counted neither, but was visited."""
    scene.un(ECOLES)
    days = f"N1;10/10/2023;{A};0;0\nN2;11/10/2023;{B};;0\nN3;12/10/2023;{C};;\nN4;13/10/2023;{D};0;12"
    scene.un(f"Référence;Date;UAI;Classes;Élèves de 4ème\n{days}")
    con = scene.base.cursor()
    whole = totals.by_year(con, totals._NUMERIXPLORE, None, (AN,), date(2024, 8, 31))
    reached = questions.colleges(con, UN, "coordination").set_index("uai")["touche"]
    fair = equite.ecoles(con, UN, "coordination", "numerixplore").set_index("uai")["touche"]
    with instant(con):
        kept = totals.by_year(con, totals._NUMERIXPLORE, None, (AN,))
    rows = compter(con, TRACES["colleges_numerixplore"], {**perimetre(con, UN).params, "annee": AN})
    put_off, held = (
        etablissement.dossier(con, Filters(annees=(AN,), etablissements=(u,)), "lecture") for u in (A, C)
    )
    con.close()
    assert whole[AN]["colleges_numerixplore"] == kept[AN]["colleges_numerixplore"] == 2
    assert reached.to_dict() == fair.to_dict() == {A: False, B: False, C: True, D: True, E: False}
    assert rows == (2, 2)
    # Of the page of the school too, and in the mean over the five collèges.
    assert put_off is not None
    assert held is not None
    assert (put_off.nombre("Numérixplore", AN), held.nombre("Numérixplore", AN)) == (0, 1)
    assert put_off.moyenne("Numérixplore", AN) == 2 / 5
    assert put_off.evenements.empty


def test_a_day_put_off_is_none_of_those_that_a_share_is_out_of(scene: Scene) -> None:
    """« 1 journée sur 2 » was said of the only day that was held, and the trades of the other were presented."""
    scene.un(ECOLES)
    days = f"N1;10/10/2023;{A};0;0;0;Robotique\nN2;11/10/2023;{B};2;40;20;Cybersécurité\nN3;12/10/2023;{C};1;20;;"
    scene.un(f"Référence;Date;UAI;Classes;Élèves de 4ème;Filles;Métiers présentés\n{days}")
    con = scene.base.cursor()
    row = questions.opinions(con, UN, "coordination").iloc[0]
    trades = questions.trades(con, UN, "coordination").to_numpy().tolist()
    con.close()
    assert [row[c] for c in ("journees", "journees_filles", "filles", "eleves_filles")] == [2, 1, 20, 40]
    assert trades == [[AN, "Cybersécurité", 1, 1]]

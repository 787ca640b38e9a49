"""A school year beside the one before: whole years, or both up to the same day while the year still runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from tests.importing.scene import Scene
from tne import comparaison
from tne.comparaison import a_la_meme_date, en_cours, inacheves, un_an_avant
from tne.filters import Filters, View
from tne.indicators import BY_CODE, Value, compute
from tne.sections import change_words
from tne.visuals.accompagnements import titre_annees
from tne.visuals.formations import titre_portee_annees
from tne.visuals.numerixplore import titre_part

A, B = "2022-2023", "2023-2024"
LE_20_NOVEMBRE = date(2023, 11, 20)
INTERVENTIONS = """Référence;Date;Nature;UAI
1;12/10/2022;Formation;0860002K
2;20/11/2022;Formation;0860002K
3;21/11/2022;Technique;0860002K
4;04/03/2023;Formation;0860002K
5;12/10/2023;Formation;0860002K
6;02/11/2023;Formation;0860002K
7;20/11/2023;Technique;0860002K
8;21/11/2023;Formation;0860002K"""
ATELIERS = """Référence;Date;Type;Organisateur;Thème;Familles
1;12/10/2022;Atelier;Orks;Écrans;10
2;12/12/2022;Atelier;Orks;Écrans;40
3;12/10/2023;Atelier;Orks;Écrans;12"""
ECOLES = """UAI;Nom;Type;Secteur;État
0860002K;Collège Un;Collège;Public;Ouvert
0860014Y;École Deux;École;Public;Ouvert"""
SOCLES = """Référence;Date;UAI;Type;Libellé;Quantité;État
1;12/10/2022;0860002K;Socle numérique;Socle;1;Déployé
2;12/12/2022;0860014Y;Socle numérique;Socle;1;Déployé
3;12/10/2023;0860002K;Socle numérique;Socle;1;Déployé"""

VUES = """Plateforme;Identifiant;Année scolaire;Période;Début;Vues
YouTube;v1;2022-2023;Mois;01/09/2022;40
YouTube;v1;2022-2023;Mois;01/10/2022;50
YouTube;v1;2022-2023;Mois;01/11/2022;60
YouTube;v1;2023-2024;Mois;01/09/2023;45
YouTube;v1;2023-2024;Mois;01/10/2023;55
YouTube;v1;2023-2024;Mois;01/11/2023;5"""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Two schools; interventions, workshops and equipment of two years, some of them after the 20 November."""
    made = Scene(tmp_path_factory.mktemp("comparaison") / "b.duckdb")
    made.un(ECOLES)
    made.un(INTERVENTIONS)
    for text in (ATELIERS, SOCLES):
        assert made.un(text).comptes.ajoutees == 3
    assert made.un(VUES).comptes.ajoutees == 6
    yield made
    made.base.close()


def words(scene: Scene, code: str, today: date, view: View = "coordination", annee: str = B) -> str:
    """The change of an indicator on the year before, as a tile says it that day."""
    now = {v.indicateur.code: v for v in compute(scene.base, Filters(), annee, view)}
    before = {v.indicateur.code: v for v in compute(scene.base, Filters(), A, view)}
    seen: dict[str, Value] = a_la_meme_date(scene.base.cursor(), Filters(), annee, view, now, today)
    return change_words(seen[code], before[code])


def test_a_year_that_is_over_is_compared_whole(scene: Scene) -> None:
    assert words(scene, "accompagnement.total", date(2024, 9, 1)) == "stable depuis 2022-2023"
    assert words(scene, "accompagnement.techniques", date(2024, 9, 1)) == "stable depuis 2022-2023"
    assert words(scene, "parentalite.familles", date(2024, 9, 1)) == "\u221238 sur 2022-2023"


def test_a_year_that_runs_is_compared_up_to_the_same_day(scene: Scene) -> None:
    # Up to the 20 November: 3 of 2023 (the day itself counts), 2 of 2022; what comes later counts in neither.
    assert words(scene, "accompagnement.total", LE_20_NOVEMBRE) == "+1 sur 2022-2023 à la même date"
    assert words(scene, "accompagnement.techniques", LE_20_NOVEMBRE) == "+1 sur 2022-2023 à la même date"
    assert words(scene, "parentalite.ateliers", LE_20_NOVEMBRE) == "stable depuis 2022-2023 à la même date"
    assert words(scene, "parentalite.familles", LE_20_NOVEMBRE) == "+2 sur 2022-2023 à la même date"
    assert words(scene, "equipement.socles", LE_20_NOVEMBRE) == "stable depuis 2022-2023 à la même date"


def test_the_views_of_a_month_are_compared_once_it_is_over(scene: Scene) -> None:
    """On the 20th the whole of last November stood beside twenty days of this one, or beside none that was imported yet."""
    assert words(scene, "parentalite.vues", LE_20_NOVEMBRE) == "+10 sur 2022-2023 à la même date"
    assert words(scene, "parentalite.vues", date(2023, 11, 29)) == "+10 sur 2022-2023 à la même date"
    assert words(scene, "parentalite.vues", date(2023, 11, 30)) == "\u221245 sur 2022-2023 à la même date"
    assert words(scene, "parentalite.vues", date(2023, 9, 15)) == ""


def test_what_cannot_be_compared_says_nothing(scene: Scene) -> None:
    # Counts of persons from one day to the next would tell readers who came that day.
    assert words(scene, "parentalite.familles", LE_20_NOVEMBRE, "lecture") == ""
    assert (
        words(scene, "accompagnement.total", LE_20_NOVEMBRE, "lecture") == "+1 sur 2022-2023 à la même date"
    )
    # Not begun: the schools that have their equipment by then would be those of this year.
    assert words(scene, "accompagnement.total", date(2023, 8, 31)) == ""
    assert words(scene, "equipement.dotes", date(2023, 8, 31)) == ""
    assert words(scene, "numerixplore.eleves", LE_20_NOVEMBRE) == ""  # nothing imported


def test_a_year_masked_beside_the_one_before_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its value of all its establishments would be held against what is left of the other."""
    code = "formation.participants"

    def value(annee: str, n: float | None) -> tuple[Value]:
        return (Value(BY_CODE[code], annee, n, "calculé", n, masque=n is None),)

    kept = {(A, B): {A: value(A, 10), B: value(B, None)}, (B,): {B: value(B, 40)}}
    monkeypatch.setattr(comparaison, "kept_years", lambda _con, _filters, annees, *_: kept[annees])
    monkeypatch.setattr(comparaison, "chosen_years", lambda *_: [B])
    with duckdb.connect() as con:
        now, before = comparaison.avec_l_annee_d_avant(con, Filters((B,), types=("École",)), B, "lecture")
    assert (now[code].valeur, before.get(code)) == (40, None)


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2024, 8, 31), True), (date(2024, 9, 1), False), (date(2023, 6, 1), True)]
)
def test_a_year_runs_until_31_august(day: date, expected: bool) -> None:
    assert en_cours(B, day) is expected
    assert un_an_avant(date(2024, 2, 29)) == date(2023, 2, 28)
    assert un_an_avant(day) == date(day.year - 1, day.month, day.day)


def test_titles_over_years_give_no_verdict_on_a_year_that_runs() -> None:
    expected = "52 interventions en 2023-2024, année en cours ; 139 en 2022-2023, année entière"
    assert titre_annees([139, 52], (A, B), True) == expected == inacheves("52 interventions", B, "139", A)
    assert "baissent" in titre_annees([139, 52], (A, B))
    assert "monte" in titre_portee_annees((20, 100), (40, 100), (A, B))
    assert "année en cours" in titre_portee_annees((20, 100), (40, 100), (A, B), True)
    assert "baisse" in titre_part([(A, 46, 100), (B, 12, 100)])
    assert "année en cours" in titre_part([(A, 46, 100), (B, 12, 100)], True)

"""What is proposed for a cell that should hold a day and does not read as one."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene

HEAD = "Référence;Date;Nature;UAI;Nb enseignants"


@pytest.mark.parametrize(
    "written", ["mars 2024", "Mars 2024", "mars-2024", "03/2024", "3-2024", "2024-03", "mois de mars 2024"]
)
def test_a_month_without_its_day_has_its_first_one_proposed_and_never_taken(
    scene: Scene, written: str
) -> None:
    result = scene.un(f"{HEAD}\n2025-1;{written};Formation;0860002K;4")
    (problem,) = result.problemes
    assert (result.etat, problem.suggestion) == ("refusé", "01/03/2024")
    assert "ne dit pas le jour" in problem.message
    assert "01/03/2024 s'il n'est pas connu" in problem.message


@pytest.mark.parametrize("written", ["mars", "2024", "mars 24", "13/2024", "brumaire 2024"])
def test_what_names_no_month_of_a_year_has_no_day_proposed(scene: Scene, written: str) -> None:
    (problem,) = scene.un(f"{HEAD}\n2025-1;{written};Formation;0860002K;4").problemes
    assert problem.suggestion is None


def test_no_day_is_proposed_where_days_are_counted(scene: Scene) -> None:
    head = "Dispositif : code;Module : code;Module : libellé;Groupe : identifiant;Session;Début;Fin"
    results = scene.importer(f"{head}\n23A0130001;M1;Un module;G1;1;mars 2024;mars 2024")
    told = [p for r in results for p in r.problemes if p.code == "horodatage_invalide"]
    assert {p.suggestion for p in told} == {None}
    assert {p.message for p in told} == {
        "« mars 2024 » ne dit pas le jour. Écrivez-le, par exemple 12/03/2024."
    }


@pytest.mark.parametrize("written", ["12 sept.", "12 septembre", "lundi 12 sept.", "12/09", "12-09"])
def test_a_day_without_its_year_is_refused_for_that(scene: Scene, written: str) -> None:
    (problem,) = scene.un(f"{HEAD}\n2025-1;{written};Formation;0860002K;4").problemes
    assert problem.message == f"« {written} » ne dit pas l'année. Écrivez-la, par exemple 12/06/2024."
    assert problem.suggestion is None


def test_a_date_behind_an_article_is_proposed(scene: Scene) -> None:
    (problem,) = scene.un(f"{HEAD}\n2025-1;le 12/09/2023;Formation;0860002K;4").problemes
    assert problem.suggestion == "12/09/2023"


def test_the_example_of_a_short_year_has_one(scene: Scene) -> None:
    days = ("18.09.2023", "21/9/2023", "02/10/23")
    rows = [f"2025-{i};{day};Formation;0860002K;4" for i, day in enumerate(days)]
    (told,) = scene.un("\n".join([HEAD, *rows])).problemes
    assert told.code == "annee_courte"
    assert "(« 02/10/23 »)" in told.message


@pytest.mark.parametrize("written", ["5", "05", "1er", "lundi 5"])
def test_a_day_alone_is_refused_for_what_it_lacks(scene: Scene, written: str) -> None:
    (problem,) = scene.un(f"{HEAD}\n2025-1;{written};Formation;0860002K;4").problemes
    assert problem.message.startswith(f"« {written} » ne dit ni le mois ni l'année.")


@pytest.mark.parametrize(
    "written",
    [
        *("19/09/2023 et 20/09/2023", "12/09/2023 - 13/09/2023", "03/10/2023 09:00 / 10/10/2023 09:00"),
        *("du 12 au 14 septembre 2023", "12-14/09/2023", "12, 13 et 14 sept. 2023", "12 et 13/09/2023"),
        *("lundi 12 et mardi 13 mars 2024", "1er et 2 mars 2024", "les 12 et 13 mars", "12/13 mars 2024"),
    ],
)
def test_several_days_in_a_cell_are_told_as_such(scene: Scene, written: str) -> None:
    (problem,) = scene.un(f"{HEAD}\n2025-1;{written};Formation;0860002K;4").problemes
    assert (
        problem.message
        == f"« {written} » dit plusieurs jours. Faites une ligne par jour, ou n'en gardez qu'un."
    )


@pytest.mark.parametrize(
    "written",
    ["12/09/2023 14h30-16h", "12/09/2023 12/09/2023", "14/09/2023 (après-midi)", "12-14", "12 et 13 groupes 2024", "32/09/2023", "12/14/2023"],
)  # fmt: skip
def test_one_day_with_more_is_not(scene: Scene, written: str) -> None:
    problems = scene.un(f"{HEAD}\n2025-1;{written};Formation;0860002K;4").problemes
    assert problems
    assert all("plusieurs jours" not in p.message for p in problems)


@pytest.mark.parametrize(("written", "proposed"), [("30/09/2203", None), ("21/09/0023", "21/09/2023")])
def test_no_date_is_proposed_that_would_be_refused(scene: Scene, written: str, proposed: str | None) -> None:
    (problem,) = scene.un(f"{HEAD}\n2025-1;{written};Formation;0860002K;4").problemes
    assert problem.suggestion == proposed

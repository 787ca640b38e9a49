"""An intervention of several schools counts once, with its longest hours; of how many a reader sees the persons."""

from __future__ import annotations

import pandas as pd

from tests.importing.scene import Scene, uai
from tne.filters import Filters
from tne.indicators import compute
from tne.queries import accompagnements as questions

UN = Filters(annees=("2023-2024",))
E1, E2, C1, E0 = (uai(n) for n in (9001, 9002, 9005, 9008))


def rows(frame: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(None if pd.isna(v) else v for v in line) for line in frame[list(columns)].to_numpy()]


def test_an_intervention_written_twice_has_its_longest_hours(scene: Scene) -> None:
    """In its kind and in its theme: each school may have written how long it was there."""
    visits = (f"1;02/10/2023;Formation;{E1};ENT;2", f"1;02/10/2023;Formation;{C1};ENT;3")
    scene.un("\n".join(["Référence;Date;Nature;UAI;Thème;Heures", *visits]))
    con = scene.base.cursor()
    for question in (questions.natures, questions.themes):
        assert rows(question(con, UN, "lecture"), "interventions", "heures") == [(1, 3.0)]


def test_a_reader_sees_the_persons_of_three_interventions(scene: Scene) -> None:
    """Of two they may be those of one school; three are as many as hide one another elsewhere."""
    header = "Référence;Date;Nature;UAI;Nombre d'enseignants"
    days = [f"{n};0{n}/10/2023;Formation;{u};10" for n, u in enumerate((E1, E2, C1), 1)]
    scene.un("\n".join([header, *days[:2]]))
    two = questions.personnes(scene.base.cursor(), UN, "lecture")
    scene.un("\n".join([header, days[2]]))
    three = questions.personnes(scene.base.cursor(), UN, "lecture")
    assert rows(two, "enseignants", "enseignants_masque") == [(None, True)]
    assert rows(three, "enseignants", "enseignants_masque") == [(30, False)]


def test_the_project_followed_last_comes_first(scene: Scene) -> None:
    visits = (
        (C1, "10/2023", "WebRadio"),
        (E1, "11/2023", "WebTV"),
        (E2, "12/2023", "WebTV"),
        (E1, "01/2024", "WebTV"),
    )
    rows_ = [f"{n};02/{mois};Suivi de projet;{u};{projet}" for n, (u, mois, projet) in enumerate(visits)]
    scene.un("\n".join(["Référence;Date;Nature;UAI;Projet", *rows_]))
    found = questions.projets(scene.base.cursor(), UN, "lecture")
    assert rows(found, "uai", "suivis") == [(E1, 2), (E2, 1), (C1, 1)]


def test_a_reference_that_begins_again_each_year_is_another_visit(scene: Scene) -> None:
    """At a school, then at its successor: both are records of their own, and were counted as one visit over both years."""
    scene.un(
        f"UAI;Nom;Type;Secteur;État;Remplacé par\n{E0};Ancienne;École;Public;Fermé;{E1}\n{E1};Un;École;Public;Ouvert;\n"
    )
    visits = [f"1;02/10/{2021 + n};Suivi de projet;{u};WebTV;En cours" for n, u in enumerate((E0, E1), 1)]
    scene.un("\n".join(["Référence;Date;Nature;UAI;Projet;État du projet", *visits]))
    con, both = scene.base.cursor(), Filters(annees=("2022-2023", "2023-2024"))
    visited = questions.etablissements(con, both, "lecture")
    assert rows(visited[visited["visites"] > 0], "uai", "visites") == [(E1, 2)]
    assert rows(questions.projets(con, both, "lecture"), "uai", "suivis") == [(E1, 2)]


def test_the_share_of_ecoles_is_out_of_all_interventions_as_its_definition_says(scene: Scene) -> None:
    """Those at a school that the directory lacks are in the total, and in neither share."""
    scene.un(
        f"UAI;Nom;Type;Secteur;État;Remplacé par\n{E1};Un;École;Public;Ouvert;\n{C1};Deux;Collège;Public;Ouvert;\n"
    )
    visits = [f"{n};0{n}/10/2023;Formation;{u}" for n, u in enumerate((E1, E1, C1, E2), 1)]
    scene.un("\n".join(["Référence;Date;Nature;UAI", *visits]))
    found = {v.indicateur.code: v for v in compute(scene.base, UN, "2023-2024")}
    for code, number in (("part_ecoles", 2), ("part_colleges", 1)):
        share = found[f"accompagnement.{code}"]
        assert (share.numerateur, share.denominateur) == (number, 4)
        assert "qu'il ne connaît pas comptent dans le total" in share.indicateur.definition

"""What a word means in a closed list: the words of the trade are values, and none is proposed that only looks alike."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene

HEAD = "Référence;Date;Nature;UAI;Nb enseignants"


@pytest.mark.parametrize(
    "written",
    ["Formation, Projet", "Formation / Suivi de projet", "formation et projet", "Formation, Projet,"],
)
def test_two_values_of_a_list_leave_the_choice(scene: Scene, written: str) -> None:
    (problem,) = scene.un(f"{HEAD}\n2025-1;12/09/2023;{written};0860002K;4").problemes
    assert (problem.suggestion, problem.choix) == (None, ("Formation", "Suivi de projet"))


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("Accompagnement pédagogique", "Accompagnement personnalisé"),
        ("Intervention en classe", "Accompagnement personnalisé"),
        ("Accompagnement tecnique", "Intervention technique"),
        ("Suivi du projet", "Suivi de projet"),
        ("Projets pédagogiques", "Suivi de projet"),
        ("Aide au projet", None),
    ],
)
def test_a_word_does_not_stand_for_another_that_ends_alike(
    scene: Scene, written: str, proposed: str | None
) -> None:
    """« Accompagnement pédagogique » had « Intervention technique » proposed, for « accompagnement technique »."""
    (problem,) = scene.un(f"{HEAD}\n2025-1;12/06/2026;{written};0860002K;3").problemes
    assert problem.suggestion == proposed


@pytest.mark.parametrize(
    ("head", "written", "value"),
    [
        ("UAI;Nom;Type", "E.M.PU", "École"),
        ("UAI;Nom;Type", "LP", "Lycée"),
        ("UAI;Date;Type d'équipement;État", "Socle;Opérationnel", "Déployé"),
        ("UAI;Date;Type d'équipement;État", "Socle;Réceptionné", "Livré"),
    ],
)
def test_words_of_the_trade_are_values(scene: Scene, head: str, written: str, value: str) -> None:
    row = ["0860002K", "12/06/2026" if "Date" in head else "A", written]
    assert scene.un(f"{head}\n{';'.join(row)}").etat == "importé"
    table = "equipement" if "Date" in head else "etablissement"
    assert scene.table(table, "etat" if "Date" in head else "type") == [(value,)]


def test_what_was_cancelled_is_not_proposed_as_done(scene: Scene) -> None:
    (problem,) = scene.un(f"{HEAD}\n2025-1;12/06/2026;Formation (annulée);0860002K;3").problemes
    assert problem.suggestion is None

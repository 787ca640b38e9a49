"""Pupils in a table with one column for each level, or one line for each class, as a head's software writes them."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, recognised

_ECOLE = "UAI;Nom;PS;MS;GS;CP;CE1;CE2;CM1;CM2;Total\n0860002K;École A;10;12;13;14;15;16;17;18;115"


def test_the_levels_of_an_ecole_side_by_side_are_its_pupils(scene: Scene) -> None:
    """« CP » was the postcode of a school, 14; the three years of maternelle were left aside."""
    told = scene.un(_ECOLE)
    assert (told.jeu, told.etat) == (None, "refusé")
    assert "le fichier ne dit pas de quelle année scolaire il est" in told.problemes[0].message
    assert scene.un(_ECOLE, annee="2023-2024").etat == "importé"
    assert scene.table("effectif", "annee", "uai", "niveau", "eleves") == [
        ("2023-2024", "0860002K", level, pupils)
        for level, pupils in (
            *(("CE1", 15), ("CE2", 16), ("CM1", 17), ("CM2", 18), ("CP", 14)),
            *(("GS", 13), ("MS", 12), ("PS", 10)),
        )
    ]


def test_the_years_of_maternelle_may_be_written_in_full(scene: Scene) -> None:
    scene.un(
        "Année scolaire;UAI;Petite section;Effectif moyenne section;GS;CM1;CM2\n2023-2024;0860002K;1;2;3;4;5"
    )
    assert scene.table("effectif", "niveau", "eleves") == [
        ("CM1", 4),
        ("CM2", 5),
        ("GS", 3),
        ("MS", 2),
        ("PS", 1),
    ]


@pytest.mark.parametrize("head", ["UAI;Nom;Commune;CP;CE1;CE2", "UAI;Nom;PS;MS;GS;CP"])
def test_a_level_among_others_is_no_postcode(scene: Scene, head: str) -> None:
    result = scene.un(f"{head}\n0860002K;École A;1;2;3;4")
    assert (result.jeu, result.etat) == (None, "refusé")


def test_a_postcode_alone_is_one_still() -> None:
    assert recognised("RNE;Nom;Ville;CP\n0860002K;École A;Poitiers;86000".encode()) == ["etablissement"]


@pytest.mark.parametrize("header", ["Division", "Nom de la classe"])
def test_classes_of_one_level_do_not_replace_one_another(scene: Scene, header: str) -> None:
    """Of the 24 and 25 pupils of two classes of 4ème, 25 were those of the collège."""
    rows = "2023-2024;0860002K;4A;4ème;24\n2023-2024;0860002K;4B;4ème;25"
    result = scene.un(f"Année scolaire;UAI;{header};Niveau;Effectif\n{rows}")
    assert (result.jeu, result.etat) == (None, "refusé")
    assert "additionnez-les" in result.problemes[0].message


def test_a_day_with_its_class_and_level_is_one_of_numerixplore() -> None:
    head = "Date;UAI;Classe;Niveau;Nombre d'élèves"
    assert recognised(f"{head}\n12/10/2023;0860002K;4A;4ème;24".encode()) == ["numerixplore"]

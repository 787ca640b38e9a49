"""Two columns that say one thing: which is read, and that the other is left aside, where they differ."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, codes


def test_two_columns_that_say_the_same_thing_otherwise(scene: Scene) -> None:
    head = "Date;Nature;UAI;RNE\n12/06/2024;Formation;0860002K;"
    assert codes(scene.un(head + "0860799B")) == ["colonnes_rivales"]
    assert codes(scene.un(head + "0860002K")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UAI", "UAI 2"),
        ("UAI", "UAI2"),
        ("UAI", "UAI du 2e établissement"),
        ("UAI", "Second UAI"),
        ("RNE", "Autre UAI"),
        ("Code établissement", "2ème code RNE"),
        ("UAI 1", "UAI 2"),
        ("UAI n°1", "UAI n°2"),
        ("1er UAI", "2e UAI"),
    ],
)
def test_a_second_school_of_a_row_is_told(scene: Scene, one: str, other: str) -> None:
    """It was left aside as any column is, and the intervention counted in the first school alone."""
    head = f"Date;Nature;{one};{other}\n12/06/2024;Formation;0860002K;"
    (problem,) = scene.un(head + "0860799B").problemes
    assert (problem.code, problem.message) == (
        "colonnes_rivales",
        f"Deux colonnes disent « UAI » et ne disent pas la même chose : « {one} » est lue, « {other} » est laissée de côté. De ce qui "
        "concerne deux établissements, faites une ligne par établissement, de même référence : elles comptent une fois.",
    )
    assert codes(scene.un(head)) == [], "an empty column says nothing"


@pytest.mark.parametrize("other", ["Élèves 5e", "Classe 2", "UAI du lieu", "Heures 2", "Heures 1"])
def test_what_a_number_does_not_make_another_of_is_not_told(scene: Scene, other: str) -> None:
    head = f"Date;Nature;UAI;Nombre d'élèves;{other}\n12/06/2024;Formation;0860002K;20;"
    assert codes(scene.un(head + "7")) == []


def test_two_columns_of_words_that_say_the_contrary(scene: Scene) -> None:
    head = "Dispositif : code;Module : code;Groupe : identifiant;Session;E-mail;Présence;Présence"
    rows = [
        f"23A0130001;M1;G1;1;{n}@exemple.invalid;{p}"
        for n, p in (("a", "Présent;Absent"), ("b", "Absent;Présent"))
    ]
    assert "colonnes_rivales" in codes(scene.un("\n".join([head, *rows])))


def test_a_column_of_codes_beside_the_one_of_their_words_says_the_same(scene: Scene) -> None:
    head = "UAI;Nom;etat_etablissement_libe;etat_etablissement\n0860001J;A;Ouvert;1\n0860002K;B;Fermé;"
    assert "colonnes_rivales" not in codes(scene.un(head + "3", jeu="etablissement"))
    assert "colonnes_rivales" in codes(scene.un(head + "1", jeu="etablissement"))


@pytest.mark.parametrize(
    ("debut", "dites"),
    [("9h", 0), ("12/06/2024 09:00", 0), ("13/06/2024", 1), ("matin", 0), ("", 0)],
)
def test_a_beginning_beside_the_date_is_told_where_it_is_another_day(
    scene: Scene, debut: str, dites: int
) -> None:
    """« Début » may be the day of a visit: hours there, or the same day, were told to disagree with its date."""
    head = "Date;Début;Fin;UAI;Classes;Élèves de 4ème"
    result = scene.un(f"{head}\n12/06/2024;{debut};;0860002K;3;60")
    assert (result.jeu, codes(result).count("colonnes_rivales")) == ("numerixplore", dites)

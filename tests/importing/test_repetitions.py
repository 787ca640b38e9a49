"""Signs that repeat the cell above are read as what they repeat, and that is said once."""

from __future__ import annotations

import pytest

from tests.importing.scene import CODES, REGISTRATIONS, Scene, codes, comptes, csv_bytes
from tne.importing.correcting.grouping import groups

ENTETE = ["Date", "Nature", "UAI", "Thème"]
PREMIERE = ["12/09/2023", "Projet", "0860002K", "CDI"]


@pytest.mark.parametrize("sign", ['"', "″", "〃", "idem", "Idem", '- " -', '" "', "IDEM ci-dessus", "id."])
def test_a_sign_is_read_as_the_cell_above(scene: Scene, sign: str) -> None:
    rows = [PREMIERE, ["13/09/2023", sign, sign, sign], ["14/09/2023", sign, "0860799B", sign]]
    result = scene.un(csv_bytes(ENTETE, rows))
    assert scene.table("intervention", "nature", "uai", "theme") == [
        ("Suivi de projet", "0860002K", "CDI"),
        ("Suivi de projet", "0860002K", "CDI"),
        ("Suivi de projet", "0860799B", "CDI"),
    ]
    (told,) = result.problemes
    assert told.message.startswith("5 cellules de « Nature », « UAI » et « Thème » répètent")
    assert groups([told])[0].a_verifier


def test_strokes_repeat_only_where_a_value_is_needed(scene: Scene) -> None:
    """« // » also strikes out what does not apply."""
    result = scene.un(csv_bytes(ENTETE, [PREMIERE, ["13/09/2023", "//", "0860799B", "//"]]))
    assert scene.table("intervention", "nature", "theme") == [
        ("Suivi de projet", "//"),
        ("Suivi de projet", "CDI"),
    ]
    assert "1 cellule de « Nature » répète" in result.problemes[0].message


def test_a_sign_under_nothing_is_refused_for_what_it_is(scene: Scene) -> None:
    rows = [["12/09/2023", "idem", "0860002K", ""], ["13/09/2023", "idem", "0860002K", ""]]
    result = scene.un(csv_bytes(ENTETE, rows))
    assert comptes(result)["refusees"] == 2
    assert result.problemes[0].message.startswith(
        "« idem » répète la cellule du dessus, qui est vide. Écrivez l'une"
    )
    assert "repetitions" not in codes(result)


def test_a_sign_under_a_blank_cell_leaves_none_blank(scene: Scene) -> None:
    rows = [["12/09/2023", "Projet", "0860002K", ""], ["13/09/2023", "Projet", "0860002K", "idem"]]
    result = scene.un(csv_bytes([*ENTETE[:3], "Durée"], rows), valides_seulement=True)
    assert comptes(result) == {"lues": 2, "ajoutees": 1, "refusees": 1}
    assert result.problemes[0].message.startswith("« idem » répète la cellule du dessus, qui est vide.")


@pytest.mark.parametrize("column", range(len(CODES)))
def test_a_sign_under_nothing_is_no_code_and_no_session(scene: Scene, column: int) -> None:
    row = [*CODES, "Inscrit", "0860002K", "a@exemple.invalid", "", "", ""]
    row[column] = "idem"
    (refused, *_) = scene.un(csv_bytes(REGISTRATIONS, [row])).problemes
    assert (refused.code, refused.colonne) == ("valeur_absente", REGISTRATIONS[column])


def test_a_sign_under_nothing_is_no_level(scene: Scene) -> None:
    rows = ["UAI;Année scolaire;Niveau;Élèves", "0860799B;2023-2024;idem;84", "0860002K;2023-2024;4e;81"]
    assert comptes(scene.un("\n".join(rows), valides_seulement=True)) == {
        "lues": 2,
        "ajoutees": 1,
        "refusees": 1,
    }


def test_a_person_named_by_a_sign_is_the_one_above(scene: Scene) -> None:
    """« idem » would be one more person, the same for every school."""
    people = [("Durand", "Anne"), ("idem", "idem"), ("Petit", "Jo"), ("Petit", '"'), ("", ""), ('"', '"')]
    rows = [[*CODES[:3], str(i), "Inscrit", "0860002K", "", "", n, p] for i, (n, p) in enumerate(people)]
    result = scene.un(csv_bytes(REGISTRATIONS, rows), valides_seulement=True)
    assert comptes(result) == {"lues": 6, "ajoutees": 4, "refusees": 2}
    assert [p.ligne for p in result.problemes if p.code == "personne_absente"] == [6, 7]
    assert scene.sql("SELECT count(DISTINCT personne) FROM inscription") == [(2,)]


def test_words_that_hold_such_a_sign_are_none(scene: Scene) -> None:
    words = ["Collège Idemont", "idem pour les 6e", 'Salle "bleue"', "identique"]
    rows = [[f"{12 + i}/09/2023", "Formation", "0860002K", w] for i, w in enumerate(words)]
    assert codes(scene.un(csv_bytes(ENTETE, rows))) == []
    assert {theme for (theme,) in scene.table("intervention", "theme")} == set(words)

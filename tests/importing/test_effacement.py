"""An empty cell never overwrites; a mark erases; `Retirer` removes. All undone like any import."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, codes, comptes

HEADER = "Référence;Date;Type;Organisateur;Thème;Parents;Familles"
FULL = f"{HEADER}\n2023-001;12/09/2023;Atelier;Orks;Écrans;12;8"


def workshop(scene: Scene) -> list[tuple[object, ...]]:
    return scene.table("atelier_parentalite", "reference", "theme", "parents", "familles")


def test_an_empty_cell_never_overwrites(scene: Scene) -> None:
    scene.un(FULL)
    result = scene.un(f"{HEADER}\n2023-001;12/09/2023;Atelier;Orks;  ;13;\u00a0")
    assert comptes(result) == {"lues": 1, "modifiees": 1}
    assert workshop(scene) == [("2023-001", "Écrans", 13, 8)]


def test_a_column_that_is_not_there_overwrites_nothing(scene: Scene) -> None:
    scene.un(FULL)
    scene.un("Référence;Date;Type;Organisateur\n2023-001;12/09/2023;Formation;Orks")
    assert workshop(scene) == [("2023-001", "Écrans", 12, 8)]


@pytest.mark.parametrize("mark", ["NS", "ND", "-", "#VIDER", " ND ", "nc", "n.c.", "N.D", "n.s.", "–", "—"])
def test_a_mark_erases_is_reported_and_undone(scene: Scene, mark: str) -> None:
    scene.un(FULL)
    result = scene.un(f"{HEADER}\n2023-001;12/09/2023;Atelier;Orks;;{mark};")
    assert comptes(result) == {"lues": 1, "modifiees": 1}
    assert [(p.code, p.colonne, p.valeur) for p in result.problemes] == [
        ("valeur_effacee", "Parents", mark.strip())
    ]
    assert workshop(scene) == [("2023-001", "Écrans", None, 8)]
    scene.verifier()
    scene.annuler(result.import_id)
    assert workshop(scene) == [("2023-001", "Écrans", 12, 8)]
    scene.retablir(result.import_id)
    assert workshop(scene) == [("2023-001", "Écrans", None, 8)]


def test_a_mark_where_nothing_stood_changes_nothing(scene: Scene) -> None:
    scene.un(f"{HEADER}\n2023-001;12/09/2023;Atelier;Orks;;;8")
    result = scene.un(f"{HEADER}\n2023-001;12/09/2023;Atelier;Orks;;ND;8")
    assert comptes(result) == {"lues": 1, "inchangees": 1}


def test_a_value_after_a_mark_stands(scene: Scene) -> None:
    scene.un(FULL)
    scene.un(f"{HEADER}\n2023-001;12/09/2023;Atelier;Orks;;ND;")
    scene.un(f"{HEADER}\n2023-001;12/09/2023;Atelier;Orks;;20;")
    assert workshop(scene) == [("2023-001", "Écrans", 20, 8)]


def test_inside_one_file_the_last_filled_or_erased_cell_wins(scene: Scene) -> None:
    scene.un(FULL)
    row = "2023-001;12/09/2023;Atelier;Orks"
    result = scene.un(f"{HEADER}\n{row};;ND;1\n{row};;;ND\n{row};#VIDER;15;")
    assert comptes(result) == {"lues": 3, "modifiees": 1, "doublons": 2}
    assert workshop(scene) == [("2023-001", None, 15, None)]
    scene.verifier()


def test_an_official_suppressed_value_is_accepted_where_a_number_is_required(scene: Scene) -> None:
    scene.un("Rentrée scolaire;UAI;IPS\n2022-2023;0860002K;105,7")
    result = scene.un("Rentrée scolaire;UAI;IPS\n2022-2023;0860002K;NS")
    assert comptes(result) == {"lues": 1, "modifiees": 1}
    assert scene.table("ips", "uai", "ips") == [("0860002K", None)]


@pytest.mark.parametrize(
    ("header", "row", "column"),
    [
        ("UAI;Nom", "ND;Collège A", "UAI"),
        ("UAI;Nom", "0860002K;#VIDER", "Nom"),
        ("Référence;Date;Type;Organisateur", "1;-;Atelier;Orks", "Date"),
        ("Référence;Date;Type;Organisateur", "1;12/09/2023;ND;Orks", "Type"),
        ("Rentrée scolaire;UAI;IPS", "ND;0860002K;105,7", "Rentrée scolaire"),
    ],
)
def test_what_names_a_record_cannot_be_erased(scene: Scene, header: str, row: str, column: str) -> None:
    result = scene.un(f"{header}\n{row}")
    assert (result.etat, comptes(result)) == ("refusé", {"lues": 1, "refusees": 1})
    assert [(p.code, p.colonne) for p in result.problemes] == [("valeur_absente", column)]


def test_remove_takes_the_record_out_and_is_undone(scene: Scene) -> None:
    scene.un(FULL)
    before = scene.contenu()
    result = scene.un("Référence;Date;Type;Organisateur;Retirer\n2023-001;12/09/2023;Atelier;Orks;oui")
    assert comptes(result) == {"lues": 1, "modifiees": 1}
    assert workshop(scene) == []
    scene.verifier()
    scene.annuler(result.import_id)
    assert scene.contenu() == before
    scene.retablir(result.import_id)
    assert workshop(scene) == []


@pytest.mark.parametrize("word", ["oui", "Oui", "OUI", "x", "VRAI", "1", "o", "true"])
def test_the_reference_alone_is_enough_to_remove(scene: Scene, word: str) -> None:
    scene.un(FULL)
    result = scene.un(f"{HEADER};Retirer\n2023-001;;;;;;;{word}")
    assert comptes(result) == {"lues": 1, "modifiees": 1}
    assert workshop(scene) == []


@pytest.mark.parametrize("word", ["non", "", "0", "FAUX"])
def test_not_removed(scene: Scene, word: str) -> None:
    scene.un(FULL)
    assert comptes(scene.un(f"{FULL.replace(HEADER, HEADER + ';Retirer')};{word}")) == {
        "lues": 1,
        "inchangees": 1,
    }
    assert len(workshop(scene)) == 1


def test_an_unclear_removal_is_refused(scene: Scene) -> None:
    result = scene.un(f"{FULL.replace(HEADER, HEADER + ';Retirer')};peut-être")
    assert (result.etat, comptes(result)) == ("refusé", {"lues": 1, "refusees": 1})
    assert [(p.code, p.colonne, p.valeur) for p in result.problemes] == [
        ("retirer_invalide", "Retirer", "peut-être")
    ]


def test_removing_what_is_not_there_changes_nothing_and_is_said(scene: Scene) -> None:
    scene.un(FULL)
    result = scene.un(f"{HEADER};Retirer\n2023-999;12/09/2023;Atelier;Orks;;;;oui")
    assert comptes(result) == {"lues": 1, "inchangees": 1}
    assert "retrait_sans_objet" in codes(result)
    assert len(workshop(scene)) == 1


def test_a_removed_record_comes_back_with_its_new_values_only(scene: Scene) -> None:
    scene.un(FULL)
    scene.un("Référence;Date;Type;Organisateur;Retirer\n2023-001;12/09/2023;Atelier;Orks;oui")
    result = scene.un("Référence;Date;Type;Organisateur;Parents\n2023-001;12/09/2023;Atelier;Orks;5")
    assert comptes(result) == {"lues": 1, "ajoutees": 1}
    assert workshop(scene) == [("2023-001", None, 5, None)]
    scene.verifier()


def test_the_last_removal_hides_all_that_came_before_it(scene: Scene) -> None:
    remove = "Référence;Date;Type;Organisateur;Retirer\n2023-001;12/09/2023;Atelier;Orks;oui"
    scene.un(FULL)
    scene.un(remove)
    scene.un("Référence;Date;Type;Organisateur;Thème\n2023-001;12/09/2023;Atelier;Orks;Pix")
    scene.un(remove.replace("oui", "Oui"))
    scene.un("Référence;Date;Type;Organisateur;Parents\n2023-001;12/09/2023;Atelier;Orks;5")
    assert workshop(scene) == [("2023-001", None, 5, None)]


def test_removed_then_written_again_in_one_file(scene: Scene) -> None:
    scene.un(FULL)
    result = scene.un(f"{HEADER};Retirer\n2023-001;;;;;;;oui\n2023-001;12/09/2023;Atelier;Orks;;12;;")
    assert comptes(result) == {"lues": 2, "modifiees": 1, "doublons": 1}, "theme and families are gone"
    assert workshop(scene) == [("2023-001", None, 12, None)]
    scene.verifier()


def test_removed_then_written_again_as_it_stood_is_no_change(scene: Scene) -> None:
    source = "UAI;Nom;Code nature;Retirer\n0860002K;A;340;"
    scene.un(source)
    result = scene.un(source.replace("\n", "\n0860002K;A;;oui\n"))
    assert comptes(result) == {"lues": 2, "inchangees": 1, "doublons": 1}, "the type is deduced again"
    assert scene.table("etablissement", "uai", "type") == [("0860002K", "Collège")]
    scene.verifier()


def test_written_then_removed_in_one_file(scene: Scene) -> None:
    result = scene.un(f"{HEADER};Retirer\n2023-001;12/09/2023;Atelier;Orks;;12;;\n2023-001;;;;;;;oui")
    assert comptes(result) == {"lues": 2, "inchangees": 1, "doublons": 1}
    assert workshop(scene) == []
    scene.verifier()


def test_a_row_without_reference_is_removed_by_its_content(scene: Scene) -> None:
    row = "12/09/2023;Formation;0860002K"
    scene.un(f"Date;Nature;UAI\n{row}\n{row}\n13/09/2023;Formation;0860002K")
    result = scene.un(f"Date;Nature;UAI;Retirer\n{row};oui")
    assert comptes(result) == {"lues": 1, "modifiees": 1}
    assert len(scene.table("intervention", "date")) == 2


def test_a_deduced_value_does_not_overwrite_a_filled_one(scene: Scene) -> None:
    scene.un("UAI;Nom;Type;Code nature\n0860002K;A;EREA;370")
    result = scene.un("UAI;Nom;Code nature\n0860002K;A;340")
    assert comptes(result) == {"lues": 1, "modifiees": 1}
    assert scene.table("etablissement", "type", "code_nature") == [("EREA", "340")]
    scene.verifier()


def test_a_value_is_deduced_where_nothing_is_filled(scene: Scene) -> None:
    first = scene.un("UAI;Nom;Code nature;position\n0860002K;A;340;46.5, 0.25")
    assert scene.table("etablissement", "type", "latitude", "longitude") == [("Collège", 46.5, 0.25)]
    scene.un("UAI;Nom;Code nature\n0860002K;A;151")
    assert scene.table("etablissement", "type", "latitude") == [("École", 46.5)]
    scene.un("UAI;Nom;Type\n0860002K;A;Collège")
    scene.un("UAI;Nom;Type\n0860002K;A;-")
    assert scene.table("etablissement", "type") == [(None,)], "erased on purpose, not deduced again"
    scene.verifier()
    scene.annuler(first.import_id)
    assert scene.table("etablissement", "latitude") == [(None,)]
    scene.verifier()


def test_what_stands_before_a_removal_in_a_file_leaves_no_trace(scene: Scene) -> None:
    scene.un("Référence;Date;Type;Organisateur;Parents\n2023-001;12/09/2023;Atelier;Orks;12")
    row = "2023-001;12/09/2023;Atelier;Orks"
    result = scene.un(f"{HEADER};Retirer\n{row};Écrans;12;8;\n2023-001;;;;;;;oui\n{row};;12;;")
    assert comptes(result) == {"lues": 3, "inchangees": 1, "doublons": 2}
    assert workshop(scene) == [("2023-001", None, 12, None)]
    scene.verifier()


def test_what_is_deduced_what_is_filled_and_what_is_erased_come_back_as_they_were(scene: Scene) -> None:
    """An undone import that alone holds its records, redone."""
    result = scene.un(
        "UAI;Nom;Type;Code nature\n0860002K;Bleue;;151\n0860003L;Verte;Lycée;151\n0860799B;Grise;#VIDER;151"
    )
    types = [("0860002K", "École"), ("0860003L", "Lycée"), ("0860799B", None)]
    assert scene.table("etablissement", "uai", "type") == types
    scene.annuler(result.import_id)
    assert scene.table("etablissement", "uai", "type") == []
    scene.retablir(result.import_id)
    assert scene.table("etablissement", "uai", "type") == types
    scene.verifier()

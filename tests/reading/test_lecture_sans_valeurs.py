"""First records, of a file or of a group, without the values that those under them have: they name no columns."""

from __future__ import annotations

import pytest

from tests.reading.lecture import Lecteur, cellules, lignes


def test_a_first_record_with_one_of_its_values_is_no_second_row_of_names(lis: Lecteur) -> None:
    texte = "Élève;Note 1;Note 2;Passage\nLéa;pas venue;pas prête;12/06/2024\nTom;12;8;13/06/2024\nAnna;9;14;13/06/2024\n"
    tableau = lis(texte).principal
    assert tableau.entete == ("Élève", "Note 1", "Note 2", "Passage")
    assert cellules(tableau)[0] == ["Léa", "pas venue", "pas prête", "12/06/2024"]


@pytest.mark.parametrize("valeurs", ["3:56;ND", "NS;1 250", "12/06/2024;-"])
def test_a_first_record_with_a_mark_and_a_value_written_otherwise_is_no_second_row_of_names(
    lis: Lecteur, valeurs: str
) -> None:
    """« Durée 3:56 » was the name of the column, and the file was refused for want of a platform."""
    texte = f"Plateforme;Durée;Mise en ligne\nYouTube;{valeurs}\nPodEduc;90;\nPodEduc;120;12/09/2023\n"
    tableau = lis(texte).principal
    assert tableau.entete == ("Plateforme", "Durée", "Mise en ligne")
    assert cellules(tableau)[0] == ["YouTube", *valeurs.split(";")]


def test_a_first_record_that_says_one_word_for_all_is_no_second_row_of_names(lis: Lecteur) -> None:
    """« Filles fermé » was the name of the column; the units of all columns still belong to their names."""
    tableau = lis("Collège;Filles;Garçons\nA;fermé;fermé\nB;312;298\nC;212;205\n").principal
    assert tableau.entete == ("Collège", "Filles", "Garçons")
    assert cellules(tableau)[0] == ["A", "fermé", "fermé"]
    for unites in ("Collège;Filles;Garçons\n;élèves;élèves", "Collège;Élèves;\nNom;nombre;nombre"):
        (tableau,) = lis(f"{unites}\nB;312;298\nC;212;205\nD;188;197\n").tableaux
        assert len(cellules(tableau)) == 3


@pytest.mark.parametrize("valeurs", ["absent;non noté", "NS;-"])
def test_a_group_that_begins_with_a_record_without_values_is_no_table(lis: Lecteur, valeurs: str) -> None:
    """That record was taken for the names of a second table, and was lost."""
    texte = f"Nom;Note 1;Note 2\nDupont;12;13\nMartin;9;14\n\nGroupe 2\n\nDurand;{valeurs}\nPetit;12;8\nMoreau;11;7\n"
    (tableau,) = lis(texte).tableaux
    assert lignes(tableau) == [2, 3, 5, 7, 8, 9]
    assert cellules(tableau)[3] == ["Durand", *valeurs.split(";")]


def test_a_group_whose_first_record_has_its_code_alone_is_no_table(lis: Lecteur) -> None:
    texte = (
        "Collège;Note 1;Note 2;UAI\nA;12;13;0860002K\nB;9;14;0860014Y\n\nLoudunais\nSecteur public\n"
        "C;pas venu;pas prêt;0860799B\nD;12;8;0860009T\nE;11;7;0860015Z\n"
    )
    (tableau,) = lis(texte).tableaux
    assert lignes(tableau) == [2, 3, 5, 6, 7, 8, 9]

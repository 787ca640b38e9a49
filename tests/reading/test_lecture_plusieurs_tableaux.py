"""One table or two in a text, and which of them a remark is made of."""

from __future__ import annotations

from tests.reading.lecture import Lecteur, cellules, codes, lignes


def test_a_record_written_twice_without_a_header_begins_no_table(lis: Lecteur) -> None:
    texte = "Romain;Loudun;12\nMacé;Poitiers;15\nRomain;Loudun;12\nPin;Niort;9\nCamus;Niort;9\n"
    (tableau,) = lis(texte).tableaux
    assert lignes(tableau) == [1, 2, 3, 4, 5]


def test_a_remark_is_made_of_the_table_where_its_line_stands(lis: Lecteur) -> None:
    visites = "Date;Nature;UAI;Durée\n12/09/2023;Formation;0860002K;3\n13/09/2023;Projet;0860014Y;2\n"
    materiel = (
        "Matériel;Élèves;UAI;Achat\nRobots;12;0860002K;12/06/2024\nTablettes\t14\t0860014Y\t13/06/2024\n"
    )
    first, second = lis(f"{visites}\n{materiel}Casques;3;0860799B;14/06/2024\n").tableaux
    assert (codes(first), codes(second)) == (set(), {"separateur"})
    assert cellules(second)[1] == ["Tablettes", "14", "0860014Y", "13/06/2024"]


def test_the_days_of_a_second_table_are_not_cut_as_those_of_the_first(lis: Lecteur) -> None:
    """One column for the day and the hour, in several lines one after the other: none of them lost a delimiter."""
    visites = "".join(f"{j}/09/2023;14:0{j % 5};08600{j}K;3;Formation\n" for j in range(10, 20))
    suivi = "".join(f"{j}/10/2023 14:0{j % 5};08600{j}K;3;Projet\n" for j in range(10, 14))
    texte = f"Date;Heure;UAI;Durée;Nature\n{visites}\nDate et heure;UAI;Durée;Nature\n{suivi}"
    first, second = lis(texte).tableaux
    assert second.entete == ("Date et heure", "UAI", "Durée", "Nature")
    assert cellules(second)[0] == ["10/10/2023 14:00", "0860010K", "3", "Projet"]
    assert (codes(first), codes(second)) == (set(), set())

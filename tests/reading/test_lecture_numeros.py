"""Numbers and letters that are names of columns, and number none."""

from __future__ import annotations

from tests.reading.lecture import Lecteur, cellules, entete_ecrite


def test_the_numbers_of_questions_are_names_under_a_title(lis: Lecteur) -> None:
    """They number no columns that have names."""
    tableau = lis("Réponses au quiz;;;;\n1;2;3;4;5\noui;non;oui;oui;non\nnon;non;oui;non;non\n").principal
    assert tableau.entete == ("1", "2", "3", "4", "5")


def test_questions_with_letters_over_numbered_answers_are_names(lis: Lecteur) -> None:
    """With nothing over the numbers they were taken for those of a spreadsheet, and left out with the numbers."""
    tableau = lis(";A;B;C\n1;oui;non;oui\n2;non;non;oui\n3;oui;oui;non\n").principal
    assert entete_ecrite(tableau) == ["", "A", "B", "C"]
    assert cellules(tableau)[0] == ["1", "oui", "non", "oui"]


def test_letters_beside_a_name_over_the_numbers_are_names(lis: Lecteur) -> None:
    tableau = lis("N°;A;B;C\n1;robots;image;son\n2;code;pixels;micro\n3;capteur;couleur;débit\n").principal
    assert entete_ecrite(tableau) == ["N°", "A", "B", "C"]
    assert cellules(tableau)[0] == ["1", "robots", "image", "son"]


def test_names_that_come_again_in_a_sheet_copied_with_its_letters_are_no_answers(lis: Lecteur) -> None:
    lines = ["Date\tNature\tUAI", "12/09/2023\tFormation\t0860002K", "13/09/2023\tProjet\t0860799B"]
    shown = "".join(f"{n}\t{line}\n" for n, line in enumerate([*lines, *lines, *lines], 1))
    tableau = lis("\tA\tB\tC\n" + shown, "collé").principal
    assert tableau.entete == ("Date", "Nature", "UAI")
    assert len(cellules(tableau)) == 6

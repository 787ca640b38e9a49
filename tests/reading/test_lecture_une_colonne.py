"""Sheets whose lines stand whole in one cell, as a CSV that a French spreadsheet opened at another separator and saved."""

from __future__ import annotations

from tests.formes.ecrire import classeur
from tests.reading.lecture import Lecteur, cellules, codes, lignes


def test_a_text_over_two_lines_in_a_sheet_of_one_column(lis: Lecteur) -> None:
    """One answer over two rows of the sheet, and no line was cut: the file had one column."""
    rows = [
        "Date,Collège,Commentaire,Durée",
        '12/06/2024,Romain,"Très bien,',
        'à refaire",60',
        "13/06/2024,Brouillet,RAS,45",
        "14/06/2024,Macé,RAS,30",
        "17/06/2024,Macé,RAS,30",
    ]
    tableau = lis(classeur([[r] for r in rows]), "retours.xlsx").principal
    assert tableau.entete == ("Date", "Collège", "Commentaire", "Durée")
    assert cellules(tableau)[0] == ["12/06/2024", "Romain", "Très bien,\nà refaire", "60"]
    assert lignes(tableau) == [2, 4, 5, 6]
    assert codes(tableau) == {"une_colonne"}


def test_a_text_that_the_spreadsheet_cut_at_its_semicolon(lis: Lecteur) -> None:
    """That line was taken for the names, and the true names for a title."""
    rows = [
        ["Date,Collège,Commentaire,Durée"],
        ['12/06/2024,Romain,"Très bien ', ' à refaire",60'],
        ["13/06/2024,Brouillet,RAS,45"],
        ["14/06/2024,Macé,RAS,30"],
    ]
    tableau = lis(classeur(rows), "retours.xlsx").principal
    assert tableau.entete == ("Date", "Collège", "Commentaire", "Durée")
    assert cellules(tableau)[0] == ["12/06/2024", "Romain", "Très bien ; à refaire", "60"]
    assert (tableau.titres, codes(tableau)) == ((), {"une_colonne"})


def test_decimals_that_an_english_spreadsheet_cut_are_not_put_together(lis: Lecteur) -> None:
    """« 102,05 » became 102 and 5 there: nothing says any more what it was."""
    rows = [["Collège;IPS;Écart"], ["A;102", "5;31"], ["B;98;30"], ["C;99;31"], ["D;97;33"]]
    assert "une_colonne" not in codes(lis(classeur(rows), "ips.xlsx").principal)


def test_a_title_with_commas_over_a_table_is_no_line_of_names(lis: Lecteur) -> None:
    rows = [
        ["Bilan des formations, par collège, 2023-2024"],
        ["Collège", "Villes, bourgs, hameaux"],
        ["Romain", "Loudun, Messemé, Curçay"],
        ["Macé", "Poitiers, Biard, Migné"],
    ]
    tableau = lis(classeur(rows), "bilan.xlsx").principal
    assert tableau.entete == ("Collège", "Villes, bourgs, hameaux")
    assert cellules(tableau)[1] == ["Macé", "Poitiers, Biard, Migné"]

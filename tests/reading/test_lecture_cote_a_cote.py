"""Tables beside each other on one sheet, and blank columns that set none apart."""

from __future__ import annotations

from tests.formes.ecrire import classeur
from tests.reading.lecture import Lecteur


def test_two_tables_beside_each_other(lis: Lecteur) -> None:
    """What stood at the right was lost: its names were taken for the second ones of the same columns."""
    rows = (
        ["Premier semestre", None, None, "Second semestre"],
        ["Date", "UAI", None, None, "Date", "UAI", None, "Date", "Nature"],
        ["12/09/2023", "0860002K", None, None, "12/03/2024", "0860014Y", None, "13/03/2024", "Formation"],
        ["13/09/2023", "0860014Y"],
        ["14/09/2023", "0860014Y"],
    )
    text = "\n".join(";".join(c or "" for c in row) for row in rows).encode()
    for data, nom in ((classeur(rows), "a.xlsx"), (text, "a.csv")):
        found = lis(data, nom).tableaux
        assert [t.entete for t in found] == [("Date", "UAI"), ("Date", "UAI"), ("Date", "Nature")]
        assert [t.donnees.num_rows for t in found] == [3, 1, 1]
        assert found[1].donnees.column("UAI").to_pylist() == ["0860014Y"]


def test_a_blank_column_alone_sets_no_table_apart(lis: Lecteur) -> None:
    rows = (
        ["UAI", "Élèves", "Filles", None, "Élèves", "Filles"],
        ["0860002K", "50", "24", None, "48", "25"],
        ["0860014Y", "51", "25", None, "47", "22"],
    )
    (found,) = lis(classeur(rows), "a.xlsx").tableaux
    assert found.donnees.num_rows == 2
    filled = [[*row[:3], "x", *row[4:]] if row[0] == "0860002K" else row for row in rows]
    named = [["Date", "UAI", "Objet", None, "Date", "Lieu"], *filled[1:]]
    (found,) = lis(classeur(named), "a.xlsx").tableaux
    assert found.donnees.num_rows == 2


def test_a_record_that_says_again_what_it_begins_with_begins_no_table(lis: Lecteur) -> None:
    """After a column in which nothing is said: what stood at its right was lost without a word."""
    for name in ("Thème", None):
        rows = (
            ["Journal", None, None, None, None, "2023-2024"],
            ["Commune", "UAI", "Date", name, "Lieu", "Nature"],
            ["Chauvigny", "0860799B", "12/09/2023", None, "Mairie", "Formation"],
            ["Poitiers", "0860002K", "Rentrée", None, "Poitiers", "Formation"],
        )
        text = "\n".join(";".join(c or "" for c in row) for row in rows).encode()
        for data, nom in ((classeur(rows), "a.xlsx"), (text, "a.csv")):
            (found,) = lis(data, nom).tableaux
            assert found.donnees.column("Nature").to_pylist() == ["Formation", "Formation"]
            assert found.donnees.column("Lieu").to_pylist() == ["Mairie", "Poitiers"]


def test_a_record_that_says_it_again_beside_a_column_without_a_name_begins_no_table(lis: Lecteur) -> None:
    rows = (
        ["Commune", "UAI", "Date", "Thème", "Lieu"],
        ["Poitiers", "0860002K", "Rentrée", None, "Poitiers", "à revoir"],
        ["Chauvigny", "0860799B", "12/09/2023", None, "Mairie"],
    )
    (found,) = lis(classeur(rows), "a.xlsx").tableaux
    assert found.donnees.column("Lieu").to_pylist() == ["Poitiers", "Mairie"]

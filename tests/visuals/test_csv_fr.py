"""The CSV that people open in Excel or LibreOffice, in bytes."""

import csv
import io
from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tne.documents.csv_fr import cellule_sure, csv_francais

FORMATS = {"Collège": "texte", "Part": "pourcent", "Durée": "decimal", "Nombre": "entier", "Le": "date"}


def test_golden_bytes() -> None:
    df = pd.DataFrame(
        {
            "Collège": ["Élysée; \u00ab\u202fA\u202f\u00bb", '=1+1"', "+33 5", "0860002K", "-", None, "a\nb"],
            "Part": [32.98, 100.0, "masqué", None, 0.0, 14.5, 1 / 3],
            "Durée": [3.5, 3.0, 1234567.25, float("nan"), -1.5, 0.1 + 0.2, 1000.0],
            "Nombre": [1128, 0, "masqué", None, 2.5, -3, 10],
            "Le": [date(2024, 7, 3), datetime(2024, 9, 1, 8), None, pd.NaT, None, None, None],
        }
    )
    attendu = (
        "\ufeffCollège;Part;Durée;Nombre;Le\r\n"
        '"Élysée; \u00ab\u202fA\u202f\u00bb";0,3298;3,5;1128;03/07/2024\r\n'
        '"\'=1+1""";1,0000;3;0;01/09/2024\r\n'
        "'+33 5;masqué;1234567,25;masqué;\r\n"
        "0860002K;;;;\r\n"
        "'-;0,0000;-1,5;3;\r\n"
        ";0,1450;0,3;-3;\r\n"
        '"a\nb";0,0033;1000;10;\r\n'
    )
    assert csv_francais(df, FORMATS).decode("utf-8") == attendu


def test_what_is_no_number_is_an_empty_cell() -> None:
    """An infinite one stopped the whole file."""
    df = pd.DataFrame({"A": [float("inf"), float("-inf"), float("nan"), 1.5], "B": ["x"] * 4})
    assert csv_francais(df, {"A": "decimal"}).decode("utf-8-sig") == "A;B\r\n;x\r\n;x\r\n;x\r\n1,5;x\r\n"


def test_header_is_safe_and_empty_frame_keeps_it() -> None:
    assert csv_francais(pd.DataFrame({"=A": [], "B": []}), {}) == "\ufeff'=A;B\r\n".encode()


@pytest.mark.parametrize("texte", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1"])
def test_formulas_are_disarmed(texte: str) -> None:
    assert cellule_sure(texte).startswith("'")


def test_what_is_true_or_not_is_said_in_french() -> None:
    assert (
        csv_francais(pd.DataFrame({"Visible": [True, False]}), {})
        == "\ufeffVisible\r\noui\r\nnon\r\n".encode()
    )


def test_yes_and_no_are_french_beside_an_empty_cell() -> None:
    """« True » was written as soon as a cell of the column was empty: pandas then holds another kind of value."""
    pilots = pd.DataFrame({"Pilote": pd.array([True, None, False], dtype="boolean"), "UAI": ["a", "b", "c"]})
    assert csv_francais(pilots, {}) == "\ufeffPilote;UAI\r\noui;a\r\n;b\r\nnon;c\r\n".encode()


def test_no_sign_stops_a_spreadsheet_in_the_middle() -> None:
    assert cellule_sure("a\x00b") == "ab"
    assert cellule_sure("\x00=1") == "'=1"


def test_ordinary_text_is_untouched() -> None:
    for texte in ("0860002K", "L'Isle-Jourdain", "2023-2024", "", "n° 5 = ok"):
        assert cellule_sure(texte) == texte


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_any_text_comes_back(valeurs: list[str]) -> None:
    df = pd.DataFrame({"A": pd.Series(valeurs, dtype=object), "B": ["x"] * len(valeurs)})
    texte = csv_francais(df, {}).decode("utf-8-sig")
    lues = [ligne[0] for ligne in csv.reader(io.StringIO(texte, newline=""), delimiter=";")][1:]
    assert lues == [cellule_sure(v) for v in valeurs]

"""What a spreadsheet leaves where a formula fails, or where the format of an hour is lost: said once, never a value."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.importing.scene import Scene, comptes

ENTETE = ["Référence", "Date", "Nature", "UAI", "Thème", "Heures"]


def classeur(*rows: list[str]) -> bytes:
    """A workbook whose cells that begin with « # » are errors, as a formula leaves them."""
    book = openpyxl.Workbook()
    for i, row in enumerate([ENTETE, *rows], start=1):
        for j, text in enumerate(row, start=1):
            cell = book.active.cell(i, j, text)
            if text.startswith("#"):
                cell.data_type = "e"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("erreur", ["#N/A", "#REF!", "#NAME?"])
def test_a_failed_formula_is_no_text(scene: Scene, erreur: str) -> None:
    row = ["A1", "12/06/2024", "Formation", "0860002K"]
    result = scene.un(classeur([*row, erreur, "3"]), "a.xlsx")
    assert comptes(result) == {"lues": 1, "ajoutees": 1}
    assert scene.table("intervention", "theme") == [(None,)]
    assert any("erreur de formule" in p.message for p in result.problemes)
    # An empty cell erases nothing: neither does a formula that fails.
    text = "\n".join([";".join(ENTETE), ";".join([*row, "Réseau", "3"]), ";".join([*row, erreur, "4"])])
    scene.un(text, "b.csv")
    assert scene.table("intervention", "theme", "heures") == [("Réseau", 4.0)]


def test_what_a_french_spreadsheet_writes_for_it_is_no_text(scene: Scene) -> None:
    written = ("#NOM?", "#VALEUR!", "#NOMBRE!", "#NUL!", "#DIV/0!", "#CHAMP!", "Err:502", "Err:508")
    rows = [f"A{n};12/06/2024;Formation;0860002K;{e};3" for n, e in enumerate(written)]
    assert scene.un("\n".join([";".join(ENTETE), *rows]), "a.csv").comptes.ajoutees == len(written)
    assert scene.table("intervention", "theme") == [(None,)] * len(written)


def test_a_failed_formula_that_is_refused_is_said_once(scene: Scene) -> None:
    rows = [
        ["A1", "12/06/2024", "Formation", "0860002K", "IA", "#N/A"],
        ["#REF!", "12/06/2024", "Formation", "0860002K", "IA", "3"],
    ]
    result = scene.un(classeur(*rows), "a.xlsx")
    assert comptes(result) == {"lues": 2, "refusees": 2}
    assert [(p.ligne, p.colonne, p.valeur) for p in result.problemes] == [
        (2, "Heures", "#N/A"),
        (3, "Référence", "#REF!"),
    ]
    assert all("erreur d'une formule" in p.message for p in result.problemes)


def test_hours_written_as_parts_of_a_day_are_told(scene: Scene) -> None:
    head = "Date;Nature;UAI;Heures\n"
    told = scene.un(head + "12/06/2024;Formation;0860002K;0,125\n13/06/2024;Formation;0860002K;0,25")
    assert [p.code for p in told.problemes] == ["fractions_de_jour"]
    right = scene.un(head + "14/06/2024;Formation;0860002K;0,2\n15/06/2024;Formation;0860002K;1,5", "b.csv")
    assert "fractions_de_jour" not in [p.code for p in right.problemes]


@pytest.mark.parametrize(
    ("entete", "texte", "propose"),
    [
        ("Heures", "9h-12h30", "3h30"),
        ("Heures", "14:00 - 16:30", "2h30"),
        ("Heures", "12h-9h", None),
        ("Enseignants", "aucun", "0"),
        ("Satisfaction", "4,5/5", "4,5"),
        ("Satisfaction", "90 %", "90"),
        ("UAI", "Collège Romain Rolland - 0860002K", "0860002K"),
        ("UAI", "UAI 0860002K", "0860002K"),
    ],
)
def test_what_a_cell_says_in_other_words_is_proposed(
    scene: Scene, entete: str, texte: str, propose: str | None
) -> None:
    kind = {"Élèves de 4ème": "50"} if entete == "Satisfaction" else {"Nature": "Formation"}
    row = {"Référence": "A1", "Date": "12/06/2024", "UAI": "0860002K"} | kind | {entete: texte}
    (problem,) = scene.un(f"{';'.join(row)}\n{';'.join(row.values())}").problemes
    assert (problem.colonne, problem.suggestion) == (entete, propose)


@pytest.mark.parametrize("mot", ["", "Nombre d'actions : 3"])
def test_a_last_row_that_adds_up_those_above_is_no_record(scene: Scene, mot: str) -> None:
    head = "Date;Nature;UAI;Thème;Heures;Enseignants\n"
    rows = "".join(f"{n}/06/2024;Formation;0860002K;IA;1,5;{n}\n" for n in (12, 13, 14))
    assert comptes(scene.un(f"{head}{rows};;;{mot};4,5;39")) == {"lues": 4, "ajoutees": 3, "ecartees": 1}
    # Of another number it may be a record that was not finished.
    assert comptes(scene.un(f"{head}{rows};;;{mot};4,5;40", "b.csv"))["refusees"] == 1


def test_a_table_whose_titles_go_down_says_so(scene: Scene) -> None:
    (said,) = scene.un(
        "Date;12/06/2024;13/06/2024\nNature;Formation;Formation\nUAI;0860002K;0860014Y"
    ).problemes
    assert "transposer" in said.message
    (said,) = scene.un("Date;12/06/2024;13/06/2024\nNature;Formation;Formation\nHeures;1;2").problemes
    assert "transposer" not in said.message, "it would still lack the school"

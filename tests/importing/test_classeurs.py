"""A workbook of several sheets is one import: each sheet is recognised by its columns, each line keeps its sheet."""

from __future__ import annotations

import io
from datetime import date

import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CalculationSettings, NullDate

from tests.importing.scene import Scene, codes, comptes
from tests.reading.lecture import feuille_ods
from tne.importing.rows import repeated_sheets


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
    book.close()
    return out.getvalue()


def test_two_sheets_may_feed_the_same_data_set(scene: Scene) -> None:
    header: list[object] = ["Référence", "Date", "Nature", "UAI"]
    result = scene.un(
        workbook(
            ("Écoles", [header, ["A1", "12/09/2023", "Formation", "0860002K"]]),
            ("Aide", [["Comment remplir cette feuille"]]),
            (
                "Collèges",
                [
                    header,
                    ["B1", "13/09/2023", "Formation", "0860799B"],
                    ["A1", "12/09/2023", "Projet", "0860002K"],
                ],
            ),
        ),
        "a.xlsx",
    )
    assert comptes(result) == {"lues": 3, "ajoutees": 2, "doublons": 1}
    assert scene.table("intervention", "reference", "nature", "_feuille", "_ligne") == [
        ("A1", "Suivi de projet", "Collèges", 3),
        ("B1", "Formation", "Collèges", 2),
    ]
    scene.verifier()


def test_one_workbook_may_feed_several_data_sets_at_once(scene: Scene) -> None:
    results = scene.importer(
        workbook(
            ("É", [["UAI", "Nom"], ["0860002K", "A"], ["0860799B", "B"]]),
            ("I", [["Rentrée scolaire", "UAI", "IPS"], ["2022-2023", "0860002K", 105.7]]),
        ),
        "a.xlsx",
    )
    assert {r.jeu: comptes(r) for r in results} == {
        "etablissement": {"lues": 2, "ajoutees": 2},
        "ips": {"lues": 1, "ajoutees": 1},
    }
    assert {r.import_id for r in results} == {1}
    scene.annuler(1)
    assert not any(scene.contenu().values())


def test_problems_of_a_workbook_name_their_sheet(scene: Scene) -> None:
    header: list[object] = ["Référence", "Date", "Nature", "UAI"]
    result = scene.un(
        workbook(
            ("Un", [header, ["A1", "12/09/2023", "Formation", "0860002K"]]),
            ("Deux", [header, ["A2", "jamais", "Formation", "0860002K"]]),
        ),
        "a.xlsx",
    )
    assert [(p.feuille, p.ligne, p.colonne, p.valeur) for p in result.problemes] == [
        ("Deux", 2, "Date", "jamais")
    ]


def test_a_sheet_name_cannot_reach_a_statement(scene: Scene) -> None:
    name = "x'; DROP {x} $id --"
    scene.un(workbook((name, [["UAI", "Nom"], ["0860002K", "A"]])), "a.xlsx")
    assert scene.table("etablissement", "_feuille") == [(name,)]


def test_a_sheet_that_lost_one_of_its_titles_is_told(scene: Scene) -> None:
    result = scene.un(
        workbook(
            ("Sept", [["Date", "Nature", "UAI"], ["12/09/2023", "Formation", "0860002K"]]),
            ("Oct", [["Date", "Nature", "Code"], ["12/10/2023", "Formation", "0860002K"]]),
            ("Listes", [["Nature", "Sens"], ["Formation", "En groupe"]]),
        ),
        "a.xlsx",
    )
    assert comptes(result) == {"lues": 1, "ajoutees": 1}
    (told,) = [p for p in result.problemes if p.code == "tableau_laisse"]
    assert (told.feuille, told.ligne) == ("Oct", 1)
    assert "il manque la colonne « UAI »" in told.message


ENTETE: list[object] = ["Date", "Nature", "UAI", "Heures"]


def mois(number: int, *jours: int) -> list[list[object]]:
    """The log of a month, without references: one row for each of these days."""
    return [ENTETE, *([f"{jour:02d}/{number:02d}/2023", "Formation", "0860002K", "3"] for jour in jours)]


@pytest.mark.parametrize("en_tete", [True, False])
def test_a_sheet_of_the_year_beside_those_of_its_months_counts_once(scene: Scene, en_tete: bool) -> None:
    months = [("Sept", mois(9, 12, 13, 13)), ("Oct", mois(10, 3, 4))]
    year = ("Année", [ENTETE, *months[0][1][1:], *months[1][1][1:]])
    result = scene.un(workbook(*([year, *months] if en_tete else [*months, year])), "a.xlsx")
    assert comptes(result) == {"lues": 10, "ajoutees": 5, "doublons": 5}
    (told,) = result.problemes
    assert (told.feuille, told.code) == ("Année", "feuille_repetee")
    assert "5 lignes" in told.message
    # The two equal rows of September stay two, and a month sent alone is known again.
    assert comptes(scene.un(workbook(months[0]), "b.xlsx")) == {"lues": 3, "inchangees": 3}
    scene.verifier("intervention")


def test_a_sheet_of_the_year_counts_once_whatever_its_total(scene: Scene) -> None:
    months = [("Sept", mois(9, 12, 13)), ("Oct", mois(10, 3))]
    year = ("Année", [ENTETE, *months[0][1][1:], *months[1][1][1:]])
    sheets = [(name, [*rows, ["Total", "", "", 3 * (len(rows) - 1)]]) for name, rows in (*months, year)]
    result = scene.un(workbook(*sheets), "a.xlsx")
    assert comptes(result) == {"lues": 9, "ajoutees": 3, "doublons": 3, "ecartees": 3}
    assert codes(result) == ["ecartees", "feuille_repetee"]


def test_a_sheet_without_titles_beside_those_that_go_in_is_told(scene: Scene) -> None:
    aide: list[list[object]] = [["Natures admises"], ["Formation"], ["Suivi de projet"]]
    result = scene.un(workbook(("Sept", mois(9, 12)), ("Oct", mois(10, 3, 4)[1:]), ("Aide", aide)), "a.xlsx")
    assert comptes(result) == {"lues": 1, "ajoutees": 1}
    (told,) = result.problemes
    assert (told.feuille, told.code) == ("Oct", "tableau_laisse")
    assert "pas de ligne de titres" in told.message


def test_a_sheet_that_shares_some_rows_with_another_is_told(scene: Scene) -> None:
    result = scene.un(workbook(("Oct", mois(10, 3, 4, 5)), ("Bilan", mois(10, 3, 4, 6))), "a.xlsx")
    assert comptes(result) == {"lues": 6, "ajoutees": 6}
    (told,) = result.problemes
    assert (told.feuille, told.code) == ("Bilan", "feuille_semblable")
    assert "2 des 3 lignes" in told.message
    assert "« Oct »" in told.message


def test_a_longer_sheet_that_has_most_rows_of_another_is_told(scene: Scene) -> None:
    bilan = mois(10, 3, 4, 6, 7, 10, 11)
    result = scene.un(workbook(("Oct", mois(10, 3, 4, 5)), ("Bilan", bilan)), "a.xlsx")
    assert [(p.feuille, p.code) for p in result.problemes] == [("Bilan", "feuille_semblable")]


def test_one_row_on_two_sheets_is_two_records(scene: Scene) -> None:
    """Both médiateurs in one school on one day."""
    result = scene.un(workbook(("Léa", mois(10, 3, 4)), ("Tom", mois(10, 3))), "a.xlsx")
    assert comptes(result) == {"lues": 3, "ajoutees": 3}
    assert result.problemes == ()


def test_the_rows_of_several_sheets_are_compared_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    counts = repeated_sheets._counts
    monkeypatch.setattr(repeated_sheets, "_counts", lambda *a: asked.append("") or counts(*a))
    result = scene.un(workbook(("Oct", mois(10, 3, 4, 5)), ("Bis", mois(10, 3, 4, 5))), "a.xlsx")
    # Of two equal ones the later is told.
    assert [(p.feuille, p.code) for p in result.problemes] == [("Bis", "feuille_repetee")]
    assert len(asked) == 1


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_sheet_whose_lines_stand_whole_in_one_cell_is_cut(scene: Scene, delimiter: str) -> None:
    """A CSV that a spreadsheet of another separator opened and saved."""
    rows = [
        ["Date", "Nature", "UAI", "Thème"],
        ["12/09/2023", "Formation", "0860002K", f'"Écrans{delimiter} suite"'],
    ]
    rows += [[f"{jour}/09/2023", "Formation", "0860002K", "B"] for jour in (13, 14)]
    result = scene.un(workbook(("J", [[delimiter.join(r)] for r in rows])), "a.xlsx")
    assert (comptes(result), codes(result)) == ({"lues": 3, "ajoutees": 3}, ["une_colonne"])
    assert scene.table("intervention", "_ligne", "theme")[0] == (
        2,
        f"Écrans{delimiter} suite".replace("\t", " "),
    )


def test_sentences_with_commas_in_one_column_stay_whole(scene: Scene) -> None:
    texte: list[list[object]] = [
        ["Bonjour, voici le journal"],
        ["Il tient, comme promis, en une page"],
        ["Merci, et bonne fin"],
    ]
    result = scene.un(workbook(("Aide", texte), ("Sept", mois(9, 12))), "a.xlsx")
    assert (comptes(result), codes(result)) == ({"lues": 1, "ajoutees": 1}, [])


DAYS_SINCE_1904 = (date(2024, 6, 12) - date(1904, 1, 1)).days
ROWS: list[list[object]] = [["Date", "Nature", "UAI"], [DAYS_SINCE_1904 + 0.375, "Formation", "0860002K"]]


def _since_1904(kind: str) -> bytes:
    """A day of which the cell has the format of a number, in a workbook whose days are counted from 1904."""
    out = io.BytesIO()
    if kind == "xlsx":
        new = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": True})
        sheet = new.add_worksheet("S")
        for i, row in enumerate(ROWS):
            sheet.write_row(i, 0, row)
        new.close()
    elif kind == "xls":
        old = xlwt.Workbook()
        old.dates_1904 = True
        sheet = old.add_sheet("S")
        for i, row in enumerate(ROWS):
            for j, value in enumerate(row):
                sheet.write(i, j, value)
        old.save(out)
    else:
        document = OpenDocumentSpreadsheet()
        settings = CalculationSettings()
        settings.addElement(NullDate(datevalue="1904-01-01"))
        document.spreadsheet.addElement(settings)
        document.spreadsheet.addElement(feuille_ods("S", ROWS))
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_days_in_numbers_are_counted_from_where_the_workbook_says(scene: Scene, kind: str) -> None:
    """Read as those of other workbooks they are four years and a day early."""
    result = scene.un(_since_1904(kind), f"a.{kind}")
    assert scene.table("intervention", "date") == [(date(2024, 6, 12),)]
    (told,) = [p for p in result.problemes if p.code == "jours_de_1904"]
    assert "43993.375 est le 12/06/2024" in told.message


def test_days_in_numbers_of_other_workbooks_are_counted_from_1900(scene: Scene) -> None:
    result = scene.un(workbook(("S", [ROWS[0], [45455, "Formation", "0860002K"]])), "a.xlsx")
    assert scene.table("intervention", "date") == [(date(2024, 6, 12),)]
    assert codes(result) == []


def test_a_row_of_an_earlier_workbook_is_told_by_its_sheet(scene: Scene) -> None:
    """« Ligne 2 » was in each of its sheets."""
    head: list[object] = ["Date", "Nature", "UAI", "Heures"]
    september: list[object] = ["12/09/2023", "Formation", "0860002K", 2]
    october: list[object] = ["12/10/2023", "Formation", "0860002K", 2]
    scene.un(workbook(("Sept", [head, september]), ("Oct", [head, october])), "a.xlsx")
    later = workbook(("Sept", [head, [*september[:3], 3]]))
    told = {p.code: p.message for p in scene.un(later, "b.xlsx").problemes}
    assert "import n° 1, feuille « Oct », ligne 2 (" in told["lignes_absentes"]
    assert "(import n° 1, feuille « Sept », ligne 2)" in told["peut_etre_deux_fois"]

"""Days that a spreadsheet in another language may have turned round: nothing is changed, and it is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.importing.scene import Scene, codes, comptes
from tests.importing.test_classeurs import mois, workbook
from tne import horloge
from tne.importing.correcting.grouping import groups

ENTETE: list[object] = ["Date", "Nature", "UAI"]


def _texte(*dates: str) -> str:
    return "\n".join(["Date;Nature;UAI", *(f"{d};Formation;0860002K" for d in dates)])


def test_dates_beside_texts_all_after_the_twelfth_are_told(scene: Scene) -> None:
    turned = [date(2023, 5, 9), date(2023, 6, 9), date(2023, 4, 10)]
    written = ["25/09/2023", "26/09/2023", "14/10/2023"]
    rows: list[list[object]] = [[d, "Formation", "0860002K"] for d in [*map(str, turned), *written]]
    result = scene.un(workbook(("J", [ENTETE, *rows])), "a.xlsx")
    (told,) = result.problemes
    assert told.code == "jours_inverses"
    assert "le 09/05/2023 serait le 05/09/2023" in told.message
    assert groups([told])[0].a_verifier
    assert len(scene.table("intervention", "date")) == 6, "nothing is turned round unasked"


def test_dates_that_a_french_spreadsheet_turned_are_told(scene: Scene) -> None:
    """Of an export with the month first it made days of those that it could, the wrong ones; the others are read rightly."""
    turned = [date(2023, 12, 9), date(2024, 1, 9), date(2023, 5, 10)]
    written = ["9/25/2023", "9/26/2023", "10/14/2023"]
    rows: list[list[object]] = [[d, "Formation", "0860002K"] for d in [*map(str, turned), *written]]
    result = scene.un(workbook(("J", [ENTETE, *rows])), "a.xlsx")
    (told,) = [p for p in result.problemes if p.code == "jours_inverses"]
    assert (
        "un tableur en français a sans doute inversé les premières (le 09/12/2023 serait le 12/09/2023)"
        in told.message
    )
    assert (date(2023, 10, 14),) in scene.table("intervention", "date")


def test_days_of_both_orders_leave_the_others_in_doubt(scene: Scene) -> None:
    """A sheet of dates and of texts, saved as CSV by a spreadsheet in English: those that were no day the day first were proposed
    right, and the others taken the other way round without a word.
    """
    dates = ["15/09/2023", "09/18/2023", "09/19/2023", "02/10/2023", "10/05/2023", "05/10/2023", "16/10/2023"]
    result = scene.un(_texte(*dates, "10/12/2023", "10/18/2023"))
    (told,) = [p for p in result.problemes if p.code == "mois_d_abord"]
    assert told.message.startswith(
        "« Date » mêle deux écritures : 09/18/2023 n'est une date que le mois d'abord, 15/09/2023 que le jour d'abord. Les autres sont "
        "lues le jour d'abord (02/10/2023 est lue le 2 du mois 10), peut-être à tort"
    )
    assert {p.suggestion for p in result.problemes} == {None}, "half of a correction is none"
    assert groups([told])[0].a_verifier


@pytest.mark.parametrize(
    "dates",
    [
        ["15/09/2023", "09/18/2023", "02/10/2023", "05/10/2023", "16/10/2023", "10/11/2023"],  # one slip
        ["15/09/2023", "09/18/2023", "09/19/2023", "16/10/2023", "17/10/2023"],  # none that is either
        [
            "15/09/2023",
            "09/18/2023",
            "09/19/2023",
            "02/10/2023",
            "05/10/2023",
            "06/10/2023",
            "16/10/2023",
            "07/11/2023",
        ],
    ],
    ids=["a slip", "no doubt", "in the order of a log"],
)
def test_days_of_both_orders_that_leave_no_doubt(scene: Scene, dates: list[str]) -> None:
    assert "mois_d_abord" not in codes(scene.un(_texte(*dates)))


@pytest.mark.parametrize(
    "dates",
    [
        ["2023-05-09", "2023-06-09", "2023-04-20", "25/09/2023", "26/09/2023", "14/10/2023"],
        ["2023-05-09", "2023-06-09", "2023-04-10", "25/09/2023", "26/09/2023", "04/10/2023"],
        ["2023-05-09", "2023-06-09", "25/09/2023", "26/09/2023"],
    ],
)
def test_dates_of_any_day_are_not(scene: Scene, dates: list[str]) -> None:
    assert codes(scene.un(_texte(*dates))) == []


def test_many_days_of_which_none_is_after_the_twelfth_are_told(scene: Scene) -> None:
    result = scene.un(_texte("9/5/2023", "9/6/2023", "9/7/2023", "10/3/2023", "10/4/2023", "11/9/2023"))
    assert codes(result) == ["jour_ou_mois"]
    assert "9/5/2023 est le 9 du mois 5" in result.problemes[0].message


@pytest.mark.parametrize(
    "dates",
    [
        [f"01/{m:02d}/2023" for m in range(1, 10)],
        ["9/5/2023", "9/6/2023", "9/7/2023", "10/3/2023", "10/4/2023", "13/9/2023"],
        ["9/5/2023", "9/6/2023", "9/7/2023", "10/3/2023"],
        ["9/5/2023", "10/6/2023", "11/3/2023", "9/4/2023", "10/7/2023"],
        ["04/09/2023", "05/09/2023", "06/09/2023", "04/10/2023", "07/11/2023", "08/12/2023"],
    ],
)
def test_first_days_of_months_and_few_days_are_not(scene: Scene, dates: list[str]) -> None:
    assert codes(scene.un(_texte(*dates))) == []


@pytest.mark.parametrize("header", ["Statut", "Commentaire", "Thème"])
@pytest.mark.parametrize(
    "word", ["Annulé", "ANNULÉE (grève)", "Reporté au 12/03", "n'a pas eu lieu", "Non réalisée"]
)
def test_a_row_that_says_it_did_not_take_place_counts_and_is_told(
    scene: Scene, header: str, word: str
) -> None:
    result = scene.un(
        f"""Date;Nature;UAI;{header}
        12/09/2023;Formation;0860002K;
        13/09/2023;Formation;0860002K;{word}
        14/09/2023;Formation;0860002K;Réalisé"""
    )
    (told,) = result.problemes
    assert (told.code, told.ligne) == ("lignes_annulees", 3)
    assert told.message.startswith(f"1 ligne dit « {word} » dans « {header} »")
    assert "Si elle n'a pas eu lieu, ôtez-la du fichier." in told.message


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("Écrans (reporté au 12/03)", "reporté"),
        ("Webradio – annulée", "annulée"),
        ("Écrans [n'a pas eu lieu]", "eu lieu"),
    ],
)
def test_so_does_one_that_says_it_after_its_theme(scene: Scene, word: str, said: str) -> None:
    (told,) = scene.un(f"Date;Nature;UAI;Thème\n12/09/2023;Formation;0860002K;{word}").problemes
    assert told.code == "lignes_annulees"
    assert said in told.message.split("qui ne décide")[0]


@pytest.mark.parametrize(
    "word",
    [
        *("Annulation d'une fraction", "Report des notes", "Réalisé", "Suppression des comptes"),
        *("Pix : non-annulable", "Le projet reporté sur la carte", "Textes (mots supprimables)"),
    ],
)
def test_a_theme_that_only_begins_alike_is_not_told(scene: Scene, word: str) -> None:
    assert codes(scene.un(f"Date;Nature;UAI;Thème\n12/09/2023;Formation;0860002K;{word}")) == []


@pytest.mark.parametrize(
    ("header", "box", "other"), [("Annulé", "true", "false"), ("Réalisée", "No", "Yes"), ("Fait", "faux", "vrai"), ("Reportée", "checked", "")]
)  # fmt: skip
def test_a_box_that_says_that_it_did_not_take_place_is_told(
    scene: Scene, header: str, box: str, other: str
) -> None:
    """Baserow, Notion and Airtable have boxes for it: « true » said nothing."""
    result = scene.un(
        f"Date;Nature;UAI;{header}\n12/09/2023;Formation;0860002K;{other}\n13/09/2023;Formation;0860002K;{box}"
    )
    (told,) = result.problemes
    assert (told.code, told.ligne) == ("lignes_annulees", 3)
    assert told.message.startswith(f"1 ligne dit « {box} » dans « {header} »")


@pytest.mark.parametrize(
    ("header", "box"), [("Annulé", "non"), ("Réalisée", "oui"), ("Réalisée", ""), ("Bilan fait", "non")]
)
def test_any_other_box_is_not(scene: Scene, header: str, box: str) -> None:
    assert codes(scene.un(f"Date;Nature;UAI;{header}\n12/09/2023;Formation;0860002K;{box}")) == []


@pytest.mark.parametrize("header", ["Nombre de séances", "Nb d'interventions", "Nombre", "Qté"])
def test_a_row_that_stands_for_several_is_told(scene: Scene, header: str) -> None:
    """A log by month with « 3 » under « Nombre de séances » counted one, without a word."""
    rows = "12/09/2023;Formation;0860002K;1\n13/09/2023;Formation;0860002K;3"
    (told,) = scene.un(f"Date;Nature;UAI;{header}\n{rows}").problemes
    assert (told.code, told.ligne) == ("lignes_comptees_une_fois", 3)
    assert "dit de 1 ligne qu'elle vaut plusieurs interventions" in told.message


@pytest.mark.parametrize("header", ["Nombre de séances", "Nombre de postes", "N° de séance"])
def test_a_row_that_stands_for_one_is_not(scene: Scene, header: str) -> None:
    number = "1" if "séances" in header else "3"
    assert codes(scene.un(f"Date;Nature;UAI;{header}\n12/09/2023;Formation;0860002K;{number}")) == []


@pytest.mark.parametrize("name", ["Annulées", "Prévisionnel 2024", "Copie de Sept", "À faire", "Archive"])
def test_a_sheet_whose_name_says_that_its_rows_do_not_count_is_told(scene: Scene, name: str) -> None:
    result = scene.un(workbook(("Sept", mois(9, 12, 13)), (name, mois(10, 3, 4, 5))), "a.xlsx")
    assert comptes(result) == {"lues": 5, "ajoutees": 5}
    (told,) = result.problemes
    assert (told.feuille, told.code) == (name, "feuille_douteuse")
    assert "(3 lignes)" in told.message


def test_an_only_sheet_may_be_called_as_one_likes(scene: Scene) -> None:
    assert codes(scene.un(workbook(("Copie de Sept", mois(9, 12, 13))), "a.xlsx")) == []


def test_days_to_come_are_told(scene: Scene) -> None:
    tomorrow = horloge.aujourdhui() + timedelta(days=1)
    result = scene.un(_texte("12/09/2023", f"{horloge.aujourdhui():%d/%m/%Y}", f"{tomorrow:%d/%m/%Y}"))
    (told,) = result.problemes
    assert told.code == "jours_a_venir"
    assert told.message.startswith("1 ligne est d'un jour à venir et compte déjà")


def test_one_date_with_the_month_first_makes_the_others_doubtful(scene: Scene) -> None:
    """It is refused, and to correct it alone would leave the others turned round."""
    result = scene.un(_texte("10/12/2023", "10/13/2023", "11/05/2023"))
    assert codes(result) == ["date_invalide", "mois_d_abord"]
    assert result.problemes[0].suggestion is None, "one press would settle it, and nothing tell the others"
    assert groups(result.problemes[1:])[0].a_verifier
    assert "10/12/2023 est lue le 10 du mois 12" in result.problemes[1].message


def test_so_does_one_among_years_of_two_digits(scene: Scene) -> None:
    """None of them is read, and what is proposed would turn the two first round, the last not."""
    result = scene.un(_texte("10/03/23", "10/05/23", "11/14/23"))
    assert codes(result) == [*["date_invalide"] * 3, "mois_d_abord"]
    assert {p.suggestion for p in result.problemes} == {None}
    assert "10/03/23 peut être le 10 du mois 3 ou le 3 du mois 10" in result.problemes[3].message


@pytest.mark.parametrize(
    "dates",
    [
        ["10/12/2023", "10/13/2023", "25/05/2023"],
        ["04/09/2023", "05/09/2023", "06/13/2023", "04/10/2023", "07/11/2023", "08/12/2023"],
        ["10/10/2023", "10/13/2023"],
    ],
)
def test_a_slip_among_days_first_is_a_slip(scene: Scene, dates: list[str]) -> None:
    assert codes(scene.un(_texte(*dates))) == ["date_invalide"]

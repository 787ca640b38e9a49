"""A sheet kept as a calendar: each record begins and ends at a day and an hour, together or in a column each."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from tests.importing.scene import Scene, text_bytes
from tne.erreurs import ImportRefuse
from tne.importing import Resultat, open_document
from tne.importing.headers.recognising import recognise


def _remarques(result: Resultat) -> list[tuple[str, str]]:
    return [(p.code, p.message) for p in result.problemes]


def _planning(entetes: str, *debuts_et_fins: str) -> bytes:
    rows = [f"{t};Formation;0860002K" for t in debuts_et_fins]
    return text_bytes("\n".join([f"{entetes};Nature;UAI", *rows]))


@pytest.mark.parametrize(
    ("debut", "fin"),
    [
        ("12/03/2024 09:00", "12/03/2024 11:30"),
        ("2024-03-12T09:00:00+01:00", "2024-03-12T11:30:00+01:00"),
        ("2024-03-12 09:00:00", "2024-03-12 11:30:00.000"),
        ("mardi 12 mars 2024 à 9h", "mardi 12 mars 2024 à 11h30"),
        ("12/03/2024 à 9h00", "12/03/2024 à 11h30"),
        ("12 mars 2024, 09:00", "12 mars 2024, 11:30"),
        ("45363,375", "45363,4791666667"),
        ("12/03/2024 09:00", "11:30"),
    ],
)
def test_a_day_with_its_hour_tells_both(scene: Scene, debut: str, fin: str) -> None:
    result = scene.un(_planning("Début;Fin", f"{debut};{fin}"))
    assert scene.heures() == [(12, 2.5)]
    assert _remarques(result) == [("durees_calculees", "1 durée est calculée d'après « Début » et « Fin ».")]
    assert result.laissees == ()


def test_a_date_of_its_own_is_the_day(scene: Scene) -> None:
    scene.un(_planning("Date;Début;Fin", "12/03/2024;12/03/2024 09:00;12/03/2024 11:30"))
    assert scene.heures() == [(12, 2.5)]


@pytest.mark.parametrize(
    "entetes",
    [
        "Date début;Heure début;Date fin;Heure fin",
        "Début le;Début à;Fin le;Fin à",
        "Début;Début;Fin;Fin",
    ],
)
def test_days_and_hours_stand_in_columns_of_their_own(scene: Scene, entetes: str) -> None:
    result = scene.un(
        _planning(entetes, "12/03/2024;09:00;12/03/2024;11:30", "18/03/2024;22:00;19/03/2024;00:30")
    )
    assert scene.heures() == [(12, 2.5), (18, 2.5)]
    assert [c for c, _ in _remarques(result)] == ["durees_calculees"]
    assert result.laissees == ()


@pytest.mark.parametrize("entetes", ["De;À", "de;a", "Du;Au", "Heure;Heure de fin"])
def test_short_names_of_a_beginning_and_an_end(scene: Scene, entetes: str) -> None:
    result = scene.un(_planning(f"Date;{entetes}", "12/03/2024;9h;11h30"))
    assert scene.heures() == [(12, 2.5)]
    assert result.laissees == ()


def test_what_is_not_of_one_day_gives_no_duration(scene: Scene) -> None:
    """What goes on over midnight does; whole days and stays of several days would count their nights."""
    result = scene.un(
        _planning(
            "Début;Fin",
            "12/03/2024 09:00;12/03/2024 11:30",
            "13/03/2024 22:00;14/03/2024 00:30",
            "20/03/2024 00:00;21/03/2024 00:00",
            "25/03/2024 09:00;27/03/2024 17:00",
            "26/03/2024 14:00;27/03/2024 12:00",
            "28/03/2024 14:00;27/03/2024 15:00",
        )
    )
    assert scene.heures() == [(12, 2.5), (13, 2.5), (20, None), (25, None), (26, None), (28, None)]
    where = "dans « Début » et « Fin »."
    assert _remarques(result) == [
        ("durees_calculees", "2 durées sont calculées d'après « Début » et « Fin »."),
        (
            "durees_non_calculees",
            f"1 ligne reste sans durée (ligne 7) : la fin n'y est pas après le début, {where}",
        ),
        (
            "durees_non_calculees",
            f"1 ligne reste sans durée (ligne 4) : le jour y est pris tout entier, sans heures, {where}",
        ),
        (
            "durees_non_calculees",
            f"2 lignes restent sans durée (lignes 5, 6) : le début et la fin y sont de jours différents, {where}",
        ),
    ]


def test_days_alone_say_no_hours(scene: Scene) -> None:
    result = scene.un(_planning("Début;Fin", "12/03/2024;12/03/2024", "13/03/2024;14/03/2024"))
    assert scene.heures() == [(12, None), (13, None)]
    assert [t.colonnes for t in result.laissees] == [("Fin",)]


@pytest.mark.parametrize(
    ("entetes", "dit", "tu"),
    [
        ("Début;Fin", "12/03/2024 09:00;12/03/2024 11:30", "13/03/2024 matin;13/03/2024 midi"),
        ("Date;Début;Fin", "12/03/2024;09:00;11:30", "13/03/2024;matin;midi"),
        ("Date début;Heure début;Heure fin", "12/03/2024;09:00;11:30", "13/03/2024;matin;midi"),
    ],
)
def test_words_in_the_place_of_hours_are_told(scene: Scene, entetes: str, dit: str, tu: str) -> None:
    result = scene.un(_planning(entetes, dit, dit.replace("12/", "11/"), tu), valides_seulement=True)
    assert scene.heures()[:2] == [(11, 2.5), (12, 2.5)]
    told = [m for c, m in _remarques(result) if c == "durees_non_calculees"]
    assert len(told) == 1
    assert "(ligne 4) : une heure y manque ou ne se lit pas" in told[0]


@pytest.mark.parametrize(
    "lignes",
    [
        # On other days, one of which goes on for long; and at once.
        ("2024-03-18 18:02:11;2024-03-18 19:15:40;12/03/2024", "2024-03-18 19:15:45;2024-03-18 19:37:00;13/03/2024"),
        ("12/03/2024 18:02:11;12/03/2024 18:05:40;12/03/2024", "13/03/2024 18:02:11;13/03/2024 18:06:40;13/03/2024"),
    ],
)  # fmt: skip
def test_the_time_that_a_form_took_is_no_duration(scene: Scene, lignes: tuple[str, ...]) -> None:
    """Without its « ID », the export of a form has its two columns of hours all the same."""
    scene.un(_planning("Heure de début;Heure de fin;Date", *lignes))
    assert scene.heures() == [(12, None), (13, None)]


def test_a_day_beside_the_day_of_the_record_may_be_written_otherwise(scene: Scene) -> None:
    scene.un(_planning("Date;Début;Fin", "12/03/2024;2024-03-12 09:00;2024-03-12 11:30"))
    assert scene.heures() == [(12, 2.5)]


def test_the_days_of_a_project_leave_the_hours_of_its_record(scene: Scene) -> None:
    rows = [f"{d}/03/2024;01/03/2024;30/06/2024;9h;11h30" for d in (12, 13)]
    result = scene.un(_planning("Date;Du;Au;Heure début;Heure fin", *rows))
    assert scene.heures() == [(12, 2.5), (13, 2.5)]
    assert [t.colonnes for t in result.laissees] == [("Du", "Au")]


@pytest.mark.parametrize("entetes", ["Matin;Après-midi", "Horaires du matin;Horaires de l'après-midi"])
def test_the_halves_of_a_day_are_added(scene: Scene, entetes: str) -> None:
    result = scene.un(
        _planning(f"Date;{entetes}", "12/03/2024;9h-12h;", "13/03/2024;9h - 12h;13h30-16h", "14/03/2024;;")
    )
    assert scene.heures() == [(12, 3.0), (13, 5.5), (14, None)]
    assert [c for c, _ in _remarques(result)] == ["durees_calculees"]


def test_boxes_of_half_days_are_no_hours(scene: Scene) -> None:
    result = scene.un(_planning("Date;Matin;Après-midi", "12/03/2024;X;", "13/03/2024;X;X"))
    assert scene.heures() == [(12, None), (13, None)]
    assert [t.colonnes for t in result.laissees] == [("Matin", "Après-midi")]


def test_a_line_of_total_is_no_record_without_hours(scene: Scene) -> None:
    rows = "12/03/2024 09:00;12/03/2024 11:30;Formation;0860002K\nTotal;;;"
    result = scene.un(text_bytes(f"Début;Fin;Nature;UAI\n{rows}"))
    assert [c for c, _ in _remarques(result)] == ["ecartees", "durees_calculees"]


def test_a_workbook_with_days_and_hours(scene: Scene) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Début", "Fin", "Nature", "UAI"])
    sheet.append([dt.datetime(2024, 3, 12, 9, 30), dt.datetime(2024, 3, 12, 12), "Formation", "0860002K"])
    sheet.append([dt.datetime(2024, 3, 20), dt.datetime(2024, 3, 21), "Formation", "0860002K"])
    out = io.BytesIO()
    book.save(out)
    scene.un(out.getvalue(), "a.xlsx")
    assert scene.heures() == [(12, 2.5), (20, None)]


def test_hours_without_a_day_leave_the_date_missing(scene: Scene) -> None:
    """« 9h » under « Début » was no day of each record that did not read: there is none."""
    refused = scene.un(_planning("Début;Fin", "9h;11h"))
    assert "où il manque la colonne « Date ». 1 durée est calculée d'après « Début » et « Fin »." in (
        refused.problemes[0].message
    )


def test_hours_are_computed_though_a_column_has_yet_to_be_mapped(scene: Scene) -> None:
    """Once « Établissement » was given for the school, the hours of the day were left aside."""
    table = "Date;Heure début;Heure fin;Nature;Établissement\n12/03/2024;9h;11h30;Formation;0860002K"
    (lu,) = open_document(text_bytes(table), "a.csv").tableaux
    with pytest.raises(ImportRefuse, match="1 durée est calculée d'après « Heure début »"):
        recognise(lu)
    assert lu.colonne("Durée").to_pylist() == ["2h30"]

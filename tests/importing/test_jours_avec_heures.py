"""« Date et horaire » in one column: the day is read, and the duration where the cell says when it ended too."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.importing.scene import Scene, csv_bytes
from tne.importing import Resultat


def _un(scene: Scene, header: str, *cells: str, others: tuple[str, ...] = ()) -> Resultat:
    head = [header, "Nature", "UAI", *(["Durée"] if others else [])]
    rows = [[cell, "Formation", "0860002K", *others[i : i + 1]] for i, cell in enumerate(cells)]
    return scene.un(csv_bytes(head, rows))


@pytest.mark.parametrize(
    "header", ["Date et horaire", "Date et horaires", "Date et heure", "Date / heure", "Date"]
)
def test_a_day_with_its_hours(scene: Scene, header: str) -> None:
    result = _un(
        scene, header, "12/03/2024 14h-16h", "13/03/2024 de 9h00 à 12h00", "jeudi 14 mars 2024, 9h30"
    )
    assert scene.heures() == [(12, 2.0), (13, 3.0), (14, None)]
    assert [(p.code, p.message) for p in result.problemes] == [
        ("durees_calculees", f"2 durées sont calculées d'après « {header} ».")
    ]
    assert result.laissees == ()


@pytest.mark.parametrize(
    ("cell", "hours"),
    [
        ("12/03/2024, 9h30", None),
        ("12/03/2024 - 9h-11h30", 2.5),
        ("12-03-2024 9:00-12:00 et 14:00-15:30", 4.5),
        ("mardi 12/03/2024 9h-12", 3.0),
        ("mardi 12 mars 2024 de 9h à 12h", 3.0),
        ("2024-03-12T09:00:00-04:00", None),
        ("2024-03-12 02:00-04:00", None),
        ("12/03/2024\n9h-12h", 3.0),
        ("12/03/2024\u00a09h\u202f–\u202f12h", 3.0),
        ("12/03/2024 (9h‑12h)", 3.0),
        ("le mardi 12 mars 2024\n(9h à 12h)", 3.0),
    ],
)  # fmt: skip
def test_ways_of_writing_a_day_and_hours(scene: Scene, cell: str, hours: float | None) -> None:
    """An offset from UTC is no end."""
    _un(scene, "Date", cell)
    assert scene.heures() == [(12, hours)]


def test_short_years_are_read_as_their_column_says(scene: Scene) -> None:
    _un(scene, "Date et horaire", "12/03/24 14h-16h", "25/03/24 9h-12h")
    assert scene.heures() == [(12, 2.0), (25, 3.0)]


def test_a_stated_duration_stays_and_an_end_before_its_beginning_is_told(scene: Scene) -> None:
    cells = ("12/03/2024 14h-16h", "13/03/2024 14h-16h", "14/03/2024 16h-14h", "15/03/2024 14h-16h")
    result = _un(scene, "Date et horaire", *cells, others=("1h", "", "", ""))
    assert scene.heures() == [(12, 1.0), (13, 2.0), (14, None), (15, 2.0)]
    assert [p.message for p in result.problemes] == [
        "2 durées sont calculées d'après « Date et horaire ». Celles que dit « Durée » sont gardées.",
        "1 ligne reste sans durée (ligne 4) : la fin n'y est pas après le début, dans « Date et horaire ».",
    ]


SESSION_DITE = ["Dispositif : code", "Module : code", "Groupe : identifiant", "Session"]


@pytest.mark.parametrize(
    "header", ["Début", "Date et horaire", "Date et horaires", "Date et heure", "Date / heure"]
)
def test_a_session_begins_with_the_first_of_its_hours(scene: Scene, header: str) -> None:
    row = ["23A0130001", "M1", "G1", "1", "12/03/2024 14h-16h", "Poitiers"]
    result = scene.un(csv_bytes([*SESSION_DITE, header, "Lieu"], [row]))
    assert result.jeu == "session"
    assert scene.table("session", "debut", "duree") == [(dt.datetime(2024, 3, 12, 14), 2.0)]


def test_the_stated_duration_of_a_session_stays(scene: Scene) -> None:
    """Without a known beginning the plan was a sheet of declared hours, and had no days."""
    row = ["23A0130001", "M1", "G1", "1", "12/03/2024 14h-17h", "2h30"]
    result = scene.un(csv_bytes([*SESSION_DITE, "Date et horaire", "Durée"], [row]))
    assert (result.jeu, result.laissees) == ("session", ())
    assert scene.table("session", "debut", "duree") == [(dt.datetime(2024, 3, 12, 14), 2.5)]


def test_hours_declared_beside_the_day_of_their_session_stay_declared(scene: Scene) -> None:
    row = ["23A0130001", "M1", "G1", "1", "12/03/2024 14h-16h", "2", "1"]
    head = [*SESSION_DITE, "Date et horaire", "Heures", "Heures hors face-à-face"]
    assert scene.un(csv_bytes(head, [row])).jeu == "session_complement"


def test_a_meeting_with_parents_keeps_its_day_alone(scene: Scene) -> None:
    head = ["Date et horaires", "Type", "Organisateur", "Parents"]
    result = scene.un(csv_bytes(head, [["12/03/2024 18h-20h", "Atelier", "Orks", "12"]]))
    assert (result.jeu, result.comptes.ajoutees, result.problemes) == ("atelier_parentalite", 1, ())


@pytest.mark.parametrize(
    "cell", ["12/03/2024 9h - 13/03/2024 12h", "12/03/2024 14h-16h, 13/03/2024", "12/03/2024 9h-12h Salle 2"]
)
def test_what_says_more_than_a_day_and_its_hours_is_asked(scene: Scene, cell: str) -> None:
    (problem,) = _un(scene, "Date et horaire", cell).problemes
    assert (problem.code, problem.suggestion) == ("date_invalide", "12/03/2024")


@pytest.mark.parametrize("header", ["Horaires", "Horaire", "Créneau", "Plage horaire"])
def test_hours_that_say_the_day_too_are_that_of_the_record(scene: Scene, header: str) -> None:
    """The table was refused for want of « Date »."""
    result = _un(scene, header, "12/03/2024 14h-16h", "mercredi 13 mars 2024 de 9h à 12h", "14/03/2024")
    assert scene.heures() == [(12, 2.0), (13, 3.0), (14, None)]
    assert [p.message for p in result.problemes] == [f"2 durées sont calculées d'après « {header} »."]
    assert result.laissees == ()


def test_hours_that_say_the_day_of_a_session(scene: Scene) -> None:
    row = ["23A0130001", "M1", "G1", "1", "12/03/2024 14h-16h", "Poitiers"]
    scene.un(csv_bytes([*SESSION_DITE, "Horaires", "Lieu"], [row]))
    assert scene.table("session", "debut", "duree") == [(dt.datetime(2024, 3, 12, 14), 2.0)]


def test_hours_without_a_day_among_those_that_say_it_are_asked(scene: Scene) -> None:
    result = _un(scene, "Horaires", "12/03/2024 14h-16h", "16h-17h", "13/03/2024 9h-10h")
    assert [(p.colonne, p.ligne, p.valeur) for p in result.problemes if p.ligne] == [
        ("Horaires", 3, "16h-17h")
    ]


@pytest.mark.parametrize("cells", [("14h-16h",), ("12/03/2024 14h-16h", "16h-17h", "9h-10h")])
def test_hours_that_seldom_say_the_day_leave_it_missing(scene: Scene, cells: tuple[str, ...]) -> None:
    (refused,) = _un(scene, "Horaires", *cells).problemes
    assert "où il manque la colonne « Date »." in refused.message
    assert refused.message.endswith(
        "« Horaires » peut la remplacer, si le jour y est écrit devant les heures : 12/03/2024 14h-16h."
    )


def test_one_of_two_columns_of_hours_is_not_told_to_stand_for_the_day(scene: Scene) -> None:
    """It says the day already, and is not read for it beside another."""
    head = ["Horaires", "Créneau", "Nature", "UAI"]
    (refused,) = scene.un(
        csv_bytes(head, [["12/03/2024 9h-12h", "9h-12h", "Formation", "0860002K"]])
    ).problemes
    assert refused.message.endswith("où il manque la colonne « Date ».")


@pytest.mark.parametrize("day", ["Date", "Date de la visite", "Début", "Du"])
def test_a_day_beside_hours_that_say_one_is_the_day(scene: Scene, day: str) -> None:
    head = [day, "Horaires", "Nature", "UAI"]
    scene.un(csv_bytes(head, [["13/03/2024", "12/03/2024 14h-16h", "Formation", "0860002K"]]))
    assert [d for d, _ in scene.heures()] == [13]


@pytest.mark.parametrize("heure", ["9:00am", "9:00:00 AM"])
def test_days_beyond_twelve_put_the_day_first_whatever_the_hours(scene: Scene, heure: str) -> None:
    """Airtable writes « 13/3/2024 9:00am » in a French base: it was no date, and the 12th of March beside it the 3rd of December."""
    result = _un(scene, "Date", f"12/3/2024 {heure}", f"13/3/2024 {heure}", "4/3/2024")
    assert [p.code for p in result.problemes] == ["jour_avant_mois"]
    assert scene.heures() == [(4, None), (12, None), (13, None)]


def test_hours_of_half_a_day_in_both_orders_say_nothing(scene: Scene) -> None:
    result = _un(scene, "Date", "3/14/2024 9:00am", "13/3/2024 9:00am")
    assert "jour_avant_mois" not in [p.code for p in result.problemes]
    assert scene.heures() == []

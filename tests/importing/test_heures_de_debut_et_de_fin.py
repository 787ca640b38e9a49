"""A sheet that says when an intervention began and ended: its hours are computed, told, and never take the place of stated ones."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from tests.importing.scene import Scene, csv_bytes, text_bytes
from tne.importing import Resultat


def _remarques(result: Resultat) -> list[tuple[str, str]]:
    return [(p.code, p.message) for p in result.problemes]


def _feuille(entetes: list[str], *horaires: tuple[str, ...]) -> bytes:
    rows = [[f"{12 + i}/01/2024", "Formation", "0860002K", *h] for i, h in enumerate(horaires)]
    return csv_bytes(["Date", "Nature", "UAI", *entetes], rows)


def _heures(scene: Scene) -> list[float | None]:
    return [h for _, h in scene.table("intervention", "date", "heures")]


@pytest.mark.parametrize(
    ("debut", "fin"),
    [("Heure début", "Heure fin"), ("Début", "Fin"), ("Heure de début", "Heure de fin"), ("Heure d'arrivée", "Heure de départ"),
    ("Début de l'intervention", "Fin de l'intervention")],
)  # fmt: skip
def test_hours_are_computed_from_a_beginning_and_an_end(scene: Scene, debut: str, fin: str) -> None:
    source = _feuille(
        [debut, fin], ("9h30", "12h"), ("14:00", "16:30:00"), ("0,375", "0.5"), ("9", "11 h 15")
    )
    result = scene.un(source)
    assert _heures(scene) == [2.5, 2.5, 3.0, 2.25]
    assert _remarques(result) == [
        ("durees_calculees", f"4 durées sont calculées d'après « {debut} » et « {fin} ».")
    ]
    assert result.laissees == ()


@pytest.mark.parametrize(
    ("texte", "heures"),
    [("9h-12h", 3.0), ("14h00 – 16h30", 2.5), ("de 9h à 10h15", 1.25), ("9h-12", 3.0), ("9h - 12h / 13h30 - 16h30", 6.0),
    ("9:00-12:00 et 14:00-15:30", 4.5)],
)  # fmt: skip
def test_hours_are_computed_from_one_column(scene: Scene, texte: str, heures: float) -> None:
    result = scene.un(_feuille(["Horaires"], (texte,)))
    assert _heures(scene) == [heures]
    assert _remarques(result) == [("durees_calculees", "1 durée est calculée d'après « Horaires ».")]


def test_a_stated_duration_stays_and_an_empty_one_is_filled(scene: Scene) -> None:
    result = scene.un(
        _feuille(["Début", "Fin", "Durée"], ("9h", "12h", "2h30"), ("9h", "12h", ""), ("", "", "1h"))
    )
    assert _heures(scene) == [2.5, 3.0, 1.0]
    assert _remarques(result) == [
        (
            "durees_calculees",
            "1 durée est calculée d'après « Début » et « Fin ». Celles que dit « Durée » sont gardées.",
        )
    ]


def test_an_empty_column_of_durations_states_none(scene: Scene) -> None:
    result = scene.un(_feuille(["Début", "Fin", "Durée"], ("9h", "12h", "")))
    assert _remarques(result) == [("durees_calculees", "1 durée est calculée d'après « Début » et « Fin ».")]


def test_an_end_before_its_beginning_and_hours_that_do_not_read_are_told_and_left_empty(scene: Scene) -> None:
    result = scene.un(_feuille(["Horaires"], ("9h-12h",), ("14h-9h",), ("Mme Valjean",), ("",), ("9h-10h",)))
    assert _heures(scene) == [3.0, None, None, None, 1.0]
    assert _remarques(result) == [
        ("durees_calculees", "2 durées sont calculées d'après « Horaires »."),
        (
            "durees_non_calculees",
            "1 ligne reste sans durée (ligne 3) : la fin n'y est pas après le début, dans « Horaires ».",
        ),
        (
            "durees_non_calculees",
            "1 ligne reste sans durée (ligne 4) : une heure y manque ou ne se lit pas, dans « Horaires ».",
        ),
    ]


@pytest.mark.parametrize(
    ("debut", "fin", "pourquoi"),
    [
        ("12/01/2024 9:00", "13/01/2024 8:00", "le début et la fin y sont de jours différents"),
        ("13/01/2024 0:00", "12/01/2024 0:00", "la fin n'y est pas après le début"),
        ("matin", "12/01/2024", "une heure y manque ou ne se lit pas"),
    ],
    ids=["the night between two days", "midnight before midnight", "a word and a day"],
)
def test_a_beginning_and_an_end_that_last_no_hours_are_told(
    scene: Scene, debut: str, fin: str, pourquoi: str
) -> None:
    result = scene.un(_feuille(["Début", "Fin"], (debut, fin), ("13/01/2024 9:00", "13/01/2024 12:00")))
    assert _heures(scene) == [None, 3.0]
    assert [m for c, m in _remarques(result) if c == "durees_non_calculees"] == [
        f"1 ligne reste sans durée (ligne 2) : {pourquoi}, dans « Début » et « Fin »."
    ]


def test_hours_are_computed_where_half_of_the_rows_tell_them(scene: Scene) -> None:
    scene.un(_feuille(["Horaires"], ("9h-12h",), ("à définir",)))
    assert _heures(scene) == [3.0, None]


def test_the_hours_of_a_workbook_are_read(scene: Scene) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Date", "Heure début", "Heure fin", "Nature", "UAI"])
    sheet.append([dt.date(2024, 1, 12), dt.time(9, 30), dt.time(12, 0), "Formation", "0860002K"])
    out = io.BytesIO()
    book.save(out)
    scene.un(out.getvalue(), "a.xlsx")
    assert _heures(scene) == [2.5]


@pytest.mark.parametrize("horaires", ["toute la journée", "matin"])
def test_a_column_that_tells_no_hours_is_left_aside(scene: Scene, horaires: str) -> None:
    result = scene.un(_feuille(["Horaires"], (horaires,)))
    assert _heures(scene) == [None]
    assert [t.colonnes for t in result.laissees] == [("Horaires",)]


def test_days_are_no_hours_and_a_workshop_for_parents_has_none(scene: Scene) -> None:
    jours = scene.un(_feuille(["Début", "Fin"], ("12/01/2024", "13/01/2024")))
    assert [t.colonnes for t in jours.laissees] == [("Début", "Fin")]
    atelier = scene.un(
        text_bytes("Date;Horaires;Type;Organisateur;Parents\n12/01/2024;18h-20h;Atelier;Orks;12")
    )
    assert (atelier.jeu, [t.colonnes for t in atelier.laissees]) == ("atelier_parentalite", [("Horaires",)])


def test_the_beginning_that_a_session_needs_stays_its_own_column(scene: Scene) -> None:
    """Taken for hours, it left the plan without its days, and the table was one of declared hours."""
    head = "Dispositif : code;Module : code;Groupe : identifiant;Session;Début;Fin"
    result = scene.un(text_bytes(f"{head}\n23A0130001;M1;G1;1;9h30;12h"))
    assert (result.jeu, result.comptes.refusees) == ("session", 1)
    assert [p.colonne for p in result.problemes] == ["Début", "Fin"]


@pytest.mark.parametrize(
    ("entetes", "cellules"),
    [
        (["Horaire", "Date de fin"], ("9h-11h30", "12/01/2024")),
        (["Horaires", "Du", "Au"], ("9h-11h30", "12/01/2024", "12/01/2024")),
        (["Créneau", "Heure"], ("9h-11h30", "9h")),
        (["Heure début", "Heure fin", "Heure"], ("9h", "11h30", "9h")),
        (["Heure début", "Heure fin", "De"], ("9h", "11h30", "Médiatrice")),
    ],
)
def test_a_column_that_may_be_of_a_beginning_keeps_no_hours_from_being_computed(
    scene: Scene, entetes: list[str], cellules: tuple[str, ...]
) -> None:
    result = scene.un(_feuille(entetes, cellules))
    assert _heures(scene) == [2.5]
    assert [c for c, _ in _remarques(result)] == ["durees_calculees"]


@pytest.mark.parametrize("fin", ["Date fin", "Fin"])
def test_a_plan_that_lacks_a_column_is_told_so(scene: Scene, fin: str) -> None:
    """Its days taken for hours, it was read as hours declared for its sessions, all of none."""
    head = f"Code du dispositif;Code du module;Session;Groupe;Date début;{fin};Durée;Modalité;Lieu"
    (problem,) = scene.un(
        f"{head}\n23A0130001;M1;1;A;12/06/2024 9:00;12/06/2024 12:00;3h;Présentiel;Poitiers"
    ).problemes
    assert "« Sessions de formation », où il manque la colonne « Identifiant du groupe »" in problem.message

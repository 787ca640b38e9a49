"""Dates written out: their hour is kept, and a day of the week that is another one is told."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.importing.scene import Scene, codes, comptes
from tne.importing.correcting.grouping import groups


def _log(*days: str) -> str:
    return "\n".join(["Date;Nature;UAI", *(f"{d};Formation;0860002K" for d in days)])


@pytest.mark.parametrize(
    "day",
    [
        "lundi 12 mars 2024",
        "Lun. 12/03/2024",
        "LUNDI 12-03-2024",
    ],
)
def test_another_day_of_the_week_is_told_with_its_line(scene: Scene, day: str) -> None:
    result = scene.un(_log("mercredi 13 mars 2024", day, day))
    (told,) = [p for p in result.problemes if p.code == "autre_jour_de_la_semaine"]
    assert told.message.startswith(
        f"« Date » a 2 dates qui ne sont pas du jour de la semaine écrit (ligne 3 : « {day} », or le 12/03/2024 est un mardi)"
    )
    assert groups([told])[0].a_verifier


@pytest.mark.parametrize("after", ["à 14h", "(Mme Durand)", "Anne Durand"])
def test_what_follows_the_date_is_not_repeated(scene: Scene, after: str) -> None:
    result = scene.un(_log("mercredi 13 mars 2024", f"lundi 12 mars 2024 {after}"))
    (told,) = [p for p in result.problemes if p.code == "autre_jour_de_la_semaine"]
    assert "(ligne 3 : « lundi 12 mars 2024 », or le 12/03/2024 est un mardi)" in told.message


def test_the_right_day_and_other_words_are_not(scene: Scene) -> None:
    result = scene.un(_log("mardi 12 mars 2024", "mar. 12/03/2024", "mars 2024 ?", "Mercredi 13 mars 2024"))
    assert "autre_jour_de_la_semaine" not in codes(result)


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("mardi 12 mars 2024 09:05", datetime(2024, 3, 12, 9, 5)),
        ("12 mars 2024 à 9h", datetime(2024, 3, 12, 9)),
        ("12 mars 2024, 14h30", datetime(2024, 3, 12, 14, 30)),
        ("12 mars 2024 14h-16h", datetime(2024, 3, 12, 14)),
        ("12 mars 2024 à 25h", datetime(2024, 3, 12)),
    ],
)
def test_the_hour_of_a_day_written_out_is_kept(scene: Scene, written: str, hour: datetime) -> None:
    source = f"""Dispositif : code;Module : code;Groupe : identifiant;Session;Début;Modalité
        23A0130001;12345;G1;1;{written};Présentiel"""
    result = next(r for r in scene.importer(source) if r.jeu == "session")
    assert comptes(result) == {"lues": 1, "ajoutees": 1}
    assert scene.table("session", "debut") == [(hour,)]


@pytest.mark.parametrize(
    ("begun", "ended", "refused"),
    [
        ("12 mars 2024 à 14h", "12 mars 2024", 0),
        ("12/03/2024 14:00", "12/03/2024", 0),
        ("12/03/2024 14:00", "12/03/2024 13:59", 1),
        ("12/03/2024 14:00", "11/03/2024", 1),
    ],
)
def test_an_end_without_its_hour_is_not_before_the_begin_of_that_day(
    scene: Scene, begun: str, ended: str, refused: int
) -> None:
    """« 12 mars 2024 à 14h » to « 12 mars 2024 » went in as long as the hour was lost."""
    source = f"""Dispositif : code;Module : code;Groupe : identifiant;Session;Début;Fin
        23A0130001;12345;G1;1;{begun};{ended}"""
    result = next(r for r in scene.importer(source) if r.jeu == "session")
    assert codes(result) == ["fin_avant_debut"] * refused


def test_a_short_year_after_a_day_of_the_week_has_its_date_proposed(scene: Scene) -> None:
    result = scene.un(_log("mercredi 13 mars 2024", "mer. 13/03/24"))
    assert [p.suggestion for p in result.problemes if p.code == "date_invalide"] == ["13/03/2024"]


@pytest.mark.parametrize(
    "written", ["2 December 2024 2:00 PM", "2 déc. 2024 11:30 a.m.", "2 dec 2024 2:00pm"]
)
def test_an_hour_of_half_a_day_is_refused(scene: Scene, written: str) -> None:
    """Two in the afternoon would be two in the night."""
    result = scene.un(_log("mercredi 13 mars 2024", written))
    assert codes(result) == ["date_invalide"]
    assert comptes(result) == {"lues": 2, "ajoutees": 1, "refusees": 1}

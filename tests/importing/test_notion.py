"""What Notion exports of a table: names with the address of their page, moments with their zone and their end."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, codes, comptes, csv_bytes

LIEN = " (https://www.notion.so/Jules-Verne-1a2b3c?pvs=21)"
ENTETE = ["Nom", "Date", "Nature", "UAI", "Établissement"]


def _source(date: str, uai: str = "0860002K", nom: str = "Jules Verne") -> bytes:
    return csv_bytes(ENTETE, [["Pix", date, "Formation", uai, nom]], ",")


@pytest.mark.parametrize(
    ("date", "heures"),
    [
        ("12 mars 2024 09:00 (UTC+1) → 11:30", 2.5),
        ("12/03/2024 09:00 (CET) → 11:30", 2.5),
        ("2024/03/12 9:00 (CET) → 11:30", 2.5),
        ("March 12, 2024 9:00 AM (GMT+1) → 11:30 AM", 2.5),
        ("March 12, 2024 11:00 AM → 1:30 PM", 2.5),
        ("March 12, 2024 12:30 PM (GMT+1)", None),
        ("2024/03/12 9:00 (CEST)", None),
        ("March 12, 2024", None),
    ],
)
def test_a_moment_has_its_day_and_its_hours(scene: Scene, date: str, heures: float | None) -> None:
    """Some were no date, and the hours of others were lost."""
    result = scene.un(_source(date))
    assert (result.jeu, comptes(result)) == ("intervention", {"lues": 1, "ajoutees": 1})
    ((day, lasted),) = scene.table("intervention", "date", "heures")
    assert (f"{day:%d/%m/%Y}", lasted) == ("12/03/2024", heures)


@pytest.mark.parametrize(
    "date", ["12 mars 2024 → 13 mars 2024", "March 32, 2024 9:00 AM", "March 12, 2024 9:00 XM"]
)
def test_what_is_no_moment_of_a_day_is_refused(scene: Scene, date: str) -> None:
    assert codes(scene.un(_source(date))) == ["date_invalide"]


def test_the_address_of_what_is_linked_is_no_part_of_its_name(scene: Scene) -> None:
    """« Collège Jules Verne (https://…) » was the name of the school, beside others without an address."""
    scene.un(_source("12/03/2024", nom=f"Jules Verne{LIEN}"))
    assert scene.table("intervention", "etablissement") == [("Jules Verne",)]


def test_a_school_that_is_linked_is_known_by_its_name(scene: Scene) -> None:
    """Its code was not proposed: the cell was a text, which may name someone."""
    scene.un("UAI;Nom;Type\n0860002K;Jules Verne;Collège")
    (problem,) = scene.un(_source("12/03/2024", uai=f"Jules Verne{LIEN}")).problemes
    assert (problem.code, problem.suggestion) == ("uai_invalide", "0860002K")


def test_another_address_stays(scene: Scene) -> None:
    scene.un(_source("12/03/2024", nom="Jules Verne (https://exemple.fr/a)"))
    assert "exemple.fr" in scene.table("intervention", "etablissement")[0][0]

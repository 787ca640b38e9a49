"""« 1 » is session « 01 », whose zero a spreadsheet ate; sessions that the plan does not hold are told."""

from __future__ import annotations

import pytest

from tests.importing.scene import CODES, REGISTRATIONS, SESSION, Scene, comptes, csv_bytes, dites

PLAN = [*SESSION, "Module : libellé", "Début", "Fin", "Modalité", "UAI", "Lieu"]


def plan(*sessions: str) -> bytes:
    """Sessions of one group."""
    cells = ["Les écrans", "12/01/2024 09:00", "12/01/2024 12:00", "Présentiel", "0860002K", "Atelier"]
    return csv_bytes(PLAN, [[*CODES[:3], s, *cells] for s in sessions])


def registrations(*sessions: str, code: str = CODES[0]) -> bytes:
    """One registration of one person to each."""
    rows = [[code, *CODES[1:3], s, "Inscrit", "0860002K", "zoe@ac.fr", "", "", ""] for s in sessions]
    return csv_bytes(REGISTRATIONS, rows)


@pytest.mark.parametrize("written", ["1", "01", "001"])
def test_a_zero_more_or_less_is_the_same_session(scene: Scene, written: str) -> None:
    scene.importer(plan("01", "10"))
    scene.un(registrations("01", "10"))
    result = scene.un(registrations(written, "10"), "b.csv")
    assert comptes(result) == {"lues": 2, "inchangees": 2} or result.etat == "déjà importé"
    assert scene.table("inscription", "session_code") == [("01",), ("10",)]
    assert dites(result, "sessions_inconnues") == []


def test_a_complement_finds_its_session(scene: Scene) -> None:
    scene.importer(plan("01"))
    result = scene.un(csv_bytes([*SESSION, "Opérateur", "Heures"], [[*CODES[:3], "1", "SRANE", "3"]]))
    assert dites(result, "sessions_inconnues") == []
    assert scene.sql("SELECT count(*) FROM v_session WHERE operateur = 'SRANE'") == [(1,)]


def test_sessions_of_no_plan_are_told(scene: Scene) -> None:
    scene.importer(plan("01"))
    (said,) = dites(scene.un(registrations("01", "7", "8", "8"), "b.csv"), "sessions_inconnues")
    assert said == (
        "2 sessions ne sont pas dans le plan 2023-2024 : 23A0130001 · M1 · G1 · 08 (2 lignes) ; 23A0130001 · M1 · "
        "G1 · 07 (1 ligne). Rien n'en dirait le titre, la date ni le lieu : vérifiez ces codes, ou importez le plan à jour."
    )


def test_of_many_sessions_the_first_are_named(scene: Scene) -> None:
    scene.importer(plan("01"))
    (said,) = dites(scene.un(registrations(*(str(n) for n in range(2, 14))), "b.csv"), "sessions_inconnues")
    assert said.startswith("12 sessions ne sont pas dans le plan 2023-2024 : ")
    assert said.count("(1 ligne)") == 8
    assert " ; …. " in said


def test_without_a_plan_of_that_year_nothing_is_missing_in_it(scene: Scene) -> None:
    assert dites(scene.un(registrations("7")), "sessions_inconnues") == []
    scene.importer(plan("01"), "plan.csv")
    assert dites(scene.un(registrations("7", code="24A0130001"), "b.csv"), "sessions_inconnues") == []

"""Codes of sessions that differ by zeros, spaces or dashes alone: two sessions, and each registration counts twice; that is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.importing.scene import REGISTRATIONS, Scene, comptes, csv_bytes
from tests.importing.test_numeros_de_session import plan
from tne.importing import Resultat
from tne.importing.correcting.grouping import groups

CODES = ("23A0130001", "0012", "0003", "01")


def registrations(*codes: Sequence[str], nom: str = "zoe") -> bytes:
    """One registration to each session, of one person."""
    return csv_bytes(REGISTRATIONS, [[*c, "Inscrit", "0860002K", f"{nom}@ac.fr", "", "", ""] for c in codes])


def told(result: Resultat) -> list[str]:
    found = [p for p in result.problemes if p.code == "codes_autrement"]
    assert all(g.a_verifier for g in groups(found))
    return [p.message for p in found]


def test_zeros_that_a_spreadsheet_took_are_told(scene: Scene) -> None:
    assert told(scene.un(registrations(CODES))) == []
    again = scene.un(registrations(("23A0130001", "12", "3", "1")), "b.csv")
    assert comptes(again) == {"lues": 1, "ajoutees": 1}, "nothing says for sure that they are the same"
    assert told(again) == [
        "1 session ne diffère d'autres, de ce fichier ou déjà importées, que par des zéros, des espaces ou des tirets : "
        "« 23A0130001 · 12 · 3 · 01 » et « 23A0130001 · 0012 · 0003 · 01 ». Si ce sont les mêmes, elles comptent deux fois : un "
        "tableur ôte les zéros du début des codes. Reprenez l'export d'origine, ou écrivez ces codes partout de la même façon."
    ]


@pytest.mark.parametrize(
    ("module", "other"), [("M1", "M-1"), ("m1", "M 1"), ("M-1-2", "M 01.2"), ("G1A", "g1_a"), ("0", "00")]
)
def test_dashes_and_spaces_are_told(scene: Scene, module: str, other: str) -> None:
    scene.un(registrations((CODES[0], module, "G1", "1")))
    assert len(told(scene.un(registrations((CODES[0], other, "G1", "1")), "b.csv"))) == 1


@pytest.mark.parametrize(
    ("module", "other"), [("M1", "M10"), ("1-1", "11"), ("M1", "N1"), ("10", "1"), ("A1", "1")]
)
def test_other_codes_are_other_sessions(scene: Scene, module: str, other: str) -> None:
    scene.un(registrations((CODES[0], module, "G1", "1")))
    assert told(scene.un(registrations((CODES[0], other, "G1", "1")), "b.csv")) == []


def test_one_file_that_says_both_is_told_once(scene: Scene) -> None:
    both = registrations(CODES, (CODES[0], "12", *CODES[2:]))
    assert len(told(scene.un(both))) == 1
    assert told(scene.un(registrations(CODES, nom="lea"), "b.csv")) == [], (
        "the base holds both: told when they came"
    )


def test_the_plan_of_other_codes_is_told(scene: Scene) -> None:
    """The plan says « M1 »; what its registrations are called would have no title, date nor place."""
    scene.un(registrations(("23A0130001", "M-1", "G1", "1")))
    sessions = {r.jeu: r for r in scene.importer(plan("01"), "plan.csv")}["session"]
    (said,) = told(sessions)
    assert "« 23A0130001 · M1 · G1 · 01 » et « 23A0130001 · M-1 · G1 · 01 »" in said


def test_what_the_file_replaces_is_no_other_session(scene: Scene) -> None:
    first = registrations(("23A0130001", "12", "3", "1"))
    scene.un(first)
    assert told(scene.un(registrations(CODES), "b.csv", remplacer=True)) == []

"""A column of presences for each half-day of a session is one presence; one for each session, which no line names, is refused."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
import pytest

from tests.importing.scene import CODES, SESSION, Scene, codes, comptes, csv_bytes
from tne.importing.correcting.grouping import groups

LED = [*SESSION, "UAI", "E-mail"]


def _rows(*said: Sequence[str]) -> list[list[str]]:
    return [[*CODES, "0860002K", f"p{n}@ac.fr", *cells] for n, cells in enumerate(said)]


@pytest.mark.parametrize(
    "headers",
    [
        ("Présence matin", "Présence après-midi"),
        ("Émargement (matin)", "Émargement (après-midi)"),
        ("Matin", "Après-midi"),
        ("AM", "PM"),
        ("Présence J1", "Présence J2"),
        ("Jour 1 matin", "Jour 1 après-midi"),
        ("12/03/2024", "13/03/2024"),
        ("19/12", "20/12"),
        ("2024-03-12", "2024-03-13"),
        ("mardi 12 mars matin", "mardi 12 mars après-midi"),
        ("Demi-journée 1", "Demi-journée 2"),
        ("Signature du 12/03", "Signature du 13/03"),
        ("Présence après-midi", "Présence soir"),
    ],
)
def test_parts_of_a_session_are_read_together(scene: Scene, headers: tuple[str, str]) -> None:
    said = [("P", "P"), ("P", "A"), ("A", "A"), ("AE", "AE"), ("A", "AE"), ("A", ""), ("", "P"), ("", "NT")]
    result = scene.un(csv_bytes([*LED, *headers], _rows(*said)))
    assert comptes(result) == {"lues": 8, "ajoutees": 8}
    found = [p for (p,) in scene.sql("SELECT presence FROM inscription ORDER BY _ligne")]
    assert found == ["Présent", "Présent", "Absent", "Absent excusé", "Absent", None, "Présent", None]
    told = next(p for p in result.problemes if p.code == "presences_en_parties")
    assert told.message.startswith(f"« {headers[0]} » et « {headers[1]} » sont lues ensemble")
    assert told.message.endswith("Présents à une partie seulement, et comptés présents : 2 lignes.")
    assert groups([told])[0].a_verifier


def test_a_number_of_absences_beside_them_is_no_box(scene: Scene) -> None:
    """« 1 » under « Nb absences » was the box « Absence »: who was there in the morning went in as absent."""
    rows = _rows(("Inscrit", "P", "A", "1", "1"), ("Inscrit", "P", "P", "0", "2"))
    source = csv_bytes([*LED, "Statut", "Matin", "Après-midi", "Nb absences", "Nombre de présences"], rows)
    assert comptes(scene.un(source)) == {"lues": 2, "ajoutees": 2}
    assert scene.table("inscription", "presence") == [("Présent",)] * 2


def test_years_are_no_days_of_a_session(scene: Scene) -> None:
    """« 2023 », « 2024 » say in which years a teacher was trained: ticks under them were presences."""
    result = scene.un(csv_bytes([*LED, "Statut", "2023", "2024"], _rows(("Inscrit", "1", "0"))))
    assert (comptes(result), codes(result)) == ({"lues": 1, "ajoutees": 1}, ["colonne_absente"])
    assert scene.table("inscription", "presence") == [(None,)]


def test_a_header_of_two_rows_in_a_workbook(scene: Scene) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        [*LED, "Présence", None],
        [*[None] * 6, "Matin", "Après-midi"],
        *_rows(("P", "A"), ("A", "A")),
    ):
        sheet.append(row)
    sheet.merge_cells("G1:H1")
    out = io.BytesIO()
    book.save(out)
    scene.un(out.getvalue(), "a.xlsx")
    assert sorted(scene.table("inscription", "presence")) == [("Absent",), ("Présent",)]


def test_an_unknown_word_is_refused_with_what_stands_in_both(scene: Scene) -> None:
    result = scene.un(
        csv_bytes([*LED, "Présence matin", "Présence après-midi"], _rows(("P", "?!"), ("P", "P")))
    )
    assert result.etat == "refusé"
    assert [p.valeur for p in result.problemes if p.colonne == "Présence"] == ["P et ?!"]
    mended = scene.un(
        csv_bytes([*LED, "Présence matin", "Présence après-midi"], _rows(("P", "?!"), ("P", "P"))),
        corrections={"!2!Présence": "Présent"},
    )
    assert comptes(mended) == {"lues": 2, "ajoutees": 2}


def test_a_sheet_that_says_the_presence_itself_is_read_as_it_was(scene: Scene) -> None:
    header = [*LED, "Présence", "Présence matin", "Présence après-midi"]
    result = scene.un(csv_bytes(header, _rows(("Absent", "P", "P"))))
    assert scene.table("inscription", "presence") == [("Absent",)]
    assert "presences_en_parties" not in codes(result)


def test_half_days_of_something_else_are_no_presences(scene: Scene) -> None:
    source = csv_bytes(
        ["Date", "Nature", "UAI", "Matin", "Après-midi"], [["12/09/2023", "Formation", "0860002K", "x", ""]]
    )
    result = scene.un(source)
    assert (result.jeu, codes(result)) == ("intervention", [])


@pytest.mark.parametrize(
    "header",
    [
        ["UAI", "Nom", "Prénom", "Session 1", "Session 2"],
        ["UAI", "Nom", "Prénom", "12/03/2024", "19/03/2024"],
        [*SESSION[:3], "UAI", "Nom", "Prénom", "12/03/2024", "19/03/2024"],
        [*SESSION[:3], "UAI", "Nom", "Prénom", "Présence S1", "Présence S2"],
        ["UAI", "Nom", "Prénom", "Matin", "Après-midi"],
    ],
)
def test_sessions_in_columns_are_refused_with_what_to_do(scene: Scene, header: list[str]) -> None:
    lead = [*CODES[:3]] if SESSION[0] in header else []
    rows = [[*lead, "0860002K", "Roux", "Zoé", "P", "A"], [*lead, "0860002K", "Petit", "Ali", "P", ""]]
    result = scene.un(csv_bytes(header, rows))
    assert result.etat == "refusé"
    said = result.problemes[0].message
    assert said.startswith(
        f"Ce tableau a plusieurs colonnes de présence (« {header[-2]} », « {header[-1]} »)"
    )
    assert "Roux" not in said


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        (["12 mars 2024 09:00 Groupe 1", "19 mars 2024 09:00 Groupe 1", "P", "A", "R", "E", "Points"],
         ["P (2/2)", "A (0/2)", "1", "1", "0", "0", "2/4"], "Ce tableau est un rapport de présence de M@gistère ou de Moodle"),
        (["12/03/24 09:00", "P", "L", "E", "A"], ["P", "1", "0", "0", "0"],
         "Ce tableau est un rapport de présence de M@gistère ou de Moodle"),
        (["12 mars 2024", "19 mars 2024"], ["R (1/2)", "E"], "Ce tableau a plusieurs colonnes de présence"),
    ],
)  # fmt: skip
def test_a_report_of_moodle_is_refused_with_what_to_import(
    scene: Scene, header: list[str], row: list[str], said: str
) -> None:
    """What was said to be missing was the codes of a session, or the school of whom an offer was sent to."""
    source = csv_bytes(
        ["Prénom", "Nom", "Adresse de courriel", *header], [["Zoé", "Roux", "z@exemple.fr", *row]]
    )
    (told,) = scene.un(source).problemes
    assert told.message.startswith(said)
    assert "export des inscriptions" in told.message


def test_boxes_of_absences_beside_them_are_not_left_out(scene: Scene) -> None:
    """The ticks of « Matin absent » would have been lost: all those absent were not processed."""
    header = [*LED, "Matin présent", "Matin absent", "Après-midi présent", "Après-midi absent"]
    result = scene.un(csv_bytes(header, _rows(("x", "", "x", ""), ("", "x", "", "x"))))
    assert result.etat == "refusé"


def test_a_signature_in_letters_is_not_repeated(scene: Scene) -> None:
    rows = _rows(("A. Roux", ""), ("signé", "signé"), ("Absence Motivée", ""))
    result = scene.un(csv_bytes([*LED, "Signature matin", "Signature après-midi"], rows))
    assert [p.valeur for p in result.problemes if p.colonne == "Présence"] == [
        "[identité masquée]",
        "Absence Motivée",
    ]

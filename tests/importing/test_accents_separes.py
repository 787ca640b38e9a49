"""A text is the same text whatever wrote it: accents apart from their letters, ends of lines, marks that nobody sees."""

from __future__ import annotations

import unicodedata

import pytest

from tests.importing.scene import CODES, SESSION, Scene, comptes, csv_bytes
from tests.importing.test_classeurs import workbook
from tne.importing.rows.cells import plain


def test_a_theme_is_one_theme_however_its_accents_are_written(scene: Scene) -> None:
    """Two bars of one name stood beside each other."""
    source = "Date;Nature;UAI;Thème\n12/09/2023;Formation;0860002K;Évaluation\n"
    scene.un(source)
    scene.un(unicodedata.normalize("NFD", source.replace("12/09", "13/09")), "b.csv")
    assert scene.table("intervention", "theme") == [("Évaluation",)] * 2


def test_the_same_file_twice_changes_nothing(scene: Scene) -> None:
    source = "Référence;Date;Nature;UAI;Thème;Établissement\n1;12/09/2023;Formation;0860002K;Évaluation;Collège Élisée\n"
    scene.un(source)
    again = scene.un(unicodedata.normalize("NFD", source), "b.csv")
    assert comptes(again) == {"lues": 1, "inchangees": 1}


def test_words_that_leave_a_presence_open(scene: Scene) -> None:
    rows = [
        [*CODES, "Inscrit", "0860002K", f"{n}@ac.fr", word]
        for n, word in enumerate(("Non traité", "À saisir"))
    ]
    source = csv_bytes([*SESSION, "État de l'inscription", "UAI", "E-mail", "Présence"], rows)
    result = scene.un(unicodedata.normalize("NFD", source.decode()).encode())
    assert comptes(result) == {"lues": 2, "ajoutees": 2}


def test_one_cell_is_read_as_its_column() -> None:
    assert plain(unicodedata.normalize("NFD", " Élève\u00a0: ")) == "Élève :"


@pytest.mark.parametrize(
    "written",
    [
        "Les écrans\r\nen 6ème",
        "Les écrans_x000D_\nen 6ème",
        "Les é\u00adcrans\nen 6ème",
        "Les écrans\nen 6ème\u200e",
    ],
)
def test_a_text_of_two_lines_is_one_text_whatever_tool_writes_it(scene: Scene, written: str) -> None:
    """A log without references, exported by two persons: each row was doubled."""
    head, row = ["Date", "Nature", "UAI", "Thème"], ["12/09/2023", "Formation", "0860002K"]
    scene.un(csv_bytes(head, [[*row, "Les écrans\nen 6ème"]]))
    assert comptes(scene.un(csv_bytes(head, [[*row, written]]), "b.csv")) == {"lues": 1, "inchangees": 1}
    assert comptes(scene.un(workbook(("J", [head, [*row, written]])), "c.xlsx")) == {
        "lues": 1,
        "inchangees": 1,
    }
    assert plain(written) == "Les écrans\nen 6ème"

"""Words by which exports say that a presence is not processed."""

from __future__ import annotations

import pytest

from tests.importing.scene import CODES, SESSION, Scene, comptes, csv_bytes

HEADER = [*SESSION, "État de l'inscription", "UAI", "E-mail", "Présence"]


@pytest.mark.parametrize(
    "word",
    [
        "NT",
        "nt",
        "N.T.",
        "Non traité(e)",
        "Non traité",
        "NON TRAITE",
        "non traite",
        "A saisir",
        "n.c.",
        "n.d.",
        "—",
        "?",
    ],
)
def test_a_presence_that_is_not_processed_is_neither_presence_nor_absence(scene: Scene, word: str) -> None:
    rows = [
        [*CODES, "Inscrit", "0860002K", f"{who}@ac.fr", said] for who, said in (("zoe", word), ("ali", "P"))
    ]
    assert comptes(scene.un(csv_bytes(HEADER, rows))) == {"lues": 2, "ajoutees": 2}
    assert scene.table("inscription", "presence") == [("Présent",), (None,)]


@pytest.mark.parametrize(
    ("word", "presence"),
    [
        ("abs", "Absent"),
        ("Abs.", "Absent"),
        ("ABS", "Absent"),
        ("Abs. excusé(e)", "Absent excusé"),
        ("abs justifiée", "Absent excusé"),
        ("abs. injustifiée", "Absent"),
        ("prés.", "Présent"),
    ],
)
def test_short_words_of_an_attendance_list(scene: Scene, word: str, presence: str) -> None:
    """Alone, and in the columns of two half-days, which one unknown word kept from being read at all."""
    scene.un(csv_bytes(HEADER, [[*CODES, "Inscrit", "0860002K", "zoe@ac.fr", word]]))
    halves = [*SESSION, "UAI", "E-mail", "Matin", "Après-midi"]
    scene.un(csv_bytes(halves, [[*CODES, "0860002K", "ali@ac.fr", word, word]]), "b.csv")
    assert scene.table("inscription", "presence") == [(presence,)] * 2

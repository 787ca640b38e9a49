"""Real open data of the French State, read where they are."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.reading.lecture import cellules
from tne.reading import lire


@pytest.mark.parametrize(
    ("nom", "lignes", "colonnes"),
    [
        ("annuaire-094.csv", 613, 71),
        ("geolocalisation-colleges-086.csv", 52, 35),
        ("ips-colleges-086.csv", 46, 12),
    ],
)
def test_open_data(donnees_reelles: Path, nom: str, lignes: int, colonnes: int) -> None:
    tableau = lire(donnees_reelles / nom, nom).principal
    with (donnees_reelles / nom).open(encoding="utf-8-sig", newline="") as source:
        expected = list(csv.reader(source, delimiter=";"))
    assert (tableau.donnees.num_rows, len(tableau.entete)) == (lignes, colonnes)
    assert tableau.entete_brut == tuple(expected[0])
    assert cellules(tableau) == [[c if c.strip() else "" for c in r] for r in expected[1:]]
    assert tableau.remarques == ()


def test_transformed_open_data(donnees_reelles: Path) -> None:
    """The same table in another encoding, with title and foot lines."""
    text = (donnees_reelles / "ips-colleges-086.csv").read_text(encoding="utf-8-sig")
    expected = lire(donnees_reelles / "ips-colleges-086.csv", "x.csv").principal
    dirty = "IPS des collèges\n\n" + text.rstrip("\n") + "\n\nSource : DEPP, 2023\n"
    for encoding in ("cp1252", "utf-16"):
        tableau = lire(dirty.encode(encoding), "x.csv").principal
        assert cellules(tableau) == cellules(expected)
        assert tableau.pied[0][1] == "Source : DEPP, 2023"

"""A long plan of sessions: read in parts where no row has hours to work out, else whole; the same rows both ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.scene import Scene
from tests.importing.test_en_parties import en_parties, scenes

__all__ = ["en_parties", "scenes"]

HEURES = {
    "utc": "20240311T230000Z;",
    "plage": "12/03/2024 9h-12h;",
    "annulee": "12/03/2024;Annulé",
    "rien": "12/03/2024;",
}


@pytest.mark.parametrize("dit", HEURES)
def test_a_plan_says_in_parts_what_it_says_whole(
    scenes: tuple[Scene, Scene], tmp_path: Path, en_parties: list[bool], dit: str
) -> None:
    """Moments of UTC kept the hour of Greenwich, « 9h-12h » no duration; a plan without a fault stopped the program."""
    head = "Dispositif : code;Module : code;Groupe : identifiant;Session;Date et horaire;Lieu"
    rows = [f"23A0130001;M1;G1;{i};{HEURES[dit if i == 500 else 'rien']}" for i in range(900)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    whole, cut = scenes
    expected, result = whole.importer(path.read_bytes(), path.name), cut.importer(path, path.name)
    assert en_parties == [False, dit == "rien"]
    assert result == expected
    assert cut.contenu() == whole.contenu()

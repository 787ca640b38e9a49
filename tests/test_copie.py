"""`copier` from one file to another: everything or nothing, told and noted in the journal. A shared base: `tests/ducklake/partage`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.importing.scene import Scene
from tne.__main__ import main
from tne.store.schema import LOCK, tables
from tne.store.verification import verifier

INTERVENTIONS = """
Référence;Date;Nature;UAI;Heures
2023-001;12/10/2023;Formation;0860002K;3
2023-002;13/10/2023;Technique;0860014Y;1,5
"""


def _rows(scene: Scene) -> dict[str, list[str]]:
    """Every row of every table but the lock, which only ever counts up."""
    return {t: sorted(map(repr, scene.sql(f'FROM "{t}"'))) for t in tables() if t != LOCK}


@pytest.fixture
def depart(tmp_path: Path) -> Path:
    path = tmp_path / "depart.duckdb"
    scene = Scene(path)
    assert scene.un(INTERVENTIONS).import_id == 1
    scene.sql("INSERT INTO meta VALUES ('purge:2022-2023', '2024-01-01')")
    scene.base.close()
    return path


def test_the_copy_holds_every_row_and_says_from_where(
    depart: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arrivee = tmp_path / "arrivee.duckdb"
    assert main(["copier", str(depart), str(arrivee)]) == 0
    said = capsys.readouterr().out
    assert re.search(r"^log_intervention +2$", said, re.MULTILINE)
    assert said.splitlines()[-1].endswith(
        "lignes dans les deux bases. Copiez aussi le fichier du secret (.cle), à part."
    )
    first, second = Scene(depart), Scene(arrivee)
    before, after = _rows(first), _rows(second)
    assert second.sql("SELECT detail FROM evenement WHERE action = 'copie'") == [("depuis depart.duckdb",)]
    assert len(after.pop("evenement")) == len(before.pop("evenement")) + 1
    assert after == before
    assert verifier(second.base) == []
    first.base.close()
    second.base.close()


def test_a_base_that_holds_imports_is_not_written_over(
    depart: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    filled = tmp_path / "remplie.duckdb"
    scene = Scene(filled)
    scene.un(INTERVENTIONS.replace("2023-", "2024-"))
    before = _rows(scene)
    scene.base.close()
    assert main(["copier", str(depart), str(filled)]) == 1
    assert capsys.readouterr().err == (
        "La base d'arrivée « remplie.duckdb » contient déjà 1 import : choisissez une base neuve.\n"
    )
    scene = Scene(filled)
    assert _rows(scene) == before
    scene.base.close()
    assert main(["copier", str(depart), str(depart)]) == 2


def test_a_copy_that_differs_from_its_log_is_not_to_be_used(
    depart: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scene = Scene(depart)
    scene.sql("DELETE FROM intervention WHERE reference = '2023-001'")
    scene.base.close()
    assert main(["copier", str(depart), str(tmp_path / "arrivee.duckdb")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("La copie n'est pas cohérente : ")
    assert said.endswith("Ne l'utilisez pas.\n")

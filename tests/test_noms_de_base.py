"""What is attached beside a base for a moment: DuckDB calls a base after its file, whatever that is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.importing.scene import Scene
from tne.access import Droit
from tne.importing import annuler
from tne.store.backup import restaurer, sauvegarder
from tne.store.copie import copier

COORDINATION = Droit(True, "coordination")
INTERVENTIONS = """
Référence;Date;Nature;UAI;Heures
2023-001;12/10/2023;Formation;0860002K;3
2023-002;13/10/2023;Technique;0860014Y;1,5
"""


def _rows(scene: Scene) -> list[tuple[Any, ...]]:
    return scene.sql("SELECT reference, nature, heures FROM intervention ORDER BY reference")


@pytest.mark.parametrize("name", ["copie", "Retour", "origine", 'd\'un "été"'])
def test_a_base_of_any_name_is_backed_up_restored_and_copied(tmp_path: Path, name: str) -> None:
    path, arrival = (tmp_path / folder / f"{name}.duckdb" for folder in ("depart", "arrivee"))
    path.parent.mkdir()
    scene = Scene(path)
    assert scene.un(INTERVENTIONS).import_id == 1
    before = _rows(scene)
    assert len(before) == 2
    copy = sauvegarder(scene.base, COORDINATION, tmp_path / "a.duckdb")
    annuler(scene.base, COORDINATION, 1)
    restaurer(scene.base, COORDINATION, copy)
    assert _rows(scene) == before
    scene.base.close()
    copier(str(path), str(arrival), COORDINATION)
    scene = Scene(arrival)
    assert _rows(scene) == before
    scene.base.close()

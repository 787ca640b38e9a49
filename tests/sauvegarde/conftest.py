"""A base with two interventions, of which backups are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tne.access import Droit
from tne.db import Base
from tne.importing import importer

COORDINATION = Droit(True, "coordination")
INTERVENTIONS = (
    "Référence;Date;Nature;UAI;Heures\r\n"
    "2023-001;12/10/2023;Formation;0860002K;3\r\n"
    "2023-002;13/10/2023;Technique;0860014Y;1,5\r\n"
).encode("utf-8-sig")


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base with two interventions, made once."""
    path = tmp_path_factory.mktemp("modele") / "b.duckdb"
    made = Base(str(path))
    assert importer(made, COORDINATION, INTERVENTIONS, "a.csv")[0].import_id == 1
    made.close()
    return path


@pytest.fixture
def base(modele: Path, tmp_path: Path, copier_base: Callable[[Path, Path], Path]) -> Iterator[Base]:
    """A copy of it."""
    opened = Base(str(copier_base(modele, tmp_path)))
    yield opened
    opened.close()

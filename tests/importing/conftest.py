"""A base of its own for each test of imports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.importing.scene import Scene


@pytest.fixture
def scene(tmp_path: Path, neuve_modele: Path, copier_base: Callable[[Path, Path], Path]) -> Iterator[Scene]:
    """An empty base, closed at the end."""
    stage = Scene(copier_base(neuve_modele, tmp_path / "base"))
    yield stage
    stage.base.close()

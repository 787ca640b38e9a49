"""A base of its own for each test of a source's exports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.importing.scene import Scene


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """An empty base, closed at the end."""
    stage = Scene(tmp_path / "base" / "tne.duckdb")
    yield stage
    stage.base.close()

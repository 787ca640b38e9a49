"""The demonstration, for figures that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tne.db import Base


@pytest.fixture(scope="module")
def demo(demo_modele: Path) -> Iterator[Base]:
    """The demonstration, opened to read."""
    opened = Base(str(demo_modele), read_only=True)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def con(demo: Base) -> duckdb.DuckDBPyConnection:
    """A cursor on it."""
    return demo.cursor()

"""One empty base for the module, filled anew by each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.masking.monde import ouvrir
from tne.db import Base


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    opened = ouvrir(tmp_path_factory.mktemp("monde"))
    yield opened
    opened.close()

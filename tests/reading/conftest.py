"""A reader with a short name."""

from __future__ import annotations

import pytest

from tests.reading.lecture import Lecteur, lis_texte


@pytest.fixture
def lis() -> Lecteur:
    """`lis("a;b\\n1;2")`: a text or bytes read under a file name."""
    return lis_texte

"""The pages over a base of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import RACINE
from tne.access import Droit


@pytest.fixture
def ouvrir(monkeypatch: pytest.MonkeyPatch, base_sans_import: Path) -> Callable[..., AppTest]:
    """`ouvrir("importer", fichier…)`: a page of the application over a base of the test's own."""

    def go(page: str, droit: bool = True) -> AppTest:
        monkeypatch.setenv("TNE_BASE", str(base_sans_import))
        right = Droit(droit, "essai", "" if droit else "ce tableau de bord est en lecture.")
        monkeypatch.setattr("tne.ui.acces.droit", lambda: right)
        app = AppTest.from_file(str(RACINE / "app.py"), default_timeout=60)
        app.run()
        app.switch_page(f"pages/{page}.py")
        return app.run()

    return go

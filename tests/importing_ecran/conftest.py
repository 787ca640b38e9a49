"""The pages over a base of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import RACINE
from tests.importing.scene import COORDINATION, Scene
from tests.importing_ecran.deux_seances import Seances
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


@pytest.fixture
def seance(monkeypatch: pytest.MonkeyPatch, scene: Scene) -> Seances:
    """`seance("saisir")`: one more session on that page of the scene's base."""
    monkeypatch.setenv("TNE_BASE", scene.base.path)
    monkeypatch.setattr("tne.ui.contexte._BASES", {scene.base.path: scene.base})
    monkeypatch.setattr("tne.ui.acces.droit", lambda: COORDINATION)

    def go(page: str) -> AppTest:
        app = AppTest.from_file(str(RACINE / "app.py"), default_timeout=60)
        app.run()
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        return app

    return go

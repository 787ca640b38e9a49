"""A page walked to through app.py, as its reader would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tne.access import Droit
from tne.ui import acces

RACINE = Path(__file__).parents[2]
POSTE = Droit(True, "poste")

Ouvrir = Callable[..., AppTest]


@pytest.fixture
def ouvrir_page(monkeypatch: pytest.MonkeyPatch) -> Ouvrir:
    """`ouvrir_page("formations", base, annee=[…], presentation=True)`: that page with these choices, without a fault; "" is the
    first one, with its filters around it.

    For a coordinator at the machine, or with another `droit`; `adresse`: what its address asks for. Any other page
    runs without app.py around it, which shows a refusal as its sentence: here it is one of `fautes`.
    """

    def open_page(
        page: str,
        base: Path,
        *,
        droit: Droit = POSTE,
        adresse: Mapping[str, str] | None = None,
        fautes: int = 0,
        **choices: object,
    ) -> AppTest:
        monkeypatch.setenv("TNE_BASE", str(base))
        # A request that AppTest makes has no Host: the right of the person at the machine is given.
        monkeypatch.setattr(acces, "droit", lambda: droit)
        monkeypatch.chdir(RACINE)
        at = AppTest.from_file(str(RACINE / "app.py"), default_timeout=120)
        for key, value in (adresse or {}).items():
            at.query_params[key] = value
        for key, value in choices.items():
            at.session_state[key] = value
        at.run()
        if page:
            at.switch_page(f"pages/{page}.py").run()
        assert len(at.exception) == fautes, [e.message for e in at.exception]
        return at

    return open_page

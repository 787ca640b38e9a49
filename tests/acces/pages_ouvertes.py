"""Every page opened without a browser, with each of its tables and documents: what goes to whoever looks at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.sentinelles import UTILISATEUR
from tne.access import Droit
from tne.ui import acces, fenetre, volet

RACINE = Path(__file__).parents[2]
PAGES = sorted(f"pages/{p.name}" for p in (RACINE / "pages").glob("*.py"))
ANNEES = ["2022-2023", "2023-2024", "2024-2025"]


@dataclass
class Ouvert:
    """What one page tells: every element as it goes to the browser, every text file it offers."""

    protos: list[Any] = field(default_factory=list)
    csv: dict[str, str] = field(default_factory=dict)

    @property
    def elements(self) -> list[str]:
        """Each element as text."""
        return [str(p) for p in self.protos]

    def trouve(self, *words: str) -> set[str]:
        """The words that stand anywhere, whatever their case."""
        everything = "\n".join([*self.elements, *self.csv.values(), *self.csv]).casefold()
        return {w for w in words if w.casefold() in everything}


class _Volet:
    """A popover that is open."""

    open = True

    def __init__(self, volet: Any) -> None:
        self._volet = volet

    def __enter__(self) -> Any:
        return self._volet.__enter__()

    def __exit__(self, *details: Any) -> Any:
        return self._volet.__exit__(*details)


def _toutes_les_fenetres() -> None:
    """Draw what each button of the page would open."""
    for make in list(fenetre.contenus().values()):
        make().dessiner()


@pytest.fixture
def ouvrir_base(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ouvert]:
    """`ouvrir_base(base, "pages/bilan.py", droit, présentation)`: all that the page tells, each of its tables opened."""
    offered: dict[str, str] = {}
    popover = st.popover

    def offer(label: str, data: Any = b"", file_name: str | None = None, **others: Any) -> bool:
        if file_name and file_name.endswith((".csv", ".html")):
            content = data() if callable(data) else data
            offered[file_name] = content if isinstance(content, str) else bytes(content).decode("utf-8-sig")
        return False

    # AppTest.switch_page runs a page's file without app.py around it: the page is chosen where app.py does.
    wanted: list[str] = []
    navigation = st.navigation

    def choose(pages: list[Any], **others: Any) -> Any:
        navigation(pages, **others)
        (page,) = [p for p in pages if str(p._page).endswith(wanted[-1])]
        page._can_be_called = True
        return page

    monkeypatch.setattr(st, "navigation", choose)
    monkeypatch.setattr(fenetre, "ecouter", _toutes_les_fenetres)
    monkeypatch.setattr(volet, "demande", lambda cle: True)
    monkeypatch.setattr(st, "popover", lambda *a, **k: _Volet(popover(*a, **k)))
    monkeypatch.setattr(st, "download_button", offer)
    monkeypatch.chdir(RACINE)

    def open_page(base: Path, page: str, ecrire: bool, **choices: Any) -> Ouvert:
        monkeypatch.setenv("TNE_BASE", str(base))
        monkeypatch.setattr(
            acces, "droit", lambda: Droit(ecrire, UTILISATEUR if ecrire else "", "en lecture.")
        )
        offered.clear()
        at = AppTest.from_file(str(RACINE / "app.py"), default_timeout=180)
        for key, value in {"annee": ANNEES[1:2], **choices}.items():
            at.session_state[key] = value
        wanted.append(page)
        at.run()
        assert not at.exception, at.exception[0].message
        nodes = [getattr(node, "proto", None) for tree in (at.main, at.sidebar) for node in tree]
        return Ouvert([p for p in nodes if p is not None], dict(offered))

    return open_page

"""Plotly's library for the browser: made of that of the package, with the modules that our figures need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import plotly.offline
import pytest

from tests.conftest import RACINE
from tne.erreurs import ErreurTNE
from tne.ui import bibliotheque


def test_the_library_is_that_of_the_package_copied_once(tmp_path: Path) -> None:
    bibliotheque.adresse.cache_clear()
    address = bibliotheque.adresse(tmp_path)
    (copy,) = tmp_path.iterdir()
    assert address == f"app/static/{copy.name}"
    whole = plotly.offline.get_plotlyjs()
    text = copy.read_text(encoding="utf-8")
    assert text == bibliotheque.allegee(whole)
    assert len(text) < len(whole) / 3, "what is drawn with, and nothing else"
    assert copy.stat().st_mode & 0o444 == 0o444
    copy.write_text("gardée", encoding="utf-8")
    bibliotheque.adresse.cache_clear()
    assert bibliotheque.adresse(tmp_path) == address
    assert copy.read_text(encoding="utf-8") == "gardée"


def test_a_command_makes_it_where_the_service_may_not_write() -> None:
    """As docs/securite.md installs: the account of the service owns `data` alone."""
    done = subprocess.run(
        [sys.executable, "-m", "tne.ui.bibliotheque"],
        cwd=RACINE,
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    made = Path(done.stdout.strip())
    assert made.parent == bibliotheque.STATIQUES
    assert made.read_text(encoding="utf-8") == bibliotheque.allegee(bibliotheque.entiere())
    assert "-m tne.ui.bibliotheque" in (RACINE / "docs" / "securite.md").read_text(encoding="utf-8")


def test_a_library_that_registers_otherwise_is_taken_whole() -> None:
    for other in ("x.register(a)", "x.register([a(),b(),c()]);y.register([d(),e(),f()])"):
        assert bibliotheque.allegee(other) == other
    assert bibliotheque.allegee("x.register([a(),b(),c()])") == "x.register([a(),c()])"


@pytest.mark.skipif(sys.platform == "win32", reason="the rights of a folder are others there")
def test_a_folder_that_takes_no_file_is_told(tmp_path: Path) -> None:
    bibliotheque.adresse.cache_clear()
    missing = tmp_path / "absent"
    with pytest.raises(
        ErreurTNE, match=r"n\u2019accepte pas d\u2019écriture.*python -m tne\.ui\.bibliotheque"
    ):
        bibliotheque.adresse(missing)
    bibliotheque.adresse.cache_clear()


DERNIER = "var d=W(()=>{});var s={};F(s,{q:()=>q});var q,z=E(()=>{q=1});"
"""A module with an ES module behind it, `z`."""
BUNDLE = (
    'var Plotly=(()=>{var W=1;var a=W((e,t)=>{t.exports=b()});var b=W(e=>{"use strict";e.x=1});var c=W((e,t)=>{d()});'
    f"{DERNIER}var k=W((e,t)=>{{t.exports=a()}});return k()}})();"
)
"""As esbuild writes: `k` is the library, it needs `a`, which needs `b`."""


def lost(text: str) -> list[str]:
    """The modules left out."""
    return [text[a:b] for a, b in bibliotheque.inutiles(text)]


def test_modules_that_nothing_reaches_are_left_out() -> None:
    assert lost(BUNDLE) == ["var c=W((e,t)=>{d()});", DERNIER]
    for called in ("z()", "s", "d()"):
        assert lost(BUNDLE.replace("return k()", f"return k({called})")) == ["var c=W((e,t)=>{d()});"]
    assert lost("nothing that we know") == []


def test_a_module_that_does_not_end_where_the_next_begins_stays() -> None:
    assert lost(BUNDLE.replace("{d()});", "{d()});go();")) == []

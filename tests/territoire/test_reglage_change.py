"""The territory is set anew over a base that holds another one's: whoever may mend it is told, on screen and by the commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import RACINE, Commande
from tests.importing.scene import Scene
from tests.lu import lu
from tne.access import Droit
from tne.db import Base
from tne.filters import Filters
from tne.queries.ailleurs import etablissements_d_ailleurs, phrase
from tne.ui import acces

DU_LIEU = """UAI;Nom;Type;Secteur;État;Commune
0860002K;Collège Romain Rolland;Collège;Public;Ouvert;Charroux
0860016A;École Paul Fort;Ecole;Public;Ouvert;Poitiers
"""
CORSE = """UAI;Nom;Type;Secteur;État;Commune
6200001G;Collège du Golfe;Collège;Public;Ouvert;Ajaccio
"""


@pytest.fixture
def base_de_la_vienne(tmp_path: Path) -> Path:
    """A base with two schools of the Vienne."""
    scene = Scene(tmp_path / "base" / "tne.duckdb")
    assert scene.un(DU_LIEU, jeu="etablissement").import_id
    scene.base.close()
    return tmp_path / "base" / "tne.duckdb"


def found(path: Path) -> list[tuple[str, int]]:
    base = Base(str(path))
    try:
        with base.cursor() as con:
            return etablissements_d_ailleurs(con, Filters(), "lecture")
    finally:
        base.close()


def test_schools_of_elsewhere_are_counted_by_departement(
    base_de_la_vienne: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(base_de_la_vienne) == []
    monkeypatch.setenv("TNE_TERRITOIRE", "02A")
    scene = Scene(base_de_la_vienne)
    assert scene.un(CORSE, "c.csv", jeu="etablissement").import_id
    scene.base.close()
    assert found(base_de_la_vienne) == [("086", 2)], "Corsican schools have no UAI of 02A"
    monkeypatch.setenv("TNE_TERRITOIRE", "094")
    assert found(base_de_la_vienne) == [("086", 2), ("02A", 1)]
    said = phrase(found(base_de_la_vienne))
    assert said.startswith(
        "La base tient 3 établissements hors du territoire réglé, Val-de-Marne (094) : Vienne (086), 2 et Corse-du-Sud (02A), 1."
    )
    monkeypatch.setenv("TNE_TERRITOIRE", "086,2A")
    assert phrase(found(base_de_la_vienne)) == ""


def test_more_departements_than_a_sentence_holds_are_counted() -> None:
    said = phrase([("086", 4), ("079", 3), ("016", 2), ("017", 1)])
    assert "10 établissements" in said
    assert "Charente (016), 2 et 1 autre département. " in said


@pytest.mark.parametrize("territory", ["086", "094"])
def test_a_command_that_gives_figures_says_it(
    base_de_la_vienne: Path, commande: Commande, tmp_path: Path, territory: str
) -> None:
    env = {"TNE_TERRITOIRE": territory}
    for asked in (
        ("indicateurs", "--annee", "2023-2024", "--json"),
        ("exporter", "bilan", "--format", "html", "--annee", "2023-2024", "-o", tmp_path / "b.html"),
    ):
        done = commande(*asked, base=base_de_la_vienne, env=env)
        assert done.returncode == 0, done.stderr
        assert ("hors du territoire réglé, Val-de-Marne (094)" in done.stderr) == (territory == "094")
        assert "hors du territoire" not in done.stdout


@pytest.mark.parametrize(
    ("territory", "write", "told"), [("086", True, False), ("094", True, True), ("094", False, False)]
)
def test_the_dashboard_says_it_to_who_may_mend_it(
    base_de_la_vienne: Path, monkeypatch: pytest.MonkeyPatch, territory: str, write: bool, told: bool
) -> None:
    monkeypatch.setenv("TNE_TERRITOIRE", territory)
    monkeypatch.setenv("TNE_BASE", str(base_de_la_vienne))
    monkeypatch.chdir(RACINE)
    monkeypatch.setattr(acces, "droit", lambda: Droit(write, "poste"))
    app = AppTest.from_file(str(RACINE / "app.py"), default_timeout=120).run()
    assert not app.exception
    said = [lu(w.value) for w in app.warning]
    assert any("hors du territoire réglé, Val-de-Marne" in w for w in said) == told, said


def test_a_setting_changed_while_the_dashboard_runs_changes_its_answers(
    base_de_la_vienne: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_BASE", str(base_de_la_vienne))
    monkeypatch.chdir(RACINE)
    monkeypatch.setattr(acces, "droit", lambda: Droit(True, "poste"))

    def opened() -> list[str]:
        app = AppTest.from_file(str(RACINE / "app.py"), default_timeout=120).run()
        return [lu(w.value) for w in app.warning]

    assert not opened()
    monkeypatch.setenv("TNE_TERRITOIRE", "094")  # as `territoire.toml`, which is read at each run
    assert [w for w in opened() if "hors du territoire" in w]

"""A link may ask for what the base does not know, or not by its name of today: it is followed, or what is missing is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from tests.importing.scene import COORDINATION
from tne.db import Base
from tne.importing import annuler
from tne.ui import contexte
from tne.ui.lien_demande import parti, phrase

Ouvrir = Callable[..., AppTest]
ERABLES = "0869019L"


def _told(at: AppTest) -> list[str]:
    return [w.value for w in at.warning]


def _asked() -> None:
    from tne.ui import contexte, filtres, lien_demande

    opened = contexte.base()
    filters, _ = filtres.sidebar(opened, opened.version())
    lien_demande.notice(filters)


def test_a_year_of_which_nothing_is_imported_is_told_until_another_choice(
    base_demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_BASE", str(base_demo))
    at = AppTest.from_function(_asked, default_timeout=60)
    at.query_params["annee"] = "2026-2027"
    (said,) = _told(at.run())
    assert "2026-2027, dont rien n’est importé\u202f: les pages montrent 2023-2024." in said.replace(
        "\u2060", ""
    )
    assert at.multiselect(key="annee").value == ["2023-2024"]
    assert _told(at.run()) == [said], "a run that changes no choice leaves it there"
    at.multiselect(key="annee").set_value(["2022-2023"]).run()
    assert _told(at) == []
    assert not at.exception


def _sans_annee(base: Path, annee: str) -> None:
    """Another session takes out of the base all imports that bring this year."""
    opened = Base(str(base))
    rows = opened.cursor().execute(
        "SELECT DISTINCT import_id FROM import_jeu WHERE list_contains(annees, $a)", {"a": annee}
    )
    for (number,) in rows.fetchall():
        annuler(opened, COORDINATION, number)
    opened.close()


@pytest.mark.parametrize("adresse", [["2022-2023"], []], ids=["in the address", "chosen on the page"])
def test_a_year_that_another_session_took_away_is_not_said_to_be_asked_for_by_a_link(
    base_demo: Path, monkeypatch: pytest.MonkeyPatch, adresse: list[str]
) -> None:
    """Without an address, the pages went over to another year unsaid."""
    monkeypatch.setenv("TNE_BASE", str(base_demo))
    at = AppTest.from_function(_asked, default_timeout=60)
    if adresse:
        at.query_params["annee"] = adresse
    at.run()
    if not adresse:
        at.multiselect(key="annee").set_value(["2022-2023"]).run()
    assert at.multiselect(key="annee").value == ["2022-2023"]
    assert _told(at) == []
    contexte._BASES.pop(str(base_demo)).close()
    _sans_annee(base_demo, "2022-2023")
    (said,) = _told(at.run())
    assert not at.exception
    shown = at.multiselect(key="annee").value
    assert "Ce lien" not in said
    assert "La base a changé\u202f: rien n’y est plus importé de 2022-2023" in said.replace("\u2060", "")
    assert _told(at.run()) == [said], "a run that changes no choice leaves it there"
    assert at.multiselect(key="annee").value == shown
    at.multiselect(key="annee").set_value(["2023-2024"]).run()
    assert _told(at) == []


@pytest.mark.parametrize("link", [ERABLES, f"Collège au nom d’avant (Ailleurs) {ERABLES}"])
def test_a_school_is_found_by_its_uai_whatever_name_the_link_gives(
    ouvrir_page: Ouvrir, base_demo: Path, link: str
) -> None:
    at = ouvrir_page("", base_demo, adresse={"etablissement": link})
    assert at.multiselect(key="etablissement").value == [ERABLES]
    assert _told(at) == []


def test_a_school_that_was_replaced_is_its_successor(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    with duckdb.connect(str(base_demo), read_only=True) as con:
        old, new = con.execute("SELECT uai, remplace_par FROM v_successeur ORDER BY uai").fetchall()[0]
    at = ouvrir_page("", base_demo, adresse={"etablissement": [old, new]})
    assert at.multiselect(key="etablissement").value == [new]
    assert _told(at) == []


def test_a_school_that_is_not_there_is_told(ouvrir_page: Ouvrir, base_demo: Path) -> None:
    at = ouvrir_page("", base_demo, adresse={"etablissement": "0860000A"})
    assert at.multiselect(key="etablissement").value == []
    assert any("un établissement que la base ne connaît pas" in said for said in _told(at))


def test_what_is_said_of_one_and_of_several() -> None:
    said = phrase(
        {"une année": ["2026-2027"], "une commune": ["Ici"], "un type": ["Là"]}, ["2022-2023", "2023-2024"]
    )
    assert said == (
        "Ce lien demandait 2026-2027, dont rien n’est importé\u202f: les pages montrent 2022-2023 et 2023-2024. "
        "Ce lien demandait une commune et un type que la base ne connaît pas\u202f: ces choix ne s’appliquent pas."
    )
    left = parti({"une année": ["2026-2027"], "une commune": ["Ici"], "un type": ["Là"]}, ["2023-2024"])
    assert left == (
        "La base a changé\u202f: rien n’y est plus importé de 2026-2027, et elle ne connaît plus une commune et un type de votre "
        "choix. Les pages montrent 2023-2024."
    )
    assert parti({"une année": ["2026-2027"]}, []).endswith("de 2026-2027.")
    assert "ce choix ne s’applique pas" in phrase({"une commune": ["Ici"]}, [])

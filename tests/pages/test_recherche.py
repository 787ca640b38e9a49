"""Choosing among more schools than a list can hold: searched for, kept when the search changes, found in an address."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tne.ui import recherche
from tne.ui.filtres import KEYS
from tne.ui.recherche import MEILLEURS, Liste


def test_a_search_takes_words_in_any_order_and_case_and_puts_first_what_begins_with_them() -> None:
    liste = Liste.de(
        {
            "a": "École Les Érables (Poitiers) 0860001A",
            "b": "Collège Les Érables (Loudun) 0860002B",
            "c": "Érables et compagnie (Loudun) 0860003C",
        }
    )
    assert liste.trouver("éc. les erables") == ["a"]
    assert liste.trouver("les erables") == ["a", "b", "c"], "at the beginning of a word first"
    assert liste.trouver("ÉRABLES") == ["c", "a", "b"]
    assert liste.trouver("loudun erab") == ["b", "c"]
    assert liste.trouver("0860002b") == ["b"]
    assert liste.trouver("") == ["a", "b", "c"]
    assert liste.trouver("introuvable") == []
    assert len(Liste.de({str(n): f"École {n}" for n in range(2000)}).trouver("école")) == MEILLEURS


def _sidebar() -> None:
    from tne.ui import contexte, filtres

    base = contexte.base()
    filtres.sidebar(base, base.version())


def test_a_school_is_searched_chosen_and_kept(base_demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TNE_BASE", str(base_demo))
    monkeypatch.setattr(recherche, "LISTE_MAX", 100)
    at = AppTest.from_function(_sidebar, default_timeout=60)
    at.query_params["etablissement"] = "Collège démo Les Érables (Montmorillon) 0869019L"
    at.run()
    box = at.multiselect(key="etablissement")
    assert box.value == ["0869019L"], "the school of the address"
    assert len(box.options) <= MEILLEURS + 1
    at.text_input(key="chercher-etablissement").set_value("collège cèdres").run()
    box = at.multiselect(key="etablissement")
    assert box.value == ["0869019L"], "kept though the search does not find it"
    at.text_input(key="chercher-etablissement").set_value("0869019L").run()
    assert len(at.multiselect(key="etablissement").options) == 1, "found and chosen, it is listed once"
    at.text_input(key="chercher-etablissement").set_value("collège cèdres").run()
    box = at.multiselect(key="etablissement")
    box.set_value([*box.value, "0869034C"]).run()
    at.text_input(key="chercher-etablissement").set_value("").run()
    assert len(at.multiselect(key="etablissement").value) == 2
    at.session_state["tne-facettes"] = True
    at.run().text_input(key="chercher-commune").set_value("poit").run()
    at.multiselect(key="commune").set_value(["Poitiers"]).run()
    at.text_input(key="chercher-commune").set_value("loud").run()
    assert at.multiselect(key="commune").value == ["Poitiers"]
    at.session_state["tne-facettes"] = True  # a click leaves it open, which this tester does not know
    at.button[0].click().run()
    assert at.multiselect(key="etablissement").value == at.multiselect(key="commune").value == []
    assert at.text_input(key="chercher-commune").value == ""
    assert not at.exception


def test_the_lists_of_a_closed_block_come_when_it_opens_or_one_has_a_choice(
    base_demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_BASE", str(base_demo))

    def there(**address: str) -> tuple[AppTest, list[str | None]]:
        at = AppTest.from_function(_sidebar, default_timeout=60)
        for key, value in address.items():
            at.query_params[key] = value
        return at, [box.key for box in at.run().multiselect]

    closed, boxes = there()
    assert boxes == ["annee", "etablissement"]
    closed.session_state["tne-facettes"] = True
    assert [box.key for box in closed.run().multiselect] == list(KEYS)
    left = AppTest.from_function(_sidebar, default_timeout=60)
    left.session_state["_facettes_ouvertes"] = True
    assert [box.key for box in left.run().multiselect] == list(KEYS), (
        "open on the page before, open on this one"
    )
    linked, boxes = there(secteur="Public")
    assert boxes == list(KEYS)
    assert linked.multiselect(key="secteur").value == ["Public"]
    _, boxes = there(commune="Nulle-Part")
    assert set(boxes) >= {"annee", "etablissement"}, "what is not offered changes nothing"
    assert not linked.exception

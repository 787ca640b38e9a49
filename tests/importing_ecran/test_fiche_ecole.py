"""The school of a record in the form of the page Saisir: asked for once, and what the record is found by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.importing_ecran.test_fiche import check, field, kept, record
from tests.importing_ecran.test_pages import LIGNES, remplir

Ouvrir = Callable[..., AppTest]


def test_a_school_is_asked_for_once_and_the_name_that_a_file_gave_it_stays(
    ouvrir: Ouvrir, base_sans_import: Path
) -> None:
    def asked() -> list[str]:
        fields = [e for kind in (app.selectbox, app.text_input) for e in kind if e.form_id]
        return [e.label for e in fields if "UAI" in e.label or "tablissement" in e.label]

    remplir(base_sans_import, LIGNES.replace("UAI", "UAI;Collège").replace("0860002K", "0860002K;Les Lilas"))
    app = ouvrir("saisir")
    assert asked() == ["UAI *", "Établissement"], "nothing to choose from"
    remplir(base_sans_import, "UAI;Nom;Commune\n0860002K;École des Lilas;Poitiers\n", "ecoles.csv")
    app = ouvrir("saisir")
    assert asked() == ["Établissement (UAI) *"]
    for name, value in (("date", date(2024, 6, 13)), ("nature", "Formation"), ("uai", "0860002K")):
        field(app, name).set_value(value)
    check(app)
    app.button(key="enregistrer-saisie-intervention").click().run()
    record(app).select_index(2).run()
    assert asked() == ["Établissement (UAI) *", "Établissement"]
    field(app, "heures").set_value("4")
    check(app)
    app.button(key="enregistrer-saisie-intervention").click().run()
    assert sorted(kept(base_sans_import, "uai, etablissement, heures"), key=str) == [
        ("0860002K", "Les Lilas", 4.0),
        ("0860002K", None, None),
    ]


def test_a_record_is_found_by_the_name_of_the_school_that_was_chosen_for_it(
    ouvrir: Ouvrir, base_sans_import: Path
) -> None:
    """The form no longer asks for a name: only the UAI told such a record from the others."""

    def listed() -> list[str]:
        return [o for o in record(app).options if "0860002K" in o]

    remplir(base_sans_import, LIGNES.replace("UAI", "UAI;Collège").replace("0860002K", "0860002K;Les Lilas"))
    app = ouvrir("saisir")
    for name, value in (("date", date(2024, 6, 13)), ("nature", "Formation"), ("uai", "0860002K")):
        field(app, name).set_value(value)
    check(app)
    app.button(key="enregistrer-saisie-intervention").click().run()
    assert any(o.endswith("Formation · 0860002K") for o in listed()), "no directory yet"
    remplir(base_sans_import, "UAI;Nom;Commune\n0860002K;École des Lilas;Poitiers\n", "ecoles.csv")
    app = ouvrir("saisir")
    new, old = sorted(listed(), key=lambda o: "Les Lilas" in o)
    assert new.endswith("· 13/06/2024 · Formation · École des Lilas (Poitiers) 0860002K")
    assert old.endswith("· 12/06/2024 · Formation · 0860002K · Les Lilas"), "as its file calls it"

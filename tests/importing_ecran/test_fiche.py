"""The form of the page Saisir: a record added, corrected, taken out; the form and the grid hold the same filling."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.importing.scene import COORDINATION, Scene
from tests.importing_ecran.test_pages import LIGNES, mots, remplir
from tne.datasets import DATASETS
from tne.db import Base
from tne.importing import Options, importer
from tne.importing.saisie import SAISIES, columns_of
from tne.spec import Dataset
from tne.typographie import typographier
from tne.ui import saisie_cahier, saisie_fiche
from tne.ui.contexte import _KEY
from tne.ui.saisie import _MANY, _ONE

Ouvrir = Callable[..., AppTest]


def field(app: AppTest, name: str) -> Any:
    """The field of a column, as the form has it now."""
    kinds = (app.text_input, app.selectbox, app.date_input, app.text_area, app.checkbox)
    (found,) = [e for kind in kinds for e in kind if e.form_id and str(e.key).endswith(f"-{name}")]
    return found


def check(app: AppTest) -> AppTest:
    (button,) = [b for b in app.button if str(b.key).endswith("-verifier")]
    button.click().run()
    assert not app.exception, app.exception[0].message
    return app


def record(app: AppTest) -> Any:
    (box,) = [s for s in app.selectbox if s.label == "Enregistrement"]
    return box


def kept(base: Path, what: str) -> list[tuple[Any, ...]]:
    con = Base(str(base))
    try:
        return con.cursor().execute(f"SELECT {what} FROM intervention ORDER BY reference").fetchall()
    finally:
        con.close()


def test_a_record_is_added_by_the_form_and_nothing_is_written_before_it_is_said_to(
    ouvrir: Ouvrir, base_sans_import: Path
) -> None:
    remplir(base_sans_import)
    app = ouvrir("saisir")
    assert not app.dataframe
    assert record(app).value == "Nouvel enregistrement"
    field(app, "date").set_value(date(2024, 6, 13))
    field(app, "nature").set_value("Formation")
    field(app, "uai").set_value("0860002K")
    field(app, "heures").set_value("2,5")
    check(app)
    assert "**À enregistrer** · 1 ligne nouvelle" in mots(app)
    assert record(app).value == "nouvelle fiche 1", "pressed again it corrects the same record"
    assert field(app, "heures").value == "2,5"
    app.button(key="enregistrer-saisie-intervention").click().run()
    assert not app.exception
    assert "c\u2019est fait" in mots(app)
    assert [str(d) for _, d in kept(base_sans_import, "heures, date")] == ["2024-06-12", "2024-06-13"]
    assert record(app).value == "Nouvel enregistrement"
    assert len(record(app).options) == 3


def test_a_record_is_corrected_and_another_taken_out_in_one_entry(
    ouvrir: Ouvrir, base_sans_import: Path
) -> None:
    remplir(base_sans_import, LIGNES + "2023-002;13/06/2024;Formation;0860002K;1\n")
    app = ouvrir("saisir")
    first, second = (o for o in record(app).options if o.startswith("2023-"))
    assert first == "2023-001 · 12/06/2024 · Formation · 0860002K · 3"
    record(app).select(first).run()
    field(app, "heures").set_value("")
    check(app)
    record(app).select(second).run()
    field(app, "retirer").check()
    check(app)
    assert "**À enregistrer** · 1 ligne corrigée, 1 ligne retirée" in mots(app)
    assert "#VIDER" not in mots(app), "she emptied a field, no source declares anything"
    app.button(key="enregistrer-saisie-intervention").click().run()
    assert kept(base_sans_import, "reference, heures") == [("2023-001", None)]
    assert "**Enregistré** · 1 ligne corrigée, 1 ligne retirée" in mots(app), (
        "the counts below say « 2 modifiées »"
    )


def test_a_form_that_changes_nothing_is_answered_too(ouvrir: Ouvrir, base_sans_import: Path) -> None:
    remplir(base_sans_import)
    app = ouvrir("saisir")
    assert not app.info
    assert "fiche est vide" in check(app).info[0].value
    record(app).select_index(1).run()
    assert not app.info, "said once"
    assert "inchangée" in check(app).info[0].value
    field(app, "heures").set_value("2,5")
    assert not check(app).info
    assert "**À enregistrer** · 1 ligne corrigée" in mots(app)


def test_a_new_target_has_the_year_that_is_shown_and_the_one_departement(
    ouvrir: Ouvrir, base_sans_import: Path
) -> None:
    """« S'il est seul, la colonne peut manquer » stood beside a field that was refused empty."""
    remplir(base_sans_import)
    app = ouvrir("saisir")
    (kind,) = [s for s in app.selectbox if str(s.label).startswith("Que voulez")]
    kind.select("Objectifs").run()
    assert (field(app, "annee").value, field(app, "departement").value) == ("2023-2024", "086")
    assert "fiche est vide" in check(app).info[0].value, "nothing was typed"
    field(app, "indicateur").set_value("formation.participants")
    field(app, "valeur").set_value("600")
    check(app)
    assert "**À enregistrer** · 1 ligne nouvelle" in mots(app)
    assert not app.button(key="enregistrer-saisie-objectif").disabled
    assert "Enseignants ayant suivi au moins un module · 2023-2024 · 086 · 600" in record(app).options


def test_the_year_of_a_new_target_follows_the_filter(ouvrir: Ouvrir, base_sans_import: Path) -> None:
    """It stayed that of the first one shown: an untouched form was no more empty, a target went to another year."""
    remplir(base_sans_import)
    app = ouvrir("saisir")
    (kind,) = [s for s in app.selectbox if str(s.label).startswith("Que voulez")]
    kind.select("Objectifs").run()
    assert field(app, "annee").value == "2023-2024"
    app.session_state[_KEY] = replace(app.session_state[_KEY], annee="2024-2025")
    app.run()
    assert field(app, "annee").value == "2024-2025"
    assert "fiche est vide" in check(app).info[0].value


def test_what_is_wrong_is_told_and_what_was_typed_stays(ouvrir: Ouvrir) -> None:
    app = ouvrir("saisir")
    field(app, "nature").set_value("Formation")
    field(app, "heures").set_value("abc")
    check(app)
    # One that does not is, and goes on after its name: « Heures, Cette cellule ».
    assert "Ligne 1 de votre saisie\u202f: Heures, cette cellule tient du texte" in mots(app)
    # A message that names its column is not led in by it.
    assert (
        "Ligne 1 de votre saisie\u202f: la colonne «\u202fDate\u202f» doit être remplie par une date, par exemple"
        in mots(app)
    )
    assert app.button(key="enregistrer-saisie-intervention").disabled
    assert field(app, "nature").value == "Formation"
    check(app)
    assert "1 ligne nouvelle" in mots(app), "not a second one"
    app.button(key="discret-abandonner-saisie-intervention").click().run()
    assert "À enregistrer" not in mots(app)
    assert field(app, "nature").value is None


def test_the_grid_and_the_form_hold_the_same_filling(ouvrir: Ouvrir, base_sans_import: Path) -> None:
    remplir(base_sans_import)
    app = ouvrir("saisir")
    record(app).select_index(1).run()
    field(app, "heures").set_value("4")
    check(app)
    app.radio(key="saisie-forme").set_value(_MANY).run()
    (grid,) = app.dataframe
    assert grid.value["Heures"].tolist() == ["4"]
    assert "1 ligne corrigée" in mots(app)
    app.radio(key="saisie-forme").set_value(_ONE).run()
    assert "1 ligne corrigée" in mots(app)


def test_what_came_into_the_base_since_is_there_unless_something_was_typed(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saisie_cahier.st, "session_state", {})
    d = DATASETS["intervention"]

    def held() -> saisie_cahier.Cahier:
        ctx = SimpleNamespace(base=scene.base, droit=COORDINATION, version=scene.base.version())
        return saisie_cahier.tenu(ctx, d)  # type: ignore[arg-type]

    assert not len(held().apres)
    scene.importer(LIGNES)
    assert len(held().apres) == 1
    held().poser(None, dict.fromkeys(held().apres.columns, "x"))
    scene.importer(LIGNES.replace("001", "002"))
    assert held().apres["Référence"].tolist() == ["2023-001", "x"]
    saisie_cahier.fermer(d)
    assert len(held().apres) == 2


@pytest.mark.parametrize("day", ["13/06/2024", "32/13/2024", "12/06/0202", "3/6/2024", "demain"])
def test_a_line_begun_in_the_grid_goes_on_in_the_form(
    ouvrir: Ouvrir, base_sans_import: Path, day: str
) -> None:
    remplir(base_sans_import)
    app = ouvrir("saisir")
    held = app.session_state["saisie-cahier-intervention"]
    # As a grid gives it: a cell that nobody filled is no text.
    begun = {label: day if label == "Date" else None for label in held.apres.columns}
    held.apres = pd.concat([held.apres, pd.DataFrame([begun], index=["nouvelle 1-1"], dtype="str")])
    app.run()
    record(app).select(day).run()
    assert not app.exception, app.exception[0].message
    assert field(app, "date").value == (date(2024, 6, 13) if day == "13/06/2024" else day)
    assert {field(app, name).value for name in ("reference", "theme", "commentaire")} == {""}
    assert {field(app, name).value for name in ("nature", "projet")} == {None}
    assert "1 ligne nouvelle" in mots(check(app))


@pytest.mark.parametrize("jeu", SAISIES)
def test_every_data_set_has_a_field_for_each_of_its_columns(ouvrir: Ouvrir, jeu: str) -> None:
    app = ouvrir("saisir")
    app.selectbox(key="saisie-jeu").set_value(jeu).run()
    assert not app.exception, app.exception[0].message
    for c in columns_of(DATASETS[jeu]):
        assert field(app, c.name).label == typographier(c.label) + (" *" if c.required else "")


def test_records_that_read_alike_are_told_apart_and_very_many_are_searched(
    ouvrir: Ouvrir, base_sans_import: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice = "Date;Nature;UAI;Commentaire\n12/06/2024;Formation;0860002K;a\n12/06/2024;Formation;0860002K;b\n"
    base = Base(str(base_sans_import))
    importer(base, COORDINATION, twice.encode(), "deux.csv", options=Options())
    base.close()
    app = ouvrir("saisir")
    assert len(set(record(app).options)) == 3
    monkeypatch.setattr(saisie_fiche, "LIGNES", 1)
    app.run()
    (words,) = [t for t in app.text_input if t.label.startswith("Chercher parmi")]
    words.set_value("FORMATION (2)").run()
    assert len(record(app).options) == 2


def test_a_record_of_which_only_the_reference_is_said_is_told_to_say_nothing(ouvrir: Ouvrir) -> None:
    """Where records are proposed, such a one declares nothing; elsewhere it is one that somebody began."""
    app = ouvrir("saisir")
    field(app, "reference").set_value("2023-007")
    said = mots(check(app))
    assert "1 ligne nouvelle" in said
    assert "Ligne non remplie" in said


def test_a_school_is_chosen_by_its_name_where_they_are_not_too_many(
    ouvrir: Ouvrir, base_sans_import: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remplir(base_sans_import, "UAI;Nom;Type\n0860002K;École de la Forêt;École\n0860799B;École du Pré;École\n")
    app = ouvrir("saisir")
    assert [o.split(" ·")[0] for o in field(app, "uai").options] == [
        "École de la Forêt 0860002K",
        "École du Pré 0860799B",
    ]
    monkeypatch.setattr(saisie_fiche, "LIGNES", 1)
    assert not hasattr(field(app.run(), "uai"), "options"), "too many to be sent at each run: it is typed"


def test_a_search_among_very_many_records_folds_accents_and_says_that_it_is_cut(
    ouvrir: Ouvrir, base_sans_import: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schools = "UAI;Nom;Type\n0860002K;École de la Forêt;École\n0860799B;École du Pré;École\n0861457S;Collège;Collège\n"
    remplir(base_sans_import, schools)
    monkeypatch.setattr(saisie_fiche, "LIGNES", 1)
    monkeypatch.setattr(saisie_fiche, "PREMIERES", 1)
    app = ouvrir("saisir")
    app.selectbox(key="saisie-jeu").set_value("etablissement").run()
    assert "les 1 premiers des 3 qui répondent" in mots(app)
    assert len(record(app).options) == 2
    (words,) = [t for t in app.text_input if t.label.startswith("Chercher parmi 3")]
    words.set_value("ecole foret").run()
    assert "qui répondent" not in mots(app)
    assert "École de la Forêt" in record(app).options[1]


def test_a_finding_is_named_by_how_it_begins() -> None:
    """« 2023-2024 · 086 · Formations · 1 · Positif » stood for it, and its text nowhere."""
    d = DATASETS["constat"]
    cells = {"Année scolaire": "2023-2024", "Département": "086", "Partie": "Formations", "Ordre": "1"}
    text = "Les chefs d'établissement ont pris part à la construction du plan, dès la première réunion de rentrée."
    rows = pd.DataFrame(
        [{**cells, "Tonalité": "Positif", "Thème": "Pilotage", "Texte": text}, cells],
        columns=[c.label for c in columns_of(d)],
        index=["a", "b"],
    )
    assert saisie_fiche._names(d, rows, {}) == {
        "a": "2023-2024 · 086 · Formations · 1 · Positif · Les chefs d'établissement ont pris part à la construction du plan, dès la…",
        "b": "2023-2024 · 086 · Formations · 1",
    }


def test_the_names_of_the_records_are_made_again_only_when_one_changes() -> None:
    d = DATASETS["intervention"]
    empty = pd.DataFrame([], columns=[c.label for c in columns_of(d)], dtype="str")
    held = saisie_cahier.Cahier(empty, empty, empty, 1)
    made: list[int] = []

    def named(d: Dataset, rows: pd.DataFrame) -> dict[str, str]:
        made.append(len(rows))
        return saisie_fiche._names(d, rows, {})

    key = held.poser(None, {"Référence": "2023-001"})
    assert [held.noms(d, named), held.noms(d, named)] == [{key: "2023-001"}] * 2
    held.poser(key, {"Référence": "2023-002"})
    assert held.noms(d, named) == {key: "2023-002"}
    held.version += 1  # the directory may have come in since, which names schools
    assert held.noms(d, named) == {key: "2023-002"}
    held.retirer(key)
    assert held.noms(d, named) == {}
    assert made == [1, 1, 1, 0]


def test_the_grid_names_indicators_as_the_form_does_and_keeps_their_codes(
    ouvrir: Ouvrir, base_sans_import: Path
) -> None:
    base = Base(str(base_sans_import))
    target = "Indicateur;Année scolaire;Département;Objectif\nformation.reponses;2023-2024;086;500"
    importer(base, COORDINATION, target.encode(), "objectifs.csv", Options())
    base.close()
    app = ouvrir("saisir")
    app.selectbox(key="saisie-jeu").set_value("objectif").run()
    app.radio(key="saisie-forme").set_value(_MANY).run()
    (grid,) = app.dataframe
    column = json.loads(grid.proto.columns)["Indicateur"]
    options = {o["value"]: o["label"] for o in column["type_config"]["options"]}
    assert options["formation.reponses"] == "Réponses à l\u2019offre"
    assert len(set(options.values())) == len(options), "no two indicators share a name"
    assert list(grid.value["Indicateur"]) == ["formation.reponses"]
    assert "un indicateur, par son code" in mots(app)
    app.selectbox(key="saisie-jeu").set_value("intervention").run()
    assert "par son code" not in mots(app)

"""Sessions without their complement: from what is to be done to the form and the grid, their codes already written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.importing.scene import COORDINATION, Scene, csv_bytes
from tests.importing_ecran.test_fiche import check, field, record
from tests.importing_ecran.test_pages import mots
from tests.lu import html
from tests.pages.conftest import ouvrir_page
from tests.queries.scene_formations import S1, S2, S3, SESSION
from tne.access import Droit
from tne.db import Base
from tne.importing import Options, importer
from tne.queries.a_declarer import a_declarer

__all__ = ["ouvrir_page"]
Ouvrir = Callable[..., AppTest]
LIEN = 'href="saisir?jeu=session_complement"'
PLAN = csv_bytes(
    [*SESSION, "Début", "Lieu"],
    [
        [*S1, "16/10/2023", "Atelier Canopé 86 (Poitiers)"],
        [*S2, "18/03/2024", "Collège A"],
        [*S3, "20/03/2024", ""],
    ],
)


def prepare(path: Path, complements: list[list[str]] | None = None) -> None:
    base = Base(str(path))
    importer(base, COORDINATION, PLAN, "plan.csv", Options(jeu="session"))
    if complements:
        sheet = csv_bytes([*SESSION, "Opérateur", "Heures"], complements)
        importer(base, COORDINATION, sheet, "c.csv", Options(jeu="session_complement"))
    base.close()


def declared(path: Path) -> list[tuple[object, ...]]:
    base = Base(str(path))
    try:
        what = "module_code, session_code, operateur, heures, annee"
        return base.cursor().execute(f"SELECT {what} FROM session_complement ORDER BY ALL").fetchall()
    finally:
        base.close()


def test_what_is_to_be_done_leads_to_where_it_is_done_for_one_who_may(
    ouvrir_page: Ouvrir, base_sans_import: Path
) -> None:
    prepare(base_sans_import)
    assert LIEN in "".join(html(ouvrir_page("formations", base_sans_import)))
    assert LIEN not in "".join(html(ouvrir_page("formations", base_sans_import, presentation=True)))
    reader = Droit(False, "essai", "lecture")
    assert LIEN not in "".join(html(ouvrir_page("formations", base_sans_import, droit=reader)))


def test_sessions_are_declared_one_after_the_other_their_codes_already_written(
    ouvrir: Ouvrir, base_sans_import: Path
) -> None:
    prepare(base_sans_import, [[*S3, "SRANE", "2"]])
    app = ouvrir("saisir")
    app.selectbox(key="saisie-jeu").set_value("session_complement").run()
    assert "2 sessions sans complément" in mots(app).replace("\u202f", " ").replace("\u00a0", " ")
    assert record(app).value == "à déclarer 1", "the latest"
    assert [
        field(app, c).value for c in ("dispositif_code", "module_code", "groupe_id", "session_code")
    ] == S2
    assert not field(app, "operateur").value
    check(app)
    assert "À enregistrer" not in mots(app), "nothing was said of it"
    field(app, "heures").set_value("3")
    check(app)
    assert "1 ligne nouvelle" in mots(app)
    app.button(key="enregistrer-saisie-session_complement").click().run()
    assert record(app).value == "à déclarer 1", "the next one"
    assert field(app, "session_code").value == "01"
    assert field(app, "operateur").value == "Canopé"
    check(app)
    app.button(key="enregistrer-saisie-session_complement").click().run()
    assert not app.exception
    assert "Plus aucune session" not in mots(app)
    assert [(m, s, o) for m, s, o, *_ in declared(base_sans_import)] == [
        ("M1", "01", "Canopé"),
        ("M1", "02", None),
        ("M2", "03", "SRANE"),
    ]
    assert {row[-1] for row in declared(base_sans_import)} == {"2023-2024"}


def test_all_go_to_the_grid_and_those_of_which_nothing_is_said_are_not_written(
    ouvrir: Ouvrir, base_sans_import: Path
) -> None:
    prepare(base_sans_import)
    app = ouvrir("saisir")
    app.selectbox(key="saisie-jeu").set_value("session_complement").run()
    app.button(key="saisie-manquants-session_complement").click().run()
    assert not app.exception
    (grid,) = app.dataframe
    assert grid.value["Session"].tolist() == ["03", "02", "01"]
    assert "1 ligne nouvelle" in mots(app), "the one whose operator is proposed"
    assert "Plus aucune session" in mots(app)
    app.button(key="enregistrer-saisie-session_complement").click().run()
    assert [row[:3] for row in declared(base_sans_import)] == [("M1", "01", "Canopé")]


@pytest.mark.parametrize("asked", ["session_complement", "inconnu"])
def test_the_address_names_the_data_set(ouvrir_page: Ouvrir, base_sans_import: Path, asked: str) -> None:
    app = ouvrir_page("", base_sans_import)
    app.switch_page("pages/saisir.py")
    app.query_params["jeu"] = asked
    app.run()
    expected = asked if asked == "session_complement" else "intervention"
    assert app.selectbox(key="saisie-jeu").value == expected


def test_the_operator_is_spelled_as_it_is_already_most_often(scene: Scene) -> None:
    others = [[*S2[:3], n] for n in ("04", "05", "06", "07", "08")]
    scene.importer(PLAN, jeu="session")
    scene.importer(csv_bytes([*SESSION, "Début"], [[*s, "21/03/2024"] for s in others]), jeu="session")
    named = zip([S2, *others], ("CANOPÉ 86", "CANOPÉ 86", "Atelier Canopé", *["SRANE"] * 3), strict=True)
    sheet = csv_bytes([*SESSION, "Opérateur"], [[*s, name] for s, name in named])
    scene.importer(sheet, jeu="session_complement")
    frame = a_declarer(scene.base.cursor())
    assert frame["session_code"].tolist() == ["03", "01"]
    assert frame["operateur"].tolist() == ["", "CANOPÉ 86"]

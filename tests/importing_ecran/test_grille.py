"""What is typed into the grid of refused rows stays with its row, whatever happens to the grid before it is checked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest
from streamlit.testing.v1 import AppTest

from tests.importing_ecran.test_corriger import FAUX, JUSTE, TETE
from tests.importing_ecran.test_tenus import aller_et_revenir, deposer
from tne.ui.importation import grille

Ouvrir = Callable[..., AppTest]
GRILLE = "Corriger dans une grille"


def ouvrir_grille(app: AppTest) -> None:
    next(c for c in app.checkbox if c.label == GRILLE).check().run()


def taper(app: AppTest, rows: Mapping[int, Mapping[str, str]]) -> None:
    """Type that into rows of the grid, press nothing."""
    typed = app._tree.get_widget_states()  # no element of the test drives a grid
    (editor,) = app.dataframe
    edits = {"edited_rows": {str(n): dict(c) for n, c in rows.items()}, "added_rows": [], "deleted_rows": []}
    typed.widgets.add(id=editor.proto.id, string_value=json.dumps(edits))
    app._run(typed)
    assert not app.exception


def corrigees(app: AppTest) -> dict[str, str]:
    (key,) = app.session_state["empreintes"].values()
    held: dict[str, str] = app.session_state[f"cases-{key}"]
    return held


def presser(app: AppTest, label: str) -> None:
    next(b for b in app.button if b.label.startswith(label)).click().run()
    assert not app.exception


def test_what_is_typed_stays_with_its_row_when_another_is_mended_elsewhere(
    ouvrir: Ouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More rows than the grid shows: the first was mended by « Remplacer une valeur partout », all moved up, and what had been typed
    into the second went into the third.
    """
    monkeypatch.setattr(grille, "_ROWS", 2)
    app = ouvrir("importer")
    rows = [
        "2023-001;12/06/2024;Formaton;0860002K;Robots",
        *(f"2023-00{n};demain;Formation;0860002K;Robots" for n in (2, 3)),
        "2023-004;12/06/2024;Autre chose;0860002K;Robots",
    ]
    deposer(app, ("mois.csv", TETE + "\n".join(rows) + "\n"))
    ouvrir_grille(app)
    assert app.dataframe[0].value["Ligne"].tolist() == [2, 3]
    taper(app, {1: {"Date": "12/06/2024"}})
    assert corrigees(app) == {}, "not checked yet"
    (wrong,) = [s for s in app.selectbox if str(s.key).startswith("remplacer-") and "Formaton" in s.label]
    wrong.set_value("Formation").run()
    assert corrigees(app) == {"!3!Date": "12/06/2024"}
    assert app.dataframe[0].value["Ligne"].tolist() == [4, 5]
    presser(app, "Vérifier ces corrections")
    assert corrigees(app) == {"!3!Date": "12/06/2024"}


@pytest.mark.parametrize("closed", [False, True])
def test_what_was_typed_is_found_again(ouvrir: Ouvrir, closed: bool) -> None:
    """It was lost with the grid, when that was closed or its page left."""
    app = ouvrir("importer")
    deposer(app, ("mois.csv", FAUX + JUSTE))
    ouvrir_grille(app)
    taper(app, {0: {"Date": "12/06/2024"}})
    if closed:
        next(c for c in app.checkbox if c.label == GRILLE).uncheck().run()
        app.run()
    else:
        aller_et_revenir(app)
    assert corrigees(app) == {"!2!Date": "12/06/2024"}
    presser(app, "Importer")
    assert [c.label for c in app.checkbox if c.label == GRILLE] == [], "all of it went in"


def test_what_was_typed_is_let_go_with_all_corrections(ouvrir: Ouvrir) -> None:
    app = ouvrir("importer")
    deposer(app, ("mois.csv", FAUX + JUSTE))
    ouvrir_grille(app)
    taper(app, {0: {"Thème": "Drones"}})
    presser(app, "Vérifier ces corrections")
    taper(app, {0: {"Date": "12/06/2024"}})
    presser(app, "Reprendre les valeurs du fichier")
    assert corrigees(app) == {}
    assert app.dataframe[0].value[["Date", "Thème"]].to_numpy().tolist() == [["demain", "Robots"]]

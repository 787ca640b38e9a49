"""What is corrected on the page: in the grid of refused rows, and by the file of them that comes back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pandas as pd
from streamlit.testing.v1 import AppTest

from tests.importing_ecran.test_pages import mots
from tne.documents.csv_fr import csv_francais
from tne.importing import reconnaitre
from tne.importing.correcting.corrections import file_of_problems

TETE = "Référence;Date;Nature;UAI;Thème\n"
FAUX = f"{TETE}2023-001;demain;Formation;0860002K;Robots\n"


def _deposer(app: AppTest, **fichiers: str) -> None:
    app.file_uploader[0].set_value([(f"{n}.csv", t.encode(), "text/csv") for n, t in fichiers.items()]).run()
    assert not app.exception


def _verifier(app: AppTest, cellules: Mapping[str, str | None]) -> dict[str, str]:
    """Type that into the first row of the grid and press; the corrections that are held then."""
    case = next(c for c in app.checkbox if c.label == "Corriger dans une grille")
    if not case.value:
        case.check().run()
    key = str(case.key).removeprefix("grille-")
    app.button(f"verifier-{key}").click()
    typed = app._tree.get_widget_states()  # no element of the test drives a grid
    (editor,) = app.dataframe
    edits = {"edited_rows": {"0": dict(cellules)}, "added_rows": [], "deleted_rows": []}
    typed.widgets.add(id=editor.proto.id, string_value=json.dumps(edits))
    app._run(typed)
    assert not app.exception
    held: dict[str, str] = app.session_state[f"cases-{key}"]
    return {k.rpartition("!")[2]: text for k, text in held.items()}


def test_a_cell_that_is_cleared_in_the_grid_is_empty(ouvrir: Callable[..., AppTest]) -> None:
    """It held « nan »: as a text that went into the base."""
    app = ouvrir("importer")
    _deposer(app, faux=FAUX)
    assert _verifier(app, {"Thème": None, "Date": "12/06/2024"}) == {"Thème": "", "Date": "12/06/2024"}


def test_a_cell_of_the_grid_goes_back_to_what_the_file_has(ouvrir: Callable[..., AppTest]) -> None:
    """What had been typed before stayed, and the press answered nothing."""
    app = ouvrir("importer")
    _deposer(app, faux=FAUX)
    assert _verifier(app, {"Thème": "Drones"}) == {"Thème": "Drones"}
    assert _verifier(app, {"Thème": "Robots"}) == {}


JUSTE = "2023-002;13/06/2024;Formation;0860002K;Robots\n"


def corriges(app: AppTest) -> str:
    """The file of the rows to correct of the only file of the page, its date put right."""
    (key,) = app.session_state["empreintes"].values()
    document = app.session_state[f"lu-{key}"]
    problems = [p for r in app.session_state[f"essai-{key}"][1].resultats for p in r.problemes]
    header, rows = file_of_problems(document, reconnaitre(document), problems)
    text = csv_francais(pd.DataFrame(rows, columns=header), {}).decode("utf-8-sig")
    return text.replace("demain", "12/06/2024")


def test_a_file_that_is_dropped_again_takes_its_corrections_again(ouvrir: Callable[..., AppTest]) -> None:
    """« Corrections reprises » stood under rows that were to be corrected still."""
    app = ouvrir("importer")
    _deposer(app, faux=FAUX + JUSTE)
    corrections = corriges(app)
    for _ in range(2):
        _deposer(app, faux=FAUX + JUSTE, corriges=corrections)
        assert "Corrections reprises" in mots(app)
        assert "Importer" in [b.label for b in app.button]
        _deposer(app, corriges=corrections)


def test_corrections_of_a_file_that_are_taken_back_are_not_said_to_be_in(
    ouvrir: Callable[..., AppTest],
) -> None:
    """« Corrections reprises » stood over the rows that « Reprendre les valeurs du fichier » had given back."""
    app = ouvrir("importer")
    _deposer(app, faux=FAUX + JUSTE)
    corrections = corriges(app)
    _deposer(app, faux=FAUX + JUSTE, corriges=corrections)
    next(c for c in app.checkbox if c.label == "Voir et changer les détails").check().run()
    next(b for b in app.button if b.label == "Reprendre les valeurs du fichier").click().run()
    assert "Corrections reprises" not in mots(app)
    assert "Corrections non reprises" in mots(app)
    _deposer(app, faux=FAUX + JUSTE)
    _deposer(app, faux=FAUX + JUSTE, corriges=corrections)
    assert "Corrections reprises" in mots(app)
    assert "Corrections non reprises" not in mots(app)


def test_corrections_open_a_file_again_of_which_the_other_rows_are_in(ouvrir: Callable[..., AppTest]) -> None:
    """« Corrections reprises » stood beside its receipt, and they were nowhere."""
    app = ouvrir("importer")
    _deposer(app, faux=FAUX + JUSTE)
    corrections = corriges(app)
    next(b for b in app.button if b.label.startswith("Importer")).click().run()
    assert "c\u2019est fait" in mots(app)
    _deposer(app, faux=FAUX + JUSTE, corriges=corrections)
    next(b for b in app.button if b.label == "Importer").click().run()
    assert "c\u2019est fait" in mots(app)
    _deposer(app, faux=FAUX + JUSTE, corriges=corrections)
    assert "c\u2019est fait" in mots(app), "once"

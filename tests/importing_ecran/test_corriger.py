"""What is corrected on the page: in the grid of refused rows, and by the file of them that comes back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from streamlit.testing.v1 import AppTest

TETE = "Référence;Date;Nature;UAI;Thème\n"
FAUX = f"{TETE}2023-001;demain;Formation;0860002K;Robots\n"


def _deposer(app: AppTest, **fichiers: str) -> None:
    app.file_uploader[0].set_value([(f"{n}.csv", t.encode(), "text/csv") for n, t in fichiers.items()]).run()
    assert not app.exception


def _cle(app: AppTest, nom: str) -> str:
    """The key of the file of that name."""
    return next(
        k[3:]
        for k in app.session_state.filtered_state
        if k.startswith("lu-") and app.session_state[k].nom == nom
    )


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

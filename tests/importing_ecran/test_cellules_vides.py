"""Presses of the page that take refused rows without the cells for which they were refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.importing.scene import Scene, text_bytes
from tests.importing.test_cellules_vides import FILE, HEAD, REQUIRED, counted
from tests.importing_ecran.test_pages import mots
from tests.lu import lu
from tne.importing.headers import mappings
from tne.ui.boutons import DISCRET

Ouvrir = Callable[..., AppTest]


def dropped(ouvrir: Ouvrir, text: str) -> AppTest:
    app = ouvrir("importer")
    return app.file_uploader[0].set_value([("a.csv", text_bytes(text), "text/csv")]).run()


def labels(app: AppTest, prefix: str) -> list[str]:
    return [
        lu(b.label).replace("\u202f", " ").replace("\u00a0", " ")
        for b in app.button
        if (b.key or "").removeprefix(DISCRET).startswith(prefix)
    ]


def press(app: AppTest, prefix: str, number: int = 0) -> AppTest:
    app = (
        [b for b in app.button if (b.key or "").removeprefix(DISCRET).startswith(prefix)][number]
        .click()
        .run()
    )
    assert not app.exception
    return app


def test_all_refused_rows_are_taken_without_their_cells_in_one_press(
    ouvrir: Ouvrir, base_sans_import: Path
) -> None:
    app = dropped(ouvrir, FILE)
    assert labels(app, "sans-cellules-") == [
        "Prendre toutes les lignes refusées sans ces cellules (3 lignes)"
    ]
    app = press(app, "sans-cellules-")
    assert "À corriger" not in mots(app)
    assert "2 colonnes sans leurs cellules refusées" in mots(app)
    assert "3 cellules laissées vides, comme demandé." in lu(mots(app))
    # And back.
    app = press(app, "defaire-corrections-")
    assert len(labels(app, "sans-cellules-")) == 1
    app = press(press(app, "sans-cellules-"), "importer-")
    assert "c\u2019est fait" in " ".join(s.value for s in app.success)
    scene = Scene(base_sans_import)
    assert counted(scene) == [("1", None, 12), ("2", None, 13), ("3", 3, 14), ("4", None, None)]
    scene.base.close()


def test_one_value_or_one_column_is_left_empty(ouvrir: Ouvrir) -> None:
    app = dropped(ouvrir, REQUIRED)
    assert labels(app, "sans-cellules-") == [], "the date of a row must be given"
    # Of the column: also the cell that may not be shown. Of a column of one value: the value's press alone.
    assert labels(app, "vider-") == [
        "Laisser ces 4 cellules vides : « Nb enseignants », 4 lignes",
        "Laisser vide « beaucoup » (3 lignes)",
        "Laisser vide « classe » (1 ligne)",
    ]
    app = press(app, "vider-", 1)
    assert "1 valeur laissée vide avant" in mots(app)
    assert labels(app, "vider-") == [
        "Laisser cette cellule vide : « Nb enseignants », 1 ligne",
        "Laisser vide « classe » (1 ligne)",
    ]
    app = press(press(app, "vider-"), "vider-")
    assert labels(app, "vider-") == []
    said = lu(mots(app))
    assert "1 valeur laissée vide" not in said
    assert "2 valeurs laissées vides et 1 colonne sans ses cellules refusées avant" in said
    assert "**À corriger** · 1 ligne" in said.replace("\u00a0", " ").replace("\u202f", " ")


def test_no_later_file_loses_a_value_of_a_list_that_was_left_empty_once(
    ouvrir: Ouvrir, base_sans_import: Path
) -> None:
    app = dropped(ouvrir, f"{HEAD};Type de projet\n1;12/06/2026;Formation;0860002K;2;3;Lune")
    app = press(press(app, "vider-"), "importer-")
    scene = Scene(base_sans_import)
    assert counted(scene) == [("1", 2, 3)]
    assert [r.correspondance.valeurs for r in mappings.remembered(scene.base)] == []
    scene.base.close()


def test_both_ends_of_a_range_are_offered(ouvrir: Ouvrir, base_sans_import: Path) -> None:
    app = dropped(ouvrir, f"{HEAD}\n1;12/06/2026;Formation;0860002K;8 à 10;")
    assert labels(app, "propositions-") == [], "no press chooses one of them"
    (choice,) = [s for s in app.selectbox if s.label.startswith("Nb enseignants")]
    assert (choice.options, choice.placeholder) == (["8", "10"], "8 ou 10, ou une autre valeur")
    app = press(choice.set_value("10").run(), "importer-")
    scene = Scene(base_sans_import)
    assert counted(scene) == [("1", 10, None)]
    scene.base.close()

"""Several files on the page: what is done with one leaves the others as they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.importing_ecran.test_pages import mots

TETE = "Référence;Date;Nature;UAI\n"


def test_to_undo_the_import_of_one_file_does_not_take_away_the_others(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """All were gone with it, unsaid, with what had been corrected in those that were not imported yet."""
    app = ouvrir("importer")
    files = {f"{n}.csv": f"{TETE}2023-00{n};12/06/2024;{nature};0860002K\n" for n, nature in NATURES.items()}
    app.file_uploader[0].set_value([(n, text.encode(), "text/csv") for n, text in files.items()]).run()
    app.button("importer-tout").click().run()
    assert mots(app).count("c\u2019est fait") == 2
    annuler(app)
    assert [s.value for s in app.subheader if s.value in files] == list(files)
    assert mots(app).count("c\u2019est fait") == 1
    # It is imported again by its own button alone.
    assert "importer-tout" not in [b.key for b in app.button]
    next(b for b in app.button if b.label == "Importer").click().run()
    assert mots(app).count("c\u2019est fait") == 2


NATURES = {1: "Formation", 2: "Formation", 3: "Formaton"}
"""The nature of the row of each file; the last one is to be corrected."""


def test_to_undo_the_import_of_the_only_file_takes_it_away(ouvrir: Callable[..., AppTest]) -> None:
    app = ouvrir("importer")
    text = f"{TETE}2023-001;12/06/2024;Formation;0860002K\n"
    app.file_uploader[0].set_value([("seul.csv", text.encode(), "text/csv")]).run()
    next(b for b in app.button if b.label == "Importer").click().run()
    annuler(app)
    assert "seul.csv" not in [s.value for s in app.subheader]


def annuler(app: AppTest) -> None:
    """Press the first « Annuler l'import » of the receipts."""
    next(b for b in app.button if b.label.startswith("Annuler l\u2019import")).click().run()
    assert not app.exception


def test_nothing_of_a_pasted_table_is_kept_once_it_is_taken_away(ouvrir: Callable[..., AppTest]) -> None:
    """All of its words were, the names of persons too, until the page was closed."""
    app = ouvrir("importer")
    app.checkbox("coller").check().run()
    (place,) = app.text_area
    place.set_value(f"{TETE}2023-001;12/06/2024;Formation;0860002K\nDupond;;;").run()
    assert "Tableau collé" in [s.value for s in app.subheader]
    app.text_area[0].set_value("").run()
    assert "Tableau collé" not in [s.value for s in app.subheader]
    assert "Dupond" not in repr(app.session_state)

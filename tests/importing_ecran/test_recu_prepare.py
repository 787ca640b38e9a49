"""What a receipt leads to: that the figures are being prepared is said as long as they are, and only where a page would wait for
them; a year that no page shows is not offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import RACINE
from tests.importing_ecran.test_pages import LIGNES, mots, remplir
from tests.queries.preparation import PATIENCE, Arretee, fini
from tne.datasets import DATASETS
from tne.importing.rehearsal import EFFET
from tne.queries import gardees_atelier, gardees_avance
from tne.ui.attente import attente, patient
from tne.ui.parts import NOMS_FAMILLES

PREPARE = "Les chiffres se préparent"
PREPARENT = " · les chiffres de la base se préparent d\u2019abord, ce qui peut durer une minute"


@pytest.mark.parametrize("large", [True, False])
def test_the_receipt_says_that_figures_are_being_prepared(
    ouvrir: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    if large:
        monkeypatch.setenv("TNE_LIGNES_SUR_DISQUE", "0")
    monkeypatch.setattr(gardees_avance, "REPOS", 0.0)
    making = Arretee(monkeypatch, "v_intervention")  # the preview has made those that this file does not feed
    app = ouvrir("importer")
    app.file_uploader[0].set_value([("mois.csv", LIGNES.encode(), "text/csv")]).run()
    (button,) = [b for b in app.button if b.label == "Importer"]
    button.click().run()
    assert "c\u2019est fait" in mots(app)
    assert (PREPARE in mots(app)) is large
    if large:
        assert making.la.wait(PATIENCE)
        making.aller()
    fini()
    app.run()
    assert "c\u2019est fait" in mots(app)
    assert PREPARE not in mots(app)


def test_a_preview_says_that_it_waits_for_the_figures_of_the_base(
    ouvrir: Callable[..., AppTest], base_sans_import: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the size of the nation « Calcul de l'effet… » stood for a minute while another page had them made."""
    remplir(base_sans_import)
    app = ouvrir("journal")
    said: list[str] = []

    @contextmanager
    def spinner(text: str) -> Iterator[None]:
        said.append(text)
        making.close()
        yield

    monkeypatch.setattr("tne.ui.journal.st.spinner", spinner)
    making = ExitStack()
    making.enter_context(gardees_atelier.tour())
    next(box for box in app.checkbox if (box.key or "").startswith("journal-effet-")).check().run()
    assert said == [attente("Calcul de l\u2019effet…") + PREPARENT]
    patient(lambda _, words: said.append(words))(0.85, EFFET)
    with gardees_atelier.tour():
        patient(lambda _, words: said.append(words))(0.85, EFFET)
        patient(lambda _, words: said.append(words))(0.4, "lecture")
    assert said[1:] == [EFFET, EFFET + PREPARENT, "lecture"]


def test_a_receipt_does_not_lead_to_a_year_that_the_filters_do_not_offer(
    ouvrir: Callable[..., AppTest], base_sans_import: Path
) -> None:
    """Of a national file that comes before the year: « Voir le bilan 2025-2026 » showed that of another year."""
    remplir(base_sans_import)
    app = ouvrir("importer")
    pupils = "Année scolaire;UAI;Niveau;Élèves\n2025-2026;0860002K;4ème;20\n"
    app.file_uploader[0].set_value([("effectifs.csv", pupils.encode(), "text/csv")]).run()
    next(b for b in app.button if b.label == "Importer").click().run()
    assert "c\u2019est fait" in mots(app)
    assert not [b.label for b in app.button if b.label.startswith("Voir le bilan")]


def test_each_part_of_the_programme_has_the_page_that_a_receipt_leads_to() -> None:
    assert {d.famille for d in DATASETS.values()} <= NOMS_FAMILLES.keys()
    parts = [part for part, title in NOMS_FAMILLES.items() if title]
    assert [part for part in parts if not (RACINE / "pages" / f"{part}.py").is_file()] == []

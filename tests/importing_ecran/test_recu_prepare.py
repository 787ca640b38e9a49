"""What a receipt leads to: that the figures are being prepared is said as long as they are, and only where a page would wait for
them; a year that no page shows is not offered.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.importing_ecran.test_pages import LIGNES, mots, remplir
from tests.queries.preparation import PATIENCE, Arretee, fini
from tne.queries import gardees_avance

PREPARE = "Les chiffres se préparent"


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

"""The receipt says that the figures are being prepared as long as they are, and only where a page would wait for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.importing_ecran.test_pages import LIGNES, mots
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

"""A few people look while two import: no fault, no figure of no state, what a session held goes with it.

`bench/charge.py` does the same with fifty people for as long as one wants.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.charge import (
    Coordinateur,
    Vue,
    attendre,
    chiffres,
    etats,
    fichiers,
    mener,
    mesure,
    serveur_charge,
)
from tests.fil import Seance
from tests.navigateur.banc import Serveur

VUES = (Vue.de("formations", {}), Vue.de("accompagnements", {"secteur": ["Public"]}))
HELD = 'cache_memory_bytes{cache_type="UploadedFileManager"'


@pytest.fixture
def serveur(base_demo: Path, tmp_path: Path) -> Iterator[Serveur]:
    """A server under load."""
    with serveur_charge(tmp_path, base_demo) as running:
        yield running


def test_readers_look_while_two_import_and_sessions_free_what_they_held(serveur: Serveur) -> None:
    two = [Coordinateur(serveur.url, *file) for file in fichiers(200)]
    known = etats(serveur.url, VUES, two)
    told = mener(serveur, 6, 3, attente=1, pause=1, two=two, known=known)
    assert told.fautes == []
    assert told.dechires == []
    assert told.changements >= 2
    assert len(told.temps) >= 4

    # The comparison tells the states apart: what stands after an import is not among what stood before.
    with Seance(serveur.url) as visitor:
        before = chiffres(visitor.ouvrir(VUES[0].page, VUES[0].question))
    assert before < known[VUES[0]]

    page = (visitor := Seance(serveur.url)).ouvrir("importer")
    (depot,) = [f.id for f in page.elements("file_uploader")]
    visitor.deposer(depot, "a.csv", two[0].ecrire(99))
    assert mesure(serveur, HELD) > 1000
    visitor.fermer()

    def freed() -> bool:
        """What has ended is let go when somebody comes or leaves."""
        with Seance(serveur.url) as other:
            other.ouvrir("aide")
        return mesure(serveur, HELD) == 0

    assert attendre(freed, 30)

"""Whatever stands in the address of a page, the page is drawn, and nothing of it is obeyed."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.fil import Seance
from tests.navigateur.banc import RACINE, Serveur
from tne.filters import ADRESSE
from tne.inattendu import NON_ECRIT

PAGES = sorted("" if p.stem == "bilan" else p.stem for p in (RACINE / "pages").glob("[a-z]*.py"))
CLES = (*ADRESSE, "chiffre", "diapo", "presentation", "inconnue")
VALEURS = (
    "2023-2024'; DROP TABLE import; --",
    "' OR 1=1 --",
    "<script>alert(1)</script>[x](http://exemple.fr)",
    "../../etc/passwd",
    "\x00\u202e",
    "x" * 5000,
)


@pytest.fixture
def visiteur(serveur: Serveur) -> Seance:
    """One session for all pages."""
    return Seance(serveur.url)


def test_hostile_values_choose_nothing(visiteur: Seance, serveur: Serveur) -> None:
    with visiteur:
        plain = {name: visiteur.ouvrir(name) for name in PAGES}
        for i, name in enumerate(PAGES):
            asked = [(key, VALEURS[(i + j) % len(VALEURS)]) for j, key in enumerate(CLES)]
            page = visiteur.ouvrir(name, urlencode(asked))
            assert page.fautes == [], name
            assert page.titre == plain[name].titre
            drawn = "\n".join(
                str(e) for kind in ("markdown", "html", "heading", "alert") for e in page.elements(kind)
            )
            for word in ("DROP TABLE", "<script>alert", "etc/passwd", "OR 1=1"):
                assert word not in drawn, name
    assert NON_ECRIT not in serveur.journal(), "the stack of a fault, as the log tells it"

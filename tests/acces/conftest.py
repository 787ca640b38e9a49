"""A small base of persons over two years, imported by the ordinary path; browser fixtures for the sign-in tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.acces.pages_ouvertes import ouvrir_base  # noqa: F401  (a fixture)
from tests.navigateur.conftest import (  # noqa: F401  (fixtures)
    capture,
    contexte,
    lancer,
    page,
    requetes,
)
from tne.access import Droit
from tne.db import Base
from tne.importing import Options, Resultat, importer

COORDINATION = Droit(True, "coordination")
LECTEUR = Droit(False, "", "ce tableau de bord est en lecture.")

_CODES = "Dispositif : code;Module : code;Groupe : identifiant;Session"
SESSIONS = f"""{_CODES};Début
23A0130001;M1;G1;1;2023-11-06
23A0130001;M1;G1;2;2024-10-07
22A0130001;M0;G1;1;2023-03-06
"""
# The second session is dated in 2024-2025, whatever its code says.
INSCRIPTIONS = f"""{_CODES};État de l'inscription;Présence;UAI;E-mail
23A0130001;M1;G1;1;Inscrit;Présent;0860002K;a@x.fr
23A0130001;M1;G1;1;Inscrit;Présent;0860002K;b@x.fr
23A0130001;M1;G1;2;Inscrit;Présent;0860002K;a@x.fr
22A0130001;M0;G1;1;Inscrit;Présent;0860002K;a@x.fr
22A0130001;M0;G1;1;Inscrit;Absent;0860002K;c@x.fr
"""
OFFRES = """Année scolaire;UAI;E-mail
2023-2024;0860002K;a@x.fr
2023-2024;0860002K;b@x.fr
2023-2024;0860002K;d@x.fr
2022-2023;0860002K;a@x.fr
"""
REPONSES = """Année scolaire;Formulaire;Numéro de la réponse;Date de la réponse;E-mail
2023-2024;f;1;2023-06-12;a@x.fr
2023-2024;f;2;2023-06-12;d@x.fr
2022-2023;f;1;2022-06-12;a@x.fr
"""


def deposer(base: Base, text: str, jeu: str, droit: Droit = COORDINATION, **options: object) -> Resultat:
    """Import a text as a file of one data set."""
    (result,) = importer(base, droit, text.encode(), f"{jeu}.csv", Options(jeu=jeu, **options))
    return result


@pytest.fixture(scope="session")
def personnes_modele(une_fois: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A base with sessions, registrations, offers and replies of two years, to be copied."""

    def build(folder: Path) -> None:
        opened = Base(str(folder / "base" / "tne.duckdb"))
        for text, jeu in (
            (SESSIONS, "session"),
            (INSCRIPTIONS, "inscription"),
            (OFFRES, "offre"),
            (REPONSES, "reponse"),
        ):
            result = deposer(opened, text, jeu)
            assert result.etat == "importé", result
        opened.close()

    return une_fois("personnes", build) / "base" / "tne.duckdb"


@pytest.fixture
def base(personnes_modele: Path, copier_base: Callable[[Path, Path], Path], tmp_path: Path) -> Iterator[Base]:
    """Such a base of the test's own."""
    opened = Base(str(copier_base(personnes_modele, tmp_path / "base")))
    yield opened
    opened.close()


@pytest.fixture
def rouvrir() -> Iterator[Callable[[str], Base]]:
    """`rouvrir(chemin)`: a base opened again, closed with the test."""
    opened: list[Base] = []

    def again(path: str) -> Base:
        opened.append(Base(path))
        return opened[-1]

    yield again
    for one in opened:
        one.close()

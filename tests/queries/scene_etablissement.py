"""Six schools, what took place there, and the file of one of them: what the tests of that file share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.importing.scene import base_de, uai
from tne.db import Base
from tne.filters import Filters, View
from tne.queries import etablissement as questions
from tne.queries.etablissement import Dossier

AN, AVANT, APRES = "2023-2024", "2022-2023", "2024-2025"


A, B, C, D, E, F = (uai(n) for n in range(9501, 9507))
# D was replaced by A; E is closed; F is private without contract: neither counts among the collèges.
ECOLES = f"""
UAI;Nom;Type;Secteur;Contrat;État;Code commune;Commune;Circonscription;Établissement pilote;Remplacé par
{A};Collège A;Collège;Public;;Ouvert;86194;Poitiers;;oui;
{B};Collège B;Collège;Public;;Ouvert;86137;Loudun;;;
{C};École C;École;Privé;Sous contrat;Ouvert;86066;Châtellerault;Châtellerault;;
{D};Collège D;Collège;Public;;Fermé;86194;Poitiers;;;{A}
{E};Collège E;Collège;Public;;Fermé;86194;Poitiers;;;
{F};Collège F;Collège;Privé;Hors contrat;Ouvert;86194;Poitiers;;;
"""
INTERVENTIONS = f"""
Référence;Date;Nature;UAI;Thème;Enseignants;Médiateur;Commentaire;Projet;État du projet
2022-1;10/11/2022;Formation;{D};Robots;3;Jean Nom;Secret;;
2023-1;10/10/2023;Suivi de projet;{A};WebTV du collège;2;Jean Nom;Secret;WebTV;En cours
2023-2;10/01/2024;Formation;{A};;;;;;
2023-2;10/01/2024;Formation;{B};;;;;;
2023-3;11/01/2024;Formation;{E};;;;;;
2023-4;12/01/2024;Formation;{C};;;;;;
"""
ATELIERS = f"""
Référence;Date;Type;Organisateur;UAI;Parents
2023-1;03/02/2024;Atelier;Orks;{A};40
2023-2;03/03/2024;Atelier;Orks;{B};2
2023-3;03/03/2024;Atelier;Orks;{C};3
2023-4;03/04/2024;Atelier;Orks;;9
"""
EQUIPEMENTS = f"""
Référence;Année scolaire;UAI;Type;Libellé;Quantité;État
2022-1;2022-2023;{D};Socle numérique;Socle;2;Commandé
2024-1;2024-2025;{A};Socle numérique;Socle;1;Déployé
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """A base of these schools; the tests of a file take it by its name."""
    with base_de(
        tmp_path_factory.mktemp("etablissement"), ECOLES, INTERVENTIONS, ATELIERS, EQUIPEMENTS
    ) as made:
        yield made


def one(base: Base, school: str, view: View = "coordination") -> Dossier:
    """The file of a school."""
    found = questions.dossier(base.cursor(), Filters(etablissements=(school,)), view)
    assert found is not None
    return found

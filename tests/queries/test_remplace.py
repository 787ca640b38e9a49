"""A school that replaced another: what happened under either number is its own, and counts once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.importing.scene import Scene
from tests.queries.test_equipements import uai
from tne.db import Base
from tne.filters import Filters
from tne.indicators import compute
from tne.queries import accompagnements, communes, equipements, parentalite

ANCIEN, ACTUEL = uai(9401), uai(9402)
UN = Filters(annees=("2023-2024",))
# The old one was an école elsewhere: only the successor's name, type and commune may be read.
ECOLES = f"""
UAI;Nom;Type;Secteur;État;Code commune;Commune;Remplacé par
{ANCIEN};Vieille école;École;Public;Fermé;86137;Loudun;{ACTUEL}
{ACTUEL};Collège neuf;Collège;Public;Ouvert;86194;Poitiers;
"""
INTERVENTIONS = f"""
Référence;Date;Nature;UAI;Thème;Projet;État du projet
1;02/10/2023;Suivi de projet;{ANCIEN};Médias;WebRadio;En cours
2;03/10/2023;Suivi de projet;{ACTUEL};Médias;WebRadio;Terminé
"""
RENCONTRES = f"""
Référence;Date;Type;Organisateur;UAI;Familles;Parents
1;02/10/2023;Atelier;Orks;{ANCIEN};8;9
"""
EQUIPEMENTS = f"""
Référence;Année scolaire;UAI;Type;Libellé;Quantité;État
1;2023-2024;{ANCIEN};Socle numérique;Socle;1;Déployé
2;2023-2024;{ACTUEL};Socle numérique;Socle;1;Déployé
3;2023-2024;{ANCIEN};WebRadio;Studio;1;Déployé
"""
VISITES = f"""
Référence;Date;UAI;Classes;Élèves de 4ème
1;02/10/2023;{ANCIEN};1;20
2;03/10/2023;{ACTUEL};1;20
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    scene = Scene(tmp_path_factory.mktemp("remplace") / "r.duckdb")
    for text in (ECOLES, INTERVENTIONS, RENCONTRES, EQUIPEMENTS, VISITES):
        for result in scene.importer(text):
            assert result.import_id, result.problemes
            assert not result.comptes.refusees, result.problemes
    yield scene.base
    scene.base.close()


@pytest.mark.parametrize(
    ("code", "valeur"),
    [
        ("accompagnement.etablissements", 1),
        ("accompagnement.part_colleges", 100),
        ("accompagnement.part_ecoles", 0),
        ("equipement.socles", 1),
        ("numerixplore.colleges", 1),
    ],
)
@pytest.mark.parametrize("filters", [UN, Filters(annees=UN.annees, communes=("Poitiers",))])
def test_both_numbers_are_one_school(base: Base, filters: Filters, code: str, valeur: float) -> None:
    found = {v.indicateur.code: v.valeur for v in compute(base, filters, "2023-2024")}
    assert found[code] == valeur


def test_lists_and_maps_name_the_successor(base: Base) -> None:
    con = base.cursor()
    projet = accompagnements.projets(con, UN, "lecture")
    assert projet[["uai", "nom", "commune", "suivis"]].to_numpy().tolist() == [
        [ACTUEL, "Collège neuf", "Poitiers", 2]
    ]
    rencontre = parentalite.meetings(con, UN, "coordination")
    assert rencontre[["uai", "nom", "commune"]].to_numpy().tolist() == [[ACTUEL, "Collège neuf", "Poitiers"]]
    socle = equipements.states(con, UN, "lecture").set_index("type").loc["Socle numérique"]
    assert (socle["deployes"], socle["etablissements"]) == (2, 1)
    studio = equipements.pieces(con, UN, "lecture", equipements.PROJETS)
    assert studio[["uai", "nom", "type_etablissement"]].to_numpy().tolist() == [
        [ACTUEL, "Collège neuf", "Collège"]
    ]
    for famille in ("accompagnements", "numerixplore", "parentalite"):
        places = communes.par_commune(con, UN, "lecture", famille)
        assert places.loc[places["valeur"] > 0, "nom"].tolist() == ["Poitiers"]

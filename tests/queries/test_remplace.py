"""A school that replaced another: what happened under either number is its own, and counts once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.importing.scene import Scene, base_de, uai
from tne.db import Base
from tne.filters import Filters
from tne.indicators import compute
from tne.queries import accompagnements, choices, communes, equipements, equite, parentalite
from tne.queries.school_persons import successeurs

ANCIEN, ACTUEL, MILIEU = uai(9401), uai(9402), uai(9403)
UN = Filters(annees=("2023-2024",))
# The old one was an école elsewhere: only the successor's name, type and commune may be read.
ECOLES = f"""
UAI;Nom;Type;Secteur;État;Code commune;Commune;Remplacé par
{ANCIEN};Vieille école;École;Public;Fermé;86137;Loudun;{ACTUEL}
{ACTUEL};Collège neuf;Collège;Public;Ouvert;86194;Poitiers;
"""
# The same where it was replaced twice, and where a list says of a school that it replaces itself.
EN_CHAINE = (
    ECOLES.replace(f"Loudun;{ACTUEL}", f"Loudun;{MILIEU}")
    + f"{MILIEU};École d'entre-deux;École;Public;Fermé;86066;Châtellerault;{ACTUEL}\n"
)
PAR_SOI = ECOLES.replace("Poitiers;", f"Poitiers;{ACTUEL}")
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


# The year after the one that is looked at, and the year before, which is nearer the truth of it.
INDICES = f"""
Rentrée scolaire;UAI;IPS
2022-2023;{ANCIEN};90
2024-2025;{ACTUEL};120
"""


@pytest.fixture(scope="module", params=[ECOLES, EN_CHAINE, PAR_SOI], ids=["once", "twice", "itself"])
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with base_de(
        tmp_path_factory.mktemp("remplace"), request.param, INTERVENTIONS, RENCONTRES, EQUIPEMENTS, VISITES
    ) as made:
        yield made


@pytest.mark.parametrize(
    ("code", "valeur"),
    [
        ("accompagnement.total", 2),
        ("accompagnement.etablissements", 1),
        ("accompagnement.part_colleges", 100),
        ("accompagnement.part_ecoles", 0),
        ("equipement.socles", 1),
        ("numerixplore.colleges", 1),
        ("numerixplore.eleves", 40),
    ],
)
@pytest.mark.parametrize(
    "filters",
    [UN, replace(UN, communes=("Poitiers",)), *(replace(UN, etablissements=(u,)) for u in (ACTUEL, ANCIEN))],
    ids=["all", "its commune", "its number", "its number of before"],
)
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


def test_the_directory_counts_and_names_the_successor_alone(base: Base) -> None:
    con = base.cursor()
    assert set(successeurs(con).values()) == {ACTUEL}
    assert choices.schools(con)["uai"].tolist() == [ACTUEL]
    assert choices.names(con, (ANCIEN, ACTUEL, "0869999A")) == (
        *[f"Collège neuf (Poitiers) {ACTUEL}"] * 2,
        "0869999A",
    )
    counted = con.execute("SELECT DISTINCT uai_actuel FROM v_etablissement").fetchall()
    assert counted == [(ACTUEL,)]
    left = con.execute("SELECT uai FROM v_etablissement WHERE remplace_par IS NULL").fetchall()
    assert left == [(ACTUEL,)]


def test_a_circle_of_replacements_counts_under_its_first_and_an_unknown_successor_under_itself(
    scene: Scene,
) -> None:
    before, unknown = uai(9400), uai(9409)
    (result,) = scene.importer(
        f"UAI;Nom;Type;Remplacé par\n{ANCIEN};A;Collège;{MILIEU}\n{ACTUEL};B;Collège;{ANCIEN}\n{MILIEU};C;Collège;{ACTUEL}\n"
        f"{before};D;Collège;{MILIEU}\n{uai(9404)};E;Collège;{unknown}\n"
    )
    assert result.import_id, result.problemes
    con = scene.base.cursor()
    assert successeurs(con) == {ACTUEL: ANCIEN, MILIEU: ANCIEN, before: ANCIEN, uai(9404): unknown}
    assert choices.schools(con)["uai"].tolist() == [ANCIEN]


@pytest.mark.parametrize("ecoles", [ECOLES, EN_CHAINE], ids=["once", "twice"])
def test_the_social_index_under_the_old_number_is_that_of_the_school(scene: Scene, ecoles: str) -> None:
    """It was counted among those without an index, or placed by one of a later year."""
    for text in (ecoles, INDICES, INTERVENTIONS):
        scene.importer(text)

    def told() -> list[tuple[float, str]]:
        frame = equite.ecoles(scene.base.cursor(), UN, "lecture")
        return [*zip(frame["ips"], frame["annee_ips"], strict=True)]

    assert told() == [(90.0, "2022-2023")]
    scene.importer(f"Rentrée scolaire;UAI;IPS\n2022-2023;{ACTUEL};100", nom="b.csv")
    assert told() == [(100.0, "2022-2023")], "its own, where it has one of the same year"

"""Communes that have merged since the directory was written: one on the map and in its table, chosen together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.importing.scene import Scene, uai
from tne.filters import Filters
from tne.queries import choices, numerixplore, parentalite
from tne.queries.carte import communes_actuelles, noms_des_communes
from tne.queries.communes import par_commune
from tne.queries.perimeter import perimetre

AN = Filters(annees=("2023-2024",))
BENASSAY, LAVAUSSEAU, BOIVRE, POITIERS = (uai(n) for n in range(9801, 9805))
# 86021 and 86166 are part of 86123 (Boivre-la-Vallée); 86281 has taken 86277 in, of which the directory holds the former alone.
SEULE = uai(9805)
ANNUAIRE = f"""
UAI;Nom;Type;Secteur;Code commune;Commune;Latitude;Longitude
{BENASSAY};École A;École;Public;86021;Benassay;46.5;0.0
{LAVAUSSEAU};École B;École;Public;86166;Montreuil-Bonnin;46.6;0.2
{BOIVRE};École C;École;Public;86123;Boivre la Vallée;46.7;0.4
{POITIERS};École D;École;Public;86194;Poitiers;46.58;0.34
{SEULE};École E;École;Public;86277;Saint-Secondin;46.3;0.5
"""
RENCONTRES = f"""
Référence;Date;Type;Organisateur;UAI;Parents
1;02/10/2023;Atelier;Orks;{BENASSAY};9
2;03/10/2023;Atelier;Orks;{BOIVRE};9
"""
JOURNEES = f"""
Référence;Date;UAI;Classes;Élèves de 4ème
1;02/10/2023;{LAVAUSSEAU};1;20
"""
VISITES = f"""
Référence;Date;Nature;UAI
1;12/03/2024;Formation;{BENASSAY}
2;13/03/2024;Formation;{BENASSAY}
2;13/03/2024;Formation;{BOIVRE}
3;14/03/2024;Formation;{SEULE}
"""


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = Scene(tmp_path / "c" / "c.duckdb")
    for text in (ANNUAIRE, VISITES, RENCONTRES, JOURNEES):
        assert not made.un(text).comptes.refusees
    yield made
    made.base.close()


def test_merged_communes_are_one_on_the_map(scene: Scene) -> None:
    con = scene.base.cursor()
    found = par_commune(con, AN, "lecture").set_index("code_insee")
    actuel, nom = communes_actuelles(con)["86277"]
    con.close()
    counts = found[["nom", "valeur", "touches", "etablissements"]].to_dict("index")
    # An intervention in two of its former communes is one.
    assert counts == {
        "86123": {"nom": "Boivre la Vallée", "valeur": 2, "touches": 2, "etablissements": 3},
        "86194": {"nom": "Poitiers", "valeur": 0, "touches": 0, "etablissements": 1},
        actuel: {"nom": nom, "valeur": 1, "touches": 1, "etablissements": 1},
    }
    assert found.loc["86123", "latitude"] == pytest.approx(46.6)


def test_a_school_of_a_former_commune_is_chosen_with_the_present_one(scene: Scene) -> None:
    con = scene.base.cursor()

    def chosen(filters: Filters) -> set[str]:
        return set(perimetre(con, filters).uais or ())

    assert chosen(Filters(communes=("Boivre la Vallée",))) == {BENASSAY, LAVAUSSEAU, BOIVRE}
    assert chosen(Filters(communes=("Benassay",))) == {BENASSAY}
    # Of its intercommunalité too: visits counted it there, and the filter left it out.
    assert {BENASSAY, LAVAUSSEAU, BOIVRE} <= chosen(Filters(epcis=("CC du Haut Poitou",)))
    assert perimetre(con, Filters(epcis=("CC d'ailleurs",))).uais == (), (
        "of one without a commune, no school: never all of them"
    )
    con.close()


def test_the_present_commune_is_offered_and_clicked_where_the_directory_writes_the_former_alone(
    scene: Scene,
) -> None:
    con = scene.base.cursor()
    assert choices.communes(con) == [
        "Benassay", "Boivre la Vallée", "Montreuil-Bonnin", "Poitiers", "Saint-Martin-la-Pallu", "Saint-Secondin"
    ]  # fmt: skip
    clicked = noms_des_communes(con)["86281"]
    assert clicked == "Saint-Martin-la-Pallu"
    assert set(perimetre(con, Filters(communes=(clicked,))).uais or ()) == {SEULE}
    # What the directory writes stays: the map says and takes the same name.
    assert noms_des_communes(con)["86123"] == "Boivre la Vallée"
    con.close()


def test_meetings_and_days_stand_in_the_present_commune(scene: Scene) -> None:
    con = scene.base.cursor()
    for frame, n in (
        (parentalite.meetings(con, AN, "lecture"), 2),
        (numerixplore.reached(con, AN, "lecture"), 1),
    ):
        places = frame[["code_insee", "commune"]].to_dict("records")
        assert places == n * [{"code_insee": "86123", "commune": "Boivre la Vallée"}]
    con.close()

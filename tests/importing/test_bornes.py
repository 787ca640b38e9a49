"""Numbers that cannot be: a position on no map, an index that no establishment has."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene
from tne.importing import Resultat
from tne.importing.correcting.grouping import groups

ECOLES = "UAI;Nom;Type;Latitude;Longitude\n"
IPS = "Rentrée scolaire;UAI;IPS;Effectifs\n"


def said(result: Resultat) -> list[tuple[str | None, str]]:
    return [(p.colonne, p.message) for p in result.problemes]


@pytest.mark.parametrize(
    ("latitude", "longitude", "header", "told"),
    [
        ("4650", "0,34", "Latitude", "« 4650 » n'est pas une latitude en degrés, de -90 à 90"),
        (
            "6562675.4",
            "500061.0",
            "Longitude",
            "« 500061.0 » n'est pas une longitude en degrés, de -180 à 180",
        ),
    ],
)
def test_a_position_that_cannot_be_is_refused_and_may_be_left_empty(
    scene: Scene, latitude: str, longitude: str, header: str, told: str
) -> None:
    rows = ECOLES + f"0860002K;A;Collège;{latitude};{longitude}\n"
    refused = scene.un(rows)
    assert refused.comptes.refusees == 1
    assert any(column == header and message.startswith(told) for column, message in said(refused))
    assert scene.un(rows, cellules_vides=True).comptes.ajoutees == 1
    assert scene.table("etablissement", header.lower()) == [(None,)]


def test_a_position_elsewhere_than_its_school_is_told(scene: Scene) -> None:
    """Of a school overseas nothing is: it is nowhere near."""
    (one,) = scene.importer(ECOLES + "0860002K;A;Collège;0,34;46,58\n0860799B;B;Collège;46,58;0,34\n")
    assert one.comptes.ajoutees == 2
    ((column, message),) = said(one)
    assert column == "Latitude"
    assert message.startswith("Cette position est hors de la France métropolitaine")
    (group,) = groups(one.problemes)
    assert group.a_verifier


def test_a_position_written_whole_gives_no_degrees_that_cannot_be(scene: Scene) -> None:
    scene.un("UAI;Nom;Type;Position\n0860002K;A;Collège;4650, 0.34\n0860799B;B;Collège;46.5, 0.34\n")
    assert dict(scene.table("etablissement", "nom", "latitude")) == {"A": None, "B": 46.5}


def test_an_index_that_no_establishment_has_is_refused(scene: Scene) -> None:
    result = scene.un(IPS + "2022-2023;0860002K;1057;400\n2022-2023;0860799B;105,7;400\n")
    assert (result.comptes.refusees, result.comptes.ajoutees) == (1, 1)
    ((column, message),) = said(result)
    assert column == "IPS"
    assert message.startswith("« 1057 » n'est pas un indice de position sociale, de 30 à 200")

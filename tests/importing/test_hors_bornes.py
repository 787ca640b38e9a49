"""What may have gone wrong with a number beyond its bounds is said of such a number only, not of words nor in the template."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene
from tne.datasets import DATASETS

_LOST = "il manque peut-être sa virgule"


@pytest.mark.parametrize(
    ("written", "said"),
    [("1053", True), ("-105", False), ("12", False), ("faible", False), ("~100", False), ("1,2,3", False)],
)
def test_an_ips_has_lost_its_comma_only_where_it_is_too_large(scene: Scene, written: str, said: bool) -> None:
    result = scene.un(f"Année scolaire;UAI;IPS\n2023-2024;0860002K;{written}")
    (message,) = (p.message for p in result.problemes if p.code == "indice_social_invalide")
    assert (_LOST in message) is said


def test_a_latitude_in_metres_is_told_as_such(scene: Scene) -> None:
    result = scene.un("UAI;Nom;Latitude;Longitude\n0860002K;A;6562675,4;0°20'")
    metres, degrees = (p.message for p in result.problemes)
    assert metres == (
        "« 6562675,4 » n'est pas une latitude en degrés, de -90 à 90, par exemple 46,58 : il manque peut-être sa virgule, "
        "ou ce sont des mètres."
    )
    assert _LOST not in degrees


def test_no_template_supposes_a_slip_before_anything_is_written() -> None:
    assert not [c.label for d in DATASETS.values() for c in d.columns if "peut-être" in c.kind.attendu]

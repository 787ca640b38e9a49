"""Views since the creation that are lower than those in the base: an older count, imported after a newer one."""

from __future__ import annotations

from tests.importing.scene import Scene, codes
from tne.importing import Resultat
from tne.importing.correcting.grouping import groups

VUES = "Plateforme;Identifiant;Période;Vues"


def relever(scene: Scene, periode: str = "Depuis la création", **vues: int) -> Resultat:
    rows = [f"YouTube;{name};{periode};{n}" for name, n in vues.items()]
    return scene.un("\n".join([VUES, *rows]), f"{'-'.join(map(str, vues.values()))}.csv", annee="2023-2024")


def test_an_older_count_is_told(scene: Scene) -> None:
    assert codes(relever(scene, a=100, b=50, c=9)) == []
    result = relever(scene, a=80, b=40, c=9)
    assert codes(result) == ["vues_en_baisse"]
    assert result.problemes[0].message == (
        "2 vidéos ont ici moins de vues depuis la création que dans la base : ce relevé est sans doute plus ancien que le dernier "
        "importé, dont il prendrait la place."
    )
    (group,) = groups(result.problemes)
    assert (group.titre, group.a_verifier) == ("Vues en baisse", True)


def test_the_same_file_again_takes_no_place(scene: Scene) -> None:
    relever(scene, a=80)
    relever(scene, a=100)
    assert codes(relever(scene, a=80)) == ["deja_importe"]


def test_a_newer_one_with_a_few_views_taken_back_is_not(scene: Scene) -> None:
    relever(scene, a=100, b=50)
    assert codes(relever(scene, a=120, b=49)) == []


def test_views_of_a_month_go_up_and_down(scene: Scene) -> None:
    relever(scene, "Année", a=100)
    assert codes(relever(scene, "Année", a=90)) == []

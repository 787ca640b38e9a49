"""Other equipment beside digital resources, each called by its name; what the key of the map of pilots says."""

from __future__ import annotations

import pytest

from tne.db import Base
from tne.filters import Filters
from tne.visuals import equipements_listes as listes
from tne.visuals.equipements_maillage import maillage_pilotes
from tne.visuals.visual import Visual

UN = Filters(annees=("2023-2024",))


@pytest.mark.parametrize(
    ("dotes", "libelles", "attendu"),
    [
        (
            0,
            2,
            "Aucune ressource ni aucun autre équipement n'est encore déployé dans les 4 établissements où l'on en connaît",
        ),
        (2, 1, "Ressources et autres équipements : un seul déployé, dans 2 établissements sur 4"),
        (2, 3, "2 établissements sur 4 disposent de ressources ou d'autres équipements : 3 différents"),
    ],
)
def test_resources_among_other_equipment(dotes: int, libelles: int, attendu: str) -> None:
    assert listes.titre_ressources(dotes, 4, libelles, autres=True) == attendu


def test_other_equipment_is_no_digital_resource(base: Base) -> None:
    """Of trolleys deployed and no resource, « Une seule ressource numérique déployée »."""
    with base.writing() as con:
        con.execute(
            "UPDATE equipement SET type = 'Autre équipement', libelle = 'Chariot' WHERE type = 'Ressource numérique'"
        )
    v = listes.ressources(base.cursor(), UN, "lecture")
    words = f"{v.titre} {v.sous_titre} {v.alternative} {[t['name'] for t in v.figure['data']]}"
    assert "ressource numérique" not in words.lower()
    assert "déployée" not in words
    assert list(v.donnees) == ["Libellé", "Établissements", "Quantité", "Déployés"]


def _sans_couleur(v: Visual) -> set[str]:
    """What the key says of communes without a colour, beside the classes and the pilots."""
    assert v.figure is not None
    mots = {a["text"] for a in v.figure["layout"]["annotations"]}
    return {mot for mot in mots if "km" not in mot and mot != "établissement pilote"}


def test_the_key_of_the_map_of_pilots_says_what_its_subtitle_says(base: Base) -> None:
    """« sans donnée » stood in the key of communes that have no school."""
    choix = Filters(annees=("2023-2024",), communes=("Poitiers",))
    for filters, mots in ((UN, "sans école ni collège"), (choix, "hors du choix")):
        v = maillage_pilotes(base.cursor(), filters, "lecture")
        assert _sans_couleur(v) == {mots}
        assert f"{mots}, une commune n\u2019a pas de couleur" in v.sous_titre


def test_a_school_whose_place_is_not_known_is_no_commune_without_school(base: Base) -> None:
    with base.writing() as con:
        con.execute("UPDATE etablissement SET latitude = NULL, longitude = NULL WHERE commune = 'Thuré'")
    v = maillage_pilotes(base.cursor(), UN, "lecture")
    assert _sans_couleur(v) == {"sans distance connue"}
    assert "sans distance connue, une commune n\u2019a pas de couleur" in v.sous_titre
    with base.writing() as con:  # in a commune that has others, it leaves none without a colour
        con.execute("UPDATE etablissement SET latitude = 46.8, longitude = 0.4 WHERE commune = 'Thuré'")
        con.execute(
            "UPDATE etablissement SET latitude = NULL WHERE uai = (SELECT min(uai) FROM etablissement WHERE commune = 'Poitiers')"
        )
    assert _sans_couleur(maillage_pilotes(base.cursor(), UN, "lecture")) == {"sans école ni collège"}

"""Other equipment beside digital resources: each is called by its name."""

from __future__ import annotations

import pytest

from tne.db import Base
from tne.filters import Filters
from tne.visuals import equipements_listes as listes

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

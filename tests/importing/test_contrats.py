"""The contract of a private school, as people write it beside the nomenclature."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene


@pytest.mark.parametrize(
    "written",
    ["Sous contrat d'association", "Contrat d’association", "Contrat simple", "sous contrat simple"],
)
def test_a_contract_named_without_its_classes_is_one(scene: Scene, written: str) -> None:
    assert scene.un(f"UAI;Nom;Secteur;Contrat\n0860753B;A;Privé;{written}").problemes == ()
    assert scene.table("etablissement", "contrat") == [("Sous contrat",)]

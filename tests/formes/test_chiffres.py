"""Declared figures and targets, as a person writes them: by name, for the one département of the territory."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, comptes
from tne.importing.correcting.grouping import groups


def test_targets_without_a_departement_are_of_the_territory(scene: Scene) -> None:
    result = scene.un("Indicateur;Année;Cible\nformation.participants;2023-2024;600")
    assert (result.jeu, comptes(result)) == ("objectif", {"lues": 1, "ajoutees": 1})
    (said,) = result.problemes
    assert (said.code, "086 (Vienne)" in said.message) == ("colonne_absente", True)
    assert scene.table("objectif", "departement", "valeur") == [("086", 600.0)]


def test_a_template_is_filled_without_its_departement(scene: Scene) -> None:
    result = scene.un(
        "Indicateur;Année;Département;Cible\nformation.participants;2023-2024;;600\nformation.modules;2023-2024;086;5"
    )
    assert (result.jeu, comptes(result)) == ("objectif", {"lues": 2, "ajoutees": 2})
    assert scene.table("objectif", "departement", "valeur") == [("086", 5.0), ("086", 600.0)]


def test_with_several_departements_the_column_is_asked_for(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_TERRITOIRE", "086,079")
    result = scene.un("Indicateur;Année;Objectif\nformation.participants;2023-2024;600")
    assert (result.import_id, comptes(result)) == (None, {})
    assert "« Objectifs », où il manque la colonne « Département »" in result.problemes[0].message


def test_figures_by_their_names_and_their_departement_by_its_name(scene: Scene) -> None:
    table = """
        Indicateur;Année;Département;Valeur déclarée;Source
        Enseignants ayant suivi au moins un module;2023-2024;VIENNE;545;EAFC
        Formations par les médiateurs;2023-2024;086;76;EAFC
        FORMATION.MODULES;2023-2024;86;10;EAFC
        formation.participans;2023-2024;086;3;EAFC
        formation.reponses;2023-2024;Charente;3;EAFC
        """
    result = scene.un(table, valides_seulement=True)
    assert comptes(result) == {"lues": 5, "ajoutees": 3, "ecartees": 1, "refusees": 1}
    assert [(p.ligne, p.suggestion) for p in result.problemes if p.code == "indicateur_invalide"] == [
        (5, "formation.participants")
    ]
    assert scene.table("chiffre_declare", "indicateur", "departement") == [
        ("accompagnement.formations", "086"),
        ("formation.modules", "086"),
        ("formation.participants", "086"),
    ]


@pytest.mark.parametrize(
    ("indicateur", "valeur", "told"),
    [
        ("formation.taux_absence_moyen", "0,25", True),
        ("formation.taux_absence_moyen", "1", True),
        ("formation.taux_absence_moyen", "25", False),
        ("formation.taux_absence_moyen", "0", False),
        ("formation.modules", "1", False),
    ],
)
def test_a_percentage_that_a_spreadsheet_holds_as_a_part_is_told(
    scene: Scene, indicateur: str, valeur: str, *, told: bool
) -> None:
    """25 % of a cell with that format is 0.25: the target was a quarter of a hundredth, unseen."""
    result = scene.un(f"Indicateur;Année;Département;Objectif\n{indicateur};2023-2024;086;{valeur}")
    assert [(p.code, p.ligne) for p in result.problemes] == ([("pourcent_en_part", 2)] if told else [])
    assert all(group.a_verifier for group in groups(result.problemes))
    assert result.etat == "importé"


@pytest.mark.parametrize(
    ("indicateur", "valeur", "code"),
    [
        ("formation.modules", "-4", "chiffre_negatif"),
        ("formation.taux_absence_moyen", "330", "plus_de_cent_pour_cent"),
        ("formation.offres", "1128", None),
    ],
)
def test_a_figure_that_cannot_be_is_refused(
    scene: Scene, indicateur: str, valeur: str, code: str | None
) -> None:
    """A comma or a digit slipped: « −4 modules », an absence of 330 % stood in the bilan."""
    result = scene.un(
        f"Indicateur;Année;Département;Valeur déclarée;Source\n{indicateur};2023-2024;086;{valeur};EAFC"
    )
    assert [p.code for p in result.problemes] == ([code] if code else [])
    assert (result.etat == "importé") is (code is None)


@pytest.mark.parametrize(
    ("valeur", "told"), [("1.128", True), ("1,128", True), ("1128", False), ("1 128", False), ("12,0", False)]
)
def test_a_count_with_decimals_is_told(scene: Scene, valeur: str, told: bool) -> None:
    """« 1.128 » teachers, as others write a thousand, stood in the bilan as 1."""
    result = scene.un(
        f"Indicateur;Année;Département;Valeur déclarée;Source\nformation.offres;2023-2024;086;{valeur};EAFC"
    )
    assert [p.code for p in result.problemes] == (["compte_a_decimales"] if told else [])
    assert all(group.a_verifier for group in groups(result.problemes))
    assert result.etat == "importé"

"""What is called a project of school media, and what is only a project."""

from __future__ import annotations

from tests.importing.scene import Scene
from tne.filters import Filters
from tne.visuals.accompagnements_personnes import projets

AN = Filters(annees=("2023-2024",))


def test_a_project_of_which_nobody_wrote_the_kind_is_called_no_school_media(scene: Scene) -> None:
    """« 15 projets de média scolaire » was the title of follow-ups without a word of their kind, under it « 15 Autre »."""
    header = "Référence;Date;Nature;UAI;Projet;État du projet"
    rows = (
        "1;02/10/2023;Suivi de projet;0860002K;;",
        "2;03/10/2023;Suivi de projet;0861457S;WebRadio;Terminé",
        "3;03/10/2023;Suivi de projet;0860799B;Autre;",
    )
    scene.importer("\n".join([header, *rows]))
    drawn = projets(scene.base.cursor(), AN, "coordination")
    assert drawn.titre == "3 projets suivis, dont 1 terminé"
    assert set(drawn.sous_titre.partition("\u202f;")[0].replace(" et ", ", ").split(", ")) == {
        "1 de type non précisé",
        "1 WebRadio",
        "1 autre",
    }
    assert sorted(drawn.donnees["Projet"]) == ["Autre", "Non précisé", "WebRadio"]

"""One sheet of resources and of their views, as a hand keeps it: both lists are read out of it."""

from __future__ import annotations

from tests.formes.ecrire import lignes, par_jeu, sans
from tests.importing.scene import Scene, comptes

MOIS = [
    ["Plateforme", "Référence", "Titre", "Période", "Mois", "Nombre de vues", "Public"],
    ["PodEduc", "a1", "Les écrans", "Mois", "octobre 2023", "120", "Parents d'écoliers"],
    ["PodEduc", "a1", "Les écrans", "Mois", "novembre 2023", "80", "Parents d'écoliers"],
    ["PodEduc", "a2", "Le cahier de textes", "Mois", "octobre 2023", "12", "Tous"],
]


def test_titles_and_views_of_each_month_are_read(scene: Scene) -> None:
    """It was a list of views, and its titles were left aside."""
    results = par_jeu(scene.importer(lignes(MOIS, ";")))
    assert {jeu: comptes(r) for jeu, r in results.items()} == {
        "ressource": {"lues": 3, "ajoutees": 2, "doublons": 1},
        "consultation": {"lues": 3, "ajoutees": 3},
    }
    assert sorted(scene.table("ressource", "identifiant", "titre")) == [("a1", "Les écrans"), ("a2", "Le cahier de textes")]  # fmt: skip
    assert scene.sql("SELECT identifiant, sum(vues) FROM consultation GROUP BY ALL ORDER BY ALL") == [("a1", 200), ("a2", 12)]  # fmt: skip


def test_views_of_no_known_time_are_told(scene: Scene) -> None:
    """They were left aside as any other column, and the videos went in alone."""
    result = scene.un(lignes(sans(sans(MOIS, "Période"), "Mois"), ";"))
    assert (result.jeu, comptes(result)) == ("ressource", {"lues": 3, "ajoutees": 2, "doublons": 1})
    assert [p.message for p in result.problemes if p.code == "colonne_absente"] == [
        "Il manque la colonne « Période » : rien de ce fichier n'est lu comme « Consultations des ressources ». Exportez-le de nouveau avec elle, "
        "ou ajoutez-la."
    ]


def test_a_list_that_may_be_of_people_gives_no_titles(scene: Scene) -> None:
    rows = [["Plateforme", "ID", "Nom", "Période", "Vues"], ["Pix", "12", "Valjean", "Année", "40"]]
    assert scene.un(lignes(rows, ";"), annee="2023-2024").jeu == "consultation"
    assert scene.table("ressource", "titre") == []

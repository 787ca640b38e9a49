"""What a file that replaces others, or is replaced itself, is counted as having changed."""

from __future__ import annotations

from tests.importing.scene import Scene, comptes
from tests.importing.test_comptes import INTERVENTIONS


def test_what_is_redone_under_what_replaces_it_adds_nothing(scene: Scene) -> None:
    """« 1 ajoutée » was said of a row that the base does not get back, for another import stands in the place of its own."""
    first = scene.un(INTERVENTIONS)
    scene.un("\n".join(INTERVENTIONS.strip().splitlines()[:3]), remplacer=True)
    scene.annuler(first.import_id)
    for replacing in (False, True):
        again = scene.un(INTERVENTIONS, remplacer=replacing)
        assert len(scene.table("intervention", "reference")) == 2
        assert comptes(again) == {"lues": 3, "inchangees": 3}
        assert "mais l'import n° 2, plus récent, le remplace : annulez celui-ci" in again.problemes[0].message
        scene.annuler(first.import_id)


def test_what_a_replacement_takes_out_of_a_row_is_a_change_of_it(scene: Scene) -> None:
    """« 1 inchangée » was said of the row whose hours only the replaced import knew, beside the cell that goes."""
    scene.un(INTERVENTIONS)
    source = """
        Référence;Date;Nature;UAI;Heures;Commentaire
        2023-001;12/09/2023;Formation;0860002K;;
        2023-001;12/09/2023;Formation;0860002K;;
        2023-003;14/09/2023;Projet;0861457S;;
        2023-004;14/09/2023;Projet;0861457S;2;
    """
    replacing = scene.un(source, remplacer=True)
    assert scene.table("intervention", "reference", "heures") == [
        ("2023-001", None),
        ("2023-003", None),
        ("2023-004", 2.0),
    ]
    said = {"lues": 4, "ajoutees": 1, "modifiees": 1, "inchangees": 1, "doublons": 1}
    assert (comptes(replacing), replacing.absentes) == (said, 1)
    columns = "lues, ajoutees, modifiees, inchangees, doublons"
    assert scene.sql(f"SELECT {columns} FROM import_jeu WHERE import_id = 2") == [tuple(said.values())]

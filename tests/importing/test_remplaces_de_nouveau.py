"""What replaces earlier imports says which of their rows go: no more, no less, and each time that it replaces them."""

from __future__ import annotations

from tests.importing.scene import Scene


def test_what_another_import_holds_too_does_not_go_with_the_replaced_one(scene: Scene) -> None:
    """« 2 lignes partent » was said where one stayed: another look of the sheet, which is not replaced, holds it."""
    log = "Référence;Date;Nature;UAI\n1;12/10/2023;Formation;0860002K"
    scene.un(f"{log}\n2;13/10/2023;Formation;0860002K\n3;14/10/2023;Formation;0860002K")
    wider = "Référence;Date;Nature;UAI;Nb profs\n2;13/10/2023;Formation;0860002K;4"
    beside = scene.un(wider)
    result = scene.un(log, remplacer=True)
    assert scene.table("intervention", "reference") == [("1",), ("2",)]
    (absent,) = [p for p in result.problemes if p.code == "lignes_absentes"]
    assert (result.absentes, absent.valeur) == (1, "1")
    assert "import n° 1, ligne 4 (3 · 0860002K)" in absent.message
    assert beside.import_id == 2


def test_what_another_import_held_before_it_was_taken_out_goes(scene: Scene) -> None:
    log = "Référence;Date;Nature;UAI\n1;12/10/2023;Formation;0860002K"
    scene.un("Référence;Date;Nature;UAI;Nb profs\n2;13/10/2023;Formation;0860002K;4")
    scene.un("Référence;Date;Nature;UAI;Nb élèves;Retirer\n2;13/10/2023;Formation;0860002K;4;oui")
    scene.un(f"{log}\n2;13/10/2023;Formation;0860002K")
    result = scene.un(log, remplacer=True)
    assert scene.table("intervention", "reference") == [("1",)]
    assert result.absentes == 1

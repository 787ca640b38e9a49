"""What replaces earlier imports says which of their rows go: no more, no less, and each time that it replaces them."""

from __future__ import annotations

from tests.importing.scene import Scene, codes, comptes
from tests.importing.test_journal import HEADER, file, views


def test_redone_it_says_what_it_replaces_again(scene: Scene) -> None:
    """Imported again without « remplacer », it took out what it had replaced, and nothing said so."""
    scene.un(file("a;Année;1", "b;Année;1", "c;Année;1"))
    source = file("a;Année;1")
    new = scene.un(source, remplacer=True)
    scene.annuler(new.import_id)
    again = scene.un(source)
    assert views(scene) == {"a": 1}
    assert (again.etat, again.absentes, codes(again)) == ("rétabli", 2, ["deja_importe", "lignes_absentes"])
    assert again.problemes[0].message == (
        "Ce fichier est rétabli (import n° 2) ; il remplace de nouveau 1 import plus ancien : n° 1."
    )
    assert "elles partent avec les imports remplacés" in again.problemes[1].message
    twice = scene.un(source)
    assert (twice.etat, twice.absentes, codes(twice)) == ("déjà importé", 0, ["deja_importe"])


def test_a_file_that_stands_lacks_nothing_any_more(scene: Scene) -> None:
    scene.un(file("a;Année;1", "b;Année;1"))
    source = file("a;Année;1")
    first, again = scene.un(source), scene.un(source)
    assert (first.etat, first.absentes, codes(first)) == ("importé", 1, ["lignes_absentes"])
    assert (again.etat, again.absentes, codes(again)) == ("déjà importé", 0, ["deja_importe"])


def test_redone_it_counts_what_only_the_replaced_one_filled(scene: Scene) -> None:
    wider = f"{HEADER};Spectateurs uniques\nYT;a;Année;1;2023-2024;"
    scene.un(wider + "7")
    new = scene.un(wider, remplacer=True)
    scene.annuler(new.import_id)
    again = scene.un(wider)
    assert comptes(new) == comptes(again) == {"lues": 1, "modifiees": 1}
    assert scene.table("consultation", "spectateurs") == [(None,)]


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
    scene.annuler(result.import_id)
    scene.annuler(beside.import_id)
    assert scene.un(log, remplacer=True).absentes == 2, "undone, it holds nothing"
    assert scene.table("intervention", "reference") == [("1",)]


def test_what_another_import_held_before_it_was_taken_out_goes(scene: Scene) -> None:
    log = "Référence;Date;Nature;UAI\n1;12/10/2023;Formation;0860002K"
    scene.un("Référence;Date;Nature;UAI;Nb profs\n2;13/10/2023;Formation;0860002K;4")
    scene.un("Référence;Date;Nature;UAI;Nb élèves;Retirer\n2;13/10/2023;Formation;0860002K;4;oui")
    scene.un(f"{log}\n2;13/10/2023;Formation;0860002K")
    result = scene.un(log, remplacer=True)
    assert scene.table("intervention", "reference") == [("1",)]
    assert result.absentes == 1

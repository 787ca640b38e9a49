"""The same file twice, undo and redo in any order: what the journal promises."""

from __future__ import annotations

from itertools import permutations

import pytest

from tests.importing.scene import COORDINATION, Scene, codes, comptes
from tne.erreurs import UsageIncorrect
from tne.importing.history import Choix, events, journal_rows

HEADER = "Plateforme;Identifiant;Période;Vues;Année scolaire"


def file(*rows: str, annee: str = "2023-2024") -> str:
    return "\n".join([HEADER, *(f"YT;{row};{annee}" for row in rows)])


def views(scene: Scene) -> dict[str, int]:
    return dict(scene.table("consultation", "identifiant", "vues"))


def test_the_same_file_twice_writes_nothing(scene: Scene) -> None:
    source = file("a;Année;3", "b;Année;4")
    first = scene.un(source)
    before, version = scene.journal(), scene.base.version()
    again = scene.un(source, "another name.csv")
    assert (again.etat, again.import_id) == ("déjà importé", first.import_id)
    assert codes(again) == ["deja_importe"]
    assert comptes(again) == {"lues": 2, "inchangees": 2}
    # The version neither: every open session keeps its answers.
    assert (scene.journal(), scene.base.version()) == (before, version)


def test_a_file_corrected_since_writes_nothing_and_says_how_to_come_back(scene: Scene) -> None:
    source = file("a;Année;3", "b;Année;4")
    scene.un(source)
    scene.un(file("a;Année;5"))
    again = scene.un(source)
    assert comptes(again) == {"lues": 2, "inchangees": 2}
    assert views(scene) == {"a": 5, "b": 4}
    assert "changé 1 de ses lignes : annulez-les pour y revenir" in again.problemes[0].message


def test_the_same_rows_in_other_bytes_are_another_import(scene: Scene) -> None:
    first = scene.un(file("a;Année;3"))
    second = scene.un(file("a;Année;3").encode() + b"\r\n")
    assert second.import_id != first.import_id
    assert comptes(second) == {"lues": 1, "inchangees": 1}


def test_the_same_file_after_an_undo_is_redone_at_its_rank(scene: Scene) -> None:
    first = scene.un(file("a;Année;3"))
    second = scene.un(file("a;Année;5"))
    scene.annuler(first.import_id)
    again = scene.un(file("a;Année;3"))
    assert (again.etat, again.import_id) == ("rétabli", first.import_id)
    assert views(scene) == {"a": 5}, "the later import keeps winning"
    assert comptes(again) == {"lues": 1, "inchangees": 1}, "nothing of it was written"
    assert "Des imports plus récents ont changé 1 de ses lignes : elles restent" in again.problemes[0].message
    scene.annuler(second.import_id)
    assert views(scene) == {"a": 3}


def test_another_year_declared_for_the_same_file_is_another_import(scene: Scene) -> None:
    source = "Plateforme;Identifiant;Période;Vues\nYT;a;Année;3"
    first = scene.un(source, annee="2022-2023")
    second = scene.un(source, annee="2023-2024")
    assert first.import_id != second.import_id
    assert [a for (a,) in scene.table("consultation", "annee")] == ["2022-2023", "2023-2024"]


def test_another_territory_reads_the_same_file_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "UAI;Nom\n0860002K;A\n0940176F;B"
    first = scene.un(source)
    assert comptes(first) == {"lues": 2, "ajoutees": 1, "ecartees": 1}
    monkeypatch.setenv("TNE_TERRITOIRE", "086,094")
    second = scene.un(source)
    assert (second.etat, comptes(second)) == ("importé", {"lues": 2, "ajoutees": 1, "inchangees": 1})
    assert len(scene.table("etablissement", "uai")) == 2


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_undo_in_any_order_gives_what_the_others_alone_would(scene: Scene, order: tuple[int, ...]) -> None:
    files = [file("a;Année;1", "b;Année;1"), file("a;Année;2", "c;Année;2"), file("a;Année;ND", "b;Année;3")]
    numbers = [scene.un(f).import_id for f in files]
    full = scene.contenu()
    alone: dict[frozenset[int], dict[str, int | None]] = {
        frozenset({0, 1, 2}): {"a": None, "b": 3, "c": 2},
        frozenset({0, 1}): {"a": 2, "b": 1, "c": 2},
        frozenset({0, 2}): {"a": None, "b": 3},
        frozenset({1, 2}): {"a": None, "b": 3, "c": 2},
        frozenset({0}): {"a": 1, "b": 1},
        frozenset({1}): {"a": 2, "c": 2},
        frozenset({2}): {"a": None, "b": 3},
        frozenset(): {},
    }
    left = {0, 1, 2}
    for i in order:
        assert views(scene) == alone[frozenset(left)]
        scene.annuler(numbers[i])
        left.remove(i)
        scene.verifier()
    assert views(scene) == {}
    for i in order:
        scene.retablir(numbers[i])
    assert scene.contenu() == full


def test_an_import_of_a_data_set_that_is_declared_no_more_is_undone_and_redone(scene: Scene) -> None:
    scene.un(file("a;Année;1"))
    scene.sql("INSERT INTO import_jeu SELECT * REPLACE ('disparu' AS jeu) FROM import_jeu")
    assert not scene.annuler(1).en_vigueur
    assert views(scene) == {}
    assert scene.retablir(1).en_vigueur
    assert views(scene) == {"a": 1}


def test_undoing_what_is_not_there_is_said(scene: Scene) -> None:
    number = scene.un(file("a;Année;3")).import_id
    with pytest.raises(UsageIncorrect, match="n° 99 n'existe pas"):
        scene.annuler(99)
    with pytest.raises(UsageIncorrect, match="déjà en vigueur"):
        scene.retablir(number)
    scene.annuler(number)
    with pytest.raises(UsageIncorrect, match="déjà annulé"):
        scene.annuler(number)


def test_the_journal_of_a_year_holds_its_imports_alone(scene: Scene) -> None:
    scene.importer("UAI;Nom;Commune\n0860002K;École des Lilas;Poitiers", jeu="etablissement")
    first, second = (
        scene.un(f"Référence;Date;Nature;UAI\n{n};12/10/{n};Formation;0860002K").import_id
        for n in (2023, 2024)
    )
    found = {
        year: journal_rows(scene.base, COORDINATION, Choix(annees=(year,)))["id"].tolist()
        for year in ("2022-2023", "2023-2024", "2024-2025")
    }
    assert found == {"2022-2023": [], "2023-2024": [first], "2024-2025": [second]}
    scene.annuler(first)
    assert events(scene.base, COORDINATION)["import_id"].tolist() == [first, second, first, 1], "latest first"


def test_a_school_may_come_after_its_interventions(scene: Scene) -> None:
    assert comptes(scene.un("Date;Nature;UAI\n12/09/2023;Formation;0860002K")) == {"lues": 1, "ajoutees": 1}
    assert scene.sql("SELECT uai, nom FROM v_intervention") == [("0860002K", None)]
    scene.un("UAI;Nom\n0860002K;Romain Rolland")
    assert scene.sql("SELECT uai, nom FROM v_intervention") == [("0860002K", "Romain Rolland")]


def test_a_row_without_one_key_part_does_not_double(scene: Scene) -> None:
    # `debut`, a part of the key, is in neither file.
    source = "Plateforme;Identifiant;Période;Vues\nYT;a;Année;3"
    scene.un(source, annee="2023-2024")
    assert comptes(scene.un(source.replace(";3", ";4"), annee="2023-2024")) == {"lues": 1, "modifiees": 1}
    assert views(scene) == {"a": 4}

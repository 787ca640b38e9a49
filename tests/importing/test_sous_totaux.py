"""What a spreadsheet calls its subtotals is no record; a name of a class is not a number of classes."""

from __future__ import annotations

import pytest

from tests.importing.scene import CODES, SESSION, Scene, comptes, csv_bytes

ENTETE = [*SESSION, "E-mail", "UAI", "Statut", "Présence"]


@pytest.mark.parametrize(
    "word", ["Nombre M1", "NB M1", "Somme Évaluer", "Somme M1", "Total M1", "Sous-total M1"]
)
@pytest.mark.parametrize("place", [0, 1])
def test_subtotals_by_module_are_no_registrations(scene: Scene, word: str, place: int) -> None:
    rows: list[list[str]] = [[*CODES, f"{p}@ac.fr", "0860002K", "Inscrit", "Présent"] for p in "ab"]
    total = [""] * len(ENTETE)
    total[place], total[4] = word, "2"
    assert comptes(scene.un(csv_bytes(ENTETE, [*rows, total]))) == {"lues": 3, "ajoutees": 2, "ecartees": 1}


def test_a_record_that_begins_with_such_a_word_is_kept(scene: Scene) -> None:
    source = """Thème;Date;Nature;UAI
        Nombre et calcul;12/09/2023;Formation;0860002K"""
    assert comptes(scene.un(source)) == {"lues": 1, "ajoutees": 1}


def test_classes_by_name_are_visits_of_their_own(scene: Scene) -> None:
    source = """Date;UAI;Collège;Classe;Nb élèves
        12/03/2024;0860002K;A;4A;25
        12/03/2024;0860002K;A;4B;24
        12/03/2024;0860002K;A;4C;24"""
    result = scene.un(source)
    assert (result.jeu, comptes(result)) == ("numerixplore", {"lues": 3, "ajoutees": 3})
    assert sum(n for (n,) in scene.table("numerixplore", "eleves")) == 73


@pytest.mark.parametrize("word", ["Moyenne", "Écart-type", "écart type", "Maximum"])
def test_what_is_calculated_under_a_log_is_no_intervention(scene: Scene, word: str) -> None:
    source = f"""Date;Nature;UAI;Nb enseignants
        12/09/2023;Formation;0860002K;12
        13/09/2023;Formation;0860002K;6
        {word};;;9
        fin;;;4"""
    assert comptes(scene.un(source, valides_seulement=True)) == {
        "lues": 4,
        "ajoutees": 2,
        "ecartees": 1,
        "refusees": 1,
    }


@pytest.mark.parametrize("header", ["Nombre de classe", "Nb classe", "Nb de classe", "Nbre de classe(s)"])
def test_a_number_of_classes_is_kept_however_it_is_written(scene: Scene, header: str) -> None:
    source = f"""Date;UAI;Collège;{header};Nb élèves
        12/03/2024;0860002K;A;3;73"""
    assert comptes(scene.un(source)) == {"lues": 1, "ajoutees": 1}
    assert scene.table("numerixplore", "classes") == [(3,)]


@pytest.mark.parametrize("header", ["Nombre d'heure", "Nb heure"])
def test_a_number_of_hours_too(scene: Scene, header: str) -> None:
    source = f"""Date;Nature;UAI;{header};Nb enseignants
        12/09/2023;Formation;0860002K;3;12"""
    assert comptes(scene.un(source)) == {"lues": 1, "ajoutees": 1}
    assert scene.table("intervention", "heures") == [(3,)]


UNE, DEUX, TROIS = (f"1{n}/09/2023;Formation;0860002K;{n};;" for n in (2, 3, 4))


@pytest.mark.parametrize(
    "rows",
    [
        (UNE, DEUX, ";;;5;0;"),  # of a column in which nobody wrote
        (UNE, "13/09/2023;Formation;0860002K;3;24;", ";;;5;24;"),  # of one in which one row did
        (UNE, DEUX, ";;;5;;", TROIS, TROIS, ";;;8;;", ";;;13;;"),
        (UNE, DEUX, ";;;5;;", TROIS, ";;;4;;", ";;;9;;"),  # a row alone, where other groups have several
        (UNE, DEUX, "Total septembre;;;5;;", TROIS, DEUX, ";;;7;;", ";;;12;;"),
    ],
)
def test_sums_without_a_word_are_no_interventions(scene: Scene, rows: tuple[str, ...]) -> None:
    """They refused the whole log but for a last row, which was read where no other total stood above it."""
    records = [r for r in rows if "Formation" in r]
    result = scene.un("\n".join(["Date;Nature;UAI;Nb enseignants;Nb élèves;Thème", *rows]))
    assert comptes(result) == {
        "lues": len(rows),
        "ajoutees": len(records),
        "ecartees": len(rows) - len(records),
    }


@pytest.mark.parametrize(
    "rows",
    [
        (UNE, ";;;2;;"),  # perhaps a second school, of which the rest was not repeated
        (UNE, DEUX, ";;;6;;"),
        (UNE, DEUX, ";;;5;1;"),
        (UNE, ";;;;24;", ";;;2;;"),
        (UNE, DEUX, "20/09/2023;;;5;;"),
    ],
)
def test_other_rows_without_names_are_to_be_corrected(scene: Scene, rows: tuple[str, ...]) -> None:
    result = scene.un("\n".join(["Date;Nature;UAI;Nb enseignants;Nb élèves;Thème", *rows]))
    unnamed = [r for r in rows if "Formation" not in r]
    assert (result.comptes.refusees, result.comptes.ecartees) == (len(unnamed), 0)

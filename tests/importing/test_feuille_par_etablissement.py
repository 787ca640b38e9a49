"""A workbook with a sheet for each school, named by its code, and no column that says it."""

from __future__ import annotations

import pytest

from tests.importing.scene import CODES, COORDINATION, SESSION, Scene, comptes, csv_bytes, dites
from tests.importing.test_classeurs import workbook
from tne.importing import (
    Options,
    importer_document,
    known_mappings,
    open_document,
    reconnaitre,
)
from tne.importing.correcting.grouping import refused_values, rewrite
from tne.importing.headers import mappings
from tne.reading import Document, lire

TITRES: list[object] = ["Date", "Nature", "Thème"]
LIGNES: list[list[object]] = [["12/09/2023", "Formation", "ENT"], ["13/09/2023", "Suivi de projet", "Pix"]]
FEUILLES = ("0860002K", "Camille Guérin 0860799b", "0860016 A (école)")


def journal(*noms: str) -> bytes:
    return workbook(*((nom, [TITRES, *LIGNES]) for nom in noms))


def uais(scene: Scene) -> list[str]:
    return [uai for (uai,) in scene.table("intervention", "uai")]


def test_each_sheet_is_of_the_school_of_its_name(scene: Scene) -> None:
    result = scene.un(journal(*FEUILLES), "a.xlsx")
    assert comptes(result) == {"lues": 6, "ajoutees": 6}
    assert uais(scene) == ["0860002K"] * 2 + ["0860016A"] * 2 + ["0860799B"] * 2
    assert dites(result, "uai_de_la_feuille")[0] == (
        "Aucune colonne ne dit l'établissement : le nom de la feuille le dit, 0860002K, pour toutes ses lignes (2 lignes)."
    )
    assert len(dites(result, "uai_de_la_feuille")) == 3


def test_totals_and_rows_made_ready_are_still_set_aside(scene: Scene) -> None:
    rows = [*LIGNES, ["", "", "", 0], ["Total", "", "", 3]]
    rows = [[*row, 2] if len(row) < 4 else row for row in rows]
    result = scene.un(workbook(("0860002K", [[*TITRES, "Enseignants"], *rows])), "a.xlsx")
    assert comptes(result)["ajoutees"] == 2
    assert "refusees" not in comptes(result)


@pytest.mark.parametrize(
    "nom", ["0860001X", "0860002K et 0860799B", "Journal", "X0860002K", "Collèges publics", "École"]
)
def test_a_name_that_tells_no_one_school_is_not_taken(scene: Scene, nom: str) -> None:
    (problem,) = scene.un(journal(nom), "a.xlsx").problemes
    assert problem.code == "fichier", "a column is lacking; no cell is refused"
    assert "« UAI »" in problem.message


def test_a_list_of_schools_is_not_of_the_school_of_its_sheet(scene: Scene) -> None:
    rows: list[list[object]] = [
        ["Nom", "Commune", "Type"],
        ["Jules Verne", "Buxerolles", "Collège"],
        ["Jean Moulin", "Civray", "École"],
    ]
    result = scene.un(workbook(("0860002K", rows)), "a.xlsx")
    assert [p.code for p in result.problemes] == ["fichier"], "a column is lacking; no school is written over"


def test_a_column_that_tells_schools_goes_before_the_name(scene: Scene) -> None:
    rows: list[list[object]] = [[*LIGNES[0], "0860799B"]]
    result = scene.un(workbook(("0860002K", [[*TITRES, "UAI"], *rows])), "a.xlsx")
    assert (uais(scene), dites(result, "uai_de_la_feuille")) == (["0860799B"], [])
    (problem,) = scene.un(workbook(("0860002K", [[*TITRES, "Machin"], *rows])), "b.xlsx").problemes
    assert "« UAI »" in problem.message, "whether that column tells it, someone has to say"


def test_a_mapping_that_is_remembered_does_not_keep_the_school_of_a_sheet(scene: Scene) -> None:
    def read(nom: str) -> Document:
        return lire(journal(nom), "a.xlsx")

    (first,) = reconnaitre(read("0860002K"), Options())
    kept = mappings.for_other_sheets(first.tableau, mappings.of(first))
    mappings.remember(scene.base, COORDINATION, first.tableau.entete, "Journal", kept)
    (again,) = reconnaitre(read("0860799B"), Options(), known_mappings(scene.base))
    assert again.liaisons[0].constantes["uai"] == "0860799B"
    scene.un(journal("0860002K", "0860016A"), "b.xlsx")
    assert sorted(set(uais(scene))) == ["0860002K", "0860016A"]


def _schools(scene: Scene) -> None:
    rows = [
        ["0860002K", "Collège Camille Guérin", "Vouneuil"],
        ["0860799B", "Collège Jules Verne", "Buxerolles"],
    ]
    scene.un(csv_bytes(["UAI", "Nom", "Commune"], rows), "annuaire.csv")


def test_the_code_of_a_sheet_named_by_its_school_is_proposed_once(scene: Scene) -> None:
    """One decision stands for all rows of the sheet, and for the sheet of that name in any later file."""
    _schools(scene)
    named = journal("Clg Camille Guérin", "Collège Jules Verne Buxerolles")
    document = open_document(named, "a.xlsx")
    recognised = reconnaitre(document, Options(), known_mappings(scene.base))
    refused = [
        p for r in importer_document(scene.base, COORDINATION, document, recognised) for p in r.problemes
    ]
    values = refused_values(scene.base.cursor(), refused)
    assert [(v.texte, v.nombre, v.proposition) for v in values] == [
        ("Clg Camille Guérin", 2, "0860002K"),
        ("Collège Jules Verne Buxerolles", 2, "0860799B"),
    ]
    decided = {(v.entete, v.texte): v.proposition for v in values}
    meant = tuple(rewrite(r, decided) for r in recognised)
    (done,) = importer_document(scene.base, COORDINATION, document, meant)
    assert comptes(done) == {"lues": 4, "ajoutees": 4}
    assert uais(scene) == ["0860002K"] * 2 + ["0860799B"] * 2
    kept = mappings.for_other_sheets(meant[0].tableau, mappings.of(meant[0]))
    mappings.remember(scene.base, COORDINATION, meant[0].tableau.entete, "Journal", kept)
    later = workbook(("Clg Camille Guérin", [TITRES, ["14/09/2023", "Formation", "ENT"]]))
    assert comptes(scene.un(later, "b.xlsx")) == {"lues": 1, "ajoutees": 1}


def test_rows_that_need_no_school_do_not_wait_for_that_of_their_sheet(scene: Scene) -> None:
    rows: list[list[object]] = [
        [*SESSION, "État de l'inscription", "E-mail"],
        [*CODES, "Retenu", "a@exemple.invalid"],
    ]
    assert comptes(scene.un(workbook(("École inclusive", rows)), "a.xlsx")) == {"lues": 1, "ajoutees": 1}

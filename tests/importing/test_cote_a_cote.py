"""Two tables beside each other on one sheet, which begin with different columns, go in as two; one with a blank column is one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest

from tests.formes.ecrire import classeur
from tests.importing.scene import Scene, comptes, csv_bytes
from tne.importing import Resultat, open_document, reconnaitre
from tne.importing.correcting.corrections import cell_key, rows_to_correct
from tne.importing.headers.two_beside import named_apart

JOURNAL = ["Date", "Nature", "UAI", "Nb enseignants"]
MATERIEL = ["Référence", "UAI", "Type", "État", "Année scolaire"]
_A, _B = "0860002K", "0860799B"
Rows = list[list[str | None]]


def _beside(left: Rows, right: Rows, *over: list[str | None]) -> Rows:
    """The rows of a sheet with a blank column between both tables."""
    height = max(len(left), len(right))
    wide = len(left[0])
    padded = [left[i] if i < len(left) else [None] * wide for i in range(height)]
    return [*over, *([*row, None, *(right[i] if i < len(right) else [])] for i, row in enumerate(padded))]


def _journal(n: int) -> Rows:
    return [[*JOURNAL], *([f"{12 + i}/09/2023", "Formation", _A, str(3 + i)] for i in range(n))]


def _materiel(n: int) -> Rows:
    return [
        [*MATERIEL],
        *([f"E{i}", _B, "Socle numérique", "Déployé", "2023-2024"] for i in range(n)),
    ]


def _read(results: list[Resultat]) -> dict[str | None, dict[str, int]]:
    return {r.jeu: comptes(r) for r in results}


@pytest.mark.parametrize(("left", "right"), [(3, 3), (5, 2), (2, 5)])
@pytest.mark.parametrize(
    "over", [[], [["Journal", None, None, None, None, "Matériel"]]], ids=["bare", "titled"]
)
@pytest.mark.parametrize("text", [False, True], ids=["xlsx", "csv"])
def test_both_go_in(scene: Scene, left: int, right: int, over: Rows, *, text: bool) -> None:
    """The equipment alone went in, under the schools of the log; or the sheet was refused with the titles of both."""
    rows = _beside(_journal(left), _materiel(right), *over)
    if text:
        source, nom = "\n".join(";".join(c or "" for c in row) for row in rows).encode(), "a.csv"
    else:
        source, nom = classeur(rows), "a.xlsx"
    results = scene.importer(source, nom)
    assert _read(results) == {
        "intervention": {"lues": left, "ajoutees": left},
        "equipement": {"lues": right, "ajoutees": right},
    }
    assert [r.laissees for r in results] == [(), ()]
    assert scene.table("intervention", "uai") == [(_A,)] * left
    assert scene.table("equipement", "uai", "annee") == [(_B, "2023-2024")] * right
    lines = [line for (line,) in scene.sql("SELECT _ligne FROM log_equipement ORDER BY 1")]
    assert lines == list(range(2 + len(over), 2 + len(over) + right))


def test_a_cell_is_refused_and_mended_in_its_own_table(scene: Scene) -> None:
    left, right = _journal(2), _materiel(2)
    right[1][1] = "0860799X"
    source = classeur(_beside(left, right))
    told = [
        (p.ligne, p.colonne)
        for r in scene.importer(source, "a.xlsx")
        for p in r.problemes
        if p.code == "uai_invalide"
    ]
    assert told == [(2, "UAI (2)")]
    scene.importer(source, "a.xlsx", corrections={cell_key("Sheet1", 2, "UAI (2)"): _B})
    assert scene.table("equipement", "uai") == [(_B,)] * 2
    assert scene.table("intervention", "uai") == [(_A,)] * 2


def test_what_no_data_set_is_stays_beside_the_table(scene: Scene) -> None:
    """A list of words, a blank column: the rows are those of the table, and what is not read is said."""
    words: Rows = [["Code", "Libellé"], ["F", "Formation"], ["T", "Technique"], ["P", "Projet"]]
    result = scene.un(classeur(_beside(_journal(2), words)), "a.xlsx")
    assert (result.jeu, comptes(result)) == ("intervention", {"lues": 3, "ajoutees": 2, "ecartees": 1})
    assert [h for one in result.laissees for h in one.colonnes] == ["Code", "Libellé"]
    spaced: Rows = [[*row[:3], None, *row[3:]] for row in _journal(2)]
    other = scene.un(classeur(spaced), "b.xlsx")
    assert (other.jeu, other.comptes.lues, other.comptes.refusees) == ("intervention", 2, 0)


def test_three_tables(scene: Scene) -> None:
    parents: Rows = [
        ["N°", "Date", "Type", "Organisateur", "UAI", "Familles"],
        ["P1", "14/10/2023", "Atelier", "Orks", _A, "12"],
    ]
    three = _beside(_beside(_journal(2), _materiel(2)), parents)
    assert _read(scene.importer(classeur(three), "a.xlsx")) == {
        "intervention": {"lues": 2, "ajoutees": 2},
        "equipement": {"lues": 2, "ajoutees": 2},
        "atelier_parentalite": {"lues": 1, "ajoutees": 1},
    }


def test_a_cell_is_mended_in_one_of_two_tables_of_the_same_names(scene: Scene) -> None:
    """To mend « UAI » at the right gave the row at the left the same school."""
    right: Rows = [[*JOURNAL], ["12/03/2024", "Formation", "0860799X", "4"]]
    source = classeur(_beside(_journal(2), right))
    results = scene.importer(source, "a.xlsx")
    told = [(p.ligne, p.colonne) for r in results for p in r.problemes if p.code == "uai_invalide"]
    assert told == [(2, "UAI (2)")]
    document = open_document(source, "a.xlsx")
    recognised = reconnaitre(document)
    assert {r.source for r in recognised} == {recognised[0].source}, "of one kind, as when each stands alone"
    problems = [p for r in results for p in r.problemes]
    assert [line for r in recognised for line, _, _ in rows_to_correct(r, problems)] == [2]
    scene.importer(source, "a.xlsx", corrections={cell_key("Sheet1", 2, "UAI (2)"): _B})
    assert scene.table("intervention", "date", "uai") == [
        (date(2023, 9, 12), _A),
        (date(2023, 9, 13), _A),
        (date(2024, 3, 12), _B),
    ]


def test_one_under_another_keep_their_names() -> None:
    """Their lines differ, whatever their margins."""
    (one,) = open_document(csv_bytes(JOURNAL, _journal(2)[1:]), "a.csv").tableaux
    lines = pa.array([12, 13])
    below = replace(one, gauche=3, donnees=one.donnees.set_column(len(JOURNAL), "_ligne", lines))
    assert [t.entete for t in named_apart((one, below))] == [tuple(JOURNAL)] * 2
    beside = replace(one, gauche=5)
    assert named_apart((one, beside))[1].entete[:2] == ("Date (2)", "Nature (2)")

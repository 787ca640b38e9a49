"""Numbers of rows that begin at 1 again: the rows of one month took the place of those of another."""

from __future__ import annotations

from tests.importing.scene import Scene, codes, comptes
from tests.importing.test_classeurs import ENTETE, mois, workbook

NUMEROTE: list[object] = ["N°", *ENTETE]


def numerote(number: int, *jours: int) -> list[list[object]]:
    """The log of a month whose rows are numbered from 1."""
    return [NUMEROTE, *([str(n), *row] for n, row in enumerate(mois(number, *jours)[1:], start=1))]


def texte(rows: list[list[object]]) -> str:
    return "\n".join(";".join(map(str, row)) for row in rows)


def test_numbers_that_begin_again_on_each_sheet_are_refused_where_they_stand(scene: Scene) -> None:
    result = scene.un(workbook(("Sept", numerote(9, 12, 13)), ("Oct", numerote(10, 3))), "a.xlsx")
    assert comptes(result) == {"lues": 3, "ajoutees": 1, "refusees": 2}
    assert result.import_id is None
    assert [(p.feuille, p.ligne, p.colonne, p.valeur, p.code) for p in result.problemes] == [
        ("Sept", 2, "N°", "1", "reference_reprise"),
        ("Oct", 2, "N°", "1", "reference_reprise"),
    ]
    assert "la ligne 2 de « Oct »" in result.problemes[0].message
    assert "la ligne 2 de « Sept »" in result.problemes[1].message


def test_the_same_day_under_one_reference_is_still_the_same_record(scene: Scene) -> None:
    rows = [*numerote(9, 12), ["1", "12/09/2023", "Suivi de projet", "0860002K", "4"]]
    result = scene.un(texte(rows))
    assert comptes(result) == {"lues": 2, "ajoutees": 1, "doublons": 1}
    assert codes(result) == ["doublon_different"]


def test_a_file_whose_numbers_begin_again_says_whose_place_it_takes(scene: Scene) -> None:
    scene.un(texte(numerote(9, 12, 13, 14)))
    told = scene.un(texte(numerote(10, 3, 4, 5)), "b.csv")
    assert codes(told) == ["reference_remplacee"]
    assert "3 lignes" in told.problemes[0].message
    # One date that is corrected among others is no new numbering.
    corrected = scene.un(texte(numerote(10, 3, 4, 6)), "c.csv")
    assert (comptes(corrected), codes(corrected)) == ({"lues": 3, "modifiees": 1, "inchangees": 2}, [])


def test_rows_made_ready_beforehand_are_no_records(scene: Scene) -> None:
    """A number and the zero of a formula, pulled down to the end of the sheet."""
    rows = [*numerote(9, 12), *([str(n), "", "", "", "0"] for n in range(2, 40)), ["40", "", "", "", "0:00"]]
    assert comptes(scene.un(texte(rows))) == {"lues": 40, "ajoutees": 1, "ecartees": 39}

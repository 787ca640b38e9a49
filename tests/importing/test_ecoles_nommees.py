"""What stands in a cell of UAI in place of a code: a school is repeated, a colleague is not, and both are only words."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, csv_bytes, uai
from tne.importing import open_document, reconnaitre
from tne.importing.correcting.corrections import cell_key, changed_only, file_of_problems
from tne.importing.correcting.grouping import refused_values
from tne.importing.rows.nominative import MASQUE, TU

ECOLES = [
    [uai(1), "Collège Jules Verne", "Buxerolles", "Collège"],
    [uai(2), "École Camille Guérin", "Vouillé", "École"],
    [uai(3), "École Jean Moulin", "Buxerolles", "École"],
]
DECRIT = "Cette cellule tient du texte, qui nomme peut-être quelqu'un : rien n'en est gardé ni montré. Écrivez un UAI."


@pytest.fixture
def ecoles(scene: Scene) -> Scene:
    """A base that knows three schools."""
    scene.un(csv_bytes(["UAI", "Nom", "Commune", "Type"], ECOLES))
    return scene


def _journal(*cells: str) -> bytes:
    return csv_bytes(["Date", "Nature", "UAI"], [["12/09/2023", "Formation", c] for c in cells])


@pytest.mark.parametrize(
    "texte", ["Anne Valjean", "VALJEAN Anne", "anne valjean", "Valjean", "Valjean (0860002K)", "Collège avec Anne Valjean",
    "Anne Valjean, collège", "Jules Valjean", "Camille Verne", "Jean Guérin", "Juliette Vernet"],
)  # fmt: skip
def test_a_name_that_no_school_bears_is_not_repeated(ecoles: Scene, texte: str) -> None:
    (told,) = ecoles.un(_journal(texte)).problemes
    assert (told.valeur, told.message) == (TU, DECRIT)


@pytest.mark.parametrize(
    "texte", ["Jules Verne", "J. Verne", "Jules Vernes Buxerolles", "Camille Guérin (Vouillé)", "Vouillé", "Moulin",
    "École élémentaire de Chasseneuil", "Collège Anne Frank", "clg Valjean", "à compléter", "0860002L", "86 0002", "Vienne"],
)  # fmt: skip
def test_the_name_of_a_school_or_of_nobody_is_repeated(ecoles: Scene, texte: str) -> None:
    (told,) = ecoles.un(_journal(texte)).problemes
    assert told.valeur == texte
    assert texte in told.message


def test_a_civility_is_masked_in_a_school_and_the_rest_described_elsewhere(ecoles: Scene) -> None:
    problems = ecoles.un(_journal("Mme Anne Valjean, Vouillé", "Mme Anne Valjean, Chasseneuil")).problemes
    assert [p.valeur for p in problems] == [f"{MASQUE}, Vouillé", TU]


def test_the_code_beside_a_name_is_proposed_and_nothing_offered_repeats_it(ecoles: Scene) -> None:
    source = _journal("Valjean (0860002K)", "Jules Verne")
    problems = ecoles.un(source).problemes
    assert [p.suggestion for p in problems] == ["0860002K", uai(1)]
    recognised = reconnaitre(open_document(source, "a.csv"))
    _, rows = file_of_problems(open_document(source, "a.csv"), recognised, problems)
    assert [row[-1] for row in rows] == [TU, "Jules Verne"]
    assert [v.texte for v in refused_values(ecoles.base.cursor(), problems)] == ["Jules Verne"]
    key = cell_key(None, 2, "UAI")
    assert changed_only(recognised, {key: TU}) == {}
    assert changed_only(recognised, {key: "0860002K"}) == {key: "0860002K"}


def test_a_base_without_schools_repeats_only_what_says_a_place(scene: Scene) -> None:
    problems = scene.un(_journal("Jules Verne", "Collège Jules Verne")).problemes
    assert [p.valeur for p in problems] == [TU, "Collège Jules Verne"]


def test_a_name_that_no_school_bears_is_told_in_a_list_of_schools(scene: Scene) -> None:
    """No official name is touched; a list kept by hand says who leads each."""
    rows = [
        [uai(1), "École Ferry (directrice : Mme Valjean)", "École"],
        [uai(2), "Collège Mme de Sévigné", "Collège"],
    ]
    result = scene.un(csv_bytes(["UAI", "Nom", "Type"], rows))
    assert [(p.code, p.ligne) for p in result.problemes if p.code.startswith("nommes")] == [
        ("nommes_a_verifier", 2)
    ]
    assert sorted(scene.table("etablissement", "nom")) == [(rows[1][1],), (rows[0][1],)]


@pytest.mark.parametrize("passee", ["Fermé;", "Ouvert;0860009T"])
def test_the_name_of_a_school_proposes_the_code_of_none_that_is_closed_or_replaced(
    scene: Scene, passee: str
) -> None:
    schools = f"UAI;Nom;État;Remplacé par\n0860799B;Collège Jules Verne;Ouvert;\n0860002K;Collège Jules Verne;{passee}"
    scene.un(f"{schools}\n0861457S;Collège du Parc;{passee}")
    rows = ["12/06/2024;Formation;Jules Verne", "12/06/2024;Formation;Collège du Parc"]
    result = scene.un("\n".join(["Date;Nature;UAI", *rows]))
    assert [p.suggestion for p in result.problemes] == ["0860799B", None]


def test_the_name_of_a_school_proposes_its_code(scene: Scene) -> None:
    scene.un(
        "UAI;Nom;Type;Commune\n0860799B;Collège Jules Verne;Collège;Buxerolles\n0860002K;Collège du Parc;Collège;Loudun\n"
        "0861457S;École du Parc;École;Poitiers"
    )
    written = [
        "Collège Jules Verne",
        "Jules Verne - Buxerolles",
        "COLLEGE DU PARC",
        "Clg du Parc",
        "du Parc",
        "Lycée Jules Verne",
    ]
    rows = [f"12/06/2024;Formation;{name}" for name in written]
    result = scene.un("\n".join(["Date;Nature;UAI", *rows]))
    assert [p.suggestion for p in result.problemes] == [
        "0860799B",
        "0860799B",
        "0860002K",
        "0860002K",
        None,
        None,
    ]

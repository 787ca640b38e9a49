"""A name typed where a number or a day should stand: the refusal says where and what was expected, never who."""

from __future__ import annotations

import json

import pytest

from tests.importing.scene import Scene, csv_bytes
from tne.datasets import DATASETS
from tne.importing import open_document, reconnaitre
from tne.importing.correcting.corrections import cell_key, changed_only, file_of_problems
from tne.importing.correcting.grouping import refused_values
from tne.importing.rows.nominative import MASQUE, names_a_person

ENTETE = ["Date", "Nature", "UAI", "Nb enseignants", "Durée"]
NOMS = [
    "Mme Valjean",
    "VALJEAN Jean",
    "Jean Valjean",
    "Cosette Valjean, Jean-Marc Javert",
    "J. Valjean",
    "A. Valjean",
    "Jean de Valjean",
    "24 rue Valjean",
]
AUTRES = [
    "En attente",
    "Non Communiqué",
    "A DEFINIR",
    "Toute la classe",
    "Classe Entière",
    "beaucoup",
    "Quinze",
    "12 élèves",
    "Lundi Matin",
    "CM1 CM2",
]
_EFFECTIF = DATASETS["intervention"].column("enseignants")


def _source(texte: str, n: int = 3) -> bytes:
    row = ["12/09/2023", "Formation", "0860002K", "3", "2"]
    row[n] = texte
    return csv_bytes(ENTETE, [["13/09/2023", "Formation", "0860002K", "3", "2"], row])


@pytest.mark.parametrize("texte", NOMS)
@pytest.mark.parametrize("n", [0, 3, 4], ids=["jour", "nombre", "durée"])
def test_a_name_in_a_number_is_refused_and_not_repeated(scene: Scene, texte: str, n: int) -> None:
    result = scene.un(_source(texte, n))
    (told,) = result.problemes
    assert (told.ligne, told.colonne, told.valeur) == (3, ENTETE[n], MASQUE)
    assert told.message.startswith(
        "Cette cellule tient ce qui ressemble au nom ou à l'adresse d'une personne : rien n'en est gardé ni montré. Écrivez un"
    )
    seen = json.dumps(result.as_dict(), ensure_ascii=False)
    assert [part for part in ("Valjean", "VALJEAN", "Javert") if part in seen] == []


def test_nor_by_what_is_offered_to_correct_it(scene: Scene) -> None:
    source = _source("VALJEAN Jean")
    result = scene.un(source)
    document = open_document(source, "a.csv")
    recognised = reconnaitre(document)
    assert "VALJEAN" not in str(file_of_problems(document, recognised, result.problemes))
    assert refused_values(scene.base.cursor(), result.problemes) == []
    key = cell_key(None, 3, "Nb enseignants")
    assert changed_only(recognised, {key: MASQUE}) == {}
    assert changed_only(recognised, {key: "4"}) == {key: "4"}


@pytest.mark.parametrize("texte", AUTRES)
def test_other_words_are_repeated(scene: Scene, texte: str) -> None:
    assert not names_a_person(texte, _EFFECTIF)
    (told,) = scene.un(_source(texte)).problemes
    assert told.valeur == texte


def test_a_civility_in_a_list_and_the_name_of_a_school(scene: Scene) -> None:
    listed = scene.un(_source("Mme Valjean", 1))
    assert [p.valeur for p in listed.problemes] == [MASQUE]
    scene.un("UAI;Nom;Commune;Type\n0860799B;Collège Jean Moulin;Poitiers;Collège")
    school = scene.un(_source("Jean Moulin", 2))
    assert [p.valeur for p in school.problemes] == ["Jean Moulin"]

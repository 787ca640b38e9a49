"""Of a table that is of no data set, the nearest is told where much of it is known, and nothing else reads more."""

from __future__ import annotations

import pytest

from tests.importing.scene import recognised
from tne.erreurs import ImportRefuse


@pytest.mark.parametrize(
    ("entete", "proche"),
    [
        ("Nom de l'organisation;ID Campagne;Code;Classe;% de progression;Partage (O/N)", False),
        ("Code;Couleur", True),
        ("UAI;Collège;Nombre d'enseignants;Campagne", True),
        ("Code;Nom;Note;Filière", True),
        ("Code;Nom;Prénom;Note;Filière", False),
        ("id;nom;heure;minute;statut", False),
        (
            "Session;Numéro d'établissement;Type d'établissement;Patronyme;Secteur d'enseignement;Commune;Code département;Code académie;Code région;Inscrits;Présents;Admis;"
            "Admis sans mention;Admis mention AB;Admis mention bien;Admis mention TB;Taux de réussite",
            False,
        ),
    ],
)  # fmt: skip
def test_the_nearest_data_set_has_more_than_one_title_of_many(entete: str, proche: bool) -> None:
    """An export of Pix, and a list of pupils, were nearly « Contours des communes », for their « Code », the results of the brevet by
    school « Inscriptions et présences » for their « Session »."""
    with pytest.raises(ImportRefuse) as refused:
        recognised((entete + "\n" + ";".join("x" * len(entete.split(";"))) + "\n").encode())
    assert ("Le plus proche est" in str(refused.value)) == proche


@pytest.mark.parametrize(
    ("sheet", "title"),
    [
        ("Référence;Date;Type;UAI;Thème;Nombre de familles", "Ateliers et formations pour les parents"),
        (
            "RNE;Nom;Équipement;Quantité;État;Date d'installation",
            "Équipements et ressources des établissements",
        ),
    ],
)
def test_a_sheet_of_which_another_reads_more_is_not_taken_for_the_one_that_lacks_nothing(
    sheet: str, title: str
) -> None:
    """A meeting with parents without its organiser was an intervention, a list of equipment without its types one of schools:
    every row refused."""
    with pytest.raises(ImportRefuse, match=f"Le plus proche est « {title} », où il manque la colonne"):
        recognised(f"{sheet}\n{sheet.count(';') * ';'}x\n".encode())


def test_nor_is_a_sheet_of_which_the_other_reads_no_more_or_only_what_stands_in_any() -> None:
    for head, cells in (
        ("Référence;Date;Type;UAI;Thème;Nombre d'élèves", "1;10/11/2023;Formation;0860001J;Écrans;20"),
        ("Date;Nature;UAI;Ville", "10/11/2023;Formation;0860001J;Poitiers"),
    ):
        assert recognised(f"{head}\n{cells}\n".encode()) == ["intervention"]

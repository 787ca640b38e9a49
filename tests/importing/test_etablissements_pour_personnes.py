"""A list of schools that is headed like one of people counts nobody."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, comptes

ECOLES = [
    ("0860002K", "École maternelle Val de Beauté", "ce.0860002k@exemple.fr"),
    ("0860799B", "Clg Hugo", "ce.0860799b@exemple.fr"),
]
GENS = [("0860002K", "VALJEAN", "jean@exemple.fr"), ("0860799B", "COLLEGE", "victor@exemple.fr")]


def lines(header: str, rows: list[tuple[str, ...]], *which: int) -> str:
    return "\n".join([header, *(";".join(row[k] for k in which) for row in rows)])


def test_schools_with_their_addresses_are_schools(scene: Scene) -> None:
    """« UAI, Nom, Mail » of a directory made a teacher who had received the offer of each school."""
    result = scene.un(lines("UAI;Nom;Mail", ECOLES, 0, 1, 2), annee="2023-2024")
    assert (result.jeu, comptes(result)) == ("etablissement", {"lues": 2, "ajoutees": 2})
    assert scene.sql("SELECT uai, nom FROM etablissement ORDER BY uai") == [row[:2] for row in ECOLES]


def test_what_no_data_set_of_schools_reads_is_asked_about(scene: Scene) -> None:
    source = lines("UAI;Mail", ECOLES, 0, 2)
    result = scene.un(source, annee="2023-2024")
    assert (result.jeu, comptes(result)) == (None, {})
    (message,) = [p.message for p in result.problemes]
    assert message.startswith("« Mail » tient des établissements, non des personnes")
    assert "--jeu etablissement" in message
    assert "exemple.fr" not in message, "an address is shown to nobody"
    assert comptes(scene.un(source, annee="2023-2024", jeu="offre")) == {"lues": 2, "ajoutees": 2}


@pytest.mark.parametrize("header", ["UAI;Nom;Mail", "UAI;Nom;Prénom;Mail"])
def test_people_stay_people(scene: Scene, header: str) -> None:
    """Whoever is called like a school among others, and each who has a first name."""
    rows = ECOLES if "Prénom" in header else GENS
    which = (0, 1, 1, 2) if "Prénom" in header else (0, 1, 2)
    result = scene.un(lines(header, rows, *which), annee="2023-2024")
    assert (result.jeu, comptes(result)) == ("offre", {"lues": 2, "ajoutees": 2})

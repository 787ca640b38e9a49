"""A list of people whose rows are numbered is one of replies to the offer only where something else says so."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, comptes, csv_bytes

GENS = [("1", "VALJEAN", "Jean"), ("2", "FAUCHELEVENT", "Ultime")]


@pytest.mark.parametrize("annee", [None, "2023-2024"])
@pytest.mark.parametrize("numero", ["N°", "Numéro", "Num"])
@pytest.mark.parametrize(
    ("others", "cells"),
    [
        (("Établissement", "Signature matin", "Signature après-midi"), ("Clg Hugo", "P", "")),
        (("UAI", "Courriel"), ("0860002K", "")),
        (("Date de naissance", "Classe"), ("12/03/2010", "4A")),
        ((), ()),
    ],
)
def test_whoever_signed_or_was_written_to_has_not_replied(
    scene: Scene, numero: str, others: tuple[str, ...], cells: tuple[str, ...], annee: str | None
) -> None:
    """« N°, Nom, Prénom » of a sheet that is signed, of a class and of a list of addresses were counted as replies to the offer."""
    source = csv_bytes([numero, "Nom", "Prénom", *others], [[*who, *cells] for who in GENS])
    result = scene.un(source, annee=annee)
    assert (result.jeu, comptes(result)) == (None, {})
    (message,) = [p.message for p in result.problemes]
    assert message.startswith(f"Rien ne dit à quoi sert cette liste : « {numero} » en numérote les lignes")
    assert "--jeu reponse" in message
    assert "--jeu offre" in message
    assert "VALJEAN" not in message, "nobody is shown"
    assert comptes(scene.un(source, jeu="reponse", annee="2023-2024")) == {"lues": 2, "ajoutees": 2}


@pytest.mark.parametrize(
    ("header", "cell", "nom"),
    [
        ("Date de la réponse", "12/06/2023", "a.csv"),
        ("Formulaire", "Mai", "a.csv"),
        ("Votre établissement (UAI)", "0860002K", "a.csv"),
        ("Quels modules ?", "Radio", "a.csv"),
        ("UAI", "0860002K", "réponses à l'offre.csv"),
    ],
)
def test_what_says_that_they_answered_is_believed(scene: Scene, header: str, cell: str, nom: str) -> None:
    source = csv_bytes(["N°", "Nom", "Prénom", header], [[*who, cell] for who in GENS])
    result = scene.un(source, nom, annee="2023-2024")
    assert (result.jeu, comptes(result)) == ("reponse", {"lues": 2, "ajoutees": 2})

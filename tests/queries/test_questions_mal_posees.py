"""A question whose words are off is refused: an answer would be an absence, or a zero, that nothing tells from a true one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tne.access import droit_ligne_de_commande
from tne.bilan import bilan, constats
from tne.comparaison import en_cours, previous_year
from tne.db import Base
from tne.documents.fiche import fiche, fiches
from tne.erreurs import UsageIncorrect
from tne.exports_exacts import exporter_donnees
from tne.filters import Filters
from tne.indicators import compute, compute_years
from tne.modeles import modele
from tne.paragraphes import paragraphes
from tne.persons.purge import personnes_nominatives, purger
from tne.queries import choices, equipements
from tne.queries.chiffres_connus import known_figures
from tne.queries.masking import masked_schools

DROIT = droit_ligne_de_commande()

PAR_ANNEE: dict[str, Callable[[Base, Any], Any]] = {
    "Filters": lambda base, annee: Filters(annees=("2022-2023", annee)),
    "for_year": lambda base, annee: Filters().for_year(annee),
    "compute": lambda base, annee: compute(base, Filters(), annee),
    "compute_years": lambda base, annee: compute_years(base, Filters(), ("2022-2023", annee)),
    "bilan": lambda base, annee: bilan(base, Filters(), annee, "lecture"),
    "constats": lambda base, annee: constats(base.cursor(), annee),
    "paragraphes": paragraphes,
    "previous_year": lambda base, annee: previous_year(annee),
    "en_cours": lambda base, annee: en_cours(annee),
    "fiche": lambda base, annee: fiche(base, "0860002K", annee),
    "fiches": fiches,
    "modele": lambda base, annee: modele("offre", "csv", annee),
    "exporter_donnees": lambda base, annee: exporter_donnees(base, DROIT, "offre", annee, True),
    "personnes_nominatives": lambda base, annee: personnes_nominatives(base, DROIT, annee),
    "purger": lambda base, annee: purger(base, DROIT, annee),
}


@pytest.fixture
def base(base_sans_import: Path) -> Iterator[Base]:
    opened = Base(str(base_sans_import))
    yield opened
    opened.close()


@pytest.mark.parametrize("question", sorted(PAR_ANNEE.keys() - {"modele"}))
def test_what_is_no_school_year_is_refused(base: Base, question: str) -> None:
    with pytest.raises(UsageIncorrect, match="« 2023 » n'est pas une année scolaire"):
        PAR_ANNEE[question](base, "2023")


@pytest.mark.parametrize("annee", ["2023-2025", "23-24", "2023/2024", " 2023-2024", "²⁰²³-2024", ""])
def test_a_school_year_is_written_as_everywhere(annee: str) -> None:
    with pytest.raises(UsageIncorrect) as refused:
        Filters(annees=(annee,))
    assert str(refused.value) == f"« {annee} » n'est pas une année scolaire : écrivez par exemple 2023-2024."


@pytest.mark.parametrize("question", sorted(PAR_ANNEE.keys() - {"Filters", "for_year", "compute_years"}))
def test_a_school_year_is_no_number(base: Base, question: str) -> None:
    """It was an error of DuckDB, in English."""
    with pytest.raises(UsageIncorrect, match="« 2023 » n'est pas une année scolaire"):
        PAR_ANNEE[question](base, 2023)


DE_TEXTES: dict[str, Callable[[Base, Any], Any]] = {
    "types": lambda base, textes: equipements.pieces(base.cursor(), Filters(), "lecture", textes),
    "annees": lambda base, textes: compute_years(base, Filters(), textes),
    "annees connues": lambda base, textes: known_figures(base.cursor(), textes),
    "annees masquees": lambda base, textes: masked_schools(base.cursor(), "parents", textes),
    "uais": lambda base, textes: choices.names(base.cursor(), textes),
    "etablissements": lambda base, textes: exporter_donnees(base, DROIT, "offre", None, True, textes),
}


@pytest.mark.parametrize("question", DE_TEXTES)
def test_one_text_is_no_tuple_of_texts(base: Base, question: str) -> None:
    """`types="WebRadio"` gave nothing: each letter was a kind of equipment that nobody has."""
    expected = rf"{question.split()[0]}: a tuple of texts is expected"
    with pytest.raises(TypeError, match=expected):
        DE_TEXTES[question](base, "2023-2024")


@pytest.mark.parametrize(
    ("choice", "written"),
    [
        ({"etablissements": ("0869015G", "086 9015g")}, "0869015G"),
        ({"types": ("collège",)}, "Collège"),
        ({"secteurs": ("PUBLIC",)}, "Public"),
        ({"communes": ("poitiers",)}, "Poitiers"),
        ({"epcis": ("CU DU GRAND POITIERS",)}, "CU du Grand Poitiers"),
    ],
)
def test_a_choice_that_the_base_writes_otherwise_is_told(
    demo: Base, choice: dict[str, tuple[str, ...]], written: str
) -> None:
    """Each of its figures was a computed zero."""
    (field,), (values,) = choice.keys(), choice.values()
    with pytest.raises(UsageIncorrect) as refused:
        compute(demo, Filters(**choice), "2023-2024")
    assert str(refused.value) == f"Filters.{field} : « {values[-1]} » s'écrit « {written} » dans la base."
    right = compute(demo, Filters(**{field: (written,)}), "2023-2024")
    assert any(v.origine == "calculé" and v.valeur for v in right)

"""Of several chosen years a figure may hold one alone: it says which, on a page and on a slide."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tne.db import Base
from tne.filters import Filters, View
from tne.slides.slide import lecture
from tne.visuals.catalogue import CHAPITRES
from tne.visuals.fabrique import visuel
from tne.visuals.visual import Visual

CHOISIES = ("2023-2024", "2025-2026")  # of the second the demonstration holds nothing


def _figures(base: Path, annees: tuple[str, ...], view: View) -> list[Visual]:
    opened = Base(str(base))
    con = opened.cursor()
    drawn = [f(con, Filters(annees=annees), view) for figures in CHAPITRES.values() for f in figures]
    opened.close()
    return drawn


@pytest.mark.parametrize("view", ["coordination", "lecture"])
def test_a_figure_of_one_of_the_chosen_years_says_which(base_demo: Path, view: View) -> None:
    """« L'absence va de 24 % à 53 % » stood under « 2023-2024 et 2025-2026 » for 2023-2024 alone."""
    alone = [
        v
        for v in _figures(base_demo, CHOISIES, view)
        if "Année" in v.donnees and set(v.donnees["Année"]) == {"2023-2024"}
    ]
    assert len(alone) > 5
    assert [v.code for v in alone if "2023-2024" not in v.titre + v.sous_titre] == []
    by_code = {v.code: v for v in alone}
    trades = by_code["numerixplore.metiers"].sous_titre
    assert trades.startswith("Journées où chaque métier a été présenté, 2023-2024\u202f; une journée")
    assert lecture(trades) == "Journées où chaque métier a été présenté, 2023-2024"
    assert by_code["formations.colleges"].sous_titre.startswith(
        "Un carré\u202f: un collège ouvert, public ou privé sous contrat, 2023-2024. Vide"
    )


def test_a_figure_that_adds_years_up_names_those_that_are_known(base_demo: Path) -> None:
    """« 216 établissements n'ont reçu aucune visite » was said of two years « ensemble », of one of which no log is imported."""
    told = {v.code: v.sous_titre for v in _figures(base_demo, CHOISIES, "coordination")}
    assert told["accompagnements.couverture"].startswith(
        "Établissements selon le nombre d\u2019interventions reçues, 2023-2024."
    )
    assert told["accompagnements.carte"].startswith("Interventions par commune, 2023-2024\u202f;")
    assert told["parentalite.palmares"].endswith("ressources relevées, 2023-2024.")
    both = {v.code: v.sous_titre for v in _figures(base_demo, ("2023-2024", "2024-2025"), "coordination")}
    assert "2023-2024 et 2024-2025 ensemble" in both["accompagnements.couverture"]
    assert both["parentalite.palmares"].endswith("ressources relevées, 2023-2024 et 2024-2025.")


def test_a_year_that_is_chosen_alone_is_not_said_again(base_demo: Path) -> None:
    told = {v.code: v.sous_titre for v in _figures(base_demo, ("2023-2024",), "coordination")}
    assert told["numerixplore.metiers"].startswith("Journées où chaque métier a été présenté\u202f;")


@pytest.mark.parametrize(
    ("titre", "sous_titre", "annees", "dite"),
    [
        ("Un titre", "Ce qu'on lit", ("2023-2024",), "Ce qu\u2019on lit, 2023-2024."),
        ("Un titre", "", ("2023-2024", "2023-2024"), "2023-2024."),
        ("Un titre de 2023-2024", "Ce qu'on lit", ("2023-2024",), "Ce qu\u2019on lit."),
        ("Un titre", "À la fin de 2025-2026", ("2023-2024",), "À la fin de 2025-2026."),
        ("Un titre", "Ce qu'on lit", ("2023-2024", "2025-2026"), "Ce qu\u2019on lit."),
        # What is in service was set up in a year that nobody chose.
        ("Un titre", "Ce qu'on lit", ("2021-2022",), "Ce qu\u2019on lit."),
    ],
)
def test_the_year_is_said_where_nothing_else_names_one(
    base_demo: Path, titre: str, sous_titre: str, annees: tuple[str, ...], dite: str
) -> None:
    opened = Base(str(base_demo))
    v = visuel(
        opened.cursor(),
        Filters(annees=CHOISIES),
        "equipements.essai",
        titre=titre,
        sous_titre=sous_titre,
        donnees=pd.DataFrame({"Année": annees, "Nombre": range(len(annees))}),
        formats={"Année": "texte", "Nombre": "entier"},
        jeux=("equipement",),
    )
    opened.close()
    assert v.sous_titre == dite

"""Who took part, over several years of which no share may be told: the counts are compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.importing.scene import SESSION, Scene, csv_bytes, uai
from tne.db import Base
from tne.filters import Filters, View
from tne.visuals import formations
from tne.visuals.visual import Visual

ANNEES = ("2022-2023", "2023-2024")
UN = Filters(annees=ANNEES, etablissements=("0869028W",), noms=("Collège X",))


def _longueurs(drawn: Visual) -> list[list[float]]:
    assert drawn.figure is not None
    return [list(trace["x"]) for trace in drawn.figure["data"]]


def test_one_school_of_a_reader_is_compared_by_its_participants(con: duckdb.DuckDBPyConnection) -> None:
    """Readers have no offers of one school: the title said that a share was not known, over bars of nothing that read 11 and 17."""
    drawn = formations.portee(con, UN, "lecture")
    assert drawn.titre == "De 11 enseignants formés en 2022-2023 à 17 en 2023-2024"
    assert drawn.sous_titre.startswith("Nombre d’enseignants, chaque année.")
    assert _longueurs(drawn) == [[11, 0], [17, 0]]
    assert "masqué" in drawn.alternative


@pytest.mark.parametrize("view", ["coordination", "lecture"])
def test_registrations_alone_are_compared_too(
    demo_modele: Path, copier_base: Callable[[Path, Path], Path], tmp_path: Path, view: View
) -> None:
    base = Base(str(copier_base(demo_modele, tmp_path / "base")))
    with base.writing() as con:
        for table in ("offre", "reponse", "indicateur_publie"):
            con.execute(f"DELETE FROM {table}")
    drawn = formations.portee(base.cursor(), Filters(annees=ANNEES), view)
    base.close()
    assert drawn.titre == "De 372 enseignants formés en 2022-2023 à 545 en 2023-2024"
    assert drawn.sous_titre == "Nombre d’enseignants, chaque année."
    assert _longueurs(drawn) == [[372], [545]]


def test_counts_over_years() -> None:
    titre = formations.titre_effectifs_annees
    assert titre(12, 12, ANNEES) == "Autant d'enseignants formés en 2023-2024 qu'en 2022-2023 : 12"
    assert titre(1, 3, ANNEES) == "De 1 enseignant formé en 2022-2023 à 3 en 2023-2024"
    assert "pas connu" in titre(None, 12, ANNEES)
    assert "pas connu" in titre(12, None, ANNEES)
    assert titre(12, 1, ANNEES, True).startswith("1 enseignant formé en 2023-2024, année en cours ; 12 en")


def test_a_figure_of_one_of_the_chosen_years_says_which(scene: Scene) -> None:
    """The three of the first year are masked for readers: « Aucun enseignant n'a encore suivi de module » was said of both."""
    for annee, presence in (("22", "Présent"), ("23", "Absent")):
        rows = [
            (f"{annee}A0130001", "M1", "G1", "1", "Inscrit", presence, uai(12), f"p{n}@exemple.invalid")
            for n in range(3)
        ]
        header = [*SESSION, "État de l'inscription", "Présence", "UAI", "E-mail"]
        scene.un(csv_bytes(header, rows), f"{annee}.csv", jeu="inscription")
    con = scene.base.cursor()
    exact = formations.portee(con, Filters(annees=ANNEES), "coordination")
    assert exact.titre == "De 3 enseignants formés en 2022-2023 à 0 en 2023-2024"
    drawn = formations.portee(con, Filters(annees=ANNEES), "lecture")
    assert drawn.titre == "Aucun enseignant n’a encore suivi de module en 2023-2024"
    alone = formations.portee(con, Filters(annees=ANNEES[1:]), "lecture")
    assert alone.titre == "Aucun enseignant n’a encore suivi de module"


@pytest.mark.parametrize(
    ("suivi", "offres", "reponses"),
    [(None, 20, 9), (None, None, None), (0, 20, 9), (4, None, None), (12, 11, 3), (3, 7, 3)]
    + [(n, 20, 9) for n in (9, 10, 11, 14, 3)],
)
def test_every_finding_of_one_year_among_several_has_that_year(
    suivi: float | None, offres: float | None, reponses: float | None
) -> None:
    dite = formations.titre_portee(suivi, offres, reponses, quand=" en 2023-2024")
    assert dite.count(" en 2023-2024") == 1
    assert dite.replace(" en 2023-2024", "") == formations.titre_portee(suivi, offres, reponses)

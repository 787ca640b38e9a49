"""Targets and published figures stand beside a value of the whole territory, never beside that of chosen schools."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tne.access import Droit
from tne.db import Base
from tne.filters import Filters, View
from tne.importing import Options, importer
from tne.indicators import BY_CODE, Value, compute
from tne.sections import published_words
from tne.ui.bilan import tile

ANNEE = "2023-2024"
CIBLES = """Indicateur;Année scolaire;Département;Objectif;Source
formation.participants;2023-2024;086;600;feuille de route
formation.colleges_representes;2023-2024;086;95;feuille de route
parentalite.vues;2023-2024;086;1500;feuille de route
"""


@pytest.fixture
def base(base_demo: Path) -> Iterator[Base]:
    opened = Base(str(base_demo))
    yield opened
    opened.close()


def _values(base: Base, view: View = "coordination", **schools: tuple[str, ...]) -> dict[str, Value]:
    return {v.indicateur.code: v for v in compute(base, Filters(annees=(ANNEE,), **schools), ANNEE, view)}


@pytest.mark.parametrize("view", ["coordination", "lecture"])
def test_the_tile_says_the_target_that_was_set(base: Base, view: View) -> None:
    importer(base, Droit(True, "test"), CIBLES.encode(), "cibles.csv", Options(jeu="objectif"))
    known = _values(base, view)
    assert tile(known["formation.participants"], None).objectif == "objectif 600"
    assert tile(known["formation.colleges_representes"], None).objectif == "objectif 95\u202f% atteint"
    assert tile(known["parentalite.vues"], None).objectif == "objectif 1\u202f500 atteint"
    assert known["formation.sessions"].objectif is None


def test_chosen_schools_are_held_against_no_figure_of_the_territory(base: Base) -> None:
    importer(base, Droit(True, "test"), CIBLES.encode(), "cibles.csv", Options(jeu="objectif"))
    nobody = _values(base, types=("École",), secteurs=("Privé",))["formation.participants"]
    assert (nobody.valeur, nobody.publie, nobody.objectif) == (0, None, None)
    assert (tile(nobody, None).precision, tile(nobody, None).place) == ("", True)
    assert not tile(_values(base, secteurs=("Privé",))["formation.sessions"], None).place, (
        "there was no target"
    )
    # What no choice of schools changes is still that of the territory.
    assert _values(base, secteurs=("Privé",))["parentalite.vues"].objectif == 1500
    assert not tile(_values(base, secteurs=("Privé",))["parentalite.vues"], None).place


@pytest.mark.parametrize(
    ("origine", "text"),
    [
        (
            "publié",
            "Indicateur;Année scolaire;Département;Valeur publiée;Décimales;Source\n"
            "formation.taux_absence_moyen;2023-2024;086;28,5;1;bilan\naccompagnement.total;2023-2024;086;139;0;bilan\n",
        ),
        (
            "déclaré",
            "Indicateur;Année scolaire;Département;Valeur déclarée;Source\n"
            "formation.taux_absence_moyen;2023-2024;086;28,5;note\naccompagnement.total;2023-2024;086;139;note\n",
        ),
    ],
)
def test_a_figure_that_was_given_is_written_with_its_own_decimals(
    base_vide: Path, origine: str, text: str
) -> None:
    """« 28,5 % » of a bilan, or of a note, was shown as 29 %, which nobody had said."""
    opened = Base(str(base_vide))
    importer(opened, Droit(True, "test"), text.encode(), "chiffres.csv")
    known = _values(opened)
    said = {code: (v.texte, v.as_dict()["decimales"]) for code, v in known.items() if v.origine == origine}
    assert said == {"formation.taux_absence_moyen": ("28,5\u202f%", 1), "accompagnement.total": ("139", 0)}
    opened.close()


@pytest.mark.parametrize("view", ["coordination", "lecture"])
def test_where_no_list_is_what_is_declared_comes_before_what_is_published_and_is_nobody_s_choice(
    base_vide: Path, view: View
) -> None:
    """Both are public: readers see them. Of some schools neither is told, which nobody has counted."""
    head = "Indicateur;Année scolaire;Département"
    published = f"{head};Valeur publiée;Décimales;Source\nformation.participants;{ANNEE};086;545;0;bilan\n"
    declared = f"{head};Valeur déclarée;Source\nformation.participants;{ANNEE};086;4;note\n"
    opened = Base(str(base_vide))
    for text in (published, declared):
        importer(opened, Droit(True, "test"), text.encode(), "chiffres.csv")
    known = _values(opened, view)["formation.participants"]
    assert (known.origine, known.valeur, known.publie, known.masque) == ("déclaré", 4, 545, False)
    chosen = _values(opened, view, secteurs=("Privé",))["formation.participants"]
    assert (chosen.origine, chosen.valeur, chosen.publie) == ("absent", None, None)
    opened.close()


def test_what_several_departements_published_is_one_figure_of_the_territory(
    base_vide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_TERRITOIRE", "086,079")
    text = """Indicateur;Année scolaire;Département;Valeur publiée;Décimales;Source
accompagnement.total;2023-2024;086;139;0;bilan de la Vienne
accompagnement.total;2023-2024;079;11,5;1;bilan des Deux-Sèvres
accompagnement.projets;2023-2024;079;5;0;bilan des Deux-Sèvres
accompagnement.part_ecoles;2023-2024;086;72;0;bilan de la Vienne
accompagnement.part_ecoles;2023-2024;079;70;0;bilan des Deux-Sèvres
formation.colleges_representes;2023-2024;086;100;0;bilans
formation.colleges_representes;2023-2024;079;100;0;bilans
"""
    opened = Base(str(base_vide))
    importer(opened, Droit(True, "test"), text.encode(), "publies.csv")
    known = _values(opened)
    total = known["accompagnement.total"]
    assert (total.valeur, total.publie, total.decimales_publiees) == (150.5, 150.5, 1)
    assert total.source == "bilan des Deux-Sèvres ; bilan de la Vienne"
    assert known["accompagnement.projets"].publie == 5
    assert known["accompagnement.part_ecoles"].origine == "absent", "of which there are more is not known"
    everywhere = known["formation.colleges_representes"]
    assert (everywhere.publie, everywhere.source) == (100, "bilans")
    opened.close()


def test_only_a_figure_that_is_computed_and_shown_is_held_against_what_was_published() -> None:
    value = Value(BY_CODE["formation.participants"], ANNEE, 545, "calculé", publie=545)
    assert published_words(value) == " = publié"
    assert published_words(replace(value, valeur=540)).endswith("545")
    assert published_words(replace(value, valeur=None, masque=True)) == ""
    assert published_words(replace(value, origine="publié")) == ""
    assert published_words(replace(value, valeur=540, origine="déclaré")) == ""


def test_a_masked_value_still_says_its_target() -> None:
    value = Value(BY_CODE["formation.participants"], ANNEE, None, "calculé", masque=True)
    assert tile(replace(value, objectif=600), None).objectif == "objectif 600"


@pytest.mark.parametrize(
    ("code", "valeur", "objectif", "en_cours", "words"),
    [
        ("formation.participants", 545, 500, False, "objectif 500 atteint"),
        ("formation.participants", 499, 500, False, "objectif 500"),
        ("formation.participants", 500, 500, True, "objectif 500 atteint"),
        ("formation.taux_absence_moyen", 24.6, 25, False, "objectif 25\u202f% atteint"),
        ("formation.taux_absence_moyen", 24.6, 25, True, "objectif 25\u202f%"),
        ("formation.taux_absence_moyen", 33.3, 25, False, "objectif 25\u202f%"),
        ("formation.hors_face_a_face", 100, 100, False, "objectif 100\u202f% atteint"),
        ("formation.hors_face_a_face", 99, 90, False, "objectif 90\u202f%"),
        # Written with its decimals, it is held against the figure at those: « 47 % » was nobody's target.
        ("formation.colleges_representes", 46.51, 46.5, False, "objectif 46,5\u202f% atteint"),
        ("formation.colleges_representes", 46.44, 46.5, False, "objectif 46,5\u202f%"),
        ("formation.taux_absence_moyen", 12.254, 12.25, False, "objectif 12,25\u202f% atteint"),
    ],
)
def test_a_target_that_is_reached_says_so(
    code: str, valeur: float, objectif: float, en_cours: bool, words: str
) -> None:
    value = Value(BY_CODE[code], ANNEE, valeur, "calculé", objectif=objectif, en_cours=en_cours)
    assert tile(value, None).objectif == words


def test_the_name_of_a_tile_agrees_with_its_number() -> None:
    visited = Value(BY_CODE["accompagnement.etablissements"], ANNEE, None, "calculé")

    def said(n: float | None, *, masque: bool = False) -> str:
        return tile(replace(visited, valeur=n, masque=masque), None).libelle

    assert [said(n) for n in (0, 1, 2)] == ["établissement visité"] * 2 + ["établissements visités"]
    assert said(None) == said(1, masque=True) == "établissements visités"
    # « 3 % dans des écoles » reads the same for one.
    names = {i.nom for i in BY_CODE.values() if i.nom and i.unite == "nombre" and not i.nom_un}
    assert names == set()

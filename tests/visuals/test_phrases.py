"""The sentence of each part of the bilan: what holds, the contrary, and what cannot be said."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from tne.bilan import Part
from tne.db import Base
from tne.filters import Filters
from tne.indicators import BY_CODE, Value, compute
from tne.section_phrases import (
    Values,
    en_bref,
    phrase_accompagnements,
    phrase_formations,
    phrase_numerixplore,
    phrase_parentalite,
)
from tne.sections import SECTIONS, change_words, denominator_words, out_of_words
from tne.slides.diapositives_textes import socles
from tne.ui import bilan, navigation

MASQUE = -1.0


def known(figures: Mapping[str, float | tuple[float, float]]) -> Values:
    """Computed values by code; a pair is (value, denominator), `MASQUE` a count that is not shown."""
    found = {}
    for code, given in figures.items():
        n, total = given if isinstance(given, tuple) else (given, None)
        i = BY_CODE[code]
        value = 100 * n / total if i.unite == "pourcent" and total else n
        hidden = n == MASQUE
        found[code] = Value(
            i, "2023-2024", None if hidden else value, "calculé", n, None if hidden else total, masque=hidden
        )
    return found


@pytest.mark.parametrize(
    ("avant", "apres", "mots"),
    [
        (0, 0, ""),
        (3, 3, "stable depuis 2022-2023"),
        (3, 0, "\u22123 sur 2022-2023"),
        (0, 2, "+2 sur 2022-2023"),
    ],
)
def test_zero_twice_is_no_news(avant: float, apres: float, mots: str) -> None:
    (value,) = known({"accompagnement.projets": apres}).values()
    (before,) = known({"accompagnement.projets": avant}).values()
    assert change_words(value, replace(before, annee="2022-2023")) == mots


F, A, P, N = "formation.", "accompagnement.", "parentalite.", "numerixplore."


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (
            {F + "participants": 545, F + "offres": 1128, F + "colleges_representes": (47, 47)},
            "**545 enseignants** ont suivi au moins un module, soit 48,3 % des 1 128 sollicités. Les 47 collèges ont tous "
            "au moins un enseignant formé.",
        ),
        (
            {F + "participants": 40, F + "colleges_representes": (45, 47)},
            "**40 enseignants** ont suivi au moins un module. 2 collèges sur 47 restent sans enseignant formé.",
        ),
        (
            {F + "participants": 1, F + "colleges_representes": (1, 2)},
            "**1 enseignant** a suivi au moins un module. 1 collège sur 2 reste sans enseignant formé.",
        ),
        (
            {F + "participants": 10, F + "offres": 19, F + "colleges_representes": (1, 1)},
            "**10 enseignants** ont suivi au moins un module, soit 53 % des 19 sollicités.",
        ),
        (
            {F + "participants": 1, F + "offres": 1, F + "colleges_representes": (1, 1)},
            "**1 enseignant** a suivi au moins un module, soit 100 % du seul sollicité.",
        ),
        (
            {F + "participants": 10, F + "offres": 2},
            "**10 enseignants** ont suivi au moins un module, pour 2 sollicités.",
        ),
        ({F + "participants": 0}, "**Aucun enseignant** n'a encore suivi de module."),
        (
            {F + "offres": 19, F + "participants": 0, F + "sessions": 0},
            "**Aucun enseignant** n'a encore suivi de module.",
        ),
        # Nobody was asked: said, not counted. Who registered without the offer was nevertheless there to count.
        (
            {F + "offres": 0, F + "reponses": 0, F + "participants": 0, F + "sessions": 0},
            "L'offre de formation n'a été envoyée à **aucun enseignant** de ce choix, et aucun ne s'est inscrit.",
        ),
        (
            {F + "offres": 0, F + "reponses": 0},
            "L'offre de formation n'a été envoyée à **aucun enseignant** de ce choix.",
        ),
        (
            {F + "offres": 0, F + "participants": 0, F + "sessions": 2},
            "**Aucun enseignant** n'a encore suivi de module.",
        ),
        (
            {F + "offres": MASQUE, F + "participants": 0, F + "sessions": 0},
            "**Aucun enseignant** n'a encore suivi de module.",
        ),
        ({F + "sessions": 46}, "**46 sessions** au plan, mais aucune présence n'est encore connue."),
        # Before any session: what is known is told.
        (
            {F + "offres": 320, F + "reponses": 60, F + "modules": 4},
            "**60 enseignants** sur 320 sollicités ont répondu à l'offre.",
        ),
        ({F + "offres": 320, F + "reponses": MASQUE}, "**320 enseignants** ont reçu l'offre."),
        ({F + "reponses": 1}, "**1 enseignant** a répondu à l'offre."),
        ({F + "modules": 14}, "**14 modules** au plan de formation."),
        (
            {F + "participants": MASQUE},
            "Trop peu d'enseignants sont concernés par ce choix pour que leur nombre soit montré.",
        ),
        ({}, "Aucune donnée sur les formations pour ce choix."),
    ],
)
def test_formations(figures: dict[str, float | tuple[float, float]], expected: str) -> None:
    assert phrase_formations(known(figures)).replace("\u202f", " ") == expected


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (
            {A + "total": 139, A + "formations": 76, A + "personnalises": 41, A + "part_ecoles": (100, 139)},
            "**139 interventions** des médiateurs, d'abord pour la formation (76) ; 72 % dans des écoles.",
        ),
        (
            {A + "total": 30, A + "techniques": 20, A + "formations": 10},
            "**30 interventions** des médiateurs, d'abord pour l'aide technique (20).",
        ),
        (
            {A + "total": 70, A + "formations": 70},
            "**70 interventions** des médiateurs, toutes pour la formation.",
        ),
        (
            {A + "total": 5, A + "techniques": 3, A + "formations": 2},
            "**5 interventions** des médiateurs, d'abord pour l'aide technique (3).",
        ),
        # No kind comes first: as many of two, or too few of all.
        (
            {A + "total": 20, A + "techniques": 10, A + "formations": 10},
            "**20 interventions** des médiateurs.",
        ),
        # « 0 % dans des écoles » would deny the one that there was.
        ({A + "total": 250, A + "part_ecoles": (1, 250)}, "**250 interventions** des médiateurs."),
        ({A + "total": 250, A + "part_ecoles": (249, 250)}, "**250 interventions** des médiateurs."),
        ({A + "total": 3, A + "techniques": 2, A + "formations": 1}, "**3 interventions** des médiateurs."),
        ({A + "total": 0}, "**Aucune intervention** dans ce choix."),
        ({}, "Aucune donnée sur les accompagnements pour ce choix."),
    ],
)
def test_accompagnements(figures: dict[str, float | tuple[float, float]], expected: str) -> None:
    assert phrase_accompagnements(known(figures)).replace("\u202f", " ") == expected


def test_a_published_share_is_not_said_of_the_interventions_that_were_counted() -> None:
    """« 1 intervention des médiateurs ; 72 % dans des écoles »: the journal begun, the directory not imported yet."""
    counted = dict(known({A + "total": 1, A + "techniques": 1, A + "part_ecoles": 72}))
    share = counted[A + "part_ecoles"]
    published = {**counted, A + "part_ecoles": replace(share, origine="publié", publie=72.0)}
    assert phrase_accompagnements(published) == "**1 intervention** des médiateurs."
    assert "72" in phrase_accompagnements(counted)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (
            {P + "ateliers": 11, P + "formations": 6, P + "familles": 172, P + "vues": 4667},
            "**11 ateliers** et 6 formations pour les parents, 172 familles touchées, 4 667 vues des ressources en ligne.",
        ),
        ({P + "ateliers": 1, P + "familles": MASQUE}, "**1 atelier** pour les parents."),
        ({P + "vues": 12}, "12 vues des ressources en ligne."),
        ({P + "vues": 0}, "Aucune vue des ressources en ligne."),
        ({P + "familles": 40}, "40 familles touchées."),
        ({P + "formations": 2}, "**2 formations** pour les parents."),
        ({P + "ateliers": 0, P + "formations": 0}, "**Aucune rencontre** avec les parents dans ce choix."),
        ({}, "Aucune donnée sur la parentalité pour ce choix."),
    ],
)
def test_parentalite(figures: dict[str, float | tuple[float, float]], expected: str) -> None:
    assert phrase_parentalite(known(figures)).replace("\u202f", " ") == expected


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (
            {N + "eleves": (2265, 4912), N + "colleges": 26},
            "**2 265 élèves de 4e** ont découvert les métiers du numérique, soit 46,1 % des 4 912 élèves de ce niveau ; "
            "26 collèges touchés.",
        ),
        ({N + "eleves": 12}, "**12 élèves de 4e** ont découvert les métiers du numérique."),
        (
            {N + "eleves": (1, 1)},
            "**1 élève de 4e** a découvert les métiers du numérique, soit 100 % du seul élève de ce niveau.",
        ),
        (
            {N + "eleves": 0},
            "**Aucun élève de 4e** n'a encore découvert les métiers du numérique.",
        ),
        (
            {N + "eleves": MASQUE},
            "Trop peu d'élèves sont concernés par ce choix pour que leur nombre soit montré.",
        ),
        (
            {N + "eleves": 0, N + "colleges": (0, 0)},
            "Numérixplore s'adresse aux **collèges** : il n'y en a aucun dans ce choix.",
        ),
        ({}, "Aucune donnée sur Numérixplore pour ce choix."),
        # No share of a whole that is smaller.
        (
            {N + "eleves": (219, 180), N + "colleges": (2, 3)},
            "**219 élèves de 4e** ont découvert les métiers du numérique, pour 180 élèves de ce niveau connus ; 2 collèges touchés.",
        ),
    ],
)
def test_numerixplore(figures: dict[str, float | tuple[float, float]], expected: str) -> None:
    assert phrase_numerixplore(known(figures)).replace("\u202f", " ") == expected


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (
            {
                F + "participants": (545, 1128),
                A + "total": 139,
                P + "familles": 172,
                "equipement.dotes": 77,
                N + "eleves": 2265,
            },
            "**545 enseignants** formés sur 1 128 sollicités, **139 interventions** des médiateurs, **172 familles** touchées, "
            "**77 établissements** équipés et **2 265 élèves** de 4e touchés.",
        ),
        (
            {F + "participants": 1, A + "total": 0, P + "familles": MASQUE, N + "eleves": 1},
            "**1 enseignant** formé et **1 élève** de 4e touché.",
        ),
        ({F + "participants": (10, 2)}, "**10 enseignants** formés."),
        ({F + "participants": 0, P + "familles": MASQUE}, ""),
    ],
)
def test_the_year_is_told_by_a_figure_of_each_part(
    figures: dict[str, float | tuple[float, float]], expected: str
) -> None:
    assert en_bref(known(figures)).replace("\u202f", " ") == expected


def test_what_readers_see_left_out_of_a_count_is_told_with_it_and_no_share_of_the_whole() -> None:
    reste = "2 établissements masqués n'y sont pas comptés"
    found = known(
        {
            F + "participants": 68,
            F + "offres": 171,
            P + "ateliers": 4,
            P + "familles": 66,
            N + "eleves": (300, 600),
        }
        | {N + "colleges": (8, 12)}
    )
    left = {c: replace(v, raison=reste) if v.indicateur.personnes else v for c, v in found.items()}
    assert phrase_formations(left) == f"**68 enseignants** ont suivi au moins un module ({reste})."
    assert phrase_parentalite(left).endswith(f"66 familles touchées ({reste}).")
    assert (
        phrase_numerixplore(left)
        .replace("\u202f", " ")
        .endswith(f"soit 50,0 % des 600 élèves de ce niveau ({reste}).")
    )
    assert en_bref(left).startswith("Au moins **68 enseignants** formés, au moins **66 familles** touchées")
    assert out_of_words(left[F + "participants"]) == reste
    assert "171" in phrase_formations(found)
    assert "8 collèges touchés" in phrase_numerixplore(found)


def test_the_opening_names_what_has_its_equipment(base: Base) -> None:
    def said(*types: str) -> str:
        (repere,) = socles(base.cursor(), Filters(annees=("2023-2024",), types=types), "lecture")
        return repere.libelle

    assert said() == "écoles et collèges dotés du socle numérique"
    assert said("École") == "écoles dotées du socle numérique"
    assert said("Collège") == "collège doté du socle numérique"


def test_one_school_is_said_by_its_type(base: Base) -> None:
    uai = (
        base.cursor().execute("SELECT uai FROM v_etablissement WHERE type = 'École' ORDER BY uai").fetchone()
    )
    assert uai is not None
    (value,) = (
        v
        for v in compute(base, Filters(etablissements=(uai[0],)), "2023-2024")
        if v.indicateur.code == "equipement.dotes"
    )
    assert denominator_words(value).startswith("sur 1 école ·")


def test_a_part_leads_to_its_page_by_the_name_of_the_menu() -> None:
    """« Voir la page Équipements et ressources » led to « Équipements »."""
    menu = dict(re.findall(r'"pages/(\w+)\.py", title="([^"]+)"', inspect.getsource(navigation)))
    for s in SECTIONS:
        assert bilan._page(Part(s, "", (), ())).mots == f"Voir la page {menu[s.page]}"

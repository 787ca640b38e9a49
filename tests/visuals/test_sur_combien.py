"""Out of how many a figure is told: what was published, declared or counted with it, and whom a list of schools names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import pytest

from tne.db import Base
from tne.filters import Filters
from tne.indicator_value import Origine
from tne.indicators import BY_CODE, Value, beside_published, compute
from tne.sections import denominator_words, incomparables, out_of_words
from tne.slides.diapositives_textes import repere
from tne.visuals.equipements_maillage import titre_eloignes
from tne.visuals.numerixplore import titre_colleges

F, A = "formation.", "accompagnement."


def test_a_published_count_is_told_out_of_what_was_published_with_it() -> None:
    codes = (F + "participants", F + "offres", F + "hors_face_a_face", A + "formations")
    published = {
        c: Value(BY_CODE[c], "2023-2024", v, "publié")
        for c, v in zip(codes, (545, 1128, 100, 76), strict=True)
    }
    beside = beside_published(published)
    assert (
        denominator_words(beside[F + "participants"]).replace("\u202f", " ")
        == "sur 1 128 sollicités · 48,3 %"
    )
    assert [denominator_words(beside[c]) for c in codes[1:]] == ["", "", ""]
    # Neither a count of the files nor what somebody declares is held against a published one.
    for origine in get_args(Origine):
        other = Value(BY_CODE[F + "offres"], "2023-2024", 1000, origine, 1000)
        beside = beside_published(published | {F + "offres": other})
        assert bool(denominator_words(beside[F + "participants"])) == (origine == "publié")


def test_a_published_share_is_no_mean_of_what_was_published_with_it() -> None:
    """« moyenne de 139 » would stand under « 72 % dans des écoles »."""
    figures = ((A + "total", 139), (A + "part_ecoles", 72))
    published = {c: Value(BY_CODE[c], "2023-2024", v, "publié", publie=v) for c, v in figures}
    assert denominator_words(beside_published(published)[A + "part_ecoles"]) == ""


@pytest.mark.parametrize(
    ("hors", "heures", "mots"),
    [(138.0, 138.0, "138 sur 138"), (16.5, 18.0, "16,5 sur 18"), (0.1 + 0.2 + 2.7, 4.5, "3 sur 4,5")],
)
def test_half_hours_are_told_beside_their_share(hors: float, heures: float, mots: str) -> None:
    i = BY_CODE[F + "hors_face_a_face"]
    value = Value(i, "2023-2024", 100 * hors / heures, "calculé", hors, heures)
    assert denominator_words(value) == f"{mots} heures déclarées"


@pytest.mark.parametrize(
    ("origine", "masque", "dit"),
    [
        ("déclaré", False, "sur 1 200 sollicités · 5,3 %"),
        ("publié", False, "sur 1 200 sollicités · 5,3 %"),
        ("calculé", False, ""),  # hidden from a reader beside a count that is not
        ("absent", False, ""),
        ("déclaré", True, ""),
    ],
)
def test_a_counted_figure_is_told_out_of_what_is_declared_where_no_list_is(
    origine: Origine, masque: bool, dit: str
) -> None:
    """« soit 5,3 % des 1 200 sollicités » stood over a tile that said 63 alone."""
    found = {
        F + "participants": Value(BY_CODE[F + "participants"], "2024-2025", 63, "calculé", 63, masque=masque),
        F + "offres": Value(
            BY_CODE[F + "offres"], "2024-2025", None if origine == "absent" else 1200, origine
        ),
    }
    assert out_of_words(beside_published(found)[F + "participants"]).replace("\u202f", " ") == dit
    found[F + "participants"] = replace(found[F + "participants"], denominateur=900, masque=False)
    assert out_of_words(beside_published(found)[F + "participants"]).startswith("sur 900 "), "its own"


def test_lists_of_schools_say_whom_they_name() -> None:
    assert titre_eloignes("École A", "Roiffé", 43.64).endswith("École A (Roiffé), à 43,6 km")
    assert titre_eloignes("École A", "", 1.0).endswith("École A, à 1,0 km")
    assert titre_eloignes("École A", "", 1.0, seul=True) == "École A est à 1,0 km du pilote le plus proche"
    assert titre_colleges(26, 0) == "Élèves touchés dans 26 collèges"
    assert titre_colleges(26, 3).endswith("dont 3 masqués")
    assert titre_colleges(1, 1) == "Élèves touchés dans un seul collège, masqué"
    assert titre_colleges(0, 0) == "Aucun collège touché"


@pytest.mark.parametrize(
    ("types", "mots"),
    [
        ((), "écoles et collèges"),
        (("École", "Collège"), "écoles et collèges"),
        (("École",), "écoles"),
        (("Collège",), "collèges"),
        (("Collège", "Lycée"), "collèges"),
    ],
)
def test_what_a_count_is_out_of_is_what_the_choice_holds(
    base: Base, types: tuple[str, ...], mots: str
) -> None:
    """« sur 240 écoles » under a choice of écoles, no longer « écoles et collèges »."""
    values = {v.indicateur.code: v for v in compute(base, Filters(types=types), "2023-2024")}
    for code in ("accompagnement.etablissements", "equipement.dotes", "equipement.socles"):
        said = denominator_words(values[code])
        assert re.fullmatch(rf"sur \d+ {mots} · .*", said), said


def test_two_are_told_in_the_plural_and_one_is_not() -> None:
    value = Value(BY_CODE["equipement.dotes"], "2023-2024", 1, "calculé", 1, 2)
    assert denominator_words(value).startswith("sur 2 écoles et collèges ·")
    assert denominator_words(replace(value, denominateur=1)).startswith("sur 1 école ou collège ·")


def test_beside_a_masked_figure_nothing_is_told() -> None:
    """Why it is masked stands in its help, its target in a line of its own."""
    shown = Value(
        BY_CODE[F + "participants"], "2023-2024", 545, "calculé", 545, objectif=600, raison="1 reste"
    )
    assert out_of_words(shown) == "1 reste · objectif 600"
    assert out_of_words(replace(shown, valeur=None, numerateur=None, masque=True)) == ""


def test_a_slide_says_for_how_many_where_more_are_counted() -> None:
    more = Value(BY_CODE["numerixplore.eleves"], "2023-2024", 300, "calculé", 300, 254)
    said = [repere(replace(more, valeur=n, numerateur=n)).precision for n in (200, 300)]
    assert said == ["sur 254", "pour 254 élèves"]


@pytest.mark.parametrize(
    ("sessions", "publie", "srane", "canope", "dit"),
    [
        (9, 46, "publié", "publié", "« S » et « C » sont les chiffres publiés : ils ne se comparent pas à "),
        (9, None, "publié", "calculé", "« S » est le chiffre publié : il ne se compare pas à "),
        (
            9,
            46,
            "publié",
            "déclaré",
            "« S » et « C » sont les chiffres publiés ou déclarés : ils ne se comparent pas à ",
        ),
        (46, 46, "publié", "publié", ""),
        (9, 46, "calculé", "calculé", ""),
    ],
)
def test_published_parts_beside_a_computed_total_are_said_to_be_none_of_it(
    sessions: int, publie: float | None, srane: Origine, canope: Origine, dit: str
) -> None:
    """12 and 34 published sessions stood beside 9 computed ones, of a plan that was imported in part."""
    whole = Value(BY_CODE[F + "sessions"], "2023-2024", sessions, "calculé", sessions, publie=publie)
    parts = [
        Value(BY_CODE[F + code], "2023-2024", n, origine)
        for code, n, origine in (("sessions_srane", 12, srane), ("sessions_canope", 34, canope))
    ]
    for letter, v in zip("SC", parts, strict=True):
        dit = dit.replace(f"« {letter} »", f"« {v.indicateur.libelle} »")
    suite = "celui de « Sessions de formation », calculé d'après les imports."
    assert incomparables([*parts, whole]) == ([dit + suite] if dit else [])
    masked = replace(whole, valeur=None, masque=True)
    assert incomparables([*parts, masked]) == []

"""The line under a figure that says where its rows come from."""

from __future__ import annotations

from datetime import datetime

import pytest

from tne.db import Base
from tne.visuals.sources import source_line

JEUX = ("session", "inscription", "etablissement", "intervention")
# Number, data set, day, whether the import is in force, whether of the demonstration.
IMPORTS = [
    (1, "inscription", datetime(2024, 7, 3), True, False),
    (2, "session", datetime(2024, 7, 1), True, False),
    (3, "etablissement", datetime(2024, 2, 28), True, False),
    (4, "intervention", datetime(2024, 9, 1), False, True),
    (5, "numerixplore", datetime(2024, 10, 1), True, True),
]


@pytest.fixture
def base(vide: Base) -> Base:
    with vide.writing() as con:
        for number, jeu, made, in_force, demo in IMPORTS:
            con.execute(
                "INSERT INTO import VALUES (?, ?, 'essai', 'f.csv', 1, ?, ?, '[]', ?, ?, ?)",
                [number, made, f"s{number}", f"i{number}", not in_force, in_force, demo],
            )
            con.execute(
                "INSERT INTO import_jeu (import_id, jeu, source) VALUES (?, ?, 'essai')", [number, jeu]
            )
    return vide


def line(base: Base, *jeux: str) -> str:
    con = base.cursor()
    try:
        return source_line(con, jeux)
    finally:
        con.close()


def test_sources_are_named_once_in_the_order_of_the_figure_with_the_latest_import(base: Base) -> None:
    """An import that was undone is no source, nor the day of one, nor makes the others the demonstration's."""
    assert (
        line(base, *JEUX)
        == "Source\u202f: Sofia-FMO et annuaire de l\u2019éducation, import du 3 juillet 2024"
    )
    assert line(base, "etablissement", "session").startswith(
        "Source\u202f: annuaire de l\u2019éducation et Sofia-FMO, import du 1er juillet"
    )


def test_the_demonstration_is_said_where_a_source_is_of_it(base: Base) -> None:
    assert line(base, "etablissement", "numerixplore") == (
        "Source\u202f: annuaire de l\u2019éducation et Numérixplore, import du 1er octobre 2024, démonstration"
    )


def test_without_an_import_the_line_says_so(base: Base) -> None:
    assert line(base, "intervention") == "Source\u202f: aucun import"
    assert line(base) == "Source\u202f: aucun import"


def test_a_data_set_without_a_usual_name_has_that_of_its_title(base: Base) -> None:
    with base.writing() as con:
        con.execute("UPDATE import_jeu SET jeu = 'effectif' WHERE import_id = 3")
    assert line(base, "effectif").startswith(
        "Source\u202f: effectifs d\u2019élèves, import du 28 février 2024"
    )

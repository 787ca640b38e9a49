"""Tables that are read as a text: each cell of a frame as French words, and one under the other on a phone."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from tests.lu import lu
from tne.db import Base
from tne.filters import Filters
from tne.ui.liste_lue import Colonne
from tne.ui.tableaux import Cellule, tableau_du_cadre, tableau_html
from tne.visuals import (
    accompagnements,
    equipements,
    formations,
    formations_couverture,
    numerixplore,
    parentalite,
)

EVENEMENTS = pd.DataFrame(
    {
        "Date": [date(2024, 4, 29), None],
        "Nature": ["Journée <Numérixplore>", "Formation"],
        "Précision": ["Oui ?", "–"],
        "Parents": [1128, None],
    }
)
FORMATS = {"Date": "date", "Nature": "texte", "Précision": "texte", "Parents": "entier"}
NOMBRE = r'<td role="cell" class="(tne-nombre[^"]*)" data-titre="([^"]*)"><span>([^<]*)</span>'


def test_the_cells_of_a_frame_are_french_words_and_nothing_in_them_is_obeyed() -> None:
    drawn = tableau_du_cadre(EVENEMENTS, FORMATS, "Les événements")
    assert re.findall(r"<th[^>]*>(?:<span>)?([^<]+)", drawn) == [*FORMATS, "29/04/2024", "–"]
    assert "Journée &lt;Numérixplore&gt;" in drawn
    assert "Oui\u202f?" in drawn
    assert "NaN" not in drawn
    assert "None" not in drawn
    assert 'aria-label="Les événements"' in drawn


def test_a_column_of_which_nothing_is_said_is_text() -> None:
    """Headers of a file that is imported, counts already in words: their tables name no formats."""
    drawn = tableau_du_cadre(EVENEMENTS[["Nature", "Précision"]], {}, "Colonnes laissées de côté")
    assert "Formation" in drawn
    assert "tne-nombre" not in drawn.split("</style>")[1]


def test_on_a_phone_a_number_keeps_the_name_of_its_column_and_a_dash_is_not_read() -> None:
    drawn = tableau_du_cadre(EVENEMENTS, FORMATS, "Les événements")
    assert re.findall(NOMBRE, drawn) == [
        ("tne-nombre", "Parents\u202f:", "1\u202f128"),
        ("tne-nombre tne-absente", "Parents\u202f:", "–"),
    ]
    assert drawn.count('class="tne-absente"') == 1


def test_columns_of_words_stand_one_under_the_other_and_numbers_side_by_side() -> None:
    numbers = EVENEMENTS[["Nature", "Parents"]]
    assert 'class="tne-table tne-empilee"' in tableau_du_cadre(EVENEMENTS, FORMATS, "x")
    assert 'class="tne-table"' in tableau_du_cadre(numbers, FORMATS, "x")
    # A date before the words would take half of the width.
    dated = EVENEMENTS[["Date", "Nature", "Parents"]]
    assert 'class="tne-table tne-libre"' in tableau_du_cadre(dated, FORMATS, "x")
    # Two columns of words leave no room for three of numbers.
    wide = dated.assign(Familles=1, Enfants=2)
    formats = FORMATS | {"Familles": "entier", "Enfants": "entier"}
    assert 'class="tne-table tne-empilee"' in tableau_du_cadre(wide, formats, "x")
    numbered = numbers.assign(A=1, B=2, C=3, D=4)
    formats = FORMATS | dict.fromkeys("ABCD", "entier")
    assert 'class="tne-table tne-empilee"' in tableau_du_cadre(numbered, formats, "x")
    assert 'class="tne-table"' in tableau_du_cadre(numbered.drop(columns="D"), formats, "x")
    named = [[Cellule("a", "ce qu\u2019il compte"), Cellule("1")]]
    assert 'class="tne-table tne-suites"' in tableau_html("x", [Colonne("A"), Colonne("B", "nombre")], named)


def test_a_school_year_over_numbers_may_take_two_lines() -> None:
    """Five of them share a phone."""
    years = pd.DataFrame({"Chiffre": ["Formations"], "2022-2023": [5]})
    drawn = tableau_du_cadre(years, {"Chiffre": "texte", "2022-2023": "entier"}, "x")
    assert "2022-2023</th>" in drawn
    assert lu(tableau_html("x", [Colonne("2022-2023")], [])) != tableau_html("x", [Colonne("2022-2023")], [])


def test_what_names_a_row_stands_on_the_left_with_its_header_were_it_a_number() -> None:
    drawn = tableau_du_cadre(EVENEMENTS[["Parents", "Nature"]], FORMATS, "Les événements")
    assert "tne-nombre" not in drawn.split("</style>")[1]


def test_every_row_of_a_school_tells_it_from_those_of_the_same_name(demo: Base) -> None:
    """Three schools of one commune bear one name; that of many is « École élémentaire publique »."""
    modules = (accompagnements, equipements, formations, formations_couverture, numerixplore, parentalite)
    told = set()
    for build in {build for module in modules for build in module.VISUALS}:
        v = build(demo.cursor(), Filters(annees=("2023-2024",)), "coordination")
        columns = set(map(str, v.donnees.columns))
        named = columns & {"Établissement", "Collège"}
        if named and len(v.donnees):
            told.add(v.code)
            assert {"Commune", "UAI"} <= columns, v.code
    assert len(told) > 7

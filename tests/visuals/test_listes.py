"""What a list sends to the grid: its columns in their order and how wide, its rows one or two lines high, words for all cells."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Dataframe

from tne.ui import listes
from tne.ui.largeurs import LIGNE, PAGE


def _page(annees: tuple[str, ...], long: bool) -> None:
    from datetime import date
    from unittest import mock

    import pandas as pd

    from tests.lecteur import installer, visuel
    from tne.ui import listes

    installer(annees)
    name = "École élémentaire privée démo Les Platanes" if long else "École A"
    data = pd.DataFrame(
        {
            "Année": ["2023-2024"] * 20,
            "Commune": ["Poitiers", None] * 10,
            "Établissement": [name] * 20,
            "Vu le ?": [date(2024, 6, 20), None] * 10,
            "Parents": [1128, "masqué"] * 10,
            "Thème": ["Accompagner les devoirs avec l’ENT" if long else "ENT"] * 20,
            "Élèves": [1128] * 20,
            "Remarque": ["", "petit effectif"] * 10,
            "Caché": ["x"] * 20,
            "UAI": ["0860002K"] * 20,
        }
    )
    formats = dict.fromkeys(data.columns, "texte") | {
        "Vu le ?": "date",
        "Parents": "entier",
        "Élèves": "entier",
    }
    with mock.patch.object(listes, "adresses", lambda ctx, uais: [f"etablissement?x={u}" for u in uais]):
        listes.liste(
            visuel(data, formats),
            "essai",
            {"Où": ("Établissement", "Commune")} if long else None,
            sans=("Caché",),
        )


def shown(annees: tuple[str, ...] = ("2023-2024",), *, long: bool = False) -> Dataframe:
    at = AppTest.from_function(_page, args=(annees, long), default_timeout=30).run()
    assert not at.exception, at.exception[0].message
    return at.dataframe[0]


def columns(grid: Dataframe) -> dict[str, Any]:
    settings = json.loads(grid.proto.columns)
    return {name: settings[name] for name in grid.proto.column_order}


def words(grid: Dataframe) -> pd.DataFrame:
    sent: pd.DataFrame = (
        pa.ipc.open_stream(grid.proto.arrow_data.styler.display_values).read_all().to_pandas()
    )
    return sent.set_axis(list(grid.value.columns), axis=1)


def test_the_way_to_a_school_stands_beside_its_name_and_one_year_needs_no_column() -> None:
    known = ["Commune", "Établissement", "UAI", "Vu le ?", "Parents", "Thème", "Élèves", "Remarque"]
    assert list(columns(shown())) == known
    assert list(columns(shown(("2022-2023", "2023-2024")))) == ["Année", *known]


def test_numbers_stand_on_the_right_and_headers_are_french() -> None:
    settings = columns(shown())
    right = [name for name, column in settings.items() if column.get("alignment") == "right"]
    assert right == ["Parents", "Élèves"], "also where « masqué » made them words"
    assert settings["Vu le ?"]["label"] == "Vu le\u202f?"
    assert settings["UAI"]["label"] == "Sa page"
    assert settings["UAI"]["type_config"]["type"] == "link"


def test_each_cell_is_a_word_and_what_is_missing_a_dash_but_for_remarks() -> None:
    grid = shown()
    cells, said = grid.value, words(grid)
    assert cells["Vu le ?"].tolist()[:2] == ["2024-06-20", ""], "as ISO it sorts"
    assert said["Vu le ?"].tolist()[:2] == ["20/06/2024", "–"]
    assert said["Commune"].tolist()[:2] == ["Poitiers", "–"]
    assert said["Élèves"].tolist()[0] == "1\u202f128"
    assert cells["Élèves"].tolist()[0] == 1128
    assert cells["Parents"].tolist()[:2] == ["1\u202f128", "masqué"]
    assert not said["Remarque"].str.contains("–").any()
    assert not cells.astype(str).isin(["None", "nan"]).any(axis=None)


def test_a_list_that_fits_has_rows_of_one_line_and_the_widths_that_the_grid_finds() -> None:
    grid = shown()
    assert not any(column.get("width") for column in columns(grid).values())
    assert grid.proto.row_height == 0


@pytest.mark.parametrize("annees", [("2023-2024",), ("2022-2023", "2023-2024")], ids=len)
def test_a_wide_list_is_folded_told_together_and_stands_on_the_page(annees: tuple[str, ...]) -> None:
    grid = shown(annees, long=True)
    widths = {name: column["width"] for name, column in columns(grid).items()}
    assert sum(widths.values()) <= PAGE
    assert grid.proto.row_height == LIGNE
    assert [name for name in widths if name in ("Où", "Établissement", "Commune", "Caché")] == ["Où"]
    names = grid.value["Où"].tolist()[:2]
    assert names == [
        "École élémentaire privée démo Les Platanes, Poitiers",
        "École élémentaire privée démo Les Platanes",
    ]
    assert "Caché" not in grid.value
    assert listes.SEPARES in names[0]

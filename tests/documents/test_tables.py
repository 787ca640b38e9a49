"""The cells of a table as French text, column by column."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tne.documents.pdf import MOST_ROWS, _table
from tne.documents.tables import write_column
from tne.typographie import TIRET_ABSENT


@pytest.mark.parametrize(
    ("valeurs", "ecrites"),
    [
        ([67.0, 58.74, 100], ["67,0\u202f%", "58,7\u202f%", "100,0\u202f%"]),
        ([67.0, 100.0, None], ["67\u202f%", "100\u202f%", TIRET_ABSENT]),
        (["masqué", 12.5, None], ["masqué", "12,5\u202f%", TIRET_ABSENT]),
        ([], []),
    ],
)
def test_percentages_under_one_another_have_as_many_decimals(
    valeurs: list[object], ecrites: list[str]
) -> None:
    assert write_column(valeurs, "pourcent") == ecrites


def test_other_columns_are_written_cell_by_cell() -> None:
    assert write_column([1128, None], "entier") == ["1\u202f128", TIRET_ABSENT]
    assert write_column(["1,5", "2"], "texte") == ["1,5", "2"]
    assert write_column([date(2024, 7, 3), pd.NaT, pd.NA], "date") == ["03/07/2024", *[TIRET_ABSENT] * 2]
    assert write_column([2024, float("nan")], "texte") == ["2024", TIRET_ABSENT]


@pytest.mark.parametrize(
    ("lignes", "dites"),
    [
        (0, ""),
        (1, "1 ligne de plus dans le classeur."),
        (1128, "1\u202f128 lignes de plus dans le classeur."),
    ],
)
def test_the_rows_that_a_page_leaves_out_are_told(lignes: int, dites: str) -> None:
    table = _table(pd.DataFrame({"n": range(MOST_ROWS + lignes)}), {"n": "entier"})
    assert table["reste"] == dites
    assert len(table["lignes"]) == MOST_ROWS  # type: ignore[arg-type]

"""Names that stand over several columns: how far each reaches, and what its columns are called."""

from __future__ import annotations

import pytest

from tests.reading.lecture import Lecteur, cellules
from tne.reading.groups import joined, with_groups


def test_a_group_stops_where_another_begins_above_it() -> None:
    rows = [
        ["Écoles", "", "Collèges", ""],
        ["Public", "", "", ""],
        ["Filles", "Garçons", "Filles", "Garçons"],
    ]
    assert joined(rows, 4) == [
        "Écoles Public Filles",
        "Écoles Public Garçons",
        "Collèges Filles",
        "Collèges Garçons",
    ]


@pytest.mark.parametrize(
    ("over", "names", "expected"),
    [
        # A year changes what stands under it; a word among the years is no year, and all stay as written.
        (["", "2023", "2024"], ["UAI", "Filles", "Garçons"], ["UAI", "2023 Filles", "2024 Garçons"]),
        (["Élèves", "2023", ""], ["UAI", "Filles", "Garçons"], ["UAI", "Filles", "Garçons"]),
        # A name that stands a row too high is that of its column, but not where it reaches named ones.
        (["", "Commune", "Élèves"], ["UAI", "", "Filles"], ["UAI", "Commune", "Filles"]),
        (["", "Élèves", ""], ["UAI", "", "Filles"], ["UAI", "", "Filles"]),
    ],
)
def test_a_column_takes_of_its_group_what_it_needs(
    over: list[str], names: list[str], expected: list[str]
) -> None:
    assert with_groups(names, [over])[0] == expected


def test_a_short_first_record_over_a_blank_name_is_no_row_of_names(lis: Lecteur) -> None:
    tableau = lis("Collège;;Commune;Rive\nAlpha;rouge;;\nBêta;bleu;Loudun;nord\n").principal
    assert tableau.entete == ("Collège", "colonne_2", "Commune", "Rive")
    assert cellules(tableau) == [["Alpha", "rouge", "", ""], ["Bêta", "bleu", "Loudun", "nord"]]

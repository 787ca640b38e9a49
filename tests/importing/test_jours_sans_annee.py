"""A day without its year is refused, and the date proposed where the file tells of which year it is."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, text_bytes

HEAD = "Référence;Date;Nature;UAI"
DATED = "2025-0;12/09/2023;Formation;0860002K"


def rows(*written: str, dated: str = DATED) -> str:
    days = [f"2025-{n};{day};Formation;0860002K" for n, day in enumerate(written, start=1)]
    return "\n".join([HEAD, *filter(None, [dated]), *days])


@pytest.mark.parametrize(
    ("written", "proposed"),
    [
        ("12/03", "12/03/2024"),
        ("12/10", "12/10/2023"),
        ("31.08", "31/08/2024"),
        ("1er sept.", "01/09/2023"),
        ("12-mars", "12/03/2024"),
        ("le 12/03", "12/03/2024"),
        ("mardi 12 mars", "12/03/2024"),
        ("Mar. 12/3", "12/03/2024"),
        # The 12 March 2024 was a Tuesday: of another year, or of a slip.
        ("lundi 12 mars", None),
        ("29/02", "29/02/2024"),
        ("30/02", None),
        ("12", None),
    ],
)
def test_a_day_of_the_year_of_the_other_rows(scene: Scene, written: str, proposed: str | None) -> None:
    (refused,) = scene.un(rows(written)).problemes
    assert (refused.code, refused.suggestion) == ("date_invalide", proposed)


def test_the_29_february_of_a_year_that_has_none(scene: Scene) -> None:
    (refused,) = scene.un(rows("29/02", dated=DATED.replace("2023", "2024"))).problemes
    assert refused.suggestion is None


@pytest.mark.parametrize(
    ("nom", "dated", "proposed"),
    [
        ("journal-2024-2025.csv", "", "12/03/2025"),
        ("journal.csv", "", None),
        ("journal-2023-2024.csv", DATED, "12/03/2024"),
        # What tells the year does not agree, nor do rows of two years.
        ("journal-2024-2025.csv", DATED, None),
        ("journal.csv", f"{DATED}\n2025-9;12/09/2022;Formation;0860002K", None),
    ],
)
def test_what_tells_the_year_tells_one(scene: Scene, nom: str, dated: str, proposed: str | None) -> None:
    result = scene.un(text_bytes(rows("12/03", dated=dated)), nom=nom)
    assert [p.suggestion for p in result.problemes if p.code == "date_invalide"] == [proposed]

"""A list of thousands of rows shows its first ones, says so, and keeps them all for the CSV."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tne.ui import grilles


def _listes() -> None:
    import pandas as pd

    from tne.access import Droit
    from tne.filters import Filters
    from tne.ui import contexte, listes, parts_donnees
    from tne.visuals.visual import Visual

    contexte.install(
        contexte.Contexte(
            None, Filters(("2023-2024",)), "2023-2024", (), "lecture", Droit(False, ""), 0, False
        )  # type: ignore[arg-type]
    )
    for rows in (1_000, 1_001):
        data = pd.DataFrame({"Rang": range(rows)})
        formats = {"Rang": "entier"}
        listes.liste(
            Visual(
                code=f"essai.{rows}",
                titre="Une liste",
                sous_titre="",
                donnees=data,
                formats=formats,
                figure=None,
                alternative="",
                source="",
                filtre="",
                famille="neutre",
                etat="calculé",
            ),
            f"essai-{rows}",
        )
    parts_donnees.tableau(data, formats, "Les mêmes")


def test_a_grid_shows_its_first_rows_and_says_how_many_there_are() -> None:
    at = AppTest.from_function(_listes, default_timeout=30).run()
    assert not at.exception
    shown = [len(frame.value) for frame in at.dataframe]
    assert shown == [grilles.LIGNES] * 3
    said = [c.value for c in at.caption if "premières lignes" in c.value]
    assert len(said) == 2, "the list of a thousand is whole"
    assert "1\u202f001" in said[0]

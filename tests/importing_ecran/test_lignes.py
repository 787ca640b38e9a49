"""Raw rows as a list: each is named by where it stands, its cells are what the file says."""

from __future__ import annotations

import pandas as pd

from tne.ui.lignes import liste_des_lignes


def test_a_row_is_named_by_its_place_and_its_cells_are_left_as_they_are() -> None:
    frame = pd.DataFrame(
        {
            "Import": [3, 3],
            "Complété par": ["", "5"],
            "Feuille": ["Mars", ""],
            "Ligne": pd.array([12, None], dtype="Int64"),
            "Nature de l'action": ["2023-2024 : <b>", None],
        }
    )
    liste = liste_des_lignes(frame, "Lignes")
    assert [c.titre for c in liste.colonnes] == ["Ligne", "Complété par", "Nature de l\u2019action"]
    assert liste.lignes == [
        ("Ligne 12 · Mars · import n° 3", "", "2023-2024 : <b>"),
        ("import n° 3", "5", ""),
    ]
    assert [c.dite for c in liste.colonnes] == [False, True, True], (
        "where no header is seen each cell says it"
    )


def test_without_a_line_the_first_column_names_the_row() -> None:
    frame = pd.DataFrame(
        {"Ligne": pd.array([None], dtype="Int64"), "Référence": ["2023-001"], "UAI": ["0860002K"]}
    )
    liste = liste_des_lignes(frame, "Lignes")
    assert [c.titre for c in liste.colonnes] == ["Référence", "UAI"]

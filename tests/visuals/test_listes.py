"""What a list sends to the browser: its columns in their order, words for all cells, the pages that its names open."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.lu import Liste, listes
from tne.ui.liste_lue import A_COTE, ENTIERES


def _page(annees: tuple[str, ...], lignes: int, reunies: bool) -> None:
    from datetime import date
    from unittest import mock

    import pandas as pd

    from tests.lecteur import installer, visuel
    from tne.ui import listes

    installer(annees)
    data = pd.DataFrame(
        {
            "Année": "2023-2024",
            "Commune": ["Poitiers", None] * (lignes // 2),
            "Établissement": "École A",
            "Vu le ?": [date(2024, 6, 20), None] * (lignes // 2),
            "Parents": [1128, "masqué"] * (lignes // 2),
            "Pilote le plus proche": "École B",
            "Élèves": [1128, None] * (lignes // 2),
            "Remarque": ["", "petit effectif"] * (lignes // 2),
            "Caché": "x",
            "UAI": ["0860002K", None] * (lignes // 2),
        }
    )
    formats = dict.fromkeys(data.columns, "texte") | {
        "Vu le ?": "date",
        "Parents": "entier",
        "Élèves": "entier",
    }

    def pages(ctx: object, uais: list[object]) -> list[str]:
        return [f"etablissement?x={u}" if isinstance(u, str) else "" for u in uais]

    with mock.patch.object(listes, "adresses", pages):
        listes.liste(
            visuel(data, formats),
            "essai",
            {"Où": ("Établissement", "Commune")} if reunies else None,
            sans=("Caché",),
        )


def shown(annees: tuple[str, ...] = ("2023-2024",), lignes: int = 20, *, reunies: bool = False) -> Liste:
    at = AppTest.from_function(_page, args=(annees, lignes, reunies), default_timeout=30).run()
    assert not at.exception, at.exception[0].message
    (only,) = listes(at)
    return only


def test_the_number_of_a_school_stands_beside_its_name_and_one_year_needs_no_column() -> None:
    known = [
        "Commune",
        "Établissement",
        "UAI",
        "Vu le\u202f?",
        "Parents",
        "Pilote le plus proche",
        "Élèves",
        "Remarque",
    ]
    assert list(shown().colonnes) == known
    assert list(shown(("2022-2023", "2023-2024")).colonnes) == ["Année", *known]


def test_each_cell_is_a_word_and_what_is_missing_a_dash_but_for_remarks() -> None:
    liste = shown()
    assert liste["Vu le\u202f?"][:2] == ["20/06/2024", "–"]
    assert liste["Commune"][:2] == ["Poitiers", "–"]
    assert liste["Élèves"][:2] == ["1\u202f128", "–"]
    assert liste["Parents"][:2] == ["1\u202f128", "masqué"]
    assert liste["UAI"][:2] == ["0860002K", "–"]
    assert liste["Remarque"][:2] == ["", "petit effectif"]


def test_the_name_of_each_school_that_is_known_opens_its_page() -> None:
    liste = shown()
    assert liste.liee == "Établissement"
    assert liste.pages[:2] == ["etablissement?x=0860002K", ""]
    assert list(liste.colonnes)[liste.envoi["numero"]] == "UAI", "tells schools of one name apart"


def test_where_no_header_is_seen_a_cell_says_what_does_not_speak_for_itself() -> None:
    columns = shown().colonnes
    assert {c["titre"] for c in columns.values() if c["dite"]} == {
        "Vu le\u202f?",
        "Parents",
        "Élèves",
        "Pilote le plus proche",
    }
    assert [c["titre"] for c in columns.values() if c["genre"] == "nombre"] == ["Parents", "Élèves"]
    assert columns["Vu le\u202f?"]["genre"] == "date"


def test_a_long_list_is_sorted_in_its_box_and_a_short_one_is_shown_whole() -> None:
    assert ENTIERES == 15
    assert [shown(lignes=n).envoi["triable"] for n in (14, 16)] == [False, True]


def _nombres(nombres: int) -> None:
    import pandas as pd

    from tests.lecteur import installer, visuel
    from tne.ui import listes

    installer()
    data = pd.DataFrame({"Collège": ["A"], **{f"N{n}": [n] for n in range(nombres)}})
    listes.liste(visuel(data, {c: "texte" if c == "Collège" else "entier" for c in data}), "essai")


@pytest.mark.parametrize(
    ("nombres", "a_cote"), [(0, 0), (1, 1), (A_COTE, A_COTE), (A_COTE + 1, 0)], ids=lambda n: n
)
def test_few_numbers_stand_beside_the_name_on_a_phone(nombres: int, a_cote: int) -> None:
    at = AppTest.from_function(_nombres, args=(nombres,), default_timeout=30).run()
    (liste,) = listes(at)
    assert liste.envoi["aCote"] == a_cote
    assert not liste.pages, "no school is named by a number"


def test_columns_told_together_leave_out_what_is_missing() -> None:
    liste = shown(reunies=True)
    assert liste["Où"][:2] == ["École A, Poitiers", "École A"]
    assert liste.liee == "UAI", "unless the name of the cell is one of a school"
    assert not {"Établissement", "Commune", "Caché"} & set(liste.colonnes)

"""A Visual refuses what no screen could render."""

from copy import copy
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from tne.visuals.alternative import DITES, barres_dites
from tne.visuals.bars import barres
from tne.visuals.visual import MASQUE, Visual


def visual(**changes: Any) -> Visual:
    """A valid Visual of one row, with the given fields replaced."""
    champs: dict[str, Any] = {
        "code": "essai",
        "titre": "Titre",
        "sous_titre": "",
        "donnees": pd.DataFrame({"Module": ["A"], "Participants": [3]}),
        "formats": {"Module": "texte", "Participants": "entier"},
        "figure": None,
        "alternative": "",
        "source": "",
        "filtre": "",
        "famille": "formations",
        "etat": "calculé",
    }
    return Visual(**(champs | changes))


def test_a_visual_with_rows_is_not_empty() -> None:
    assert not visual().vide
    assert visual(donnees=pd.DataFrame({"Module": []})).vide
    assert not visual(donnees=pd.DataFrame({"Module": []}), figure={"data": [], "layout": {}}).vide


@pytest.mark.parametrize(
    ("etat", "source", "dit"),
    [
        ("publié", "Source : bilan publié, import du 3 juillet 2024", ""),
        ("déclaré", "Source : chiffres déclarés, import du 3 juillet 2024", ""),
        ("publié", "Source : constats, import du 3 juillet 2024", "publié"),
        ("calculé", "Source : Sofia-FMO", ""),
        ("absent", "Source : aucun import", "absent"),
    ],
)
def test_the_state_of_a_figure_is_not_told_again_after_a_source_that_says_it(
    etat: str, source: str, dit: str
) -> None:
    """« Source : bilan publié, import du 3 juillet 2024 · publié »"""
    assert visual(etat=etat, source=source).etat_dit == dit


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"famille": "formation"}, "famille inconnue 'formation'"),
        ({"etat": "calcule"}, "état inconnu 'calcule'"),
        ({"formats": {"Module": "texte"}}, r"colonnes sans format \['Participants'\]"),
        ({"formats": {"Module": "texte", "Participants": "nombre"}}, r"formats inconnus \['nombre'\]"),
    ],
)
def test_mistakes_are_refused_at_once(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        visual(**changes)


def test_what_is_made_of_it_is_made_once_for_all_copies_and_anew_where_anything_of_it_is_another() -> None:
    faites: list[str] = []

    def ecrire(v: Visual) -> str:
        def faire() -> str:
            faites.append(v.titre)
            return f"{v.titre} {len(v.donnees)}"

        return v.une_fois("table", faire)

    premier = visual()
    assert ecrire(copy(premier)) == ecrire(copy(premier)) == ecrire(premier) == "Titre 1"
    assert faites == ["Titre"]
    assert ecrire(replace(premier, titre="Autre")) == "Autre 1"
    assert ecrire(replace(premier, donnees=premier.donnees.head(0))) == "Titre 0"
    assert premier.une_fois("liste", lambda: "autre place") == "autre place"


def test_without_a_text_of_its_own_a_figure_tells_its_bars_as_far_as_one_would_listen() -> None:
    """« Ateliers et formations par thème » repeated the line above and told nothing of them."""
    rows = {"thème": ["Pix & ENT", "Vidéo"], "ateliers": [8, 2], "formations": [1, MASQUE]}
    drawn = barres(rows, "thème", ["ateliers", "formations"], famille="parentalite")
    assert barres_dites(drawn) == "Pix & ENT : 9 ; Vidéo : masqué."
    many = {"thème": [f"Thème {n}" for n in range(DITES + 1)], "n": range(DITES + 1)}
    assert barres_dites(barres(many, "thème", "n", famille="parentalite")) == ""
    assert barres_dites(None) == ""


def test_a_value_that_a_phone_has_no_room_for_after_its_bar_goes_into_it() -> None:
    """« 2 783 sur 4 880 · 57,0 % » ended out of the screen."""
    long, short = "2\u202f783 sur 4\u202f880 · 57,0\u202f%", "57\u202f%"
    for words, side in ((long, "right"), (short, "left")):
        rows = {"an": ["2024-2025"], "part": [57.0], "mots": [words]}
        notes = barres(rows, "an", "part", famille="numerixplore", total=100, textes="mots")["layout"][
            "annotations"
        ]
        assert [n["xanchor"] for n in notes if words in n["text"]] == [side]

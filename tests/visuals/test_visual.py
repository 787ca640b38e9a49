"""A Visual refuses what no screen could render."""

from copy import copy
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from tne.visuals.visual import Visual


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

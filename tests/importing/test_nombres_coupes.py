"""Cells separated by commas, and numbers with a decimal comma: what follows such a number would count under another title."""

from __future__ import annotations

import pytest

from tests.importing.scene import Scene, codes, comptes
from tne.importing import in_parts

ENTETE = "Date,Nature,UAI,Heures,Enseignants"
ENTIER = "12/09/2023,Formation,0860002K,2,5"
COUPE = "13/09/2023,Formation,0860799B,1,5,8"


@pytest.mark.parametrize("rows", [[ENTIER, COUPE, ENTIER], [ENTIER, COUPE, ENTIER, COUPE, ENTIER]])
@pytest.mark.parametrize("parts", [False, True])
def test_a_number_cut_in_two_is_refused_and_told(
    scene: Scene, rows: list[str], parts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else 1.5 hours and 8 teachers would be 1 hour and 5 teachers."""
    if parts:
        monkeypatch.setattr(in_parts, "LONG", 0)
    result = scene.un("\n".join([ENTETE, *rows]))
    assert result.etat == "refusé"
    (told,) = [p.message for p in result.problemes]
    longer = "1 ligne a" if rows.count(COUPE) == 1 else "2 lignes ont"
    assert told.startswith(
        f"{longer} plus de cellules que la ligne de titres (5). Ligne 3, une virgule coupe"
    )
    assert "(« 1,5 »)" in told
    assert scene.table("intervention", "heures") == []


@pytest.mark.parametrize(
    ("text", "heures"),
    [
        # Between quotes, or under other signs, it is one number.
        (f'{ENTETE}\n{ENTIER}\n13/09/2023,Formation,0860799B,"1,5",8', [1.5, 2.0]),
        (f"{ENTETE}\n{ENTIER}\n13/09/2023,Formation,0860799B,1.5,8", [1.5, 2.0]),
    ],
)
def test_a_number_that_is_whole_is_read(scene: Scene, text: str, heures: list[float]) -> None:
    assert codes(scene.un(text)) == []
    assert sorted(h for (h,) in scene.table("intervention", "heures")) == heures


def test_a_note_beyond_the_titles_stays_a_remark(scene: Scene) -> None:
    result = scene.un(f"{ENTETE}\n{ENTIER}\n12/09/2023,Formation,0860799B,2h,,à revoir\n{ENTIER}")
    assert "cellules_en_trop" in codes(result)
    assert comptes(result) == {"lues": 3, "ajoutees": 3}

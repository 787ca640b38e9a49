"""A meeting of which the list hides every slide: the page says so, and how to leave it."""

from __future__ import annotations

from pathlib import Path

from tests.pages.conftest import POSTE, Ouvrir
from tne.db import Base
from tne.slides.diapositives import liste
from tne.slides.diapositives_liste import enregistrer, montrer

ANNEE = "2023-2024"


def test_a_year_whose_slides_are_all_hidden_has_nothing_to_present(
    ouvrir_page: Ouvrir, base_demo: Path
) -> None:
    """The page was a fault of the program, with no way out of it."""
    opened = Base(str(base_demo))
    before = after = liste(opened.cursor(), ANNEE)
    for rang in before:
        after = montrer(after, rang.code, False)
    enregistrer(opened, POSTE, ANNEE, before, after)
    opened.close()
    shown = ouvrir_page("presenter", base_demo, annee=[ANNEE])
    assert [s.value for s in shown.subheader] == ["Aucune diapositive de 2023-2024 n\u2019est montrée."]
    icons = {b.label: b.proto.icon for b in shown.button}
    assert (
        icons["Ranger les diapositives"] == ":material/slideshow:"
    )  # as in the menu; that of an import stood there
    assert "Quitter la présentation" in icons

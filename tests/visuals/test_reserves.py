"""What readers see left out of a count of persons is told beside it."""

from __future__ import annotations

import io
import re

from pptx import Presentation

from tne.db import Base
from tne.documents import ecrire
from tne.filters import Filters
from tne.slides.diapositives_textes import ouverture
from tne.visuals import formations, formations_couverture, formations_groupes
from tne.visuals import formations_participation as participation
from tne.visuals.headline import headline


def test_a_choice_says_how_many_masked_establishments_its_participants_leave_out(
    demo: Base,
) -> None:
    con = demo.cursor()
    prive = Filters(annees=("2024-2025",), secteurs=("Privé",))
    builders = (
        formations.portee,
        formations_couverture.modules_par_enseignant,
        *participation.VISUALS,
    )
    for build in builders:
        notes = build(con, prive, "lecture").avertissements
        assert "2 établissements masqués n’y sont pas comptés." in notes, build.__name__
        assert not any("masqué" in n for n in build(con, prive, "coordination").avertissements)
    # The whole territory leaves nobody out.
    tous = Filters(annees=("2024-2025",))
    assert not any("masqué" in n for build in builders for n in build(con, tous, "lecture").avertissements)


def test_the_opening_says_that_a_count_leaves_masked_establishments_out(demo: Base) -> None:
    prive = Filters(annees=("2024-2025",), secteurs=("Privé",))
    (titre,) = ouverture(demo.cursor(), prive, "lecture")
    assert [r.precision for r in titre.reperes if r.valeur == "68"] == ["hors établissements masqués"]
    (tous,) = ouverture(demo.cursor(), Filters(annees=("2024-2025",)), "lecture")
    assert not any("masqué" in r.precision for r in tous.reperes)


def test_slides_that_compare_years_count_the_same_participants(demo: Base) -> None:
    """56 in the figure, which leaves out those masked in either year; 67 on the opening and in the notes."""
    prive = Filters(annees=("2022-2023", "2023-2024"), secteurs=("Privé",))
    figure = formations.portee(demo.cursor(), prive, "lecture").donnees
    shown = figure[(figure["Année"] == "2023-2024") & (figure["Mesure"] == formations.SUIVI)]["Enseignants"]
    (titre,) = ouverture(demo.cursor(), prive, "lecture")
    pages = Presentation(io.BytesIO(ecrire(demo, prive, "2023-2024", "pptx"))).slides
    notes = " ".join(p.notes_slide.notes_text_frame.text for p in pages if p.notes_slide.notes_text_frame)
    assert int(shown.iloc[0]) == 56
    (tile, *_) = [value for value, _ in headline(demo.cursor(), prive, "lecture", "formations").valeurs]
    assert tile.valeur == 56
    assert titre.reperes[0].valeur == "56"
    assert re.findall(r"au moins un module \(2023-2024\)\W+(\d+)", notes) == ["56"]


def test_no_note_speaks_of_other_participants_than_the_figure(demo: Base) -> None:
    """« 56 enseignants, 5 établissements masqués » stood above « 55 avaient répondu, 12 non » and « 3 établissements masqués »:
    those masked beside the year before are left out of the figure."""
    con = demo.cursor()
    met = set()
    for annee in ("2022-2023", "2023-2024", "2024-2025"):
        for secteurs in (("Public",), ("Privé",), ()):
            figure = formations.portee(con, Filters((annee,), secteurs=secteurs), "lecture")
            notes = " ".join(figure.avertissements).replace("\u202f", "")
            assert notes.count("masqué") <= 1, notes
            crossed = re.search(r"participants, (\d+) avaient répondu à l’offre, (\d+) non", notes)
            suivi = figure.donnees["Enseignants"].iloc[0]
            met.add(crossed is not None)
            assert crossed is None or sum(map(int, crossed.groups())) == suivi
    assert met == {True, False}


def test_a_table_by_secteur_tells_once_how_many_it_leaves_out(demo: Base) -> None:
    """« 5 établissements masqués », then « 8 », were told of the same 23 participants."""
    con = demo.cursor()
    for annees, number in ((("2022-2023",), 8), (("2022-2023", "2023-2024"), 5)):
        for build in (formations_groupes.par_type, formations_groupes.par_secteur):
            figure = build(con, Filters(annees, secteurs=("Privé",)), "lecture")
            assert figure.avertissements == (f"{number} établissements masqués n’y sont pas comptés.",)

"""The slides in PowerPoint: one for each of the screen's, native bars with the very values, alternatives, notes."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.shapes.group import GroupShape
from pptx.shapes.shapetree import GroupShapes

from tne import horloge
from tne.db import Base
from tne.documents import ecrire
from tne.documents.pptx import pptx
from tne.documents.pptx_charts import barres_de, nuage_de
from tne.filters import Filters
from tne.slides.diapositives import slides
from tne.slides.slide import Slide
from tne.typographie import date_longue
from tne.visuals.grille import grille
from tne.visuals.visual import Visual

YEAR = Filters(annees=("2023-2024",))


@pytest.fixture(scope="module")
def shown(demo: Base) -> tuple[Slide, ...]:
    """The slides of 2023-2024."""
    return slides(demo.cursor(), YEAR, "lecture")


@pytest.fixture(scope="module")
def deck(demo: Base) -> Presentation:
    """The file, opened again."""
    return Presentation(io.BytesIO(ecrire(demo, YEAR, "2023-2024", "pptx")))


def test_one_slide_each_with_its_finding_as_title(deck: Presentation, shown: tuple[Slide, ...]) -> None:
    assert [s.shapes.title.text for s in deck.slides] == [s.titre for s in shown]
    assert (deck.slide_width, deck.slide_height) == (1280 * 9525, 720 * 9525)


def _held(slide: Slide) -> set[float]:
    """The numbers of the table behind a slide's figure, and a zero for a bar that is not drawn."""
    assert slide.visual is not None
    frame = slide.visual.donnees
    return {v for c in frame.columns for v in pd.to_numeric(frame[c], errors="coerce").dropna()} | {0}


def _track(slide: Slide) -> tuple[float, ...]:
    """What the bars are out of: held by the table, or the whole of a share."""
    bars = barres_de(slide.visual) if slide.visual is not None else None
    assert bars is not None
    return bars.piste


def _chart(drawn: Any) -> Any:
    return next((s.chart for s in drawn.shapes if s.has_chart), None)


def _workbook(chart: Any) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


def test_native_bars_hold_the_values_of_the_visual(deck: Presentation, shown: tuple[Slide, ...]) -> None:
    compared = []
    for drawn, slide in zip(deck.slides, shown, strict=True):
        bars = barres_de(slide.visual) if slide.visual is not None else None
        if bars is None:
            continue
        chart = _chart(drawn)
        track = _track(slide)
        assert all(value in _held(slide) | {100} for value in track), slide.code
        for series in list(chart.plots[0].series)[bool(track) :]:
            for value in series.values:
                assert any(abs(value - h) < 1e-9 for h in _held(slide)), (slide.code, value)
        assert list(chart.plots[0].categories) == list(bars.categories)
        # What one edits in PowerPoint is what is drawn.
        rows = _workbook(chart)
        assert [r[0] for r in rows[1:]] == list(bars.categories)
        for n, series in enumerate(chart.plots[0].series, 1):
            assert [r[n] for r in rows[1:]] == pytest.approx(list(series.values))
        compared.append(slide.code)
    assert compared == ["participation", "accompagnements", "parentalite", "equipements"]


def test_native_points_hold_the_values_of_the_figure(deck: Presentation, shown: tuple[Slide, ...]) -> None:
    drawn, slide = next((d, s) for d, s in zip(deck.slides, shown, strict=True) if s.code == "delai")
    assert slide.visual is not None
    assert slide.visual.figure is not None
    traces = slide.visual.figure["data"]
    series = list(_chart(drawn).plots[0].series)
    assert [list(s.values) for s in series] == [list(t["y"]) for t in traces]
    lines = slide.visual.donnees
    rates = (100 * lines["Absents"] / lines["Présences traitées"]).tolist()
    assert [s.values[0] for s in series[1:]] == pytest.approx(rates)
    words = " ".join(s.text_frame.text for s in drawn.shapes if s.has_text_frame)
    for absents, traites in zip(lines["Absents"], lines["Présences traitées"], strict=True):
        assert f"{absents} sur {traites}" in words


def test_the_ends_of_bars_say_what_the_screen_says(deck: Presentation, shown: tuple[Slide, ...]) -> None:
    by_code = {s.code: d for s, d in zip(shown, deck.slides, strict=True)}
    for code, expected in {
        "participation": ["545 · 48,3\u202f%", "527 · 46,7\u202f%"],
        "equipements": ["77 sur 240 · 32,1\u202f%", "0 sur 47 · 0,0\u202f%"],
        "accompagnements": ["76", "41", "17", "5"],
    }.items():
        last = list(_chart(by_code[code]).plots[0].series)[-1]
        labels = [last.points[n].data_label.text_frame.text for n in range(len(expected))]
        assert labels == expected


def test_a_stacked_bar_of_nothing_says_so(demo: Base) -> None:
    """Themes without a meeting of the choice were names beside nothing: no sum is in their table."""
    made = ecrire(demo, Filters(annees=YEAR.annees, secteurs=("Privé",)), "2023-2024", "pptx")
    slide = next(s for s in Presentation(io.BytesIO(made)).slides if "Premiers pas" in s.shapes.title.text)
    last = list(_chart(slide).plots[0].series)[-1]
    assert list(last.values) == [2, 1, 0, 0, 0]
    assert [last.points[n].data_label.text_frame.text for n in range(5)] == ["2", "1", "0", "0", "0"]


def test_a_bar_out_of_something_has_its_track_behind_it(deck: Presentation, shown: tuple[Slide, ...]) -> None:
    by_code = {s.code: d for s, d in zip(shown, deck.slides, strict=True)}
    behind = next(iter(_chart(by_code["participation"]).plots[0].series))
    assert (behind.name.replace("\u2019", "'"), list(behind.values)) == ("Ont reçu l'offre", [1128, 1128])
    assert list(next(iter(_chart(by_code["equipements"]).plots[0].series)).values) == [100, 100]


def test_the_last_slide_sends_nobody_to_what_only_the_screen_has(deck: Presentation) -> None:
    words = " ".join(s.text_frame.text for s in deck.slides[len(deck.slides) - 1].shapes if s.has_text_frame)
    assert "fiche" in words
    assert "en bas à gauche" not in words


def test_years_side_by_side_stay_bars(demo: Base) -> None:
    years = Filters(annees=("2022-2023", "2023-2024"))
    drawn = {s.code: barres_de(s.visual) for s in slides(demo.cursor(), years) if s.visual is not None}
    compared = {code: bars for code, bars in drawn.items() if bars is not None and len(bars.series) > 1}
    assert len([bars for bars in compared.values() if bars.dites]) >= 4
    for bars in compared.values():
        assert all(len(s.valeurs) == len(s.textes) == len(bars.categories) for s in bars.series)
        for s in bars.series if bars.dites else ():
            assert all(t.endswith(f" · {s.nom}") for t in s.textes)


def test_slides_compare_the_chosen_years_as_the_screen_does(demo: Base) -> None:
    chosen = Filters(annees=("2022-2023", "2023-2024", "2024-2025"))
    drawn = Presentation(io.BytesIO(ecrire(demo, chosen, "2024-2025", "pptx")))
    seen = slides(demo.cursor(), chosen)
    assert [d.shapes.title.text for d in drawn.slides] == [s.titre for s in seen]
    words = [s.text_frame.text for d in drawn.slides for s in d.shapes if s.has_text_frame]
    # Each bar names its year: two of them have one grey, and percentages add up to nothing.
    assert not [w for w in words if re.match(r"20\d\d-20\d\d, \d+$", w)]
    compared = 0
    for d, s in zip(drawn.slides, seen, strict=True):
        bars = barres_de(s.visual) if s.visual is not None else None
        if bars is not None and bars.dites:
            longest = max(
                (v, len(t)) for one in bars.series for v, t in zip(one.valeurs, one.textes, strict=True)
            )
            # Half a letter's height a sign, of the 1176 pixels: words past the frame make the whole chart narrower.
            assert longest[0] / _chart(d).value_axis.maximum_scale < 1 - 12 * longest[1] / 1176
            compared += 1
    assert compared >= 4
    assert "(2024-2025)" in drawn.slides[1].notes_slide.notes_text_frame.text


def test_a_type_that_the_choice_does_not_hold_is_not_named_above_the_bars(demo: Base) -> None:
    """« écoles, 0 » stood above the interventions of a collège."""
    (uai,) = next(
        iter(
            demo.cursor()
            .execute("SELECT uai FROM etablissement WHERE nom LIKE 'Collège privé démo Le Moulin Bleu'")
            .fetchall()
        )
    )
    drawn = Presentation(io.BytesIO(ecrire(demo, replace(YEAR, etablissements=(uai,)), "2023-2024", "pptx")))
    words = [s.text_frame.text for d in drawn.slides for s in d.shapes if s.has_text_frame]
    assert "collèges, 2" in words
    assert not [w for w in words if re.fullmatch(r"\w+, 0", w)]


def test_the_first_slide_says_date_and_address_and_each_its_filter(demo: Base) -> None:
    chosen = Filters(annees=("2023-2024",), secteurs=("Public",))
    data = ecrire(demo, chosen, "2023-2024", "pptx", "https://tne.exemple.fr/")
    texts = [
        "\n".join(s.text_frame.text for s in d.shapes if s.has_text_frame)
        for d in Presentation(io.BytesIO(data)).slides
    ]
    assert "https://tne.exemple.fr/?annee=2023-2024&secteur=Public" in texts[0]
    assert f"Fait le {date_longue(horloge.aujourdhui())}" in texts[0]
    assert all("2023-2024 · secteur\u00a0public" in t for t in texts)


def test_notes_give_every_number_with_its_definition(deck: Presentation, shown: tuple[Slide, ...]) -> None:
    by_code = {
        s.code: d.notes_slide.notes_text_frame.text.replace("\u202f", " ")
        for s, d in zip(shown, deck.slides, strict=True)
    }
    assert "Enseignants sollicités : 1 128. Personnes distinctes" in by_code["participation"]
    assert "Modules au plan de formation : 10. Nombre de modules" in by_code["participation"]
    assert "Sessions de Canopé : 34, sur 46 sessions" in by_code["couverture"]
    assert "Absence, toutes inscriptions : 33 %, 429 sur 1 301" in by_code["delai"]
    assert "Part des écoles : 72 %, 100 sur 139" in by_code["territoire"]
    of_schools = "Comptés ici : 47 collèges ouverts, 35 publics et 12 privés sous contrat."
    assert by_code["couverture"].count(of_schools) == 1
    assert "Comptés ici" not in by_code["delai"]


def test_every_figure_says_its_alternative_and_every_slide_has_notes(
    deck: Presentation, shown: tuple[Slide, ...]
) -> None:
    figures = 0
    for drawn, slide in zip(deck.slides, shown, strict=True):
        assert slide.titre in drawn.notes_slide.notes_text_frame.text
        if slide.visual is not None and slide.visual.figure is not None:
            described = [s._element.xpath(".//p:cNvPr")[0].get("descr") for s in drawn.shapes]
            assert slide.visual.alternative in described
            figures += 1
    assert figures >= 6


def test_the_demonstration_is_said_on_every_slide(deck: Presentation) -> None:
    for drawn in deck.slides:
        assert any("Démonstration" in s.text_frame.text for s in drawn.shapes if s.has_text_frame)


def test_of_a_base_without_the_demonstration_no_slide_says_it(base_publiee: Path) -> None:
    opened = Base(str(base_publiee))
    made = Presentation(io.BytesIO(ecrire(opened, YEAR, "2023-2024", "pptx")))
    opened.close()
    words = [s.text_frame.text for drawn in made.slides for s in drawn.shapes if s.has_text_frame]
    assert "545" in words
    assert not [w for w in words if "monstration" in w]


def test_texts_stay_on_the_slide(deck: Presentation) -> None:
    for drawn in deck.slides:
        for shape in drawn.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


@pytest.mark.parametrize(
    ("titre", "une_ligne"),
    [
        ("Près d’un enseignant sollicité sur deux a suivi un module", True),
        ("26 collèges sur 47 touchés dans l’année\u202f; 21 restent à rejoindre", True),
        ("Plus de la moitié des interventions sont des formations d’enseignants", False),
        ("M" * 40, False),
    ],
)
def test_a_title_of_one_line_leaves_no_line_empty_under_it(
    shown: tuple[Slide, ...], titre: str, une_ligne: bool
) -> None:
    """Some titles had a line of nothing between them and how to read the figure: signs were counted, not their widths."""
    made = Presentation(io.BytesIO(pptx([replace(shown[1], titre=titre)]))).slides[0]
    said = next(s for s in made.shapes if s.has_text_frame and s.text_frame.text == shown[1].sous_titre)
    assert said.top == (80 if une_ligne else 122) * 9525


def test_the_number_of_a_slide_ends_at_the_margin(deck: Presentation) -> None:
    for n, slide in enumerate(deck.slides, 1):
        rank = next(
            s for s in slide.shapes if s.has_text_frame and s.text_frame.text == f"{n} / {len(deck.slides)}"
        )
        assert rank.left + rank.width == (1280 - 52) * 9525
        assert rank.text_frame.paragraphs[0].alignment == PP_ALIGN.RIGHT


def test_every_text_takes_the_font_of_the_theme_that_every_computer_has(deck: Presentation) -> None:
    theme = next(p for p in deck.part.package.iter_parts() if "/theme/theme1" in str(p.partname))
    assert theme.blob.count(b'<a:latin typeface="Arial"') == 2
    named = set()
    for part in deck.part.package.iter_parts():
        if re.search(r"/(slides|charts)/", str(part.partname)) and str(part.partname).endswith(".xml"):
            named |= set(re.findall(rb'<a:latin typeface="([^"]*)"', part.blob))
    assert named == {b"+mn-lt"}


def test_every_text_is_french_and_every_title_says_its_size_itself(deck: Presentation) -> None:
    """A size said of the paragraph is a default only: not every program takes it, and the layout's 44 points cover what is below."""
    assert [layout.name for layout in deck.slide_layouts] == ["Titre seul"]
    for slide in deck.slides:
        assert all(
            20 < r.font.size.pt < 46 and r.font.bold
            for p in slide.shapes.title.text_frame.paragraphs
            for r in p.runs
        )
    said = 0
    for part in deck.part.package.iter_parts():
        if str(part.partname).endswith(".xml") and "customXml" not in str(part.partname):
            assert b'lang="en' not in part.blob, part.partname
            said += part.blob.count(b'lang="fr-FR"')
        if re.search(r"/(slides|notesSlides|charts)/[^_]", str(part.partname)) and str(
            part.partname
        ).endswith(".xml"):
            assert part.blob.count(b"<a:r>") <= part.blob.count(b'lang="fr-FR"'), part.partname
    assert said > 200


def test_cells_of_a_grid_are_no_native_bars() -> None:
    table = pd.DataFrame({"Source": ["a", "b"], "oct.": [1, 2], "nov.": [3, 0]})
    grid = Visual(
        code="essai.grille",
        titre="t",
        sous_titre="",
        donnees=table,
        formats={"Source": "texte", "oct.": "entier", "nov.": "entier"},
        figure=grille(table, "Source", ["oct.", "nov."], famille="neutre"),
        alternative="a",
        source="",
        filtre="",
        famille="neutre",
        etat="calculé",
    )
    assert barres_de(grid) is None
    assert nuage_de(grid) is None


def test_the_marks_of_a_drawing_are_grouped_once(demo: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    """A group tells its place anew at each mark that is added to it: a map of thousands of schools took half a minute."""
    told: list[int] = []
    true = GroupShapes._recalculate_extents
    monkeypatch.setattr(GroupShapes, "_recalculate_extents", lambda g: told.append(len(g)) or true(g))
    made = Presentation(io.BytesIO(ecrire(demo, YEAR, "2023-2024", "pptx")))
    groups = [shape for slide in made.slides for shape in slide.shapes if isinstance(shape, GroupShape)]
    assert max(len(g.shapes) for g in groups) > 50
    assert len(told) <= len(groups)
    assert all(g.width > 0 and g.height > 0 for g in groups)

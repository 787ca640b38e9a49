"""The slides of the meeting as a PowerPoint file: same titles, same figures, editable, with notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Pt

from tne.documents.pptx_pen import POLICE, PX, Place, add_bars, add_drawing, rgb, series_of
from tne.slide import Colonne, Slide
from tne.visuals import couleurs

LARGEUR, HAUTEUR, MARGE = 1280, 720, 52
_ENCRE, _ATTENUE = couleurs.palette("clair")[couleurs.ENCRE], couleurs.palette("clair")[couleurs.ATTENUE]


def pptx(slides: Sequence[Slide], mention: str = "") -> bytes:
    """The file. One slide each; `mention` (the demonstration) stands at the foot of all."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(LARGEUR * PX), Emu(HAUTEUR * PX)
    deck.core_properties.language = "fr-FR"
    deck.core_properties.title = slides[0].titre if slides else ""
    deck.core_properties.created = deck.core_properties.modified = datetime(2024, 1, 1)
    layout = deck.slide_layouts[5]  # title only: the title is where screen readers look for it
    for number, slide in enumerate(slides, start=1):
        _write(deck.slides.add_slide(layout), slide, number, len(slides), mention)
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _write(drawn: Any, slide: Slide, number: int, total: int, mention: str) -> None:
    _title(drawn, slide)
    top = 150.0
    beside = slide.visual is not None and bool(slide.colonnes)
    if slide.sous_titre and not beside:
        _text(drawn, Place(MARGE, 128, 1176, 40), [slide.sous_titre], 24, _ATTENUE)
        top = 176.0
    place = Place(MARGE, top, LARGEUR - 2 * MARGE, 640 - top)
    if slide.reperes:
        _headlines(drawn, slide)
    elif beside:
        said = Colonne(
            "", tuple(p for p in (slide.sous_titre, *(p for c in slide.colonnes for p in c.phrases)) if p)
        )
        _columns(drawn, [said], Place(MARGE, 300, 400, 340))
        _figure(drawn, slide, Place(480, 40, 748, 610))
    elif slide.visual is not None:
        _figure(drawn, slide, place)
    else:
        _columns(drawn, slide.colonnes, place)
    foot = " · ".join(p for p in (slide.pied, slide.reserve, mention) if p)
    _text(drawn, Place(MARGE, 664, 1040, 36), [foot], 18, _ATTENUE)
    _text(drawn, Place(1128, 664, 100, 36), [f"{number} / {total}"], 18, _ATTENUE)
    notes = [slide.titre, *slide.notes, slide.pied]
    if slide.visual is not None:
        notes.append(slide.visual.alternative)
        notes.append(slide.visual.filtre)
    drawn.notes_slide.notes_text_frame.text = "\n".join(n for n in notes if n)


def _title(drawn: Any, slide: Slide) -> None:
    title = drawn.shapes.title
    title.left, title.top = Emu(MARGE * PX), Emu(36 * PX)
    title.width, title.height = Emu((LARGEUR - 2 * MARGE) * PX), Emu(92 * PX)
    if slide.visual is not None and slide.colonnes:
        title.width = Emu(400 * PX)
        title.height = Emu(240 * PX)
    frame = title.text_frame
    frame.text, frame.word_wrap, frame.vertical_anchor = slide.titre, True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    paragraph = frame.paragraphs[0]
    paragraph.font.size, paragraph.font.bold, paragraph.font.name = Pt(26), True, POLICE
    paragraph.font.color.rgb = rgb(_ENCRE)
    paragraph.alignment = 1


def _figure(drawn: Any, slide: Slide, place: Place) -> None:
    visual = slide.visual
    assert visual is not None
    if visual.figure is None:
        _text(drawn, place, [visual.alternative], 24, _ENCRE)
        return
    bars = series_of(visual)
    if bars is not None:
        add_bars(drawn, *bars, place, visual.alternative)
    else:
        add_drawing(drawn, visual.figure, place, visual.alternative)


def _headlines(drawn: Any, slide: Slide) -> None:
    """The title slide: what was said of each part, in its hue."""
    hues = couleurs.palette("clair")
    count = max(1, len(slide.reperes))
    width = (LARGEUR - 2 * MARGE) / min(count, 5)
    for n, repere in enumerate(slide.reperes):
        x = MARGE + (n % 5) * width
        hue = hues[couleurs.NUANCES[repere.famille].plein]
        _text(drawn, Place(x, 300, width - 16, 70), [repere.valeur], 48, hue, bold=True)
        _text(
            drawn,
            Place(x, 372, width - 16, 200),
            [p for p in (repere.libelle, repere.precision) if p],
            24,
            _ENCRE,
        )
    if slide.sous_titre or slide.colonnes:
        said = [p for c in slide.colonnes for p in (c.titre, *c.phrases) if p]
        _text(drawn, Place(MARGE, 180, LARGEUR - 2 * MARGE, 100), said, 24, _ATTENUE)


def _columns(drawn: Any, columns: Sequence[Colonne], place: Place) -> None:
    width = place.largeur / max(1, len(columns))
    for n, column in enumerate(columns):
        here = Place(place.x + n * width, place.y, width - 24, place.hauteur)
        _text(
            drawn, here, [column.titre, *column.phrases] if column.titre else list(column.phrases), 24, _ENCRE
        )


def _text(
    drawn: Any, place: Place, lines: Sequence[str], size: float, color: str, bold: bool = False
) -> None:
    box = drawn.shapes.add_textbox(
        Emu(int(place.x * PX)),
        Emu(int(place.y * PX)),
        Emu(int(place.largeur * PX)),
        Emu(int(place.hauteur * PX)),
    )
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for n, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.bold, run.font.name = line, bold, POLICE
        run.font.size, run.font.color.rgb = Pt(size * 0.75), rgb(color)
        if n < len(lines) - 1:
            paragraph.space_after = Pt(size * 0.3)

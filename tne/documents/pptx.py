"""The slides of the meeting as a PowerPoint file: same titles, same figures, editable, with notes."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import XmlPart
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from tne.documents.pptx_charts import barres_de, nuage_de
from tne.documents.pptx_natif import add_barres, add_nuage
from tne.documents.pptx_pen import (
    CORPS,
    PANOSE,
    POLICE,
    POLICE_DU_THEME,
    PX,
    Place,
    add_drawing,
    add_line,
    add_text,
    largeur_grasse,
    rgb,
)
from tne.slides.slide import Colonne, Slide
from tne.visuals import couleurs

LARGEUR, HAUTEUR, MARGE = 1280, 720, 52
UTILE = LARGEUR - 2 * MARGE
PIED = 660
"""Pixels from the top at which the foot begins."""
TITRE = 37.0
"""Pixels of the letters of a title."""
COTE = 400
"""Pixels that the words beside a map take."""
_CLAIR = couleurs.palette("clair")
_ENCRE, _ATTENUE = _CLAIR[couleurs.ENCRE], _CLAIR[couleurs.ATTENUE]
_LANGUE = "fr-FR"
_NOTES: Mapping[str, Sequence[str]] = {}


def pptx(
    slides: Sequence[Slide],
    filtre: str = "",
    mention: str = "",
    faite: str = "",
    notes: Mapping[str, Sequence[str]] = _NOTES,
) -> bytes:
    """The file, one slide each.

    `filtre` (in words) and `mention` (the demonstration) stand at the foot of all, `faite` (date and address) on the
    first; `notes` are lines by the code of a slide.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(LARGEUR * PX), Emu(HAUTEUR * PX)
    deck.core_properties.language = _LANGUE
    deck.core_properties.title = slides[0].titre if slides else ""
    # The empty deck of python-pptx bears the name of who made it.
    deck.core_properties.author = deck.core_properties.last_modified_by = "Territoire Numérique Éducatif"
    deck.core_properties.comments = ""
    deck.core_properties.created = deck.core_properties.modified = datetime(2024, 1, 1)
    _fonts(deck)
    layout = deck.slide_layouts[5]  # title only: the title is where screen readers look for it
    for number, slide in enumerate(slides, start=1):
        drawn = deck.slides.add_slide(layout)
        _write(drawn, slide)
        foot = " · ".join(p for p in (filtre, mention) if p)
        _foot(drawn, (slide.pied, foot), f"{number} / {len(slides)}")
        if number == 1 and faite:
            add_text(drawn, Place(MARGE, 604, UTILE, 30), [faite], 20, _ATTENUE)
        drawn.notes_slide.notes_text_frame.text = "\n".join(notes.get(slide.code, ()) or (slide.titre,))
    _en_francais(deck)
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _fonts(deck: Any) -> None:
    """Set the fonts of the theme, that titles, texts and charts take."""
    theme = deck.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
    for kind in (b"majorFont", b"minorFont"):
        theme._blob = re.sub(
            rb"(<a:" + kind + rb">\s*)<a:latin [^>]*/>",
            rb"\1" + f'<a:latin typeface="{POLICE_DU_THEME}" panose="{PANOSE}"/>'.encode(),
            theme.blob,
        )


def _en_francais(deck: Any) -> None:
    """French for who reads aloud and for the spelling: every text of the file, English in what it was made from. Layouts that no
    slide takes go, with their English names.
    """
    kept = {slide.slide_layout.name for slide in deck.slides}
    for layout in list(deck.slide_layouts):
        if kept and layout.name not in kept:
            deck.slide_layouts.remove(layout)
    for layout in deck.slide_layouts:
        layout.name = "Titre seul"
    for part in deck.part.package.iter_parts():
        if isinstance(part, XmlPart):
            for said in part._element.iter(qn("a:r"), qn("a:fld")):
                said.get_or_add_rPr().set("lang", _LANGUE)
            for element in part._element.iter():
                if element.get("lang"):
                    element.set("lang", _LANGUE)


def _write(drawn: Any, slide: Slide) -> None:
    if slide.reperes or slide.forme == "titre":
        _opening(drawn, slide)
    elif slide.forme == "questions":
        _title(drawn, slide.titre, Place(MARGE, 210, UTILE, 90), 60)
        _columns(drawn, slide.colonnes, Place(MARGE, 330, UTILE, 300))
    elif slide.visual is not None and slide.colonnes:
        _title(drawn, slide.titre, Place(MARGE, 36, COTE, 250), 36)
        said = [*(p for c in slide.colonnes for p in c.phrases), slide.reserve]
        add_text(drawn, Place(MARGE, 320, COTE, 330), [p for p in said if p], 26, _ENCRE)
        _figure(drawn, slide, Place(MARGE + COTE + 28, 30, UTILE - COTE - 28, PIED - 40))
    elif slide.visual is not None:
        _title(drawn, slide.titre, Place(MARGE, 30, UTILE, 92), TITRE)
        top = 80.0 if largeur_grasse(slide.titre, TITRE) <= 0.98 * UTILE else 122.0
        for words, color in ((slide.sous_titre, _ATTENUE), (slide.reserve, _ENCRE)):
            if words:
                height = 32.0 * -(-len(words) // 100)
                add_text(drawn, Place(MARGE, top, UTILE, height), [words], CORPS, color)
                top += height + 4
        _figure(drawn, slide, Place(MARGE, top + 10, UTILE, PIED - 14 - top))
    else:
        _title(drawn, slide.titre, Place(MARGE, 30, UTILE, 92), TITRE)
        low = 36.0 if slide.reserve else 0.0
        place = Place(MARGE, 140, UTILE, PIED - 150 - low)
        _columns(drawn, slide.colonnes, place, 25.0 * slide.grossissement)
        if slide.reserve:
            add_text(drawn, Place(MARGE, PIED - low, UTILE, 32), [slide.reserve], CORPS, _ENCRE)


def _title(drawn: Any, words: str, place: Place, size: float) -> None:
    title = drawn.shapes.title
    title.left, title.top = Emu(int(place.x * PX)), Emu(int(place.y * PX))
    title.width, title.height = Emu(int(place.largeur * PX)), Emu(int(place.hauteur * PX))
    frame = title.text_frame
    frame.text, frame.word_wrap, frame.vertical_anchor = words, True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    paragraph = frame.paragraphs[0]
    # On the run: what a paragraph says of its letters is a default that programs read differently, and that hinders a change by hand.
    font = paragraph.runs[0].font if paragraph.runs else paragraph.font
    font.size, font.bold, font.name = Pt(size * 0.75), True, POLICE
    font.color.rgb = rgb(_ENCRE)
    paragraph.alignment = 1
    paragraph.line_spacing = 1.0


def _foot(drawn: Any, lines: Sequence[str], rank: str) -> None:
    add_text(
        drawn, Place(MARGE, PIED, UTILE - 110, 52), [t for t in lines if t], 18, _ATTENUE, interligne=0.05
    )
    add_text(drawn, Place(LARGEUR - MARGE - 100, PIED, 100, 28), [rank], 18, _ATTENUE, align="end")


def _figure(drawn: Any, slide: Slide, place: Place) -> None:
    visual = slide.visual
    assert visual is not None
    if visual.figure is None:
        add_text(drawn, place, [visual.alternative], CORPS, _ENCRE)
    elif (bars := barres_de(visual)) is not None:
        add_barres(drawn, bars, place, visual.alternative)
    elif (points := nuage_de(visual)) is not None:
        add_nuage(drawn, points, place, visual.alternative)
    else:
        add_drawing(drawn, visual.figure, place, visual.alternative)


def _opening(drawn: Any, slide: Slide) -> None:
    """One line for each part of the programme: its number in its hue, what it counts, out of how many."""
    add_text(drawn, Place(MARGE, 44, UTILE, 34), [slide.sous_titre], CORPS, _ATTENUE)
    _title(drawn, slide.titre, Place(MARGE, 80, UTILE, 80), 58)
    step = min(90.0, 420.0 / max(1, len(slide.reperes)))
    for n, repere in enumerate(slide.reperes):
        y = 182 + n * step
        hue = _CLAIR[couleurs.NUANCES[repere.famille].plein]
        number = any(c.isdigit() for c in repere.valeur)
        add_text(
            drawn,
            Place(MARGE, y if number else y + 16, 190, 62),
            [repere.valeur],
            50 if number else 28,
            hue,
            bold=number,
        )
        words = " ".join(p for p in (repere.libelle, repere.precision) if p)
        add_text(drawn, Place(MARGE + 200, y + 16, UTILE - 200, 40), [words], 29, _ENCRE)
    said = [p for c in slide.colonnes for p in (c.titre, *c.phrases) if p]
    if said:
        add_text(drawn, Place(MARGE, 182, UTILE, 100), said, CORPS, _ATTENUE)


def _columns(drawn: Any, columns: Sequence[Colonne], place: Place, de_deux: float = 25.0) -> None:
    """Sentences side by side, in letters of 30 pixels, `de_deux` where there are several columns."""
    gap, count = 48, max(1, len(columns))
    width = (place.largeur - gap * (count - 1)) / count
    for n, column in enumerate(columns):
        x, y = place.x + n * (width + gap), place.y
        if column.titre:
            add_text(drawn, Place(x, y, width, 34), [column.titre], 26, _ENCRE, bold=True)
            add_line(drawn, x, y + 42, x + width, y + 42, _ENCRE, 2)
            y += 58
        size = 30.0 if count == 1 else de_deux
        room = Place(x, y, min(width, 1040), place.y + place.hauteur - y)
        add_text(drawn, room, list(column.phrases), size, _ENCRE, interligne=0.35)

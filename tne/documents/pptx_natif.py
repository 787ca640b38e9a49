"""Charts of PowerPoint's own: editable, with a data sheet that holds the very values of the figure."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from tne.documents.pptx_charts import Axe, Barres, Nuage, Serie
from tne.documents.pptx_pen import POLICE, Place, add_square, add_text, describe, emu, rgb
from tne.visuals import couleurs

CORPS = Pt(18)
"""24 px at 1280×720."""
_ENCRE, _ATTENUE, _PALE, _PAPIER, _CONTEXTE = (
    couleurs.palette("clair")[c]
    for c in (couleurs.ENCRE, couleurs.ATTENUE, couleurs.PALE, couleurs.PAPIER, couleurs.CONTEXTE)
)
_SIGNE, _NOMS, _BARRE_LA_MOINDRE = 13.4, 0.4, 0.3
"""Pixels of a sign of the size of the bars' words; shares of the width: the most that their names take, the least that bars keep."""
_LEGENDE = 38
"""Pixels of the names of the series above their bars."""
_SOUS, _A_GAUCHE, _DESSUS = 76, 66, 40
"""Pixels around the points: the axis below with its title, the axis on the left, the words above."""


def add_barres(slide: Any, barres: Barres, place: Place, alternative: str) -> None:
    """A bar chart. Stacked bars have their total after them, in a series that is not painted; what a bar is out of
    stands behind it.
    """
    data = CategoryChartData(number_format="General")
    data.categories = barres.categories
    if barres.piste:
        data.add_series(barres.nom_piste, barres.piste)
    for one in barres.series:
        data.add_series(one.nom, one.valeurs)
    if barres.totaux:
        data.add_series(barres.nom_totaux, barres.totaux)
    kind = XL_CHART_TYPE.BAR_STACKED if barres.empile else XL_CHART_TYPE.BAR_CLUSTERED
    if len(barres.series) > 1 and not barres.dites:
        _legende(slide, barres, place)
        place = Place(place.x, place.y + _LEGENDE, place.largeur, place.hauteur - _LEGENDE)
    frame = slide.shapes.add_chart(kind, *emu(place), data)
    describe(frame, alternative)
    chart = frame.chart
    if any(any(one.mots) for one in barres.series):
        chart.part.chart_workbook.update_from_xlsx_blob(_feuille(barres))
    chart.font.size, chart.font.name = CORPS, POLICE
    chart.font.color.rgb = rgb(_ENCRE)
    chart.has_title = chart.has_legend = False
    axis = chart.category_axis
    axis.reverse_order = True
    axis.format.line.fill.background()
    axis.has_major_gridlines = False
    axis.tick_labels.font.size = CORPS
    _chaque_nom(axis)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, _avec_les_mots(barres, place)
    plot = chart.plots[0]
    plot.gap_width = 45
    plot.overlap = 100 if barres.empile or barres.piste else -5
    painted = list(plot.series)
    if barres.piste:
        track = painted.pop(0)
        track.format.fill.solid()
        track.format.fill.fore_color.rgb = rgb(_PALE)
    for drawn, one in zip(painted, barres.series, strict=False):
        _peindre(drawn, one)
        if barres.empile:
            _dedans(drawn, barres, one)
        else:
            _au_bout(
                drawn,
                one.textes,
                XL_LABEL_POSITION.OUTSIDE_END,
                gras=not barres.dites or one is barres.series[-1],
            )
    if barres.totaux:
        total = list(plot.series)[-1]
        total.format.fill.background()
        total.format.line.fill.background()
        _au_bout(total, barres.series[0].textes, XL_LABEL_POSITION.INSIDE_BASE)


def _feuille(barres: Barres) -> bytes:
    """The data sheet with words where there is no number to show. The chart itself keeps a bar of no length there: without one
    PowerPoint writes no « masqué » beside it.
    """
    columns: list[tuple[str, Sequence[float | str]]] = [("", barres.categories)]
    if barres.piste:
        columns.append((barres.nom_piste, barres.piste))
    columns += [(one.nom, one.cellules) for one in barres.series]
    if barres.totaux:
        said = barres.series[0].mots
        ends = [m if m and not t else t for t, m in zip(barres.totaux, said, strict=True)]
        columns.append((barres.nom_totaux, ends))
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": datetime(2024, 1, 1)})
        sheet = book.add_worksheet("Sheet1")  # the name by which the chart asks for its cells
        for n, (name, cells) in enumerate(columns):
            sheet.write_column(0, n, [name, *cells])
    return buffer.getvalue()


def _chaque_nom(axis: Any) -> None:
    """A name for every bar: long ones were written beside one bar out of two."""
    axis._element.find(qn("c:noMultiLvlLbl")).addprevious(
        parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    )


def _avec_les_mots(barres: Barres, place: Place) -> float:
    """The end of the axis that leaves each bar the room of its words: past the frame, the whole chart is drawn narrower."""
    names = min(_NOMS * place.largeur, _SIGNE * max(map(len, barres.categories)))
    width = place.largeur - names
    if barres.empile:
        said = list(zip(barres.totaux, barres.series[0].textes, strict=False))
    else:
        said = [pair for s in barres.series for pair in zip(s.valeurs, s.textes, strict=True)]
    left = (1 - (_SIGNE * len(texte) + 16) / width for _, texte in said)
    return max(
        [
            barres.fin,
            *(end / max(_BARRE_LA_MOINDRE, room) for (end, _), room in zip(said, left, strict=True)),
        ]
    )


def _legende(slide: Any, barres: Barres, place: Place) -> None:
    """Squares and names of our own: a chart's legend would name the series of totals too. They say what the screen's say: a part
    has its sum over all rows, and one that the choice does not hold is not named.
    """
    x = place.x
    for one in (s for s in barres.series if s.legende or not barres.empile):
        words = one.legende or one.nom
        add_square(slide, Place(x, place.y + 7, 20, 20), one.couleurs[0])
        width = 0.62 * 24 * len(words)
        add_text(slide, Place(x + 30, place.y, width, _LEGENDE), [words], 24, _ATTENUE)
        x += 30 + width + 28


def _peindre(drawn: Any, serie: Serie) -> None:
    drawn.invert_if_negative = False
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = rgb(serie.couleurs[0])
    for n, color in enumerate(serie.couleurs):
        if color != serie.couleurs[0]:
            point = drawn.points[n]
            point.format.fill.solid()
            point.format.fill.fore_color.rgb = rgb(color)


def _dedans(drawn: Any, barres: Barres, serie: Serie) -> None:
    """The number of each part, inside it where it has room: light on the darkest shade. A bar of one part says it at its end."""
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = barres.format_dedans, False
    labels.font.size, labels.font.name = CORPS, POLICE
    labels.font.color.rgb = rgb(_PAPIER if serie is barres.series[0] else _ENCRE)
    whole = [
        n for n, pair in enumerate(zip(serie.valeurs, barres.totaux, strict=False)) if pair[0] == pair[1]
    ]
    for place, n in enumerate(whole):
        mute = f'<c:dLbl {nsdecls("c")}><c:idx val="{n}"/><c:delete val="1"/></c:dLbl>'
        labels._element.insert(place, parse_xml(mute))


def _au_bout(drawn: Any, textes: tuple[str, ...], position: Any, *, gras: bool = True) -> None:
    """What the screen writes at the end of each bar: « 545 · 48,3 % »."""
    for n, texte in enumerate(textes):
        label = drawn.points[n].data_label
        label.text_frame.word_wrap = False
        run = label.text_frame.paragraphs[0].add_run()
        run.text = texte
        run.font.size, run.font.name, run.font.bold = CORPS, POLICE, gras
        run.font.color.rgb = rgb(_ENCRE)
        label.position = position


def add_nuage(slide: Any, nuage: Nuage, place: Place, alternative: str) -> None:
    """Points and lines; the words above stand over the middle of what they speak of."""
    data = XyChartData(number_format="General")
    for n, trace in enumerate(nuage.traces):
        name = nuage.tetes[n - 1][1] if trace.ligne and 0 < n <= len(nuage.tetes) else "Sessions"
        series = data.add_series(name)
        for x, y in trace.points:
            series.add_data_point(x, y)
    below = Place(place.x, place.y + _DESSUS, place.largeur, place.hauteur - _DESSUS)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, *emu(below), data)
    describe(frame, alternative)
    chart = frame.chart
    chart.font.size, chart.font.name = CORPS, POLICE
    chart.font.color.rgb = rgb(_ATTENUE)
    chart.has_title = chart.has_legend = False
    _axe(chart.category_axis, nuage.x)
    _axe(chart.value_axis, nuage.y)
    chart.value_axis.format.line.fill.background()
    _cadrer(chart, below)
    for drawn, trace in zip(chart.plots[0].series, nuage.traces, strict=True):
        if trace.ligne:
            drawn.marker.style = XL_MARKER_STYLE.NONE
            drawn.format.line.width = Pt(4)
            drawn.format.line.color.rgb = rgb(trace.couleur)
        else:
            drawn.format.line.fill.background()
            drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE.CIRCLE, 13
            drawn.marker.format.fill.solid()
            drawn.marker.format.fill.fore_color.rgb = rgb(_CONTEXTE)
            drawn.marker.format.line.color.rgb = rgb(_PAPIER)
    hue = next((t.couleur for t in nuage.traces if t.ligne), _ENCRE)
    width = place.largeur - _A_GAUCHE
    span = width / max(1, len(nuage.tetes))
    for x, words in nuage.tetes:
        centre = place.x + _A_GAUCHE + width * (x - nuage.x.debut) / (nuage.x.fin - nuage.x.debut)
        left = min(max(place.x, centre - span / 2), place.x + place.largeur - span)
        add_text(slide, Place(left, place.y, span, _DESSUS), [words], 24, hue, bold=True, align="middle")


def _axe(axis: Any, said: Axe) -> None:
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = said.debut, said.fin, said.pas
    axis.has_major_gridlines = said.pourcent
    if axis.has_major_gridlines:
        axis.major_gridlines.format.line.color.rgb = rgb(_PALE)
    axis.format.line.color.rgb = rgb(_PALE)
    axis.tick_labels.font.size = CORPS
    axis.tick_labels.number_format = '0" %"' if said.pourcent else "0"
    axis.tick_labels.number_format_is_linked = False
    axis.has_title = bool(said.titre)
    if axis.has_title:
        run = axis.axis_title.text_frame.paragraphs[0].add_run()
        run.text = said.titre
        run.font.size, run.font.bold, run.font.name = CORPS, False, POLICE
        run.font.color.rgb = rgb(_ATTENUE)


def _cadrer(chart: Any, place: Place) -> None:
    """The area of the points at a known place, so that words can stand above them."""
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    said = {
        "layoutTarget": "inner",
        "xMode": "edge",
        "yMode": "edge",
        "x": f"{_A_GAUCHE / place.largeur:.4f}",
        "y": "0.02",
        "w": f"{1 - _A_GAUCHE / place.largeur:.4f}",
        "h": f"{0.98 - _SOUS / place.hauteur:.4f}",
    }
    inner = "".join(f'<c:{name} val="{value}"/>' for name, value in said.items())
    area.insert(0, parse_xml(f"<c:layout {nsdecls('c')}><c:manualLayout>{inner}</c:manualLayout></c:layout>"))

"""What every sheet of the workbook shares: formats of cells, title lines above a table, heads that sort it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tne.visuals.visual import ENTIERS, MOIS

# Excel shows these with the separators of the reader's own settings: French on a French desk.
_NUMBER_FORMATS = {
    **dict.fromkeys(ENTIERS, "#,##0"),
    "decimal": "#,##0.0",
    "pourcent": "0.0%",
    "donne": "#,##0.0##",
    "donne_pourcent": "0.0##%",
    "date": "dd/mm/yyyy",
    MOIS: "mmmm yyyy",
    "texte": "@",
}
NOMBRES = (*ENTIERS, "decimal", "pourcent", "donne", "donne_pourcent")
_A_DROITE = {"align": "right", "indent": 1}


def formats_of(book: xlsxwriter.Workbook) -> dict[str, Format]:
    """The formats of cells by name: those of numbers and dates, and of titles, heads, links, notes and long texts."""
    found = {
        # Without the indent a number touches the word in the next cell. At the top, beside a text of several lines.
        name: book.add_format({"num_format": code, "valign": "top"} | (_A_DROITE if name in NOMBRES else {}))
        for name, code in _NUMBER_FORMATS.items()
    }
    tete = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
    found["tete"] = book.add_format(tete)
    found["tete_nombre"] = book.add_format(tete | _A_DROITE)
    found["titre"] = book.add_format({"bold": True, "font_size": 14, "text_wrap": True, "valign": "top"})
    found["lien"] = book.add_format({"underline": 1, "valign": "top"})
    found["note"] = book.add_format({"text_wrap": True, "valign": "top"})
    found["long"] = book.add_format({"text_wrap": True, "valign": "top"})
    return found


def trier(sheet: Worksheet, head: int, last: int, columns: int) -> None:
    """The heads of a table of two rows or more sort and filter it."""
    if last > head + 1:
        sheet.autofilter(head, 0, last, columns - 1)


def titrer(sheet: Worksheet, notes: list[str], widths: Sequence[float], formats: dict[str, Format]) -> int:
    """Title lines above a table, as wide as its columns of those `widths`; returns the row of its header."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for row, note in enumerate(notes):
        style = formats["titre" if row == 0 else "note"]
        if len(widths) > 1:
            sheet.merge_range(row, 0, row, len(widths) - 1, "", style)
        sheet.write_string(row, 0, note, style)
        lines = math.ceil(len(note) * (1.4 if row == 0 else 1.05) / sum(widths))
        sheet.set_row(row, lines * (20 if row == 0 else 15))
    return len(notes) + 1

"""The bilan as a workbook: figures, one sheet per table, definitions and sources. Real numbers, French formats."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tne.bilan import ENSEIGNEMENTS
from tne.denombrement import denombrement_de
from tne.documents.contenu import Contenu
from tne.documents.xlsx_bilan import feuille_du_bilan
from tne.documents.xlsx_feuille import NOMBRES, formats_of, titrer, trier
from tne.paragraphes import alineas
from tne.typographie import est_absent, typographier
from tne.visuals.visual import MOIS, Visual

_BAD_NAME = re.compile(r"[\[\]:*?/\\']")
_WIDEST = 60
_BOUTON = 5
"""Letters that a head leaves to the button that sorts."""


def xlsx(content: Contenu) -> bytes:
    """The workbook. Sheets: Bilan, Sommaire, one per chart's table, Textes, Définitions, each where it holds
    something; of a choice that leaves no establishment the first alone, which says so. Same bytes for the same content and day.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties(
            {
                "title": content.titre,
                "subject": content.filtre,
                "company": content.surtitre,
                "comments": " ".join(filter(None, (content.date_donnees, content.mention))),
                "created": datetime(2024, 1, 1),
            }
        )
        formats = formats_of(book)
        feuille_du_bilan(book.add_worksheet("Bilan"), content, formats)
        if not content.personne:
            _suite(book, content, formats)
        for sheet in book.worksheets():
            _imprimer(sheet, content)
    return buffer.getvalue()


def _suite(book: xlsxwriter.Workbook, content: Contenu, formats: dict[str, Format]) -> None:
    """The sheets after the figures: contents, tables, texts, definitions."""
    tables = _tables(content)
    if tables:
        _sommaire(book.add_worksheet("Sommaire"), tables, formats)
    for name, v in tables.items():
        notes = [v.titre, v.sous_titre, *v.avertissements, f"{v.source} · {v.filtre}", content.mention]
        _table(book.add_worksheet(name), v.donnees, dict(v.formats), [n for n in notes if n], formats)
    if content.bilan.commente:
        _textes(book.add_worksheet("Textes"), content, formats)
    _definitions(book.add_worksheet("Définitions"), content, formats)


def _table(
    sheet: Worksheet, frame: pd.DataFrame, kinds: dict[str, str], notes: list[str], formats: dict[str, Format]
) -> None:
    widths = [
        float(
            min(
                max(
                    10,
                    len(str(name)) + _BOUTON,
                    *(_signes(v, kinds.get(str(name), "")) + 2 for v in frame[name]),
                ),
                _WIDEST,
            )
        )
        for name in frame.columns
    ]
    row = titrer(sheet, notes, widths, formats)
    sheet.repeat_rows(row)
    for column, name in enumerate(frame.columns):
        style = formats["tete_nombre" if kinds.get(str(name)) in NOMBRES else "tete"]
        sheet.write_string(row, column, str(name), style)
    sheet.freeze_panes(row + 1, 0)
    top = row
    for line in frame.itertuples(index=False, name=None):
        row += 1
        for column, (name, cell) in enumerate(zip(frame.columns, line, strict=True)):
            _cell(sheet, row, column, cell, kinds.get(str(name), "texte"), formats)
    trier(sheet, top, row, len(frame.columns))


def _signes(cell: Any, kind: str) -> int:
    """How many signs a cell takes: a day ten, where the frame holds its midnight, « septembre 2023 » fourteen."""
    if not isinstance(cell, date):
        return len(str(cell))
    return 14 if kind == MOIS else 10


def _cell(sheet: Worksheet, row: int, column: int, cell: Any, kind: str, formats: dict[str, Format]) -> None:
    if cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and est_absent(cell)):
        return
    if isinstance(cell, str):
        # The next cell would hide the end of what is wider than the widest column.
        sheet.write_string(row, column, cell, formats["long" if len(cell) + 2 > _WIDEST else "texte"])
    elif isinstance(cell, bool):
        sheet.write_string(row, column, "oui" if cell else "non", formats["texte"])
    elif isinstance(cell, date):
        sheet.write_datetime(
            row, column, datetime(cell.year, cell.month, cell.day), formats[MOIS if kind == MOIS else "date"]
        )
    elif kind == "texte":
        sheet.write_string(row, column, str(cell), formats["texte"])
    else:
        number = float(cell) / 100 if kind == "pourcent" else float(cell)
        sheet.write_number(row, column, number, formats[kind])


def _textes(sheet: Worksheet, content: Contenu, formats: dict[str, Format]) -> None:
    """The findings and the coordinator's paragraphs, one line each."""
    for column, head in enumerate(("Partie", "Nature", "Tonalité", "Thème", "Texte")):
        sheet.write_string(0, column, head, formats["tete"])
    bilan = content.bilan
    parts = [(c.part.section.titre, c.part.paragraphe, c.part.constats) for c in content.chapitres]
    row = 0
    for title, text, findings in [*parts, (ENSEIGNEMENTS, bilan.paragraphe, bilan.enseignements)]:
        lines = [(title, "Paragraphe", "", "", t) for t in alineas(text)]
        lines += [(title, "Constat", *finding) for finding in findings]
        for cells in lines:
            row += 1
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, typographier(cell), formats["long"])
    if content.portee:
        sheet.write_string(row + 2, 0, content.portee)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 3, 16)
    sheet.set_column(4, 4, 90)
    sheet.freeze_panes(1, 0)


def _imprimer(sheet: Worksheet, content: Contenu) -> None:
    """On paper: all columns on the width of a page, the year and the page at the foot."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    titre = content.titre.replace("&", "&&")  # one alone begins a code
    sheet.set_footer(f"&L{titre}&RPage &P sur &N")


def _definitions(sheet: Worksheet, content: Contenu, formats: dict[str, Format]) -> None:
    heads = ("Code", "Chiffre", "Définition", "Source du chiffre publié ou déclaré")
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, formats["tete"])
    row = 0
    for chapter in content.chapitres:
        for value, _ in chapter.part.values:
            row += 1
            cells = (
                value.indicateur.code,
                value.indicateur.libelle,
                f"{value.indicateur.definition} {denombrement_de(value, content.denombrements)}".strip(),
                value.source,
            )
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, typographier(cell) if column else cell, formats["long"])
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 40)
    sheet.set_column(2, 2, 90)
    sheet.set_column(3, 3, 50)
    sheet.freeze_panes(1, 0)


def _tables(content: Contenu) -> dict[str, Visual]:
    """Each sheet of a table, « Formations 1 »: findings change with the data, and Excel cuts a name at 31 characters."""
    found: dict[str, Visual] = {}
    for chapter in content.chapitres:
        title = _BAD_NAME.sub(" ", chapter.part.section.titre)[:27]
        held = [v for v in chapter.visuals if not v.donnees.empty]
        found |= {f"{title} {n}": v for n, v in enumerate(held, 1)}
    return found


def _sommaire(sheet: Worksheet, tables: Mapping[str, Visual], formats: dict[str, Format]) -> None:
    """What each sheet says, with a way to it."""
    for column, head in enumerate(("Feuille", "Ce qu'elle dit")):
        sheet.write_string(0, column, typographier(head), formats["tete"])
    for row, (name, v) in enumerate(tables.items(), 1):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", formats["lien"], name)
        sheet.write_string(row, 1, v.titre, formats["long"])
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 90)
    sheet.freeze_panes(1, 0)

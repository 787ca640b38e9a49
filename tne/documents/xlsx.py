"""The bilan as a workbook: figures, one sheet per table, definitions and sources. Real numbers, French formats."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tne.documents.contenu import Contenu
from tne.indicators import Value
from tne.typographie import est_absent, typographier

# Excel shows these with the separators of the reader's own settings: French on a French desk.
_NUMBER_FORMATS = {
    "entier": "#,##0",
    "decimal": "#,##0.0",
    "pourcent": "0.0%",
    "date": "dd/mm/yyyy",
    "texte": "@",
}
_BAD_NAME = re.compile(r"[\[\]:*?/\\']")
_WIDEST = 60


def xlsx(content: Contenu) -> bytes:
    """The workbook. Sheets: Bilan, one per chart's table, Définitions. Same bytes for the same content and day."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"title": content.titre, "created": datetime(2024, 1, 1)})
        formats = {name: book.add_format({"num_format": code}) for name, code in _NUMBER_FORMATS.items()}
        formats["tete"] = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats["titre"] = book.add_format({"bold": True, "font_size": 14})
        formats["long"] = book.add_format({"text_wrap": True, "valign": "top"})
        _bilan(book.add_worksheet("Bilan"), content, formats)
        used = {"bilan", "définitions"}
        for chapter in content.chapitres:
            for v in chapter.visuals:
                if v.donnees.empty:
                    continue
                sheet = book.add_worksheet(_sheet_name(v.titre, used))
                notes = [
                    v.titre,
                    v.sous_titre,
                    *v.avertissements,
                    f"{v.source} · {v.filtre}",
                    content.mention,
                ]
                _table(sheet, v.donnees, dict(v.formats), [n for n in notes if n], formats)
        _definitions(book.add_worksheet("Définitions"), content, formats)
    return buffer.getvalue()


def _bilan(sheet: Worksheet, content: Contenu, formats: dict[str, Format]) -> None:
    notes = [content.titre, content.filtre, content.date_donnees, content.mention]
    row = _notes(sheet, [n for n in notes if n], formats)
    heads = (
        "Partie",
        "Chiffre",
        "Valeur",
        "Unité",
        "Numérateur",
        "Dénominateur",
        "Année d'avant",
        "État",
        "Publié",
    )
    for column, head in enumerate(heads):
        sheet.write_string(row, column, typographier(head), formats["tete"])
    sheet.freeze_panes(row + 1, 2)
    for chapter in content.chapitres:
        for value, before in chapter.part.values:
            if value.origine == "absent" and not value.masque:
                continue
            row += 1
            sheet.write_string(row, 0, chapter.part.section.titre)
            sheet.write_string(row, 1, typographier(value.indicateur.libelle))
            _figure(sheet, row, 2, value, value.valeur, formats)
            sheet.write_string(
                row, 3, "%" if value.indicateur.unite == "pourcent" else value.indicateur.unite
            )
            _count(sheet, row, 4, value.numerateur, formats)
            _count(sheet, row, 5, value.denominateur, formats)
            if before is not None:
                _figure(sheet, row, 6, before, before.valeur, formats)
            sheet.write_string(row, 7, "masqué" if value.masque else value.origine)
            if value.publie is not None:
                _figure(sheet, row, 8, value, value.publie, formats, masked=False)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 46)
    sheet.set_column(2, 8, 14)


def _figure(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Value,
    number: float | None,
    formats: dict[str, Format],
    masked: bool | None = None,
) -> None:
    if value.masque if masked is None else masked:
        sheet.write_string(row, column, "masqué")
    elif number is not None and value.indicateur.unite == "pourcent":
        sheet.write_number(row, column, number / 100, formats["pourcent"])
    elif number is not None:
        sheet.write_number(
            row, column, number, formats["entier" if float(number).is_integer() else "decimal"]
        )


def _count(sheet: Worksheet, row: int, column: int, number: float | None, formats: dict[str, Format]) -> None:
    if number is not None:
        sheet.write_number(
            row, column, number, formats["entier" if float(number).is_integer() else "decimal"]
        )


def _notes(sheet: Worksheet, notes: list[str], formats: dict[str, Format]) -> int:
    """Title lines above a table; returns the row of its header."""
    for row, note in enumerate(notes):
        sheet.write_string(row, 0, note, formats["titre"] if row == 0 else None)
    return len(notes) + 1


def _table(
    sheet: Worksheet, frame: pd.DataFrame, kinds: dict[str, str], notes: list[str], formats: dict[str, Format]
) -> None:
    row = _notes(sheet, notes, formats)
    for column, name in enumerate(frame.columns):
        sheet.write_string(row, column, str(name), formats["tete"])
        longest = max([len(str(name)), *(len(str(v)) for v in frame[name])])
        sheet.set_column(column, column, min(max(10, longest + 2), _WIDEST))
    sheet.freeze_panes(row + 1, 0)
    for line in frame.itertuples(index=False, name=None):
        row += 1
        for column, (name, cell) in enumerate(zip(frame.columns, line, strict=True)):
            _cell(sheet, row, column, cell, kinds.get(str(name), "texte"), formats)


def _cell(sheet: Worksheet, row: int, column: int, cell: Any, kind: str, formats: dict[str, Format]) -> None:
    if cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and est_absent(cell)):
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, cell, formats["texte"])
    elif isinstance(cell, bool):
        sheet.write_string(row, column, "oui" if cell else "non")
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), formats["date"])
    elif kind == "texte":
        sheet.write_string(row, column, str(cell), formats["texte"])
    else:
        number = float(cell) / 100 if kind == "pourcent" else float(cell)
        sheet.write_number(row, column, number, formats[kind])


def _definitions(sheet: Worksheet, content: Contenu, formats: dict[str, Format]) -> None:
    heads = ("Code", "Chiffre", "Définition", "Source publiée")
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, formats["tete"])
    row = 0
    for chapter in content.chapitres:
        for value, _ in chapter.part.values:
            row += 1
            cells = (
                value.indicateur.code,
                value.indicateur.libelle,
                value.indicateur.definition,
                value.source,
            )
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, typographier(cell) if column else cell, formats["long"])
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 40)
    sheet.set_column(2, 2, 90)
    sheet.set_column(3, 3, 50)
    sheet.freeze_panes(1, 0)


def _sheet_name(title: str, used: set[str]) -> str:
    """A sheet name of at most 31 characters, not yet used."""
    base = _BAD_NAME.sub(" ", title).strip()[:28].strip() or "Tableau"
    name, n = base, 2
    while name.lower() in used:
        name, n = f"{base[:27]} {n}", n + 1
    used.add(name.lower())
    return name

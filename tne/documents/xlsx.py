"""The bilan as a workbook: figures, one sheet per table, definitions and sources. Real numbers, French formats."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tne.bilan import ENSEIGNEMENTS
from tne.denombrement import denombrement_de
from tne.documents.contenu import Contenu
from tne.indicators import Value
from tne.paragraphes import alineas
from tne.queries.masking import dite
from tne.sections import TOUT_COMPTE, change_words
from tne.typographie import est_absent, typographier
from tne.visuals.visual import ENTIERS, MOIS, Visual

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
_NOMBRES = (*ENTIERS, "decimal", "pourcent", "donne", "donne_pourcent")
_A_DROITE = {"align": "right", "indent": 1}
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
        formats = {
            # Without the indent a number touches the word in the next cell. At the top, beside a text of several lines.
            name: book.add_format(
                {"num_format": code, "valign": "top"} | (_A_DROITE if name in _NOMBRES else {})
            )
            for name, code in _NUMBER_FORMATS.items()
        }
        tete = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        formats["tete"] = book.add_format(tete)
        formats["tete_nombre"] = book.add_format(tete | _A_DROITE)
        formats["titre"] = book.add_format(
            {"bold": True, "font_size": 14, "text_wrap": True, "valign": "top"}
        )
        formats["lien"] = book.add_format({"underline": 1, "valign": "top"})
        formats["note"] = book.add_format({"text_wrap": True, "valign": "top"})
        formats["long"] = book.add_format({"text_wrap": True, "valign": "top"})
        _bilan(book.add_worksheet("Bilan"), content, formats)
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


def _bilan(sheet: Worksheet, content: Contenu, formats: dict[str, Format]) -> None:
    notes = [content.titre, content.filtre, content.date_donnees, content.mention, content.personne]
    # Above the table: a sentence beside one of its rows would be sorted away from the others that it speaks of.
    notes += [said for chapter in content.chapitres for said in chapter.incomparables]
    known = [one for chapter in content.chapitres for one in chapter.connues]
    # A year that runs is compared up to the same day: the whole year before would not give the change.
    court = any(value.en_cours for value, _ in known)
    said = [column for column in _DITS if any(column.dit(*one) for one in known)]
    # As wide as their heads with the button that sorts: on paper all columns share the width of a page.
    widths = (24, 46, 12, 10, 16, 17, 14, 19, 11, 12, *(column.largeur for column in said))
    row = _notes(sheet, [n for n in notes if n], widths, formats)
    if content.personne:
        return
    sheet.repeat_rows(row)
    avant = "Année d'avant à la même date" if court else "Année d'avant"
    counts = ("Valeur", "Unité", "Numérateur", "Dénominateur", "Objectif", avant, "État", "Publié")
    heads = ("Partie", "Chiffre", *counts, *(column.titre for column in said))
    for column, head in enumerate(heads):
        style = formats["tete" if head in _MOTS else "tete_nombre"]
        sheet.write_string(row, column, typographier(head), style)
    sheet.freeze_panes(row + 1, 2)
    top = row
    for chapter in content.chapitres:
        for value, before in chapter.connues:
            row += 1
            sheet.write_string(row, 0, chapter.part.section.titre, formats["texte"])
            sheet.write_string(row, 1, typographier(value.indicateur.libelle), formats["texte"])
            _figure(sheet, row, 2, value, value.valeur, formats)
            sheet.write_string(
                row,
                3,
                "%" if value.indicateur.unite == "pourcent" else value.indicateur.unite,
                formats["texte"],
            )
            _count(sheet, row, 4, value.numerateur, formats)
            _count(sheet, row, 5, value.denominateur, formats)
            if value.objectif is not None:
                _figure(sheet, row, 6, value, value.objectif, formats, donne=True)
            # Of the establishments masked in neither year: beside a value of others it would not give the change.
            if value.en_cours:
                if value.meme_date is not None:
                    _figure(sheet, row, 7, value, value.meme_date[1], formats)
            elif before is not None and value.a_comparer is None:
                _figure(sheet, row, 7, before, before.valeur, formats)
            sheet.write_string(row, 8, "masqué" if value.masque else value.origine, formats["texte"])
            if value.publie is not None:
                _figure(sheet, row, 9, value, value.publie, formats, donne=True)
            for place, one in enumerate(said, 10):
                if words := one.dit(value, before):
                    sheet.write_string(row, place, typographier(words), formats["long"])
    _trier(sheet, top, row, len(heads))


def _remarque(value: Value, _before: Value | None) -> str:
    """Why the figure is masked, what is left out of it, that it leaves a choice of establishments as it is."""
    return " ".join(
        dite(words) for words in (value.raison, "" if value.filtre_honore else TOUT_COMPTE) if words
    )


class _Dite(NamedTuple):
    """A column of words that stands where some figure has them: its head, its width, what it says of one."""

    titre: str
    largeur: float
    dit: Callable[[Value, Value | None], str]


_DITS = (_Dite("Évolution", 22, change_words), _Dite("Remarque", 44, _remarque))
_MOTS = ("Partie", "Chiffre", "Unité", "État", *(column.titre for column in _DITS))
"""The columns of words of the first sheet."""


def _trier(sheet: Worksheet, head: int, last: int, columns: int) -> None:
    """The heads of a table of two rows or more sort and filter it."""
    if last > head + 1:
        sheet.autofilter(head, 0, last, columns - 1)


def _figure(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Value,
    number: float | None,
    formats: dict[str, Format],
    *,
    donne: bool = False,
) -> None:
    """A figure in its unit; what somebody gave (`donne`, or a value that is published or declared) is never masked, and shows its
    decimals.
    """
    donne = donne or value.origine in ("publié", "déclaré")
    if value.masque and not donne:
        sheet.write_string(row, column, "masqué", formats["entier"])
    elif number is not None and value.indicateur.unite == "pourcent":
        sheet.write_number(row, column, number / 100, formats["donne_pourcent" if donne else "pourcent"])
    else:
        _count(sheet, row, column, number, formats, "donne" if donne else "decimal")


def _count(
    sheet: Worksheet,
    row: int,
    column: int,
    number: float | None,
    formats: dict[str, Format],
    parts: str = "decimal",
) -> None:
    if number is not None:
        sheet.write_number(row, column, number, formats["entier" if float(number).is_integer() else parts])


def _notes(sheet: Worksheet, notes: list[str], widths: Sequence[float], formats: dict[str, Format]) -> int:
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
    row = _notes(sheet, notes, widths, formats)
    sheet.repeat_rows(row)
    for column, name in enumerate(frame.columns):
        style = formats["tete_nombre" if kinds.get(str(name)) in _NOMBRES else "tete"]
        sheet.write_string(row, column, str(name), style)
    sheet.freeze_panes(row + 1, 0)
    top = row
    for line in frame.itertuples(index=False, name=None):
        row += 1
        for column, (name, cell) in enumerate(zip(frame.columns, line, strict=True)):
            _cell(sheet, row, column, cell, kinds.get(str(name), "texte"), formats)
    _trier(sheet, top, row, len(frame.columns))


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

"""The first sheet of the workbook: every figure with what it is out of, its target, the year before, what was published."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tne.documents.contenu import Contenu
from tne.documents.xlsx_feuille import titrer, trier
from tne.indicators import Value
from tne.queries.masking import dite
from tne.sections import TOUT_COMPTE, change_words
from tne.typographie import typographier


def feuille_du_bilan(sheet: Worksheet, content: Contenu, formats: dict[str, Format]) -> None:
    """One row per known figure, by part; of a choice that leaves no establishment the sentence that says so alone."""
    notes = [content.titre, content.filtre, content.date_donnees, content.mention, content.personne]
    # Above the table: a sentence beside one of its rows would be sorted away from the others that it speaks of.
    notes += [said for chapter in content.chapitres for said in chapter.incomparables]
    known = [one for chapter in content.chapitres for one in chapter.connues]
    # A year that runs is compared up to the same day: the whole year before would not give the change.
    court = any(value.en_cours for value, _ in known)
    said = [column for column in _DITS if any(column.dit(*one) for one in known)]
    # As wide as their heads with the button that sorts: on paper all columns share the width of a page.
    widths = (24, 46, 12, 10, 16, 17, 14, 19, 11, 12, *(column.largeur for column in said))
    row = titrer(sheet, [n for n in notes if n], widths, formats)
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
    trier(sheet, top, row, len(heads))


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

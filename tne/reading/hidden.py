"""The rows and columns of a workbook that a filter or a hand hides, or strikes through: they are read like the others, and that is
said.

The library that reads workbooks does not tell them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tne.reading.model import LIGNE, Remarque, Tableau
from tne.typographie import compte

Masquees = list[range]
"""Runs of hidden rows or columns of one sheet: rows from 1 as the spreadsheet numbers them, columns from 0."""

_HIDDEN = rb"(?=[^>]*\b(?:hidden=[\"'](?:1|true)|width=[\"']0(?:\.0*)?)[\"'])"
_XLSX_ROW = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*\bhidden=[\"'](?:1|true)[\"'])[^>]*?\br=[\"'](\d+)[\"']")
_XLSX_COLUMN = re.compile(rb"<(?:\w+:)?col\s" + _HIDDEN + rb"([^>]*)>")
_FIRST, _LAST = (re.compile(rb"\b" + name + rb"=[\"'](\d{1,5})[\"']") for name in (b"min", b"max"))


def rows_of_xlsx(piece: bytes) -> Masquees:
    """Those of a piece of an XLSX sheet."""
    if b"hidden=" not in piece:
        return []
    return [range(int(n), int(n) + 1) for n in _XLSX_ROW.findall(piece)]


def columns_of_xlsx(piece: bytes) -> Masquees:
    """Those of a piece of an XLSX sheet, also those without any width."""
    found = []
    for attributes in _XLSX_COLUMN.findall(piece) if b"col " in piece else ():
        first, last = _FIRST.search(attributes), _LAST.search(attributes)
        if first and last:
            found.append(range(int(first[1]) - 1, int(last[1])))
    return found


def with_hidden_told(
    tableau: Tableau, lignes: Sequence[range], colonnes: Sequence[range], barrees: Sequence[range]
) -> Tableau:
    """The same table with a remark where some of its records are hidden, or struck through, and the names of its hidden columns.

    Ranges are those of the sheet. Which columns are read is not known here: what is said of them is for who does.
    """
    told = (
        _rows_told(tableau, lignes, "lignes_masquees", _MASQUEES),
        _rows_told(tableau, barrees, "lignes_barrees", _BARREES),
    )
    remarks = (*tableau.remarques, *(one for one in told if one))
    return replace(tableau, masquees=_names(tableau, colonnes), remarques=remarks)


_MASQUEES = (
    "ligne masquée dans le tableur (filtre, ou lignes repliées) : lue comme les autres. Si elle ne compte pas, ne gardez dans le classeur "
    "que les lignes visibles.",
    "lignes masquées dans le tableur (filtre, ou lignes repliées) : lues comme les autres. Si elles ne comptent pas, ne gardez dans le "
    "classeur que les lignes visibles.",
)
_BARREES = (
    "ligne barrée dans le tableur (texte barré d'un trait) : lue comme les autres, elle compte. Si ce qu'elle dit n'a pas eu lieu, "
    "ôtez-la du classeur.",
    "lignes barrées dans le tableur (texte barré d'un trait) : lues comme les autres, elles comptent. Si ce qu'elles disent n'a pas eu "
    "lieu, ôtez-les du classeur.",
)


def _names(tableau: Tableau, colonnes: Sequence[range]) -> tuple[str, ...]:
    places = range(tableau.gauche, tableau.gauche + len(tableau.entete))
    return tuple(
        name
        for place, name in zip(places, tableau.entete, strict=True)
        if any(place in run for run in colonnes)
    )


def _rows_told(
    tableau: Tableau, ranges: Sequence[range], code: str, sentences: tuple[str, str]
) -> Remarque | None:
    lines = tableau.donnees.column(LIGNE).to_pylist() if ranges else []
    if not lines:
        return None
    first, last = min(lines), max(lines)
    told = {n for run in ranges for n in range(max(run.start, first), min(run.stop, last + 1))}
    number = sum(n in told for n in lines)
    if not number:
        return None
    only = min(told.intersection(lines)) if number == 1 else 0
    return Remarque(only, code, compte(number, *sentences))

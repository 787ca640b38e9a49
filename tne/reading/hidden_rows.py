"""The rows of a workbook that a filter or a hand hides: they are read like the others, and that is said.

The library that reads workbooks does not tell them.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tne.reading.bounds import pieces, unpacked
from tne.reading.model import LIGNE, Remarque, Tableau
from tne.typographie import compte

Masquees = list[range]
"""Runs of hidden rows of one sheet, from 1 as the spreadsheet numbers them."""

_XLSX_ROW = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*\bhidden=[\"'](?:1|true)[\"'])[^>]*?\br=[\"'](\d+)[\"']")
_ODS_TAG = re.compile(rb"<(/?)table:(table|table-row|table-row-group)(?=[\s/>])([^>]*)>")
_ODS_NAME = re.compile(rb"table:name=[\"']([^\"']*)[\"']")
_ODS_REPEATED = re.compile(rb"table:number-rows-repeated=[\"'](\d{1,7})[\"']")
_ODS_HIDDEN = re.compile(rb"table:visibility=[\"'](?:collapse|filter)[\"']")
_ODS_SINCE_1904 = re.compile(rb"<table:null-date\b[^>]*table:date-value=[\"']1904-01-01[\"']")
_ODS_FOLDED = re.compile(rb"table:display=[\"']false[\"']")


def of_xlsx(piece: bytes) -> Masquees:
    """Those of a piece of an XLSX sheet."""
    if b"hidden=" not in piece:
        return []
    return [range(int(n), int(n) + 1) for n in _XLSX_ROW.findall(piece)]


def of_ods(data: bytes, nom: str) -> dict[str, tuple[Masquees, bool]]:
    """Those of each sheet of an ODS, by its name, and whether the days of the workbook are counted from 1904."""
    with unpacked(data, nom) as archive:
        return dict(_sheets(archive)) if "content.xml" in archive.namelist() else {}


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, tuple[Masquees, bool]]]:
    name, found, row, folded, since_1904 = "", Masquees(), 1, [False], False
    for piece in pieces(archive, "content.xml"):
        # It stands before the first sheet.
        since_1904 = since_1904 or _ODS_SINCE_1904.search(piece) is not None
        for closing, tag, attributes in _ODS_TAG.findall(piece):
            if tag == b"table-row-group":
                folded = folded[:-1] if closing and folded[1:] else [*folded, _folds(attributes)]
            elif closing:
                if tag == b"table":
                    yield name, (found, since_1904)
            elif tag == b"table":
                written = _ODS_NAME.search(attributes)
                name = html.unescape(written[1].decode("utf-8", errors="replace")) if written else ""
                found, row, folded = Masquees(), 1, [False]
            else:
                repeated = _ODS_REPEATED.search(attributes)
                end = row + (int(repeated[1]) if repeated else 1)
                if any(folded) or _ODS_HIDDEN.search(attributes):
                    found.append(range(row, end))
                row = end


def _folds(attributes: bytes) -> bool:
    return _ODS_FOLDED.search(attributes) is not None


def with_hidden_told(tableau: Tableau, masquees: Sequence[range]) -> Tableau:
    """The same table with a remark where some of its records are hidden."""
    lines = tableau.donnees.column(LIGNE).to_pylist() if masquees else []
    if not lines:
        return tableau
    first, last = min(lines), max(lines)
    hidden = {n for run in masquees for n in range(max(run.start, first), min(run.stop, last + 1))}
    number = sum(n in hidden for n in lines)
    if not number:
        return tableau
    rows = compte(number, "ligne masquée", "lignes masquées")
    message = (
        f"{rows} dans le tableur (filtre, ou lignes repliées) : lues comme les autres. Si elles ne comptent pas, ne "
        "gardez dans le classeur que les lignes visibles."
    )
    only = min(hidden.intersection(lines)) if number == 1 else 0
    said = Remarque(only, "lignes_masquees", message)
    return replace(tableau, remarques=(*tableau.remarques, said))

"""Files as their sources write them: separator, quotes, line ends, byte order mark, workbook cells."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from tests.importing.scene import Scene
from tne.importing import Resultat


def lignes(
    rows: Sequence[Sequence[str]],
    sep: str,
    *,
    quoted: bool = False,
    bom: bool = False,
    fin: str = "\n",
    encodage: str = "utf-8",
) -> bytes:
    """Rows as a text file; without `quoted`, only the cells that need quotes have them."""

    def cell(text: str) -> str:
        if quoted or sep in text or '"' in text or "\n" in text:
            return '"' + text.replace('"', '""') + '"'
        return text

    text = "".join(sep.join(map(cell, row)) + fin for row in rows)
    return (b"\xef\xbb\xbf" if bom else b"") + text.encode(encodage)


def classeur(
    rows: Sequence[Sequence[Any]], feuille: str = "Sheet1", format_date: str = "m/d/yy h:mm:ss"
) -> bytes:
    """Rows as a workbook of one sheet; dates are true dates shown in `format_date`."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        shown = book.add_format({"num_format": format_date})
        sheet = book.add_worksheet(feuille)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(i, j, value, shown)
                elif value is not None:
                    sheet.write(i, j, value)
    return out.getvalue()


def sans(rows: Sequence[Sequence[Any]], *headers: str, titres: int = 0) -> list[list[Any]]:
    """The same rows without these columns; the header stands after `titres` rows."""
    left_out = {rows[titres].index(h) for h in headers}
    return [[c for j, c in enumerate(row) if j not in left_out] for row in rows]


def par_jeu(results: Sequence[Resultat]) -> dict[str, Resultat]:
    """The results by data set."""
    found = {r.jeu or "": r for r in results}
    assert len(found) == len(results)
    return found


def nulle_part(scene: Scene, *textes: str) -> None:
    """None of these texts stands in any log, in the journal or in any current table."""
    told = "\n".join(str(row) for row in scene.journal()) + "\n" + str(scene.contenu())
    for texte in textes:
        assert texte.lower() not in told.lower(), texte

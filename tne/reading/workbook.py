"""Workbooks (XLSX, XLS, ODS): every visible sheet as text, the values that formulas last gave."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from tne.erreurs import FichierIllisible
from tne.reading import hidden
from tne.reading.bounds import unpacked
from tne.reading.layout import Source, tables
from tne.reading.model import Enregistrement, Remarque, Tableau
from tne.reading.nature import ODS
from tne.reading.ods_xml import beneath_ods
from tne.reading.old_workbook import of_xls
from tne.reading.one_column import cut
from tne.reading.sheet_xml import Dessous, beneath
from tne.reading.trial import try_workbook

_SANS_VALEUR = "Formule sans valeur enregistrée : ouvrez le classeur dans un tableur et enregistrez-le."
_UNE_COLONNE = "Chaque ligne de la feuille tient dans une seule cellule, comme un CSV mal ouvert : elle est coupée à ses séparateurs."
_SEULE = "Feuille masquée du classeur, lue parce qu'aucune feuille visible n'a de cellule remplie."
_NOTHING = Dessous()
# A time of 24 hours or more, as ODS writes it; the library gives shorter ones as times.
_LONG_ODS = re.compile(r"PT(\d+)H(\d\d)M(\d\d)(?:[.,]\d+)?S")
_MAX_REMARKS = 200
# Among the first rows, merged cells group the columns under them.
_HEADER_ROWS = 12


def read_workbook(data: bytes, nom: str) -> tuple[list[Tableau], list[Tableau]]:
    """The tables of every visible sheet, in order, and those of the hidden ones, which nobody sees are there.

    Where no visible sheet holds anything, the hidden ones are read in their place, and it is said.
    """
    try:
        under = _measured(data, nom)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if not data.startswith(b"PK"):
            under = _beneath_xls(data, workbook.sheet_names)
        ods = ODS in data[:256]
        sheets = [s for s in workbook.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
        seen: list[Tableau] = []
        unseen: list[Tableau] = []
        for sheet in sheets:
            if sheet.visible == SheetVisibleEnum.Visible:
                seen += _sheet(workbook, sheet.name, under.get(sheet.name, _NOTHING), ods)
        for sheet in sheets:
            if sheet.visible != SheetVisibleEnum.Visible:
                # One that cannot be laid out is no reason to refuse what is seen.
                with suppress(FichierIllisible) if seen else nullcontext():
                    unseen += _sheet(workbook, sheet.name, under.get(sheet.name, _NOTHING), ods)
        return (seen, unseen) if seen else ([_told_hidden(t) for t in unseen], [])
    except CalamineError as error:
        if "assword" in str(error) or "ncrypt" in str(error):
            raise FichierIllisible(
                f"Le classeur « {nom} » est protégé par un mot de passe : enregistrez-en une copie sans mot de passe."
            ) from error
        raise FichierIllisible(
            f"Le classeur « {nom} » est abîmé et ne s'ouvre pas : enregistrez-le de nouveau depuis le tableur."
        ) from error


def _told_hidden(tableau: Tableau) -> Tableau:
    return replace(tableau, remarques=(Remarque(0, "feuille_masquee_lue", _SEULE), *tableau.remarques))


def _measured(data: bytes, nom: str) -> dict[str, Dessous]:
    """What the library does not tell of each sheet. FichierIllisible when the workbook cannot be opened safely."""
    if not data.startswith(b"PK"):
        try_workbook(data, nom)
        return {}
    with unpacked(data, nom) as archive:
        binary = "xl/workbook.bin" in archive.namelist()
    if binary:
        try_workbook(data, nom)
    return beneath(data, nom) or beneath_ods(data, nom)


def _beneath_xls(data: bytes, names: Sequence[str]) -> dict[str, Dessous]:
    sheets, since_1904 = of_xls(data)
    return {
        name: Dessous({}, rows, columns, since_1904, barrees=struck)
        for name, (rows, columns, struck) in zip(names, sheets, strict=False)
    }


def _hours(text: str) -> str:
    """« 26:30:00 » for « PT26H30M00S », as a workbook of Excel gives the same time; any other text as it is."""
    found = _LONG_ODS.fullmatch(text)
    return f"{int(found[1]):02d}:{found[2]}:{found[3]}" if found else text


def _sheet(workbook: CalamineWorkbook, name: str, under: Dessous, ods: bool) -> list[Tableau]:
    sheet = workbook.get_sheet_by_name(name)
    start = sheet.start
    if start is None:
        return []
    first = start[0] + 1
    records = [
        Enregistrement(first + i, [v if v.__class__ is str else cell_text(v) for v in row])
        for i, row in enumerate(sheet.to_python(skip_empty_area=True))
    ]
    if ods:
        for record in records:
            record.cellules[:] = [_hours(c) if c.startswith("PT") else c for c in record.cellules]
    merged = tuple(_fill_merged(records, sheet.merged_cell_ranges or under.fusions, start))
    notes: list[Remarque] = []
    for (row, column), text in under.erreurs.items():
        i, j = row - start[0], column - start[1]
        if 0 <= i < len(records) and 0 <= j < len(records[i].cellules):
            if text:
                records[i].cellules[j] = text
                code, message = "cellule_en_erreur", f"Cellule en erreur dans le classeur : {text}."
            else:
                code, message = "formule_sans_valeur", _SANS_VALEUR
            if len(notes) < _MAX_REMARKS:
                notes.append(Remarque(row + 1, code, message))
    if not any(any(r.cellules) for r in records):
        return []
    lines = cut(records)
    if lines is not None:
        notes.append(Remarque(0, "une_colonne", _UNE_COLONNE))
    found = tables(lines or records, Source(name, texte=lines is not None, gauche=start[1]), notes)
    columns = under.colonnes if lines is None else ()
    return [
        replace(
            hidden.with_hidden_told(t, under.masquees, columns, under.barrees),
            fusions=merged,
            depuis_1904=under.depuis_1904,
        )
        for t in found
    ]


def _fill_merged(
    records: list[Enregistrement],
    ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]],
    start: tuple[int, int],
) -> Iterator[tuple[int, int, str]]:
    """The value of merged cells in each row they span, and in each column where they group names above others.

    A title over the whole width stays in its first cell. Among the records, under columns that have names of their own, a
    text across columns is that of the first one: a number over two is no number of each. A row that has nothing beside
    such cells is the lower part of the one above, and stays blank. Gives the first and the last line of those over several
    rows, and their text.
    """
    width = max((len(r.cellules) for r in records), default=0)
    own = [any(r.cellules) for r in records]
    # Merged cells never overlap: those of a forged file are not gone through without end.
    left = len(records) * width
    for (top, first), (bottom, right) in ranges:
        i, j = top - start[0], first - start[1]
        if not (0 <= i < len(records) and 0 <= j < len(records[i].cellules)):
            continue
        columns = right - first + 1
        if columns > 1 and _named_apart(records[: min(i, _HEADER_ROWS)], j, columns):
            columns = 1
        group = (
            i < _HEADER_ROWS
            and columns < width
            and any(c for k, c in enumerate(records[i].cellules) if not j <= k < j + columns)
        )
        if columns > 1 and not group:
            continue
        left -= min(bottom - top + 1, len(records) - i)
        if left < 0:
            return
        text = records[i].cellules[j]
        end = i + bottom - top + 1
        spanned = [r for r, filled in zip(records[i:end], own[i:end], strict=True) if filled]
        for record in spanned:
            record.cellules[j : j + columns] = [text] * len(record.cellules[j : j + columns])
        if text and len(spanned) > 1:
            yield spanned[0].ligne, spanned[-1].ligne, text


def _named_apart(above: Sequence[Enregistrement], column: int, columns: int) -> bool:
    """True where a row above tells these columns apart."""
    return any(len(set(r.cellules[column : column + columns]) - {""}) > 1 for r in above)


def cell_text(value: object) -> str:
    """The text of a cell: dates as ISO, whole numbers without point, true and false as VRAI and FAUX.

    A percentage is its raw value (0.33), since the format of a cell is how it looks, not what it holds.
    """
    match value:
        case str():
            return value
        case bool():
            return "VRAI" if value else "FAUX"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case int():
            return str(value)
        case datetime():
            if value.time() == time():
                return value.date().isoformat()
            return value.isoformat(timespec="seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            seconds = round(value.total_seconds())
            return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return "" if value is None else str(value)

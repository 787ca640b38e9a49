"""Writes tables the way the real tools do: encodings, delimiters, line ends, title and total lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

Cell = str | int | float | date | datetime | None


def champs(line: str, delimiter: str = ";") -> list[str]:
    """The words of a line, such as a header copied from the real tool."""
    return line.split(delimiter)


def write_csv(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    delimiter: str = ";",
    encoding: str = "utf-8-sig",
    before: Sequence[str] = (),
    after: Sequence[Sequence[object]] = (),
    quote_all: bool = False,
) -> None:
    """One CSV file with CRLF line ends. `before` are whole lines above the header, `after` rows below."""
    buffer = io.StringIO()
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n", quoting=quoting)
    for line in before:
        buffer.write(line + "\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    writer.writerows(after)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue().encode(encoding))


def write_xlsx(
    path: Path,
    sheet: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    created: datetime,
    title: str = "",
) -> None:
    """One workbook of one sheet. With a title: title line, blank line, then the header."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "in_memory": True}) as book:
        book.set_properties({"created": created, "title": title or sheet})
        page = book.add_worksheet(sheet)
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        top = 0
        if title:
            page.write_string(0, 0, title, bold)
            top = 2
        for j, name in enumerate(header):
            page.write_string(top, j, name, bold)
        for i, row in enumerate(rows, start=top + 1):
            for j, value in enumerate(row):
                if isinstance(value, datetime):
                    page.write_datetime(i, j, value, moment)
                elif isinstance(value, date):
                    page.write_datetime(i, j, value, day)
                elif isinstance(value, str) and value:
                    page.write_string(i, j, value)
                elif isinstance(value, int | float):
                    page.write_number(i, j, value)


def jour(d: date) -> str:
    """12/06/2024."""
    return d.strftime("%d/%m/%Y")


def virgule(x: float, decimales: int = 1) -> str:
    """A number with a decimal comma."""
    return f"{x:.{decimales}f}".replace(".", ",")

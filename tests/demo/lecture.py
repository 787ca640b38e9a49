"""Reads the demonstration files on their own terms, without the generator and without the import."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineWorkbook

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "data" / "demo"
PUBLIE = ROOT / "data" / "publie"
ANNEES = ("2022-2023", "2023-2024", "2024-2025")
Row = dict[str, str]


def lire_csv(path: Path, *, sep: str = ";", encoding: str = "utf-8-sig", titres: int = 0) -> list[Row]:
    """Rows of a CSV file, by header, after `titres` title lines."""
    text = path.read_bytes().decode(encoding)
    lines = io.StringIO(text, newline="")
    for _ in range(titres):
        lines.readline()
    return list(csv.DictReader(lines, delimiter=sep))


def inscriptions(annee: str) -> list[Row]:
    """Registrations of a year, without the `Total` row, apostrophes made straight."""
    path = DEMO / annee / "inscriptions-presences.csv"
    text = path.read_bytes().decode("cp1252").replace("’", "'")
    rows = list(csv.DictReader(io.StringIO(text.split("\r\n", 1)[1], newline=""), delimiter=";"))
    assert rows[-1]["Dispositif : code"] == "Total"
    return rows[:-1]


def feuille(path: Path, nom: str) -> list[list[object]]:
    """Cells of a sheet."""
    return list(CalamineWorkbook.from_path(str(path)).get_sheet_by_name(nom).to_python())


def textes(folder: Path) -> Iterator[tuple[Path, str]]:
    """Everything written in every file of a folder, as text."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".csv":
            encoding = "cp1252" if path.name.startswith("inscriptions") else "utf-8-sig"
            yield path, path.read_bytes().decode(encoding)
        elif path.suffix == ".xlsx":
            book = CalamineWorkbook.from_path(str(path))
            cells = [
                c for n in book.sheet_names for row in book.get_sheet_by_name(n).to_python() for c in row
            ]
            yield path, "\n".join(str(c) for c in cells)

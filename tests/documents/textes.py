"""The text of a document as lines to compare, whatever its format; and the files that hold it (`make golden`)."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
from pptx import Presentation
from pypdf import PdfReader

from tne import horloge
from tne.bilan import import_dates
from tne.db import Base
from tne.documents import ecrire
from tne.documents.contenu import contenu
from tne.documents.csv_fr import csv_francais
from tne.filters import Filters
from tne.typographie import date_longue, typographier

ANNEE = "2023-2024"
GOLDEN = Path(__file__).parent / "golden"
LIGNES = 12
"""Rows kept of a table: the rest is counted."""


def lisible(texte: str) -> str:
    """Spaces of one kind only, no soft hyphen."""
    return re.sub(r"[ \u00a0\u202f]+", " ", texte.replace("\u00ad", "")).strip()


def pdf(data: bytes) -> list[str]:
    """The lines of each page."""
    lines = []
    for n, page in enumerate(PdfReader(io.BytesIO(data)).pages, 1):
        lines += [f"— page {n}", *(lisible(line) for line in page.extract_text().splitlines())]
    return lines


class _Texte(HTMLParser):
    """One line per block; the names of a drawing on one line; long tables cut."""

    BLOCS = frozenset(
        ["h1", "h2", "h3", "p", "li", "dt", "dd", "tr", "caption", "figcaption", "summary", "svg", "title"]
    )

    def __init__(self) -> None:
        super().__init__()
        self.lignes: list[str] = []
        self._mots: list[str] = []
        self._muet, self._ferme = 0, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "style" or dict(attrs).get("class") in (
            "etroit",
            "papier",
        ):  # drawn again for a phone, for paper
            self._muet += 1
            self._ferme = tag
        if tag in self.BLOCS:
            self._finir()

    def handle_endtag(self, tag: str) -> None:
        if self._muet and tag == self._ferme:
            self._muet -= 1
        if tag in ("td", "th", "text"):
            self._mots.append(" | ")
        if tag in self.BLOCS:
            self._finir(f"<{tag}> " if tag in ("h1", "h2", "h3") else "")
        if tag == "table":
            self.lignes.append("")

    def handle_data(self, data: str) -> None:
        if not self._muet:
            self._mots.append(data)

    def _finir(self, devant: str = "") -> None:
        line = lisible("".join(self._mots)).strip("| \n")
        self._mots = []
        if line:
            self.lignes.append(devant + re.sub(r"\s+", " ", line))


def html(data: bytes) -> list[str]:
    """Titles, paragraphs, rows of tables, words of drawings, in their order."""
    parser = _Texte()
    parser.feed(data.decode("utf-8"))
    return list(_courtes(parser.lignes))


def _courtes(lines: list[str]) -> Iterator[str]:
    """The lines with tables of more than `LIGNES` rows cut; an empty line ends a table."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
            continue
        rows = [i for i, text in enumerate(block) if " | " in text and not text.startswith("<")]
        first = rows[-1] - len(rows) + 1 if rows else 0
        tail = [i for i in rows if i >= first]
        over = tail[LIGNES:] if len(tail) > LIGNES else []
        yield from (text for i, text in enumerate(block) if i not in over)
        if over:
            yield f"… {len(over)} lignes"
        block = []


def pptx(data: bytes) -> list[str]:
    """Of each slide: its texts from top to bottom, the values of its chart, its notes."""
    lines = []
    for n, slide in enumerate(Presentation(io.BytesIO(data)).slides, 1):
        lines.append(f"— diapositive {n}")
        for shape in sorted(slide.shapes, key=lambda s: (s.top, s.left)):
            if shape.has_text_frame:
                lines += [lisible(p.text) for p in shape.text_frame.paragraphs]
            elif shape.has_chart:
                lines += _chart(shape.chart.plots[0])
        lines += [f"  note : {lisible(t)}" for t in slide.notes_slide.notes_text_frame.text.splitlines()]
    return [line for line in lines if line]


def _chart(plot: object) -> list[str]:
    names = [lisible(str(c)) for c in plot.categories]  # type: ignore[attr-defined]
    lines = []
    for series in plot.series:  # type: ignore[attr-defined]
        values = [f"{v:.10g}" for v in series.values]
        said = [f"{n} = {v}" for n, v in zip(names, values, strict=True)] if names else values
        lines.append(lisible(f"  série {series.name} : {' ; '.join(said)}"))
    return lines


def xlsx(data: bytes) -> list[str]:
    """The cells of each sheet as they are held, long sheets cut."""
    lines = []
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        rows = [["" if c is None else _cellule(c) for c in row] for row in sheet.iter_rows(values_only=True)]
        said = [lisible(" | ".join(row)).rstrip("| ") for row in rows]
        most = len(said) if sheet.title in ("Bilan", "Textes") else LIGNES + 5
        lines += [f"— feuille {sheet.title}", *(s for s in said[:most] if s)]
        if len(said) > most:
            lines.append(f"… {len(said) - most} lignes")
    return lines


def _cellule(value: object) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def ecrits(base: Base) -> dict[str, list[str]]:
    """File of `golden/` → its lines: the bilan of 2023-2024 in every format, and the tables as CSV."""
    filters = Filters(annees=(ANNEE,))
    readers: dict[str, Callable[[bytes], list[str]]] = {"pdf": pdf, "html": html, "pptx": pptx, "xlsx": xlsx}
    made = {f"bilan.{f}.txt": read(ecrire(base, filters, ANNEE, f)) for f, read in readers.items()}
    tables = []
    for chapter in contenu(base, filters, ANNEE).chapitres:
        for v in chapter.visuals:
            rows = csv_francais(v.donnees, v.formats).decode("utf-8-sig").splitlines()
            tables += [f"— {v.code}.csv", *rows[: LIGNES + 1]]
            if len(rows) > LIGNES + 1:
                tables.append(f"… {len(rows) - LIGNES - 1} lignes")
    made["tables.csv.txt"] = tables
    days = {horloge.aujourdhui(), *(d.date() for d in import_dates(base).values())}
    return {name: [_sans_jour(line, days) for line in lines] for name, lines in made.items()}


def _sans_jour(line: str, days: set[date]) -> str:
    """Without the day on which base and document were made."""
    for day in days:
        line = line.replace(lisible(typographier(date_longue(day))), "JOUR")
    return line


def main() -> None:
    """Write the files again, from a demonstration base made for it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tne.duckdb"
        command = [sys.executable, "-m", "tne", "demo", "--base", str(path)]
        subprocess.run(command, check=True, capture_output=True)
        base = Base(str(path))
        for name, lines in ecrits(base).items():
            (GOLDEN / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        base.close()


if __name__ == "__main__":
    main()

"""A table as the text of a clean CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pyarrow as pa

from tne.reading.model import Tableau

_ROWS = 10_000


def csv_header(tableau: Tableau) -> list[str]:
    """The header as the source writes it, then the surplus columns; empty when the file has none."""
    brut = tableau.entete_brut
    return [*brut, *tableau.entete[len(brut) :]] if tableau.ligne_entete else []


def csv_rows(tableau: Tableau, donnees: pa.Table) -> Iterator[tuple[str | None, ...]]:
    """The records of `donnees`, whose columns are those of `tableau`."""
    columns = [donnees.column(name) for name in tableau.entete]
    for start in range(0, donnees.num_rows, _ROWS):
        yield from zip(*(c.slice(start, _ROWS).to_pylist() for c in columns), strict=True)


def csv_text(tableau: Tableau, donnees: pa.Table, header: bool) -> bytes:
    """Records as CSV: comma, quotes where needed, LF, UTF-8; with the header before them if asked."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    if header and (names := csv_header(tableau)):
        writer.writerow(names)
    writer.writerows(csv_rows(tableau, donnees))
    return out.getvalue().encode("utf-8", errors="surrogatepass")

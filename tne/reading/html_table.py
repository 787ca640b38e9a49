"""Tables of a web page, pasted or saved under the name of a spreadsheet."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from tne.erreurs import FichierIllisible
from tne.reading.bounds import CELLULES_MAX
from tne.reading.layout import Source, tables
from tne.reading.model import Enregistrement, Tableau

# The old XML format of Excel has rows and cells under other names.
_SAME = {"row": "tr", "cell": "td"}


def _number(written: str | None, otherwise: int) -> int:
    """A span or a place, bounded."""
    return min(int(written), 1000) if written and written.isdecimal() and len(written) < 9 else otherwise


class _Rows(HTMLParser):
    """Collects the rows of every outermost table; a cell over several columns stands in the first of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list[list[str]]] = []
        self._depth = 0
        self._cell: list[str] | None = None
        self._span = self._down = 1
        self._cells = 0
        # Column → (rows below that still show it, its text), of the cells over several rows.
        self._held: dict[int, tuple[int, str]] = {}
        # A row of a table, and whether one of its own cells is filled.
        self._in_row = self._own = False
        # For each table the first and last row of these, and their text.
        self.fusions: list[list[tuple[int, int, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = _SAME.get(tag, tag)
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.found.append([])
                self.fusions.append([])
                self._held = {}
        elif tag == "tr" and self._depth == 1:
            self._close()
            self._row_ends()
            self.found[-1].append([])
            self._in_row = True
        elif tag in ("td", "th") and self._depth == 1:
            self._close()
            if not self.found[-1]:
                self.found[-1].append([])
                self._in_row = True
            given = dict(attrs)
            self._span = _number(given.get("colspan"), 1) + _number(given.get("ss:mergeacross"), 0)
            self._down = _number(given.get("rowspan"), 1) + _number(given.get("ss:mergedown"), 0)
            row = self.found[-1][-1]
            row += [""] * (_number(given.get("ss:index"), 1) - 1 - len(row))
            self._show_held(row)
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        tag = _SAME.get(tag, tag)
        if tag in ("tr", "table") and self._depth == 1:
            self._close()
            self._row_ends()
        if tag in ("td", "th", "tr", "table") and self._depth == 1:
            self._close()
        if tag == "table":
            self._depth = max(0, self._depth - 1)

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data if data.strip() else " ")

    def _close(self) -> None:
        if self._cell is not None:
            lines = "".join(self._cell).split("\n")
            text = "\n".join(" ".join(x.split(" ")).strip() for x in lines).strip()
            self._cells += self._span
            if self._cells > CELLULES_MAX:
                raise FichierIllisible(
                    f"Cette page a plus de {CELLULES_MAX} cellules : enregistrez son tableau en CSV."
                )
            row = self.found[-1][-1]
            self._own = self._own or bool(text)
            if self._down > 1:
                number = len(self.found[-1])
                self.fusions[-1] += [(number, number + self._down - 1, text)] if text else []
                self._held |= {len(row) + k: (self._down, "" if k else text) for k in range(self._span)}
            row += [text, *[""] * (self._span - 1)]
            self._cell = None

    def _show_held(self, row: list[str]) -> None:
        """Add what cells of rows above show in the next columns."""
        while len(row) in self._held:
            row.append(self._held[len(row)][1])

    def _row_ends(self) -> None:
        """Once for each row: its last cells may come from above, and one row less is left to them."""
        if self._in_row and self._held:
            row = self.found[-1][-1]
            if self._own:
                self._show_held(row)
            else:  # the lower part of the row above
                row.clear()
            self._held = {j: (n - 1, text) for j, (n, text) in self._held.items() if n > 1}
        self._in_row = self._own = False


def read_html(text: str) -> list[Tableau]:
    """Every table of a page; the line of a record is the number of its row in its table."""
    parser = _Rows()
    parser.feed(text)
    parser.close()
    found: list[Tableau] = []
    for rows, merged in zip(parser.found, parser.fusions, strict=True):
        records = [Enregistrement(n, cells) for n, cells in enumerate(rows, 1)]
        if any(any(r.cellules) for r in records):
            found += [replace(t, fusions=tuple(merged)) for t in tables(records, Source(None, texte=False))]
    return found

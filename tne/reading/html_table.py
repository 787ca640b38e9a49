"""Tables of a web page, pasted or saved under the name of a spreadsheet."""

from __future__ import annotations

from html.parser import HTMLParser

from tne.erreurs import FichierIllisible
from tne.reading.bounds import CELLULES_MAX
from tne.reading.layout import Source, tables
from tne.reading.model import Enregistrement, Tableau


class _Rows(HTMLParser):
    """Collects the rows of every outermost table; a cell over several columns stands in the first of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list[list[str]]] = []
        self._depth = 0
        self._cell: list[str] | None = None
        self._span = 1
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.found.append([])
        elif tag == "tr" and self._depth == 1:
            self._close()
            self.found[-1].append([])
        elif tag in ("td", "th") and self._depth == 1:
            self._close()
            if not self.found[-1]:
                self.found[-1].append([])
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), 1000) if span.isdecimal() and len(span) < 9 else 1
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
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
            self.found[-1][-1] += [text, *[""] * (self._span - 1)]
            self._cell = None


def read_html(text: str) -> list[Tableau]:
    """Every table of a page; the line of a record is the number of its row in its table."""
    parser = _Rows()
    parser.feed(text)
    parser.close()
    found: list[Tableau] = []
    for rows in parser.found:
        records = [Enregistrement(n, cells) for n, cells in enumerate(rows, 1)]
        if any(any(r.cellules) for r in records):
            found += tables(records, Source(None, texte=False))
    return found

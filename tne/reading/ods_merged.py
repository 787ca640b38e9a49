"""The merged cells of an ODS, which the library that reads workbooks does not tell."""

from __future__ import annotations

import html
import re
import zipfile

from tne.reading.bounds import pieces, unpacked

Etendues = list[tuple[tuple[int, int], tuple[int, int]]]
"""Upper left and lower right cell of each, rows and columns from 0."""

_OVER_ROWS = re.compile(rb"table:number-rows-spanned=[\"'](?:[2-9]|[1-9]\d)")
_TAG = re.compile(rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]*)>")
_NAME = re.compile(rb"table:name=[\"']([^\"']*)[\"']")
_NUMBER = {
    name: re.compile(rb"table:number-" + name + rb"=[\"'](\d{1,7})[\"']")
    for name in (b"rows-repeated", b"columns-repeated", b"rows-spanned", b"columns-spanned")
}


def of_ods(data: bytes, nom: str) -> dict[str, Etendues]:
    """Those of each sheet that has some over several rows, by its name: most have none, and are passed over once."""
    with unpacked(data, nom) as archive:
        if "content.xml" not in archive.namelist() or not any(
            _OVER_ROWS.search(piece) for piece in pieces(archive, "content.xml")
        ):
            return {}
        return _ranges(archive)


def _ranges(archive: zipfile.ZipFile) -> dict[str, Etendues]:
    found: dict[str, Etendues] = {}
    name, row, after, column = "", 0, 0, 0
    for piece in pieces(archive, "content.xml"):
        for closing, tag, attributes in _TAG.findall(piece):
            if closing:
                continue
            if tag == b"table":
                written = _NAME.search(attributes)
                name = html.unescape(written[1].decode("utf-8", errors="replace")) if written else ""
                row = after = 0
            elif tag == b"table-row":
                row, column = after, 0
                after = row + _number(b"rows-repeated", attributes)
            else:
                down, across = _number(b"rows-spanned", attributes), _number(b"columns-spanned", attributes)
                if down * across > 1:
                    end = (row + down - 1, column + across - 1)
                    found.setdefault(name, []).append(((row, column), end))
                column += _number(b"columns-repeated", attributes)
    return found


def _number(name: bytes, attributes: bytes) -> int:
    written = _NUMBER[name].search(attributes) if name in attributes else None
    return max(int(written[1]), 1) if written else 1

"""Bytes to a document of tables: a tabular file by the reader, an outline of communes as one row per commune.

Presences in several columns are one, as a session has one; a beginning and an end in hours are a duration.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from tne.importing.columns.notion import of_notion
from tne.importing.columns.utc_hours import local_hours
from tne.importing.headers.hours_span import hours_computed, of_moments
from tne.importing.headers.sittings import parts_together
from tne.importing.headers.two_beside import named_apart, told_apart
from tne.reading import Document, Tableau, lire
from tne.reading.archives import only_file, told_others

_GEOJSON = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*\{")
_FEATURES = re.compile(rb'"type"\s*:\s*"Feature')
_OUTLINE = re.compile(rb'"(?:Multi)?Polygon"')
_POINT = re.compile(rb'"type"\s*:\s*"Point"')
_HEAD = 1 << 16
_MILLESIME = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def open_document(
    source: Path | bytes, nom: str, progress: Callable[[float], None] = lambda share: None
) -> Document:
    """Read a file into tables. FichierIllisible says what it is when it is no table."""
    if (seul := only_file(source, nom)) is not None:
        return told_others(open_document(seul.contenu, seul.nom, progress), seul)
    head = _as_utf8(source[:_HEAD] if isinstance(source, bytes) else _head(source))
    if _GEOJSON.match(head) and _FEATURES.search(head):
        content = source if isinstance(source, bytes) else source.read_bytes()
        # What portals write of a list of schools beside its CSV: each record at its point.
        if _OUTLINE.search(content) or not _POINT.search(content):
            return _outlines(content, nom)
    document = lire(source, nom, progres=progress)
    tables = named_apart(side for t in document.tableaux for side in told_apart(t, nom))
    together = (parts_together(t) for t in tables)
    return replace(document, tableaux=tuple(map(with_hours, together)))


def with_hours(tableau: Tableau) -> Tableau:
    """The same table with its hours worked out, those of Greenwich at the hour of the territory, and cells of Notion as others write
    them; the very table where it has none."""
    tableau = of_notion(tableau)
    return hours_computed(local_hours(tableau, of_moments(tableau)))


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def _as_utf8(head: bytes) -> bytes:
    """The first bytes of a text, those of UTF-16 with its mark as UTF-8."""
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return head.decode("utf-16", errors="ignore").encode(errors="ignore") if marked else head


def _outlines(content: bytes, nom: str) -> Document:
    """GeoJSON outlines as a table: code, name, vintage (from the file's name), geometry."""
    from tne import geo  # with pandas, half a second that no other file needs

    contours = geo.lire_geojson(content)
    year = _MILLESIME.search(nom)
    columns = {
        "Code INSEE de la commune": [c.code_insee for c in contours],
        "Commune": [c.nom for c in contours],
        "Millésime": [year[0] if year else None] * len(contours),
        "Géométrie": [c.geometrie() for c in contours],
    }
    data = pa.table(
        {name: pa.array(values, type=pa.string()) for name, values in columns.items()}
        | {"_ligne": pa.array(range(1, len(contours) + 1), type=pa.int64())}
    )
    tableau = Tableau(None, tuple(columns), data, 0, entete_brut=tuple(columns))
    return Document(
        nom, hashlib.sha256(content).hexdigest(), len(content), "geojson", "utf-8", None, (tableau,)
    )

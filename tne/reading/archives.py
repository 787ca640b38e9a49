"""The ZIP file that YouTube Studio hands over: its tables are the sheets of a workbook.

Any other archive is refused by its name (`tne.reading.nature`): whoever unpacks it sees which of its files to drop.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tne.erreurs import FichierIllisible
from tne.reading.bounds import unpacked
from tne.reading.model import Document, Tableau

_ZIP = b"PK\x03\x04"
# Unpacked, they are held in memory beside their tables.
_MOST = 64 << 20
# « Exporter la vue actuelle », in French and in English: each video, each video by day, each day.
_OF_YOUTUBE = frozenset(
    {
        "données du tableau.csv",
        "données du graphique.csv",
        "totaux.csv",
        "table data.csv",
        "chart data.csv",
        "totals.csv",
    }
)

Fichier = tuple[str, bytes]


def files_of(source: Path | bytes, nom: str) -> tuple[Fichier, ...]:
    """The tables of an archive of YouTube Studio, in its order; none for any other file."""
    head = source[:4] if isinstance(source, bytes) else _head(source)
    if head != _ZIP:
        return ()
    data = source if isinstance(source, bytes) else source.read_bytes()
    with unpacked(data, nom) as archive:
        entries = archive.infolist()
        if any(e.filename.lower() not in _OF_YOUTUBE for e in entries):
            return ()
        return tuple(_unpacked(archive, entries, nom))


def read_files(files: Sequence[Fichier], lire: Callable[[bytes, str], Document]) -> Iterator[Tableau]:
    """Every table of these files, under the name of its file."""
    for name, content in files:
        for tableau in lire(content, name).tableaux:
            yield replace(tableau, feuille=name)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def _unpacked(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo], nom: str) -> Iterator[Fichier]:
    """Name and bytes of each file; what an entry declares of its size is not believed."""
    left = _MOST
    for entry in entries:
        with archive.open(entry) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            raise FichierIllisible(
                f"L'archive « {nom} » occuperait plus de {_MOST >> 20} Mo une fois décompressée : décompressez-la et "
                "importez le fichier qui sert."
            )
        yield entry.filename, content

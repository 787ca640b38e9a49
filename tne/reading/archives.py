"""ZIP files: the one that YouTube Studio hands over is a workbook of its tables, one of a single table is that table.

Any other archive is refused by its name (`tne.reading.nature`): whoever unpacks it sees which of its files to drop. The page takes the
tables of one that holds several as if they had been dropped one by one.
"""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from tne.erreurs import FichierIllisible
from tne.reading.bounds import unpacked
from tne.reading.model import Document, Remarque, Tableau
from tne.reading.nature import ZIP, bare, files_in, is_office, kind_of
from tne.typographie import compte

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

_SEVERAL = 2
_ENCIPHERED = 0x1  # the flag of an entry that asks for a password
_IN_UTF8 = 0x800  # the flag of an entry whose name is known to be

Fichier = tuple[str, bytes]


@dataclass(frozen=True)
class Seul:
    """The one file of an archive that may be a table, under the archive's name and its own, and how many others it has."""

    nom: str
    contenu: bytes
    autres: int


def files_of(source: Path | bytes, nom: str) -> tuple[Fichier, ...]:
    """The tables of an archive of YouTube Studio, in its order; none for any other file."""
    if (data := _zipped(source)) is None:
        return ()
    with unpacked(data, nom) as archive:
        entries = archive.infolist()
        if not _of_youtube(entries):
            return ()
        return tuple(_unpacked(archive, entries, nom))


def only_file(source: Path | bytes, nom: str) -> Seul | None:
    """The file of an archive that holds one table, or one file alone; None for any other archive or file.

    FichierIllisible where it asks for a password, is an archive itself or would not fit in memory.
    """
    if (data := _zipped(source)) is None:
        return None
    with unpacked(data, nom) as archive:
        entries, tables, others = _made_by_hand(archive)
        found = tables or others
        if len(found) != 1:
            return None
        ((name, entry),) = ((n, entries[n]) for n in found)
        if entry.flag_bits & _ENCIPHERED:
            raise FichierIllisible(
                f"L'archive « {nom} » est protégée par un mot de passe : décompressez-la et importez le fichier qu'elle contient."
            )
        ((_, content),) = _unpacked(archive, [entry], nom)
    inside = _under(nom, name)
    if content.startswith(ZIP):
        kind_of(content, inside)  # one archive within another is not unfolded
    return Seul(inside, content, len(others) if tables else 0)


def files_together(source: bytes, nom: str) -> tuple[tuple[Fichier, ...], tuple[str, ...]]:
    """The tables of an archive that holds several, each under the archive's name and its own, and the names of its other files.

    Nothing for any other archive or file. FichierIllisible where they would not fit in memory or ask for a password.
    """
    if (data := _zipped(source)) is None:
        return (), ()
    with unpacked(data, nom) as archive:
        entries, tables, others = _made_by_hand(archive)
        if len(tables) < _SEVERAL:
            return (), ()
        contents = [content for _, content in _unpacked(archive, [entries[n] for n in tables], nom)]
    names = [_under(nom, n) for n in tables]
    return tuple(zip(names, contents, strict=True)), tuple(map(bare, others))


def told_others(document: Document, seul: Seul) -> Document:
    """The same document; its main table says that the archive holds other files."""
    if not seul.autres:
        return document
    files = compte(seul.autres, "autre fichier, qui n'est pas lu", "autres fichiers, qui ne sont pas lus")
    message = f"L'archive contient aussi {files}."
    said = Remarque(0, "archive", message)
    main = document.principal
    tables = (replace(t, remarques=(said, *t.remarques)) if t is main else t for t in document.tableaux)
    return replace(document, tableaux=tuple(tables))


def read_files(files: Sequence[Fichier], lire: Callable[[bytes, str], Document]) -> Iterator[Tableau]:
    """Every table of these files, under the name of its file."""
    for name, content in files:
        for tableau in lire(content, name).tableaux:
            yield replace(tableau, feuille=name)


def _zipped(source: Path | bytes) -> bytes | None:
    """The bytes of a ZIP file; None for any other."""
    head = source[:4] if isinstance(source, bytes) else _head(source)
    if head != ZIP:
        return None
    return source if isinstance(source, bytes) else source.read_bytes()


def _made_by_hand(archive: zipfile.ZipFile) -> tuple[dict[str, zipfile.ZipInfo], list[str], list[str]]:
    """The entries by name, and which of them are tables and other files; none of either in a workbook, or in what YouTube hands over."""
    entries = {_name(e): e for e in archive.infolist()}
    if is_office(entries) or _of_youtube(entries.values()):
        return entries, [], []
    return entries, *files_in(entries)


def _under(nom: str, name: str) -> str:
    """How a file of an archive is called: under the archive's name, without its folders."""
    return f"{nom} › {bare(name)}"


def _of_youtube(entries: Iterable[zipfile.ZipInfo]) -> bool:
    return all(e.filename.lower() in _OF_YOUTUBE for e in entries)


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry. A Macintosh writes it in UTF-8 and does not say so, its accents apart from their letters."""
    name = entry.filename
    if not entry.flag_bits & _IN_UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()
    return unicodedata.normalize("NFC", name)


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

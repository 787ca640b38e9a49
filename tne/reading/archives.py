"""Archives that hold tables: one table is read as if it stood alone, several as the sheets of a workbook.

YouTube Studio, Google Forms and cloud folders hand over ZIP files; a person who was sent one has it opened here.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from tne.erreurs import FichierIllisible
from tne.reading.bounds import unpacked
from tne.reading.model import Document, Remarque, Tableau
from tne.reading.nature import NUMBERS, no_table

_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
# Unpacked, it is held in memory beside its table.
_MOST = 64 << 20
_MOST_FILES = 50
# What systems leave in archives, which nobody put there.
_LEFT_BY_SYSTEMS = ("thumbs.db", "desktop.ini")

Fichier = tuple[str, bytes]


def sole_file(source: Path | bytes, nom: str) -> Path | bytes:
    """The one file of an archive; anything else as it is. FichierIllisible for what must not be unpacked."""
    files = files_of(source, nom)
    return files[0][1] if files is not None and len(files) == 1 else source


def read_files(files: Sequence[Fichier], lire: Callable[[bytes, str], Document], nom: str) -> list[Tableau]:
    """Every table of these files of the archive `nom`, under the name of its file.

    A file that is no table is left aside and told, as long as another one is.
    """
    tables: list[Tableau] = []
    left: list[Remarque] = []
    for name, content in files:
        try:
            tables += [_of(name, t) for t in lire(content, name).tableaux]
        except FichierIllisible as refusal:
            left.append(Remarque(0, "fichier_laisse", f"Laissé de côté dans l'archive : {refusal}"))
    if not tables:
        raise FichierIllisible(
            f"L'archive « {nom} » ne contient aucun tableau ({', '.join(f'« {n} »' for n, _ in files[:5])})."
        )
    tables[0] = replace(tables[0], remarques=(*tables[0].remarques, *left))
    return tables


def _of(name: str, tableau: Tableau) -> Tableau:
    sheet = f"{name} › {tableau.feuille}" if tableau.feuille else name
    return replace(tableau, feuille=sheet)


def files_of(source: Path | bytes, nom: str) -> list[Fichier] | None:
    """The files of an archive, in its order; None for what is none, or is the file of a program."""
    head = source[:4] if isinstance(source, bytes) else _head(source)
    if head.startswith(_GZIP):
        return [(nom.removesuffix(".gz"), _gunzipped(source, nom))]
    if not head.startswith(_ZIP):
        return None
    data = source if isinstance(source, bytes) else source.read_bytes()
    with unpacked(data, nom) as archive:
        if not is_plain(archive):
            return None
        kept = [e for e in archive.infolist() if not e.is_dir() and not _left(e.filename)]
        _check(kept, nom)
        return list(_unpacked(archive, kept, nom))


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def is_plain(archive: zipfile.ZipFile) -> bool:
    """True for an archive of files, False for a workbook, a text, a book, which are archives too."""
    names = set(archive.namelist())
    if NUMBERS in names or "mimetype" in names or "[Content_Types].xml" in names:
        return False
    return not any(n.startswith(("xl/", "word/", "ppt/")) for n in names)


def _left(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return "__MACOSX" in parts or parts[-1].startswith(".") or parts[-1].lower() in _LEFT_BY_SYSTEMS


def _check(kept: list[zipfile.ZipInfo], nom: str) -> None:
    if not kept:
        raise FichierIllisible(f"L'archive « {nom} » ne contient aucun fichier.")
    if len(kept) > _MOST_FILES:
        raise FichierIllisible(
            f"L'archive « {nom} » contient {len(kept)} fichiers ; {_MOST_FILES} se lisent au plus : "
            "décompressez-la et importez ceux qui servent."
        )
    if any(e.flag_bits & 1 for e in kept):
        raise FichierIllisible(
            f"L'archive « {nom} » est protégée par un mot de passe : décompressez-la d'abord."
        )


def _unpacked(archive: zipfile.ZipFile, kept: list[zipfile.ZipInfo], nom: str) -> Iterator[Fichier]:
    """Name and bytes of each file; what an entry declares of its size is not believed."""
    left = _MOST
    for entry in kept:
        with archive.open(entry) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            raise _too_much(nom)
        name = PurePosixPath(entry.filename).name
        if content.startswith(_GZIP) or (content.startswith(_ZIP) and _holds_files(content)):
            raise FichierIllisible(
                f"L'archive « {nom} » contient une archive (« {name} ») : décompressez-la d'abord."
            )
        yield name, content


def _holds_files(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return is_plain(archive)
    except zipfile.BadZipFile:
        return False


def _gunzipped(source: Path | bytes, nom: str) -> bytes:
    stream = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    try:
        with stream, gzip.GzipFile(fileobj=stream) as file:
            content = file.read(_MOST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise FichierIllisible(f"Le fichier « {nom} » est une archive gzip abîmée.") from error
    if len(content) > _MOST:
        raise _too_much(nom)
    if content.startswith((_ZIP, _GZIP)) or content[257:262] == b"ustar":
        raise no_table(nom, "une archive gzip qui contient une autre archive, à décompresser d'abord")
    return content


def _too_much(nom: str) -> FichierIllisible:
    return FichierIllisible(
        f"L'archive « {nom} » occuperait plus de {_MOST >> 20} Mo une fois décompressée : décompressez-la et importez "
        "le fichier qu'elle contient."
    )

"""Any tabular file as text tables with the place of each record: encoding, dialect, header, sheets found by itself.

Nothing is converted: a cell is the text that stands in the file, or null when it is blank.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from pathlib import Path

from tne.erreurs import FichierIllisible
from tne.reading.archives import Fichier, files_of, only_file, read_files, told_others
from tne.reading.bounds import check_lines
from tne.reading.bulk import NotOneTable, read_bulk
from tne.reading.dialect import find_dialect, unclear
from tne.reading.encoding import decode
from tne.reading.html_table import read_html
from tne.reading.json_table import read_json
from tne.reading.layout import Source, tables
from tne.reading.model import Dialecte, Document, Remarque, Tableau
from tne.reading.nature import kind_of, kind_of_text
from tne.reading.output import ecrire_propre, lire_commande
from tne.reading.parts import EnParties, en_parties, releve
from tne.reading.pasted import in_stack, unframed
from tne.reading.records import read_records
from tne.reading.scanning import split_lines
from tne.reading.workbook import read_workbook

__all__ = [
    "Dialecte",
    "Document",
    "EnParties",
    "NotOneTable",
    "Remarque",
    "Tableau",
    "ecrire_propre",
    "en_parties",
    "lire",
    "lire_commande",
]

# Texts from this size on are read in pieces.
_LONG = 2 << 20
# What cannot be read so is held whole, at about fifteen times its size.
_MOST = 96 << 20


def lire(source: Path | bytes, nom: str, *, progres: Callable[[float], None] | None = None) -> Document:
    """Read a file, or its bytes, called `nom`. Every non-empty table, in file order.

    An archive of one table is that table, under both names, with the SHA-256 of what it holds: the file is the same
    file out of it. Raises FichierIllisible, in one sentence that says what the file is, when it is no table.
    """
    tell = progres or (lambda share: None)
    tell(0.0)
    if files := files_of(source, nom):
        return _archive(source, files, nom)
    if seul := only_file(source, nom):
        return told_others(lire(seul.contenu, seul.nom, progres=progres), seul)
    document = _long(source, nom, tell)
    if document is None:
        _check_size(source, nom)
        document = _careful(source if isinstance(source, bytes) else source.read_bytes(), nom, tell)
    if not document.tableaux:
        raise FichierIllisible(f"Le fichier « {nom} » ne contient aucune cellule remplie.")
    tell(1.0)
    return document


def _archive(source: Path | bytes, files: Sequence[Fichier], nom: str) -> Document:
    data = source if isinstance(source, bytes) else source.read_bytes()
    tables = tuple(read_files(files, lire))
    return Document(nom, hashlib.sha256(data).hexdigest(), len(data), "archive", None, None, tables)


def _long(source: Path | bytes, nom: str, tell: Callable[[float], None]) -> Document | None:
    """A long text that holds one table; None for anything else."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size < _LONG:
        return None
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream:
        found = releve(stream, nom)
        if found is None:
            return None
        stream.seek(found.marque)
        try:
            dialect, tableau = read_bulk(stream, found.encodage, lambda n: tell(0.1 + 0.85 * n / size))
        except NotOneTable:
            return None
    return Document(nom, found.sha256, size, _text_format(nom), found.encodage, dialect, (tableau,))


def _check_size(source: Path | bytes, nom: str) -> None:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > _MOST:
        raise FichierIllisible(
            f"« {nom} » ({size >> 20} Mo) tient plusieurs tableaux, ou trop de lignes irrégulières pour sa taille : séparez "
            f"ses tableaux, ou enregistrez-le de nouveau en CSV ({_MOST >> 20} Mo au plus sinon)."
        )


def _careful(data: bytes, nom: str, tell: Callable[[float], None]) -> Document:
    kind = kind_of(data, nom)
    digest = hashlib.sha256(data).hexdigest()
    if kind != "texte":
        seen, hidden = read_workbook(data, nom)
        return Document(nom, digest, len(data), kind, None, None, tuple(seen), tuple(hidden))
    texte = decode(data)
    written = kind_of_text(texte.contenu, nom)
    if written == "html":
        pages = tuple(read_html(texte.contenu))
        return Document(nom, digest, len(data), "html", texte.encodage, None, pages)
    if written == "json" and (objects := read_json(texte.contenu, nom)) is not None:
        return Document(nom, digest, len(data), "json", texte.encodage, None, tuple(objects))
    tell(0.3)
    check_lines(data, nom)
    lines = unframed(split_lines(texte.contenu))
    stacked = in_stack(lines)
    if stacked is not None:
        found = tables(stacked, Source(), texte.remarques)
        return Document(nom, digest, len(data), _text_format(nom), texte.encodage, Dialecte(""), tuple(found))
    dialect = find_dialect(lines)
    read = read_records(lines, dialect)
    tell(0.7)
    result = tables(
        read.enregistrements, Source(), [*texte.remarques, *unclear(lines, dialect), *read.remarques]
    )
    return Document(nom, digest, len(data), _text_format(nom), texte.encodage, dialect, tuple(result))


def _text_format(nom: str) -> str:
    return "csv" if "." in nom else "texte collé"

"""Any tabular file as text tables with the place of each record: encoding, dialect, header, sheets found by itself.

Nothing is converted: a cell is the text that stands in the file, or null when it is blank.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from tne.erreurs import FichierIllisible
from tne.reading.dialect import find_dialect
from tne.reading.encoding import Texte, decode
from tne.reading.layout import Source, tables
from tne.reading.model import Dialecte, Document, Remarque, Tableau
from tne.reading.nature import kind_of, kind_of_text
from tne.reading.output import ecrire_propre, lire_commande
from tne.reading.records import read_records
from tne.reading.scanning import split_lines
from tne.reading.workbook import read_workbook

__all__ = [
    "Dialecte",
    "Document",
    "Remarque",
    "Tableau",
    "ecrire_propre",
    "lire",
    "lire_commande",
]


def lire(source: Path | bytes, nom: str, *, progres: Callable[[float], None] | None = None) -> Document:
    """Read a file, or its bytes, called `nom`. Every non-empty table, in file order.

    Raises FichierIllisible, in one sentence that says what the file is, when it is no table.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    tell = progres or (lambda share: None)
    tell(0.05)
    kind = kind_of(data, nom)
    digest = hashlib.sha256(data).hexdigest()
    texte: Texte | None = None
    dialect: Dialecte | None = None
    if kind == "texte":
        texte = decode(data)
        kind = kind_of_text(texte.contenu, nom)
        tell(0.3)
        dialect = find_dialect(split_lines(texte.contenu))
        found = read_records(texte.contenu, dialect)
        tell(0.7)
        result = tables(found.enregistrements, Source(), [*texte.remarques, *found.remarques])
        kind = "csv" if "." in nom else "texte collé"
    else:
        result = read_workbook(data, nom)
    if not result:
        raise FichierIllisible(f"Le fichier « {nom} » ne contient aucune cellule remplie.")
    tell(1.0)
    encoding = texte.encodage if texte else None
    return Document(nom, digest, len(data), kind, encoding, dialect, tuple(result))

"""What reading gives: a document, its tables, and where each thing stood in the file."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

LIGNE = "_ligne"
"""The last column of every table: the line (or the row of the sheet) where the record begins."""

SURPLUS = "_surplus_"
"""Prefix of the columns that keep the cells standing beyond the header."""

Ligne = tuple[int, str]
"""A line number of the source and its text."""


@dataclass(frozen=True)
class Remarque:
    """An oddity that did not stop the reading. `ligne` is 0 when it concerns the whole file."""

    ligne: int
    code: str
    message: str


@dataclass(frozen=True)
class Dialecte:
    """How a text file separates and protects its cells.

    `quote` is empty when no cell is quoted; `escape` is the quote itself (doubled), a backslash, or empty where
    quotes stand bare inside quoted cells.
    A `padded` dialect writes blanks around its delimiter that belong to no cell. In a `twice` one, cells stand between
    apostrophes and each `"` inside them is still written twice, as between quotes.
    """

    delimiter: str
    quote: str = '"'
    escape: str = '"'
    padded: bool = False
    twice: bool = False

    @property
    def nom(self) -> str:
        """The delimiter in words, for the person who looks at the import."""
        known = {
            ",": "virgule",
            ";": "point-virgule",
            "\t": "tabulation",
            "|": "barre verticale",
            " ": "espace",
            "": "une seule colonne",
        }
        return known.get(self.delimiter, f"« {self.delimiter} »")


@dataclass(frozen=True)
class Tableau:
    """One table. Grain of `donnees`: one row per record that is not blank.

    `donnees` has the columns of `entete` (text, null when blank) and `_ligne` (int64) last. `entete_brut` is the
    header as written, not made unique, without the surplus columns; it is empty when the file has no header.
    `entete_bas` is the lowest row of a header of several rows, under the names of its groups; else empty.
    `fusions`: first and last line of the cells merged over several lines, and their text, which each of these shows.
    `masquees`: those of `entete` that stand in hidden columns of a sheet, of which `gauche` are left of the table.
    `entete_lue`: what `entete` was before columns were read together, by what their cells say; else empty.
    `depuis_1904`: numbers that stand for days count them from 1904, as the workbook says, and not from 1900.
    """

    feuille: str | None
    entete: tuple[str, ...]
    donnees: pa.Table
    ligne_entete: int
    titres: tuple[Ligne, ...] = ()
    pied: tuple[Ligne, ...] = ()
    remarques: tuple[Remarque, ...] = ()
    entete_brut: tuple[str, ...] = ()
    entete_bas: tuple[str, ...] = ()
    fusions: tuple[tuple[int, int, str], ...] = ()
    gauche: int = 0
    masquees: tuple[str, ...] = ()
    depuis_1904: bool = False
    entete_lue: tuple[str, ...] = ()

    @property
    def titres_du_fichier(self) -> tuple[str, ...]:
        """The same for two files of one look, whatever their cells say."""
        return self.entete_lue or self.entete

    def colonne(self, header: str) -> pa.ChunkedArray:
        """The cells under a header of `entete`."""
        return self.donnees.column(self.entete.index(header))

    @property
    def cellules(self) -> int:
        """Number of filled cells in the records: what makes a table the main one of its document."""
        columns = [self.donnees.column(name) for name in self.entete]
        return sum(len(c) - c.null_count for c in columns)


@dataclass(frozen=True)
class Document:
    """A file read: what it is, how it was written, and its tables in file order.

    `masques`: the tables of the hidden sheets of a workbook that has visible ones.
    """

    nom: str
    sha256: str
    taille: int
    format: str
    encodage: str | None
    dialecte: Dialecte | None
    tableaux: tuple[Tableau, ...]
    masques: tuple[Tableau, ...] = ()

    @property
    def principal(self) -> Tableau:
        """The table with most cells, of one column only where there is no other; the first of equals."""
        return max(self.tableaux, key=lambda t: (len(t.entete) > 1, t.cellules))


@dataclass(frozen=True)
class Enregistrement:
    """One record before any layout: its cells as text ("" when blank) and the line where it begins."""

    ligne: int
    cellules: list[str]

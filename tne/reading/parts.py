"""A text larger than memory, read a part at a time: its first records say what it is, its last ones end it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tne.reading.arrays import scalar
from tne.reading.bounds import text_pieces
from tne.reading.bulk import Bulk, NotOneTable
from tne.reading.encoding import survey
from tne.reading.json_table import is_json_head
from tne.reading.layout import named
from tne.reading.model import LIGNE, Document, Tableau
from tne.reading.nature import is_container, is_markup, kind_of, kind_of_text

# Packets of the bulk that make a part: about 44 MB of text, 250,000 registrations, a group of rows for each of two cores.
_PACKETS = 11
# The first part is half of that: what is done with it begins sooner.
_SOONER = 6
# A packet is one block, longer than any piece: its texts are told apart once, and the other core has work of its own meanwhile.
_BLOCK = 5 << 20


@dataclass(frozen=True)
class Releve:
    """What one passage over a long text tells: its encoding, the length of its byte order mark, its SHA-256."""

    encodage: str
    marque: int
    sha256: str


class _Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...


def releve(stream: BinaryIO, nom: str, *, empreinte: bool = True) -> Releve | None:
    """Pass over a long text; None when it is none, or when only the careful reading of the whole can decode it.

    Without `empreinte` its SHA-256, which nobody asks for, is that of nothing. Raises FichierIllisible for what is no table.
    """
    head = stream.read(1 << 16)
    if is_container(head) or is_markup(head) or is_json_head(head, stream.seek(0, io.SEEK_END), nom):
        return None
    kind_of(head, nom)
    stream.seek(0)
    digest = hashlib.sha256()
    pieces = text_pieces(stream, nom)
    encoding, bom = survey(_hashed(pieces, digest) if empreinte else pieces)
    if not encoding or kind_of_text(head.decode(encoding, errors="replace"), nom) != "texte":
        return None
    return Releve(encoding, bom, digest.hexdigest())


def _hashed(pieces: Iterator[bytes], digest: _Digest) -> Iterator[bytes]:
    """The same pieces, each hashed while the caller looks at it and at the next one."""
    before: Future[None] | None = None
    with ThreadPoolExecutor(1) as beside:
        for piece in pieces:
            done = beside.submit(digest.update, piece)
            yield piece
            if before is not None:
                before.result()
            before = done


@dataclass
class EnParties:
    """One table, read once. `document` holds the first records alone; `entier`, once all are read, titles, foot and remarks."""

    document: Document
    debut: Tableau
    bulk: Bulk
    tell: Callable[[float], None]
    entier: Tableau = field(init=False)
    _rows: int = field(default=0, init=False)
    _over: list[pa.Table] = field(default_factory=list, init=False)

    def lignes(self, groupe: int = 1) -> Iterator[tuple[int, pa.Table]]:
        """All records in parts, the rank of the first one of each and the rows: the middle, then the first and the last ones.

        All of the middle but its last are whole groups of so many rows, where they are that long. The next part is read
        while the caller works on one. Raises NotOneTable, also when the whole has another header than its first records
        made believe.
        """
        yield from self._milieu(groupe)
        yield from self._bouts()

    def _milieu(self, groupe: int) -> Iterator[tuple[int, pa.Table]]:
        packets = self.bulk.paquets()
        self._rows = len(self.bulk.debut)
        with ThreadPoolExecutor(1) as beside:
            coming = beside.submit(self._part, packets, groupe, min(_SOONER, _PACKETS))
            while (part := coming.result()) is not None:
                coming = beside.submit(self._part, packets, groupe, _PACKETS)
                yield self._rows, part
                self._rows += part.num_rows

    def _part(self, packets: Iterator[pa.Table], groupe: int, count: int) -> pa.Table | None:
        new = [named(p, self.debut.entete) for p in islice(packets, count)]
        if self.bulk.colonnes > len(self.debut.entete):
            raise NotOneTable  # cells beyond the header: their columns have to be known first
        self.tell(self.bulk.read / self.document.taille)
        if not (found := [*self._over, *new]):
            return None
        part = pa.concat_tables(found)
        over = part.num_rows % groupe if len(new) == count and part.num_rows >= groupe else 0
        self._over = [part.slice(part.num_rows - over)] if over else []
        return part.slice(0, part.num_rows - over)

    def _bouts(self) -> Iterator[tuple[int, pa.Table]]:
        whole = self.entier = self.bulk.finish(())
        if (whole.entete, whole.entete_brut) != (self.debut.entete, self.debut.entete_brut):
            raise NotOneTable
        before = pc.less_equal(whole.donnees.column(LIGNE), scalar(self.bulk.after, np.int64))
        yield 0, whole.donnees.filter(before)
        yield self._rows, whole.donnees.filter(pc.invert(before))


@contextmanager
def en_parties(source: Path, nom: str, tell: Callable[[float], None]) -> Iterator[EnParties | None]:
    """The file, open to be read in parts; None when it is no long text of one table.

    Raises NotOneTable where its first records are no table, FichierIllisible for what can be none.
    """
    size = source.stat().st_size
    with source.open("rb") as stream:
        found = releve(stream, nom)
        if found is None:
            yield None
            return
        stream.seek(found.marque)
        bulk = Bulk(stream, found.encodage, block=_BLOCK)
        debut = bulk.tableau_du_debut
        document = Document(nom, found.sha256, size, "csv", found.encodage, bulk.dialect, (debut,))
        yield EnParties(document, debut, bulk, tell)

"""Whoever a row is about becomes a keyed hash, each person once.

What names them never enters the database, not even to be looked at: memory that it gives back is spilled to disk
with whatever fills it next.
"""

from __future__ import annotations

from binascii import hexlify
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tne.folding import folded
from tne.importing.model import Liaison
from tne.importing.rows import addresses
from tne.importing.rows.cells import Codes, Colonne, Conversions, Demande, Rangs, constant, together
from tne.importing.rows.retraits import PARTAGEE, PLUSIEURS, SANS_ADRESSE, Retrait, told_rows
from tne.importing.rows.sources import Source, named, text
from tne.privacy import Secret
from tne.reading.arrays import NUL, numbers, numpy, scalar, texts
from tne.spec import MARQUES, SANS_VALEUR, Column, ecritures

# What tells a person from others, the best first.
_KINDS = ("email", "numen", "nom")
# For each person the number of the kind that named them; the last one is for nobody.
_BY = texts([*_KINDS, None])
# Identities that are Python's own at a time: all of a part at once would each take new memory.
_AT_ONCE = 4096
# « NA » and « Null » are names of people, « <NA> » is nobody's.
_NOBODY = [m.upper() for m in (*ecritures(MARQUES), *(w for w in SANS_VALEUR if not w.isalpha()))]
# Kind → the cells by which a table names its persons, and what each text of theirs says.
_Cells = dict[str, tuple[Colonne, pa.Array]]


def persons(
    conversions: Conversions, s: Source, liaison: Liaison, secret: Secret
) -> dict[str, tuple[Codes, pa.Array]]:
    """Columns `personne`, `personne_par`, and `_personne_hex` for the key: each person once, and whose row it is."""
    cells = _identifying(s, liaison)
    same = together([column for column, _ in cells.values()] or [constant(s.lignes)])
    first = numpy(same.textes)

    def of(kind: str, values: pa.Array | None = None) -> pa.Array:
        """For each person what `kind` says of them."""
        if kind not in cells:
            return pa.nulls(len(first), pa.string())
        column, said = cells[kind]
        return (said if values is None else values).take(numbers(column.codes[first]))

    by_email = _marked("email:", of("email"))
    by_numen = _marked("numen:", of("numen"))
    school = pc.fill_null(of("uai", _schools(conversions, liaison, cells)), scalar(""))
    by_name = pc.binary_join_element_wise(scalar("nom:"), of("nom"), scalar(""))
    by_name = pc.binary_join_element_wise(by_name, of("prenom"), school, scalar("|"))
    # Whose row it is, its name says better than the mailbox of a school.
    named_too = pc.or_(by_numen.is_valid(), by_name.is_valid())
    by_email = pc.if_else(pc.and_(addresses.of_schools(of("email")), named_too), NUL, by_email)
    by = np.full(len(first), len(_KINDS), np.int32)
    for n, ways in reversed(list(enumerate((by_email, by_numen, by_name)))):
        by[numpy(ways.is_valid())] = n
    identity = pc.coalesce(by_email, by_numen, by_name)
    hashes, digits = _hashed(identity, secret)
    return {
        "personne": (same.codes, hashes),
        "_personne_hex": (same.codes, digits),
        "personne_par": (by[same.codes], _BY),
    }


def doubtful(s: Source, liaison: Liaison, *, part: bool = False) -> Iterator[Retrait]:
    """What to look at where an address is not that of one person alone, or is not on each row of its person.

    Of a `part` of a long file, only what a cell says by itself: the other rows of a person may stand in any other part.
    """
    email, nom, prenom = (
        next((liaison.colonnes.get(c.name) for c in liaison.dataset.identites if c.identite == kind), None)
        for kind in ("email", "nom", "prenom")
    )
    if email is None:
        return
    tableau = s.reconnaissance.tableau
    lines = tableau.donnees.column(len(tableau.entete)).combine_chunks()
    found = {PLUSIEURS: addresses.several(s, email)}
    if not part:
        if nom is not None and prenom is not None:
            found[PARTAGEE] = addresses.shared(s, email, nom, prenom)
        found[SANS_ADRESSE] = _without_their_address(_identifying(s, liaison), s.lignes)
    for nature, rows in found.items():
        yield from told_rows(nature, rows, lines, tableau.feuille, email)


def _without_their_address(cells: _Cells, count: int) -> Rangs:
    """The rows that name by NUMEN, or by name and school, someone whom another row names so too, and by an address."""
    if not {"email"} < set(cells):
        return np.zeros(0, np.intp)

    def of(kind: str) -> pa.Array:
        if kind not in cells:
            return pa.nulls(count, pa.string())
        column, said = cells[kind]
        return said.take(numbers(column.codes))

    column, said = cells["email"]
    addressed = addresses.own(said)[column.codes]
    school = pc.fill_null(pc.utf8_upper(pc.replace_substring(of("uai"), " ", "")), scalar(""))
    by_name = pc.binary_join_element_wise(of("nom"), of("prenom"), school, scalar("|"))
    twice = np.zeros(count, bool)
    for ways in (of("numen"), by_name):
        known = pc.is_in(ways, ways.filter(numbers(addressed)).drop_null())
        twice |= numpy(known) & ~addressed
    return np.flatnonzero(twice)


def _marked(kind: str, said: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(scalar(kind), said, scalar(""))


def _hashed(identities: pa.Array, secret: Secret) -> tuple[pa.Array, pa.Array]:
    """The keyed hash of each, as bytes and as digits; null for nobody."""
    known = identities.is_valid()
    written = identities.cast(pa.binary())
    count = len(identities)
    content = bytearray()
    for start in range(0, count, _AT_ONCE):
        content += b"".join(secret.hachage(written.slice(start, _AT_ONCE).to_pylist()))
    validity = None if not identities.null_count else known.buffers()[1]
    hashes = pa.Array.from_buffers(pa.binary(16), count, [validity, pa.py_buffer(content)])
    digits = pa.py_buffer(hexlify(content).upper())
    places = pa.py_buffer(np.arange(0, 32 * count + 1, 32, dtype=np.int32))
    return hashes, pa.Array.from_buffers(pa.string(), count, [validity, places, digits])


def _identifying(s: Source, liaison: Liaison) -> _Cells:
    """Kind → the cells by which the table names its persons, and what each text of theirs says.

    The e-mail alone where each row has one of its own.
    """
    d = liaison.dataset
    cells: _Cells = {}
    columns = {str(c.identite): c for c in d.identites} | {"uai": d.column("uai")}
    for kind, c in columns.items():
        header = liaison.colonnes.get(c.name)
        if header is None and c.name not in liaison.constantes:
            continue
        column = constant(s.lignes) if header is None else s.column(header)
        cells[kind] = column, _said(kind, c, liaison, column.textes)
        if kind == "email" and addresses.own(cells[kind][1])[column.codes].all():
            return {kind: cells[kind]}
    return cells


def _said(kind: str, c: Column, liaison: Liaison, written: pa.Array) -> pa.Array:
    """What identifies someone out of the texts of a column. A mark is no name, nor « anonymous » an e-mail: Microsoft
    Forms writes it for everyone. Case, spaces and the accents of names make no difference.
    """
    if kind == "uai":
        return written
    if c.kind.vides or c.name in liaison.valeurs or c.name in liaison.constantes:
        written = texts([named(c, liaison, x) for x in written.to_pylist()])
    if kind == "email":
        return addresses.said(written)  # nor is a mark
    said = pc.if_else(pc.is_in(pc.utf8_upper(written), texts(_NOBODY)), NUL, written)
    if kind == "numen":
        # « ? », « inconnu » are no number of anyone: all who have none would be one person.
        numbered = pc.match_substring_regex(said, r"\d")
        return pc.utf8_upper(pc.replace_substring(pc.if_else(numbered, said, NUL), " ", ""))
    return texts([None if x is None else folded(x) for x in said.to_pylist()])


def _schools(conversions: Conversions, liaison: Liaison, cells: _Cells) -> pa.Array | None:
    """The code of the school out of each text of its column."""
    if "uai" not in cells:
        return None
    c = liaison.dataset.column("uai")
    ask = Demande(cells["uai"][0], text(c, liaison), {"uai": lambda x: c.kind.sql.format(x=x)})
    return conversions.convert([ask])[0]["uai"]

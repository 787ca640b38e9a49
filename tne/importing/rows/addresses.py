"""The e-mail addresses by which a table names its persons: what each cell says, and where one address is of several persons.

What names someone stays in memory, and is never told: lines are.
"""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tne.folding import folded
from tne.importing.rows.cells import Codes, Colonne, Rangs
from tne.importing.rows.sources import Source
from tne.reading import octets
from tne.reading.arrays import NUL, numpy, scalar, told_apart

_AROUND = r"^[\"'(\[<]|mailto:|<|[\"')\]>;,.]$"
_SIGNS_AROUND = [bytes([sign]) for sign in b"\"'([<>)];,:"]
_ONE = r"[^\s;,/|<>\"'()\[\]]+@[^\s;,/|<>\"'()\[\]]+"
# The mailbox of a school is nobody's own.
_SCHOOL = r"^ce\.\d{7}[a-z]@"


def said(written: pa.Array) -> pa.Array:
    """The address of each text, null where it has none: case, spaces and what a mail program writes around it make no
    difference. Of several the first.
    """
    one = written
    if not octets.one_each(written, "@") or pc.any(pc.equal(written, scalar(""))).as_py():
        one = pc.if_else(pc.match_substring(written, "@"), written, NUL)
        if pc.any(several := _with_several(one)).as_py():
            first = pc.replace_substring_regex(one, rf"(?s)^.*?({_ONE}).*$", r"\1")
            one = pc.if_else(several, first, one)
    if octets.may_hold(one, [b" "]):
        one = pc.replace_substring(one, " ", "")
    return _bare(pc.ascii_lower(one) if octets.ascii_alone(one) else pc.utf8_lower(one))


def _with_several(written: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    return pc.greater(pc.count_substring(written, "@"), scalar(1, np.int32))


def _bare(address: pa.Array) -> pa.Array:
    """« mailto:a@b.fr », « Nom <a@b.fr> », « a@b.fr; »: the address alone."""
    if not (octets.may_hold(address, _SIGNS_AROUND) or octets.may_end(address, b".")):
        return address
    if not pc.any(pc.match_substring_regex(address, _AROUND)).as_py():
        return address
    inside = pc.replace_substring_regex(address, r"^[^<>]*<([^<>]+@[^<>]+)>.*$", r"\1")
    bare = pc.replace_substring_regex(inside, r"^[\"'(\[<]*(?:mailto:)?", "")
    return pc.replace_substring_regex(bare, r"[\"')\]>;,.]+$", "")


def of_schools(addresses: pa.Array) -> pa.Array:
    """For each address, whether it is the mailbox of a school; false where there is none."""
    alike = pc.fill_null(pc.starts_with(addresses, "ce."), scalar(False))
    if not pc.any(alike).as_py():
        return alike
    return pc.fill_null(pc.match_substring_regex(addresses, _SCHOOL), scalar(False))


def own(addresses: pa.Array) -> npt.NDArray[np.bool_]:
    """For each text of a column, whether it says an address that somebody has alone."""
    return numpy(pc.and_not(addresses.is_valid(), of_schools(addresses)))


def several(s: Source, header: str) -> Rangs:
    """The rows whose cell holds different addresses."""
    written = told_apart(s.reconnaissance.tableau.donnees.column(s.positions[header]))
    if octets.one_each(written, "@") or not pc.any(_with_several(written)).as_py():
        return np.zeros(0, np.intp)
    column = s.column(header)
    hinted = numpy(pc.fill_null(_with_several(column.textes), scalar(False)))
    for n in np.flatnonzero(hinted):
        found = re.findall(_ONE, column.textes[int(n)].as_py())
        hinted[n] = len({one.lower().removeprefix("mailto:").strip(".") for one in found}) > 1
    return np.flatnonzero(hinted[column.codes])


def shared(s: Source, email: str, nom: str, prenom: str) -> Rangs:
    """The rows whose address an earlier row has for someone of another name and another first name."""
    column, *names = (s.column(h) for h in (email, nom, prenom))
    addresses = said(column.textes)
    # Cells that say one address have one number.
    same = addresses.dictionary_encode()
    none = scalar(-1, np.int32)
    known = numpy(pc.fill_null(pc.if_else(of_schools(addresses), none, same.indices), none))
    codes = known[column.codes]
    rows = np.flatnonzero(codes >= 0)
    differ = np.all([_differs(rows, codes[rows], name) for name in names], axis=0)
    found = rows[differ]
    if not len(found):
        return found
    first = _first(rows, codes[rows])
    return np.array([r for r in found if all(_another(n, r, first[codes[r]]) for n in names)], np.intp)


def _first(rows: Rangs, codes: Codes) -> Rangs:
    """For each address the first row that has it."""
    first = np.zeros(int(np.max(codes, initial=-1)) + 1, np.intp)
    first[codes[::-1]] = rows[::-1]
    return first


def _differs(rows: Rangs, codes: Codes, name: Colonne) -> npt.NDArray[np.bool_]:
    """For each row whether its text is another one than in the first row of its address."""
    return np.not_equal(name.codes[rows], name.codes[_first(rows, codes)[codes]])


def _another(name: Colonne, row: int, first: int) -> bool:
    """True for two names of which neither is in the other: « Anne » is « Anne-Marie », « Le Goff » « LE GOFF »."""
    one, other = (folded(name.textes[int(name.codes[r])].as_py() or "") for r in (row, first))
    return bool(one and other) and one not in other and other not in one

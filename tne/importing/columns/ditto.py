"""Signs that repeat the cell above (« " », « idem »): the cell is read as what they repeat, and that is said.

A record does not know the one above it once the rows have been sorted: a sentence asks to look.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tne.datasets.lists import NIVEAU
from tne.datasets.plan import NUMERO_DE_SESSION
from tne.kinds import CODE
from tne.reading import Remarque, Tableau, octets
from tne.reading.arrays import numpy, scalar, texts, told_apart
from tne.spec import Column
from tne.typographie import accord, compte, enumeration

_MARK = r"\"|''|″|〃|“|”|„|,,"
_AROUND = r"[-–— ]*"
_PATTERN = rf"{_AROUND}(?:(?:{_MARK})(?: *(?:{_MARK}))*|idem(?: (?:ci-dessus|supra))?|id\.|ditto){_AROUND}"
_SAID = rf"(?i)^\s*(?:{_PATTERN})\s*$"
_SIGN = re.compile(_PATTERN, re.IGNORECASE)
# The first byte of each sign with which such a text begins.
_BEGINNINGS = bytes({sign.encode()[0] for sign in "\"'″〃“”„,-–—/iIdD \t\n\r\f"})
# Of these kinds any word is a value.
_OF_ANY_WORD = (CODE, NUMERO_DE_SESSION, NIVEAU)
# « // » also strikes out what does not apply: it repeats where a record cannot do without a value.
_STROKES = r"^\s*/{2}\s*$"


def repeats(text: str) -> bool:
    """True for a text that only says « as above »."""
    return _SIGN.fullmatch(text.strip()) is not None


def holds(cells: pa.ChunkedArray, column: Column) -> bool:
    """True where some cell of a column repeats the one above."""
    begun = octets.beginning(cells, _BEGINNINGS)
    return len(begun) > 0 and bool(pc.any(_marked(begun, column)).as_py())


def _marked(cells: pa.ChunkedArray, column: Column) -> pa.ChunkedArray:
    said = pc.match_substring_regex(cells, _SAID)
    return pc.or_(said, pc.match_substring_regex(cells, _STROKES)) if column.required else said


def written_out(tableau: Tableau, linked: Mapping[str, Column]) -> Tableau:
    """The same table with what these signs repeat in their place, in the columns that are read (by header).

    Under a blank cell, or in the first record, a sign repeats nothing: it stays, to be refused. One that would count as a
    code, a session, a level, or as the name of a person, becomes blank.
    """
    number, headers = 0, []
    for header, column in linked.items():
        position = tableau.entete.index(header)
        cells = tableau.donnees.column(position)
        if not holds(told_apart(cells), column):
            continue
        cells = cells.cast(pa.string())
        marks = numpy(pc.fill_null(_marked(cells, column), scalar(False)).combine_chunks())
        held: list[str | None] = cells.to_pylist()
        blank = column.kind in _OF_ANY_WORD or bool(column.identite)
        repeated = 0
        for n in np.flatnonzero(marks).tolist():
            above = held[n - 1] if n else None
            if above is not None and not marks[n - 1]:
                held[n], marks[n] = above, False
                repeated += 1
            elif blank:
                held[n] = None
        if repeated:
            headers.append(header)
            number += repeated
        tableau = replace(tableau, donnees=tableau.donnees.set_column(position, header, texts(held)))
    if not number:
        return tableau
    message = (
        f"{compte(number, 'cellule')} de {enumeration([f'« {h} »' for h in headers])} "
        f'{accord(number, "répète", "répètent")} par un signe (« idem », « " ») la cellule du dessus, et '
        f"{accord(number, 'est lue', 'sont lues')} ainsi : vérifiez que les lignes n'ont pas été triées depuis."
    )
    said = Remarque(0, "repetitions", message)
    return replace(tableau, remarques=(*tableau.remarques, said))

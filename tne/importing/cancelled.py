"""Rows that say in a column which decides nothing that they did not take place: they count all the same, and that is said."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from tne.importing.model import Liaison, Reconnaissance
from tne.reading.arrays import scalar
from tne.typographie import accord, compte, entier

# The whole cell, or its begin before more: « Annulé », « ANNULÉE (grève) », « reporté au 12/03 ».
_SAID = (
    r"(?i)^\W*(?:s[ée]ance |session |visite |intervention )?(?:annul[ée]+s?|report[ée]+s?|d[ée]programm[ée]+s?|supprim[ée]+s?)(?:\W|$)"
    r"|^\W*(?:n'a |non |pas |n’a )(?:pas )?(?:eu lieu|r[ée]alis[ée]+s?|effectu[ée]+s?|tenue?)(?:\W|$)"
)
# Data sets of which a row is something that took place.
_EVENTS = frozenset({"intervention", "atelier_parentalite", "numerixplore", "session"})


def cancelled(r: Reconnaissance, li: Liaison) -> Iterator[tuple[int, str]]:
    """First line and sentence for each such column of a table."""
    if li.dataset.name not in _EVENTS:
        return
    free = [h for n, h in li.colonnes.items() if li.dataset.column(n).kind.libre]
    lines = r.tableau.donnees.column(len(r.tableau.entete))
    for header in dict.fromkeys([*r.ignorees, *free]):
        cells = r.tableau.donnees.column(r.tableau.entete.index(header))
        texts = cells.cast(pa.string()) if pa.types.is_dictionary(cells.type) else cells
        said = pc.fill_null(pc.match_substring_regex(texts, _SAID), scalar(False))
        number = pc.sum(said).as_py() or 0
        if number:
            first = lines.filter(said)
            word = str(texts.filter(said)[0].as_py()).strip()
            count = accord(number, "elle compte", f"elles comptent toutes les {entier(number)}")
            way = accord(number, "Si elle n'a pas eu lieu, ôtez-la", "Si elles n'ont pas eu lieu, ôtez-les")
            yield (
                int(first[0].as_py()),
                f"{compte(number, 'ligne')} {accord(number, 'dit', 'disent')} « {word[:40]} » dans « {header} », qui ne décide de "
                f"rien : {count}. {way} du fichier.",
            )

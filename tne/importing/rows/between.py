"""Rows that stand between the records of a table and are none: the title of a month or of a session, a line of dashes."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from tne.importing.rows.cells import Rangs, encode
from tne.importing.rows.sources import Source
from tne.reading.arrays import numbers, numpy, scalar
from tne.reading.shapes import is_example

_MONTH = (
    r"(?:janv(?:ier|\.)?|f[ée]vr?(?:ier|\.)?|mars|avr(?:il|\.)?|mai|juin|juil(?:let|\.)?|ao[ûu]t|sept?(?:embre|\.)?"
    r"|oct(?:obre|\.)?|nov(?:embre|\.)?|d[ée]c(?:embre|\.)?)"
)
# The name of a month, of a term, of a week, of a school year: « SEPTEMBRE 2023 », « 1er trimestre », « Semaine 12 ».
_TIME = (
    rf"(?i)^[-–—=*_ ]*(?:(?:mois (?:de |d'|: ?)?)?{_MONTH}(?: ?[-–/&] ?{_MONTH}| et {_MONTH})?(?:[- ](?:20)?\d\d)?"
    r"|(?:1er|2e|2ème|2nd|3e|3ème) (?:trimestre|semestre)(?: 20\d\d.*)?|(?:trimestre|semestre|t|s) ?[1-4](?: 20\d\d.*)?"
    r"|(?:semaine|p[ée]riode) \d{1,2}(?: 20\d\d)?|semaine du .{1,40}|(?:ann[ée]e(?: scolaire)?|a\.? ?s\.?) 20\d\d.*)[-–—=*_: ]*$"
)
# Nothing but strokes. A tick says something.
_STROKES = r"^[-–—‐_=═─━┄*·•~+#|/\\. ]+$"
# « octobre 2023 » typed into a spreadsheet is the first day of that month.
_FIRST_DAY = r"^20\d\d-\d\d-01(?:T00:00:00)?$"
# The title of a part, « Session 01 - 12/03/2024 - Atelier Canopé », which the rows under it say by themselves.
_PART = (
    r"(?i)^[-–—=*_ ]*(?:session|s[ée]ance|groupe|module|dispositif|stage|formation|coll[èe]ges?|lyc[ée]es?|[ée]coles?|circonscription"
    r"|bassin|secteur|commune|r[ée]seau|atelier) ?[°:#]?.*[ \d].*$"
)
_EXAMPLE = r"(?i)^\(?(?:par )?ex(?:emples?)? ?[.:]"
# One such row alone may be a record that was begun and not filled in.
_LEAST_DAYS = 2


@dataclass(frozen=True)
class Entre:
    """The numbers of the rows that are titles, that are only strokes, that a model shows as examples."""

    intertitres: Rangs
    separateurs: Rangs
    exemples: Rangs


def _may_title(s: Source) -> bool:
    """True where the first cell of a record never reads like a title: it is no name, nor the words of somebody."""
    first = s.reconnaissance.tableau.entete[0]
    read = [
        li.dataset.column(n) for li in s.reconnaissance.liaisons for n, h in li.colonnes.items() if h == first
    ]
    return bool(read) and not any(c.kind.libre or c.kind.name == "uai" for c in read)


def between(s: Source) -> Entre:
    """The rows that say nothing but a time, once or in each cell that is filled, or nothing at all; those that say in their first
    cell alone of what part the next ones are.
    """
    table = s.reconnaissance.tableau
    width = len(table.entete)
    rows: Rangs = np.arange(table.donnees.num_rows)
    either = f"{_TIME}|{_STROKES}|{_FIRST_DAY}|{_EXAMPLE}"
    for position in range(width if width > 1 else 0):
        whole = table.donnees.column(position)
        column = encode(whole if len(rows) == table.donnees.num_rows else whole.take(numbers(rows)))
        wanted = f"{either}|{_PART}" if position == 0 and _may_title(s) else either
        # The last of the texts is the blank one.
        kept = numpy(pc.fill_null(pc.match_substring_regex(column.textes, wanted), scalar(True)))
        rows = rows[kept[column.codes]]
        if not len(rows):
            break
    titles: list[int] = []
    strokes: list[int] = []
    examples: list[int] = []
    days: list[int] = []
    for row in rows.tolist() if width > 1 else ():
        cells = [c.strip() for h in table.entete if (c := table.donnees.column(h)[row].as_py())]
        told = {c for c in cells if not re.match(_STROKES, c)}
        if told and all(map(is_example, told)):
            examples.append(row)
        elif not told:
            strokes.append(row)
        elif len(told) == 1 and "-" not in cells:  # a dash alone may be the value of that month
            (days if re.match(_FIRST_DAY, told.pop()) else titles).append(row)
    days = days if len(days) >= _LEAST_DAYS else []
    return Entre(
        np.array(sorted([*titles, *days]), np.intp), np.array(strokes, np.intp), np.array(examples, np.intp)
    )

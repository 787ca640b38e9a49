"""Cells as Notion exports them, as others write them: « Jules Verne (https://www.notion.so/…) » is the name of what is linked, and
« March 12, 2024 9:00 AM (GMT+1) → 11:30 AM » a day with its hours: a relation is exported with its address, a date as it is shown.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from tne.importing.columns.changing import changed
from tne.reading import Tableau
from tne.reading.arrays import told_apart

_LINK = re.compile(r" \(https://(?:[a-z0-9-]+\.)?notion\.(?:so|com|site)/[^()\s]*\)")
# The hour is that of the place, as everywhere: its distance from Greenwich says nothing of the day.
_ZONE = re.compile(r"(?<=[\dM]) \((?:GMT|UTC|CES?T)(?:[+-]\d{1,2}(?::\d\d)?)?\)")
_HOUR = r"(\d{1,2}):([0-5]\d)(?: ([AP])M)?"
_SPAN = re.compile(
    r"(?:(?P<mois>[A-Z][a-z]{2,8}) (?P<le>\d{1,2}), (?P<de>\d{4})|(?P<jour>\d{1,2}[/ ][^\d/]{3,9} \d{4}|\d{1,2}/\d{1,2}/\d{4})"
    rf"|(?P<an>\d{{4}})/(?P<rang>\d\d)/(?P<quantieme>\d\d)) {_HOUR}(?: → {_HOUR})?"
)
_LOOKED_AT = 200
_TOLD = rf"{_LINK.pattern}|\d(?: [AP]M)? \((?:GMT|UTC|CES?T)[+\-\d:]*\)|^[A-Z][a-z]+ \d{{1,2}}, \d{{4}} \d{{1,2}}:\d\d [AP]M| → \d{{1,2}}:\d\d"


def of_notion(tableau: Tableau) -> Tableau:
    """The same table without the addresses that stand after names, and with the day of each moment first; the very table where none
    of the first cells of a column is so."""
    for header in tableau.entete:
        column = told_apart(tableau.colonne(header).slice(0, _LOOKED_AT))
        if pa.types.is_string(column.type) and pc.any(pc.match_substring_regex(column, _TOLD)).as_py():
            tableau = changed(tableau, header, plainly)
    return tableau


def plainly(cell: str) -> str:
    """One cell as others write it: « 12 March 2024 09:00 → 11:30 »."""
    text = _ZONE.sub("", _LINK.sub("", cell))
    if (found := _SPAN.fullmatch(text.strip())) is None:
        return text
    if found["mois"]:
        day = f"{found['le']} {found['mois']} {found['de']}"
    else:
        day = found["jour"] or f"{found['quantieme']}/{found['rang']}/{found['an']}"
    *begin, end_hour, end_minutes, end_half = found.groups()[-6:]
    hours = _of_the_day(*begin)
    return f"{day} {hours} → {_of_the_day(end_hour, end_minutes, end_half)}" if end_hour else f"{day} {hours}"


def _of_the_day(hour: str, minutes: str, half: str | None) -> str:
    of_day = int(hour) % 12 + (12 if half == "P" else 0) if half else int(hour)
    return f"{of_day:02d}:{minutes}"

"""Moments that a calendar writes in UTC, « 20240311T230000Z », at the hour of the territory: the 12th of March at midnight.

A table of appointments does not say the zone of its calendar: it is taken for that of the schools.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import islice

import pyarrow.compute as pc

from tne.horloge import ici
from tne.importing.columns.changing import changed
from tne.reading import Remarque, Tableau
from tne.reading.arrays import told_apart
from tne.typographie import enumeration

# Form 2 of RFC 5545, the only one that it ends with Z: https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5
_UTC = re.compile(r"20\d{6}T\d{6}Z")
_BASIC = "%Y%m%dT%H%M%S"


def local_hours(tableau: Tableau, headers: Iterable[str]) -> Tableau:
    """The same table with the moments of these columns at the hour of the territory, and a remark where a day is another."""
    of_another_day: list[tuple[str, str, str]] = []
    for header in headers:
        column = tableau.colonne(header)
        if not pc.any(pc.match_substring_regex(told_apart(column), rf"^\s*{_UTC.pattern}\s*$")).as_py():
            continue
        known = {c: _local(c) for c in dict.fromkeys(column.to_pylist()) if c is not None}
        tableau = changed(tableau, header, known.__getitem__)
        others = ((header, c, told) for c, told in known.items() if c.strip()[:8] != told.strip()[:8])
        of_another_day += islice(others, 1)
    if not of_another_day:
        return tableau
    names = enumeration([f"« {header} »" for header, _, _ in of_another_day])
    _, cell, told = of_another_day[0]
    message = (
        f"Les heures de {names} qui finissent par Z sont celles de Greenwich : elles sont lues à l'heure du territoire, et "
        f"« {cell.strip()} » est le {datetime.strptime(told, _BASIC):%d/%m/%Y}."
    )
    return replace(tableau, remarques=(*tableau.remarques, Remarque(0, "heures_utc", message)))


def _local(cell: str) -> str:
    if not _UTC.fullmatch(cell.strip()):
        return cell
    try:
        moment = datetime.strptime(cell.strip().removesuffix("Z"), _BASIC)
    except ValueError:  # « 20240231T230000Z » is refused as it stands
        return cell
    return ici(moment).strftime(_BASIC)

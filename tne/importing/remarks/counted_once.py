"""Rows that say how many sessions or interventions they stand for, where each counts for one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow.compute as pc

from tne.importing.model import Liaison, Reconnaissance
from tne.reading.arrays import plain, scalar
from tne.spec import fold
from tne.typographie import accord, compte

_OF_WHAT = r"(?:interventions?|seances?|sessions?|rencontres?|ateliers?|accompagnements?|passages?|visites?|actions?|formations?)"
_HOW_MANY = re.compile(rf"(?:nombre|nb|nbre)(?:de|d)?{_OF_WHAT}|nombre|nb|nbre|quantite|qte")
_SEVERAL = r"^\s*(?:[2-9]|[1-9]\d{1,2})(?:[.,]0+)?\s*$"
# What the rows are, in words. A row of equipment has a number, and counts it.
_RECORDS = {"intervention": "interventions", "atelier_parentalite": "rencontres", "numerixplore": "journées"}


def counted_once(r: Reconnaissance, li: Liaison) -> Iterator[tuple[int, str]]:
    """First line and sentence for each column, not read, in which rows say that they stand for several."""
    if (several := _RECORDS.get(li.dataset.name)) is None:
        return
    lines = r.tableau.donnees.column(len(r.tableau.entete))
    for header in (h for h in r.ignorees if _HOW_MANY.fullmatch(fold(h))):
        cells = plain(r.tableau.colonne(header))
        said = pc.fill_null(pc.match_substring_regex(cells, _SEVERAL), scalar(False))
        if number := pc.sum(said).as_py():
            worth = accord(number, "qu'elle vaut", "qu'elles valent")
            yield (
                int(lines.filter(said)[0].as_py()),
                f"« {header} » dit de {compte(number, 'ligne')} {worth} plusieurs {several}, et chaque ligne en compte une. Si c'est bien leur "
                "nombre, faites une ligne pour chacune, avec sa date.",
            )

"""The school that the name of a sheet tells, in a workbook with a sheet for each: « 0860002K Camille Guérin », « Clg Camille Guérin »;
and that of a calendar whose places are rooms.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from tne.datasets import DATASETS
from tne.importing.correcting.named_schools import TYPES
from tne.importing.model import Liaison, Probleme, Reconnaissance, remark
from tne.kinds import LETTRES_UAI, UAI
from tne.reading import Tableau
from tne.spec import fold
from tne.typographie import compte

_CODE = re.compile(r"(?<![^\W_])(\d{7}) ?([A-Z])(?![^\W_])", re.IGNORECASE)
# A word before others: « Clg. Camille Guérin », not « Collèges publics ». « École inclusive » reads alike.
_NAMED = re.compile(r"([^\W\d_]+)\b\.? *\w.*")
_LOOKED_AT = 200


def sheet_school(tableau: Tableau) -> str | None:
    """The one code of a school in the name of the sheet, or that name where it is a school's, where no column of the table
    tells schools; else None.
    """
    sheet = (tableau.feuille or "").strip()
    codes = {m[1] + m[2].upper() for m in _CODE.finditer(sheet)}
    named = _NAMED.fullmatch(sheet)
    told = [c for c in codes if is_code(c)] if codes else [sheet] if named and fold(named[1]) in TYPES else []
    if len(told) != 1 or any(fold(h) in _HEADERS or _of_codes(tableau, h) for h in tableau.entete):
        return None
    return told[0]


def is_code(told: str) -> bool:
    """True of a code whose letter is right; else it is a name, of which someone has to say the school."""
    return bool(_CODE.fullmatch(told)) and LETTRES_UAI[int(told[:7]) % 23] == told[7]


_HEADERS = {fold(name) for d in DATASETS.values() for c in d.columns if c.kind is UAI for name in c.names}


def _of_codes(tableau: Tableau, header: str) -> bool:
    """True of a column with the code of a school in one of its first cells."""
    first = tableau.colonne(header)[:_LOOKED_AT].to_pylist()
    return any(_CODE.fullmatch(str(v).strip()) for v in first if v is not None)


def school_rather_than_room(tableau: Tableau, li: Liaison) -> Liaison:
    """The same reading, of which the column that names schools tells them, where the place of an appointment, « CDI », would.

    A place stays the school where it alone has codes, or has more cells than the other column.
    """
    place, school = (li.colonnes.get(name) for name in ("uai", "etablissement"))
    if not place or not school or fold(place) in _HEADERS:
        return li
    if _of_codes(tableau, place) and not _of_codes(tableau, school):
        return li
    if tableau.colonne(school).null_count > tableau.colonne(place).null_count:
        return li
    columns = {name: h for name, h in li.colonnes.items() if name != "etablissement"}
    return replace(li, colonnes={**columns, "uai": school})


def taken(recognised: Collection[Reconnaissance]) -> Iterator[Probleme]:
    """What to say of the sheets whose rows are all of the school that its name tells."""
    for r in recognised:
        uai = sheet_school(r.tableau)
        if uai and is_code(uai) and any(li.constantes.get("uai") == uai for li in r.liaisons):
            rows = compte(r.tableau.donnees.num_rows, "ligne")
            message = f"Aucune colonne ne dit l'établissement : le nom de la feuille le dit, {uai}, pour toutes ses lignes ({rows})."
            yield remark(r.tableau.feuille, 0, uai, "uai_de_la_feuille", message)

"""Numbers in cells that a spreadsheet merged over several rows: each row is read with the number, and that is said.

« 12 » over three schools may be twelve teachers of each, or of all three: thirty-six are counted.
"""

from __future__ import annotations

import pyarrow as pa

from tne.durees import DUREE_HEURES
from tne.kinds import EFFECTIF
from tne.reading import Tableau
from tne.reading.model import LIGNE
from tne.spec import Column
from tne.typographie import compte

FUSIONNES = "nombres_fusionnes"


def repeated_numbers(tableau: Tableau, header: str, column: Column) -> tuple[str, str] | None:
    """Code and sentence for a column that is added up; None where no such cell stands in it."""
    if not tableau.fusions or column.kind not in (EFFECTIF, DUREE_HEURES):
        return None
    cells: list[str | None] = tableau.colonne(header).cast(pa.string()).to_pylist()
    lines: list[int] = tableau.donnees.column(LIGNE).to_pylist()
    held = dict(zip(lines, cells, strict=True))
    ours = [
        (first, last, text)
        for first, last, text in tableau.fusions
        if any(c.isdigit() and c != "0" for c in text) and held.get(first) == held.get(last) == text
    ]
    if not ours:
        return None
    first, last, text = ours[0]
    number = compte(len(ours), "cellule fusionnée", "cellules fusionnées")
    return FUSIONNES, (
        f"« {header} » a {number} sur plusieurs lignes (« {text} », lignes {first} à {last}) : le nombre compte sur chacune. "
        "S'il est celui de toutes ensemble, défusionnez et ne l'écrivez qu'une fois."
    )

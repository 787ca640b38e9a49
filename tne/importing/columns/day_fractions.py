"""Hours that a spreadsheet wrote as a part of a day among others written as hours: 0.0625 for 1h30 counts as four minutes.

Where the whole column is so, the data set tells it (`tne.durees.fractions_de_jour`).
"""

from __future__ import annotations

import re

import pyarrow.compute as pc

from tne.durees import DUREE_HEURES
from tne.reading import Tableau
from tne.reading.arrays import told_apart
from tne.reading.model import LIGNE
from tne.spec import Column
from tne.typographie import compte

# Nobody writes thousandths of an hour; the quarters of an hour of a day have at least three decimals, but for 6 and 12 hours.
_PART = re.compile(r"0?[.,]\d{3,}")
_UNDER_ONE = re.compile(r"0?[.,]\d+|0")
_HINT = f"^{_PART.pattern}$"
_QUARTERS, _MOST, _EXACT = 96, 0.33, 1e-4


def parts_of_a_day(tableau: Tableau, header: str, column: Column) -> tuple[str, str] | None:
    """Code and sentence for a column of hours of which some are parts of a day, and others are not; else None."""
    if column.kind is not DUREE_HEURES:
        return None
    cells = tableau.colonne(header)
    if not pc.any(pc.match_substring_regex(told_apart(cells), _HINT)).as_py():
        return None
    rows = list(zip(tableau.donnees.column(LIGNE).to_pylist(), cells.to_pylist(), strict=True))
    found = [(line, text, quarters) for line, text in rows if text and (quarters := _quarters(text))]
    if not found or all(_UNDER_ONE.fullmatch(text.strip()) for _, text in rows if text):
        return None
    line, text, quarters = found[0]
    number = compte(len(found), "nombre qui semble", "nombres qui semblent")
    return "fractions_de_jour", (
        f"« {header} » a {number} une part de jour, non des heures (ligne {line} : « {text} » serait "
        f"{quarters // 4}h{15 * (quarters % 4):02d}). Si le tableur l'a écrit ainsi, écrivez les heures."
    )


def _quarters(text: str) -> int:
    """The quarters of an hour that a part of a day makes; 0 for any other text."""
    text = text.strip().rstrip("0")  # « 0,250 » among hours of three decimals is a quarter of an hour
    if _PART.fullmatch(text) is None:
        return 0
    part = float(text.replace(",", "."))
    quarters = round(part * _QUARTERS)
    return quarters if part < _MOST and abs(part * _QUARTERS - quarters) < _EXACT else 0

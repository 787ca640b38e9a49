"""The headers of days and of hours, and sheets whose « Horaires » say the day too, « 12/03/2024 14h-16h », where no other column does."""

from __future__ import annotations

import re

from tne.datasets import DATASETS
from tne.durees import DUREE_HEURES
from tne.importing.headers.moments import says_day
from tne.importing.headers.near import near_key
from tne.reading import Tableau
from tne.reading.arrays import told_apart
from tne.spec import fold

OF = r"(?:de|du|d|la|l)*(?:intervention|atelier|seance|session|formation|rencontre)?(?:le|a)?"
"""Of what a folded header says a moment."""
HOURS = re.compile(rf"(?:horaires?|creneaux?(?:horaires?)?|plages?horaires?|heuresdebutfin|debutfin){OF}")
"""The folded header of a column that says when something began and ended."""
DAYS = frozenset(
    near_key(name) for d in DATASETS.values() if any(c.kind is DUREE_HEURES for c in d.columns)
    for c in d.columns if c.kind.est_date and c.required for name in c.names
)  # fmt: skip
"""The headers, as `near_key` tells them, of the days of records that have hours."""
DAY_AND_HOURS = fold("Date et horaire")
"""The folded header of a column that says both."""

_LOOKED_AT = 200


def hours_headers(tableau: Tableau) -> list[str]:
    """The headers of hours as the file writes them."""
    return [h for h in tableau.titres_du_fichier if HOURS.fullmatch(fold(h))]


def day_of_hours(tableau: Tableau) -> str | None:
    """The one header of hours of a table without a header of days, where most of its first cells say a day; else None."""
    headers = [h for h in hours_headers(tableau) if h in tableau.entete]
    if len(headers) != 1 or any(near_key(h) in DAYS for h in tableau.entete):
        return None
    cells = [
        " ".join(c.split()) for c in told_apart(tableau.colonne(headers[0]))[:_LOOKED_AT].to_pylist() if c
    ]
    return headers[0] if 2 * sum(map(says_day, cells)) > len(cells) else None

"""Days written with their day of the week, « lundi 12 mars 2024 »: where it is another one, the day, the month or the year is wrong."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from tne.importing.columns.periods import named_month
from tne.reading import Tableau
from tne.reading.arrays import told_apart
from tne.reading.model import LIGNE
from tne.spec import Column, fold
from tne.typographie import JOURS, JOURS_COURTS, compte

AUTRE_JOUR = "autre_jour_de_la_semaine"
_HINT = rf"(?i)^\s*(?:{'|'.join(JOURS_COURTS)})[a-z]*\.?,? \d"
_WRITTEN = re.compile(
    r"(?P<dit>(?P<semaine>[a-z]{3,8})\.?,? (?P<j>\d{1,2})(?:er)?"
    r"(?:[ -](?P<mot>[^\W\d_]{3,9})\.?[ -]|[/.-](?P<m>\d{1,2})[/.-])(?P<a>\d{4}))(?:\D.*)?",
    re.IGNORECASE,
)


def wrong_weekday(tableau: Tableau, header: str, column: Column) -> tuple[str, str] | None:
    """Code and sentence for a column of dates of which some are on another day of the week than they say; else None."""
    if not column.kind.est_date:
        return None
    read = tableau.colonne(header)
    if not pc.any(pc.match_substring_regex(told_apart(read), _HINT)).as_py():
        return None
    cells = read.cast(pa.string())
    hinted = cells.filter(pc.match_substring_regex(cells, _HINT)).to_pylist()
    wrong = {t: told for t in set(hinted) if (told := _another(t.strip())) is not None}
    if not wrong:
        return None
    rows = zip(tableau.donnees.column(LIGNE).to_pylist(), cells.to_pylist(), strict=True)
    lines = [line for line, text in rows if text in wrong]
    said, day = next(wrong[t] for t in hinted if t in wrong)
    number = compte(len(lines), "date qui n'est pas", "dates qui ne sont pas")
    return AUTRE_JOUR, (
        f"« {header} » a {number} du jour de la semaine écrit (ligne {lines[0]} : « {said} », or le {day:%d/%m/%Y} est un "
        f"{JOURS[day.weekday()]}) : le jour, le mois ou l'année est sans doute faux."
    )


def _another(text: str) -> tuple[str, date] | None:
    """The words of a date that says another day of the week, without what follows (it may name someone), and that date; else None."""
    if (found := _WRITTEN.fullmatch(text)) is None or fold(found["semaine"])[:3] not in JOURS_COURTS:
        return None
    month = int(found["m"]) if found["m"] else named_month(fold(found["mot"]))
    with suppress(ValueError):
        day = date(int(found["a"]), month or 0, int(found["j"]))
        return (found["dit"], day) if JOURS_COURTS[day.weekday()] != fold(found["semaine"])[:3] else None
    return None

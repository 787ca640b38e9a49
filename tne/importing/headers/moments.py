"""When something began and ended, as cells tell it: « 9h30 », « 12/03/2024 09:00 », a part of a day; and what lies between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tne.importing.columns.as_cells import as_cells
from tne.importing.columns.doubtful_days import TWELVE_HOURS
from tne.importing.columns.habits import order_said
from tne.kinds import DATE

# The code of the remark on durations that were worked out.
CALCULEES = "durees_calculees"
# In the place of minutes, why there are none.
ILLISIBLE, RETOURNE, JOURNEE, PLUSIEURS_JOURS = 0, -1, -2, -3
POURQUOI: Mapping[int, str] = {
    RETOURNE: "la fin n'y est pas après le début",
    ILLISIBLE: "une heure y manque ou ne se lit pas",
    JOURNEE: "le jour y est pris tout entier, sans heures",
    PLUSIEURS_JOURS: "le début et la fin y sont de jours différents",
}

HEURE = r"(?:[01]?\d|2[0-4])"
_ONE = re.compile(
    rf"(?:à )?({HEURE}) ?(?:(?:h(?:eures?)?|:) ?([0-5]\d)?(?::[0-5]\d)?)?(?: ?([AP])\.?M\.?)?", re.IGNORECASE
)
# A spreadsheet counts the hours of a day as a part of it, and days since 1900.
_PART = re.compile(r"0[.,]\d+")
_COUNTED = re.compile(r"([2-7]\d{4})(?:[.,](\d+))?")
# As an .ics writes it: « 20240312 », « 20240312T090000Z ».
_BASIC = re.compile(r"(20\d{6})(?:T(\d\d)(\d\d)(?:\d\d)?Z?)?")
_JOUR = r"(?:[^\W\d_]{2,9}[.,]{0,2} )?(?:\d{4}[/.-]\d{1,2}[/.-]\d{1,2}|\d{1,2}(?:er)?(?:[/.-]\d{1,2}[/.-]|[ -][^\W\d_]{3,9}\.?[ -])\d{2,4})"
_MOMENT = re.compile(
    rf"(?P<jour>{_JOUR})(?:(?:T|,? ?(?:à |- )?)(?P<heure>{HEURE} ?(?:h(?:eures?)?|:)[^+Z]*?)(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
_SIGNED = rf"{HEURE} ?(?:h(?:eures?)?|:) ?(?:[0-5]\d)?(?::[0-5]\d)?"
JUSQUE = "(?:-|‑|–|—|→|>|à|/|jusqu'à)"
"""Between the hour of a beginning and that of its end."""
_SPAN = re.compile(rf"(?:de )?({_SIGNED}|{HEURE}) ?{JUSQUE} ?({_SIGNED}|{HEURE})", re.IGNORECASE)
_NEXT = re.compile(r" ?(?:[,;+&/\n]|\bet\b|\bpuis\b) ?")
# What follows the year first may be an offset from UTC: « 2024-03-12 09:00-04:00 ».
_DAY_FIRST = re.compile(rf"(?!\d{{4}})(?:le )?{_JOUR}[,:]? ?(?:-|–|—|à)? ?(?=\(|de |\d)", re.IGNORECASE)
_DAY, _OTHERWISE = 24 * 60, -1
# What goes on over midnight is of an evening; more is of two days, with the night between.
_MOST_OVER_MIDNIGHT = 12 * 60
_MIDNIGHTS = frozenset({(0, 0), (0, _DAY), (0, _DAY - 1)})


@dataclass(frozen=True)
class Moment:
    """The day as it is written and the minutes of the day, each None where a cell does not tell it; fewer than none where it tells
    something else.
    """

    jour: str | None = None
    minutes: int | None = None

    @property
    def heure_dite(self) -> bool:
        """Whether an hour of the day is told."""
        return self.minutes is not None and self.minutes != _OTHERWISE


def moment(text: str) -> Moment:
    """What one cell, not blank, tells: an hour, a day, both, or neither."""
    text = text.strip()
    if (alone := minutes(text)) is not None:
        return Moment(None, alone)
    if counted := _COUNTED.fullmatch(text):
        part = round(float(f"0.{counted[2]}") * _DAY) if counted[2] else None
        return Moment(counted[1], part)
    if basic := _BASIC.fullmatch(text):
        return Moment(basic[1], 60 * int(basic[2]) + int(basic[3]) if basic[2] else None)
    if (found := _MOMENT.fullmatch(text)) is None:
        return Moment(None, _OTHERWISE)
    if not found["heure"]:
        return Moment(found["jour"])
    hour = minutes(found["heure"].strip())
    return Moment(found["jour"], _OTHERWISE if hour is None else hour)


def minutes(text: str) -> int | None:
    """The minutes of the day at an hour, « 9h30 », « 9:30 PM », « 0,375 »; None for any other text."""
    if _PART.fullmatch(text):
        return round(float(text.replace(",", ".")) * _DAY)
    if (found := _ONE.fullmatch(text)) is None:
        return None
    hour = int(found[1])
    if found[3]:
        hour = hour % 12 + (12 if found[3].upper() == "P" else 0)
    return 60 * hour + int(found[2] or 0)


def twelve_hours(texts: Iterable[str | None]) -> bool:
    """True where an hour is written with AM or PM: the month comes first in the days beside it."""
    return any(t and TWELVE_HOURS.search(t) for t in texts)


def lasting(pairs: Sequence[tuple[Moment, Moment] | None], twelve: bool) -> list[int | None]:
    """For each beginning and end the minutes between, or why there are none; None for a pair that tells no hour.

    `twelve`: the hours are written with AM or PM.
    """
    apart = {m.jour for p in pairs if p and p[0].jour and p[1].jour and p[0].jour != p[1].jour for m in p}
    days = _days([j for j in apart if j], twelve)
    return [None if p is None else _between(*p, days) for p in pairs]


def same_days(pairs: Sequence[tuple[str, str]], twelve: bool) -> int:
    """How many of these pairs are of one day, however it is written; `twelve`: the first have hours with AM or PM."""
    first, other = (
        _days([*{*of}], of_twelve)
        for of, of_twelve in zip(zip(*pairs, strict=True), (twelve, False), strict=True)
    )
    return sum(a == b or (a in first and first[a] == other.get(b)) for a, b in pairs)


def _days(written: Sequence[str], twelve: bool) -> dict[str, date]:
    told = [f"{w} 1:00 AM" for w in written] if twelve else list(written)
    for change, _, _ in order_said(told, ""):
        told = [change(t) for t in told]
    read = as_cells(told, DATE.sql.format(x="x")) if told else []
    return {w: d for w, d in zip(written, read, strict=True) if d is not None}


def _between(begin: Moment, end: Moment, days: Mapping[str, date]) -> int | None:
    # « Total », or the title of a month, where a record has its beginning.
    untold = begin.minutes is None or (begin.minutes == _OTHERWISE and end.jour is None)
    if untold and end.minutes is None:
        return None
    if begin.minutes is None or end.minutes is None or _OTHERWISE in (begin.minutes, end.minutes):
        return ILLISIBLE
    apart = 0
    if begin.jour and end.jour and begin.jour != end.jour:
        if begin.jour not in days or end.jour not in days:
            return ILLISIBLE
        apart = (days[end.jour] - days[begin.jour]).days
    hours = (begin.minutes, end.minutes)
    if apart >= 0 and begin.jour and hours in _MIDNIGHTS:
        return JOURNEE
    lasted = apart * _DAY + end.minutes - begin.minutes
    if lasted <= 0:
        return RETOURNE
    return lasted if apart == 0 or (apart == 1 and lasted <= _MOST_OVER_MIDNIGHT) else PLUSIEURS_JOURS


def spanned(text: str) -> int | None:
    """The minutes of « 9h-12h », of « 9h-12h et 14h-16h », or why there are none; None where nothing is said."""
    if not text:
        return None
    total, place = 0, 0
    while found := _SPAN.match(text, place):
        begin, end = (minutes(t.strip()) for t in found.groups())
        if begin is None or end is None or not re.search(r"[h:]", found[0], re.IGNORECASE):
            return ILLISIBLE
        if end <= begin:
            return RETOURNE
        total, place = total + end - begin, found.end()
        between = _NEXT.match(text, place)
        place = between.end() if between else place
    return total if place == len(text) else ILLISIBLE


def spanned_after_day(text: str) -> int | None:
    """The same of « 12/03/2024 9h-12h », of « mardi 12 mars 2024 de 9h à 12h »; None of a day alone, or with one hour."""
    day = _DAY_FIRST.match(text)
    hours = text[day.end() :].removeprefix("(").removesuffix(")") if day else ""
    return spanned(hours) if _SPAN.match(hours) else None


def says_day(text: str) -> bool:
    """True of a text, not blank, that says a day, alone or with hours."""
    return moment(text).jour is not None or spanned_after_day(text) is not None

"""School days of zone A (académie de Poitiers): no weekend, no public holiday, no school holiday."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from vacances_scolaires_france import SchoolHolidayDates

# Easter Sundays: the public holidays that move hang on them.
_PAQUES = {2022: (4, 17), 2023: (4, 9), 2024: (3, 31), 2025: (4, 20)}


@lru_cache(maxsize=1)
def _vacances() -> SchoolHolidayDates:
    return SchoolHolidayDates()


def ferie(d: date) -> bool:
    """True on a public holiday in metropolitan France."""
    easter = date(d.year, *_PAQUES[d.year])
    if d - easter in (timedelta(1), timedelta(39), timedelta(50)):
        return True
    return (d.month, d.day) in {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}


def jour_de_classe(d: date) -> bool:
    """True when schools of zone A are open that day, Monday to Friday."""
    return d.weekday() < 5 and not ferie(d) and not _vacances().is_holiday_for_zone(d, "A")


def jours_de_classe(debut: date, fin: date) -> list[date]:
    """The school days between both dates, included, in order."""
    span = (fin - debut).days
    return [d for n in range(span + 1) if jour_de_classe(d := debut + timedelta(n))]

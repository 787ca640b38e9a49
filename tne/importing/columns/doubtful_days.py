"""Days that a whole column makes doubtful, and nothing settles: nothing is changed, a sentence asks to look.

A spreadsheet in English that opens « 05/09/2023 » makes it the 9th of May, and leaves « 25/09/2023 » as a text. One in French does so
with dates that have the month first: « 9/12/2023 » becomes the 9th of December, « 9/25/2023 » stays a text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_REAL = re.compile(r"(?P<an>\d{4})-(?P<mois>\d\d)-(?P<jour>\d\d)(?:[T ].*)?")
_WRITTEN = re.compile(r"(?P<un>\d{1,2})/(?P<deux>\d{1,2})/(?P<an>\d{4})(?: .*)?")
# Refused one by one, unless the column says more (`habits`).
_SHORT = re.compile(r"(?P<un>\d{1,2})/(?P<deux>\d{1,2})/(?P<an>\d\d)(?: .*)?")
# Of so many days by chance, none is after the 12th in less than one file of a hundred.
_LEAST_MIXED, _LEAST_SMALL = 3, 6
_LEAST_PARTS = 3
_MONTHS = 12
MOIS_D_ABORD = "mois_d_abord"
# With AM or PM the month comes first, whatever the day.
TWELVE_HOURS = re.compile(r"\d ?[AP]\.?M\.?\s*$", re.IGNORECASE)
# Of the dates with slashes, so many must have the month first beyond doubt: one slip among others is none.
SURE_SHARE = 0.25
SURE_LEAST = 2


def doubts(cells: Sequence[str], header: str) -> tuple[str, str] | None:
    """Code and sentence of what is doubtful in the distinct texts of a column of dates; None where nothing is."""
    real = [m for c in cells if (m := _REAL.fullmatch(c.strip()))]
    written = [m for c in cells if (m := _WRITTEN.fullmatch(c.strip()))]
    turned_by = _turned_by(written)
    if (
        min(len(real), len(written)) >= _LEAST_MIXED
        and all(int(m["jour"]) <= _MONTHS for m in real)
        and turned_by
    ):
        example = next((m for m in real if m["jour"] != m["mois"]), real[0])
        return (
            "jours_inverses",
            f"« {header} » mêle des dates, dont aucune n'a de jour après le 12, et des textes, tous d'un jour après le 12 : un tableur "
            f"en {turned_by} a sans doute inversé les premières (le {example['jour']}/{example['mois']}/{example['an']} serait le "
            f"{example['mois']}/{example['jour']}/{example['an']}). Reprenez l'export d'origine, sans l'ouvrir dans ce tableur.",
        )
    short = [m for c in cells if (m := _SHORT.fullmatch(c.strip()))]
    if pair := _half_month_first(written) or _half_month_first(short):
        first, other = pair
        day, month = int(other["un"]), int(other["deux"])
        either = (
            f"peut être le {day} du mois {month} ou le {month} du mois {day}"
            if first in short
            else f"est lue le {day} du mois {month}"
        )
        return (
            MOIS_D_ABORD,
            f"Dans « {header} », {first[0]} n'est une date que le mois d'abord, et aucune n'a de premier nombre après 12 : "
            f"les autres aussi ont peut-être le mois d'abord ({other[0]} {either}). "
            "Si c'est le cas, corrigez-les toutes, ou reprenez l'export avec des dates françaises.",
        )
    if three := _both_orders(written):
        first, second, other = three
        return (
            MOIS_D_ABORD,
            f"« {header} » mêle deux écritures : {first[0]} n'est une date que le mois d'abord, {second[0]} que le jour d'abord. Les autres "
            f"sont lues le jour d'abord ({other[0]} est lue le {int(other['un'])} du mois {int(other['deux'])}), peut-être à tort : un tableur "
            "en anglais écrit ainsi les vraies dates et laisse les textes. Reprenez le classeur d'origine, ou corrigez-les toutes.",
        )
    small = {(int(m["un"]), int(m["deux"])) for m in written}
    if (
        len(small) >= _LEAST_SMALL
        and not real
        and all(max(pair) <= 12 for pair in small)
        and not _in_order(written)
        and min(len({pair[i] for pair in small}) for i in (0, 1)) >= _LEAST_PARTS
    ):
        return (
            "jour_ou_mois",
            f"Aucune date de « {header} » n'a de jour après le 12 : elles sont lues le jour d'abord ({written[0][0]} est le "
            f"{int(written[0]['un'])} du mois {int(written[0]['deux'])}). Si le fichier écrit le mois d'abord, corrigez-les.",
        )
    return None


def _turned_by(written: Sequence[re.Match[str]]) -> str | None:
    """The language of a spreadsheet that would leave all these as texts, their days being no months; None where none would."""
    if all(int(m["un"]) > _MONTHS for m in written):
        return "anglais"
    return "français" if all(int(m["un"]) <= _MONTHS < int(m["deux"]) for m in written) else None


def _half_month_first(written: Sequence[re.Match[str]]) -> tuple[re.Match[str], re.Match[str]] | None:
    """A date that only the month first makes one, and one that either order does: too few say it to turn the column round."""
    within = [m for m in written if int(m["un"]) <= _MONTHS]
    sure = [m for m in within if _only_month_first(m)]
    either = [m for m in within if int(m["deux"]) <= _MONTHS and not _only_month_first(m)]
    told = _in_doubt(either)
    if not sure or told is None or len(sure) >= max(SURE_LEAST, SURE_SHARE * len(written)):
        return None
    day_first = len(sure) + len(either) < len(written)
    return None if day_first else (sure[0], told)


def _only_month_first(written: re.Match[str]) -> bool:
    """Of one whose first number may be a month: the other can be none, or its hour is told with AM or PM."""
    return int(written["deux"]) > _MONTHS or TWELVE_HOURS.search(written[0]) is not None


def _in_doubt(either: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """The first of these dates, each one in either order, that is another day in the other order; None where none is, or where
    they follow each other.
    """
    told = next((m for m in either if int(m["un"]) != int(m["deux"])), None)
    return None if len(either) > _LEAST_PARTS and _in_order(either) else told


def _both_orders(written: Sequence[re.Match[str]]) -> tuple[re.Match[str], ...] | None:
    """A date that only the month first makes one, one that only the day first does, and one that either does, where none of the
    first two is a slip among others.
    """
    pairs = [(int(m["un"]), int(m["deux"]), m) for m in written]
    month_first = [m for one, two, m in pairs if one <= _MONTHS < two]
    day_first = [m for one, two, m in pairs if two <= _MONTHS < one]
    told = _in_doubt([m for one, two, m in pairs if max(one, two) <= _MONTHS])
    least = max(SURE_LEAST, SURE_SHARE * len(written) / 2)
    if told is None or min(len(month_first), len(day_first)) < least:
        return None
    return month_first[0], day_first[0], told


def _in_order(written: Sequence[re.Match[str]]) -> bool:
    """True for days that follow each other, read the day first, as those of a log do: they are read rightly."""
    days = [(int(m["an"]), int(m["deux"]), int(m["un"])) for m in written]
    return days == sorted(days)

"""What only a whole column tells of its cells: dates with the month first, years of two digits, signs against a spreadsheet.

« 6/12/2024 » alone is the 6th of December. Under « 6/13/2024 » and « 6/20/2024 » it is the 12th of June.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from tne import horloge
from tne.importing.columns import ditto
from tne.importing.columns.changing import changed
from tne.importing.columns.day_fractions import parts_of_a_day
from tne.importing.columns.doubtful_days import SURE_LEAST, SURE_SHARE, doubts
from tne.importing.columns.hidden_columns import hidden_read
from tne.importing.columns.merged import repeated_numbers
from tne.importing.columns.units import converted
from tne.importing.columns.weekdays import wrong_weekday
from tne.importing.model import Reconnaissance
from tne.reading import Remarque, Tableau, octets
from tne.reading.arrays import scalar, texts, told_apart
from tne.spec import Column, fold

_DAY = r"(?:(?:lun|mar|mer|jeu|ven|sam|dim)[a-z]*\.?,? )"
_SLASHED = re.compile(
    rf"(?P<jour>{_DAY})?(?P<un>\d{{1,2}})(?P<signe>[/.-])(?P<deux>\d{{1,2}})(?P=signe)(?P<an>\d{{4}}|\d{{2}})(?P<heure> .*)?",
    re.IGNORECASE,
)
_TWELVE_HOURS = re.compile(r" (\d{1,2}):(\d\d)(:\d\d)? ?([AP])M", re.IGNORECASE)
# Years of two digits are years where they are close together, and not days: 24/06/12 could be the 12th of June.
_SHORT_YEARS = range(15, 41)
_MOST_YEARS = 3

# What a date may look like that only its column tells how to read: a day in the second place, a short year, a name, AM or PM.
_DOUBTFUL = r"(?i)^\s*(?:[a-z]|\d{1,2}[/.-](?:1[3-9]|2\d|3[01])[/.-]\d|\d{1,2}[/.-]\d{1,2}[/.-]\d\d(?:\s|$)|.*[ap]m\s*$|.*t2[0-3]:00)"

# A day that a spreadsheet counts, without the format of a date; workbooks of old Macintoshes begin in 1904.
_NUMBER_OF_DAYS = re.compile(r"\d{5}(?:[.,]\d+)?")
_DAYS_TO_1904 = 1462

# Signs written in front of a cell, or around it, so that a spreadsheet keeps it as text: '0860002K, ="0860002K".
_QUOTED = re.compile(r'="(.*)"', re.DOTALL)
_GUARDED = re.compile(r"^'(?:[=+@-]|0\d)")

# Midnight here, as programs write the days of a grid: in Paris 22:00 UTC of the day before in summer, 23:00 in winter.
_EVENING_UTC = re.compile(r"(\d{4}-\d\d-\d\dT2[0-3]:00)(?::00(?:\.0+)?)?(?:Z|\+00:?00)")

Change = Callable[[str], str]


def as_meant(recognised: tuple[Reconnaissance, ...]) -> tuple[Reconnaissance, ...]:
    """The same recognitions over tables whose columns say plainly what they mean, with a remark where that was not sure."""
    return tuple(replace(r, tableau=_as_meant(r)) for r in recognised)


def to_be_seen_whole(r: Reconnaissance, rows: pa.Table) -> bool:
    """True when some rows of a long table give a reason to look at the whole of its columns, as `as_meant` does.

    A short year or the name of a day is enough, and one date that has the month first where none has the day first.
    """
    if r.form and r.form.replis:
        return True
    tableau = replace(r.tableau, donnees=rows)
    for header, column in _linked(r).items():
        if converted(header, column):
            return True
        # All parts at once: a pattern is made ready for each call.
        held = told_apart(rows.column(tableau.entete.index(header)))
        if _signed(held) or _guarded(held) or ditto.holds(held, column):
            return True
        dated = column.kind.est_date
        if not dated or not pc.any(pc.match_substring_regex(held, _DOUBTFUL)).as_py():
            continue
        if pc.any(pc.match_substring_regex(held, _EVENING_UTC.pattern)).as_py():
            return True
        found = _dates(_distinct(tableau, header, dated))
        month_first, day_first = _orders(found)
        if (
            (month_first and not day_first)
            or _day_first_by_halves(found)
            or any(len(m["an"]) == 2 or m["jour"] for m in found)
        ):
            return True
    return False


def _linked(r: Reconnaissance) -> dict[str, Column]:
    """The columns that are read, by header."""
    return {header: li.dataset.column(name) for li in r.liaisons for name, header in li.colonnes.items()}


def _as_meant(r: Reconnaissance) -> Tableau:
    linked = _linked(r)
    tableau = ditto.written_out(_completed(r, r.tableau), linked)
    if unseen := hidden_read(tableau, linked):
        tableau = replace(tableau, remarques=(*tableau.remarques, Remarque(0, *unseen)))
    for header, column in linked.items():
        for told in (_doubtful, repeated_numbers, wrong_weekday, parts_of_a_day):
            if doubt := told(tableau, header, column):
                tableau = replace(tableau, remarques=(*tableau.remarques, Remarque(0, *doubt)))
        for change, code, message in _changes(tableau, header, column):
            tableau = changed(tableau, header, change)
            if message:
                said = Remarque(0, code, message)
                tableau = replace(tableau, remarques=(*tableau.remarques, said))
    return tableau


def _doubtful(tableau: Tableau, header: str, column: Column) -> tuple[str, str] | None:
    dated = column.kind.est_date
    return doubts(_distinct(tableau, header, dated), header) if dated else None


def _completed(r: Reconnaissance, tableau: Tableau) -> Tableau:
    """Blank cells of a known export filled by the only column that stands for them: the one way of a lycée."""
    replis = r.form.replis if r.form else {}
    named = r.form.named({fold(h): h for h in tableau.entete}) if r.form and replis else {}
    for target, others in replis.items():
        header = named.get(fold(target))
        beside = [named[fold(o)] for o in others if fold(o) in named]
        if header is None or not beside:
            continue
        columns = (tableau.colonne(h).to_pylist() for h in (header, *beside))
        filled = []
        for own, *cells in zip(*columns, strict=True):
            told = [c for c in cells if c]
            filled.append(told[0] if own is None and len(told) == 1 else own)
        position = tableau.entete.index(header)
        tableau = replace(tableau, donnees=tableau.donnees.set_column(position, header, texts(filled)))
    return tableau


def _changes(tableau: Tableau, header: str, column: Column) -> Iterator[tuple[Change, str, str]]:
    dated = column.kind.est_date
    cells = _distinct(tableau, header, dated)
    bare = _unprotected(cells) if cells else None
    if bare is not None:
        yield bare, "protection", ""
        cells = [bare(c) for c in cells]
    if unit := converted(header, column):
        yield unit[0], "unite", unit[1]
    if dated and cells:
        yield from order_said(cells, header)
        if days := _days_from_midnight(cells):
            example, day = next(iter(days.items()))
            yield (
                partial(_told_instead, days),
                "minuit_utc",
                f"Les dates de « {header} » sont toutes à minuit, écrit à l'heure de Greenwich : « {example} » est le "
                f"{date.fromisoformat(day):%d/%m/%Y}.",
            )
    if dated and tableau.depuis_1904:
        yield from _since_1904(tableau, header)


def _days_from_midnight(cells: Sequence[str]) -> dict[str, str]:
    """Cell → the day that begins here at its moment of UTC, where each cell says the beginning of one; else nothing.

    « 2024-03-11T22:00:00Z » is the evening of the 11th in Paris, and none of the days beside it a midnight either.
    """
    days: dict[str, str] = {}
    for cell in cells:
        if (found := _EVENING_UTC.fullmatch(cell.strip())) is None:
            return {}
        try:
            moment = horloge.ici(datetime.fromisoformat(found[1]))
        except ValueError:  # the 30th of February is refused as it stands
            continue
        if moment.hour:
            return {}
        days[cell] = f"{moment:%Y-%m-%d}"
    return days


def _told_instead(days: Mapping[str, str], cell: str) -> str:
    return days.get(cell, cell)


def _since_1904(tableau: Tableau, header: str) -> Iterator[tuple[Change, str, str]]:
    """What makes the days that a workbook counts from 1904, in cells without the format of a date, those of any other."""
    column = tableau.colonne(header)
    days = (str(c) for c in column.to_pylist() if c and _NUMBER_OF_DAYS.fullmatch(str(c)))
    if example := next(days, None):
        day = date(1904, 1, 1) + timedelta(days=int(re.split("[.,]", example)[0]))
        yield (
            _as_since_1900,
            "jours_de_1904",
            f"Le classeur compte les jours depuis 1904 : les nombres de « {header} » sont lus ainsi ({example} est le "
            f"{day:%d/%m/%Y}).",
        )


def _as_since_1900(cell: str) -> str:
    if _NUMBER_OF_DAYS.fullmatch(cell) is None:
        return cell
    whole, point, hours = cell.replace(",", ".").partition(".")
    return f"{int(whole) + _DAYS_TO_1904}{point}{hours}"


def _distinct(tableau: Tableau, header: str, dated: bool) -> list[str]:
    column = tableau.colonne(header)
    if pa.types.is_dictionary(column.type):
        column = column.cast(pa.string())
    return [str(v) for v in pc.unique(column).to_pylist() if v is not None] if _worth(column, dated) else []


def _worth(column: pa.ChunkedArray, dated: bool) -> bool:
    """True when a cell may hold a date, all begin with a sign or one is guarded: most columns need no look at each text."""
    return (
        _signed(column)
        or _guarded(column)
        or (dated and bool(pc.any(pc.match_substring_regex(column, r"\d{1,2}[/.-]\d{1,2}[/.-]\d")).as_py()))
    )


def _signed(column: pa.ChunkedArray) -> bool:
    first = pc.index(column.is_valid(), scalar(True)).as_py()
    return first >= 0 and str(column[first].as_py()).lstrip().startswith(("=", "'"))


def _guarded(column: pa.ChunkedArray) -> bool:
    """True when some cell of the column is as `unguarded` reads it."""
    # The pattern only where it may be found: a million cells are looked at for one sign in no time.
    return octets.may_begin(column, b"'") and bool(
        pc.any(pc.match_substring_regex(column, _GUARDED.pattern)).as_py()
    )


def unguarded(cell: str) -> str:
    """The cell without the apostrophe by which a CSV, ours among them, keeps a spreadsheet from running it, or its first zero."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _unprotected(cells: Sequence[str]) -> Change | None:
    """What takes the signs away, where every cell of a column has them; else from the cells that are guarded."""
    if all(_QUOTED.fullmatch(c) for c in cells):
        return _inside
    if len(cells) > 1 and all(c.startswith("'") and not c.endswith("'") for c in cells):
        return _without_sign
    return unguarded if any(_GUARDED.match(c) for c in cells) else None


def _inside(cell: str) -> str:
    found = _QUOTED.fullmatch(cell)
    return found[1].removeprefix("'") if found else cell


def _without_sign(cell: str) -> str:
    return cell.removeprefix("'")


def order_said(cells: Sequence[str], header: str) -> Iterator[tuple[Change, str, str]]:
    """The order of day and month that the sure dates of a column tell, and the century of its short years."""
    found = _dates(cells)
    month_first, day_first = _orders(found)
    short = {m["an"] for m in found if len(m["an"]) == 2}
    if short and not _are_years(found, short):
        return
    if halves := _day_first_by_halves(found):
        yield (
            partial(_rewritten, swap=False),
            "jour_avant_mois",
            f"« {header} » écrit le jour avant le mois (« {halves[0]} » ne se lit pas autrement) : toutes ses dates sont lues ainsi.",
        )
        return
    clock = any(_twelve_hours(m) for m in month_first)
    sure = len(month_first) >= max(1 if clock else SURE_LEAST, SURE_SHARE * len(found))
    if sure and not day_first:
        example = max(month_first, key=lambda m: int(m["deux"]))
        yield (
            partial(_rewritten, swap=True),
            "mois_avant_jour",
            f"« {header} » écrit le mois avant le jour (« {example[0]} » est le {_in_words(example)}) : toutes ses dates "
            "sont lues ainsi.",
        )
    elif short and day_first and not month_first:
        example = next(m for m in (*day_first, *found) if len(m["an"]) == 2)
        yield (
            partial(_rewritten, swap=False),
            "annee_courte",
            f"Les années de « {header} » n'ont que deux chiffres (« {example[0]} ») : elles sont lues comme 20{min(short)}"
            + (f" à 20{max(short)}." if len(short) > 1 else "."),
        )
    elif not short and any(m["jour"] for m in found):
        yield partial(_rewritten, swap=False), "jour_ecrit", ""


def _dates(cells: Sequence[str]) -> list[re.Match[str]]:
    return [m for c in cells if (m := _SLASHED.fullmatch(c.strip()))]


def _orders(found: Sequence[re.Match[str]]) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """The dates that surely have the month first, and those that surely have the day first."""
    # With AM or PM the month comes first, whatever the day.
    month_first = [m for m in found if int(m["un"]) <= 12 < int(m["deux"]) <= 31 or _twelve_hours(m)]
    return month_first, [m for m in found if int(m["deux"]) <= 12 < int(m["un"]) <= 31 or m["jour"]]


def _day_first_by_halves(found: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """The first date with AM or PM that surely has the day first, where enough do and none the month: « 13/3/2024 9:00am » of Airtable."""
    if any(int(m["un"]) <= 12 < int(m["deux"]) for m in found):
        return None
    told = [m for m in found if int(m["deux"]) <= 12 < int(m["un"]) <= 31 and _twelve_hours(m)]
    return told[0] if told and len(told) >= SURE_SHARE * len(found) else None


def _twelve_hours(found: re.Match[str]) -> bool:
    return _TWELVE_HOURS.fullmatch(found["heure"] or "") is not None


def _are_years(found: Sequence[re.Match[str]], short: set[str]) -> bool:
    close = len(short) <= _MOST_YEARS and all(int(y) in _SHORT_YEARS for y in short)
    # Days change more often than years: 24/06/12, 24/06/13 begin with theirs.
    return close and all(len({m[part] for m in found}) > len(short) for part in _day_parts(found))


def _day_parts(found: Sequence[re.Match[str]]) -> tuple[str, ...]:
    """The parts of the dates in which days stand, by the values that are no month."""
    return tuple(part for part in ("un", "deux") if any(int(m[part]) > 12 for m in found))


def _rewritten(cell: str, *, swap: bool) -> str:
    """Day, month, year of four digits, hours of the whole day; anything but such a date stays."""
    found = _SLASHED.fullmatch(cell.strip())
    if found is None:
        return cell
    day, month = (found["deux"], found["un"]) if swap else (found["un"], found["deux"])
    year = found["an"] if len(found["an"]) == 4 else f"20{found['an']}"
    return f"{day:0>2}/{month:0>2}/{year}{_TWELVE_HOURS.sub(_whole_day, found['heure'] or '')}"


def _whole_day(time: re.Match[str]) -> str:
    hour = int(time[1]) % 12 + (12 if time[4].upper() == "P" else 0)
    return f" {hour:02d}:{time[2]}{time[3] or ''}"


def _in_words(found: re.Match[str]) -> str:
    """The date, where it is one."""
    year = int(found["an"]) if len(found["an"]) == 4 else 2000 + int(found["an"])
    with suppress(ValueError):
        return f"{date(year, int(found['un']), int(found['deux'])):%d/%m/%Y}"
    return f"{found['deux']}/{found['un']}/{year}"

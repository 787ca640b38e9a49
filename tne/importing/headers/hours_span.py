"""Sheets that say when something began and ended, « Heure début » and « Heure fin » or « 9h-12h », where the bilan counts hours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow.compute as pc

from tne.datasets import DATASETS
from tne.datasets.terrain import JOUR
from tne.durees import DUREE_HEURES, ecrite
from tne.importing.headers.day_of_hours import DAYS, HOURS, OF
from tne.importing.headers.hours_columns import after_the_day, cells_of, day_and_hour, in_their_place
from tne.importing.headers.moments import (
    CALCULEES,
    ILLISIBLE,
    JOURNEE,
    JUSQUE,
    PLUSIEURS_JOURS,
    POURQUOI,
    Moment,
    lasting,
    moment,
    same_days,
    spanned,
    spanned_after_day,
    twelve_hours,
)
from tne.importing.headers.near import near_key
from tne.importing.headers.recognising import candidates, doubtful
from tne.importing.headers.unrecognised import nearest
from tne.reading import Remarque, Tableau
from tne.reading.arrays import told_apart
from tne.reading.model import LIGNE
from tne.spec import fold
from tne.typographie import accord, compte, enumeration

SANS_DUREE = "durees_non_calculees"

_DUREES = {
    fold(name) for d in DATASETS.values() for c in d.columns if c.kind is DUREE_HEURES and c.name != "heures_hors_face_a_face"
    for name in c.names
}  # fmt: skip
# « 14h-16h » after something, as the columns of a million rows are looked at for it.
_ENDS_SPANNED = rf"(?is)\d[^\d/.]*\d\d?\W?[h:].*{JUSQUE}\W?\d"
# Folded. « Début » may be a day, an hour or both, « Début » and « Début le » one of each: their cells tell.
_WHAT = r"(?:dateetheures?|dateheures?|dates?|jours?|heures?|h|horaires?)?(?:de|d)?"
_BEGIN = re.compile(
    rf"{_WHAT}(?:debut|arrivee|commencement){OF}|heure|d[eu]|(?:dt)?start(?:date|time|dateandtime)?"
)
_END = re.compile(rf"{_WHAT}(?:fin|depart){OF}|au?|(?:dt)?end(?:date|time|dateandtime)?")
_SHORT = frozenset({"heure", "d", "de", "du", "a", "au"})
_HALVES = re.compile(r"(?:horaires?)?(?:du|de|l)*(?:matin(?:ee)?|apresmidi|soir(?:ee)?)")
_WHOLE_DAY = frozenset({"journeeentiere", "toutelajournee", "jourentier", "alldayevent", "allday"})
_YES = frozenset({"vrai", "true", "oui", "yes", "x", "1"})
# The mark by which the reader tells two columns of one name apart.
_SAME_NAME = re.compile(r" \(\d+\)$")

_LINES = 5
# Minutes: nobody counts what took less.
_ANSWERED = 15


@dataclass(frozen=True)
class _Ends:
    """The columns of one end of a span: of its day, of its hour, or one of both."""

    jour: str | None
    heure: str | None

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(h for h in (self.jour, self.heure) if h))


def of_moments(tableau: Tableau) -> tuple[str, ...]:
    """The headers of the days of records, of beginnings and of ends."""
    folded = {h: fold(_SAME_NAME.sub("", h)) for h in tableau.entete}
    return tuple(
        h for h, f in folded.items() if _BEGIN.fullmatch(f) or _END.fullmatch(f) or near_key(h) in DAYS
    )


@dataclass(frozen=True)
class _Hours:
    """What columns of a table say of the hours of its records.

    `minutes`: of each row, or why it has none; None for a row that says no hour. `jour`: the one of these columns that is the day of
    the record too. `debut`: where they say a beginning and an end, its columns.
    """

    headers: tuple[str, ...]
    minutes: list[int | None]
    jour: str | None
    debut: _Ends | None = None


def hours_computed(tableau: Tableau, said_by_hand: Mapping[str, str] | None = None) -> Tableau:
    """The same table with the hours of its rows in the place of their beginnings and ends, and a remark; any other as it is.

    A duration that a row states itself stays, and so does the beginning where it is the day of the record. `said_by_hand`: header →
    column, where a person says what the table is, a data set that has hours.
    """
    found = _hours(tableau, said_by_hand)
    if found is None or not _mostly_hours(found.minutes):
        return tableau
    own = next((h for h in tableau.entete if fold(h) in _DUREES), None)
    stated = tableau.colonne(own).to_pylist() if own else [None] * len(found.minutes)
    rows = list(zip(tableau.donnees.column(LIGNE).to_pylist(), stated, found.minutes, strict=True))
    cells = [t or (ecrite(s) if s and s > 0 else None) for _, t, s in rows]
    open_rows = [(line, s) for line, t, s in rows if s is not None and not t]
    kept = own if any(stated) else None
    told = (Remarque(0, *said) for said in _remarks(found.headers, kept, open_rows))
    remarks = (*tableau.remarques, *told)
    day, begin = found.jour, found.debut
    if day and begin and begin.heure != day and twelve_hours(cells_of(tableau, begin.heure)):
        tableau = day_and_hour(tableau, day, begin.heure)
    hours_alone = [h for h in found.headers if h != day]
    if day and not hours_alone and not own:
        computed = after_the_day(tableau, day, cells)
    else:
        computed = in_their_place(tableau, hours_alone, own, cells)
    return replace(computed, remarques=remarks, entete_lue=tableau.titres_du_fichier)


def _hours(tableau: Tableau, said_by_hand: Mapping[str, str] | None) -> _Hours | None:
    """What is said of hours by spans, by beginnings and ends, or after the day; None where nothing is, or it is of something else."""
    spans, ends = _span_headers(tableau)
    headers = spans or tuple(dict.fromkeys(h for e in ends for h in e.headers))
    dated = None if headers else _days_with_spans(tableau, said_by_hand)
    if not (headers or dated) or (read := said_by_hand or _read_as(tableau)) is None:
        return None
    if len(spans) == 1 and (name := read.get(spans[0])) and near_key(name) in DAYS:
        (dated,) = spans  # « Horaires » say the day too: 12/03/2024 14h-16h
    if dated:
        after_day = [spanned_after_day(c) for c in cells_of(tableau, dated)]
        return _Hours((dated,), after_day, dated) if dated in read else None
    if any(read[h] != JOUR.name for h in headers if h in read):
        return None
    return _Hours(spans, _spanned(tableau, spans), None) if spans else _between(tableau, ends, read)


def _between(tableau: Tableau, ends: tuple[_Ends, ...], read: Mapping[str, str]) -> _Hours | None:
    """The hours from a beginning to an end; None of a form that notes there when it was answered."""
    minutes = _lasted(tableau, *ends)
    if 2 * minutes.count(PLUSIEURS_JOURS) > len(minutes) and _hours_apart(ends, read):
        ends = tuple(_Ends(e.heure, e.heure) for e in ends)
        minutes = _lasted(tableau, *ends)
    begin = ends[0]
    if _of_answering(tableau, begin, read, minutes):
        return None
    headers = tuple(dict.fromkeys(h for e in ends for h in e.headers))
    return _Hours(headers, minutes, _day_of_the_record(tableau, begin, read), begin)


def _mostly_hours(minutes: Sequence[int | None]) -> bool:
    """Whether most of the rows that say something say hours that can be read."""
    said = [m for m in minutes if m is not None and m != JOURNEE]
    hours = sum(m != ILLISIBLE for m in said)
    return bool(hours) and 2 * hours >= len(said)


def _days_with_spans(tableau: Tableau, said_by_hand: Mapping[str, str] | None) -> str | None:
    """The column of days of which some cells say the hours too, « 12/03/2024 14h-16h »; None where no column is."""
    named = {h for h, name in (said_by_hand or {}).items() if near_key(name) in DAYS}
    days = (h for h in tableau.entete if h in named or near_key(h) in DAYS)
    held = ((h, told_apart(tableau.colonne(h))) for h in days)
    return next((h for h, c in held if pc.any(pc.match_substring_regex(c, _ENDS_SPANNED)).as_py()), None)


def _read_as(tableau: Tableau) -> Mapping[str, str] | None:
    """Header → name of its column, where the table is read as records that have hours, or would be, had they all that they need.

    None for any other: « Début » of a session is its day, and of a workshop for parents no hours are kept.
    """
    best = next(iter(candidates(tableau)), None)
    if best is not None:
        # Without the days of a session its plan would be a sheet of declared hours.
        if doubtful(best) and not all(li.dataset.par_reference for li in best.liaisons):
            return None
        read = [(li.dataset, li.colonnes) for li in best.liaisons]
    else:
        read = [(p.dataset, p.colonnes) for p in nearest(tableau, None, DATASETS.values())[:1]]
        read = [(d, columns) for d, columns in read if d.par_reference and len(columns) > 1]
    if not any(c.kind is DUREE_HEURES for d, _ in read for c in d.columns):
        return None
    return {h: name for _, columns in read for name, h in columns.items()}


def _day_of_the_record(tableau: Tableau, begin: _Ends, read: Mapping[str, str]) -> str | None:
    """The column of the beginning that is the day of the record; None where another is, or no day stands there."""
    if begin.jour is None or not any(h in read for h in begin.headers):
        return None
    return begin.jour if any(moment(c).jour for c in {*cells_of(tableau, begin.jour)}) else None


def _hours_apart(ends: Sequence[_Ends], read: Mapping[str, str]) -> bool:
    """Whether the hours stand in columns of their own and the day of the record in another: « Du » and « Au » are of its project."""
    days = [e.jour for e in ends]
    return (
        JOUR.name in read.values()
        and not any(h in read for h in days)
        and all(e.heure not in (None, e.jour) for e in ends)
    )


def _of_answering(
    tableau: Tableau, begin: _Ends, read: Mapping[str, str], said: Sequence[int | None]
) -> bool:
    """Whether a form noted there when it was answered: beside the day of the record, on other days or in some minutes."""
    day = next((h for h, name in read.items() if name == JOUR.name), None)
    if day is None or begin.heure is None or day in begin.headers:
        return False
    cells = (cells_of(tableau, h) for h in (begin.heure, day))
    told = [tuple(moment(c).jour if c else None for c in row) for row in zip(*cells, strict=True)]
    pairs = [(a, b) for a, b in told if a and b]
    lasted = [s for s in said if s is not None and s > 0]
    twelve = twelve_hours(cells_of(tableau, begin.heure))
    return bool(pairs) and (
        2 * same_days(pairs, twelve) < len(pairs) or 2 * sum(s < _ANSWERED for s in lasted) > len(lasted)
    )


def _span_headers(tableau: Tableau) -> tuple[tuple[str, ...], tuple[_Ends, ...]]:
    """The one column of « 9h-12h » or those of the halves of a day, else those of the beginning and of the end; nothing where it is
    not plain which they are.
    """
    low = (*tableau.entete_bas, *("" for _ in tableau.entete[len(tableau.entete_bas) :]))
    folded = {h: fold(_SAME_NAME.sub("", under or h)) for h, under in zip(tableau.entete, low, strict=True)}
    begin, end, both, halves = (
        {h: f for h, f in folded.items() if pattern.fullmatch(f)}
        for pattern in (_BEGIN, _END, HOURS, _HALVES)
    )
    ends = tuple(e for headers in (begin, end) if headers and (e := _ends(tableau, headers)))
    if len(ends) == len((begin, end)) and (
        not (both or halves) or all(_tells_hours(tableau, e.heure) for e in ends)
    ):
        return (), () if both else ends
    # « Du » and « Au » are days beside a column of hours.
    return tuple(both or halves) if len(both) <= 1 else (), ()


def _ends(tableau: Tableau, headers: Mapping[str, str]) -> _Ends | None:
    """What each of these columns (header → folded) tells: a day where most of its cells do, else an hour where one does.

    « De » with names is of no end.
    """
    if len(headers) == 1:
        return _Ends(*headers, *headers)
    told = {h: [moment(c) for c in {*cells_of(tableau, h)} if c] for h in headers}
    of_days = {
        h: f for h, f in headers.items() if 2 * sum(m.jour is not None for m in told[h]) > len(told[h])
    }
    of_hours = {h: f for h, f in headers.items() if h not in of_days and _tells_hours(tableau, h)}
    days, hours = _plain(of_days), _plain(of_hours)
    if len(days) > 1 or len(hours) > 1 or not (days or hours):
        return None
    return _Ends((days or hours)[0], (hours or days)[0])


def _plain(headers: Mapping[str, str]) -> list[str]:
    """Those that say of which end they are, where some do: beside « Heure début », « Heure » says it again."""
    return [h for h, f in headers.items() if f not in _SHORT] or list(headers)


def _tells_hours(tableau: Tableau, header: str | None) -> bool:
    return any(moment(c).heure_dite for c in {*cells_of(tableau, header)} if c)


def _lasted(tableau: Tableau, begin: _Ends, end: _Ends) -> list[int | None]:
    """As `_Hours.minutes`."""
    first, last = _moments(tableau, begin), _moments(tableau, end)
    pairs = [
        None if a is None and b is None else (a or Moment(), b or Moment())
        for a, b in zip(first, last, strict=True)
    ]
    whole = next((h for h in tableau.entete if fold(h) in _WHOLE_DAY), None)
    twelve = twelve_hours(cells_of(tableau, begin.heure))
    found = zip(lasting(pairs, twelve), cells_of(tableau, whole), strict=True)
    return [JOURNEE if fold(t) in _YES else n for n, t in found]


def _moments(tableau: Tableau, ends: _Ends) -> list[Moment | None]:
    """None for blank cells."""
    hours = [moment(c) if c else None for c in cells_of(tableau, ends.heure)]
    if ends.jour == ends.heure:
        return hours
    days = [moment(c) if c else None for c in cells_of(tableau, ends.jour)]
    return [
        Moment(d.jour if d else None, h.minutes if h else None) if d or h else None
        for d, h in zip(days, hours, strict=True)
    ]


def _spanned(tableau: Tableau, headers: Sequence[str]) -> list[int | None]:
    """The minutes of each row in all these columns together."""
    rows = zip(*(cells_of(tableau, h) for h in headers), strict=True)
    return [spanned(" et ".join(c for c in cells if c)) for cells in rows]


def _remarks(
    headers: Sequence[str], kept: str | None, rows: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, str]]:
    names = enumeration([f"« {h} »" for h in headers])
    if computed := sum(n > 0 for _, n in rows):
        stated = f" Celles que dit « {kept} » sont gardées." if kept else ""
        number = compte(computed, "durée est calculée", "durées sont calculées")
        yield CALCULEES, f"{number} d'après {names}.{stated}"
    for wrong, why in POURQUOI.items():
        if lines := [line for line, n in rows if n == wrong]:
            where = ", ".join([*map(str, lines[:_LINES]), *["…"] * (len(lines) > _LINES)])
            number = compte(len(lines), "ligne reste", "lignes restent")
            word = accord(len(lines), "ligne", "lignes")
            yield SANS_DUREE, f"{number} sans durée ({word} {where}) : {why}, dans {names}."

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
from tne.reading.arrays import texts, told_apart
from tne.reading.model import LIGNE
from tne.spec import fold
from tne.typographie import accord, compte, enumeration

SANS_DUREE = "durees_non_calculees"

_DUREE = "Durée"
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


def hours_computed(tableau: Tableau, said_by_hand: Mapping[str, str] | None = None) -> Tableau:
    """The same table with the hours of its rows in the place of their beginnings and ends, and a remark; any other as it is.

    A duration that a row states itself stays, and so does the beginning where it is the day of the record. `said_by_hand`: header →
    column, where a person says what the table is, a data set that has hours.
    """
    spans, ends = _span_headers(tableau)
    headers = spans or tuple(dict.fromkeys(h for e in ends for h in e.headers))
    dated = _days_with_spans(tableau, said_by_hand) if not headers else None
    read = (said_by_hand or _read_as(tableau)) if headers or dated else None
    if read and len(spans) == 1 and (name := read.get(spans[0])) and near_key(name) in DAYS:
        # « Horaires » say the day too: 12/03/2024 14h-16h.
        (dated,), spans, headers = spans, (), ()
    if (
        read is None
        or any(read[h] != JOUR.name for h in headers if h in read)
        or (dated and dated not in read)
    ):
        return tableau
    if dated:
        headers, said = (dated,), [spanned_after_day(c) for c in _texts(tableau, dated)]
    else:
        said = _spanned(tableau, spans) if spans else _lasted(tableau, *ends)
    if ends and 2 * said.count(PLUSIEURS_JOURS) > len(said) and _hours_apart(ends, read):
        ends = tuple(_Ends(e.heure, e.heure) for e in ends)
        headers, said = tuple(h for e in ends for h in e.headers), _lasted(tableau, *ends)
    hours = sum(s is not None and s not in (ILLISIBLE, JOURNEE) for s in said)
    if not hours or 2 * hours < sum(s is not None and s != JOURNEE for s in said):
        return tableau
    if ends and _of_answering(tableau, ends[0], read, said):
        return tableau
    own = next((h for h in tableau.entete if fold(h) in _DUREES), None)
    stated = tableau.colonne(own).to_pylist() if own else [None] * len(said)
    cells = [t or (ecrite(s) if s and s > 0 else None) for t, s in zip(stated, said, strict=True)]
    lines = tableau.donnees.column(LIGNE).to_pylist()
    open_rows = [(line, s) for line, t, s in zip(lines, stated, said, strict=True) if s is not None and not t]
    kept = own if any(stated) else None
    remarks = tuple(Remarque(0, *told) for told in _remarks(headers, kept, open_rows))
    day = _day_of_the_record(tableau, ends[0], read) if ends else dated
    if day and ends and ends[0].heure != day and twelve_hours(_texts(tableau, ends[0].heure)):
        tableau = _dated_with_hours(tableau, day, ends[0].heure)
    if dated and not own:
        computed = _with_column(tableau, dated, cells)
    else:
        computed = _with(tableau, [h for h in headers if h != day], own, cells)
    told = (*tableau.remarques, *remarks)
    return replace(computed, remarques=told, entete_lue=tableau.titres_du_fichier)


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
    return begin.jour if any(moment(c).jour for c in {*_texts(tableau, begin.jour)}) else None


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
    cells = (_texts(tableau, h) for h in (begin.heure, day))
    told = [tuple(moment(c).jour if c else None for c in row) for row in zip(*cells, strict=True)]
    pairs = [(a, b) for a, b in told if a and b]
    lasted = [s for s in said if s is not None and s > 0]
    twelve = twelve_hours(_texts(tableau, begin.heure))
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
    told = {h: [moment(c) for c in {*_texts(tableau, h)} if c] for h in headers}
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
    return any(moment(c).heure_dite for c in {*_texts(tableau, header)} if c)


def _texts(tableau: Tableau, header: str | None) -> list[str]:
    cells = tableau.colonne(header).to_pylist() if header else [None] * tableau.donnees.num_rows
    # « 9:00\u202fAM »: programs write a narrow space there.
    return ["" if c is None else " ".join(str(c).split()) for c in cells]


def _lasted(tableau: Tableau, begin: _Ends, end: _Ends) -> list[int | None]:
    """The minutes of each row, or why it has none; None for a row that says no hour."""
    first, last = _moments(tableau, begin), _moments(tableau, end)
    pairs = [
        None if a is None and b is None else (a or Moment(), b or Moment())
        for a, b in zip(first, last, strict=True)
    ]
    whole = next((h for h in tableau.entete if fold(h) in _WHOLE_DAY), None)
    twelve = twelve_hours(_texts(tableau, begin.heure))
    found = zip(lasting(pairs, twelve), _texts(tableau, whole), strict=True)
    return [JOURNEE if fold(t) in _YES else n for n, t in found]


def _moments(tableau: Tableau, ends: _Ends) -> list[Moment | None]:
    """None for blank cells."""
    hours = [moment(c) if c else None for c in _texts(tableau, ends.heure)]
    if ends.jour == ends.heure:
        return hours
    days = [moment(c) if c else None for c in _texts(tableau, ends.jour)]
    return [
        Moment(d.jour if d else None, h.minutes if h else None) if d or h else None
        for d, h in zip(days, hours, strict=True)
    ]


def _spanned(tableau: Tableau, headers: Sequence[str]) -> list[int | None]:
    """The minutes of each row in all these columns together."""
    rows = zip(*(_texts(tableau, h) for h in headers), strict=True)
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


def _dated_with_hours(tableau: Tableau, day: str, hour: str | None) -> Tableau:
    """The same table with the hour after the day: with AM or PM beside it, a day is known to have its month first."""
    pairs = zip(_texts(tableau, day), _texts(tableau, hour), strict=True)
    cells = texts([f"{d} {h}".strip() or None for d, h in pairs])
    return replace(tableau, donnees=tableau.donnees.set_column(tableau.entete.index(day), day, cells))


def _with_column(tableau: Tableau, after: str, cells: Sequence[str | None]) -> Tableau:
    """The table with the cells in a column of their own, after that of the day, which says more than them."""
    place = tableau.entete.index(after) + 1

    def more(names: Sequence[str]) -> tuple[str, ...]:
        return (*names[:place], _DUREE, *names[place:]) if names else ()

    return replace(
        tableau,
        entete=more(tableau.entete),
        entete_brut=more(tableau.entete_brut),
        entete_bas=more(tableau.entete_bas),
        donnees=tableau.donnees.add_column(place, _DUREE, texts(cells)),
    )


def _with(tableau: Tableau, headers: Sequence[str], own: str | None, cells: Sequence[str | None]) -> Tableau:
    """The table with the cells under the header of the duration, and without the hours of the day."""
    place = tableau.entete.index(own or headers[0])
    name = own or _DUREE
    gone = {tableau.entete.index(h) for h in headers} - {place}

    def kept(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(name if i == place and not own else n for i, n in enumerate(names) if i not in gone)

    data = tableau.donnees.set_column(place, name, texts(cells))
    left = {tableau.entete[i] for i in gone}
    return replace(
        tableau,
        entete=kept(tableau.entete),
        entete_brut=kept(tableau.entete_brut),
        entete_bas=kept(tableau.entete_bas),
        masquees=tuple(n for n in tableau.masquees if n not in left and (own or n != headers[0])),
        donnees=data.select([i for i in range(data.num_columns) if i not in gone]),
    )

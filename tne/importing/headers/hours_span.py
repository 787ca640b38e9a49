"""Sheets that say when something began and ended, « Heure début » and « Heure fin » or « 9h-12h », where the bilan counts hours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tne.datasets import DATASETS
from tne.durees import DUREE_HEURES, ecrite
from tne.importing.headers.recognising import candidates
from tne.reading import Remarque, Tableau
from tne.reading.arrays import texts
from tne.reading.model import LIGNE
from tne.spec import fold
from tne.typographie import accord, compte, enumeration

CALCULEES, SANS_DUREE = "durees_calculees", "durees_non_calculees"

_DUREE = "Durée"
_DUREES = {
    fold(name) for d in DATASETS.values() for c in d.columns if c.kind is DUREE_HEURES and c.name != "heures_hors_face_a_face"
    for name in (c.label, c.name, *c.aliases)
}  # fmt: skip
# Folded. « Début » alone may be a day: its cells tell.
_OF = r"(?:de|du|d|la|l)*(?:intervention|atelier|seance|session|formation|rencontre)?"
_BEGIN = re.compile(rf"(?:heures?|h|horaires?)?(?:de|d)?(?:debut|arrivee|commencement){_OF}")
_END = re.compile(rf"(?:heures?|h|horaires?)?(?:de|d)?(?:fin|depart){_OF}")
_BOTH = re.compile(rf"(?:horaires?|creneaux?(?:horaires?)?|plages?horaires?|heuresdebutfin|debutfin){_OF}")

_HOUR = r"(?:[01]?\d|2[0-4])"
_SIGNED = rf"{_HOUR} ?(?:h(?:eures?)?|:) ?(?:[0-5]\d)?(?::[0-5]\d)?"
_ONE = re.compile(rf"(?:à )?({_HOUR}) ?(?:(?:h(?:eures?)?|:) ?([0-5]\d)?(?::[0-5]\d)?)?", re.IGNORECASE)
# A spreadsheet counts the hours of a day as a part of it.
_PART = re.compile(r"0[.,]\d+")
_SPAN = re.compile(
    rf"(?:de )?({_SIGNED}|{_HOUR}) ?(?:-|–|—|→|>|à|/|jusqu'à) ?({_SIGNED}|{_HOUR})", re.IGNORECASE
)
_NEXT = re.compile(r" ?(?:[,;+&/\n]|\bet\b|\bpuis\b) ?")
_DAY, _LINES = 24 * 60, 5
# In the place of minutes: hours that do not read, an end that is not after its beginning.
_UNREAD, _TURNED = 0, -1
_WHY = {_TURNED: "la fin n'y est pas après le début", _UNREAD: "une heure y manque ou ne se lit pas"}


def hours_computed(tableau: Tableau) -> Tableau:
    """The same table with the hours of its rows in the place of their beginnings and ends, and a remark; any other as it is.

    A duration that a row states itself stays.
    """
    headers = _span_headers(tableau)
    if not headers or not _counts_hours(tableau, headers):
        return tableau
    columns = [[None if c is None else str(c) for c in tableau.colonne(h).to_pylist()] for h in headers]
    said = [_told(cells) for cells in zip(*columns, strict=True)]
    hours = sum(s is not None and s != _UNREAD for s in said)
    if not hours or 2 * hours < sum(s is not None for s in said):
        return tableau
    own = next((h for h in tableau.entete if fold(h) in _DUREES), None)
    stated = tableau.colonne(own).to_pylist() if own else [None] * len(said)
    cells = [t or (ecrite(s) if s and s > 0 else None) for t, s in zip(stated, said, strict=True)]
    lines = tableau.donnees.column(LIGNE).to_pylist()
    open_rows = [(line, s) for line, t, s in zip(lines, stated, said, strict=True) if s is not None and not t]
    kept = own if any(stated) else None
    remarks = tuple(Remarque(0, *told) for told in _remarks(headers, kept, open_rows))
    return replace(_with(tableau, headers, own, cells), remarques=(*tableau.remarques, *remarks))


def _counts_hours(tableau: Tableau, headers: Sequence[str]) -> bool:
    """True where the table is read as records that have hours, and none of these headers is one of theirs: « Début » of a session is its
    day, and of a workshop for parents no hours are kept.
    """
    best = next(iter(candidates(tableau)), None)
    links = best.liaisons if best else ()
    read = {h for li in links for h in li.colonnes.values()}
    return read.isdisjoint(headers) and any(
        c.kind is DUREE_HEURES for li in links for c in li.dataset.columns
    )


def _span_headers(tableau: Tableau) -> tuple[str, ...]:
    low = (*tableau.entete_bas, *("" for _ in tableau.entete[len(tableau.entete_bas) :]))
    folded = {h: fold(under or h) for h, under in zip(tableau.entete, low, strict=True)}
    begin = [h for h, f in folded.items() if _BEGIN.fullmatch(f)]
    end = [h for h, f in folded.items() if _END.fullmatch(f)]
    both = [h for h, f in folded.items() if _BOTH.fullmatch(f)]
    if len(begin) == len(end) == 1 and not both:
        return begin[0], end[0]
    return (both[0],) if len(both) == 1 and not begin and not end else ()


def _told(cells: Sequence[str | None]) -> int | None:
    """The minutes that the hours of a row make, `_UNREAD` or `_TURNED`; None for a row that says no hour."""
    if not any(c and c.strip() for c in cells):
        return None
    if len(cells) == 1:
        return _of_spans((cells[0] or "").strip())
    begin, end = (_minutes((c or "").strip()) for c in cells)
    if begin is None or end is None:
        return _UNREAD
    return end - begin if end > begin else _TURNED


def _of_spans(text: str) -> int:
    """The minutes of « 9h-12h », of « 9h-12h et 14h-16h »."""
    total, place = 0, 0
    while found := _SPAN.match(text, place):
        begin, end = (_minutes(t.strip()) for t in found.groups())
        if begin is None or end is None or not re.search(r"[h:]", found[0], re.IGNORECASE):
            return _UNREAD
        if end <= begin:
            return _TURNED
        total, place = total + end - begin, found.end()
        between = _NEXT.match(text, place)
        place = between.end() if between else place
    return total if place == len(text) else _UNREAD


def _minutes(text: str) -> int | None:
    if _PART.fullmatch(text):
        return round(float(text.replace(",", ".")) * _DAY)
    found = _ONE.fullmatch(text)
    return 60 * int(found[1]) + int(found[2] or 0) if found else None


def _remarks(
    headers: Sequence[str], kept: str | None, rows: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, str]]:
    names = enumeration([f"« {h} »" for h in headers])
    if computed := sum(minutes > 0 for _, minutes in rows):
        stated = f" Celles que dit « {kept} » sont gardées." if kept else ""
        number = compte(computed, "durée est calculée", "durées sont calculées")
        yield CALCULEES, f"{number} d'après {names}.{stated}"
    for wrong, why in _WHY.items():
        if lines := [line for line, minutes in rows if minutes == wrong]:
            where = ", ".join([*map(str, lines[:_LINES]), *["…"] * (len(lines) > _LINES)])
            number = compte(len(lines), "ligne reste", "lignes restent")
            word = accord(len(lines), "ligne", "lignes")
            yield SANS_DUREE, f"{number} sans durée ({word} {where}) : {why}, dans {names}."


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

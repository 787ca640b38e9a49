"""From records to tables: where each table begins and ends, its titles, header, records and foot lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pyarrow as pa

from tne.reading.header import Entete, find_header, unique_names
from tne.reading.model import LIGNE, SURPLUS, Enregistrement, Ligne, Remarque, Tableau
from tne.reading.scanning import usual_width
from tne.reading.shapes import column_shapes, filled, shape

_NOTE = re.compile(
    r"\s*(\*|\(\*|\(\d\)|n\.?\s?b\.?\b|sources?\b|notes?\b|l[ée]gende|champ\b|lecture\b|avertissement|remarques?\b|"
    r"g[ée]n[ée]r[ée]|export[ée]?\b|extrait|extraction|[ée]dit[ée]|mise? à jour|donn[ée]es\b|date d|imprim[ée]|fin d|"
    r"footnote|source:|generated|copyright|©|end of|page \d|\d+ (lignes?|enregistrements?|r[ée]sultats?|rows?)\b|\()",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\s*(total|totaux|sous-total|ensemble|moyenne|somme)\b", re.IGNORECASE)
_MAX_REMARKS = 200


@dataclass(frozen=True)
class Source:
    """Where the records come from: a sheet, or a text file (then rows are expected to have equal lengths)."""

    feuille: str | None = None
    texte: bool = True


def tables(
    records: Sequence[Enregistrement], source: Source, notes: Sequence[Remarque] = ()
) -> list[Tableau]:
    """Every table of a text or a sheet, in order. Blank records separate; they are never records themselves."""
    found = []
    parts = _split(records)
    for n, part in enumerate(parts):
        first, last = part[0].ligne, parts[n + 1][0].ligne if n + 1 < len(parts) else 1 << 62
        own = [r for r in notes if (n == 0 or r.ligne >= first) and r.ligne < last]
        found.append(_table(part, source, own))
    return found


def _split(records: Sequence[Enregistrement]) -> list[list[Enregistrement]]:
    """The records of each table. Blank ones stay in, since a blank line before a note makes it a foot line."""
    starts = [0]
    again = _second_header(records)
    position = 0
    previous_blank = False
    for i, record in enumerate(records):
        blank = filled(record.cellules) == 0
        if not blank and i and (i == again or _begins_table(records, starts[-1], i, previous_blank)):
            start = i
            while (
                start - 1 > starts[-1]
                and filled(records[start - 1].cellules) == 1
                and _blank_between(records, start - 1)
            ):
                start -= 1
            starts.append(start)
        previous_blank = blank
        position = i
    bounds = [*starts, position + 1]
    parts = [list(records[a:b]) for a, b in pairwise(bounds)]
    return [p for p in parts if any(filled(r.cellules) for r in p)]


def _second_header(records: Sequence[Enregistrement]) -> int:
    """Index of the only line that writes the header again: there a second table begins; -1 when there is none.

    A header that comes back more often is that of printed pages, and the table goes on.
    """
    counts = Counter(len(r.cellules) for r in records)
    width = max(counts, key=lambda n: (counts[n], n), default=0)
    first = next((i for i, r in enumerate(records) if len(r.cellules) == width and filled(r.cellules)), -1)
    if first < 0 or width < 2:
        return -1
    names = [c.strip() for c in records[first].cellules]
    if any(shape(c) for c in names) or len(set(names)) < len(names):
        return -1
    again = [
        i
        for i in range(first + 2, len(records) - 1)
        if [c.strip() for c in records[i].cellules] == names
        and [c.strip() for c in records[i - 1].cellules] != names
    ]
    return again[0] if len(again) == 1 else -1


def _blank_between(records: Sequence[Enregistrement], index: int) -> bool:
    """True when a blank record stands somewhere in the few before `index`."""
    return any(filled(r.cellules) == 0 for r in records[max(0, index - 4) : index])


def _begins_table(records: Sequence[Enregistrement], start: int, i: int, after_blank: bool) -> bool:
    """True when the record at `i` is the header of another table than the one that began at `start`."""
    cells = records[i].cellules
    width = _trimmed(cells)
    if width < 2 or filled(cells) < width or i - start < 2:
        return False
    if any(shape(c) for c in cells[:width]) or len({c.strip() for c in cells[:width]}) < width:
        return False
    before = [r.cellules for r in records[max(start, i - 40) : i] if filled(r.cellules) > 1]
    after = [r.cellules for r in records[i + 1 : i + 41] if filled(r.cellules)]
    if len(before) < 2 or not after:
        return False
    old = Counter(len(c) for c in before).most_common(1)[0][0]
    new = Counter(len(c) for c in after[:20]).most_common(1)[0][0]
    if not any(column_shapes(after, width)):
        return False
    if new == old and not after_blank:
        return False
    if new != old and not (after_blank or (len(cells) == new and len(after) >= 2)):
        return False
    shapes = column_shapes(before, width)
    unlike = sum(1 for j, name in enumerate(shapes) if name and shape(cells[j]) != name)
    return unlike >= 1 or not any(shapes)


def _trimmed(cells: Sequence[str]) -> int:
    """Number of cells up to the last one that is not blank."""
    n = len(cells)
    while n and not cells[n - 1].strip():
        n -= 1
    return n


def _table(part: Sequence[Enregistrement], source: Source, notes: Sequence[Remarque]) -> Tableau:
    rows = [r for r in part if filled(r.cellules)]
    if not source.texte:
        rows = _without_margin(rows)
    sizes = Counter(len(r.cellules) if source.texte else _trimmed(r.cellules) for r in rows)
    width = usual_width(sizes) if source.texte else max(sizes)
    header = find_header(rows, width)
    blanks = {r.ligne for r in part if not filled(r.cellules)}
    body, foot = _without_foot(rows, header, width, blanks)
    body, repeated = _without_repeated_header(body, header)
    size = _width(header, body, width)
    remarks = [*notes, *(Remarque(n, "entete_repete", "En-tête répété, laissé de côté.") for n in repeated)]
    if source.texte:
        remarks += _ragged(body, size, header)
    if not header.ligne:
        remarks.append(Remarque(0, "sans_entete", "Aucune ligne d'en-tête : les colonnes sont numérotées."))
    remarks.sort(key=lambda r: r.ligne)
    names = (*unique_names(header.brut, size), *_surplus_names(body, size))
    return Tableau(
        feuille=source.feuille,
        entete=names,
        donnees=_arrow(body, names),
        ligne_entete=header.ligne,
        titres=header.titres,
        pied=foot,
        remarques=tuple(remarks),
        entete_brut=tuple(header.brut[:size]) if header.ligne else (),
    )


def _without_margin(rows: Sequence[Enregistrement]) -> list[Enregistrement]:
    """A sheet's rows without the blank columns at their left."""
    margin = min(next(j for j, c in enumerate(r.cellules) if c.strip()) for r in rows)
    return [Enregistrement(r.ligne, r.cellules[margin:]) for r in rows] if margin else list(rows)


def _without_foot(
    rows: Sequence[Enregistrement], header: Entete, width: int, blanks: set[int]
) -> tuple[list[Enregistrement], tuple[Ligne, ...]]:
    """The records, and the lines after the last one that are no record. A total is a record."""
    body = list(rows[header.corps :])
    shapes = column_shapes([r.cellules for r in body[:300]], width)
    end = len(body)
    while end > 0 and _is_foot(
        body[end - 1], width, shapes, blanks, body[end - 2].ligne if end > 1 else header.ligne
    ):
        end -= 1
    foot = body[end:]
    return body[:end], tuple((r.ligne, " ".join(c.strip() for c in r.cellules if c.strip())) for r in foot)


def _is_foot(
    record: Enregistrement, width: int, shapes: Sequence[str], blanks: set[int], previous: int
) -> bool:
    cells = record.cellules
    count = filled(cells)
    first = next(c for c in cells if c.strip())
    if width < 2 or count > 2 or _TOTAL.match(first):
        return False
    note = _NOTE.match(first) is not None
    after_blank = any(previous < n < record.ligne for n in blanks)
    if count == 2:
        return note and width > 3 and (after_blank or first.rstrip().endswith(":"))
    if not cells[0].strip():
        return note and after_blank
    if shapes and shapes[0] and shape(first) != shapes[0]:
        return width > 2 or note or after_blank
    if shape(first):
        return False
    return note or (after_blank and width > 2) or (len(cells) == 1 and width > 3 and " " in first.strip())


def _without_repeated_header(
    body: list[Enregistrement], header: Entete
) -> tuple[list[Enregistrement], list[int]]:
    """Records without the lines that only write the header again, and where these stood."""
    if not header.ligne or len(header.brut) < 2:
        return body, []
    names = [c.strip() for c in header.brut]
    again = [r.ligne for r in body if [c.strip() for c in r.cellules] == names]
    if not again:
        return body, []
    left_out = set(again)
    return [r for r in body if r.ligne not in left_out], again


def _width(header: Entete, body: Sequence[Enregistrement], width: int) -> int:
    """Number of columns: those of the header, without unnamed ones at the end that are blank everywhere."""
    if not header.ligne:
        return width
    size = len(header.brut)
    used = max((_trimmed(r.cellules) for r in body), default=0)
    named = _trimmed(header.brut)
    while size > max(named, 1) and size > used:
        size -= 1
    return size


def _surplus_names(body: Sequence[Enregistrement], size: int) -> list[str]:
    most = max((_trimmed(r.cellules) for r in body), default=0)
    return [f"{SURPLUS}{n + 1}" for n in range(most - size)]


def _ragged(body: Sequence[Enregistrement], size: int, header: Entete) -> list[Remarque]:
    """One remark per record that has more or fewer cells than the header."""
    expected = max(size, len(header.brut))
    found: list[Remarque] = []
    more = 0
    surplus = sum(1 for r in body if _trimmed(r.cellules) > size)
    usual = Counter(len(r.cellules) for r in body).most_common(1)[0][0] if body else size
    if header.ligne and usual > len(header.brut) and not surplus:
        text = (
            f"L'en-tête a {size} noms et les lignes {usual} cellules, la dernière vide : vérifiez l'en-tête."
        )
        found.append(Remarque(header.ligne, "entete_court", text))
    if header.ligne and len(body) > 2 and surplus > 0.9 * len(body):
        text = (
            f"L'en-tête a {size} noms, les lignes ont plus de cellules : les dernières sont gardées à part."
        )
        return [Remarque(header.ligne, "entete_court", text)]
    for r in body:
        n, used = len(r.cellules), _trimmed(r.cellules)
        if used > size:
            text = f"{used} cellules pour {size} colonnes : le surplus est gardé à part."
            code = "cellules_en_trop"
        elif n < min(expected, size):
            text, code = f"{n} cellules pour {size} colonnes : les dernières sont vides.", "ligne_courte"
        else:
            continue
        if len(found) < _MAX_REMARKS:
            found.append(Remarque(r.ligne, code, text))
        else:
            more += 1
    if more:
        found.append(Remarque(0, "lignes_irregulieres", f"{more} autres lignes irrégulières."))
    return found


def _arrow(body: Sequence[Enregistrement], names: Sequence[str]) -> pa.Table:
    arrays = []
    for j in range(len(names)):
        values = [
            c if (c := (r.cellules[j] if j < len(r.cellules) else "")) and not c.isspace() else None
            for r in body
        ]
        arrays.append(pa.array(values, type=pa.string()))
    arrays.append(pa.array([r.ligne for r in body], type=pa.int64()))
    return pa.Table.from_arrays(arrays, names=[*names, LIGNE])

"""From records to tables: where each table begins and ends, its titles, header, records and foot lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from tne.reading.arrays import numbers, texts
from tne.reading.bounds import check_shape
from tne.reading.foot import without_foot
from tne.reading.header import Entete, find_header, titles_of, unique_names
from tne.reading.model import LIGNE, SURPLUS, Enregistrement, Remarque, Tableau
from tne.reading.numbering import without_headings, without_numbering
from tne.reading.scanning import usual_width
from tne.reading.shapes import filled, says, trimmed, without_digits
from tne.reading.side_by_side import apart
from tne.reading.splitting import split
from tne.typographie import accord, compte

_MAX_REMARKS = 200
_NUMBERING = "Ligne qui numérote les colonnes, laissée de côté."


@dataclass(frozen=True)
class Source:
    """Where the records come from: a sheet, or a text file (then rows are expected to have equal lengths).

    `gauche`: columns of the sheet left of theirs.
    """

    feuille: str | None = None
    texte: bool = True
    gauche: int = 0


@dataclass(frozen=True)
class Milieu:
    """The bulk of a long text, already in columns: `paquets` have columns c0, c1… and `_ligne`.

    It stands between the first and the last records; `apres` is the last line before it, `colonnes` the number
    of columns in which it has something.
    """

    paquets: tuple[pa.Table, ...]
    apres: int
    colonnes: int


def tables(
    records: Sequence[Enregistrement], source: Source, notes: Sequence[Remarque] = ()
) -> list[Tableau]:
    """Every table of a text or a sheet, in order. Blank records separate; they are never records themselves."""
    (_, left), *others = apart(without_headings(records))
    found = _one_under_another(left, source, notes)
    for start, beside in others:
        found += _one_under_another(beside, replace(source, gauche=source.gauche + start))
    return found


def _one_under_another(
    records: Sequence[Enregistrement], source: Source, notes: Sequence[Remarque] = ()
) -> list[Tableau]:
    found = []
    parts = split(records)
    for n, part in enumerate(parts):
        first, last = part[0].ligne, parts[n + 1][0].ligne if n + 1 < len(parts) else 1 << 62
        own = [r for r in notes if (n == 0 or r.ligne >= first) and r.ligne < last]
        found.append(lay_out(part, source, own))
    if len(found) > 1 and not found[0].ligne_entete and found[0].donnees.num_rows == 1:
        # One line without names over a table is no table: what is filled in at the head of a report.
        head, table = found[0], found[1]
        over = titles_of([r for r in parts[0] if filled(r.cellules)])
        noted = (*_but_header(head), *table.remarques)
        found[:2] = [replace(table, titres=(*over, *table.titres), remarques=noted)]
    return found


def _but_header(tableau: Tableau) -> list[Remarque]:
    """What was noted of the reading of its lines; that no header was found does not matter any more."""
    return [r for r in tableau.remarques if r.ligne]


def lay_out(
    part: Sequence[Enregistrement], source: Source, notes: Sequence[Remarque], milieu: Milieu | None = None
) -> Tableau:
    """One table out of its records, blank ones included; a long text gives its bulk apart, as `milieu`."""
    rows = [r for r in part if filled(r.cellules)]
    margin = 0 if source.texte else min(map(_margin, rows))
    if margin:
        rows = [Enregistrement(r.ligne, r.cellules[margin:]) for r in rows]
    sizes = Counter(len(r.cellules) if source.texte else trimmed(r.cellules) for r in rows)
    width = usual_width(sizes) if source.texte else max(sizes)
    rows, numbering = without_numbering(rows)
    header = find_header(rows, width)
    blanks = {r.ligne for r in part if not filled(r.cellules)}
    body, foot = without_foot(rows, header, width, blanks)
    body, repeated = _without_repeated_header(body, header)
    used = max((trimmed(r.cellules) for r in body), default=0)
    used = max(used, milieu.colonnes) if milieu else used
    size = _width(header, used, width)
    remarks = [*notes, *(Remarque(n, "entete_repete", "En-tête répété, laissé de côté.") for n in repeated)]
    if numbering is not None:
        remarks.append(Remarque(numbering.ligne, "numeros_de_colonnes", _NUMBERING))
    if source.texte:
        remarks += [*_short_header(body, size, header), *ragged(body, size, max(size, len(header.brut)))]
    if not header.ligne:
        remarks.append(Remarque(0, "sans_entete", "Aucune ligne d'en-tête : les colonnes sont numérotées."))
    remarks.sort(key=lambda r: r.ligne)
    names = (*unique_names(header.brut, size), *(f"{SURPLUS}{n + 1}" for n in range(used - size)))
    packets = milieu.paquets if milieu else ()
    check_shape(
        rows=len(body) + sum(p.num_rows for p in packets),
        columns=len(names),
        cells=sum(len(r.cellules) for r in body) + sum(p.num_rows * p.num_columns for p in packets),
    )
    return Tableau(
        feuille=source.feuille,
        entete=names,
        donnees=to_arrow(body, names) if milieu is None else _with_bulk(body, milieu, names),
        ligne_entete=header.ligne,
        titres=header.titres,
        pied=foot,
        remarques=tuple(remarks),
        entete_brut=tuple(header.brut[:size]) if header.ligne else (),
        entete_bas=header.bas[:size],
        gauche=source.gauche + margin,
    )


def _margin(record: Enregistrement) -> int:
    """How many blank cells it has at its left."""
    return next(j for j, c in enumerate(record.cellules) if c.strip())


def _without_repeated_header(
    body: list[Enregistrement], header: Entete
) -> tuple[list[Enregistrement], list[int]]:
    """Records without the lines that only write the header again, and where these stood."""
    if not header.ligne or len(header.brut) < 2:
        return body, []
    names = [c.strip() for c in header.brut]
    again = [r.ligne for r in body if says(r.cellules, names)]
    if not again:
        return body, []
    # The title of a printed page comes again with them, its number changed.
    titles = {without_digits(t) for _, t in header.titres}
    left_out = {
        *again,
        *(r.ligne for r in body if without_digits(titles_of([r])[0][1]) in titles),
    }
    return [r for r in body if r.ligne not in left_out], again


def _width(header: Entete, used: int, width: int) -> int:
    """Number of columns: those of the header, without unnamed ones at the end that are blank everywhere."""
    if not header.ligne:
        return width
    size = len(header.brut)
    named = trimmed(header.brut)
    while size > max(named, 1) and size > used:
        size -= 1
    return size


def _usual_length(body: Sequence[Enregistrement]) -> int:
    """The number of cells that more than half of the records have, 0 when there is none (or hardly a record)."""
    usual, times = Counter(len(r.cellules) for r in body).most_common(1)[0] if body else (0, 0)
    return usual if times > 2 and 2 * times > len(body) else 0


def _short_header(body: Sequence[Enregistrement], size: int, header: Entete) -> list[Remarque]:
    """A remark when nearly all records have more cells than the header has names."""
    usual = _usual_length(body)
    if not header.ligne or usual <= len(header.brut):
        return []
    text = f"L'en-tête a {compte(size, 'nom')} et les lignes {compte(usual, 'cellule')} : vérifiez l'en-tête."
    return [Remarque(header.ligne, "entete_court", text)]


def ragged(body: Sequence[Enregistrement], size: int, expected: int) -> list[Remarque]:
    """One remark per record that has more cells than `size`, or fewer than `expected`."""
    found: list[Remarque] = []
    more = 0
    usual = _usual_length(body)
    for r in body:
        n, used = len(r.cellules), trimmed(r.cellules)
        columns = compte(size, "colonne")
        if used > size and n != usual:
            text = f"{compte(used, 'cellule')} pour {columns} : le surplus est gardé à part."
            code = "cellules_en_trop"
        elif n < min(expected, size):
            text = f"{compte(n, 'cellule')} pour {columns} : {accord(size - n, 'la dernière est vide', 'les dernières sont vides')}."
            code = "ligne_courte"
        else:
            continue
        if len(found) < _MAX_REMARKS:
            found.append(Remarque(r.ligne, code, text))
        else:
            more += 1
    if more:
        words = compte(more, "autre ligne irrégulière", "autres lignes irrégulières")
        found.append(Remarque(0, "lignes_irregulieres", f"{words}."))
    return found


def _with_bulk(body: Sequence[Enregistrement], milieu: Milieu, names: Sequence[str]) -> pa.Table:
    first = [r for r in body if r.ligne <= milieu.apres]
    last = [r for r in body if r.ligne > milieu.apres]
    middle = [named(p, names) for p in milieu.paquets]
    ends = [to_arrow(first, names), to_arrow(last, names)]
    if middle:
        ends = [end.cast(middle[0].schema) for end in ends]
    return pa.concat_tables([ends[0], *middle, ends[1]])


def named(paquet: pa.Table, names: Sequence[str]) -> pa.Table:
    """A part of the bulk with the columns of the whole table; those it lacks are blank."""
    arrays = [
        paquet.column(j) if j < paquet.num_columns - 1 else pa.nulls(paquet.num_rows, pa.string())
        for j in range(len(names))
    ]
    return pa.Table.from_arrays([*arrays, paquet.column(LIGNE)], names=[*names, LIGNE])


def to_arrow(body: Sequence[Enregistrement], names: Sequence[str]) -> pa.Table:
    """Records as columns of text called `names`, null where blank, and their line last."""
    arrays = []
    for j in range(len(names)):
        values = [
            c if (c := (r.cellules[j] if j < len(r.cellules) else "")) and not c.isspace() else None
            for r in body
        ]
        arrays.append(texts(values))
    arrays.append(numbers(np.fromiter((r.ligne for r in body), np.int64, len(body))))
    return pa.Table.from_arrays(arrays, names=[*names, LIGNE])

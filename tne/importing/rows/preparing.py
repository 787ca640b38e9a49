"""The rows of a table for one data set, each cell already cleaned, typed and judged, each person already hashed.

What a cell becomes depends on its text alone: it is worked out once per distinct text (`cells`). What depends on
several cells of a row is left to `staging`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tne.folding import folded
from tne.importing.model import Liaison
from tne.importing.rows.between import between
from tne.importing.rows.cells import (
    Codes,
    Colonne,
    Conversions,
    Demande,
    Rangs,
    constant,
    encode,
    rows_of,
)
from tne.importing.rows.persons import persons
from tne.importing.rows.retraits import Retrait, cleaned, left_empty, without_naming
from tne.importing.rows.sources import Source, named, text, ticked, unsaid
from tne.importing.rows.sums import adding_up
from tne.kinds import BOOLEEN, UAI_LU
from tne.privacy import Secret
from tne.reading.arrays import numbers, numpy, scalar, texts
from tne.spec import Column, ecritures, fold
from tne.sql import sql_text

# Words with which a total begins, folded.
TOTAUX = ("total", "totaux", "totalgeneral", "soustotal", "totalgeneraux", "grandtotal")
_DIGITS = re.compile("[0-9]")
_ENDS_TOTAL = re.compile(
    r".*\w (?:total|somme|r[ée]sultat)|(?:moyenne|[ée]cart[- ]type|m[ée]diane|max(?:imum)?|min(?:imum)?|somme|cumul|ensemble)(?: (?:des?|du|g[ée]n[ée]rale?)\b.*)?",
    re.IGNORECASE,
)
# « Nombre M1 », « Somme 6A »: what a spreadsheet calls the subtotals of a group. « Nombre d'actions » may begin a record.
_BEGINS_TOTAL = re.compile(
    r"(?:sous[- ])?tota(?:l|ux)\b|(?:nombre|nb|somme) [\wÀ-ÿ.-]+$", re.IGNORECASE | re.ASCII
)
# What either looks like: few texts are looked at more closely.
_LIKE_TOTAL = "(?i)^[gst].*o[^a-z]*t[^a-z]*a| (?:total|somme|r[ée]sultat)$|^(?:m|[ée]cart|nombre|nb|somme|cumul|ensemble)"

# An empty cell, or what a formula makes of empty cells.
_NOTHING = texts([None, "0", "0.0", "0,0", "0,00", "0:00", "00:00", "00:00:00"])
# What a text is for its column; 0 is a value.
_STATES = {"absent": 1, "marque": 2, "mal": 3}


_Columns = dict[str, tuple[Codes | None, pa.Array]]


@dataclass
class Lignes:
    """The prepared rows, to be read once under `nom` where they are registered."""

    nom: str
    feuille: str | None
    retirer: bool
    nombre: int
    forme: bool  # of a known export
    colonnes: _Columns = field(default_factory=dict)
    ecarts: list[str] = field(default_factory=list)  # WHEN … THEN reason
    absents: list[Column] = field(default_factory=list)  # columns that the table does not have
    states: dict[str, frozenset[int]] = field(default_factory=dict)
    retraits: list[Retrait] = field(default_factory=list)  # what was taken out of its texts
    # Header → its cells, and for each of its texts whether its cells were left empty as the user said.
    videes: dict[str, tuple[Codes, npt.NDArray[np.bool_]]] = field(default_factory=dict)

    def state(self, column: str, which: str) -> str:
        """SQL: the cell of this column is `absent`, a `marque` or a `mal`; "false" where none is."""
        n = _STATES[which]
        met = self.states.get(column, frozenset({_STATES["absent"]}))
        if n not in met:
            return "false"
        return "true" if met == {n} else f'"s_{column}" = {n}'

    @property
    def relation(self) -> str:
        """SQL of the rows with every stored column of the data set."""
        absent = "".join(f', CAST(NULL AS {c.kind.type_sql}) AS "{c.name}"' for c in self.absents)
        return f"(SELECT *{absent} FROM {self.nom})"

    def register(self, con: duckdb.DuckDBPyConnection) -> None:
        """Let the next statement on this connection read them."""
        rows_of(con, self.nom, self.colonnes, self.nombre)


def prepare(conversions: Conversions, s: Source, sous: int, secret: Secret | None) -> Lignes:
    """Convert the cells that the `sous`-th link of the table reads."""
    liaison = s.reconnaissance.liaisons[sous]
    tableau = s.reconnaissance.tableau
    count = tableau.donnees.num_rows
    rows = Lignes(
        f"lu_{s.depart}_{sous}",
        tableau.feuille,
        s.retirer is not None,
        count,
        s.reconnaissance.form is not None,
    )
    columns = rows.colonnes
    columns["_rang"] = (None, numbers(np.arange(s.depart, s.depart + count)))
    columns["_ligne"] = (None, tableau.donnees.column(len(tableau.entete)).combine_chunks())
    _values(conversions, s, liaison, rows, columns)
    rows.ecarts += [
        *_totals(s, liaison, columns),
        *_between(s, columns),
        *_of_the_form(conversions, s, columns),
        *_blank_rows(s, liaison, columns),
    ]
    rows.retraits += _left_empty(rows, columns)
    if liaison.dataset.nominatif:
        assert secret is not None
        columns |= persons(conversions, s, liaison, secret)
    return rows


def _values(conversions: Conversions, s: Source, liaison: Liaison, rows: Lignes, columns: _Columns) -> None:
    count = s.reconnaissance.tableau.donnees.num_rows
    stored, asked, naming, emptied = [], [], {}, {}
    for c in liaison.dataset.stored:
        header = liaison.colonnes.get(c.name)
        beside = ticked(s, liaison, c)
        if header is None and c.name not in liaison.constantes and beside is None:
            rows.absents.append(c)
            continue
        everywhere = liaison.constantes.get(c.name) if c.kind.libre else None
        column = beside or (constant(count, everywhere) if header is None else s.column(header))
        emptied[c.name] = _rewritten_to_nothing(column, liaison.valeurs.get(c.name, {}))
        if c.kind.libre:
            column, told = cleaned(column, c, columns["_ligne"][1], rows.feuille, header or c.label)
            rows.retraits += told
        elif c.kind.type_sql == "VARCHAR":
            other = c.name in liaison.valeurs or c.name in liaison.constantes
            column, naming[c.name] = without_naming(column, c, partial(named, c, liaison) if other else None)
        stored.append(c)
        wanted = {"v": _typed(c), "absent": _absent, "marque": _mark(c)}
        if c.name == "uai" and liaison.dataset.departement:
            wanted["lu"] = _code_read
        asked.append(Demande(column, text(c, liaison), wanted))
    for c, demand, found in zip(stored, asked, conversions.convert(asked), strict=True):
        codes, states = demand.colonne.codes, _states(found)
        states[naming.get(c.name, [])] = _STATES["mal"]
        if c.name in liaison.vides:
            emptied[c.name] |= states == _STATES["mal"]
            states[emptied[c.name]] = _STATES["absent"]
        if emptied[c.name].any():
            rows.videes[liaison.colonnes.get(c.name) or c.label] = (codes, emptied[c.name])
        columns[c.name] = (codes, found["v"])
        if "lu" in found:
            columns["_uai_lu"] = (codes, found["lu"])
        met = np.flatnonzero(np.bincount(states[_used(demand.colonne)]))  # np.unique loads numpy.ma
        rows.states[c.name] = frozenset(int(n) for n in met)
        if len(met) > 1:
            columns[f"s_{c.name}"] = (codes, numbers(states))
    if s.retirer is not None:
        ask = Demande(s.column(s.retirer), _as_is, {"_retire": _asks, "_retirer_mal": _asks_nothing})
        (found,) = conversions.convert([ask])
        columns |= {name: (ask.colonne.codes, values) for name, values in found.items()}


def _left_empty(rows: Lignes, columns: _Columns) -> Iterator[Retrait]:
    """What is said of the cells that were left empty as the user said. What is no record is not told of."""
    aside = [
        numpy(columns[name][1])
        for name in ("_total", "_intertitre", "_separateur", "_exemple", "_vide")
        if name in columns
    ]
    for header, (codes, emptied) in rows.videes.items():
        these = np.all([emptied[codes], *(~a for a in aside)], axis=0)
        yield from left_empty(these, columns["_ligne"][1], rows.feuille, header)


def _rewritten_to_nothing(column: Colonne, rewritten: Mapping[str, str]) -> npt.NDArray[np.bool_]:
    """For each text of a column, whether a person said to leave its cell empty."""
    nothing = texts([old for old, new in rewritten.items() if not new])
    return numpy(pc.is_in(column.textes, nothing)) if len(nothing) else np.zeros(len(column.textes), bool)


def _used(column: Colonne) -> npt.NDArray[np.intp]:
    """The numbers of the texts that stand in some row."""
    return np.flatnonzero(np.bincount(column.codes, minlength=len(column.textes)))


def _marks(column: Column) -> str:
    return "(" + ", ".join(sql_text(m) for m in ecritures(column.kind.marques)) + ")"


def _typed(c: Column) -> Callable[[str], str]:
    return lambda t: (
        f"CASE WHEN {t} IS NULL OR {t} IN {_marks(c)} THEN NULL "
        f"ELSE CAST({c.kind.sql.format(x=t)} AS {c.kind.type_sql}) END"
    )


def _code_read(t: str) -> str:
    return UAI_LU.format(x=t)


def _as_is(x: str) -> str:
    return x


def _absent(t: str) -> str:
    return f"{t} IS NULL"


def _mark(c: Column) -> Callable[[str], str]:
    return lambda t: f"coalesce({t} IN {_marks(c)}, false)"


def _states(found: Mapping[str, pa.Array]) -> npt.NDArray[np.int8]:
    """What each text is for its column."""
    absent, mark = (numpy(found[name]) for name in ("absent", "marque"))
    untyped = numpy(found["v"].is_null())
    states = np.where(absent, _STATES["absent"], np.where(mark, _STATES["marque"], _STATES["mal"] * untyped))
    return states.astype(np.int8)


def _asks(t: str) -> str:
    return f"coalesce({BOOLEEN.sql.format(x=t)}, false)"


def _asks_nothing(t: str) -> str:
    return f"{t} IS NOT NULL AND ({BOOLEEN.sql.format(x=t)}) IS NULL"


def _flag(columns: _Columns, name: str, rows: Rangs, count: int, reason: str) -> list[str]:
    """The rows set aside for a reason, as a column; nothing where there is none."""
    if not len(rows):
        return []
    values = np.zeros(count, bool)
    values[rows] = True
    columns[name] = (None, numbers(values))
    return [f"WHEN {name} THEN {sql_text(reason)}"]


def _totals(s: Source, liaison: Liaison, columns: _Columns) -> list[str]:
    """A row is a total when its first filled cell says so, alone or in a row that lacks what a record must have.

    « Collège X Total », as Excel writes those of groups, is one where nothing else is there that a record must have.
    """
    tableau = s.reconnaissance.tableau
    count = tableau.donnees.num_rows
    needed = [
        liaison.colonnes[c.name]
        for c in liaison.dataset.columns
        if c.required and not c.deduit and c.name in liaison.colonnes
    ]
    rows: Rangs = np.arange(count)
    found = [rows[:0]]
    for position, header in enumerate(tableau.entete):
        whole = tableau.donnees.column(position)
        column = encode(whole if len(rows) == count else whole.take(numbers(rows)))
        said, begun, ended = (
            rows[_that(is_so, column.textes)[column.codes]]
            for is_so in (_says_total, _begins_total, _ends_total)
        )
        found.append(said)
        found += [s.column(h).blank(begun) for h in needed if len(begun)]
        beside = [h for h in needed if h != header]
        for h in beside:
            ended = s.column(h).blank(ended)
        found += [ended] if beside else []
        rows = rows[column.codes == len(column.textes) - 1]
        if not len(rows):
            break
    said_so = np.concatenate([*found, rows[:0]])
    return _flag(columns, "_total", np.concatenate([said_so, adding_up(s, liaison, said_so)]), count, "total")


def _between(s: Source, columns: _Columns) -> list[str]:
    """The titles and the strokes between records."""
    found, count = between(s), s.reconnaissance.tableau.donnees.num_rows
    return [
        *_flag(columns, "_intertitre", found.intertitres, count, "intertitre"),
        *_flag(columns, "_separateur", found.separateurs, count, "separateur"),
        *_flag(columns, "_exemple", found.exemples, count, "exemple"),
    ]


def _that(is_so: Callable[[str], bool], texts: pa.Array) -> npt.NDArray[np.bool_]:
    """For each text whether it is so. These may be names: they are looked at here, never by the database."""
    found = np.zeros(len(texts), bool)
    for n in np.flatnonzero(numpy(pc.fill_null(pc.match_substring_regex(texts, _LIKE_TOTAL), scalar(False)))):
        found[n] = is_so(texts[int(n)].as_py())
    return found


def _says_total(t: str) -> bool:
    return _DIGITS.sub("", folded(t)) in TOTAUX


def _begins_total(t: str) -> bool:
    return _BEGINS_TOTAL.match(t) is not None


def _ends_total(t: str) -> bool:
    return _ENDS_TOTAL.fullmatch(t) is not None


def _of_the_form(conversions: Conversions, s: Source, columns: _Columns) -> list[str]:
    """The rows that the form says are none of ours; a rule over a column that is not there does not count."""
    form = s.reconnaissance.ecartante
    by_fold = form.named({fold(h): h for h in s.positions}) if form and form.ecarts else {}
    cases = []
    for ecart in form.ecarts if form else ():
        parts = [part.split("}")[0] for part in ecart.sql.split("{")[1:]]
        if not all(fold(p) in by_fold for p in parts):
            continue
        sql = ecart.sql
        for part in parts:
            header = by_fold[fold(part)]
            name = f"x{s.positions[header]}"
            sql = sql.replace("{" + part + "}", name)
            if name not in columns:
                column = s.column(header)
                (found,) = conversions.convert([Demande(column, unsaid, {"x": _as_is})])
                columns[name] = (column.codes, found["x"])
        cases.append(f"WHEN {sql} THEN {sql_text(ecart.code)}")
    return cases


def _blank_rows(s: Source, liaison: Liaison, columns: _Columns) -> list[str]:
    """The rows without a value of ours: rows made ready beforehand have their number, and the zeros of their formulas.

    A reference alone is enough to take its record out.
    """
    count = s.reconnaissance.tableau.donnees.num_rows
    rows: Rangs = np.arange(count)
    headers = [h for name, h in liaison.colonnes.items() if name != "reference"]
    for header in [*headers, *([s.retirer] if s.retirer is not None else [])]:
        if len(rows):
            column = s.column(header)
            nothing = numpy(pc.is_in(column.textes, _NOTHING))
            rows = rows[nothing[column.codes[rows]]]
    return _flag(columns, "_vide", rows, count, "vide")

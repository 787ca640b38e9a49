"""The rows of a table for one data set, each cell already cleaned, typed and judged, each person already hashed.

What a cell becomes depends on its text alone: it is worked out once per distinct text (`cells`). What depends on
several cells of a row is left to `staging`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tne.importing.cells import (
    Codes,
    Colonne,
    Demande,
    Rangs,
    constant,
    convert,
    encode,
    literal,
    rows_of,
    together,
)
from tne.importing.model import RETIRER, Liaison, Reconnaissance
from tne.kinds import BOOLEEN
from tne.privacy import Secret, sql_hmac, sql_identity_kind
from tne.reading.arrays import numbers, numpy, scalar
from tne.spec import MARQUES, Column, Dataset, fold

# Words with which a total begins, folded.
TOTAUX = ("total", "totaux", "totalgeneral", "soustotal", "totalgeneraux", "grandtotal")

# What a text is for its column; 0 is a value.
_STATES = {"absent": 1, "marque": 2, "mal": 3}


@dataclass(frozen=True)
class Source:
    """One table of a file: header → position, the header that takes records out, the rank of its first row.

    `rangs`: rank → row, where the table holds but some of the rows that were staged.
    """

    reconnaissance: Reconnaissance
    positions: Mapping[str, int]
    retirer: str | None
    depart: int
    rangs: Mapping[int, int] | None = None

    def row(self, rank: int) -> int:
        """Where the row of a rank stands in the table."""
        return rank - self.depart if self.rangs is None else self.rangs[rank]

    def column(self, header: str) -> Colonne:
        """The cells under a header."""
        return encode(self.reconnaissance.tableau.donnees.column(self.positions[header]))


def source(r: Reconnaissance, depart: int) -> Source:
    """A table to read. Ranks begin at `depart`, so that sheets follow each other."""
    headers = r.tableau.entete
    removal = next((h for h in headers if fold(h) == fold(RETIRER)), None)
    # By position: a header of the file may be called like a column of ours.
    return Source(r, {h: i for i, h in enumerate(headers)}, removal, depart)


@dataclass
class Lignes:
    """The prepared rows, registered under `nom` to be read once."""

    nom: str
    feuille: str | None
    retirer: bool
    ecarts: list[str] = field(default_factory=list)  # WHEN … THEN reason
    absents: list[Column] = field(default_factory=list)  # columns that the table does not have
    states: dict[str, frozenset[int]] = field(default_factory=dict)

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


_Columns = dict[str, tuple[Codes | None, pa.Array]]


def prepare(con: duckdb.DuckDBPyConnection, s: Source, sous: int, secret: Secret | None) -> Lignes:
    """Convert the cells that the `sous`-th link of the table reads, and register its rows."""
    liaison = s.reconnaissance.liaisons[sous]
    tableau = s.reconnaissance.tableau
    count = tableau.donnees.num_rows
    rows = Lignes(f"lu_{s.depart}_{sous}", tableau.feuille, s.retirer is not None)
    ranks = numbers(np.arange(s.depart, s.depart + count))
    columns: _Columns = {
        "_rang": (None, ranks),
        "_ligne": (None, tableau.donnees.column(len(tableau.entete)).combine_chunks()),
    }
    _values(con, s, liaison, rows, columns)
    rows.ecarts += [
        *_totals(con, s, liaison, columns),
        *_of_the_form(con, s, columns),
        *_blank_rows(s, liaison, columns),
    ]
    if liaison.dataset.nominatif:
        _persons(s, liaison, secret, columns)
    rows_of(con, rows.nom, columns, count)
    return rows


def text(column: Column, liaison: Liaison) -> Callable[[str], str]:
    """SQL of the text of a column out of its cell: words that mean nothing, rewritten values, the constant."""
    standing = liaison.constantes.get(column.name)
    rewritten = liaison.valeurs.get(column.name)

    def sql(x: str) -> str:
        for word in column.kind.vides:
            x = f"CASE WHEN lower({x}) = {literal(word.lower())} THEN NULL ELSE {x} END"
        if rewritten:
            cases = " ".join(f"WHEN {literal(old)} THEN {literal(new)}" for old, new in rewritten.items())
            x = f"CASE {x} {cases} ELSE {x} END"
        return f"coalesce({x}, {literal(standing)})" if standing is not None else x

    return sql


def _values(
    con: duckdb.DuckDBPyConnection, s: Source, liaison: Liaison, rows: Lignes, columns: _Columns
) -> None:
    count = s.reconnaissance.tableau.donnees.num_rows
    stored, asked = [], []
    for c in liaison.dataset.stored:
        header = liaison.colonnes.get(c.name)
        if header is None and c.name not in liaison.constantes:
            rows.absents.append(c)
            continue
        column = constant(count) if header is None else s.column(header)
        stored.append(c)
        asked.append(
            Demande(column, text(c, liaison), {"v": _typed(c), "absent": _absent, "marque": _mark(c)})
        )
    for c, demand, found in zip(stored, asked, convert(con, asked), strict=True):
        codes, states = demand.colonne.codes, _states(found)
        columns[c.name] = (codes, found["v"])
        met = np.unique(states[_used(demand.colonne)])
        rows.states[c.name] = frozenset(int(n) for n in met)
        if len(met) > 1:
            columns[f"s_{c.name}"] = (codes, numbers(states))
    if s.retirer is not None:
        ask = Demande(s.column(s.retirer), _as_is, {"_retire": _asks, "_retirer_mal": _asks_nothing})
        (found,) = convert(con, [ask])
        columns |= {name: (ask.colonne.codes, values) for name, values in found.items()}


def _used(column: Colonne) -> npt.NDArray[np.intp]:
    """The numbers of the texts that stand in some row."""
    return np.flatnonzero(np.bincount(column.codes, minlength=len(column.textes)))


def _marks(column: Column) -> str:
    return "(" + ", ".join(literal(m) for m in column.kind.marques) + ")"


def _typed(c: Column) -> Callable[[str], str]:
    return lambda t: (
        f"CASE WHEN {t} IS NULL OR {t} IN {_marks(c)} THEN NULL "
        f"ELSE CAST({c.kind.sql.format(x=t)} AS {c.kind.type_sql}) END"
    )


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
    return [f"WHEN {name} THEN {literal(reason)}"]


def _totals(con: duckdb.DuckDBPyConnection, s: Source, liaison: Liaison, columns: _Columns) -> list[str]:
    """A row is a total when its first filled cell says so, alone or in a row that lacks what a record must have."""
    tableau = s.reconnaissance.tableau
    count = tableau.donnees.num_rows
    rows: Rangs = np.arange(count)
    said, begun = [rows[:0]], [rows[:0]]
    for position in range(len(tableau.entete)):
        whole = tableau.donnees.column(position)
        column = encode(whole if len(rows) == count else whole.take(numbers(rows)))
        (found,) = convert(con, [Demande(column, _as_is, {"said": _says_total, "begun": _begins_total})])
        for into, name in ((said, "said"), (begun, "begun")):
            into.append(rows[numpy(found[name])[column.codes]])
        rows = rows[column.codes == len(column.textes) - 1]
        if not len(rows):
            break
    incomplete = np.concatenate(begun)
    needed = [
        c for c in liaison.dataset.columns if c.required and not c.deduit and c.name in liaison.colonnes
    ]
    if len(incomplete) and needed:
        lacking = [s.column(liaison.colonnes[c.name]).blank(incomplete) for c in needed]
        incomplete = np.unique(np.concatenate(lacking))
    else:
        incomplete = incomplete[:0]
    return _flag(columns, "_total", np.concatenate([*said, incomplete]), count, "total")


def _says_total(t: str) -> str:
    words = ", ".join(literal(w) for w in TOTAUX)
    folded = f"regexp_replace(strip_accents(lower({t})), '[^a-z]', '', 'g')"
    return f"CASE WHEN lower(left({t}, 1)) IN ('t', 's', 'g') THEN {folded} IN ({words}) ELSE false END"


def _begins_total(t: str) -> str:
    begins = rf"regexp_matches(lower({t}), '^(sous[- ])?tota(l|ux)\b')"
    return f"CASE WHEN lower(left({t}, 1)) IN ('t', 's') THEN {begins} ELSE false END"


def _of_the_form(con: duckdb.DuckDBPyConnection, s: Source, columns: _Columns) -> list[str]:
    """The rows that the form says are none of ours; a rule over a column that is not there does not count."""
    form = s.reconnaissance.form
    folded = {fold(h): h for h in s.positions} if form and form.ecarts else {}
    cases = []
    for ecart in form.ecarts if form else ():
        parts = [part.split("}")[0] for part in ecart.sql.split("{")[1:]]
        if not all(fold(p) in folded for p in parts):
            continue
        sql = ecart.sql
        for part in parts:
            header = folded[fold(part)]
            name = f"x{s.positions[header]}"
            sql = sql.replace("{" + part + "}", name)
            if name not in columns:
                column = s.column(header)
                (found,) = convert(con, [Demande(column, _as_is, {"x": _as_is})])
                columns[name] = (column.codes, found["x"])
        cases.append(f"WHEN {sql} THEN {literal(ecart.code)}")
    return cases


def _blank_rows(s: Source, liaison: Liaison, columns: _Columns) -> list[str]:
    """The rows without a value of ours. A reference alone is enough to take its record out."""
    count = s.reconnaissance.tableau.donnees.num_rows
    rows: Rangs = np.arange(count)
    headers = [h for name, h in liaison.colonnes.items() if name != "reference"]
    for header in [*headers, *([s.retirer] if s.retirer is not None else [])]:
        if len(rows):
            rows = s.column(header).blank(rows)
    return _flag(columns, "_vide", rows, count, "vide")


def _persons(s: Source, liaison: Liaison, secret: Secret | None, columns: _Columns) -> None:
    """Hash each person once: those that the rows name in the same words are one combination of texts."""
    d = liaison.dataset
    named = {c.name: c for c in (*d.identites, d.column("uai"))}
    cells = _identifying(s, liaison, named)
    persons = together(list(cells.values()) or [constant(s.reconnaissance.tableau.donnees.num_rows)])
    first = numpy(persons.textes)
    raw = {name: column.textes.take(numbers(column.codes[first])) for name, column in cells.items()}
    texts = ", ".join(
        text(c, liaison)(f'"{name}"' if name in cells else "CAST(NULL AS VARCHAR)") + f' AS "{name}"'
        for name, c in named.items()
    )
    identity = "email, numen, nom, prenom, uai"
    # Level by level: what is named once is worked out once.
    question = (
        f"SELECT *, hex(personne) AS _personne_hex FROM (SELECT {sql_hmac(*identity.split(', '))} AS personne, "
        f"{sql_identity_kind(*identity.split(', ')[:4])} AS personne_par FROM ("
        f"SELECT CASE WHEN contains(email, '@') THEN email END AS email, numen, nom, prenom, uai FROM ("
        f"SELECT {', '.join(_identity(d))} FROM (SELECT {texts} FROM personnes))))"
    )
    # Apart, and never on disk: memory given back with names in it is spilled with whatever fills it next.
    with duckdb.connect(":memory:", config={"temp_directory": ""}) as apart:
        apart.register("personnes", pa.table({**raw, "_n": persons.textes}))
        done = apart.sql(question, params=secret.pads if secret else None).to_arrow_table()
    columns |= {name: (persons.codes, done.column(name).combine_chunks()) for name in done.column_names}


def _identifying(s: Source, liaison: Liaison, named: Mapping[str, Column]) -> dict[str, Colonne]:
    """The columns by which the table names its persons: the e-mail alone where each row has one."""
    cells: dict[str, Colonne] = {}
    for name, c in named.items():
        if name not in liaison.colonnes:
            continue
        cells[name] = s.column(liaison.colonnes[name])
        if c.identite == "email" and name not in liaison.constantes:
            at = pc.fill_null(pc.match_substring(cells[name].textes, "@"), scalar(False))
            if numpy(at)[cells[name].codes].all():
                return {name: cells[name]}
    return cells


def _identity(d: Dataset) -> list[str]:
    """SQL of what identifies a person, out of the texts of its columns. A mark is no name, nor « anonymous » an e-mail:
    Microsoft Forms writes it for everyone.
    """
    marks = ", ".join(literal(m) for m in MARQUES)
    by_kind = {c.identite: f'"{c.name}"' for c in d.identites}
    said = [
        f"CASE WHEN upper({x}) IN ({marks}) THEN NULL ELSE {x} END AS {kind}"
        for kind in ("email", "numen", "nom", "prenom")
        for x in (by_kind.get(kind, "CAST(NULL AS VARCHAR)"),)
    ]
    return [*said, f"{d.column('uai').kind.sql.format(x='uai')} AS uai"]

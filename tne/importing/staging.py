"""From a recognised table to typed rows: one temporary table per data set, checked but not yet written.

No temporary table ever holds a personal column (DuckDB spills them to disk in clear): persons are hashed in the
very SELECT that reads their texts. Headers and cell texts never become part of a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import duckdb

from tne.db import value_columns
from tne.importing.model import Liaison
from tne.importing.remarks.same_reference import refuse_together
from tne.importing.rows.cells import Conversions, conversions
from tne.importing.rows.persons import doubtful
from tne.importing.rows.preparing import Lignes, prepare
from tne.importing.rows.repeated_sheets import Redite, repeats
from tne.importing.rows.retraits import Retrait
from tne.importing.rows.sources import Source, source
from tne.privacy import Secret
from tne.spec import Column, Dataset, Gravite
from tne.sql import sql_text

__all__ = ["Source", "retirer_bit", "source", "stage"]


# Why a row is set aside that names no school, in a public file of which the other rows are right.
SANS_UAI = "uai_invalide"


def _must_hold_a_value(d: Dataset, c: Column) -> bool:
    """A source may suppress a number it must give (NS); what names, dates or sorts a record cannot be erased."""
    return c.required and (c.name in d.key or c.kind.type_sql not in ("BIGINT", "DOUBLE"))


def _bit(d: Dataset, name: str) -> int:
    return 1 << [c.name for c in d.stored].index(name)


def retirer_bit(d: Dataset) -> int:
    """The bit of `_mal` that says: the word in « Retirer » is neither yes nor no."""
    return 1 << len(d.stored)


def _mask(bits: Iterable[tuple[str, int]]) -> str:
    """SQL of a bit mask: each bit is set where its condition holds; what never holds costs nothing."""
    terms = [
        f"CASE WHEN {condition} THEN {bit} ELSE 0 END" for condition, bit in bits if condition != "false"
    ]
    return f"CAST({' + '.join(terms) or '0'} AS BIGINT)"


def _select(rows: Lignes, liaison: Liaison, sous: int, territoire: tuple[str, ...]) -> str:
    """The SELECT over prepared rows: what depends on several cells of a row, and the verdicts as bit masks."""
    d = liaison.dataset
    sheet = sql_text(rows.feuille) if rows.feuille is not None else "CAST(NULL AS VARCHAR)"
    values, bad, required, empty = [], [], [], []
    for i, c in enumerate(d.stored):
        bit, name = 1 << i, f'"{c.name}"'
        absent = rows.state(c.name, "absent")
        missing = absent
        if _must_hold_a_value(d, c) and rows.state(c.name, "marque") != "false":
            missing = f"({absent} OR {rows.state(c.name, 'marque')})"
        if c.deduit and c.name in d.key and absent != "false":
            values.append(
                f"CASE WHEN {absent} THEN CAST(({c.deduit}) AS {c.kind.type_sql}) ELSE {name} END AS {name}"
            )
            missing = f"({missing} AND ({c.deduit}) IS NULL)"
        else:
            values.append(name)
        bad.append((rows.state(c.name, "mal"), bit))
        empty.append((rows.state(c.name, "marque"), bit))
        by_file = c.name in liaison.colonnes or c.name in liaison.constantes
        if c.required and (by_file or not c.deduit_avec):
            required.append((missing, bit))
    bad.append(("_retirer_mal" if rows.retirer else "false", retirer_bit(d)))
    removed = "_retire" if rows.retirer else "false"
    person = ""
    if d.nominatif:
        person = ", CAST(personne AS UUID) AS personne, personne_par, _personne_hex"
        if d.name != "reponse":
            required.append(("personne IS NULL", 1 << len(d.stored)))
    ecart = f"CASE {' '.join(rows.ecarts)} END" if rows.ecarts else "CAST(NULL AS VARCHAR)"
    # A wrong letter does not hide of which département a school is.
    code = "coalesce(uai, _uai_lu)" if "_uai_lu" in rows.colonnes else "uai"
    place = re.sub(r"\buai\b", code, d.departement) or "NULL"
    checked = (
        f"SELECT _rang, _ligne, {removed} AS _retire, {ecart} AS _ecart{person}, {', '.join(values)}, "
        f"{place} AS _departement, "
        f"{_mask(bad)} AS _mal, {_mask(required)} AS _manque, {_mask(empty)} AS _efface FROM {rows.relation}"
    )
    rules = _mask(
        (f"NOT coalesce(({k.sql}), true)", 1 << i)
        for i, k in enumerate(d.checks)
        if not (k.hors_forme and rows.forme)
    )
    elsewhere = ""
    if d.departement:
        codes = ", ".join(sql_text(t) for t in territoire)
        elsewhere = f"WHEN _departement NOT IN ({codes}) THEN 'hors_territoire' "
    if d.ecarte_sans:
        needed = _bit(d, d.ecarte_sans)
        elsewhere += f"WHEN ((_mal | _manque) & {needed}) <> 0 THEN '{SANS_UAI}' "
    listed = ", ".join(f'"{name}"' for name, _ in value_columns(d))
    return (
        f"SELECT _rang, {sous} AS _sous, {sheet} AS _feuille, _ligne, _retire, {listed}, _mal, "
        f"CASE WHEN _retire THEN 0 ELSE _manque END AS _manque, _efface, "
        # What is taken out need not be right.
        f"CASE WHEN _retire THEN 0 ELSE {rules} END AS _regles, "
        f"CASE WHEN _ecart IS NOT NULL THEN _ecart {elsewhere}END AS _ecart, "
        f"{str(liaison.sans_cle).lower()} AS _sans_cle{', _personne_hex' if d.nominatif else ''} FROM ({checked})"
    )


def _key(d: Dataset) -> str:
    """SQL of the key of a row: an md5 as UUID, so that NULL parts compare equal and joins stay simple."""

    def digest(columns: Iterable[str], extra: str = "''") -> str:
        parts = ", ".join(
            "coalesce(_personne_hex, chr(30))"
            if c == "personne"
            else f'coalesce(CAST("{c}" AS VARCHAR), chr(30))'
            for c in columns
        )
        # From its bytes, not from its text: twice as fast.
        return f"CAST(unhex(md5(concat_ws(chr(31), {parts}, {extra}))) AS UUID)"

    every = [name for name, _ in value_columns(d) if name != "personne_par"]
    all_columns = digest(every)
    occurrence = f"CAST(row_number() OVER (PARTITION BY {all_columns} ORDER BY _rang, _sous) AS VARCHAR)"
    numbered = digest(every, f"'occurrence' || {occurrence}")
    if not d.key:
        return numbered
    # What alone tells records apart: without it, all their columns do.
    for identifier in ("reference", *d.signature):
        if identifier in d.key:
            return f'CASE WHEN "{identifier}" IS NOT NULL THEN {digest(d.key)} ELSE {numbered} END'
    return digest(d.key)


def stage(
    con: duckdb.DuckDBPyConnection,
    d: Dataset,
    sources: list[Source],
    territoire: tuple[str, ...],
    secret: Secret | None,
) -> tuple[str, list[Retrait], tuple[Redite, ...]]:
    """Read every table that feeds `d` into one temporary table: its name, what was taken out of its texts, what tables repeat
    others.

    Grain: one row per record and feed. Columns: place, typed values, `_cle`, and verdicts as bit masks
    (`_mal`, `_manque`, `_efface` by stored column, `_regles` by check), `_ecart`, `_etat`
    (ecartee, refusee, ok), `_tour` (1 for the first row of a key in the file, 2… for its duplicates).
    """
    with conversions(con) as asked:
        lues = read(asked, d, sources, secret)
    add(con, d, lues, territoire, first=True)
    told = finish(con, d, sources)
    return stage_table(d), [*taken_out(lues), *doubts(d, sources)], told


def doubts(d: Dataset, sources: Iterable[Source], *, part: bool = False) -> list[Retrait]:
    """What to look at in how these tables name their persons; of a `part` of a table, only what single cells say."""
    return [
        r
        for s in sources
        for li in s.reconnaissance.liaisons
        if li.dataset is d
        for r in doubtful(s, li, part=part)
    ]


def stage_table(d: Dataset) -> str:
    """Name of the temporary table of a data set."""
    return f"etape_{d.name}"


def stands_alone(d: Dataset, liaisons: Iterable[Liaison]) -> bool:
    """True when the key of a row depends on that row alone: then the rows may be staged in several parts."""
    numbered = not d.key or any(name in d.key for name in ("reference", *d.signature))
    return not numbered and not any(li.sans_cle for li in liaisons)


@dataclass(frozen=True)
class Lues:
    """The prepared rows of a table for one link, and the number of the link."""

    lignes: Lignes
    liaison: Liaison
    sous: int


def taken_out(lues: list[Lues]) -> list[Retrait]:
    """What was taken out of the texts of these rows; a cell that several links read is told once."""
    return list(dict.fromkeys(r for one in lues for r in one.lignes.retraits))


def read(
    asked: Conversions,
    d: Dataset,
    sources: list[Source],
    secret: Secret | None,
) -> list[Lues]:
    """The rows of these tables for `d`, each cell judged by itself."""
    return [
        Lues(prepare(asked, s, n, secret), li, n)
        for s in sources
        for n, li in enumerate(s.reconnaissance.liaisons)
        if li.dataset.name == d.name
    ]


def add(
    con: duckdb.DuckDBPyConnection,
    d: Dataset,
    lues: list[Lues],
    territoire: tuple[str, ...],
    *,
    first: bool,
) -> None:
    """Stage these rows, in a new temporary table where `first`; `finish` once all have been."""
    table = stage_table(d)
    if first:
        con.execute(f"DROP TABLE IF EXISTS {table}")
    with registered(con, lues):
        into = f"CREATE TEMP TABLE {table} AS" if first else f"INSERT INTO {table} BY NAME"
        con.execute(f"{into} {rows(d, lues, territoire)}")


@contextmanager
def registered(con: duckdb.DuckDBPyConnection, lues: list[Lues]) -> Iterator[None]:
    """Let one statement read these rows, which goes through them once."""
    for one in lues:
        one.lignes.register(con)
    yield
    for one in lues:
        con.unregister(one.lignes.nom)  # and what they were prepared from


def rows(d: Dataset, lues: list[Lues], territoire: tuple[str, ...]) -> str:
    """SQL of these rows as they are staged, while they are `registered`."""
    selects = [_select(one.lignes, one.liaison, one.sous, territoire) for one in lues]
    blocking = sum(1 << i for i, k in enumerate(d.checks) if k.gravite is Gravite.BLOQUANT)
    verdict = (
        f"CASE WHEN _ecart IS NOT NULL THEN 'ecartee' WHEN _mal <> 0 OR _manque <> 0 OR (_regles & {blocking}) <> 0 "
        "THEN 'refusee' ELSE 'ok' END"
    )
    key = _key(d)
    if any(one.liaison.sans_cle for one in lues):
        key = f"CASE WHEN _sans_cle THEN {_key(replace(d, key=()))} ELSE {key} END"
    left_out = "_sans_cle, _personne_hex" if d.nominatif else "_sans_cle"
    return f"SELECT * EXCLUDE ({left_out}), {verdict} AS _etat, {key} AS _cle, 1 AS _tour FROM ({' UNION ALL '.join(selects)})"


def finish(con: duckdb.DuckDBPyConnection, d: Dataset, sources: list[Source]) -> tuple[Redite, ...]:
    """What depends on several rows: records refused whole, keys that stand several times. What to say of tables that repeat
    others.
    """
    table = stage_table(d)
    feeds = sum(li.dataset.name == d.name for s in sources for li in s.reconnaissance.liaisons)
    if feeds > len(sources):
        _refuse_whole_records(con, table)
    alone = [li for s in sources for li in s.reconnaissance.liaisons if li.dataset.name == d.name]
    told = repeats(con, d, table, sources, alone=stands_alone(d, alone))
    refuse_together(con, d, table)
    if has_doubles(con, table):
        con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {numbered(table)}")
    return told


def has_doubles(con: duckdb.DuckDBPyConnection, table: str) -> bool:
    """True when a key stands several times among the accepted rows."""
    total, distinct = con.execute(
        f"SELECT count(*), count(DISTINCT _cle) FROM {table} WHERE _etat = 'ok'"
    ).fetchall()[0]
    return bool(total != distinct)


def numbered(table: str) -> str:
    """SQL of the same rows, those of one key numbered in the order of the file."""
    return f"SELECT * EXCLUDE (_tour), row_number() OVER (PARTITION BY _cle, _etat ORDER BY _rang, _sous) AS _tour FROM {table}"


def _refuse_whole_records(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """A record read as several rows is refused whole when one of them is."""
    con.execute(
        f"UPDATE {table} SET _etat = 'refusee' WHERE _etat = 'ok' AND _rang IN "
        f"(SELECT _rang FROM {table} GROUP BY _rang HAVING bool_or(_etat = 'refusee'))"
    )

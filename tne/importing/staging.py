"""From a recognised table to typed rows: one temporary table per data set, checked but not yet written.

No temporary table ever holds a personal column (DuckDB spills them to disk in clear): persons are hashed in the
very SELECT that reads the file. Headers and cell texts never become part of a statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from tne.db import value_columns
from tne.importing.model import RETIRER, Liaison, Reconnaissance
from tne.privacy import Secret, sql_hmac, sql_identity_kind
from tne.spec import Column, Dataset, Gravite, Privacy, fold

# Words with which a total begins, folded.
TOTAUX = ("total", "totaux", "totalgeneral", "soustotal", "totalgeneraux", "grandtotal")


@dataclass(frozen=True)
class Source:
    """One table given to DuckDB under a name, its columns called c0, c1… whatever their headers say."""

    name: str
    reconnaissance: Reconnaissance
    positions: Mapping[str, int]  # header → position
    depart: int  # first row rank of this table in its file


def literal(text: str) -> str:
    """A text as an SQL literal, for constants of declarations and mappings."""
    return "'" + text.replace("'", "''") + "'"


def register(con: duckdb.DuckDBPyConnection, name: str, r: Reconnaissance, depart: int) -> Source:
    """Make the table readable by this connection. Ranks begin at `depart`, so that sheets follow each other."""
    data = r.tableau.donnees
    columns = [data.column(h) for h in r.tableau.entete]
    names = [f"c{i}" for i in range(len(columns))]
    rank = pa.array(range(depart, depart + data.num_rows), type=pa.int64())
    arrow = pa.table([*columns, data.column("_ligne"), rank], names=[*names, "_ligne", "_rang"])
    con.register(name, arrow)
    return Source(name, r, {h: i for i, h in enumerate(r.tableau.entete)}, depart)


def _cell(position: int) -> str:
    """SQL of a trimmed cell, no-break spaces made plain, NULL when blank."""
    return f"nullif(trim(translate(c{position}, '\u00a0\u202f\t', '   ')), '')"


def _total(source: Source) -> str:
    """SQL: the first filled cell of the row says that it is a total."""
    if not source.positions:
        return "false"
    first = "coalesce(" + ", ".join(_cell(i) for i in source.positions.values()) + ")"
    words = ", ".join(literal(w) for w in TOTAUX)
    cheap = f"lower(left({first}, 1)) IN ('t', 's', 'g')"
    folded = f"regexp_replace(strip_accents(lower({first})), '[^a-z]', '', 'g')"
    return f"CASE WHEN {cheap} THEN {folded} IN ({words}) ELSE false END"


def _ecart(source: Source, liaison: Liaison) -> str:
    """SQL giving the reason why a row is not ours, or NULL."""
    cases = [f"WHEN {_total(source)} THEN 'total'"]
    form = source.reconnaissance.form
    for ecart in form.ecarts if form else ():
        sql = ecart.sql
        folded = {fold(h): i for h, i in source.positions.items()}
        for part in _placeholders(sql):
            position = folded.get(fold(part))
            sql = sql.replace("{" + part + "}", _cell(position) if position is not None else "NULL")
            if position is None:
                break
        else:
            cases.append(f"WHEN {sql} THEN {literal(ecart.code)}")
    filled = [_cell(source.positions[h]) for name, h in liaison.colonnes.items() if name != "reference"]
    cases.append(f"WHEN coalesce({', '.join(filled)}) IS NULL THEN 'vide'" if filled else "")
    return "CASE " + " ".join(cases) + " END"


def _placeholders(sql: str) -> list[str]:
    return [part.split("}")[0] for part in sql.split("{")[1:]]


def _text(source: Source, liaison: Liaison, column: Column) -> str:
    header = liaison.colonnes.get(column.name)
    constant = liaison.constantes.get(column.name)
    if header is None:
        return literal(constant) if constant is not None else "CAST(NULL AS VARCHAR)"
    text = _cell(source.positions[header])
    for word in column.kind.vides:
        text = f"CASE WHEN lower({text}) = {literal(word.lower())} THEN NULL ELSE {text} END"
    rewritten = liaison.valeurs.get(column.name)
    if rewritten:
        cases = " ".join(f"WHEN {literal(old)} THEN {literal(new)}" for old, new in rewritten.items())
        text = f"CASE {text} {cases} ELSE {text} END"
    return f"coalesce({text}, {literal(constant)})" if constant is not None else text


def _marks(column: Column) -> str:
    return "(" + ", ".join(literal(m) for m in column.kind.marques) + ")"


def _select(source: Source, liaison: Liaison, sous: int, territoire: tuple[str, ...]) -> str:
    """The SELECT that reads one table for one data set, from raw cells to typed values and verdicts."""
    d = liaison.dataset
    stored = d.stored
    feuille = source.reconnaissance.tableau.feuille
    sheet = literal(feuille) if feuille is not None else "CAST(NULL AS VARCHAR)"
    remove = next((i for h, i in source.positions.items() if fold(h) == fold(RETIRER)), None)
    retire = (
        "false" if remove is None else f"coalesce(lower({_cell(remove)}) IN ('oui','x','1','vrai'), false)"
    )

    texts = [f'{_text(source, liaison, c)} AS "t_{c.name}"' for c in stored]
    personal = {c.identite: _text(source, liaison, c) for c in d.identites}
    if d.nominatif:
        parts = [personal.get(k, "CAST(NULL AS VARCHAR)") for k in ("email", "numen", "nom", "prenom")]
        uai = _text(source, liaison, d.column("uai"))
        texts += [f"{sql_hmac(*parts, uai)} AS personne", f"{sql_identity_kind(*parts)} AS personne_par"]
    read = (
        f"SELECT _rang, {sous} AS _sous, {sheet} AS _feuille, _ligne, {retire} AS _retire, "
        f"{_ecart(source, liaison)} AS _ecart, {', '.join(texts)} FROM {source.name}"
    )

    person = ", personne, personne_par" if d.nominatif else ""
    typed = []
    for c in stored:
        x = f'"t_{c.name}"'
        typed.append(
            f"CASE WHEN {x} IS NULL OR {x} IN {_marks(c)} THEN NULL ELSE CAST({c.kind.sql.format(x=x)} AS {c.kind.type_sql}) END "
            f'AS "{c.name}", {x} IN {_marks(c)} AS "m_{c.name}", {x}'
        )
    cast = f"SELECT _rang, _sous, _feuille, _ligne, _retire, _ecart{person}, {', '.join(typed)} FROM ({read})"

    deduced, bad, required, empty = [], [], [], []
    for i, c in enumerate(stored):
        bit = 1 << i
        x, mark, name = f'"t_{c.name}"', f'"m_{c.name}"', f'"{c.name}"'
        missing = f"{x} IS NULL"
        if c.deduit:
            deduced.append(
                f"CASE WHEN {x} IS NULL THEN CAST(({c.deduit}) AS {c.kind.type_sql}) ELSE {name} END AS {name}"
            )
            missing = f"{x} IS NULL AND ({c.deduit}) IS NULL"
        else:
            deduced.append(name)
        bad.append(f"CASE WHEN {x} IS NOT NULL AND NOT {mark} AND {name} IS NULL THEN {bit} ELSE 0 END")
        empty.append(f"CASE WHEN {mark} THEN {bit} ELSE 0 END")
        if c.required:
            required.append(f"CASE WHEN {missing} THEN {bit} ELSE 0 END")
    if d.nominatif and d.name != "reponse":
        required.append(f"CASE WHEN personne IS NULL THEN {1 << len(stored)} ELSE 0 END")
    checked = (
        f"SELECT _rang, _sous, _feuille, _ligne, _retire, _ecart{person}, {', '.join(deduced)}, "
        f"CAST({' + '.join(bad)} AS BIGINT) AS _mal, CAST({' + '.join(required) or '0'} AS BIGINT) AS _manque, "
        f"CAST({' + '.join(empty)} AS BIGINT) AS _efface FROM ({cast})"
    )

    rules = " + ".join(
        f"CASE WHEN NOT coalesce(({k.sql}), true) THEN {1 << i} ELSE 0 END" for i, k in enumerate(d.checks)
    )
    elsewhere = ""
    if d.departement:
        codes = ", ".join(literal(t) for t in territoire)
        elsewhere = f"WHEN ({d.departement}) NOT IN ({codes}) THEN 'hors_territoire' "
    values = ", ".join(f'"{name}"' for name, _ in value_columns(d))
    return (
        f"SELECT _rang, _sous, _feuille, _ligne, _retire, {values}, _mal, CASE WHEN _retire THEN 0 ELSE _manque END AS _manque, "
        f"_efface, CAST({rules or '0'} AS BIGINT) AS _regles, "
        f"CASE WHEN _ecart IS NOT NULL THEN _ecart {elsewhere}END AS _ecart, {str(liaison.sans_cle).lower()} AS _sans_cle "
        f"FROM ({checked})"
    )


def _key(d: Dataset) -> str:
    """SQL of the key of a row: an md5 as UUID, so that NULL parts compare equal and joins stay simple."""

    def digest(columns: Iterable[str], extra: str = "''") -> str:
        parts = ", ".join(
            f"coalesce(hex({c}), chr(30))"
            if c == "personne"
            else f'coalesce(CAST("{c}" AS VARCHAR), chr(30))'
            for c in columns
        )
        return f"CAST(md5(concat_ws(chr(31), {parts}, {extra})) AS UUID)"

    every = [name for name, _ in value_columns(d) if name != "personne_par"]
    all_columns = digest(every)
    occurrence = f"CAST(row_number() OVER (PARTITION BY {all_columns} ORDER BY _rang, _sous) AS VARCHAR)"
    numbered = digest(every, f"'occurrence' || {occurrence}")
    if d.par_reference:
        return f"CASE WHEN reference IS NOT NULL THEN {digest(d.key)} ELSE {numbered} END"
    if not d.key:
        return numbered
    return digest(d.key)


def stage(
    con: duckdb.DuckDBPyConnection,
    d: Dataset,
    sources: list[Source],
    territoire: tuple[str, ...],
    secret: Secret | None,
) -> str:
    """Read every table that feeds `d` into one temporary table and return its name.

    Grain: one row per record and feed. Columns: place, typed values, `_cle`, and verdicts as bit masks
    (`_mal`, `_manque`, `_efface` by stored column, `_regles` by check), `_ecart`, `_etat`
    (ecartee, refusee, ok), `_tour` (1 for the first row of a key in the file, 2… for its duplicates).
    """
    selects = [
        _select(s, li, n, territoire)
        for s in sources
        for n, li in enumerate(s.reconnaissance.liaisons)
        if li.dataset.name == d.name
    ]
    blocking = sum(1 << i for i, k in enumerate(d.checks) if k.gravite is Gravite.BLOQUANT)
    verdict = (
        f"CASE WHEN _ecart IS NOT NULL THEN 'ecartee' WHEN _mal <> 0 OR _manque <> 0 OR (_regles & {blocking}) <> 0 "
        "THEN 'refusee' ELSE 'ok' END"
    )
    sans_cle = any(
        li.sans_cle for s in sources for li in s.reconnaissance.liaisons if li.dataset.name == d.name
    )
    key = _key(d)
    if sans_cle:
        from dataclasses import replace

        key = f"CASE WHEN _sans_cle THEN {_key(replace(d, key=()))} ELSE {key} END"
    table = f"etape_{d.name}"
    con.execute(f"DROP TABLE IF EXISTS {table}")
    pads = secret.pads if d.nominatif and secret else {}
    con.execute(
        f"CREATE TEMP TABLE {table} AS SELECT * EXCLUDE (_sans_cle), {verdict} AS _etat, {key} AS _cle, 1 AS _tour "
        f"FROM ({' UNION ALL '.join(selects)})",
        pads,
    )
    _refuse_whole_records(con, table)
    total, distinct = con.execute(
        f"SELECT count(*), count(DISTINCT _cle) FROM {table} WHERE _etat = 'ok'"
    ).fetchall()[0]
    if total != distinct:
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * EXCLUDE (_tour), "
            f"row_number() OVER (PARTITION BY _cle, _etat ORDER BY _rang, _sous) AS _tour FROM {table}"
        )
    return table


def _refuse_whole_records(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """A record read as several rows is refused whole when one of them is."""
    con.execute(
        f"UPDATE {table} SET _etat = 'refusee' WHERE _etat = 'ok' AND _sous >= 0 AND _rang IN "
        f"(SELECT _rang FROM {table} GROUP BY _rang HAVING count(*) > 1 AND bool_or(_etat = 'refusee'))"
    )


def is_public(column: Column) -> bool:
    """True when the value of the column may be repeated in a message."""
    return column.privacy is not Privacy.PERSONNEL

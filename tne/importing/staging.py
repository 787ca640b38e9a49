"""From a recognised table to typed rows: one temporary table per data set, checked but not yet written.

No temporary table ever holds a personal column (DuckDB spills them to disk in clear): persons are hashed in the
very SELECT that reads the file. Headers and cell texts never become part of a statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tne.db import value_columns
from tne.importing.model import RETIRER, Liaison, Reconnaissance
from tne.kinds import BOOLEEN
from tne.privacy import Secret, sql_hmac, sql_identity_kind
from tne.spec import MARQUES, Column, Dataset, Gravite, Privacy, fold

# Words with which a total begins, folded.
TOTAUX = ("total", "totaux", "totalgeneral", "soustotal", "totalgeneraux", "grandtotal")


@dataclass(frozen=True)
class Source:
    """One table given to DuckDB under a name, its columns called c0, c1… whatever their headers say."""

    name: str
    reconnaissance: Reconnaissance
    positions: Mapping[str, int]  # header that is used → position in the table
    depart: int  # first row rank of this table in its file


def literal(text: str) -> str:
    """A text as an SQL literal, for constants of declarations and mappings."""
    return "'" + text.replace("'", "''") + "'"


def register(con: duckdb.DuckDBPyConnection, name: str, r: Reconnaissance, depart: int) -> Source:
    """Make the table readable by this connection. Ranks begin at `depart`, so that sheets follow each other.

    Only what the data sets use gets there: an export of thousands of columns costs no more than ours.
    """
    data, headers = r.tableau.donnees, r.tableau.entete
    # By position: a header of the file may be called like a column of ours.
    every = [data.column(i) for i in range(len(headers))]
    used = {h for li in r.liaisons for h in li.colonnes.values()}
    placeholders = {fold(p) for e in (r.form.ecarts if r.form else ()) for p in _placeholders(e.sql)}
    positions = {
        h: i
        for i, h in enumerate(headers)
        if h in used or fold(h) in placeholders or fold(h) == fold(RETIRER)
    }
    rank = pa.array(range(depart, depart + data.num_rows), type=pa.int64())
    first = pc.coalesce(*every) if every else pa.nulls(data.num_rows, pa.string())
    arrow = pa.table(
        [*(every[i] for i in positions.values()), first, data.column(len(headers)), rank],
        names=[*(f"c{i}" for i in positions.values()), _FIRST, "_ligne", "_rang"],
    )
    con.register(name, arrow)
    return Source(name, r, positions, depart)


# Spaces of French typography become plain; marks without width, which come along with copied text, disappear.
_SPACES, _INVISIBLES = "\u00a0\u202f\u2009\t", "\u200b\ufeff\u2060"


# The first filled cell of each row, whatever its column.
_FIRST = "premiere"


def _cell(position: int) -> str:
    """SQL of a trimmed cell, no-break spaces made plain, NULL when blank."""
    return _clean(f"c{position}")


def _clean(x: str) -> str:
    plain = f"translate({x}, '{_SPACES}{_INVISIBLES}', '{' ' * len(_SPACES)}')"
    return f"nullif(trim({plain}, ' \r\n'), '')"


def _total(source: Source, liaison: Liaison) -> str:
    """SQL: the row is a total. Its first filled cell says so, alone or in a row that lacks what a record must have."""
    first = _clean(_FIRST)
    words = ", ".join(literal(w) for w in TOTAUX)
    cheap = f"lower(left({first}, 1)) IN ('t', 's', 'g')"
    folded = f"regexp_replace(strip_accents(lower({first})), '[^a-z]', '', 'g')"
    lacking = [
        f"{_cell(source.positions[liaison.colonnes[c.name]])} IS NULL"
        for c in liaison.dataset.columns
        if c.required and not c.deduit and c.name in liaison.colonnes
    ]
    incomplete = " OR ".join(lacking) or "false"
    begins = rf"regexp_matches(lower({first}), '^(sous[- ])?tota(l|ux)\b')"
    return f"CASE WHEN {cheap} THEN {folded} IN ({words}) OR ({begins} AND ({incomplete})) ELSE false END"


def removal_header(source: Source) -> str | None:
    """The header of the column that takes records out, None when the table has none."""
    return next((h for h in source.positions if fold(h) == fold(RETIRER)), None)


def _removal(source: Source) -> str:
    """SQL of the cell that asks to take the record out, NULL when the table has no such column."""
    header = removal_header(source)
    return "CAST(NULL AS VARCHAR)" if header is None else _cell(source.positions[header])


def _ecart(source: Source, liaison: Liaison) -> str:
    """SQL giving the reason why a row is not ours, or NULL."""
    cases = [f"WHEN {_total(source, liaison)} THEN 'total'"]
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
    # A reference alone is enough to take its record out.
    filled.append(_removal(source))
    cases.append(f"WHEN coalesce({', '.join(filled)}) IS NULL THEN 'vide'")
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


def _must_hold_a_value(d: Dataset, c: Column) -> bool:
    """A source may suppress a number it must give (NS); what names, dates or sorts a record cannot be erased."""
    return c.required and (c.name in d.key or c.kind.type_sql not in ("BIGINT", "DOUBLE"))


def _identity(source: Source, liaison: Liaison) -> tuple[str, str, str, str, str]:
    """SQL of e-mail, NUMEN, name, first name and UAI as they identify a person; NULL where they say nothing.

    « anonymous », which Microsoft Forms writes for everyone, is no e-mail; a mark is no name.
    """
    d = liaison.dataset
    marks = ", ".join(literal(m) for m in MARQUES)
    texts = {
        c.identite: f"CASE WHEN upper({x}) IN ({marks}) THEN NULL ELSE {x} END"
        for c in d.identites
        for x in (_text(source, liaison, c),)
    }
    nothing = "CAST(NULL AS VARCHAR)"
    email, numen, nom, prenom = (texts.get(k, nothing) for k in ("email", "numen", "nom", "prenom"))
    uai = d.column("uai")
    return (
        f"CASE WHEN contains({email}, '@') THEN {email} END",
        numen,
        nom,
        prenom,
        uai.kind.sql.format(x=f"({_text(source, liaison, uai)})"),
    )


def retirer_bit(d: Dataset) -> int:
    """The bit of `_mal` that says: the word in « Retirer » is neither yes nor no."""
    return 1 << len(d.stored)


def _select(source: Source, liaison: Liaison, sous: int, territoire: tuple[str, ...]) -> str:
    """The SELECT that reads one table for one data set, from raw cells to typed values and verdicts."""
    d = liaison.dataset
    stored = d.stored
    feuille = source.reconnaissance.tableau.feuille
    sheet = literal(feuille) if feuille is not None else "CAST(NULL AS VARCHAR)"
    removal = _removal(source)
    texts = [f'{_text(source, liaison, c)} AS "t_{c.name}"' for c in stored]
    if d.nominatif:
        email, numen, nom, prenom, uai = _identity(source, liaison)
        texts.append(f"{sql_hmac(email, numen, nom, prenom, uai)} AS personne")
        texts.append(f"{sql_identity_kind(email, numen, nom, prenom)} AS personne_par")
    read = (
        f"SELECT _rang, {sous} AS _sous, {sheet} AS _feuille, _ligne, {removal} AS t_retirer, "
        f"{BOOLEEN.sql.format(x=removal)} AS _oui, coalesce(_oui, false) AS _retire, "
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
    cast = f"SELECT _rang, _sous, _feuille, _ligne, t_retirer, _oui, _retire, _ecart{person}, {', '.join(typed)} FROM ({read})"

    deduced, bad, required, empty = [], [], [], []
    for i, c in enumerate(stored):
        bit = 1 << i
        x, mark, name = f'"t_{c.name}"', f'"m_{c.name}"', f'"{c.name}"'
        missing = f"({x} IS NULL OR {mark})" if _must_hold_a_value(d, c) else f"{x} IS NULL"
        if c.deduit and c.name in d.key:
            deduced.append(
                f"CASE WHEN {x} IS NULL THEN CAST(({c.deduit}) AS {c.kind.type_sql}) ELSE {name} END AS {name}"
            )
            missing += f" AND ({c.deduit}) IS NULL"
        else:
            deduced.append(name)
        bad.append(f"CASE WHEN {x} IS NOT NULL AND NOT {mark} AND {name} IS NULL THEN {bit} ELSE 0 END")
        empty.append(f"CASE WHEN {mark} THEN {bit} ELSE 0 END")
        if c.required:
            required.append(f"CASE WHEN {missing} THEN {bit} ELSE 0 END")
    bad.append(f"CASE WHEN t_retirer IS NOT NULL AND _oui IS NULL THEN {retirer_bit(d)} ELSE 0 END")
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

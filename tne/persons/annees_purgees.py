"""Which rows are about persons of a school year, and the years whose links were erased (tne.persons.purge)."""

from __future__ import annotations

from datetime import date

import duckdb

from tne.datasets import DATASETS
from tne.datasets.plan import CLE_SESSION
from tne.erreurs import ImportRefuse
from tne.typographie import compte


def nominatifs() -> tuple[str, ...]:
    """The data sets whose rows carry the hash of a person."""
    return tuple(name for name, d in DATASETS.items() if d.nominatif)


def years_of(jeu: str, rows: str) -> str:
    """SQL: the school years of `rows`, a table of the data set (log, current or staged): the column `annee`, and those by
    which `of_year` knows the row.

    A registration is of its session's year: the session in force, else what any import said of it, and its code. There is
    one line per session and year: of millions of registrations the sessions are a few, and are looked up once.
    """
    if jeu != "inscription":
        return f"SELECT DISTINCT annee FROM {rows}"
    codes = ", ".join(CLE_SESSION)
    named = f"(SELECT DISTINCT {codes} FROM {rows})"
    unknown = f"(FROM {named} ANTI JOIN session USING ({codes}))"
    return (
        f"SELECT {codes}, annee FROM session SEMI JOIN {named} USING ({codes}) "
        f"UNION SELECT {codes}, {DATASETS['inscription'].annee} FROM {unknown} "
        f"UNION SELECT {codes}, {DATASETS['session'].annee} FROM log_session SEMI JOIN {unknown} USING ({codes})"
    )


def of_year(jeu: str, rows: str) -> str:
    """SQL over a row `t` of `rows`: the row is of school year $annee."""
    if jeu != "inscription":
        return "t.annee = $annee"
    same = " AND ".join(f"y.{code} IS NOT DISTINCT FROM t.{code}" for code in CLE_SESSION)
    return f"EXISTS (SELECT 1 FROM ({years_of(jeu, rows)}) y WHERE y.annee = $annee AND {same})"


def refuse_purged(con: duckdb.DuckDBPyConnection, jeu: str, table: str) -> None:
    """Refuse staged rows about persons of a purged year: each would be counted a second time under its hash.

    `table` is the staged table of the data set (columns of the data set, `_etat`). ImportRefuse names the year.
    """
    if (found := of_purged_year(con, jeu, table)) is not None:
        annee, day, rows = found
        raise ImportRefuse(
            f"Ce fichier porte {compte(rows, 'ligne')} sur des personnes de {annee}, dont les liens ont été effacés le "
            f"{day:%d/%m/%Y} : chacune serait comptée une seconde fois. Les chiffres de cette année sont "
            "gardés tels quels ; retirez ses lignes du fichier pour importer le reste."
        )


def of_purged_year(con: duckdb.DuckDBPyConnection, jeu: str, table: str) -> tuple[str, date, int] | None:
    """The first purged year of which the staged `table` holds persons: year, day of the purge, rows; None when there is none.

    Such rows cannot be compared with those of the base: the purge gave these other numbers.
    """
    if jeu not in nominatifs():
        return None
    rows = con.execute("SELECT cle, valeur FROM meta WHERE cle LIKE 'purge:%' ORDER BY cle").fetchall()
    for key, day in rows:
        annee = key.removeprefix("purge:")
        found = con.execute(
            f"SELECT count(*) FROM {table} t WHERE t._etat = 'ok' AND {of_year(jeu, table)}", {"annee": annee}
        ).fetchall()[0][0]
        if found:
            return annee, date.fromisoformat(day), found
    return None

"""Of what school years the rows of a file are: rows of none, dates of another age, a file called after another year, days
written without their year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import duckdb

from tne.datasets import DATASETS
from tne.importing.model import Probleme, remark
from tne.importing.periods import day_in, named_years
from tne.importing.sources import Source
from tne.spec import Dataset
from tne.typographie import accord, compte, enumeration

DATES_MAL = frozenset(
    f"{c.kind.name}_invalide" for d in DATASETS.values() for c in d.columns if c.kind.est_date
)
"""What a refused date is told with."""


def without(
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, sources: list[Source]
) -> Iterator[Probleme]:
    """Rows of no school year: no page shows them, and no figure counts them."""
    if not d.annee or d.annee_ailleurs:
        return
    sheet, line, rows = con.execute(
        f"SELECT any_value(_feuille), min(_ligne), count(*) FROM {table} WHERE _etat = 'ok' AND NOT _retire AND ({d.annee}) IS NULL"
    ).fetchall()[0]
    if not rows:
        return
    read = {name for s in sources for li in s.reconnaissance.liaisons for name in li.colonnes}
    told = enumeration([f"« {c.label} »" for c in d.of_the_year], "ou")
    whole = any(c.name == "annee" for c in d.stored) and "annee" not in read
    way = (
        " Pour tout le fichier, donnez-la dans « Année scolaire du fichier » (--annee 2023-2024)."
        if whole
        else ""
    )
    message = (
        f"{compte(rows, 'ligne')} {accord(rows, 'ne dit pas son', 'ne disent pas leur')} année scolaire : aucun chiffre ne "
        f"{accord(rows, 'la', 'les')} compte. "
        f"Remplissez {told}.{way}"
    )
    yield remark(sheet, line if rows == 1 else 0, None, "sans_annee", message)


# The national programme began in 2020; videos and lists may be older. Nothing is of three years ahead.
_FIRST_YEAR = "2005"


def unlikely(
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, years: tuple[str, ...]
) -> Iterator[Probleme]:
    """Dates of another age: « 08/01/1924 » is one digit from a date, and would make a year of its own."""
    last = f"{date.today().year + 2}"
    for year in years:
        if not _FIRST_YEAR <= year[:4] <= last:
            sheet, line, rows = con.execute(
                f"SELECT any_value(_feuille), min(_ligne), count(*) FROM {table} WHERE _etat = 'ok' AND {d.annee} = $y",
                {"y": year},
            ).fetchall()[0]
            if rows == 1:
                message = f"Cette ligne est de l'année {year} : vérifiez sa date."
            else:
                message = f"Cette ligne et {rows - 1} autres sont de l'année {year} : vérifiez leurs dates."
            yield remark(sheet, line, year, "annee_invraisemblable", message)


def of_another(
    con: duckdb.DuckDBPyConnection,
    nom: str,
    d: Dataset,
    table: str,
    sources: list[Source],
    years: tuple[str, ...],
) -> Iterator[Probleme]:
    """A file whose name says another school year than its rows, or than some of its dates; nothing where the user, or the
    name, said the year.
    """
    named = named_years(nom)
    given = any(
        "annee" in li.constantes
        for s in sources
        for li in s.reconnaissance.liaisons
        if li.dataset.name == d.name
    )
    if not named or not years or given or set(years) <= set(named):
        return
    dated = any(c.kind.est_date for c in d.of_the_year)
    if set(named) & set(years):
        # A row that writes its year out is of that year.
        if dated:
            yield from _partly_of_another_year(con, d, table, named)
        return
    message = (
        f"Le nom du fichier dit {', '.join(named)}, {'ses dates' if dated else 'ses lignes'} {', '.join(years)} : "
        "vérifiez que c'est le bon fichier."
    )
    yield remark(None, 0, ", ".join(named), "annee_du_nom", message)


def _partly_of_another_year(
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, named: tuple[str, ...]
) -> Iterator[Probleme]:
    rows = con.execute(
        f"SELECT {d.annee} AS a, count(*) FROM {table} WHERE _etat = 'ok' AND NOT _retire AND NOT list_contains($named, {d.annee}) "
        "GROUP BY a ORDER BY a",
        {"named": list(named)},
    ).fetchall()
    number = sum(n for _, n in rows)
    if number:
        told = ", ".join(f"{year} : {n}" for year, n in rows)
        message = (
            f"Le nom du fichier dit {', '.join(named)} ; {compte(number, 'ligne')} {accord(number, 'est', 'sont')} d'une autre année "
            f"({told}) et y {accord(number, 'compte', 'comptent')} : vérifiez {accord(number, 'sa date', 'leurs dates')}."
        )
        yield remark(None, 0, ", ".join(named), "annee_du_nom", message)


def of_rows(con: duckdb.DuckDBPyConnection, d: Dataset, table: str) -> tuple[str, ...]:
    if not d.annee:
        return ()
    # Worked out once for each combination of what it depends on: a few dates and codes.
    used = [f'"{c.name}"' for c in d.of_the_year]
    rows = con.execute(
        f"SELECT DISTINCT {d.annee} AS a FROM (SELECT DISTINCT {', '.join(used)} FROM {table} WHERE _etat = 'ok')"
    ).fetchall()
    return tuple(sorted(a for (a,) in rows if a is not None))


def proposed(
    refusals: Sequence[Probleme], nom: str, sources: Sequence[Source], years: Sequence[str]
) -> Iterator[Probleme]:
    """The same refusals; a day without its year has the date proposed, where all that tells a year tells the same one.

    That is the name of its sheet, or else the year given, the name of the file and the dates of its other rows.
    """
    given = {
        li.constantes["annee"]
        for s in sources
        for li in s.reconnaissance.liaisons
        if "annee" in li.constantes
    }
    of_the_file = {*given, *named_years(nom), *years}
    for p in refusals:
        if p.code in DATES_MAL and p.suggestion is None and p.valeur is not None:
            told = set(named_years(p.feuille or "")) or of_the_file
            day = day_in(p.valeur, *told) if len(told) == 1 else None
            yield replace(p, suggestion=f"{day:%d/%m/%Y}") if day else p
        else:
            yield p


def of_sheets(sources: Sequence[Source]) -> Iterator[Probleme]:
    """Sheets called after a school year, in a workbook whose year was given for the whole: one of both is wrong."""
    for r in (s.reconnaissance for s in sources):
        sheet = r.tableau.feuille
        named = named_years(sheet or "")
        given = {li.constantes["annee"] for li in r.liaisons if "annee" in li.constantes}
        if sheet and named and given and not given & set(named):
            message = (
                f"Cette feuille dit {', '.join(named)} et l'année donnée au fichier est {', '.join(sorted(given))}, celle de toutes ses "
                "lignes : importez les feuilles de chaque année à part, ou ajoutez une colonne « Année scolaire »."
            )
            yield remark(sheet, 0, None, "annee_de_la_feuille", message)

"""Of what school years the rows of a file are: rows of none, dates of another age, a file called after another year, days
written without their year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import duckdb
import pyarrow as pa

from tne import horloge
from tne.datasets import DATASETS
from tne.datasets.annees import annee_de
from tne.importing.columns.periods import day_in, named_years, titled_years, typed_year
from tne.importing.model import Liaison, Probleme, remark
from tne.importing.rows.nominative import unnamed
from tne.importing.rows.sources import Source
from tne.reading import Tableau
from tne.spec import Dataset, fold
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
    last = f"{horloge.aujourdhui().year + 2}"
    for year in years:
        if not _FIRST_YEAR <= year[:4] <= last:
            sheet, line, rows = con.execute(
                f"SELECT any_value(_feuille), min(_ligne), count(*) FROM {table} WHERE _etat = 'ok' AND {d.annee} = $y",
                {"y": year},
            ).fetchall()[0]
            if rows == 1:
                message = f"Cette ligne est de l'année {year} : vérifiez sa date."
            else:
                message = f"Cette ligne et {compte(rows - 1, 'autre')} sont de l'année {year} : vérifiez leurs dates."
            yield remark(sheet, line, year, "annee_invraisemblable", message)


def of_another(
    con: duckdb.DuckDBPyConnection,
    nom: str,
    d: Dataset,
    table: str,
    sources: list[Source],
    years: tuple[str, ...],
) -> Iterator[Probleme]:
    """A file whose name says another school year than its rows, or than some of its dates; nothing where the year of all its
    rows was given, or taken from the name.
    """
    named = named_years(nom)
    if named and years and not _given(d, sources):
        yield from _beside_rows(con, d, table, "annee_du_nom", named)


def _given(d: Dataset, sources: Sequence[Source]) -> set[str]:
    """The years that all rows of these tables are of, whatever they say."""
    return {
        year
        for s in sources
        for li in s.reconnaissance.liaisons
        if li.dataset.name == d.name
        for year in _year_of(li)
    }


def _year_of(li: Liaison) -> Iterator[str]:
    """The year that was given for all rows, as it is read: in a mapping « 2023 » stands as it was typed."""
    if (written := li.constantes.get("annee")) is not None:
        yield typed_year(li.valeurs.get("annee", {}).get(written, written)) or written


def _of_other_days(d: Dataset, sources: Sequence[Source]) -> bool:
    """True where the year of the file is that of other records of its tables, or of none: the days of videos are those when they were
    published, and their views have the year.
    """
    given = any("annee" in li.constantes for s in sources for li in s.reconnaissance.liaisons)
    return given or (d.annee_ailleurs and any(c.kind.est_date for c in d.of_the_year))


_TEMOINS = {
    "annee_du_nom": "Le nom du fichier dit",
    "annee_du_titre": "Le titre au-dessus du tableau dit",
    "annee_de_la_feuille": "Le nom de la feuille dit",
    "annee_donnee": "L'année donnée au fichier est",
}
"""What tells a school year beside the rows, by the code of what is said where they disagree."""


def _beside_rows(
    con: duckdb.DuckDBPyConnection,
    d: Dataset,
    table: str,
    code: str,
    said: tuple[str, ...],
    *,
    feuille: str | None = None,
    whole: bool = True,
) -> Iterator[Probleme]:
    """What to say where the rows, of the sheet unless `whole`, are of other years than `said`."""
    of_the_sheet = "" if whole else "AND _feuille IS NOT DISTINCT FROM $feuille "
    # Worked out once for each combination of what it depends on.
    used = ", ".join(f'"{c.name}"' for c in d.of_the_year)
    rows = con.execute(
        f"SELECT {d.annee} AS a, sum(n)::BIGINT FROM (SELECT {used}, count(*) AS n FROM {table} WHERE _etat = 'ok' AND NOT _retire "
        f"{of_the_sheet}GROUP BY ALL) GROUP BY a HAVING a IS NOT NULL ORDER BY a",
        {} if whole else {"feuille": feuille},
    ).fetchall()
    others = [(year, n) for year, n in rows if year not in said]
    dated = any(c.kind.est_date for c in d.of_the_year)
    # A row that writes its year out is of that year.
    if not others or (len(others) < len(rows) and not dated):
        return
    lead = f"{_TEMOINS[code]} {', '.join(said)}"
    if len(others) == len(rows):
        in_vain = "elle ne change rien à ces lignes, " if code == "annee_donnee" else ""
        message = (
            f"{lead}, {'ses dates' if dated else 'ses lignes'} {', '.join(year for year, _ in others)} : "
            f"{in_vain}vérifiez que c'est {'le bon fichier' if whole else 'le bon tableau'}."
        )
    else:
        number = sum(n for _, n in others)
        told = ", ".join(f"{year} : {n}" for year, n in others)
        message = (
            f"{lead} ; {compte(number, 'ligne')} {accord(number, 'est', 'sont')} d'une autre année "
            f"({told}) et y {accord(number, 'compte', 'comptent')} : vérifiez {accord(number, 'sa date', 'leurs dates')}."
        )
    yield remark(feuille, 0, ", ".join(said), code, message)


def of_titles(
    con: duckdb.DuckDBPyConnection, nom: str, d: Dataset, table: str, sources: Sequence[Source]
) -> Iterator[Probleme]:
    """Titles, and names of sheets, that say another school year than the rows under them; what the name of the file says as well
    is told with it.
    """
    if not d.annee or _of_other_days(d, sources):
        return
    tables = [s.reconnaissance.tableau for s in sources]
    for sheet in dict.fromkeys(t.feuille for t in tables):
        titled = titled_years(text for t in tables if t.feuille == sheet for _, text in t.titres)
        told = {named_years(nom)}
        for code, said in (("annee_du_titre", titled), ("annee_de_la_feuille", named_years(sheet or ""))):
            if said and said not in told:
                yield from _beside_rows(con, d, table, code, said, feuille=sheet, whole=False)
            told.add(said)


def of_the_given(
    con: duckdb.DuckDBPyConnection,
    nom: str,
    d: Dataset,
    table: str,
    sources: Sequence[Source],
    donnee: str | None,
) -> Iterator[Probleme]:
    """The year of all rows, given by the user (`donnee`) or taken from the name or a title, and what says another: the name, a
    title, a column that is not read, the dates of the rows; or rows of their own years, for which it was given in vain.
    """
    given = _given(d, sources)
    if not given:
        if donnee and d.annee and not _of_other_days(d, sources):
            yield from _beside_rows(con, d, table, "annee_donnee", (donnee,))
        return
    for s in sources:
        for taken in _given(d, [s]):
            yield from _beside_taken(nom, s.reconnaissance.tableau, taken, donnee)
            yield from _unread_column(d, s, taken)
    yield from _other_dates(con, d, table)


def _beside_taken(nom: str, t: Tableau, taken: str, donnee: str | None) -> Iterator[Probleme]:
    """What the name of the file and the titles say, where that is another year than the one that was taken."""
    named, titled = named_years(nom), titled_years(text for _, text in t.titres)
    chosen = donnee is not None or taken not in {*named, *titled}
    if chosen and taken in {*named, *titled}:
        return  # the user has settled it
    others = [
        (code, words, said)
        for code, words, said in (
            ("annee_du_nom", "le nom du fichier", named),
            ("annee_du_titre", "le titre au-dessus du tableau", titled),
        )
        if said and taken not in said
    ]
    if not others:
        return
    told = enumeration([f"{words} dit {', '.join(said)}" for _, words, said in others])
    if chosen:
        message = f"L'année donnée au fichier est {taken}, celle de toutes ses lignes ; {told} : vérifiez que c'est la bonne."
    else:
        message = (
            f"Le nom du fichier dit {taken} et {told} : toutes les lignes comptent en {taken}. Si c'est l'autre, donnez-la dans "
            f"« Année scolaire du fichier » (--annee {others[0][2][0]})."
        )
    yield remark(t.feuille, 0, taken, others[-1][0], message)


def _unread_column(d: Dataset, s: Source, taken: str) -> Iterator[Probleme]:
    """A column of years in whose place the given one stands."""
    column, r = d.column("annee"), s.reconnaissance
    names = {fold(n) for n in column.headers}
    for header in (h for h in r.ignorees if fold(h) in names):
        values = {v.strip() for v in r.tableau.colonne(header).cast(pa.string()).unique().to_pylist() if v}
        # Of a long file no more is held than the rows of which something is told.
        # « 2023 » is the year that begins then.
        other = any(titled_years((v,)) != (taken,) and v.removesuffix(".0") != taken[:4] for v in values)
        if s.rangs is not None or other:
            message = (
                f"L'année donnée au fichier est {taken}, celle de toutes ses lignes : la colonne « {unnamed(header)} » n'est pas lue. "
                "Pour la suivre, ne donnez pas d'année."
            )
            yield remark(r.tableau.feuille, 0, taken, "annee_donnee", message)


def _other_dates(con: duckdb.DuckDBPyConnection, d: Dataset, table: str) -> Iterator[Probleme]:
    """Rows of a given year whose own date says another."""
    dates = [c.name for c in d.of_the_year if c.kind.est_date]
    said = d.column("annee").deduit or (annee_de(dates[0]) if dates else "")
    if not said:
        return
    rows = con.execute(
        f"SELECT annee, {said} AS dite, count(*) FROM {table} WHERE _etat = 'ok' AND NOT _retire "
        "GROUP BY ALL HAVING dite <> annee ORDER BY ALL"
    ).fetchall()
    if number := sum(n for _, _, n in rows):
        taken = ", ".join(dict.fromkeys(year for year, _, _ in rows))
        told = ", ".join(f"{year} : {n}" for _, year, n in rows)
        message = (
            f"Toutes les lignes comptent en {taken} ; {accord(number, 'la date', 'les dates')} de {compte(number, 'ligne')} "
            f"{accord(number, 'dit', 'disent')} une autre année ({told}) : vérifiez que c'est la bonne."
        )
        yield remark(None, 0, taken, "annee_des_dates", message)


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

    That is the name of its sheet, or else the year given, the name of the file, the titles and the dates of its other rows.
    """
    given = {year for s in sources for li in s.reconnaissance.liaisons for year in _year_of(li)}
    titled = titled_years(text for s in sources for _, text in s.reconnaissance.tableau.titres)
    of_the_file = {*given, *named_years(nom), *titled, *years}
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
        given = {year for li in r.liaisons for year in _year_of(li)}
        if named and given and not given & set(named):
            message = (
                f"Cette feuille dit {', '.join(named)} et l'année donnée au fichier est {', '.join(sorted(given))}, celle de toutes ses "
                "lignes : importez les feuilles de chaque année à part, ou ajoutez une colonne « Année scolaire »."
            )
            yield remark(sheet, 0, None, "annee_de_la_feuille", message)

"""The check of a whole file, nothing written: rows staged, compared with the base, counted, problems told."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import duckdb

from tne import settings
from tne.access import Droit
from tne.datasets import DATASETS
from tne.db import Base, data_version, value_columns
from tne.erreurs import ImportRefuse
from tne.formules import ERREURS_DE_FORMULE
from tne.importing import perimeter, problems, retraits, same_reference, sheet_years, staging, writing
from tne.importing.beside import left_tables, rivals
from tne.importing.corrections import corrected
from tne.importing.doubtful_days import MOIS_D_ABORD
from tne.importing.elsewhere import counted_from_elsewhere
from tne.importing.habits import as_meant
from tne.importing.model import (
    Comptes,
    Liaison,
    Options,
    Probleme,
    Reconnaissance,
    Resultat,
    Staged,
    identite,
)
from tne.importing.nominative import unnamed
from tne.importing.not_done import cancelled, doubtful_sheets, to_come
from tne.importing.otherwise import counted_twice
from tne.importing.periods import undated
from tne.importing.recognising import named_years, shown
from tne.importing.unknown_sessions import unknown_sessions
from tne.importing.workbench import Stage, Workbench
from tne.kinds import DEPARTEMENT
from tne.privacy import Secret, read_secret, secret_path
from tne.reading import Document, Tableau
from tne.spec import Dataset, Gravite
from tne.territoire import noms_des_departements
from tne.typographie import accord, compte, enumeration

_DATES_MAL = frozenset(
    f"{c.kind.name}_invalide"
    for d in DATASETS.values()
    for c in d.columns
    if c.kind.type_sql in ("DATE", "TIMESTAMP")
)

Progress = Callable[[float, str], None]


def stage_all(
    base: Base,
    droit: Droit,
    bench: Workbench,
    document: Document,
    recognised: tuple[Reconnaissance, ...],
    options: Options,
    progress: Progress,
) -> list[Staged]:
    """Check every data set of the file against the base. Needs the right to write: it reads who is in the file.

    What does not depend on the base is taken from the workbench where the same file, read the same way, stands on it.
    """
    droit.require("importer un fichier")
    mark = identite(document.sha256, recognised, options.corrections, settings.territoire())
    stages = bench.held(mark) or bench.hold(
        mark, _stages(base, bench.con, as_meant(corrected(recognised, options.corrections)), progress)
    )
    version = data_version(bench.con)
    staged = [
        Staged(
            _assess(bench.con, s, document),
            s.dataset,
            s.table,
            version,
            s.secret.empreinte if s.secret else None,
            s.a_verser,
        )
        for s in stages
    ]
    left = [_remark(*told) for told in left_tables(document, recognised)]
    if left:  # once for the file, with its first data set
        first = staged[0].result
        staged[0] = replace(staged[0], result=replace(first, problemes=(*first.problemes, *left)))
    earlier = perimeter.covered(bench.con, staged, recognised, in_force=True)
    return [replace(s, result=_beside_the_base(bench.con, s, earlier, options)) for s in staged]


def _beside_the_base(
    con: duckdb.DuckDBPyConnection, one: Staged, earlier: list[int], options: Options
) -> Resultat:
    """The result, with what the base tells of it: sessions of no plan, persons counted twice, rows that the file lacks."""
    told = unknown_sessions(con, one.dataset, one.table)
    told += same_reference.replaced_told(con, one.dataset, one.table, earlier if options.remplacer else ())
    told += counted_twice(con, one, earlier, options.remplacer)
    result = replace(one.result, problemes=(*one.result.problemes, *told))
    return perimeter.with_absences(con, result, one.table, earlier, options.remplacer)


def _stages(
    base: Base,
    con: duckdb.DuckDBPyConnection,
    recognised: tuple[Reconnaissance, ...],
    progress: Progress,
) -> tuple[Stage, ...]:
    names = list(dict.fromkeys(li.dataset.name for r in recognised for li in r.liaisons))
    secret = read_base_secret(base, con) if any(DATASETS[name].nominatif for name in names) else None
    sources: list[staging.Source] = []
    start = 0
    for r in recognised:
        sources.append(staging.source(r, start))
        start += r.tableau.donnees.num_rows
    stages: list[Stage] = []
    for i, name in enumerate(names):
        progress(0.4 + 0.4 * i / len(names), "vérification")
        d = DATASETS[name]
        mine = [s for s in sources if any(li.dataset.name == name for li in s.reconnaissance.liaisons)]
        table, out, again = staging.stage(con, d, mine, settings.territoire(), secret)
        stages.append(Stage(d, mine, table, secret if d.nominatif else None, retraits=out, redites=again))
    return tuple(stages)


# Two imports at once in a new base: one makes the secret, the other must not read half of it.
_MAKING_SECRET = threading.Lock()
_SECRET_BYTES = 32


def read_base_secret(base: Base, con: duckdb.DuckDBPyConnection) -> Secret:
    """The secret that counts the persons of the base, made where it has none. ImportRefuse when it is another, or cut."""
    with _MAKING_SECRET:
        secret = read_secret(base.path, base.meta("empreinte", con))
    if len(secret.cle) < _SECRET_BYTES:
        raise ImportRefuse(
            f"Le fichier « {secret_path(base.path).name} » n'est pas un secret complet : 64 chiffres hexadécimaux sont "
            "attendus. Remettez le fichier d'origine depuis votre sauvegarde."
        )
    return secret


def _assess(con: duckdb.DuckDBPyConnection, stage: Stage, document: Document) -> Resultat:
    d, table, sources = stage.dataset, stage.table, stage.sources
    tables = [s.reconnaissance.tableau for s in sources]
    feet = [(t.feuille, line, text) for t in tables for line, text in t.pied]
    counts = writing.classify(con, d, table) + Comptes(lues=len(feet), ecartees=len(feet))
    found = [*retraits.told(stage.retraits), *problems.problems(con, d, table, sources)]
    for reason, number in problems.set_aside(con, table, tuple(s.reconnaissance for s in sources)):
        found.append(_remark(None, 0, str(number), "ecartees", reason))
    found += [_remark(sheet, 0, None, code, said) for sheet, code, said in stage.redites]
    found += [
        _remark(None, 0, None, a.code, a.message) for a in d.alertes if _of_the_whole(con, a.sql, table)
    ]
    years = _years(con, d, table)
    if coming := to_come(con, d, table, date.today()):
        found.append(_remark(None, 0, None, "jours_a_venir", coming))
    if outside := counted_from_elsewhere(con, d, table):
        found.append(_remark(None, 0, None, "hors_du_territoire", outside))
    doubtful = doubtful_sheets([s.reconnaissance for s in sources])
    found += [_remark(name, 0, None, "feuille_douteuse", sentence) for name, sentence in doubtful]
    of_sheets = sheet_years.of_another_year([s.reconnaissance for s in sources])
    found += [_remark(name, 0, None, "annee_de_la_feuille", sentence) for name, sentence in of_sheets]
    found += _without_year(con, d, table, sources)
    found += _unlikely_years(con, d, table, years)
    found += _of_another_year(con, document.nom, d, table, sources, years)
    for sheet, line, text in feet:
        said_below = unnamed(text)
        found.append(_remark(sheet, line, said_below, "pied", "Ligne de bas de tableau, écartée."))
    refused = {(p.feuille, p.ligne) for p in found if p.valeur in ERREURS_DE_FORMULE}
    found = _without_half_a_correction(found, tables)
    for t in tables:
        for note in t.remarques:
            if note.code == "cellule_en_erreur" and (t.feuille, note.ligne) in refused:
                continue  # said with what was expected there
            found.append(_remark(t.feuille, note.ligne or 0, None, note.code, unnamed(note.message)))
    for r in (s.reconnaissance for s in sources):
        mine = [li for li in r.liaisons if li.dataset.name == d.name]
        lacking = dict.fromkeys(sentence for li in mine for sentence in _without(r, li))
        found += [_remark(r.tableau.feuille, 0, None, "colonne_absente", sentence) for sentence in lacking]
        twice = dict.fromkeys(rivals(r)) if mine and r.form is None else ()
        found += [_remark(r.tableau.feuille, 0, None, "colonnes_rivales", sentence) for sentence in twice]
        for li in mine:
            for line, sentence in cancelled(r, li):
                found.append(_remark(r.tableau.feuille, line, None, "lignes_annulees", unnamed(sentence)))
        said = (undated(r.form, li) for li in mine)
        found += [_remark(r.tableau.feuille, 0, None, "mois_inconnu", note) for note in said if note]
    return Resultat(document.nom, d.name, None, "aperçu", counts, tuple(found), years)


def _without_half_a_correction(found: list[Probleme], tables: Sequence[Tableau]) -> list[Probleme]:
    """The same problems; no date is proposed where the others of its sheet would stay turned round, and no longer told."""
    doubtful = {t.feuille for t in tables if any(n.code == MOIS_D_ABORD for n in t.remarques)}
    return [
        replace(p, suggestion=None) if p.feuille in doubtful and p.code in _DATES_MAL else p for p in found
    ]


def _of_the_whole(con: duckdb.DuckDBPyConnection, sql: str, table: str) -> bool:
    return bool(con.execute(f"SELECT {sql} FROM {table} WHERE _etat = 'ok'").fetchall()[0][0])


def _without(r: Reconnaissance, liaison: Liaison) -> Iterator[str]:
    """What to say of the columns that the file does not have."""
    given = {*liaison.colonnes, *liaison.constantes}
    for c in liaison.dataset.columns:
        if c.kind is DEPARTEMENT and c.required and c.name not in liaison.colonnes:
            code = liaison.constantes.get(c.name, "")
            name = noms_des_departements().get(code, "")
            yield f"Le fichier ne dit pas son département : toutes ses lignes sont de celui du territoire, {code} ({name})."
        if not c.si_absente or given & {c.name, *(k.name for k in liaison.dataset.coches(c.name))}:
            continue
        if c.required:
            yield c.si_absente
        elif r.ignorees:  # one of these may be the column
            yield f"{c.si_absente} Colonnes non lues : {shown(r.ignorees)}."


def _remark(sheet: str | None, line: int, value: str | None, code: str, message: str) -> Probleme:
    return Probleme(sheet, line, None, value, code, message, gravite=Gravite.AVERTISSEMENT)


def _without_year(
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, sources: list[staging.Source]
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
    told = enumeration([f"« {c.label} »" for c in d.stored if re.search(rf"\b{c.name}\b", d.annee)], "ou")
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
    yield _remark(sheet, line if rows == 1 else 0, None, "sans_annee", message)


# The national programme began in 2020; videos and lists may be older. Nothing is of three years ahead.
_FIRST_YEAR = "2005"


def _unlikely_years(
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
            yield _remark(sheet, line, year, "annee_invraisemblable", message)


def _of_another_year(
    con: duckdb.DuckDBPyConnection,
    nom: str,
    d: Dataset,
    table: str,
    sources: list[staging.Source],
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
    dated = any(
        c.kind.type_sql in ("DATE", "TIMESTAMP") and re.search(rf"\b{c.name}\b", d.annee) for c in d.stored
    )
    if set(named) & set(years):
        # A row that writes its year out is of that year.
        if dated:
            yield from _partly_of_another_year(con, d, table, named)
        return
    message = (
        f"Le nom du fichier dit {', '.join(named)}, {'ses dates' if dated else 'ses lignes'} {', '.join(years)} : "
        "vérifiez que c'est le bon fichier."
    )
    yield _remark(None, 0, ", ".join(named), "annee_du_nom", message)


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
        yield _remark(None, 0, ", ".join(named), "annee_du_nom", message)


def _years(con: duckdb.DuckDBPyConnection, d: Dataset, table: str) -> tuple[str, ...]:
    if not d.annee:
        return ()
    # Worked out once for each combination of what it depends on: a few dates and codes.
    used = [f'"{n}"' for n, _ in value_columns(d) if re.search(rf"\b{n}\b", d.annee)]
    rows = con.execute(
        f"SELECT DISTINCT {d.annee} AS a FROM (SELECT DISTINCT {', '.join(used)} FROM {table} WHERE _etat = 'ok')"
    ).fetchall()
    return tuple(sorted(a for (a,) in rows if a is not None))


def recount(con: duckdb.DuckDBPyConnection, one: Staged) -> Comptes:
    """The counts against what the base holds now; foot lines, which no table holds, stay."""
    fresh = writing.classify(con, one.dataset, one.table)
    feet = one.result.comptes.lues - fresh.lues
    return fresh + Comptes(lues=feet, ecartees=feet)

"""The check of a whole file, nothing written: rows staged, compared with the base, counted, problems told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import duckdb

from tne import horloge, settings
from tne.access import Droit
from tne.datasets import DATASETS
from tne.db import Base, data_version
from tne.erreurs import ImportRefuse
from tne.formules import ERREURS_DE_FORMULE
from tne.importing import journal, staging, writing
from tne.importing.columns.doubtful_days import MOIS_D_ABORD
from tne.importing.columns.habits import as_meant
from tne.importing.columns.periods import counted_from, undated
from tne.importing.correcting import problems
from tne.importing.correcting.corrections import corrected
from tne.importing.headers import sheet_school
from tne.importing.headers.beside import left_tables, rivals
from tne.importing.headers.unrecognised import shown
from tne.importing.model import (
    Comptes,
    Laissees,
    Liaison,
    Options,
    Probleme,
    Reconnaissance,
    Resultat,
    Staged,
    identite,
    remark,
)
from tne.importing.remarks import perimeter, same_reference, school_years
from tne.importing.remarks.counted_once import counted_once
from tne.importing.remarks.elsewhere import counted_from_elsewhere
from tne.importing.remarks.lower_views import lower_views
from tne.importing.remarks.not_done import cancelled, doubtful_sheets, to_come
from tne.importing.remarks.older_state import older_told, same_file_told
from tne.importing.remarks.other_codes import other_codes
from tne.importing.remarks.other_operators import other_operators
from tne.importing.remarks.otherwise import counted_twice
from tne.importing.remarks.perhaps_twice import perhaps_twice, replies_again
from tne.importing.remarks.several_counts import several_counts
from tne.importing.remarks.unfed import unfed
from tne.importing.remarks.unknown_sessions import sessions_named, unknown_sessions
from tne.importing.rows import retraits
from tne.importing.rows.nominative import said_apart, unnamed
from tne.importing.workbench import Stage, Workbench
from tne.kinds import DEPARTEMENT
from tne.privacy import Secret, read_secret, secret_path
from tne.reading import Document, Tableau
from tne.spec import Dataset
from tne.territoire import noms_des_departements
from tne.typographie import accord, compte

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
    by_hand = any(r.a_la_main for r in recognised)
    known = journal.known(bench.con, mark)
    # Of an entry that is written already, what it took out is in the log.
    for s in stages if by_hand and not known else ():
        writing.aim_removals(bench.con, s.dataset, s.table)
    version = data_version(bench.con)
    staged = [
        Staged(
            _assess(bench.con, s, document, options.annee),
            s.dataset,
            s.table,
            version,
            s.secret.empreinte if s.secret else None,
            s.a_verser,
        )
        for s in stages
    ]
    of_the_file = [remark(*told) for told in left_tables(document, recognised)]
    if not by_hand:
        of_the_file += same_file_told(bench.con, document.sha256, mark)
    if of_the_file:  # once, with its first data set
        first = staged[0].result
        staged[0] = replace(staged[0], result=replace(first, problemes=(*first.problemes, *of_the_file)))
    invented = journal.standing_demo(bench.con) if options.retirer_demo else []
    # A file that the journal knows stands where it stood: of what came after it, it replaces nothing.
    before = known[-1][0] if known else None
    earlier = perimeter.covered(bench.con, staged, recognised, before=before, in_force=True, leaving=invented)
    older = [()] * len(staged) if by_hand else older_told(bench.con, staged, document.sha256, mark)

    def beside(one: Staged, back: Sequence[Probleme]) -> Resultat:
        result = _beside_the_base(bench.con, one, earlier, invented, options, by_hand)
        told = [
            *back,
            *lower_views(bench.con, one.dataset, one.table),
            *several_counts(bench.con, one.dataset, one.table),
        ]
        if options.remplacer:
            source = perimeter.source_of(recognised, one.dataset.name)
            told += perimeter.kept_told(bench.con, one, source, earlier, invented, mark)
        return replace(result, problemes=(*result.problemes, *told))

    return [replace(s, result=beside(s, back)) for s, back in zip(staged, older, strict=True)]


def _beside_the_base(
    con: duckdb.DuckDBPyConnection,
    one: Staged,
    earlier: list[int],
    invented: list[int],
    options: Options,
    by_hand: bool,
) -> Resultat:
    """The result, with what the base tells of it: sessions of no plan, persons counted twice, rows that the file lacks.
    `earlier`: the imports that the file stands for; `invented`: those of the demonstration, which it takes out.
    """
    leaving = [*(earlier if options.remplacer else ()), *invented]
    told: list[Probleme] = []
    if named := sessions_named(con, one.dataset, one.table):
        told += unknown_sessions(con, one.dataset, named)
        told += other_codes(con, one.dataset, named, leaving)
    told += other_operators(con, one.dataset, one.table)
    told += same_reference.replaced_told(con, one.dataset, one.table, leaving, by_hand)
    told += perhaps_twice(con, one.dataset, one.table, leaving, by_hand)
    told += replies_again(con, one.dataset, one.table, leaving)
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


def _assess(con: duckdb.DuckDBPyConnection, stage: Stage, document: Document, annee: str | None) -> Resultat:
    d, table, sources = stage.dataset, stage.table, stage.sources
    tables = [s.reconnaissance.tableau for s in sources]
    feet = [(t.feuille, line, text) for t in tables for line, text in t.pied]
    counts = writing.classify(con, d, table) + Comptes(lues=len(feet), ecartees=len(feet))
    years = school_years.of_rows(con, d, table)
    refusals = problems.problems(con, d, table, sources)
    found = [*retraits.told(stage.retraits), *school_years.proposed(refusals, document.nom, sources, years)]
    for reason, number in problems.set_aside(con, table, tuple(s.reconnaissance for s in sources)):
        found.append(remark(None, 0, str(number), "ecartees", reason))
    found += [remark(sheet, 0, None, code, said) for sheet, code, said in stage.redites]
    found += [remark(None, 0, None, a.code, a.message) for a in d.alertes if _of_the_whole(con, a.sql, table)]
    by_hand = any(s.reconnaissance.a_la_main for s in sources)
    if coming := to_come(con, d, table, horloge.aujourdhui(), by_hand):
        found.append(remark(None, 0, None, "jours_a_venir", coming))
    if outside := counted_from_elsewhere(con, d, table):
        found.append(remark(None, 0, None, "hors_du_territoire", outside))
    doubtful = doubtful_sheets([s.reconnaissance for s in sources])
    found += sheet_school.taken([s.reconnaissance for s in sources])
    found += [remark(name, 0, None, "feuille_douteuse", sentence) for name, sentence in doubtful]
    found += school_years.of_sheets(sources)
    found += school_years.without(con, d, table, sources)
    found += school_years.unlikely(con, d, table, years)
    found += school_years.of_another(con, document.nom, d, table, sources, years)
    found += school_years.of_titles(con, document.nom, d, table, sources)
    found += school_years.of_the_given(con, document.nom, d, table, sources, annee)
    for sheet, line, text in feet:
        said_below = said_apart(text)
        found.append(remark(sheet, line, said_below, "pied", "Ligne de bas de tableau, écartée."))
    found = _without_half_a_correction(found, tables)
    found += _read_aside(tables, found)
    for s in sources:
        found += _of_the_reading(con, d, table, s.reconnaissance, document.nom)
    left = tuple(
        Laissees(r.tableau.feuille, r.laissees) for r in (s.reconnaissance for s in sources) if r.laissees
    )
    return Resultat(document.nom, d.name, None, "aperçu", counts, tuple(found), years, laissees=left)


def _read_aside(tables: Sequence[Tableau], found: Sequence[Probleme]) -> list[Probleme]:
    """What the reading noted of these tables, but for a cell in error that was refused: that says what was expected there."""
    refused = {(p.feuille, p.ligne) for p in found if p.valeur in ERREURS_DE_FORMULE}
    return [
        remark(t.feuille, note.ligne or 0, None, note.code, unnamed(note.message))
        for t in tables
        for note in t.remarques
        if note.code != "cellule_en_erreur" or (t.feuille, note.ligne) not in refused
    ]


def _of_the_reading(
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, r: Reconnaissance, nom: str
) -> Iterator[Probleme]:
    """What to say of how one table of the file `nom` is read as this data set: of its columns, its rows, its months."""
    sheet, mine = r.tableau.feuille, [li for li in r.liaisons if li.dataset.name == d.name]
    for sentence in dict.fromkeys((*(told for li in mine for told in _without(r, li)), *unfed(r, d))):
        yield remark(sheet, 0, None, "colonne_absente", sentence)
    for sentence in dict.fromkeys(rivals(r)) if r.form is None else ():
        yield remark(sheet, 0, None, "colonnes_rivales", sentence)
    for li in mine:
        for code, rows in (("lignes_annulees", cancelled), ("lignes_comptees_une_fois", counted_once)):
            for line, sentence in rows(r, li):
                yield remark(sheet, line, None, code, unnamed(sentence))
    for li in mine:
        if note := undated(r.form, li):
            yield remark(sheet, 0, None, "mois_inconnu", note)
    days = counted_from(r.form, nom)
    if days and (older := _older(con, d, table, days)):
        yield remark(sheet, 0, None, "periode_du_nom", older)


def _without_half_a_correction(found: list[Probleme], tables: Sequence[Tableau]) -> list[Probleme]:
    """The same problems; no date is proposed where the others of its sheet would stay turned round, and no longer told."""
    doubtful = {t.feuille for t in tables if any(n.code == MOIS_D_ABORD for n in t.remarques)}
    return [
        replace(p, suggestion=None) if p.feuille in doubtful and p.code in school_years.DATES_MAL else p
        for p in found
    ]


def _of_the_whole(con: duckdb.DuckDBPyConnection, sql: str, table: str) -> bool:
    return bool(con.execute(f"SELECT {sql} FROM {table} WHERE _etat = 'ok'").fetchall()[0][0])


def _older(con: duckdb.DuckDBPyConnection, d: Dataset, table: str, days: tuple[date, date]) -> str | None:
    """What to say of videos published before the first day that their views count: these would not be all of them."""
    if all(c.name != "date_publication" for c in d.stored):
        return None
    ((number,),) = con.execute(
        f"SELECT count(*) FROM {table} WHERE _etat = 'ok' AND date_publication < $debut", {"debut": days[0]}
    ).fetchall()
    if not number:
        return None
    return (
        f"Le nom du fichier dit que ses vues vont du {days[0]:%d/%m/%Y} au {days[1]:%d/%m/%Y}, et "
        f"{compte(number, 'vidéo a été publiée', 'vidéos ont été publiées')} avant : "
        f"{accord(number, 'ses', 'leurs')} vues, gardées comme depuis la création, ne seraient que celles de cette période et "
        "prendraient la place d'un relevé plus complet. Exportez le tableau depuis la mise en ligne de la chaîne."
    )


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
        if r.ignorees:  # one of these may be the column
            yield f"{c.si_absente} Colonnes non lues : {shown(r.ignorees)}."
        elif c.required:
            yield c.si_absente


def recount(con: duckdb.DuckDBPyConnection, one: Staged, avant: str = "") -> Comptes:
    """The counts against what the base holds now, or of the writing that is done (`avant`, as `writing.classify` takes it); foot
    lines, which no table holds, stay.
    """
    fresh = writing.classify(con, one.dataset, one.table, avant)
    feet = one.result.comptes.lues - fresh.lues
    return fresh + Comptes(lues=feet, ecartees=feet)

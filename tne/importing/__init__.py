"""The one way in: bytes → table → data sets → checked rows → preview → one transaction.

The command line, the import page and the tests all call `importer`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import duckdb

from tne import settings
from tne.access import Droit
from tne.datasets import DATASETS
from tne.db import Base
from tne.erreurs import ErreurTNE, ImportRefuse
from tne.importing import journal, problems, staging, writing
from tne.importing.journal import annuler, imports, retablir
from tne.importing.model import Comptes, Liaison, Probleme, Reconnaissance, Resultat, identite
from tne.importing.recognising import candidates, recognise
from tne.privacy import read_secret
from tne.reading import Document, lire
from tne.spec import Dataset, Gravite

__all__ = [
    "Comptes",
    "Liaison",
    "Options",
    "Probleme",
    "Reconnaissance",
    "Resultat",
    "annuler",
    "apercu",
    "candidates",
    "importer",
    "importer_document",
    "imports",
    "reconnaitre",
    "retablir",
]


@dataclass(frozen=True)
class Options:
    """What the user decides about a file. All of it is part of the same path on screen and in commands."""

    jeu: str | None = None
    annee: str | None = None
    valides_seulement: bool = False
    remplacer: bool = False
    avec_demo: bool = False
    demo: bool = False
    corrections: Mapping[str, str] = field(default_factory=dict)  # "sheet!line!header" → new text


# Data sets whose real rows may stand beside the demonstration.
PUBLICS = frozenset({"indicateur_publie", "constat", "objectif", "chiffre_declare", "contour"})

Progress = Callable[[float, str], None]


def _silent(_share: float, _what: str) -> None:
    return None


def reconnaitre(document: Document, options: Options = Options()) -> tuple[Reconnaissance, ...]:
    """Every table of the file that feeds a data set. ImportRefuse when there is none.

    A workbook may hold other sheets (help, lists): they are left aside as long as one sheet is recognised.
    """
    if not document.tableaux:
        raise ImportRefuse(f"« {document.nom} » ne contient aucun tableau.")
    found: list[Reconnaissance] = []
    refusals: list[ImportRefuse] = []
    for tableau in document.tableaux:
        try:
            found.append(recognise(tableau, jeu=options.jeu, annee=options.annee, nom=document.nom))
        except ImportRefuse as refusal:
            refusals.append(refusal)
    if not found:
        main = document.tableaux.index(document.principal)
        raise refusals[main]
    return tuple(found)


def importer(
    base: Base,
    droit: Droit,
    source: Path | bytes,
    nom: str,
    options: Options = Options(),
    progress: Progress = _silent,
) -> list[Resultat]:
    """Import one file: one result per data set it feeds. A refusal is a result too, with nothing written."""
    try:
        document = lire(source, nom, progres=lambda share: progress(share * 0.4, "lecture"))
        recognised = reconnaitre(document, options)
        return importer_document(base, droit, document, recognised, options, progress)
    except ErreurTNE as refusal:
        problem = Probleme(None, 0, None, None, "fichier", str(refusal))
        return [Resultat(nom, None, None, "refusé", Comptes(), (problem,))]


def apercu(
    base: Base,
    droit: Droit,
    document: Document,
    recognised: tuple[Reconnaissance, ...],
    options: Options = Options(),
    progress: Progress = _silent,
) -> list[Resultat]:
    """What the import would do, nothing written."""
    con = base.cursor()
    try:
        return [r for r, _ in _stage_all(base, droit, con, document, recognised, options, progress)]
    finally:
        con.close()


@dataclass(frozen=True)
class _Staged:
    dataset: Dataset
    table: str


def _stage_all(
    base: Base,
    droit: Droit,
    con: duckdb.DuckDBPyConnection,
    document: Document,
    recognised: tuple[Reconnaissance, ...],
    options: Options,
    progress: Progress,
) -> list[tuple[Resultat, _Staged]]:
    droit.require("importer un fichier")
    datasets = list(dict.fromkeys(li.dataset.name for r in recognised for li in r.liaisons))
    secret = None
    if any(DATASETS[name].nominatif for name in datasets):
        secret = read_secret(base.path, base.meta("empreinte", con))
    sources: list[staging.Source] = []
    start = 0
    for i, r in enumerate(recognised):
        sources.append(staging.register(con, f"brut_{i}", r, start))
        start += r.tableau.donnees.num_rows
    staged: list[tuple[Resultat, _Staged]] = []
    for i, name in enumerate(datasets):
        progress(0.4 + 0.4 * i / len(datasets), "vérification")
        d = DATASETS[name]
        mine = [s for s in sources if any(li.dataset.name == name for li in s.reconnaissance.liaisons)]
        table = staging.stage(con, d, mine, settings.territoire(), secret)
        result = _assess(con, d, table, mine, document)
        staged.append((result, _Staged(d, table)))
    return staged


def _assess(
    con: duckdb.DuckDBPyConnection, d: Dataset, table: str, sources: list[staging.Source], document: Document
) -> Resultat:
    counts = writing.classify(con, d, table)
    feet = [
        (s.reconnaissance.tableau.feuille, line, text)
        for s in sources
        for line, text in s.reconnaissance.tableau.pied
    ]
    counts = counts + Comptes(lues=len(feet), ecartees=len(feet))
    found = problems.problems(con, d, table, sources)
    for reason, number in problems.set_aside(con, table, tuple(s.reconnaissance for s in sources)):
        found.append(Probleme(None, 0, None, str(number), "ecartees", reason, gravite=Gravite.AVERTISSEMENT))
    found += [
        Probleme(
            sheet,
            line,
            None,
            text,
            "pied",
            "Ligne de bas de tableau, écartée.",
            gravite=Gravite.AVERTISSEMENT,
        )
        for sheet, line, text in feet
    ]
    for s in sources:
        found += [
            Probleme(
                s.reconnaissance.tableau.feuille,
                note.ligne,
                None,
                None,
                note.code,
                note.message,
                gravite=Gravite.AVERTISSEMENT,
            )
            for note in s.reconnaissance.tableau.remarques
        ]
    years: tuple[str, ...] = ()
    if d.annee:
        rows = con.execute(
            f"SELECT DISTINCT {d.annee} AS a FROM {table} WHERE _etat = 'ok' AND ({d.annee}) IS NOT NULL ORDER BY a"
        ).fetchall()
        years = tuple(a for (a,) in rows)
    return Resultat(document.nom, d.name, None, "aperçu", counts, tuple(found), years)


def importer_document(
    base: Base,
    droit: Droit,
    document: Document,
    recognised: tuple[Reconnaissance, ...],
    options: Options = Options(),
    progress: Progress = _silent,
) -> list[Resultat]:
    """Check and commit a file already read and recognised. All data sets of the file go in together or not at all."""

    def work() -> list[Resultat]:
        con = base.cursor()
        try:
            staged = _stage_all(base, droit, con, document, recognised, options, progress)
            return _commit(base, droit, con, document, recognised, options, staged)
        finally:
            con.close()

    results = journal.retry(work)
    progress(1.0, "terminé")
    return results


def _commit(
    base: Base,
    droit: Droit,
    con: duckdb.DuckDBPyConnection,
    document: Document,
    recognised: tuple[Reconnaissance, ...],
    options: Options,
    staged: list[tuple[Resultat, _Staged]],
) -> list[Resultat]:
    results = [r for r, _ in staged]
    refused = sum(r.comptes.refusees for r in results)
    usable = sum(r.comptes.ajoutees + r.comptes.modifiees + r.comptes.inchangees for r in results)
    if usable == 0 and not refused:
        return [_with_sentence(r, _nothing_usable(r)).refuse() for r in results]
    if (refused and not options.valides_seulement) or usable == 0:
        return [r.refuse() for r in results]
    key = identite(document.sha256, recognised, options.corrections)
    with base.writing(con):
        known = con.execute(
            "SELECT id, annule, en_vigueur FROM import WHERE identite = $i ORDER BY id", {"i": key}
        ).fetchall()
        if known:
            return _again(con, droit, results, *known[-1])
        _refuse_mixing_with_demo(con, options, {s.dataset.name for _, s in staged})
        _remember_secret(base, con, staged)
        # Another import may have been committed since the preview: count against what is there now.
        results = [replace(r, comptes=_recount(con, s, r)) for r, s in staged]
        number = int(con.execute("SELECT coalesce(max(id), 0) + 1 FROM import").fetchall()[0][0])
        con.execute(
            "INSERT INTO import VALUES ($id, $cree, $qui, $fichier, $taille, $sha, $identite, $map, false, true, $demo)",
            {
                "id": number,
                "cree": datetime.now().replace(microsecond=0),
                "qui": droit.qui,
                "fichier": document.nom,
                "taille": document.taille,
                "sha": document.sha256,
                "identite": key,
                "map": json.dumps([r.correspondance() for r in recognised], ensure_ascii=False),
                "demo": options.demo,
            },
        )
        replaced = _replace_earlier(con, number, results, recognised) if options.remplacer else []
        for _, one in staged:
            writing.append_log(con, one.dataset, one.table, number)
        if replaced:
            journal.refresh_imports(con, journal.recompute_in_force(con))
        for (_, one), result in zip(staged, results, strict=True):
            writing.apply_new(con, one.dataset, one.table, number)
            c = result.comptes
            con.execute(
                "INSERT INTO import_jeu VALUES ($id, $jeu, $source, $annees, $l, $a, $m, $i, $d, $e, $r)",
                {
                    "id": number,
                    "jeu": one.dataset.name,
                    "source": _source_of(recognised, one.dataset),
                    "annees": list(result.annees),
                    "l": c.lues,
                    "a": c.ajoutees,
                    "m": c.modifiees,
                    "i": c.inchangees,
                    "d": c.doublons,
                    "e": c.ecartees,
                    "r": c.refusees,
                },
            )
        journal.record_event(
            con, "import", droit.qui, number, detail=", ".join(s.dataset.name for _, s in staged)
        )
    return [replace(r, import_id=number, etat="importé") for r in results]


def _recount(con: duckdb.DuckDBPyConnection, one: _Staged, result: Resultat) -> Comptes:
    fresh = writing.classify(con, one.dataset, one.table)
    feet = result.comptes.lues - fresh.lues
    return fresh + Comptes(lues=feet, ecartees=feet)


def _source_of(recognised: tuple[Reconnaissance, ...], d: Dataset) -> str:
    return next(r.source for r in recognised if any(li.dataset.name == d.name for li in r.liaisons))


def _again(
    con: duckdb.DuckDBPyConnection,
    droit: Droit,
    results: list[Resultat],
    number: int,
    undone: bool,
    in_force: bool,
) -> list[Resultat]:
    """The same import once more: nothing to write while in force, redone while undone."""
    if undone:
        con.execute("UPDATE import SET annule = false WHERE id = $id", {"id": number})
        journal.refresh_imports(con, journal.recompute_in_force(con))
        journal.record_event(con, "rétablissement", droit.qui, number)
        return [replace(r, import_id=number, etat="rétabli") for r in results]
    sentence = f"Ce fichier est déjà importé (import n° {number}) : rien n'a été écrit."
    if not in_force:
        sentence = f"Ce fichier est déjà importé (import n° {number}) et un import plus récent le remplace : annulez celui-ci pour y revenir."
    note = Probleme(None, 0, None, None, "deja_importe", sentence, gravite=Gravite.AVERTISSEMENT)
    return [
        replace(r, import_id=number, etat="déjà importé", problemes=(note, *r.problemes)) for r in results
    ]


def _refuse_mixing_with_demo(con: duckdb.DuckDBPyConnection, options: Options, datasets: set[str]) -> None:
    """Real and invented records do not mix unasked. Published figures and findings are at home in both."""
    if datasets <= PUBLICS or options.avec_demo:
        return
    rows = con.execute(
        "SELECT DISTINCT i.demo FROM import i JOIN import_jeu j ON j.import_id = i.id "
        "WHERE i.en_vigueur AND NOT list_contains($publics, j.jeu)",
        {"publics": sorted(PUBLICS)},
    ).fetchall()
    held = {bool(demo) for (demo,) in rows}
    if options.demo and False in held:
        raise ImportRefuse(
            "La base contient déjà de vraies données : la démonstration ne s'y ajoute pas. "
            "Choisissez une autre base (TNE_BASE ou --base)."
        )
    if not options.demo and True in held:
        raise ImportRefuse(
            "Les données de démonstration sont en place : retirez-les d'abord (bouton « Retirer la démonstration », "
            "ou « python -m tne vider-demo »), ou importez à côté d'elles avec --avec-demo."
        )


def _remember_secret(
    base: Base, con: duckdb.DuckDBPyConnection, staged: list[tuple[Resultat, _Staged]]
) -> None:
    if any(s.dataset.nominatif for _, s in staged) and base.meta("empreinte", con) is None:
        secret = read_secret(base.path, None)
        con.execute("INSERT INTO meta VALUES ('empreinte', $e)", {"e": secret.empreinte})


def _replace_earlier(
    con: duckdb.DuckDBPyConnection,
    number: int,
    results: list[Resultat],
    recognised: tuple[Reconnaissance, ...],
) -> list[int]:
    """Undo the earlier imports of the same perimeter: same data set and source, no year that this file lacks."""
    replaced: set[int] = set()
    for result in results:
        assert result.jeu is not None
        rows = con.execute(
            "SELECT i.id, j.annees FROM import i JOIN import_jeu j ON j.import_id = i.id "
            "WHERE i.en_vigueur AND i.id <> $id AND j.jeu = $jeu AND j.source = $source",
            {"id": number, "jeu": result.jeu, "source": _source_of(recognised, DATASETS[result.jeu])},
        ).fetchall()
        replaced |= {old for old, years in rows if set(years or ()) <= set(result.annees)}
    for old in sorted(replaced):
        con.execute("INSERT INTO import_remplace VALUES ($n, $o)", {"n": number, "o": old})
    return sorted(replaced)


def _nothing_usable(r: Resultat) -> str:
    if r.comptes.lues == 0:
        return "Le tableau n'a aucune ligne sous ses titres de colonnes : rien à importer."
    return f"Aucune des {r.comptes.lues} lignes lues n'est à importer : toutes ont été écartées."


def _with_sentence(r: Resultat, sentence: str) -> Resultat:
    problem = Probleme(None, 0, None, None, "aucune_ligne", sentence)
    return replace(r, problemes=(problem, *r.problemes))

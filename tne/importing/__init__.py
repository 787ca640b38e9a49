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
from tne.importing.opening import open_document
from tne.importing.recognising import candidates, recognise
from tne.privacy import read_secret
from tne.reading import Document
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
    "open_document",
    "reconnaitre",
    "retablir",
]


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
        document = open_document(source, nom, lambda share: progress(share * 0.4, "lecture"))
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

"""The one way in: bytes → table → data sets → checked rows → preview → one transaction.

The command line and the tests call `importer`, the pages what it is made of: `open_document`, `reconnaitre`, a rehearsal
(`rehearsal.py`), `importer_document`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tne import settings
from tne.access import Droit
from tne.db import Base
from tne.erreurs import ErreurTNE, ImportRefuse
from tne.importing import in_parts, journal, straight, unasked
from tne.importing.assessing import Progress, stage_all
from tne.importing.committing import commit, refusal_beside_demo
from tne.importing.correcting.emptying import left_empty
from tne.importing.headers import mappings
from tne.importing.headers.beside import cut_in_two, hidden_told, torn
from tne.importing.headers.mappings import Correspondance
from tne.importing.headers.recognising import candidates, recognise
from tne.importing.journal import annuler, imports, retablir
from tne.importing.model import Comptes, Liaison, Options, Probleme, Reconnaissance, Resultat, identite
from tne.importing.opening import open_document
from tne.importing.workbench import Workbench, at
from tne.reading import Document, NotOneTable

__all__ = [
    "Comptes",
    "Correspondance",
    "Liaison",
    "Options",
    "Probleme",
    "Reconnaissance",
    "Resultat",
    "Workbench",
    "annuler",
    "candidates",
    "importer",
    "importer_document",
    "imports",
    "known_mappings",
    "open_document",
    "reconnaitre",
    "retablir",
]


# Nothing decided by the user.
_ORDINARY = Options()
_NONE_KNOWN: Mapping[str, Correspondance] = {}


def _silent(_share: float, _what: str) -> None:
    return None


def known_mappings(base: Base) -> dict[str, Correspondance]:
    """The remembered mappings, by the mark of their headers: what `reconnaitre` may use."""
    return {r.empreinte: r.correspondance for r in reversed(mappings.remembered(base))}


def reconnaitre(
    document: Document,
    options: Options = _ORDINARY,
    connues: Mapping[str, Correspondance] = _NONE_KNOWN,
) -> tuple[Reconnaissance, ...]:
    """Every table of the file that feeds a data set. ImportRefuse when there is none.

    A workbook may hold other sheets (help, lists): they are left aside as long as one sheet is recognised.
    `connues`: mappings a person confirmed for some headers; they win over what the headers say by themselves.
    """
    if not document.tableaux:
        raise ImportRefuse(f"« {document.nom} » ne contient aucun tableau.")
    found: list[Reconnaissance] = []
    refusals: list[ImportRefuse] = []
    for tableau in document.tableaux:
        try:
            if why := torn(tableau) or cut_in_two(tableau, document.dialecte):
                raise ImportRefuse(why)
            mapped = mappings.for_table(tableau, connues, options.jeu, options.annee)
            found.append(mapped or recognise(tableau, jeu=options.jeu, annee=options.annee, nom=document.nom))
        except ImportRefuse as refusal:
            refusals.append(refusal)
    if not found:
        main = document.tableaux.index(document.principal)
        if hidden := hidden_told(document):
            raise ImportRefuse(f"{refusals[main]}{hidden}")
        raise refusals[main]
    return tuple(left_empty(r) if options.cellules_vides else r for r in found)


def importer(
    base: Base,
    droit: Droit,
    source: Path | bytes,
    nom: str,
    options: Options = _ORDINARY,
    progress: Progress = _silent,
) -> list[Resultat]:
    """Import one file: one result per data set it feeds. A refusal is a result too, with nothing written."""
    try:
        done = journal.retry(lambda: _in_parts(base, droit, source, nom, options, progress))
        if done is not None:
            return done
        document = open_document(source, nom, lambda share: progress(share * 0.4, "lecture"))
        recognised = reconnaitre(document, options, known_mappings(base))
        return importer_document(base, droit, document, recognised, options, progress)
    except ErreurTNE as refusal:
        problem = Probleme(None, 0, None, None, "fichier", str(refusal))
        return [Resultat(nom, None, None, "refusé", Comptes(), (problem,))]


def _in_parts(
    base: Base, droit: Droit, source: Path | bytes, nom: str, options: Options, progress: Progress
) -> list[Resultat] | None:
    """Import a long text without ever holding the whole of it; None for any other file, with nothing written."""
    droit.require("importer un fichier")
    try:
        with in_parts.opened(source, nom, progress) as parts:
            if parts is None or options.corrections:
                return None
            recognised = reconnaitre(parts.document, options, known_mappings(base))
            if not in_parts.fits(recognised):
                return None
            with base.importing(), at(None, base) as bench:

                def work(number: int | None) -> list[Resultat]:
                    with in_parts.room(bench.con, in_parts.STAGING):
                        in_parts.stage(base, bench, parts, recognised, number)
                    # With more room the rows that were staged need not go to the disk.
                    with in_parts.room(bench.con, in_parts.WRITING):
                        return importer_document(
                            base, droit, parts.document, recognised, options, progress, bench
                        )

                if not straight.possible(base, recognised):
                    return work(None)
                mark = in_parts.identity(parts, recognised)
                return straight.in_one_writing(base, droit, bench.con, mark, work)
    except NotOneTable:
        return None


def importer_document(
    base: Base,
    droit: Droit,
    document: Document,
    recognised: tuple[Reconnaissance, ...],
    options: Options = _ORDINARY,
    progress: Progress = _silent,
    bench: Workbench | None = None,
) -> list[Resultat]:
    """Check and commit a file already read and recognised. All data sets of the file go in together or not at all.

    A file that would count persons twice, or take the place of other records, is refused unless `options` say that it was
    asked about (`unasked`).

    `bench`: where its preview was made; the rows staged there serve again.
    """

    def work() -> list[Resultat]:
        with at(bench, base) as place:
            staged = stage_all(base, droit, place, document, recognised, options, progress)
            refused = unasked.refusal([s.result for s in staged], options)
            if refused is not None and not _in_force(place, document, recognised, options):
                # That invented records have its references is no reason to change a file.
                return refusal_beside_demo(place.con, document, options, staged) or refused
            return commit(base, droit, place.con, document, recognised, options, staged)

    with base.importing():
        results = journal.retry(work)
    progress(1.0, "terminé")
    way = unasked.way_out(recognised, results, options)
    return [replace(r, issue=way) for r in results] if way else results


def _in_force(
    bench: Workbench, document: Document, recognised: tuple[Reconnaissance, ...], options: Options
) -> bool:
    """True for the very import that the journal holds already: nothing is left to decide about it."""
    mark = identite(document.sha256, recognised, options.corrections, settings.territoire())
    known = journal.known(bench.con, mark)
    return bool(known) and not known[-1][1]

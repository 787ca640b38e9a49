"""The one transaction of an import: to the log and the current tables, with its line in the journal, or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import duckdb

from tne import horloge, settings, territoire
from tne.access import Droit
from tne.datasets import PUBLICS
from tne.db import Base
from tne.erreurs import ImportRefuse
from tne.importing import journal, writing
from tne.importing.again import again
from tne.importing.assessing import recount
from tne.importing.correcting.problems import HORS_TERRITOIRE
from tne.importing.headers.unnaming import journalled
from tne.importing.model import Options, Probleme, Reconnaissance, Resultat, Staged, identite
from tne.importing.remarks import perimeter
from tne.persons.annees_purgees import refuse_purged
from tne.reading import Document
from tne.typographie import compte, entier


def commit(
    base: Base,
    droit: Droit,
    con: duckdb.DuckDBPyConnection,
    document: Document,
    recognised: tuple[Reconnaissance, ...],
    options: Options,
    staged: list[Staged],
) -> list[Resultat]:
    """Write the staged rows of one file, or say why nothing is written. `con` holds their temporary tables."""
    results = [s.result for s in staged]
    if (refusal := refusal_before_writing(results, options)) is not None:
        return refusal
    try:
        with base.writing(con):
            if options.version not in (None, base.began_on):
                raise ImportRefuse(_CHANGED)
            written = write_staged(base, droit, con, document, recognised, options, staged)
            if _same_again(written, options):
                # Rolled back: the data version stays, and with it every answer that is kept.
                raise _NothingWritten
            return written
    except _NothingWritten:
        return written
    except ImportRefuse as refused:
        return [_refused(r, "fichier", str(refused)) for r in results]


_CHANGED = "La base vient de changer : relisez ce que cela changerait, puis appuyez de nouveau."


class _NothingWritten(Exception):
    """Ends the transaction of a file that is in force already."""


def _same_again(written: Sequence[Resultat], options: Options) -> bool:
    return not (options.remplacer or options.retirer_demo) and all(r.etat == "déjà importé" for r in written)


def refusal_before_writing(results: Sequence[Resultat], options: Options) -> list[Resultat] | None:
    """The results of a file of which nothing may be written, whatever the base holds; None when it may go in."""
    refused = sum(r.comptes.refusees for r in results)
    usable = sum(r.comptes.ajoutees + r.comptes.modifiees + r.comptes.inchangees for r in results)
    if usable == 0 and not refused:
        return [_refused(r, "aucune_ligne", nothing_usable(r)) for r in results]
    if (refused and not options.valides_seulement) or usable == 0:
        return [r.refuse() for r in results]
    return None


def write_staged(
    base: Base,
    droit: Droit,
    con: duckdb.DuckDBPyConnection,
    document: Document,
    recognised: tuple[Reconnaissance, ...],
    options: Options,
    staged: list[Staged],
) -> list[Resultat]:
    """The writing itself, inside a transaction that the caller began on `con`: committed, or tried and rolled back."""
    droit.require("importer un fichier")
    # Invented records never pass for real ones: a file of the demonstration brings them back as such.
    options = replace(options, demo=options.demo or journal.of_the_demo(con, document.sha256))
    if options.retirer_demo:
        journal.undo_demo(con, droit.qui)
    # Another import may have been committed since the check.
    changed = options.retirer_demo or any(s.version != base.began_on for s in staged)
    results = [replace(s.result, comptes=recount(con, s)) if changed else s.result for s in staged]
    key = identite(document.sha256, recognised, options.corrections, settings.territoire())
    known = journal.known(con, key)
    if known:
        if options.demo and known[-1][1]:
            _refuse_mixing_with_demo(con, options, {s.dataset.name for s in staged})
        return again(con, droit, results, recognised, options, staged, *known[-1])
    _refuse_mixing_with_demo(con, options, {s.dataset.name for s in staged})
    for one in staged:
        refuse_purged(con, one.dataset.name, one.table)
    _remember_secret(base, con, staged)
    number = _new_import(con, droit, document, recognised, options, key)
    results = _write(con, number, results, recognised, options, staged)
    detail = ", ".join(s.dataset.name for s in staged)
    if options.corrections:
        detail += f" ; {compte(len(options.corrections), 'correction')} avant import"
    journal.record_event(con, "import", droit.qui, number, detail=detail)
    return [replace(r, import_id=number, etat="importé") for r in results]


def _new_import(
    con: duckdb.DuckDBPyConnection,
    droit: Droit,
    document: Document,
    recognised: tuple[Reconnaissance, ...],
    options: Options,
    key: str,
) -> int:
    number = journal.next_number(con)
    con.execute(
        "INSERT INTO import VALUES ($id, $cree, $qui, $fichier, $taille, $sha, $identite, $map, false, true, $demo)",
        {
            "id": number,
            "cree": horloge.maintenant().replace(microsecond=0),
            "qui": droit.qui,
            "fichier": document.nom,
            "taille": document.taille,
            "sha": document.sha256,
            "identite": key,
            "map": json.dumps([journalled(r.correspondance()) for r in recognised], ensure_ascii=False),
            "demo": options.demo,
        },
    )
    return number


def _write(
    con: duckdb.DuckDBPyConnection,
    number: int,
    results: Sequence[Resultat],
    recognised: tuple[Reconnaissance, ...],
    options: Options,
    staged: list[Staged],
) -> list[Resultat]:
    """Write the rows and their counts: the results, with those of what the base then gained or lost."""
    replaced = perimeter.replace_earlier(con, number, staged, recognised) if options.remplacer else []
    # What only a replaced import filled goes with it, though the file says nothing else.
    held = [writing.hold(con, one.dataset, one.table) for one in staged] if replaced else []
    for one in staged:
        writing.append_log(con, one.dataset, one.a_verser or one.table, number)
    done = list(results)
    if replaced:
        changed = [*journal.recompute_in_force(con), number]
        journal.refresh_imports(con, changed, {one.dataset.name for one in staged})
        done = [
            replace(r, comptes=recount(con, one, avant))
            for r, one, avant in zip(results, staged, held, strict=True)
        ]
    else:
        for one in staged:
            writing.apply_new(con, one.dataset, one.table, number)
    for one, result in zip(staged, done, strict=True):
        c = result.comptes
        con.execute(
            "INSERT INTO import_jeu VALUES ($id, $jeu, $source, $annees, $l, $a, $m, $i, $d, $e, $r)",
            {
                "id": number,
                "jeu": one.dataset.name,
                "source": perimeter.source_of(recognised, one.dataset.name),
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
    return done


def _refuse_mixing_with_demo(con: duckdb.DuckDBPyConnection, options: Options, datasets: set[str]) -> None:
    """Real and invented records do not mix unasked. Published figures and findings are at home in both."""
    if datasets <= PUBLICS or options.avec_demo:
        return
    if options.demo:
        refuse_demo_beside_real(con)
    elif True in _held(con):
        raise ImportRefuse(
            "Les données de démonstration sont en place : retirez-les d'abord (bouton « Retirer la démonstration », "
            "ou « python -m tne vider-demo »). À la ligne de commande, --avec-demo importe à côté d'elles."
        )


def refusal_beside_demo(
    con: duckdb.DuckDBPyConnection, document: Document, options: Options, staged: Sequence[Staged]
) -> list[Resultat] | None:
    """The results of a real file that nobody asked to go in beside the demonstration in force; None for any other."""
    if options.retirer_demo or options.demo or journal.of_the_demo(con, document.sha256):
        return None
    try:
        _refuse_mixing_with_demo(con, options, {s.dataset.name for s in staged})
    except ImportRefuse as refused:
        return [_refused(s.result, "fichier", str(refused)) for s in staged]
    return None


def refuse_demo_beside_real(con: duckdb.DuckDBPyConnection) -> None:
    """ImportRefuse when a real import other than published figures and findings is in force: the demonstration is invented."""
    if False in _held(con):
        raise ImportRefuse(
            "Ces données sont celles de la démonstration, fictives, et la base en contient de vraies : elles ne s'y ajoutent pas. "
            "Pour un essai, choisissez une autre base (TNE_BASE ou --base)."
        )


def _held(con: duckdb.DuckDBPyConnection) -> set[bool]:
    """Of the imports in force, published figures and findings apart: whether some are of the demonstration, some real."""
    rows = con.execute(
        "SELECT DISTINCT i.demo FROM import i JOIN import_jeu j ON j.import_id = i.id "
        "WHERE i.en_vigueur AND NOT list_contains($publics, j.jeu)",
        {"publics": sorted(PUBLICS)},
    ).fetchall()
    return {bool(demo) for (demo,) in rows}


def _remember_secret(base: Base, con: duckdb.DuckDBPyConnection, staged: list[Staged]) -> None:
    """Keep the fingerprint of the first secret; refuse rows counted with another one since."""
    used = {s.empreinte for s in staged if s.empreinte is not None}
    held = base.meta("empreinte", con)
    for empreinte in used:
        if held is None:
            con.execute("INSERT INTO meta VALUES ('empreinte', $e)", {"e": empreinte})
        elif held != empreinte:
            raise ImportRefuse(
                "Le secret qui compte les personnes a changé pendant l'import : chaque personne serait comptée deux fois. "
                "Recommencez l'import."
            )


def nothing_usable(r: Resultat) -> str:
    """Why none of the rows of a file is imported, where none has to be corrected: with the first reason that was told."""
    if r.comptes.lues == 0:
        return "Le tableau n'a aucune ligne sous ses titres de colonnes : rien à importer."
    told = r.problemes[0].message if r.problemes else ""
    if told == HORS_TERRITOIRE:
        # « Hors du territoire : Vienne » would say that the rows are of the Vienne.
        told = f"{HORS_TERRITOIRE[:-1]}, réglé sur : {territoire.en_cours().nom} ({', '.join(settings.territoire())})."
    none = (
        "La seule ligne lue n'est pas à importer : elle a été écartée."
        if r.comptes.lues == 1
        else f"Aucune des {entier(r.comptes.lues)} lignes lues n'est à importer : toutes ont été écartées."
    )
    return f"{none} {told}".rstrip()


def _refused(r: Resultat, code: str, sentence: str) -> Resultat:
    problem = Probleme(None, 0, None, None, code, sentence)
    return replace(r, problemes=(problem, *r.problemes)).refuse()

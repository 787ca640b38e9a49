"""What a writing would do, found by doing it: the whole of it in a transaction that is always rolled back.

The preview of an import, of an undo and of a correction by hand cannot differ from what they then do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

import duckdb

from tne.access import Droit
from tne.datasets import DATASETS
from tne.db import Base, data_version
from tne.erreurs import ImportRefuse
from tne.importing import again, committing, journal
from tne.importing.assessing import Progress, stage_all
from tne.importing.changes import Difference, changed_rows, difference, linked, snapshot
from tne.importing.model import Options, Reconnaissance, Resultat, Staged
from tne.importing.remarks import perimeter
from tne.importing.remarks.leftovers import Reste, leftovers
from tne.importing.remarks.unknown_schools import Inconnu, unknown_schools
from tne.importing.workbench import Workbench, at
from tne.reading import Document

M = TypeVar("M")
EFFET = "effet sur les chiffres"
"""How the last step of a check is told, which adds up the figures before and after."""


class Measure(Protocol[M]):
    """Reads figures on a connection."""

    def __call__(
        self,
        con: duckdb.DuckDBPyConnection,
        annees: tuple[str, ...],
        avant: M | None = None,
        changees: Mapping[str, str] = ...,
        /,
    ) -> M:
        """`annees`: the school years that the change may bring. `avant`: the figures before a change of the data sets `changees`,
        each with SQL that gives its rows that change, as they were and as they are; "" where any may."""
        ...


@dataclass(frozen=True)
class Repetition(Generic[M]):
    """What would be written: counts, rows, and the figures before and after. `refus` says why nothing would be."""

    resultats: tuple[Resultat, ...]
    differences: tuple[Difference, ...]
    restes: tuple[Reste, ...]
    avant: M | None = None
    apres: M | None = None
    inconnus: tuple[Inconnu, ...] = ()  # codes of the file that no school of the base bears
    refus: str = ""
    deja: str = ""  # the very same import stands in the journal: what happens then
    acquis: bool = False  # and nothing at all would be written
    numero: int = 0  # of that import, where it is in force


class _RolledBack(Exception):
    """Ends a rehearsal: the transaction goes with it."""


@contextmanager
def _never_written(base: Base, droit: Droit, con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    droit.require("essayer un changement")
    try:
        with base.writing(con):
            yield
            raise _RolledBack
    except _RolledBack:
        return


def rehearse_import(
    base: Base,
    droit: Droit,
    document: Document,
    recognised: tuple[Reconnaissance, ...],
    options: Options,
    measure: Measure[M],
    progress: Progress = lambda share, what: None,
    bench: Workbench | None = None,
) -> Repetition[M]:
    """What importing the valid rows of the file would do. Nothing is written, whatever happens.

    `bench` keeps the staged rows for the next preview of the file, and for its import.
    """

    def work() -> Repetition[M]:
        with at(bench, base) as place:
            staged = stage_all(base, droit, place, document, recognised, options, progress)
            progress(0.85, EFFET)
            return _rehearse(base, droit, place.con, document, recognised, options, staged, measure)

    return journal.retry(work)


def _rehearse(
    base: Base,
    droit: Droit,
    con: duckdb.DuckDBPyConnection,
    document: Document,
    recognised: tuple[Reconnaissance, ...],
    options: Options,
    staged: list[Staged],
    measure: Measure[M],
) -> Repetition[M]:
    leaving = journal.standing_demo(con) if options.retirer_demo else []
    earlier = perimeter.covered(con, staged, recognised, in_force=True, leaving=leaving)
    rest = tuple(leftovers(con, s, recognised, earlier) for s in staged)
    unknown = tuple(i for s in staged for i in unknown_schools(con, s.dataset, s.table))
    checked = Repetition[M](tuple(s.result for s in staged), (), rest, inconnus=unknown)
    valid = replace(options, valides_seulement=True)
    if committing.refusal_before_writing(checked.resultats, valid) is not None:
        return checked
    names = [s.dataset.name for s in staged]
    years = tuple(dict.fromkeys(y for s in staged for y in s.result.annees))
    try:
        # What the file changes is told against the base without invented records: none of what is kept knows that.
        seen = None if options.retirer_demo else _seen(con, measure, years)
        with _never_written(base, droit, con):
            invented = journal.undo_demo(con, droit.qui) if options.retirer_demo else []
            switched = _switched(con, document, recognised, options, staged)
            for one in staged:
                snapshot(con, one.dataset, switched, one.table)
            before = _still(base, con, seen, measure, years)
            written = committing.write_staged(base, droit, con, document, recognised, valid, staged)
            differences = _differences(con, names)
            checked = replace(
                checked,
                resultats=tuple(
                    replace(r, comptes=w.comptes) for r, w in zip(checked.resultats, written, strict=True)
                ),
                differences=differences,
                avant=before,
                apres=measure(con, years, before, _changed(con, names, differences, switched)),
                deja=_already(con, written[0], journal.of_the_demo(con, document.sha256), bool(invented)),
                acquis=written[0].etat == "déjà importé" and not invented and not options.remplacer,
                numero=_in_force(con, written[0]),
            )
    except ImportRefuse as refusal:
        return replace(checked, refus=str(refusal))
    return checked


_INVENTED = (
    "Ce fichier est celui de la démonstration, que vous avez retirée : l'importer ramène ses données fictives, et chaque "
    "écran le dira. « Retirer la démonstration », en haut de page, les ôtera de nouveau."
)
_STANDS = "Ce fichier est celui de la démonstration, qui est en place : ses données sont fictives."
_LEAVES = "L'importer de nouveau ne ferait que retirer la démonstration."


def _already(con: duckdb.DuckDBPyConnection, written: Resultat, demo: bool, leaving: bool) -> str:
    """What happens to a file that the journal knows; empty for a new one. `leaving`: the demonstration goes with its import."""
    if demo and written.etat != "déjà importé" and not journal.demo_stands(con, written.import_id):
        return _INVENTED
    if written.etat == "importé":
        return _STANDS if demo else ""
    said = [p.message for p in written.problemes[:1] if p.code == "deja_importe"]
    if written.etat == "déjà importé":
        # Nothing to write and a button to import: what that would do is said.
        return " ".join([*said, _LEAVES] if leaving else said)
    lead = again.stands(written.etat, written.import_id)
    rest = "".join(said).removeprefix(lead) or "."
    return f"Ce fichier a été importé puis annulé : l'import n° {written.import_id} sera rétabli{rest}"


def _in_force(con: duckdb.DuckDBPyConnection, written: Resultat) -> int:
    if written.etat != "déjà importé":
        return 0
    found = con.execute("SELECT id FROM import WHERE id = $id AND en_vigueur", {"id": written.import_id})
    return int(next(iter(found.fetchall()), (0,))[0])


def rehearse_switch(
    base: Base, droit: Droit, import_id: int, undone: bool, measure: Measure[M]
) -> Repetition[M]:
    """What undoing (`undone`) or redoing an import would do. UsageIncorrect when it is so already."""

    def work() -> Repetition[M]:
        con = base.cursor()
        try:
            found: list[Repetition[M]] = []
            droit.require("essayer un changement")
            seen = _seen(con, measure, ())
            with _never_written(base, droit, con):
                names, switched = _datasets_of(con, import_id), linked(con, [import_id])
                for name in names:
                    snapshot(con, DATASETS[name], switched)
                before = _still(base, con, seen, measure, ())
                journal.switch(con, droit, import_id, undone)
                differences = _differences(con, names)
                after = measure(con, (), before, _changed(con, names, differences, switched))
                found.append(Repetition((), differences, (), before, after))
            return found[0]
        finally:
            con.close()

    return journal.retry(work)


def _seen(con: duckdb.DuckDBPyConnection, measure: Measure[M], years: tuple[str, ...]) -> tuple[int, M]:
    """The figures before the writing, where what is kept for the pages answers; and a data version that they are not older than."""
    version = data_version(con)
    return version, measure(con, years)


def _still(
    base: Base,
    con: duckdb.DuckDBPyConnection,
    seen: tuple[int, M] | None,
    measure: Measure[M],
    years: tuple[str, ...],
) -> M:
    """The figures before, read anew in the writing that has begun on `con` where the base has gone on meanwhile."""
    if seen is not None and seen[0] == base.began_on:
        return seen[1]
    return measure(con, years)


def _changed(
    con: duckdb.DuckDBPyConnection,
    names: list[str],
    differences: tuple[Difference, ...],
    switched: list[int],
) -> dict[str, str]:
    """The data sets that the writing may have changed, with the rows of those that were compared; of these, which have."""
    fed = con.execute(
        "SELECT DISTINCT jeu FROM import_jeu WHERE list_contains($ids, import_id)", {"ids": switched}
    ).fetchall()
    others: dict[str, str] = {jeu: "" for (jeu,) in fed if jeu not in names}
    # What a file says by its day alone is in none of its rows.
    dated = {name: "" for name in names if DATASETS[name].of_the_file}
    return others | {d.jeu: changed_rows(DATASETS[d.jeu]) for d in differences} | dated


def _switched(
    con: duckdb.DuckDBPyConnection,
    document: Document,
    recognised: tuple[Reconnaissance, ...],
    options: Options,
    staged: list[Staged],
) -> list[int]:
    """The imports that may come into force or go out of it: those the file replaces, and itself where it is in the journal."""
    same = con.execute("SELECT id FROM import WHERE sha256 = $sha", {"sha": document.sha256}).fetchall()
    replaced = perimeter.covered(con, staged, recognised) if options.remplacer else []
    return linked(con, [*(number for (number,) in same), *replaced])


def _differences(con: duckdb.DuckDBPyConnection, names: list[str]) -> tuple[Difference, ...]:
    found = (difference(con, DATASETS[name]) for name in names)
    return tuple(d for d in found if not d.rien)


def _datasets_of(con: duckdb.DuckDBPyConnection, import_id: int) -> list[str]:
    """The data sets that this import feeds, or that imports it replaces feed."""
    rows = con.execute(
        "SELECT DISTINCT jeu FROM import_jeu WHERE import_id = $id OR import_id IN "
        "(SELECT remplace_id FROM import_remplace WHERE import_id = $id) ORDER BY jeu",
        {"id": import_id},
    ).fetchall()
    return [name for (name,) in rows if name in DATASETS]

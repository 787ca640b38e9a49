"""The journal of imports: what is in force, undo, redo, replacement. Undo works on any import, in any order."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import duckdb

from tne import horloge
from tne.access import Droit
from tne.datasets import DATASETS
from tne.db import Base
from tne.erreurs import BaseIndisponible, UsageIncorrect
from tne.importing import writing
from tne.store.faults import disk_full, forbidden
from tne.store.schema import set_meta
from tne.typographie import accord, enumeration

if TYPE_CHECKING:  # half a second that no import needs
    import pandas as pd

# Two writers collide on `verrou`; the loser starts again from its checks, a few times.
TRIES = 20

_FULL = "Le disque est plein : rien n'a été écrit. Libérez de la place, puis recommencez."
_FORBIDDEN = (
    "Rien n'a été écrit : le dossier de la base refuse les fichiers qu'elle écrit à côté d'elle. "
    "Vérifiez les droits du dossier, et que le disque n'est pas en lecture seule."
)

_GIVEN = "numeros"  # of `meta`: the last number that was given before a restoration

T = TypeVar("T")


@dataclass(frozen=True)
class Etat:
    """What an undo or a redo did: the imports whose state changed."""

    import_id: int
    en_vigueur: bool
    changes: tuple[int, ...]


def retry(work: Callable[[], T]) -> T:
    """Run a writing until no other writer won the race. BaseIndisponible when it never does, or has no room."""
    for attempt in range(TRIES):
        try:
            return work()
        except duckdb.TransactionException as error:
            # A commit that the machine refused (no room, no right to the folder) fails with the class of a conflict.
            if disk_full(error):
                raise BaseIndisponible(_FULL) from error
            if forbidden(error):
                raise BaseIndisponible(_FORBIDDEN) from error
            time.sleep(0.02 * (attempt + 1) * random.random())
        except duckdb.OutOfMemoryException as error:
            raise BaseIndisponible(
                "Cette écriture demande plus de mémoire que la base n'en a : rien n'a été écrit. Augmentez TNE_MEMOIRE, "
                "ou importez un grand fichier en plusieurs parties."
            ) from error
        except (duckdb.IOException, duckdb.FatalException) as error:
            if not disk_full(error):
                raise
            raise BaseIndisponible(_FULL) from error
    raise BaseIndisponible(
        "Beaucoup d'autres écritures sont en cours sur la base : recommencez dans un instant."
    )


def next_number(con: duckdb.DuckDBPyConnection) -> int:
    """The number of the import that the writing transaction under way is; one that a restoration took away is not given again."""
    return int(
        con.execute(
            "SELECT 1 + greatest(coalesce(max(id), 0), coalesce((SELECT max(CAST(valeur AS BIGINT)) FROM meta WHERE cle = $k), 0)) "
            "FROM import",
            {"k": _GIVEN},
        ).fetchall()[0][0]
    )


def keep_given(con: duckdb.DuckDBPyConnection, last: int) -> None:
    """Inside a writing transaction, remember that numbers up to `last` were given: « Annuler l'import n° 55 » may stand on a page
    that is open, and would undo another import.
    """
    set_meta(con, _GIVEN, str(last))


def known(con: duckdb.DuckDBPyConnection, identite: str) -> list[tuple[int, bool]]:
    """The imports of this identity, in order: number, and whether it is undone."""
    return con.execute(
        "SELECT id, annule FROM import WHERE identite = $i ORDER BY id", {"i": identite}
    ).fetchall()


def recompute_in_force(con: duckdb.DuckDBPyConnection) -> list[int]:
    """Bring `import.en_vigueur` up to date and return the imports that changed.

    An import is in force unless it is undone or an import in force replaces it. A replacement has always a
    higher number than what it replaces, so that one pass from the last to the first decides.
    """
    replaced: dict[int, list[int]] = {}
    for new, old in con.execute("SELECT import_id, remplace_id FROM import_remplace").fetchall():
        replaced.setdefault(old, []).append(new)
    in_force: dict[int, bool] = {}
    changed: list[int] = []
    for number, undone, before in con.execute(
        "SELECT id, annule, en_vigueur FROM import ORDER BY id DESC"
    ).fetchall():
        now = not undone and not any(in_force[n] for n in replaced.get(number, ()))
        in_force[number] = now
        if now != before:
            changed.append(number)
            con.execute("UPDATE import SET en_vigueur = $v WHERE id = $id", {"v": now, "id": number})
    return changed


def replacing(con: duckdb.DuckDBPyConnection, import_id: int) -> list[int]:
    """The imports that hold one out of force, latest first: it comes back once all of them are undone."""
    rows = con.execute(
        "SELECT DISTINCT r.import_id FROM import_remplace r JOIN import n ON n.id = r.import_id "
        "WHERE r.remplace_id = $id AND NOT n.annule ORDER BY 1 DESC",
        {"id": import_id},
    ).fetchall()
    return [int(number) for (number,) in rows]


def replaced(con: duckdb.DuckDBPyConnection, import_id: int) -> list[int]:
    """The imports that one stands in the place of, in order."""
    rows = con.execute(
        "SELECT remplace_id FROM import_remplace WHERE import_id = $id ORDER BY 1", {"id": import_id}
    ).fetchall()
    return [int(number) for (number,) in rows]


def replaced_told(con: duckdb.DuckDBPyConnection, import_id: int) -> str:
    """Which imports hold one out of force, and the way back to it; empty where none does."""
    by = replacing(con, import_id)
    if not by:
        return ""
    do = accord(
        len(by), "plus récent, le remplace : annulez celui-ci", "plus récents, le remplacent : annulez-les"
    )
    return f"{named(by)}, {do} pour y revenir"


def named(imports: Sequence[int]) -> str:
    """« l'import n° 2 », « les imports n° 2 et n° 3 »."""
    these = accord(len(imports), "l'import", "les imports")
    return f"{these} {enumeration([f'n° {n}' for n in imports])}"


def refresh_imports(
    con: duckdb.DuckDBPyConnection, changed: list[int], written: Collection[str] = ()
) -> None:
    """Rebuild the current rows of every data set that these imports feed; `written`: those of an import whose counts are not
    known yet.
    """
    if not changed:
        return
    fed = con.execute(
        "SELECT DISTINCT jeu FROM import_jeu WHERE list_contains($ids, import_id)", {"ids": changed}
    ).fetchall()
    for name in sorted({name for (name,) in fed}.union(written)):
        if name in DATASETS:
            writing.touch_import(con, DATASETS[name], changed)


def record_event(
    con: duckdb.DuckDBPyConnection, action: str, qui: str, import_id: int | None = None, detail: str = ""
) -> None:
    """Write one line of the journal of actions."""
    con.execute(
        # The rank, not the instant, gives the order: a clock may be set back.
        "INSERT INTO evenement (instant, action, import_id, qui, detail, rang) "
        "SELECT $instant, $action, $id, $qui, $detail, coalesce(max(rang), 0) + 1 FROM evenement",
        {
            "instant": horloge.maintenant().replace(microsecond=0),
            "action": action,
            "id": import_id,
            "qui": qui,
            "detail": detail,
        },
    )


def _set_undone(base: Base, droit: Droit, import_id: int, undone: bool) -> Etat:
    droit.require("annuler un import" if undone else "rétablir un import")

    def work() -> Etat:
        with base.writing() as con:
            return switch(con, droit, import_id, undone)

    return retry(work)


def switch(con: duckdb.DuckDBPyConnection, droit: Droit, import_id: int, undone: bool) -> Etat:
    """Undo or redo one import inside a transaction that the caller began: committed, or tried and rolled back."""
    droit.require("annuler un import" if undone else "rétablir un import")
    rows = con.execute("SELECT annule FROM import WHERE id = $id", {"id": import_id}).fetchall()
    if not rows:
        raise UsageIncorrect(
            f"L'import n° {import_id} n'existe pas, ou n'existe plus : la page Journal et « python -m tne imports » en donnent la liste."
        )
    if rows[0][0] == undone:
        word = "déjà annulé" if undone else "déjà en vigueur"
        raise UsageIncorrect(f"L'import n° {import_id} est {word}.")
    con.execute("UPDATE import SET annule = $u WHERE id = $id", {"u": undone, "id": import_id})
    changed = recompute_in_force(con)
    refresh_imports(con, changed)
    record_event(con, "annulation" if undone else "rétablissement", droit.qui, import_id)
    in_force = con.execute("SELECT en_vigueur FROM import WHERE id = $id", {"id": import_id}).fetchall()
    return Etat(import_id, bool(in_force[0][0]), tuple(changed))


def undone(base: Base, import_id: int) -> bool | None:
    """True when this import is undone; None when the base holds it no more, as after an older backup was brought back."""
    found = base.cursor().execute("SELECT annule FROM import WHERE id = $id", {"id": import_id}).fetchall()
    return bool(found[0][0]) if found else None


def of_the_demo(con: duckdb.DuckDBPyConnection, sha256: str) -> bool:
    """True when these bytes came with the demonstration, in force or taken out: their records are invented."""
    known = con.execute(
        "SELECT count(*) FROM import WHERE demo AND sha256 = $sha", {"sha": sha256}
    ).fetchall()
    return bool(known[0][0])


def demo_stands(con: duckdb.DuckDBPyConnection, sauf: int | None) -> bool:
    """True when an import of the demonstration is not undone, `sauf` set aside: the one that is being tried."""
    found = con.execute(
        "SELECT count(*) FROM import WHERE demo AND NOT annule AND id IS DISTINCT FROM $sauf", {"sauf": sauf}
    ).fetchall()
    return bool(found[0][0])


def standing_demo(con: duckdb.DuckDBPyConnection) -> list[int]:
    """The imports of the demonstration that are not undone."""
    return [
        n for (n,) in con.execute("SELECT id FROM import WHERE demo AND NOT annule ORDER BY id").fetchall()
    ]


def undo_demo(con: duckdb.DuckDBPyConnection, qui: str) -> list[int]:
    """Take every demonstration import out, inside a transaction that the caller began; returns which."""
    numbers = standing_demo(con)
    for number in numbers:
        con.execute("UPDATE import SET annule = true WHERE id = $id", {"id": number})
        record_event(con, "annulation", qui, number, detail="démonstration")
    refresh_imports(con, recompute_in_force(con))
    return numbers


def annuler(base: Base, droit: Droit, import_id: int) -> Etat:
    """Undo an import: the base becomes what the other imports alone would give. UsageIncorrect if there is none."""
    return _set_undone(base, droit, import_id, True)


def retablir(base: Base, droit: Droit, import_id: int) -> Etat:
    """Redo an undone import, at the rank of its first commit."""
    return _set_undone(base, droit, import_id, False)


def imports(base: Base) -> pd.DataFrame:
    """The journal, one row per import and data set, latest first.

    Columns: id, cree, qui, fichier, jeu, source, annees, counts, demo, annule, en_vigueur, remplace_par.
    For coordinators: it names the user and the file.
    """
    return (
        base.cursor()
        .execute(
            """SELECT i.id, i.cree, i.qui, i.fichier, j.jeu, j.source, j.annees, j.lues, j.ajoutees, j.modifiees,
                   j.inchangees, j.doublons, j.ecartees, j.refusees, i.demo, i.annule, i.en_vigueur,
                   (SELECT max(r.import_id) FROM import_remplace r JOIN import n ON n.id = r.import_id
                     WHERE r.remplace_id = i.id AND n.en_vigueur) AS remplace_par
               FROM import i LEFT JOIN import_jeu j ON j.import_id = i.id ORDER BY i.id DESC, j.jeu"""
        )
        .df()
    )

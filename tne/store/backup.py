"""Backups of the base, made while people work, and their return."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from tne import horloge
from tne.access import Droit
from tne.db import Base
from tne.erreurs import BaseEndommagee, BaseIndisponible
from tne.importing.journal import keep_given, next_number, record_event, retry
from tne.sql import sql_beside, sql_text
from tne.store import backup_files as files
from tne.store.backend import Backend, Fichier, backend, make_folder
from tne.store.backup_files import Sauvegarde, checksum_path
from tne.store.faults import told
from tne.store.rewriting import REECRITURE
from tne.store.schema import LOCK, set_meta, tables
from tne.store.temporary import INCOMING, spill_folder
from tne.store.verification import verifier

__all__ = [
    "Contenu",
    "Restauration",
    "Sauvegarde",
    "contenu",
    "octets",
    "remplacer",
    "restaurer",
    "sauvegarde_automatique",
    "sauvegarde_si_importe",
    "sauvegarder",
    "sauvegardes",
]

_RETOUR = sql_beside("retour")


@dataclass(frozen=True)
class Restauration:
    """What a restoration did: where the base of before is kept (None when it held nothing), and the school years whose
    links to persons had been erased since the backup, and are back with it."""

    gardee: Path | None
    purges_defaites: tuple[str, ...]


@dataclass(frozen=True)
class Contenu:
    """What a backup would change: number and file of the imports it lacks, of those it alone holds, and those whose
    state it changes."""

    absents: tuple[tuple[int, str], ...]
    seuls: tuple[tuple[int, str], ...]
    autres: tuple[tuple[int, str], ...]


def sauvegarder(base: Base, droit: Droit, destination: Path) -> Path:
    """Copy the base as it is at this moment into one file, with its checksum beside it; returns the file.

    Readers and writers go on: the copy is one transaction. The secret of the hashes is not in it: keep it apart.
    BaseIndisponible when the destination exists or cannot be written. Its folder is made, but in one that is there: where the disk
    of backups is away, a copy on the disk of the base would pass for one on the other.
    """
    droit.require("sauvegarder la base")
    if base.read_only:
        raise BaseIndisponible(
            f"La base « {base.backend.nom} » ne peut être que lue à cet endroit : copiez son fichier, que rien ne change."
        )
    con = base.cursor()
    try:
        with told(base.backend.nom):
            make_folder(destination.parent, f"Le dossier de la sauvegarde « {destination.name} »")
            return files.write_copy(con, destination)
    finally:
        con.close()


def sauvegarde_automatique(base: Base, droit: Droit, motif: str, now: datetime | None = None) -> Path:
    """A numbered and dated backup in the folder of the base's backups, for one of `backup_files.MOTIFS`; rotates."""
    droit.require("sauvegarder la base")
    con = base.cursor()
    try:
        with told(base.backend.nom):
            return files.write_automatic(con, base.backend, motif, now or horloge.maintenant())
    finally:
        con.close()


def sauvegarde_si_importe(base: Base, droit: Droit, motif: str, now: datetime | None = None) -> Path | None:
    """The same of a base that holds an import; None, and nothing written, where it holds none."""
    droit.require("sauvegarder la base")
    with closing(base.cursor()) as con:
        if not con.execute("SELECT count(*) FROM import").fetchall()[0][0]:
            return None
    return sauvegarde_automatique(base, droit, motif, now)


def sauvegardes(base: Base) -> tuple[Sauvegarde, ...]:
    """The automatic backups of a base, latest first."""
    return files.listed(base.backend)


def _intact(backup: Path) -> Path:
    """The backup itself. BaseIndisponible when it is missing, or not what its checksum says."""
    if not backup.is_file():
        raise BaseIndisponible(f"La sauvegarde « {backup.name} » est introuvable.")
    expected = checksum_path(backup)
    if expected.exists() and expected.read_text(encoding="utf-8").split()[:1] != [files.sha256(backup)]:
        raise BaseIndisponible(
            f"La sauvegarde « {backup.name} » a été modifiée ou abîmée : sa somme de contrôle ne correspond plus. "
            "Choisissez une autre sauvegarde."
        )
    return backup


@contextmanager
def _verified_copy(backup: Path, place: Backend) -> Iterator[Path]:
    """A copy of the backup, brought to the present schema and found whole; removed at the end of the block."""
    copy = place.dossier / f"{place.nom}{INCOMING}"
    try:
        place.dossier.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_intact(backup), copy)
        # Of a base that was copied as its program had left it, killed: the last imports are there alone.
        if (log := Path(f"{backup}.wal")).exists():
            shutil.copyfile(log, f"{copy}.wal")
        if differences := _differences(copy, backup.name):
            raise BaseIndisponible(f"La sauvegarde « {backup.name} » n'est pas cohérente : {differences[0]}")
        yield copy
    finally:
        for path in (copy, Path(f"{copy}.wal")):
            path.unlink(missing_ok=True)
        shutil.rmtree(spill_folder(str(copy)), ignore_errors=True)


@contextmanager
def _told_of(name: str, opened: str) -> Iterator[None]:
    """`told` of the file `opened`; a refusal speaks of the backup of that name, which is what people know."""
    try:
        with told(opened):
            yield
    except BaseEndommagee as error:
        raise BaseIndisponible(
            f"La sauvegarde « {name} » n'est pas une base lisible, ou elle est abîmée : prenez-en une autre."
        ) from error
    except BaseIndisponible as error:
        raise BaseIndisponible(str(error).replace(opened, name)) from error


def _differences(copy: Path, name: str) -> list[str]:
    """What `verifier` says of the copy of a backup."""
    with _told_of(name, copy.name):
        opened = Base(str(copy), save_first=False)
        try:
            return verifier(opened)
        finally:
            opened.close()


def restaurer(base: Base, droit: Droit, backup: Path) -> Restauration:
    """Make the base what the backup is, in one transaction: readers keep their picture until it is there.

    The base of before is backed up first. BaseIndisponible, with nothing changed, when the backup is missing, altered or
    no base of ours, or while another session imports.
    """
    droit.require("restaurer une sauvegarde")
    with (
        told(base.backend.nom),
        base.alone("restaurer une sauvegarde"),
        _verified_copy(backup, base.backend) as copy,
    ):
        return retry(lambda: _restore(base, droit, backup.name, copy))


def _restore(base: Base, droit: Droit, name: str, copy: Path) -> Restauration:
    con = base.cursor()
    try:
        con.execute(f"ATTACH {sql_text(str(copy))} AS {_RETOUR} (READ_ONLY)")
        try:
            with base.writing(con):
                # While the writing is ours alone: an import between the two would be in neither.
                kept = sauvegarde_si_importe(base, droit, files.AVANT_RESTAURATION)
                erased = _purges(con, "") - _purges(con, f"{_RETOUR}.")
                given = next_number(con) - 1
                due = base.meta(REECRITURE, con)
                for table, columns in tables().items():
                    if table == LOCK:  # it only ever counts up
                        continue
                    listed = ", ".join(f'"{name}"' for name, _ in columns)
                    con.execute(f'DELETE FROM "{table}"')
                    con.execute(f'INSERT INTO "{table}" ({listed}) SELECT {listed} FROM {_RETOUR}."{table}"')
                keep_given(con, given)
                if due is not None:  # of the file itself, whose old pages hold what a purge took out
                    set_meta(con, REECRITURE, due)
                record_event(con, "restauration", droit.qui, detail=name)
        finally:
            con.execute(f"DETACH {_RETOUR}")
    finally:
        con.close()
    return Restauration(kept, tuple(sorted(erased)))


def _purges(con: duckdb.DuckDBPyConnection, where: str) -> set[str]:
    rows = con.execute(f"SELECT cle FROM {where}meta WHERE cle LIKE 'purge:%'").fetchall()
    return {key.removeprefix("purge:") for (key,) in rows}


def remplacer(base_path: str, droit: Droit, backup: Path) -> Path | None:
    """Put a backup in the place of a base file that cannot be opened any more; returns where that file is kept, None where there
    was none.

    The base must be held by nobody. BaseIndisponible when the backup cannot serve: nothing is changed then.
    """
    droit.require("restaurer une sauvegarde")
    target, place = Path(base_path), Fichier(base_path)
    place.make_folder()
    with told(place.nom), _verified_copy(backup, place) as copy:
        back = Base(str(copy))
        with back.writing() as con:
            place_of = ", à la place d'une base abîmée" if target.exists() else ""
            record_event(con, "restauration", droit.qui, detail=f"{backup.name}{place_of}")
        back.close()
        kept = None
        if target.exists():
            kept = files.next_path(place, files.ABIMEE, horloge.maintenant())
            kept.parent.mkdir(parents=True, exist_ok=True)
            for suffix in ("", ".wal"):
                if Path(base_path + suffix).exists():
                    shutil.copyfile(base_path + suffix, f"{kept}{suffix}")
        # Never one file's log beside the other file: the old one goes before the new file comes.
        Path(f"{base_path}.wal").unlink(missing_ok=True)
        files.replace_durably(copy, target)
    files.rotate(place)
    return kept


def restaurer_ou_remplacer(base_path: str, droit: Droit, backup: Path) -> Restauration:
    """`restaurer` on a base that opens; `remplacer` where it is damaged, or not there: a backup that cannot serve then leaves no
    empty base. BaseTenue while another process holds it.
    """
    droit.require("restaurer une sauvegarde")
    _intact(backup)
    if backend(base_path).a_preparer():
        return Restauration(remplacer(base_path, droit, backup), ())
    base: Base | None = None
    try:
        base = Base(base_path)
        return restaurer(base, droit, backup)
    except BaseEndommagee:
        if base is not None:
            base.close()
        return Restauration(remplacer(base_path, droit, backup), ())
    finally:
        if base is not None:
            base.close()


def octets(droit: Droit, backup: Path) -> bytes:
    """A backup to be taken elsewhere. BaseIndisponible when it is missing, as one that gave way to newer ones, or altered."""
    droit.require("télécharger une sauvegarde")
    with told(backup.name):
        return _intact(backup).read_bytes()


def contenu(base: Base, droit: Droit, backup: Path) -> Contenu:
    """What restoring a backup would take away and bring back, import by import. BaseIndisponible when it cannot be read."""
    droit.require("restaurer une sauvegarde")
    question = "SELECT id, fichier, identite, (annule, en_vigueur) FROM import"
    with _told_of(_intact(backup).name, backup.name):
        held = _imports(base.cursor(), question)
        con = duckdb.connect(str(backup), read_only=True)
        try:
            kept = _imports(con, question)
        finally:
            con.close()
    return Contenu(
        tuple(sorted((v[0], v[1]) for k, v in held.items() if k not in kept)),
        tuple(sorted((v[0], v[1]) for k, v in kept.items() if k not in held)),
        tuple(sorted((v[0], v[1]) for k, v in held.items() if k in kept and kept[k][2] != v[2])),
    )


def _imports(con: duckdb.DuckDBPyConnection, question: str) -> dict[tuple[int, str], tuple[int, str, object]]:
    return {
        (number, identity): (number, name, state)
        for number, name, identity, state in con.execute(question).fetchall()
    }

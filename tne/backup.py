"""Backups of the base, made while people work, and the proof that a base is whole."""

from __future__ import annotations

import hashlib
import os
import shutil
from datetime import datetime
from pathlib import Path

import duckdb

from tne.access import Droit
from tne.datasets import DATASETS
from tne.db import Base, log_table, value_columns
from tne.erreurs import BaseIndisponible
from tne.importing import writing
from tne.importing.journal import record_event
from tne.spec import Dataset

KEPT = 10  # automatic backups kept beside the base


def checksum_path(backup: Path) -> Path:
    """Where the checksum of a backup is: beside it, in the form `sha256sum -c` reads."""
    return backup.with_name(backup.name + ".sha256")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def sauvegarder(base: Base, droit: Droit, destination: Path) -> Path:
    """Copy the base as it is at this moment into one file, with its checksum beside it; returns the file.

    Readers and writers go on: the copy is one transaction. The secret of the hashes is not in it: keep it apart.
    BaseIndisponible when the destination exists or cannot be written.
    """
    droit.require("sauvegarder la base")
    if destination.exists():
        raise BaseIndisponible(
            f"Le fichier « {destination.name} » existe déjà : choisissez un autre nom de sauvegarde."
        )
    destination.parent.mkdir(parents=True, exist_ok=True)
    partial = destination.with_name(destination.name + ".partiel")
    partial.unlink(missing_ok=True)
    con = base.cursor()
    try:
        source = con.execute("SELECT current_database()").fetchall()[0][0]
        path = str(partial).replace("'", "''")
        con.execute(f"ATTACH '{path}' AS copie (STORAGE_VERSION 'v1.5.0')")
        try:
            con.execute(f'COPY FROM DATABASE "{source}" TO copie')
        finally:
            con.execute("DETACH copie")
        os.replace(partial, destination)
    except (duckdb.Error, OSError) as error:
        partial.unlink(missing_ok=True)
        raise BaseIndisponible(
            f"La sauvegarde « {destination.name} » n'a pas pu être écrite (place sur le disque, droits du dossier) : "
            "la base n'a pas changé."
        ) from error
    finally:
        con.close()
    checksum_path(destination).write_text(f"{_sha256(destination)}  {destination.name}\n", encoding="utf-8")
    return destination


def sauvegarde_automatique(base: Base, droit: Droit, motif: str) -> Path:
    """A dated backup in the folder `sauvegardes` beside the base; the oldest beyond `KEPT` go."""
    folder = Path(base.path).parent / "sauvegardes"
    name = f"{datetime.now():%Y-%m-%d-%H%M%S-%f}-{motif}.duckdb"
    made = sauvegarder(base, droit, folder / name)
    for old in sorted(folder.glob("*.duckdb"))[:-KEPT]:
        old.unlink()
        checksum_path(old).unlink(missing_ok=True)
    return made


def restaurer(base_path: str, droit: Droit, backup: Path) -> Path | None:
    """Put a backup in the place of the base (which must be closed). Returns where the base of before is kept.

    BaseIndisponible when the backup is missing, altered, or no base of ours: nothing is changed then.
    """
    droit.require("restaurer une sauvegarde")
    if not backup.is_file():
        raise BaseIndisponible(f"La sauvegarde « {backup.name} » est introuvable.")
    expected = checksum_path(backup)
    if expected.exists() and expected.read_text(encoding="utf-8").split()[0] != _sha256(backup):
        raise BaseIndisponible(
            f"La sauvegarde « {backup.name} » a été modifiée ou abîmée : sa somme de contrôle ne correspond plus. "
            "Prenez une autre sauvegarde."
        )
    target = Path(base_path)
    incoming = target.with_name(target.name + ".arrive")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(backup, incoming)
    try:
        checked = Base(str(incoming))
        differences = verifier(checked)
        checked.close()
        if differences:
            raise BaseIndisponible(f"La sauvegarde « {backup.name} » n'est pas cohérente : {differences[0]}")
        kept: Path | None = None
        if target.exists():
            current = Base(base_path)  # refused while another process holds it
            kept = sauvegarde_automatique(current, droit, "avant-restauration")
            current.close()
        os.replace(incoming, target)
    finally:
        for left in (incoming, Path(str(incoming) + ".wal")):
            left.unlink(missing_ok=True)
    Path(str(target) + ".wal").unlink(missing_ok=True)
    restored = Base(base_path)
    with restored.writing() as con:
        record_event(con, "restauration", droit.qui, detail=backup.name)
    restored.close()
    return kept


def verifier(base: Base) -> list[str]:
    """What differs between the base and what its log says; an empty list when it is whole. Sentences in French.

    Rebuilds each current table from the log and compares; checks keys and the journal's counts.
    """
    con = base.cursor()
    found: list[str] = []
    try:
        for d in DATASETS.values():
            found += _compare(con, d)
        orphans = con.execute(
            "SELECT count(*) FROM import_jeu j WHERE NOT EXISTS (SELECT 1 FROM import i WHERE i.id = j.import_id)"
        ).fetchall()[0][0]
        if orphans:
            found.append(f"Le journal compte {orphans} lignes d'un import inconnu.")
        doubled = con.execute("SELECT count(*) - count(DISTINCT id) FROM import").fetchall()[0][0]
        if doubled:
            found.append(f"Le journal porte {doubled} numéros d'import en double.")
        unbalanced = con.execute(
            "SELECT count(*) FROM import_jeu WHERE lues <> ajoutees + modifiees + inchangees + doublons + ecartees + refusees"
        ).fetchall()[0][0]
        if unbalanced:
            found.append(f"Les comptes de {unbalanced} imports ne s'additionnent pas.")
    finally:
        con.close()
    return found


def _compare(con: duckdb.DuckDBPyConnection, d: Dataset) -> list[str]:
    names = [name for name, _ in value_columns(d)]
    if d.annee and "annee" not in names:
        names.append("annee")
    listed = ", ".join(["_cle", *(f'"{n}"' for n in names)])
    rebuilt = f"(SELECT {listed} FROM ({writing.current_select(d)}))"
    kept = f'(SELECT {listed} FROM "{d.name}")'
    extra = con.execute(f"SELECT count(*) FROM ({kept} EXCEPT {rebuilt})").fetchall()[0][0]
    missing = con.execute(f"SELECT count(*) FROM ({rebuilt} EXCEPT {kept})").fetchall()[0][0]
    doubled = con.execute(f'SELECT count(*) - count(DISTINCT _cle) FROM "{d.name}"').fetchall()[0][0]
    unknown = con.execute(
        f"SELECT count(DISTINCT _import) FROM {log_table(d)} WHERE _import NOT IN (SELECT id FROM import)"
    ).fetchall()[0][0]
    found = []
    if extra or missing:
        found.append(
            f"{d.title} : {extra} lignes de trop et {missing} lignes manquantes par rapport aux imports en vigueur."
        )
    if doubled:
        found.append(f"{d.title} : {doubled} clés en double.")
    if unknown:
        found.append(f"{d.title} : des lignes viennent de {unknown} imports absents du journal.")
    return found

"""Kill works at chosen moments, and say in what state each left its base."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from tests.fautes import travaux
from tests.fautes.abimer import ecraser
from tne.datasets import DATASETS
from tne.db import Base
from tne.erreurs import BaseEndommagee
from tne.filters import Filters
from tne.indicators import compute
from tne.store.backup_files import checksum_path, sha256
from tne.store.verification import verifier

RACINE = Path(__file__).resolve().parents[2]
Etat = dict[str, Any]


@dataclass(frozen=True)
class Chute:
    """Where one process was killed: the stage waited for and the delay after it (seconds), the last stage it told, and the
    state found after (« avant » or « après »)."""

    travail: str
    visee: str
    retard: float
    etape: str
    etat: str

    @property
    def dedans(self) -> bool:
        """True when it fell between BEGIN and the end of COMMIT."""
        return self.etape in travaux.INSIDE


class Atelier:
    """The process that forks the works, and the model folder that each begins with a copy of."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        self.modele = folder / "modele"
        travaux.preparer(self.modele)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fautes.travaux"],
            cwd=RACINE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._listener = socket.socket(socket.AF_UNIX)
        self._address = f"\0tne-chutes-{os.getpid()}-{seed}"
        self._listener.bind(self._address)
        self._listener.listen(1)
        self._count = 0
        # For each work: what it tells when nobody kills it, and the states before and after.
        self._courses: dict[str, list[tuple[float, str]]] = {}
        self._etats: dict[str, dict[str, Etat]] = {}

    def close(self) -> None:
        """End the workshop."""
        self._listener.close()
        self._process.kill()
        self._process.communicate()

    def _start(self, travail: str) -> tuple[Path, int, socket.socket]:
        self._count += 1
        folder = self.folder / f"{self._count:03}"
        shutil.copytree(self.modele, folder)
        set_the_scene(travail, folder)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([travail, str(folder), self._address]) + "\n")
        self._process.stdin.flush()
        pid = int(self._process.stdout.readline())
        connection, _ = self._listener.accept()
        connection.settimeout(120)
        return folder, pid, connection

    def _learn(self, travail: str) -> None:
        """Let the work run to its end once: its stages with their times, the state before and after."""
        folder, pid, connection = self._start(travail)
        before = self.folder / f"{folder.name}-avant"
        shutil.copytree(self.modele, before)
        set_the_scene(travail, before)
        course = []
        for stage in _stages(connection):
            course.append((time.monotonic(), stage))
            if stage == travaux.FINI:
                os.kill(pid, signal.SIGKILL)
        connection.close()
        assert course[-1][1] == travaux.FINI, f"{travail}: {course}"
        self._courses[travail] = course
        self._etats[travail] = {"avant": etat(before), "après": etat(folder)}
        same = self._etats[travail]["avant"] == self._etats[travail]["après"]
        assert same == (travail == "sauvegarder"), travail
        for used in (before, folder):
            shutil.rmtree(used)

    def tuer(self, travail: str, dedans: bool = False) -> Chute:
        """Kill one work at a moment drawn at random, between BEGIN and COMMIT when asked; check what it left."""
        if travail not in self._courses:
            self._learn(travail)
        course = self._courses[travail]
        inside = [i for i, (_, stage) in enumerate(course[:-1]) if stage in travaux.INSIDE]
        index = self.random.choice(
            inside if inside and (dedans or self.random.random() < 0.6) else range(len(course) - 1)
        )
        delay = self.random.uniform(0, 1.1 * (course[index + 1][0] - course[index][0]))
        folder, pid, connection = self._start(travail)
        told: list[str] = []
        killed = False
        for stage in _stages(connection):
            told.append(stage)
            if not killed and (len(told) == index + 1 or stage == travaux.FINI):
                killed = True
                time.sleep(delay)
                os.kill(pid, signal.SIGKILL)
        connection.close()
        assert killed, f"{travail} ended by itself after {told}"
        state = self._judge(travail, folder, told)
        shutil.rmtree(folder)
        return Chute(travail, course[index][1], round(delay, 4), told[-1], state)

    def _judge(self, travail: str, folder: Path, told: list[str]) -> str:
        found = etat(folder)
        names = [name for name, wanted in self._etats[travail].items() if found == wanted]
        assert names, f"{travail} killed after {told}: neither before nor after, but {found}"
        if travaux.COMMITTED in told and travail not in ("réparer", "premier démarrage"):
            assert names == ["après"], f"{travail} killed after {told}: what was committed is lost"
        return names[0]


def set_the_scene(travail: str, folder: Path) -> None:
    """What some works find in place of the model's base."""
    base = folder / "tne.duckdb"
    if travail == "migrer":
        shutil.copy(folder / "fichiers" / "ancienne.duckdb", base)
    elif travail == "réparer":
        ecraser(base, 0, 4096)
    elif travail == "premier démarrage":
        base.unlink()
        (folder / "tne.cle").unlink()


def _stages(connection: socket.socket) -> Iterable[str]:
    """What the process tells, until it dies."""
    with connection.makefile("r", encoding="utf-8") as file:
        try:
            for line in file:
                yield line.strip()
        except ConnectionResetError:
            return


def etat(folder: Path) -> Etat:
    """Open the base as the next start does; check it, what is beside it, and tell all that people see of it."""
    path = folder / "tne.duckdb"
    if not path.exists():
        return {"absente": True}
    try:
        schema = _schema(path)
        base = Base(str(path))
    except (BaseEndommagee, duckdb.IOException):
        return {"abîmée": sha256(path)}
    try:
        assert verifier(base) == []
        found = _content(base) | {"schéma trouvé": schema}
    finally:
        base.close()
    if Path(f"{path}.wal").exists():
        # A transaction killed before its COMMIT: DuckDB does not read it, and writes over it at the next one.
        base = Base(str(path))
        with base.writing():
            pass
        base.close()
    _only_what_stays(folder)
    return found


def _schema(path: Path) -> str:
    """The version of the schema before the next opening brings it up to date."""
    con = duckdb.connect(str(path), read_only=True)
    try:
        return str(con.execute("SELECT valeur FROM meta WHERE cle = 'schema'").fetchall()[0][0])
    finally:
        con.close()


def _content(base: Base) -> Etat:
    con = base.cursor()

    def ask(sql: str) -> list[tuple[Any, ...]]:
        return con.execute(sql).fetchall()

    found: Etat = {
        "imports": ask("SELECT id, fichier, annule, en_vigueur FROM import ORDER BY id"),
        "actions": ask("SELECT rang, action, import_id FROM evenement ORDER BY rang"),
        "purges": ask("SELECT cle FROM meta WHERE cle LIKE 'purge%' ORDER BY ALL"),
        "chiffres": [
            (v.indicateur.code, v.valeur, v.numerateur, v.denominateur)
            for v in compute(base, Filters(), travaux.ANNEE)
        ],
    }
    for name, d in DATASETS.items():
        # Drawn at random by a purge: the persons, and the keys made of them.
        hidden = "_cle, personne" if d.nominatif else "_cle"
        found[name] = ask(f'SELECT * EXCLUDE ({hidden}) FROM "{name}" ORDER BY ALL')
        if d.nominatif:
            found[f"{name} : personnes"] = ask(f"SELECT count(DISTINCT personne) FROM {name}")
    con.close()
    return found


def _only_what_stays(folder: Path) -> None:
    """Nothing temporary is left beside the base, and every backup is whole."""
    beside = {p.name for p in folder.iterdir()} - {"tne.duckdb", "tne.cle", "sauvegardes", "fichiers"}
    assert not beside, sorted(beside)
    kept = folder / "sauvegardes"
    for path in kept.iterdir() if kept.is_dir() else ():
        if path.suffix == ".duckdb" and "abimee" not in path.name:
            assert checksum_path(path).read_text(encoding="utf-8").split()[0] == sha256(path)
        else:
            assert path.suffix == ".sha256" or "abimee" in path.name, path.name


def ecrire(chutes: Iterable[Chute], path: Path) -> None:
    """One line of JSON for each kill."""
    with path.open("a", encoding="utf-8") as file:
        for chute in chutes:
            file.write(json.dumps(asdict(chute), ensure_ascii=False) + "\n")

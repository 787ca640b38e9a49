"""Two who write at once: nothing doubled, nothing lost, and a clear sentence for whom the base is closed to."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.ducklake import essai
from tests.importing.scene import COORDINATION, Scene
from tne.db import Base
from tne.erreurs import BaseIndisponible
from tne.importing import Comptes, Options, Resultat, importer, journal, reconnaitre, writing
from tne.importing.rehearsal import rehearse_import
from tne.reading import lire

Executer = Callable[..., subprocess.CompletedProcess[str]]


def sheet(start: int, stop: int) -> bytes:
    rows = "".join(f"YT;v{i};Titre {i}\n" for i in range(start, stop))
    return f"Plateforme;Identifiant;Titre\n{rows}".encode()


def together(*works: Callable[[], list[Resultat]]) -> list[Resultat]:
    """Run them at the same moment, each in its thread; every result."""
    barrier = threading.Barrier(len(works))

    def run(work: Callable[[], list[Resultat]]) -> list[Resultat]:
        barrier.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [r for results in pool.map(run, works) for r in results]


@pytest.mark.parametrize("bases", ["one base", "a base each"])
def test_imports_at_once_double_nothing(tmp_path: Path, bases: str) -> None:
    """Two bases opened on one file collide on the lock row as two processes would: the loser starts again."""
    path = tmp_path / "tne.duckdb"
    scene = Scene(path)
    mine = [scene.base if bases == "one base" else Base(str(path)) for _ in range(6)]
    sources = [sheet(0, 50), sheet(25, 75), sheet(0, 100), sheet(50, 60), sheet(0, 50), sheet(99, 120)]
    results = together(
        *(lambda b=b, s=s: importer(b, COORDINATION, s, "a.csv") for b, s in zip(mine, sources, strict=True))
    )
    assert sorted(r.etat for r in results) == ["déjà importé", *["importé"] * 5]
    assert scene.table("ressource", "identifiant") == sorted((f"v{i}",) for i in range(120))
    assert scene.sql("SELECT id FROM import ORDER BY id") == [(i,) for i in range(1, 6)]
    assert sum(r.comptes.ajoutees for r in results if r.etat == "importé") == 120, "each counted once"
    scene.verifier()


def test_imports_and_undos_at_once(scene: Scene) -> None:
    numbers = [scene.un(sheet(i, i + 10)).import_id for i in range(0, 40, 5)]

    def undo(number: int | None) -> list[Resultat]:
        scene.annuler(number)
        return []

    works: list[Callable[[], list[Resultat]]] = [lambda n=n: undo(n) for n in numbers[::2]]
    works += [lambda i=i: scene.importer(sheet(100 + i, 105 + i)) for i in range(4)]
    together(*works)
    kept = {f"v{i}" for n in (5, 15, 25, 35) for i in range(n, n + 10)} | {f"v{i}" for i in range(100, 108)}
    assert {i for (i,) in scene.table("ressource", "identifiant")} == kept
    scene.verifier()


def test_personal_imports_at_once_share_one_secret(tmp_path: Path) -> None:
    header = "Dispositif : code;Module : code;Groupe : identifiant;Session;État de l'inscription;UAI;E-mail\n"
    scene = Scene(tmp_path / "tne.duckdb")
    together(
        *(
            lambda i=i: scene.importer(f"{header}23A0130001;M1;G1;{i};Inscrit;0860002K;zoe@ac.fr\n".encode())
            for i in range(6)
        )
    )
    assert scene.sql("SELECT count(*), count(DISTINCT personne) FROM inscription") == [(6, 1)]


def test_previews_at_once_make_one_secret(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = b"Ann\xc3\xa9e scolaire;UAI;E-mail\n2023-2024;0860002K;zoe@ac.fr\n"
    document = lire(source, "a.csv")
    given = (scene.base, COORDINATION, document, reconnaitre(document), Options(), lambda *_: None)
    for i in range(10):
        monkeypatch.setenv("TNE_SECRET_FILE", str(tmp_path / f"{i}.cle"))
        preview = [lambda: rehearse_import(*given).resultats] * 6
        assert [r.comptes.ajoutees for r in together(*preview)] == [1] * 6


def test_readers_keep_their_picture_during_an_import(scene: Scene) -> None:
    scene.un(sheet(0, 10))
    wrong: list[object] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            counts = scene.sql("SELECT count(*), count(DISTINCT _cle) FROM ressource")[0]
            if counts[0] not in (10, 2010) or counts[0] != counts[1]:
                wrong.append(counts)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    scene.un(sheet(10, 2010))
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []


def test_the_loser_of_a_race_starts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def work() -> str:
        calls.append(1)
        if len(calls) < 3:
            raise duckdb.TransactionException("Conflict on tuple deletion!")
        return "fait"

    assert journal.retry(work) == "fait"
    assert len(calls) == 3
    monkeypatch.setattr(journal, "TRIES", 2)
    calls.clear()
    with pytest.raises(BaseIndisponible, match="recommencez"):
        journal.retry(lambda: work() if len(calls) < 2 else "jamais")


def test_the_lock_row_makes_two_writers_collide(tmp_path: Path) -> None:
    """A file refuses who begins second, a shared base who commits second: of two at once exactly one has written."""
    path = str(tmp_path / "tne.duckdb")
    one, other = Base(path), Base(path)
    written = []
    with suppress(duckdb.TransactionException):
        with one.writing() as con:
            con.execute("INSERT INTO meta VALUES ('a', 'première')")
            with suppress(duckdb.TransactionException):
                with other.writing() as second:
                    second.execute("INSERT INTO meta VALUES ('b', 'seconde')")
                written.append("seconde")
        written.append("première")
    assert len(written) == 1
    for base in (one, other):
        assert [v for v in (base.meta("a"), base.meta("b")) if v] == written
        base.close()


@pytest.mark.parametrize("given", [False, True])
def test_a_failed_writing_leaves_nothing(scene: Scene, given: bool) -> None:
    before, version = scene.journal(), scene.base.version()
    own = scene.base.cursor() if given else None

    def fail() -> None:
        with scene.base.writing(own) as con:
            con.execute("INSERT INTO meta VALUES ('a', 'b')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert scene.base.meta("a") is None
    assert (scene.journal(), scene.base.version()) == (before, version)
    # Nothing is under way on it either: a page keeps its connection for the next press.
    with scene.base.writing(own) as con:
        con.execute("INSERT INTO meta VALUES ('a', 'b')")
    assert scene.base.meta("a") == "b"


# Two processes: one file, one owner.

HOLDER = """
import sys, time
from tne.db import Base
base = Base(sys.argv[1])
print("ouverte", flush=True)
time.sleep(float(sys.argv[2]))
base.close()
"""


@pytest.fixture
def tenue(tmp_path: Path) -> Callable[[float], subprocess.Popen[str]]:
    """`tenue(SECONDES)`: another process that holds the base for that long."""
    holders: list[subprocess.Popen[str]] = []

    def hold(seconds: float) -> subprocess.Popen[str]:
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(tmp_path / "tne.duckdb"), str(seconds)],
            stdout=subprocess.PIPE,
            text=True,
        )
        holders.append(holder)
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "ouverte"
        return holder

    yield hold  # type: ignore[misc]
    for holder in holders:
        holder.kill()
        holder.wait()


def test_a_held_base_says_by_whom_and_since_when(
    tenue: Callable[[float], subprocess.Popen[str]], tmp_path: Path, commande: Executer
) -> None:
    holder = tenue(60)
    path = tmp_path / "a.csv"
    path.write_bytes(sheet(0, 3))
    base = tmp_path / "tne.duckdb"
    for arguments in (
        ["importer", path],
        ["importer", path, "--json"],
        ["imports"],
        ["indicateurs", "--annee", "2023-2024"],
    ):
        done = commande(*arguments, base=base)
        assert (done.returncode, done.stdout) == (1, "")
        assert re.fullmatch(
            rf"La base « tne\.duckdb » est tenue par un autre programme \(processus {holder.pid}, depuis le "
            r"\d\d/\d\d/\d{4} à \d\d:\d\d\) : .+\.\n",
            done.stderr,
        )
    start = time.monotonic()
    waited = commande("importer", path, "--attendre", "1,0", base=base)
    assert waited.returncode == 1
    assert time.monotonic() - start >= 1
    holder.kill()
    holder.wait()
    assert commande("importer", path, base=base).returncode == 0


def test_importer_may_wait_for_its_turn(
    tenue: Callable[[float], subprocess.Popen[str]], tmp_path: Path, commande: Executer
) -> None:
    tenue(2)
    files = []
    for i in range(2):
        path = tmp_path / f"{i}.csv"
        path.write_bytes(sheet(5 * i, 5 * i + 10))
        files.append(path)
    with ThreadPoolExecutor(2) as pool:
        done = list(
            pool.map(
                lambda p: commande("importer", p, "--attendre", "60", base=tmp_path / "tne.duckdb"), files
            )
        )
    assert [d.returncode for d in done] == [0, 0], [d.stderr for d in done]
    scene = Scene(tmp_path / "tne.duckdb")
    assert len(scene.table("ressource", "identifiant")) == 15
    scene.verifier()
    scene.base.close()


def test_a_killed_import_leaves_the_base_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "tne.duckdb"
    scene = Scene(path)
    scene.un(sheet(0, 10))
    before = scene.contenu()
    scene.base.close()
    killed = subprocess.run([sys.executable, "-c", KILLED, essai.nom(path)], check=False)
    assert killed.returncode == -9
    scene = Scene(path)
    assert scene.contenu() == before
    assert scene.un(sheet(5, 15)).comptes.ajoutees == 5
    scene.base.close()


KILLED = """
import os, signal, sys
from tests.importing.scene import COORDINATION
from tne.db import Base
from tne.importing import importer, writing
writing.put_together = lambda *a: os.kill(os.getpid(), signal.SIGKILL)
rows = "".join(f"YT;v{i};Titre {i}\\n" for i in range(5000))
importer(Base(sys.argv[1]), COORDINATION, f"Plateforme;Identifiant;Titre\\n{rows}".encode(), "a.csv")
"""


def test_rows_are_compared_with_the_base_again_only_where_it_has_gone_on(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long file and a large base take seconds to compare."""
    compared: list[str] = []
    classify = writing.classify
    meanwhile: list[bytes] = []

    def counting(*what: Any) -> Comptes:
        counts = classify(*what)
        compared.append(what[1].name)
        if meanwhile:
            scene.importer(meanwhile.pop())
        return counts

    monkeypatch.setattr(writing, "classify", counting)
    assert scene.un(sheet(0, 10)).comptes.ajoutees == 10
    assert compared == ["ressource"]
    compared.clear()
    meanwhile.append(sheet(10, 15))
    assert scene.un(sheet(10, 20)).comptes.ajoutees == 5
    assert len(compared) == 3, "the one meanwhile once, ours before it and after it"

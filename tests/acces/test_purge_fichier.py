"""A purge in the file of the base: no old page is left in it, whatever holds it or cuts the work meanwhile."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from functools import partial
from pathlib import Path
from uuid import UUID

import duckdb
import pytest

from tests.acces.conftest import COORDINATION
from tests.acces.test_purge import DISTINCT, B, Rouvrir, every_hash, rows
from tne.db import Base
from tne.erreurs import BaseIndisponible
from tne.persons.purge import purger, purger_en_service
from tne.settings import memory_limit
from tne.store import rewriting
from tne.store.rewriting import REECRITURE, rewrite
from tne.store.temporary import spill_folder
from tne.store.verification import verifier


def fill(base: Base) -> list[UUID]:
    """20,000 more offers of the year, written to the file; a few of their hashes."""
    con = base.cursor()
    con.execute(
        "INSERT INTO log_offre (_import, _rang, _cle, annee, personne) "
        f"SELECT 1, i, uuid(), '{B}', CAST(unhex(left(sha256(CAST(i AS VARCHAR)), 32)) AS UUID) FROM range(20000) t(i)"
    )
    con.execute("CHECKPOINT")
    con.close()
    return [UUID(bytes=hashlib.sha256(str(i).encode()).digest()[:16]) for i in (7, 9_999, 19_990)]


def held(path: Path, hashes: list[UUID]) -> list[bool]:
    """For each hash whether its bytes stand in the file: DuckDB writes a UUID as two numbers, the first half as a signed one."""
    content = path.read_bytes()
    halves = [(h.int & (2**64 - 1), h.int >> 64 ^ 2**63) for h in hashes]
    return [b"".join(half.to_bytes(8, "little") for half in two) in content for two in halves]


def test_the_file_holds_no_old_page(base: Base) -> None:
    path, old = Path(base.path), fill(base)
    assert all(held(path, old)), "the search finds what is there"
    purger(base, COORDINATION, B)
    assert not any(held(path, old))
    assert {p.name for p in path.parent.iterdir()} == {"tne.duckdb", "tne.cle", "sauvegardes"}


def test_a_server_goes_on_and_its_next_start_writes_the_file_anew(base: Base, rouvrir: Rouvrir) -> None:
    path, old, counts = Path(base.path), fill(base), rows(base, DISTINCT)
    reading = base.cursor()
    reading.execute("BEGIN")
    assert reading.execute("SELECT count(*) FROM offre").fetchone()
    done, gone = purger_en_service(base, COORDINATION, B)
    assert (done.annee, gone) == (B, False)
    assert reading.execute("SELECT count(*) FROM offre").fetchone(), "a session that reads is left alone"
    reading.execute("COMMIT")
    assert not every_hash(base) & set(old)
    assert rows(base, DISTINCT) == counts
    reading.close()
    base.close()
    after = rouvrir(base.path)
    assert not any(held(path, old))
    assert rows(after, DISTINCT) == counts


def test_old_pages_stay_in_a_file_that_is_not_written_anew(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, old = Path(base.path), fill(base)
    monkeypatch.setattr(rewriting, "rewrite", lambda path: None)
    purger(base, COORDINATION, B)
    assert any(held(path, old))


def test_a_file_read_elsewhere_is_not_replaced_under_the_reader(
    base: Base, rouvrir: Rouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewriting, "rewrite", partial(rewrite, attente=0.3))
    config = {
        "memory_limit": memory_limit(),
        "temp_directory": str(spill_folder(base.path)),
        "storage_compatibility_version": "v1.5.0",
    }
    reader = duckdb.connect(base.path, config=config)
    with pytest.raises(BaseIndisponible, match="relancez la même commande"):
        purger(base, COORDINATION, B)
    reader.close()
    # The links are gone already; the same command finishes the work.
    assert purger(rouvrir(base.path), COORDINATION, B).personnes == 3


def test_a_purge_that_is_cut_is_finished_by_the_next_opening(
    base: Base, rouvrir: Rouvrir, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, old = Path(base.path), fill(base)

    def cut(_path: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(rewriting, "rewrite", cut)
    with pytest.raises(KeyboardInterrupt):
        purger(base, COORDINATION, B)
    assert any(held(path, old))
    after = rouvrir(base.path)
    assert not any(held(path, old))
    assert after.meta(REECRITURE) is None
    assert after.meta(f"purge:{B}") is not None
    assert not path.with_name(path.name + ".neuf").exists()


def test_a_file_written_anew_takes_in_its_log_and_leaves_none_beside_it(base: Base, rouvrir: Rouvrir) -> None:
    """A process killed after its last writing leaves it in a log; beside another file, that log would be taken for its own."""
    path = Path(base.path)
    base.close()
    killed = "import os, sys, duckdb; c = duckdb.connect(sys.argv[1]); c.execute(sys.argv[2]); os._exit(0)"
    said = "INSERT INTO meta VALUES ('essai', 'dernier mot')"
    subprocess.run([sys.executable, "-c", killed, str(path), said], check=True)
    log = Path(f"{path}.wal")
    assert log.exists()
    rewrite(str(path))
    assert not log.exists()
    after = rouvrir(str(path))
    assert after.cursor().execute("SELECT valeur FROM meta WHERE cle = 'essai'").fetchall() == [
        ("dernier mot",)
    ]
    assert verifier(after) == []

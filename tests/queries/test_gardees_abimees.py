"""Kept tables that were cut short, damaged, held elsewhere or without room cost nobody an answer, nor the base a row."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.acces.test_purge import Rouvrir
from tests.fautes.abimer import BLOC, ENTETES, ecraser, tronquer
from tests.fautes.conftest import Disque, disque  # noqa: F401  (a fixture)
from tests.queries.tables_gardees import (
    EFFECTIFS,
    assert_same,
    ecrire_a_cote,
    files,
    found,
    importer_de_plus,
    kept,
)
from tne import settings
from tne.__main__ import main
from tne.db import Base
from tne.erreurs import BaseIndisponible
from tne.queries import gardees
from tne.queries.memoire import instant
from tne.store import temporary
from tne.store.verification import verifier

pytestmark = pytest.mark.usefixtures("nothing_known", "files_at_any_size")


_TUER = """
import os, signal, sys
from tne.db import Base
from tne.queries import gardees
from tne.queries.cumuls import CROISEES
from tne.queries.memoire import details_gardes, instant
gardees.LIGNES_SERREES = int(sys.argv[3])
left, make = int(sys.argv[2]), gardees.tenir
def tenir(*arguments):
    global left
    make(*arguments)
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
gardees.tenir = tenir
con = Base(sys.argv[1]).cursor()
with instant(con):
    details_gardes(con)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
@pytest.mark.parametrize("each_apart", [0, gardees.LIGNES_SERREES])
def test_a_making_that_is_killed_leaves_nothing_half(
    made: str, rouvrir: Rouvrir, monkeypatch: pytest.MonkeyPatch, each_apart: int
) -> None:
    opened = Base(made)
    importer_de_plus(opened)
    opened.close()
    for tables in (1, len(gardees.lues()) // 2, len(gardees.lues()), len(gardees.lues()) + 3):
        done = subprocess.run(
            [sys.executable, "-c", _TUER, made, str(tables), str(each_apart)], cwd=settings.ROOT, check=False
        )
        if done.returncode == 0:
            break  # those of the kills before were found whole: there was less left to make
        assert done.returncode == -signal.SIGKILL
        opened = Base(made)
        assert verifier(opened) == []
        opened.close()
    found(made, monkeypatch)  # makes what is left
    assert found(made, monkeypatch)
    assert verifier(rouvrir(made)) == []


DAMAGES: dict[str, Callable[[Path], None]] = {
    "headers": lambda path: ecraser(path, 0, ENTETES),
    "cut": lambda path: tronquer(path, ENTETES + 100),
    "empty": lambda path: tronquer(path, 0),
    "no database": lambda path: path.write_bytes(b"x" * 100_000) and None,  # type: ignore[func-returns-value]
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("which", temporary.KEPT)
def test_a_damaged_file_gives_way(
    made: str, rouvrir: Rouvrir, monkeypatch: pytest.MonkeyPatch, damage: str, which: str
) -> None:
    DAMAGES[damage](temporary.kept_file(made, which))
    assert not found(made, monkeypatch)
    assert found(made, monkeypatch)
    assert verifier(rouvrir(made)) == []


SOMMES = "SELECT count(DISTINCT personne), sum(seance), sum(ecole), sum(delai_jours) FROM v_registre"


@pytest.fixture
def abimees(base_demo: Path) -> str:
    """The demonstration, with tables beside it whose registrations can no longer be read."""
    made = str(base_demo)
    assert main(["preparer", "--base", made]) == 0
    gardees._chemins.clear()
    file = temporary.kept_file(made, "gardees")
    with duckdb.connect(str(file)) as con:
        con.execute("CHECKPOINT")
        ((path,),) = con.execute("SELECT chemin FROM etat").fetchall()
        schema = next(e.split('"')[1] for e in path.split(",") if '"v_registre_' in e)
        blocks = con.execute(
            f"SELECT DISTINCT block_id FROM pragma_storage_info('\"{schema}\".v_registre') WHERE block_id >= 0"
        ).fetchall()
    for (number,) in blocks:
        ecraser(file, ENTETES + number * BLOC + 1000, 200)
    return made


def test_damage_met_while_a_question_reads_is_told_once(abimees: str, rouvrir: Rouvrir) -> None:
    again = rouvrir(abimees)
    con = again.cursor()
    truth = con.execute(SOMMES).fetchall()
    assert "v_registre" in verifier(again)[0]
    with pytest.raises(BaseIndisponible, match="Rechargez la page"), instant(con):
        con.execute(SOMMES).fetchall()
    assert files(abimees) == set()
    con = again.cursor()
    with instant(con):
        assert kept(con)
        assert con.execute(SOMMES).fetchall() == truth
    assert verifier(again) == []


def test_damage_met_while_others_are_made_costs_nobody_an_answer(abimees: str, rouvrir: Rouvrir) -> None:
    again = rouvrir(abimees)
    ecrire_a_cote(
        again, "UPDATE etablissement SET secteur = 'Privé' WHERE uai = (SELECT min(uai) FROM inscription)"
    )
    con = again.cursor()
    truth = con.execute(SOMMES).fetchall()
    with instant(con):
        assert not kept(con)
        assert con.execute(SOMMES).fetchall() == truth
    with instant(con):
        assert kept(con)
        assert con.execute(SOMMES).fetchall() == truth


def test_a_file_that_another_process_holds_is_left_to_it(made: str, rouvrir: Rouvrir) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('là', flush=True); input()",
         str(temporary.kept_file(made, "gardees"))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline()
        before = os.stat(temporary.kept_file(made, "gardees"))
        assert verifier(rouvrir(made)) == []
        assert os.path.samestat(os.stat(temporary.kept_file(made, "gardees")), before)
    finally:
        holder.communicate(b"\n")


def test_where_there_is_little_room_they_stay_in_memory(base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    room = shutil.disk_usage("/")._replace(free=os.path.getsize(base.path) - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: room)
    assert_same(base)
    assert files(base) == set()


@pytest.fixture
def a_l_etroit(base: Base, disque: Disque, rouvrir: Rouvrir) -> Base:  # noqa: F811
    """The base, open on a disk of its own that can be filled."""
    base.close()
    shutil.copytree(Path(base.path).parent, disque.dossier, dirs_exist_ok=True)
    opened = rouvrir(str(disque.dossier / Path(base.path).name))
    if not disque.reel:
        pytest.skip("needs a disk of its own")
    return opened


def test_a_full_disk_keeps_them_in_memory(
    disque: Disque,  # noqa: F811
    a_l_etroit: Base,
) -> None:
    opened, path = a_l_etroit, a_l_etroit.path
    disque.remplir()
    assert_same(opened)
    assert files(path) == set()
    disque.vider()
    assert verifier(opened) == []


def test_a_disk_that_fills_while_they_are_made_leaves_the_views(
    disque: Disque,  # noqa: F811
    a_l_etroit: Base,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened, path = a_l_etroit, a_l_etroit.path
    con = opened.cursor()
    truth = con.execute(EFFECTIFS).fetchall()
    make = gardees.tenir
    monkeypatch.setattr(gardees, "tenir", lambda *a: (disque.remplir() if files(path) else None, make(*a)))
    for _ in range(2):
        opened.version()
        con = opened.cursor()
        with instant(con):
            assert con.execute(EFFECTIFS).fetchall() == truth
        assert (disque.dossier / "remplissage").exists()
    disque.vider()
    opened.version()
    assert verifier(opened) == []
    monkeypatch.undo()
    ecrire_a_cote(opened, "DELETE FROM inscription WHERE presence = 'Absent'")
    assert_same(opened)

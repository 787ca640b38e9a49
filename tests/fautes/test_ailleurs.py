"""What others do to a base: another process holds it, this one opens it twice, the clock goes back."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from threading import Event

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from tests.acces.conftest import COORDINATION, OFFRES, deposer
from tne.db import Base
from tne.erreurs import BaseIndisponible
from tne.importing import annuler, history, retablir
from tne.importing.journal import retry
from tne.store import daily_backup
from tne.store.backup import sauvegardes
from tne.store.backup_files import write_copy
from tne.store.faults import refusal, told
from tne.store.temporary import INCOMING, REWRITTEN, spill_folder
from tne.store.verification import verifier
from tne.ui import contexte, premier_demarrage

TENIR = (
    "import sys; from tne.db import Base; b = Base(sys.argv[1]); print('tenue', flush=True); sys.stdin.read()"
)


@pytest.fixture
def tenue(chemin: Path, racine: Path) -> Iterator[Path]:
    """The base while another process holds it."""
    command = [sys.executable, "-c", TENIR, str(chemin)]
    with subprocess.Popen(
        command, cwd=racine, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "tenue"
        yield chemin
        holder.kill()


def test_the_dashboard_says_who_holds_the_base(
    tenue: Path, racine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TNE_BASE", str(tenue))
    at = AppTest.from_file(str(racine / "app.py"), default_timeout=60).run()
    assert not at.exception
    (said,) = [e.value for e in at.error]
    assert "tenue par un autre programme (processus" in said
    assert "fermez le tableau de bord ou la commande qui l'utilise" in said.replace("’", "'")


def test_a_base_that_is_renamed_while_the_dashboard_runs_is_asked_for_and_loses_nothing(
    chemin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A base of the demonstration took its place, beside the log of the one that was renamed: neither was whole any more."""
    monkeypatch.setenv("TNE_BASE", str(chemin))
    monkeypatch.setattr(
        premier_demarrage, "preparer_base", lambda *_: pytest.fail("a base in the place of the one in use")
    )
    base = contexte.base()
    other = chemin.rename(chemin.with_name("autre.duckdb"))
    with pytest.raises(BaseIndisponible, match="n'est plus à sa place : il a été renommé"):
        contexte.base()
    with pytest.raises(BaseIndisponible, match="n'est plus à sa place"):
        annuler(base, COORDINATION, 3)
    refused = deposer(base, OFFRES, "offre")
    assert "Remettez-le sous ce nom" in refused.problemes[0].message
    assert {p.name for p in chemin.parent.glob("*.duckdb*")} == {"autre.duckdb"}
    other.rename(chemin)
    assert contexte.base() is base
    annuler(base, COORDINATION, 3)
    assert verifier(base) == []
    base.close()


# Above the highest number Linux gives a process (pid_max, 2^22 at most): none ever bears it.
NO_PROCESS = 2**22 + 1

# What DuckDB and Python hand on from a French Windows, whose accents may come broken.
_WINDOWS = (
    (
        duckdb.IOException(
            'Cannot open file "C:\\tne.duckdb": Le processus ne peut pas accéder au fichier car ce fichier est utilisé par un autre processus.'
        ),
        "tenue par un autre programme",
    ),
    (
        duckdb.IOException(f"File is already open in \nC:\\Python\\python.exe (PID {NO_PROCESS})"),
        f"(processus {NO_PROCESS})",
    ),
    (duckdb.IOException("Could not write file: Espace insuffisant sur le disque."), "est plein"),
    (duckdb.IOException('Cannot open file "C:\\tne.duckdb": Acc\ufffds refus\ufffd.'), "vérifiez les droits"),
)


@pytest.mark.parametrize(("error", "words"), _WINDOWS)
def test_faults_of_a_french_windows_are_told(error: duckdb.Error, words: str) -> None:
    assert words in str(refusal(error, "tne.duckdb"))


@pytest.mark.parametrize(
    ("said", "words"),
    [("No space left on device", "Le disque est plein"), ("Permission denied", "refuse les fichiers")],
)
def test_a_commit_that_the_machine_refuses_is_told_at_once(said: str, words: str) -> None:
    """DuckDB gives it the class of a conflict, which is tried again."""
    tries: list[str] = []

    def work() -> None:
        tries.append(said)
        raise duckdb.TransactionException(f"Failed to commit: Cannot open file: {said}")

    with pytest.raises(BaseIndisponible, match=words):
        retry(work)
    assert tries == [said]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_and_a_full_share_of_it_are_one(number: int) -> None:
    assert "Le disque est plein" in str(refusal(OSError(number, "", "copie"), "tne.duckdb"))


def test_a_base_that_a_fault_has_stopped_is_told_and_a_fault_of_the_program_is_not() -> None:
    stopped = duckdb.FatalException("database has been invalidated because of a previous fatal error")
    assert "rien n'est perdu de ce qui était enregistré" in str(refusal(stopped, "tne.duckdb"))
    assert refusal(duckdb.BinderException("column not found"), "tne.duckdb") is None
    assert refusal(FileNotFoundError(errno.ENOENT, "", "liste.csv"), "tne.duckdb") is None


def test_a_base_that_needs_more_memory_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a setting that is too small, and of a question on a base that is too large for it."""

    class Full:
        def execute(self, *_: object) -> None:
            raise duckdb.OutOfMemoryException(
                "could not allocate block of size 256.0 KiB (699.9 MiB/700.0 MiB used)"
            )

    monkeypatch.setenv("TNE_MEMOIRE", "700MB")
    with (
        pytest.raises(
            BaseIndisponible, match=r"« tne.duckdb » demande ici plus de mémoire .* \(700MB\) : augmentez-la"
        ),
        told("tne.duckdb"),
    ):
        Full().execute()
    with pytest.raises(BaseIndisponible, match="la mémoire manque : augmentez TNE_MEMOIRE"):
        write_copy(Full(), tmp_path / "copie.duckdb")  # type: ignore[arg-type]
    with pytest.raises(
        BaseIndisponible,
        match="Cette écriture demande plus de mémoire que la base n'en a : rien n'a été écrit",
    ):
        retry(Full().execute)


def test_a_holder_that_runs_is_told_with_the_time_it_began() -> None:
    holder = duckdb.IOException(f"Conflicting lock is held in python3 (PID {os.getpid()})")
    began = datetime.fromtimestamp(os.stat(f"/proc/{os.getpid()}").st_mtime)
    assert f"(processus {os.getpid()}, depuis le {began:%d/%m/%Y} à {began:%H:%M})" in str(
        refusal(holder, "tne.duckdb")
    )


def test_a_file_open_in_a_spreadsheet_under_windows_is_told() -> None:
    error = PermissionError(errno.EACCES, "Permission denied", "C:/bilan.xlsx")
    assert "vérifiez les droits" in str(refusal(error, "tne.duckdb"))
    error.winerror = 32  # type: ignore[attr-defined]
    assert str(refusal(error, "tne.duckdb")).startswith("Le fichier « bilan.xlsx » est ouvert dans un autre")


# Beside a base: of a restoration, of a file that is written anew, of a secret that is made, of a first start.
_WORK = (
    *(f"tne.duckdb{ending}{log}" for ending in (INCOMING, REWRITTEN) for log in ("", ".wal")),
    ".tne.cle.1f",
)


def _work(chemin: Path) -> set[str]:
    """What works under way have beside the base, and DuckDB in the folder of this process."""
    for name in _WORK:
        chemin.with_name(name).write_bytes(b"en cours")
    spill = spill_folder(str(chemin))
    spill.mkdir(parents=True, exist_ok=True)
    (spill / "duckdb_temp_storage-0.tmp").write_bytes(b"en cours")
    return {*_WORK, spill.name}


def test_what_killed_processes_left_beside_a_base_goes_at_the_next_opening(chemin: Path) -> None:
    """Rows in clear, and whole copies of the base. A number of a process is given again: its folder too may be one left."""
    before = {p.name for p in chemin.parent.iterdir()}
    _work(chemin)
    for folder in (
        f"tne.duckdb.tmp.{NO_PROCESS}",
        f"tne.duckdb{INCOMING}.tmp.{NO_PROCESS}",
        ".tne-preparation",
    ):
        chemin.with_name(folder).mkdir()
    chemin.with_name(f"autre.duckdb{INCOMING}").touch()
    base = Base(str(chemin))
    assert {p.name for p in chemin.parent.iterdir()} == {*before, f"autre.duckdb{INCOMING}"}
    base.close()


def test_a_second_opening_leaves_the_temporary_files_of_the_first(chemin: Path) -> None:
    first = Base(str(chemin))
    work = _work(chemin)
    second = Base(str(chemin))
    assert work <= {p.name for p in chemin.parent.iterdir()}
    assert (spill_folder(str(chemin)) / "duckdb_temp_storage-0.tmp").read_bytes() == b"en cours"
    assert second.cursor().execute("SELECT count(*) FROM import").fetchall() == [(3,)]
    second.close()
    assert verifier(first) == []
    first.close()


@pytest.fixture
def horloge(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """`horloge(datetime(2024, 1, 1))`: what the program takes for now."""

    def turn(moment: datetime) -> None:
        monkeypatch.setattr("tne.horloge.maintenant", lambda: moment)

    return turn


def test_a_clock_set_back_loses_and_reorders_nothing(
    chemin: Path, horloge: Callable[[datetime], None]
) -> None:
    base = Base(str(chemin))
    horloge(datetime(2031, 5, 1, 12))
    later = deposer(base, OFFRES, "offre").import_id
    assert later is not None
    daily_backup.make_if_due(base, datetime(2031, 5, 1, 12))
    horloge(datetime(2024, 1, 1, 8))
    earlier = deposer(base, OFFRES.replace("d@", "e@"), "offre").import_id
    annuler(base, COORDINATION, later)
    assert verifier(base) == []
    retablir(base, COORDINATION, later)
    assert verifier(base) == []
    # The order is that of the actions, whatever the clock said.
    assert history.journal_rows(base, COORDINATION)["id"].tolist()[:2] == [earlier, later]
    ranks = (
        base.cursor().execute("SELECT action, instant FROM evenement ORDER BY rang DESC LIMIT 4").fetchall()
    )
    assert [action for action, _ in ranks] == ["rétablissement", "annulation", "import", "import"]
    # A backup dated in the future does not keep the one of today from being made.
    assert daily_backup.due(sauvegardes(base), date(2024, 1, 1))
    made = daily_backup.make_if_due(base, datetime(2024, 1, 1, 8))
    assert made == sauvegardes(base)[0].path
    base.close()


def test_the_backup_of_the_day_is_tried_again_after_any_refusal(
    chemin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that was full for a moment left a server without backups until its next start."""
    refusals: list[Exception] = [BaseIndisponible("plein"), duckdb.IOException("coupé")]
    made = Event()

    def look(*_: object) -> None:
        if refusals:
            raise refusals.pop(0)
        made.set()

    for name, what in (("PREMIER", 0.01), ("PERIODE", 0.01), ("make_if_due", look)):
        monkeypatch.setattr(daily_backup, name, what)
    base = Base(str(chemin))
    watching = daily_backup.start(base)
    assert made.wait(20)
    base.close()
    watching.join(20)
    assert not watching.is_alive(), "it ends with the base"

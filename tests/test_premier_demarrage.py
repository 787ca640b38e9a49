"""The first base is made whole or not at all, and never loses a secret that was there."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.importing.scene import Scene
from tests.importing.test_classeurs import workbook
from tne import demo
from tne.__main__ import main
from tne.access import Droit
from tne.db import Base
from tne.demo import charger_demo, demo_en_place, preparer_base, retirer_demo
from tne.erreurs import BaseIndisponible, ImportRefuse
from tne.filters import Filters
from tne.importing import Options, annuler, importer, imports, retablir
from tne.store.backend import backend
from tne.ui import contexte, premier_demarrage

COORDINATION = Droit(True, "coordination")


def _few(monkeypatch: pytest.MonkeyPatch, count: int) -> list[Path]:
    """The first exports of the demonstration stand for all: tests/navigateur/test_demarrage.py makes the whole of it."""
    some = sorted((demo.DEMO / "2023-2024").glob("*.csv"))[:count]
    monkeypatch.setattr(demo, "_files", lambda folder: some if folder == demo.DEMO else [])
    return some


def test_a_start_that_is_cut_leaves_nothing_but_the_secret_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = _few(monkeypatch, 5)
    target = tmp_path / "tne.duckdb"
    secret = target.with_suffix(".cle")
    secret.write_text("ab" * 32 + "\n", encoding="ascii")
    seen: list[str] = []

    def cut(_share: float, name: str) -> None:
        seen.append(name)
        if len(seen) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        preparer_base(str(target), COORDINATION, cut)
    assert seen[2] == f"fichier 3 sur 5 : {some[2].name}"
    assert not target.exists()
    preparer_base(str(target), COORDINATION, lambda share, name: None)
    base = Base(str(target))
    assert demo_en_place(base)
    base.close()
    assert secret.read_text(encoding="ascii").strip() == "ab" * 32
    assert [p.name for p in tmp_path.iterdir() if p.is_dir() and "preparation" in p.name] == []


def test_a_base_that_a_command_makes_during_the_first_start_stays_with_its_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The demonstration took its place a few seconds later, and what had been imported was gone."""
    _few(monkeypatch, 2)
    target = tmp_path / "tne.duckdb"
    secrets: list[bytes] = []

    def command(_share: float, _name: str) -> None:
        if not target.exists():
            scene = Scene(target)
            scene.un("Année scolaire;UAI;E-mail\n2023-2024;0860002K;a@x.fr")
            scene.base.close()
            secrets.append(target.with_suffix(".cle").read_bytes())

    preparer_base(str(target), COORDINATION, command)
    scene = Scene(target)
    assert scene.un("Année scolaire;UAI;E-mail\n2023-2024;0860002K;A@x.fr").comptes.inchangees == 1
    assert [name for (name,) in scene.sql("SELECT DISTINCT fichier FROM import")] == ["a.csv"]
    assert [target.with_suffix(".cle").read_bytes()] == secrets
    scene.base.close()
    assert not [p for p in tmp_path.iterdir() if p.is_dir()]


def test_the_first_start_says_that_the_folder_of_the_base_cannot_be_made(tmp_path: Path) -> None:
    """Through a file; on Windows, on a drive that is not there: it was « une faute du programme »."""
    (tmp_path / "liste.csv").touch()
    for place in ("liste.csv", "liste.csv/base"):
        with pytest.raises(BaseIndisponible, match="ne peut pas être fait : vérifiez son chemin"):
            preparer_base(str(tmp_path / place / "tne.duckdb"), COORDINATION, lambda share, name: None)


def test_a_file_that_a_full_disk_left_empty_is_no_base(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once there was room again, the dashboard took it for a base, and began without the demonstration."""
    monkeypatch.setattr(demo, "_files", lambda folder: [])
    path = tmp_path / "tne.duckdb"
    path.touch()
    assert main(["verifier", "--base", str(path)]) == 1
    assert "n'existe pas : vérifiez son nom" in capsys.readouterr().err
    assert backend(str(path)).a_preparer()
    preparer_base(str(path), COORDINATION, lambda share, name: None)
    assert not backend(str(path)).a_preparer()


def test_the_demonstration_writes_nothing_in_a_base_that_holds_a_real_import(
    tmp_path: Path,
) -> None:
    base = Base(str(tmp_path / "tne.duckdb"))
    real = tmp_path / "suivi.csv"
    real.write_text("Référence;Date;Nature;UAI\n1;12/10/2023;Formation;0860799B\n", encoding="utf-8")
    importer(base, COORDINATION, real, real.name)
    with pytest.raises(ImportRefuse, match="la base en contient de vraies"):
        charger_demo(base, COORDINATION)
    assert imports(base)["fichier"].to_list() == ["suivi.csv"], "not even targets, which are invented too"
    invented = tmp_path / "invente.csv"
    invented.write_text("Référence;Date;Nature;UAI\n2;13/10/2023;Formation;0860799B\n", encoding="utf-8")
    as_demo = partial(importer, base, COORDINATION, invented, invented.name, Options(demo=True))
    assert [r.etat for r in as_demo()] == ["refusé"]
    annuler(base, COORDINATION, 1)
    assert [r.etat for r in as_demo()] == ["importé"], "what is undone is not beside it"
    annuler(base, COORDINATION, 2)
    retablir(base, COORDINATION, 1)
    assert [r.etat for r in as_demo()] == ["refusé"], "nor redone beside it"
    base.close()


def test_real_records_beside_published_figures_do_not_mix_with_the_demonstration(scene: Scene) -> None:
    scene.un("Référence;Date;Nature;UAI\n1;12/10/2023;Formation;0860799B", demo=True)
    published: list[list[object]] = [
        ["Indicateur", "Année scolaire", "Département", "Valeur publiée", "Décimales", "Source"],
        ["formation.modules", "2023-2024", "086", "10", "0", "Bilan"],
    ]
    real: list[list[object]] = [
        ["Référence", "Date", "Nature", "UAI"],
        ["2", "13/10/2023", "Formation", "0860799B"],
    ]
    assert scene.un(workbook(("Chiffres", published)), "a.xlsx").etat == "importé", "at home in both"
    both = scene.importer(workbook(("Chiffres", published), ("Suivi", real)), "b.xlsx")
    assert {r.jeu: r.etat for r in both} == {"indicateur_publie": "refusé", "intervention": "refusé"}
    assert "Les données de démonstration sont en place" in both[0].problemes[0].message


def test_a_page_knows_at_once_that_the_demonstration_came_or_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _few(monkeypatch, 2)
    base = Base(str(tmp_path / "tne.duckdb"))

    def seen() -> bool:
        return contexte.prepare(base, base.version(), COORDINATION, Filters(), (), lecture=False).demo

    assert not seen()
    charger_demo(base, COORDINATION)
    assert seen()
    assert seen(), "kept"
    retirer_demo(base, COORDINATION)
    assert not seen()
    base.close()


class _Page:
    """What a page that waits for the base would draw; `quittee` on each word, as by a visitor who leaves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, quittee: Exception | None = None) -> None:
        self.dessine: list[str] = []
        self._quittee = quittee
        bar = SimpleNamespace(progress=self._progress)
        monkeypatch.setattr(premier_demarrage.st, "rerun", lambda: self.dessine.append("anew"))
        monkeypatch.setattr(premier_demarrage.st, "status", self._status)
        monkeypatch.setattr(premier_demarrage.st, "progress", lambda _share: bar)

    def _status(self, label: str, *, expanded: bool = False) -> AbstractContextManager[SimpleNamespace]:
        assert expanded, "closed, its bar is not seen"
        return nullcontext(SimpleNamespace(update=lambda **_: None))

    def _progress(self, _share: float, words: str) -> None:
        self.dessine.append(re.sub("[\u00a0\u202f]", " ", words))
        if self._quittee is not None:
            raise self._quittee


def _slow(monkeypatch: pytest.MonkeyPatch, go_on: threading.Event, end: Callable[[str], object]) -> list[str]:
    """The making of the base: it says a word, waits for `go_on`, then does `end`. The paths that it was asked for."""
    asked: list[str] = []

    def made(path: str, _droit: Droit, progress: Callable[[float, str], object]) -> None:
        asked.append(path)
        progress(0.5, "fichier 2 sur 4 : a.csv")
        assert go_on.wait(10)
        progress(0.75, "fichier 3 sur 4 : b.csv")
        end(path)

    monkeypatch.setattr(premier_demarrage, "preparer_base", made)
    return asked


def test_the_page_and_the_terminal_say_how_far_the_first_start_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, go_on = str(tmp_path / "tne.duckdb"), threading.Event()
    _slow(monkeypatch, go_on, lambda path: Base(path).close())
    page = _Page(monkeypatch)
    threading.Timer(0.5, go_on.set).start()
    premier_demarrage.attendre(path)
    assert "fichier 2 sur 4 : a.csv" in page.dessine
    assert page.dessine[-1] == "anew", "the box would stay on the page"
    written = capsys.readouterr().err
    assert "Premier démarrage\u202f: la base se prépare" in written
    assert "La base est prête." in written


def test_a_first_start_goes_on_when_its_page_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It began anew at each reload; and who came meanwhile saw an empty page, for the half minute that it took."""
    path, go_on = str(tmp_path / "tne.duckdb"), threading.Event()
    asked = _slow(monkeypatch, go_on, lambda path: Base(path).close())
    _Page(monkeypatch, quittee=ConnectionAbortedError())
    with pytest.raises(ConnectionAbortedError):
        premier_demarrage.attendre(path)
    page = _Page(monkeypatch)
    threading.Timer(0.5, go_on.set).start()
    premier_demarrage.attendre(path)
    assert asked == [path], "made once"
    assert {"fichier 2 sur 4 : a.csv", "anew"} <= set(page.dessine)
    premier_demarrage.attendre(path)
    assert asked == [path], "it is there"


def test_a_first_start_that_fails_is_told_and_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, go_on = str(tmp_path / "tne.duckdb"), threading.Event()
    go_on.set()

    def full(_path: str) -> None:
        raise BaseIndisponible("Le disque est plein.")

    asked = _slow(monkeypatch, go_on, full)
    page = _Page(monkeypatch)
    for _ in range(2):
        with pytest.raises(BaseIndisponible, match="Le disque est plein"):
            premier_demarrage.attendre(path)
    assert asked == [path, path]
    assert "anew" not in page.dessine


_ARRETE = """
import sys, threading, time
from tne.ui.premier_demarrage import _preparation
seen = []
# As the threads of Streamlit, which Python does not wait for.
page = threading.Thread(target=lambda: seen.append(_preparation(sys.argv[1])), daemon=True)
page.start()
page.join()
while not 0.1 < seen[0].avancee[0]:
    assert not seen[0].faite.done()
    time.sleep(0.05)
"""


def test_a_server_that_is_stopped_during_the_first_start_ends_without_a_fault(tmp_path: Path) -> None:
    """Python ended under DuckDB: « FATAL: exception not rethrown » in the terminal, and an abort."""
    ended = subprocess.run(
        [sys.executable, "-c", _ARRETE, str(tmp_path / "tne.duckdb")],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ended.returncode, ended.stderr.strip().splitlines()[1:]) == (0, [])
    assert not (tmp_path / "tne.duckdb").exists(), "and at once"

"""What every test may ask for: a base of its own, the demonstration base, the command line, real files.

No test sees the settings or the base of the person who runs it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from streamlit.components.v2 import manifest_scanner

from tests.ducklake import essai
from tests.importing.scene import Scene
from tests.navigateur.banc import CHROMIUM_ARGS, Onglets, chromium
from tne.db import Base

RACINE = Path(__file__).resolve().parent.parent
# Paths to what the machine offers, not settings of the program.
_KEPT = {"TNE_DONNEES_REELLES", "TNE_CHROMIUM", "TNE_CAPTURES", "TNE_ESSAI_BASE"}

for _name in [n for n in os.environ if n.startswith(("TNE_", "STREAMLIT_")) and n not in _KEPT]:
    del os.environ[_name]
# Servers of tests live for seconds: a backup of each day is what its own tests ask for.
os.environ["TNE_SAUVEGARDE_QUOTIDIENNE"] = "non"

if os.environ.get("TNE_ESSAI_BASE"):
    # `make test-ducklake`: the same tests on bases that several instances share.
    essai.installer()

# A server looks through all installed packages for components, once; each AppTest is a server to Streamlit.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

Commande = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def _base_a_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that forgets to choose a base gets one in its own folder, never `data/tne.duckdb`."""
    monkeypatch.setenv("TNE_BASE", str(tmp_path / "base" / "tne.duckdb"))


@pytest.fixture(scope="session")
def racine() -> Path:
    """The root of the project."""
    return RACINE


@pytest.fixture(scope="session")
def donnees_reelles() -> Path:
    """The folder of real open data; skips where `TNE_DONNEES_REELLES` is not set."""
    folder = os.environ.get("TNE_DONNEES_REELLES")
    if not folder:
        pytest.skip("TNE_DONNEES_REELLES is not set: no real files here")
    return Path(folder)


def executer(
    *arguments: str | Path, base: Path, env: dict[str, str] | None = None, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """`python -m tne ARGUMENTS` on a base; the exit code is left to the caller."""
    return subprocess.run(
        [sys.executable, "-m", "tne", *map(str, arguments)],
        cwd=RACINE,
        env={**os.environ, "TNE_BASE": essai.nom(base), "PYTHONUTF8": "1", **(env or {})},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        timeout=timeout,
    )


@pytest.fixture(scope="session")
def commande() -> Commande:
    """`commande("importer", fichier, base=base)`: the command line as a person would call it."""
    return executer


@pytest.fixture
def base_vide(tmp_path: Path) -> Path:
    """Where a base may be made; nothing is there yet."""
    (tmp_path / "base").mkdir(exist_ok=True)
    return tmp_path / "base" / "tne.duckdb"


@pytest.fixture(scope="session")
def une_fois(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """`une_fois("nom", faire)`: the folder that `faire(dossier)` filled, once for all parallel test processes.

    The others wait for it, or fail with it. Nobody writes there afterwards.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def once(name: str, build: Callable[[Path], None]) -> Path:
        folder = shared / f"{name}_modele"
        ready, failed = folder / "ready", folder / "failed"
        try:
            folder.mkdir()
        except FileExistsError:
            limit = time.monotonic() + 180
            while not ready.exists():
                assert not failed.exists(), failed.read_text(encoding="utf-8")
                assert time.monotonic() < limit, f"{folder} was not made within 3 minutes"
                time.sleep(0.1)
            return folder
        try:
            build(folder)
        except BaseException as error:
            failed.write_text(str(error), encoding="utf-8")
            raise
        ready.touch()
        return folder

    return once


@pytest.fixture(scope="session")
def demo_modele(une_fois: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The demonstration base made once by `python -m tne demo`. Copy it (`base_demo`), never open it to write."""

    def build(folder: Path) -> None:
        (folder / "base").mkdir()
        done = executer("demo", base=folder / "base" / "tne.duckdb")
        assert done.returncode == 0, done.stdout + done.stderr

    return une_fois("demo", build) / "base" / "tne.duckdb"


@pytest.fixture(scope="session")
def semee_modele(
    demo_modele: Path,
    copier_base: Callable[[Path, Path], Path],
    une_fois: Callable[[str, Callable[[Path], None]], Path],
) -> Path:
    """The demonstration with sentinels wherever a word may stand (`tests.sentinelles`). Copy it, never open it to write."""

    def build(folder: Path) -> None:
        from tests.sentinelles import semer

        semer(copier_base(demo_modele, folder / "base"))

    return une_fois("semee", build) / "base" / "tne.duckdb"


@pytest.fixture(scope="session")
def neuve_modele(une_fois: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A base that exists and holds nothing. To be copied: that costs a third of making one."""

    def build(folder: Path) -> None:
        (folder / "base").mkdir()
        Base(str(folder / "base" / "tne.duckdb")).close()

    return une_fois("neuve", build) / "base" / "tne.duckdb"


@pytest.fixture(scope="session")
def copier_base() -> Callable[[Path, Path], Path]:
    """`copier_base(modele, dossier)`: a copy of a closed base with what stands beside it (its secret)."""

    def copy(modele: Path, dossier: Path) -> Path:
        shutil.copytree(modele.parent, dossier, dirs_exist_ok=True)
        essai.copier(modele, dossier / modele.name)
        return dossier / modele.name

    return copy


@pytest.fixture
def base_demo(demo_modele: Path, copier_base: Callable[[Path, Path], Path], tmp_path: Path) -> Iterator[Path]:
    """A demonstration base of the test's own, to change at will."""
    yield copier_base(demo_modele, tmp_path / "base")
    shutil.rmtree(tmp_path / "base", ignore_errors=True)


@pytest.fixture(scope="module")
def demo(
    demo_modele: Path, copier_base: Callable[[Path, Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Base]:
    """The demonstration, open for all tests of a module, which only read it."""
    opened = Base(str(copier_base(demo_modele, tmp_path_factory.mktemp("demo") / "base")))
    yield opened
    opened.close()


@pytest.fixture
def base_sans_import(neuve_modele: Path, copier_base: Callable[[Path, Path], Path], tmp_path: Path) -> Path:
    """A base that exists and holds nothing."""
    return copier_base(neuve_modele, tmp_path / "base")


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB without a base, to ask what an expression gives."""
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def base(base_demo: Path) -> Iterator[Base]:
    """The demonstration, open."""
    opened = Base(str(base_demo))
    yield opened
    opened.close()


@pytest.fixture
def vide(base_sans_import: Path) -> Iterator[Base]:
    """A base that holds nothing, open."""
    opened = Base(str(base_sans_import))
    yield opened
    opened.close()


@pytest.fixture
def scene(base_sans_import: Path) -> Iterator[Scene]:
    """A base that holds nothing, with what a test does to it; closed at the end."""
    opened = Scene(base_sans_import)
    yield opened
    opened.base.close()


@pytest.fixture(scope="session")
def publiee_modele(une_fois: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The published figures and findings alone, to be copied."""

    def build(folder: Path) -> None:
        (folder / "base").mkdir()
        files = sorted((RACINE / "data" / "publie").glob("*.csv"))
        done = executer("importer", *files, base=folder / "base" / "tne.duckdb")
        assert done.returncode == 0, done.stdout + done.stderr

    return une_fois("publiee", build) / "base" / "tne.duckdb"


@pytest.fixture
def base_publiee(publiee_modele: Path, copier_base: Callable[[Path, Path], Path], tmp_path: Path) -> Path:
    """A base of the test's own with the published figures and findings alone."""
    return copier_base(publiee_modele, tmp_path / "base")


@pytest.fixture(scope="session")
def moteur() -> Iterator[Playwright]:
    """Playwright, once for each test process: a second one in the same thread is refused."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def navigateur(moteur: Playwright) -> Iterator[Browser]:
    """One Chromium for each test process."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium here (TNE_CHROMIUM names one)")
    browser = moteur.chromium.launch(executable_path=path, args=[*CHROMIUM_ARGS, "--process-per-site"])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def onglets(navigateur: Browser) -> Onglets:
    """The window of that browser where tests open their pages: `contexte` lends it to one test at a time."""
    return Onglets(navigateur)

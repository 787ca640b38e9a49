"""A room without network: the wheels that are gathered, and what the launchers do with them, with a Python that only notes."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

RACINE = Path(__file__).parents[1]
SUITE = (RACINE / "requirements.txt").read_text(encoding="utf-8")

# A Python that makes an environment of itself and notes how it is called.
_FAUX = """#!/bin/sh
printf '%s\\n' "$*" >> "$NOTES"
case "$*" in *"-m venv"*) rm -rf .venv && mkdir -p .venv/bin && cp "$0" .venv/bin/python ;; esac
case "$*" in *"-m pip"*) exit "${PIP_CODE:-0}" ;; esac
"""


@pytest.fixture(scope="module")
def wheels() -> ModuleType:
    """The script, that is no part of the program."""
    spec = importlib.util.spec_from_file_location("wheels_script", RACINE / "scripts" / "wheels.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["wheels_script"] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def projet(tmp_path: Path) -> Path:
    """A copy of what a launcher needs, in a folder whose name has a space and an accent."""
    place = tmp_path / "réunion du 12 juin"
    place.mkdir()
    for name in ("lancer.sh", "lancer.cmd", "requirements.txt"):
        shutil.copy(RACINE / name, place / name)
    python = place / "faux-python"
    python.write_text(_FAUX, encoding="utf-8")
    python.chmod(0o755)
    return place


def _lancer(projet: Path, **env: str) -> tuple[int, list[str]]:
    """The exit code of the launcher, and the calls it made."""
    notes = projet / "notes.txt"
    notes.unlink(missing_ok=True)
    environment = {**os.environ, "PYTHON": str(projet / "faux-python"), "NOTES": str(notes), **env}
    done = subprocess.run(
        [projet / "lancer.sh", "--server.port", "9"],
        env=environment,
        cwd=projet.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=30,
    )
    return done.returncode, notes.read_text(encoding="utf-8").splitlines()


def test_the_launcher_installs_from_the_folder_then_opens_the_browser(projet: Path) -> None:
    (projet / "wheels").mkdir()
    code, calls = _lancer(projet)
    assert code == 0
    pip = [c for c in calls if "-m pip" in c]
    assert len(pip) == 1
    assert "--no-index --find-links wheels -r requirements.txt" in pip[0]
    assert calls[-1] == (
        "-m streamlit run app.py --server.headless false --server.showEmailPrompt false --server.port 9"
    )


def test_without_the_folder_it_asks_the_network_and_the_second_start_installs_nothing(projet: Path) -> None:
    _, first = _lancer(projet)
    assert any("-m pip" in c and "--no-index" not in c for c in first)
    _, second = _lancer(projet)
    assert not any("-m pip" in c or "-m venv" in c for c in second)
    (projet / "requirements.txt").write_text("autre==1\n", encoding="utf-8")
    _, third = _lancer(projet)
    assert any("-m pip" in c for c in third)


def test_an_installation_that_fails_starts_nothing_and_is_tried_again(projet: Path) -> None:
    code, calls = _lancer(projet, PIP_CODE="1")
    assert code == 1
    assert not any("streamlit" in c for c in calls)
    assert any("-m pip" in c for c in _lancer(projet)[1])


def test_both_launchers_do_the_same() -> None:
    """The one for Windows cannot be run here: it is read."""
    unix = (RACINE / "lancer.sh").read_text(encoding="utf-8")
    raw = (RACINE / "lancer.cmd").read_bytes()
    windows = raw.decode("utf-8")
    for said in (
        "--no-index --find-links wheels",
        "-m pip install --quiet --disable-pip-version-check",
        "-r requirements.txt",
        "-m streamlit run app.py --server.headless false --server.showEmailPrompt false",
        "sys.version_info < (3, 11)",
        "TNE_ACCES=poste",
        "Python 3.11 ou plus récent est nécessaire",
    ):
        assert said in unix, said
        assert said in windows, said
    assert "une à trois minutes" in windows
    assert "une à trois minutes" in unix
    assert "-m venv --clear .venv" in unix
    assert "-m venv --clear .venv" in windows
    assert '-c "import pip"' in unix
    assert '-c "import pip"' in windows


def test_the_launcher_for_windows_holds_no_trap_of_cmd() -> None:
    """It was never run on Windows: what is known to break there is looked for in its text."""
    raw = (RACINE / "lancer.cmd").read_bytes()
    windows = raw.decode("utf-8")
    lines = windows.split("\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")  # cmd.exe loses its labels otherwise
    assert not raw.startswith(b"\xef\xbb\xbf")
    # Until the code page is set, cmd.exe reads the file in that of DOS.
    assert all(line.isascii() for line in lines[: lines.index("chcp 65001 >nul")])
    labels = {line[1:] for line in lines if line.startswith(":")}
    sent = set(re.findall(r"(?:goto |call :)(\w+)", windows))
    assert sent == labels
    # A network folder cannot be the current one, and what stands in an archive is opened alone.
    assert 'pushd "%~dp0"' in windows
    assert "\r\ncd " not in windows
    assert "if not exist requirements.txt goto dossier" in windows
    # A parenthesis in a text would close a block of lines; an exclamation mark would be taken with delayed expansion.
    assert not any(line.rstrip().endswith("(") for line in lines)
    assert "enabledelayedexpansion" not in windows.lower()
    # A percent sign that is no variable, an ampersand or an angle bracket in a text are commands.
    for line in lines:
        if line.startswith("echo "):
            assert not set(line) & set("%&|<>^"), line
    # Every way that fails waits to be read.
    assert windows.rstrip().endswith("pause\r\nexit /b 1")


def test_an_environment_without_a_python_that_runs_is_made_anew(projet: Path) -> None:
    _lancer(projet)
    broken = projet / ".venv" / "bin" / "python"
    broken.write_text("#!/nowhere/python\n", encoding="utf-8")
    shutil.copy(projet / "requirements.txt", projet / ".venv" / "requirements.txt")
    code, calls = _lancer(projet)
    assert code == 0
    assert "-m venv --clear .venv" in calls
    assert calls[-1].startswith("-m streamlit")


def test_make_says_that_an_installation_takes_a_while() -> None:
    done = subprocess.run(
        ["make", "-n", "-B", "run"], cwd=RACINE, capture_output=True, text=True, check=True, timeout=30
    )
    lines = done.stdout.splitlines()
    said = next(n for n, line in enumerate(lines) if "une à trois minutes" in line)
    assert "pip install --quiet" in lines[said + 1]


def test_markers_are_judged_by_the_machine_that_installs(wheels: ModuleType) -> None:
    asked = 'un==1\ndeux==2 ; sys_platform == "win32"\ntrois[a]==3 ; python_version < "3.12"\n# note\n'
    assert wheels.voulues(asked, wheels.WINDOWS, "3.11") == ["un==1", "deux==2", "trois==3"]
    assert wheels.voulues(asked, wheels.LINUX, "3.13") == ["un==1"]


def test_every_requirement_is_pinned_and_asked_for_everywhere(wheels: ModuleType) -> None:
    lines = [line for line in SUITE.splitlines() if line and not line.startswith("#")]
    for systeme in wheels.SYSTEMES.values():
        for python in wheels.PYTHONS:
            pins = wheels.voulues(SUITE, systeme, python)
            assert len(pins) >= len(lines) - 5
            assert all(pin.count("==") == 1 and "*" not in pin for pin in pins)


def test_a_wheel_of_another_machine_does_not_count(wheels: ModuleType, tmp_path: Path) -> None:
    asked = "duckdb==2.0.1\nwatchdog==7.1.0\nJinja2==3.1.6\nprotobuf==7.36.2\n"
    for name in (
        "duckdb-2.0.1-cp311-cp311-win_amd64.whl",
        "watchdog-7.1.0-py3-none-manylinux2014_x86_64.whl",
        "jinja2-3.1.6-py3-none-any.whl",
        "protobuf-7.36.2-cp310-abi3-win_amd64.whl",
        "protobuf-7.36.2-cp310-abi3-manylinux2014_x86_64.whl",
    ):
        (tmp_path / name).touch()
    assert wheels.manquantes(tmp_path, asked, wheels.WINDOWS, "3.11") == ["watchdog==7.1.0"]
    assert wheels.manquantes(tmp_path, asked, wheels.WINDOWS, "3.12") == ["duckdb==2.0.1", "watchdog==7.1.0"]
    assert wheels.manquantes(tmp_path, asked, wheels.LINUX, "3.11") == ["duckdb==2.0.1"]


@pytest.mark.long
def test_the_index_has_a_wheel_of_everything_for_both_systems(wheels: ModuleType, tmp_path: Path) -> None:
    """Downloads some 200 MB: one Python for both systems."""
    assert wheels.telecharger(tmp_path, list(wheels.SYSTEMES.values()), ["3.13"]) == 0

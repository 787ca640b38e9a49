"""Instances of the program as processes of their own, on one shared base."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import RACINE
from tests.ducklake import essai
from tests.navigateur.conftest import lancer  # noqa: F401  (a fixture)

# Without a PostgreSQL there is nothing to show: `make test-ducklake` starts one.
collect_ignore_glob = [] if essai.SERVEUR else ["test_*.py"]

Instance = Callable[..., "subprocess.Popen[str]"]
OUVRIER = str(RACINE / "tests" / "ducklake" / "ouvrier.py")


@pytest.fixture
def partagee(tmp_path: Path) -> str:
    """The name of a shared base of the test's own."""
    return essai.nom(tmp_path / "base" / "tne.duckdb")


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    """`instance("importer", base, 1, 20)`: a worker process; `instance("-m", "tne", …)`: a command."""
    started: list[subprocess.Popen[str]] = []
    environment = {
        **os.environ,
        "PYTHONPATH": str(RACINE),
        "TNE_SECRET_FILE": str(tmp_path / "tne.cle"),
        "PYTHONUTF8": "1",
    }

    def start(*arguments: object, **env: str) -> subprocess.Popen[str]:
        words = [str(a) for a in arguments]
        command = words if words[0] == "-m" else [OUVRIER, *words]
        made = subprocess.Popen(
            [sys.executable, *command],
            cwd=RACINE,
            env={**environment, **env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(made)
        return made

    yield start
    for one in started:
        if one.poll() is None:
            # What it forked too: a reader reads until it is told to stop, and holds the pipe that is waited for here.
            os.killpg(one.pid, signal.SIGKILL)
        one.communicate()


def fini(one: subprocess.Popen[str], timeout: float = 300) -> str:
    """What a process printed; it must end well."""
    out, err = one.communicate(timeout=timeout)
    assert one.returncode == 0, out + err
    return out

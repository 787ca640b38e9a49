"""Bombs, lies and texts without end: a sentence, in bounded time and memory; what is merely large is read."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.fabrique import BOMBES, ENDURES

RACINE = Path(__file__).parents[2]
# Megabytes of the whole process, the modules of the program included; seconds of processor for one file.
MEMOIRE, SECONDES = 700, 8


@pytest.fixture(scope="module")
def mesures(une_fois: Callable[[str, Callable[[Path], None]], Path]) -> dict[str, Any]:
    """What a process apart said of each file, the processor time it took, its peak of memory so far."""

    def measure(folder: Path) -> None:
        for step in ("faire", "lire"):
            done = subprocess.run(
                [sys.executable, "-m", "tests.hostile.mesure", step, str(folder)],
                cwd=RACINE, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr[-2000:]
        (folder / "dit.jsonl").write_text(done.stdout, encoding="utf-8")

    told = (une_fois("bombes", measure) / "dit.jsonl").read_text(encoding="utf-8")
    return {m["nom"]: m for m in map(json.loads, told.splitlines())}


@pytest.mark.parametrize("nom", BOMBES)
def test_a_bomb_is_refused_with_its_reason(mesures: dict[str, Any], nom: str) -> None:
    found = mesures[nom]
    assert found["dit"].startswith("refus : "), found
    assert BOMBES[nom][1] in found["dit"]
    assert len(found["dit"]) < 300
    assert found["cpu"] < SECONDES


@pytest.mark.parametrize("nom", ENDURES)
def test_what_is_large_or_odd_is_read(mesures: dict[str, Any], nom: str) -> None:
    assert "x" in mesures[nom]["dit"], mesures[nom]
    assert not mesures[nom]["dit"].startswith("refus")
    assert mesures[nom]["cpu"] < SECONDES


def test_memory_stays_bounded(mesures: dict[str, Any]) -> None:
    peaks = [m["pic"] for m in mesures.values()]
    # Linux adds up the pages of threads from time to time only: a peak may be told a little lower the next time.
    assert all(later > earlier - 1 for earlier, later in pairwise(peaks))
    assert max(peaks) < MEMOIRE, {n: m["pic"] for n, m in mesures.items()}


def test_no_path_of_an_archive_is_written(mesures: dict[str, Any]) -> None:
    assert mesures["chemins.xlsx"]["dit"] == "2x1"
    assert not [p for p in (Path("/tne-fuite"), Path("/tmp/tne-fuite"), RACINE / "tne-fuite") if p.exists()]

"""How much memory the import of a long file takes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.importing.test_en_parties import ENTETE, ligne
from tne.settings import ROOT
from tne.typographie import entier

HELD = """
import sys
from tne.__main__ import main
assert main(sys.argv[1:]) == 0
held = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(held.split()[1]) // 1000)
"""


@pytest.mark.long
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells what a process held")
def test_memory_does_not_follow_the_file(tmp_path: Path) -> None:
    """Twice the rows: a little more memory until DuckDB has its share, never a gigabyte."""
    # A file, not `-c`: there DuckDB takes itself for a console, and shows how far it is.
    script = tmp_path / "held.py"
    script.write_text(HELD, encoding="utf-8")
    held = []
    for rows in (1_000_000, 2_000_000):
        file = tmp_path / f"{rows}.csv"
        with file.open("w", encoding="utf-8") as out:
            out.write(ENTETE + "\n")
            out.writelines(ligne(i).replace("@", f"{i // 3}@") + "\n" for i in range(rows))
        command = ["importer", str(file), "--base", str(tmp_path / f"{rows}" / "tne.duckdb")]
        done = subprocess.run(
            [sys.executable, str(script), *command],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        told, peak = done.stdout.splitlines()
        held.append(int(peak))
        assert f"{entier(rows)} ajoutées" in told
        file.unlink()
    assert held[1] < min(950, 1.6 * held[0]), held

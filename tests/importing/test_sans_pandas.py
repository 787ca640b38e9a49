"""What a command that reads a file does not load: pandas alone takes a third of its time and 40 MB."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.importing.test_en_parties import ENTETE, ligne
from tne.settings import ROOT

ASK = """
import sys
from tne.__main__ import main
assert main(sys.argv[1:]) == 0
absent = {"pandas", "openpyxl", "plotly", "streamlit", "pptx", "typst", "numpy.ma", "tomllib"}
print(*sorted(absent & set(sys.modules)))
import pyarrow
print(pyarrow.default_memory_pool().backend_name)
"""


def loaded(*command: str, base: Path) -> tuple[str, set[str], str]:
    """What a command on this base tells, which of what it need not load it did load, and Arrow's allocator."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, *command, "--base", str(base)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    *told, modules, memory = done.stdout.splitlines()
    return "\n".join(told), set(modules.split()), memory


def test_an_import_loads_no_more_than_it_needs(tmp_path: Path) -> None:
    file = tmp_path / "inscriptions.csv"
    file.write_text("\n".join([ENTETE, *(ligne(i) for i in range(50)), ""]), encoding="utf-8")
    told, modules, memory = loaded("importer", str(file), base=tmp_path / "b" / "tne.duckdb")
    assert "50 ajoutées" in told
    assert modules == set()
    assert memory == "system"


def test_boxes_that_say_that_nothing_took_place_load_no_more(tmp_path: Path) -> None:
    file = tmp_path / "journal.csv"
    file.write_text("Date;Nature;UAI;Annulé\n12/03/2024;Formation;0860002K;oui\n", encoding="utf-8")
    told, modules, _ = loaded("importer", str(file), base=tmp_path / "b" / "tne.duckdb")
    assert "« oui » dans « Annulé »" in told
    assert modules == set()


def test_exports_of_every_kind_load_no_more(tmp_path: Path) -> None:
    told, modules, _ = loaded("demo", base=tmp_path / "b" / "tne.duckdb")
    assert told.count(" : importé n° ") > 40
    assert modules <= {"openpyxl"}

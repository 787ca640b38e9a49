"""The whole command that imports registrations, beside what only loads the same file: `python -m bench.import_rivaux`.

Ten thousand, one and ten million registrations (`--lignes` for others): seconds from start to end of a process of its
own, with the start of Python and without, seconds of processor, and most memory held. In turn with bare DuckDB,
and with sqlite-utils, pandas and frictionless where `--rivaux PYTHON` names a Python that has them: none is a
dependency. All load the same clean text, all cells as text: what they do not do is told in the report. Writes its
section of docs/performance.md; ends with 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.inscriptions import ecrire
from bench.rapport import ecrire_section
from tne.typographie import decimal, entier

LIGNES = (10_000, 1_000_000, 10_000_000)
BEAUCOUP = 10_000_000  # rows, from which on fewer runs are made
SUFFISANT = 100_000  # rows, from which on the time of a row is known
LONGTEMPS = 300.0  # seconds: a rival that is expected to take longer is not run
BUTS = {"DuckDB nu": 4.0, "sqlite-utils": 1 / 5}  # our time, in times of theirs, at a million
BUT_MEMOIRE = 1000  # MB, at any size
MILLION = 1_000_000

# What each is asked to do with a file {source} and a new base {base}.
DUCKDB_NU = """
import duckdb, sys
con = duckdb.connect(sys.argv[2])
con.execute("CREATE TABLE t AS SELECT * FROM read_csv($f, all_varchar=true, delim=';', header=true)", {"f": sys.argv[1]})
con.close()
"""
# In parts: with the whole file in memory it takes no less time, and ten times the memory.
PANDAS = """
import pandas, sqlite3, sys
con = sqlite3.connect(sys.argv[2])
for part in pandas.read_csv(sys.argv[1], sep=";", dtype=object, chunksize=100_000):
    part.to_sql("t", con, if_exists="append", index=False)
con.commit()
"""
# Types are not guessed, and the write-ahead log spares it most of the waiting for the disk.
SQLITE_UTILS = """
import sys
from sqlite_utils.cli import cli
cli(["create-database", sys.argv[2], "--enable-wal"], standalone_mode=False)
cli(["insert", sys.argv[2], "t", sys.argv[1], "--csv", "--delimiter", ";", "--no-detect-types", "--silent",
     "--batch-size", "1000"])
"""
FRICTIONLESS = """
import sys
from frictionless import Dialect, Detector, Resource, system
from frictionless.formats import CsvControl
with system.use_context(trusted=True):
    table = Resource(path=sys.argv[1], detector=Detector(field_type="any"), dialect=Dialect(controls=[CsvControl(delimiter=";")]))
    sys.exit(not table.validate().valid)
"""


@dataclass(frozen=True)
class Outil:
    """One way to take the file in: its name, its command before the file and the base, what it does."""

    nom: str
    commande: tuple[str, ...]
    fait: str


@dataclass(frozen=True)
class Mesure:
    """One process from start to end: seconds of the clock and of processor, megabytes at most."""

    temps: float
    processeur: float
    memoire: float


def outils(rivals: str | None) -> list[Outil]:
    """Ours first; those that need `rivals` only where it has them."""
    own = [
        Outil("tableau de bord", (), "lit, vérifie, compte les personnes, journalise ; annulable"),
        Outil("DuckDB nu", (sys.executable, "-c", DUCKDB_NU), "`read_csv(all_varchar)` vers une table"),
    ]
    if rivals is None:
        return own
    if shutil.which(rivals) is None:
        raise SystemExit(f"{rivals}: no such program.")
    others = (
        (
            "sqlite-utils",
            "sqlite_utils",
            SQLITE_UTILS,
            "`insert --csv --no-detect-types --batch-size 1000`, base en WAL",
        ),
        ("pandas", "pandas", PANDAS, "`read_csv(dtype=object)` + `to_sql` vers SQLite, par 100\u202f000"),
        ("frictionless", "frictionless", FRICTIONLESS, "`validate` sans types : vérifie, n'écrit rien"),
    )
    return own + [
        Outil(name, (rivals, "-c", code), done)
        for name, module, code, done in others
        if subprocess.run([rivals, "-c", f"import {module}"], capture_output=True, check=False).returncode
        == 0
    ]


def mesurer(command: Sequence[str], env: dict[str, str] | None = None) -> Mesure:
    """Run it to its end. Its own words are kept until it fails."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=said, env=env)
        _, status, used = os.wait4(process.pid, 0)
        taken = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{command[0]}: {said.read().decode(errors='replace')[-2000:]}")
    return Mesure(taken, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def importer(tool: Outil, source: Path, folder: Path) -> Mesure:
    """Into a new base, removed afterwards."""
    place = folder / "base"
    place.mkdir()
    try:
        if tool.commande:
            return mesurer([*tool.commande, str(source), str(place / "base.db")])
        command = [sys.executable, "-m", "tne", "importer", str(source), "--base", str(place / "tne.duckdb")]
        # Compiled once, as what pip installs is: an environment may forbid Python to keep what it compiles.
        kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "pycache")}
        return mesurer(command, {**os.environ, **kept, "TNE_TERRITOIRE": "086"})
    finally:
        shutil.rmtree(place)


def mediane(runs: Sequence[Mesure]) -> Mesure:
    """Of each figure by itself; of memory the most."""
    return Mesure(
        median(r.temps for r in runs), median(r.processeur for r in runs), max(r.memoire for r in runs)
    )


class Garde:
    """The runs that were made, in a file where one is given: a bench that was cut goes on from them."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        there = file is not None and file.exists()
        self._runs: dict[str, dict[str, list[list[float]]]] = (
            json.loads(file.read_text(encoding="utf-8")) if file is not None and there else {}
        )

    def of(self, rows: int, tool: str) -> list[Mesure]:
        """Those of a tool with so many rows, in order."""
        return [Mesure(*run) for run in self._runs.get(str(rows), {}).get(tool, [])]

    def add(self, rows: int, tool: str, run: Mesure) -> None:
        """One more."""
        held = self._runs.setdefault(str(rows), {}).setdefault(tool, [])
        held.append([run.temps, run.processeur, run.memoire])
        if self._file is not None:
            self._file.write_text(json.dumps(self._runs, indent=1), encoding="utf-8")


def comparer(
    tools: list[Outil], rows: int, runs: int, folder: Path, known: dict[str, float], kept: Garde
) -> dict[str, Mesure]:
    """All of them in turn on one file. `known`: seconds for a row, learnt from the size before."""
    source = folder / "inscriptions.csv"
    able = [tool for tool in tools if known.get(tool.nom, 0.0) * rows < LONGTEMPS]
    for run in range(runs):
        for tool in able:
            if len(kept.of(rows, tool.nom)) <= run:
                if not source.exists():
                    ecrire(source, rows)
                made = importer(tool, source, folder)
                kept.add(rows, tool.nom, made)
                print(f"{rows:>10} {tool.nom:16} {made}", file=sys.stderr, flush=True)
    medians = {tool.nom: mediane(kept.of(rows, tool.nom)[:runs]) for tool in able}
    # Of a short run the start is most; and what is compared, ours with bare DuckDB, is always run.
    if rows >= SUFFISANT:
        known.update({tool.nom: medians[tool.nom].temps / rows for tool in tools[2:] if tool in able})
    return medians


def tableau(
    rows: int, runs: int, tools: list[Outil], found: dict[str, Mesure], starts: dict[str, float]
) -> list[str]:
    """The lines of one size; `starts`: seconds that the Python of a tool takes to start and do nothing."""
    ours = found[tools[0].nom]
    lines = [
        f"### {entier(rows)} inscriptions, {f'médianes de {runs} tours' if runs > 1 else 'un tour'}",
        "",
        "| Outil | Temps | sans le départ de Python | Processeur | Mémoire | Notre temps, en fois le sien |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for tool in tools:
        if (m := found.get(tool.nom)) is None:
            lines.append(
                f"| {tool.nom} | plus de {decimal(LONGTEMPS / 60, 0)} min, d'après la taille d'avant | | | | |"
            )
            continue
        ratio = (
            ""
            if m is ours
            else f"{decimal(ours.temps / m.temps, 2)} (processeur {decimal(ours.processeur / m.processeur, 2)})"
        )
        lines.append(
            f"| {tool.nom} | {decimal(m.temps, 2)} s | {decimal(m.temps - starts[tool.nom], 2)} s "
            f"| {decimal(m.processeur, 2)} s | {decimal(m.memoire, 0)} Mo | {ratio} |"
        )
    return [*lines, ""]


def manques(rows: int, tools: list[Outil], found: dict[str, Mesure]) -> list[str]:
    """The goals that were missed, in words."""
    ours = found[tools[0].nom]
    missed = []
    if ours.memoire >= BUT_MEMOIRE:
        missed.append(f"{entier(rows)} : {decimal(ours.memoire, 0)} Mo de mémoire, but {entier(BUT_MEMOIRE)}")
    for name, most in BUTS.items() if rows == MILLION else ():
        if name in found and ours.temps > most * found[name].temps:
            missed.append(
                f"{entier(rows)} : {decimal(ours.temps / found[name].temps, 2)} fois {name}, but {decimal(most, 1)}"
            )
    return missed


def main() -> int:
    """Measure every size, write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lignes", type=int, nargs="*", default=list(LIGNES))
    parser.add_argument(
        "--rivaux", metavar="PYTHON", help="a Python with sqlite-utils, pandas and frictionless"
    )
    parser.add_argument("--tours", type=int, default=5, help="runs of each")
    parser.add_argument("--tours-longs", type=int, default=3, help=f"runs of each from {BEAUCOUP} rows on")
    parser.add_argument("--garder", type=Path, help="keep the runs in this file, and go on from those it has")
    given = parser.parse_args()
    tools = outils(given.rivaux or os.environ.get("TNE_BENCH_RIVAUX"))
    starts = {
        tool.nom: median(
            mesurer([tool.commande[0] if tool.commande else sys.executable, "-c", ""]).temps for _ in range(5)
        )
        for tool in tools
    }
    known: dict[str, float] = {}
    lines: list[str] = []
    missed: list[str] = []
    kept = Garde(given.garder)
    for rows in sorted(given.lignes):
        runs = given.tours_longs if rows >= BEAUCOUP else given.tours
        with tempfile.TemporaryDirectory() as folder:
            found = comparer(tools, rows, runs, Path(folder), known, kept)
        lines += tableau(rows, runs, tools, found, starts)
        missed += manques(rows, tools, found)
    absent = (
        "" if len(tools) > 2 else " Les autres outils n'étaient pas là : `--rivaux PYTHON` dit où ils sont."
    )
    head = [
        "Commande entière, d'un processus neuf à sa fin, base neuve, fichier déjà en cache, à tour de rôle, autant de fils "
        f"pour tous : `python -m bench.import_rivaux --rivaux PYTHON`.{absent}",
        "",
        "Buts à un million : au plus 4 fois DuckDB nu, au moins 5 fois plus vite que sqlite-utils ; moins de 1 Go de mémoire "
        "à toute taille. " + ("Manqué : " + " ; ".join(missed) + "." if missed else "Tous tenus."),
        "",
        *(f"- {tool.nom} : {tool.fait}" for tool in tools),
        "",
    ]
    print("\n".join([*head, *lines]))
    ecrire_section("import-rivaux", "Importer, à côté d'outils qui ne font que charger", [*head, *lines[:-1]])
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())

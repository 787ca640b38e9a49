"""docs/performance.md, one marked section per bench: each writes its own and leaves the others as they are."""

from __future__ import annotations

import os
import platform
import re
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

RAPPORT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
_TITRE = "# Performance\n"


Temps = tuple[float, float]
"""Seconds that passed, and of processor: those of a busy machine are longer, these are not."""


def now(pid: int | None = None) -> Temps:
    """The clock, and the processor time of this process or of another one (Linux)."""
    used = time.process_time() if pid is None else time.clock_gettime((~pid << 3) | 2)
    return time.perf_counter(), used


def between(before: Temps, after: Temps) -> Temps:
    """What passed."""
    return after[0] - before[0], after[1] - before[1]


def machine() -> str:
    """Processor, cores, system, Python, and how busy it is."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    model = next((line.split(":")[1].strip() for line in lines if "model name" in line), platform.processor())
    busy = f", charge {os.getloadavg()[0]:.1f}".replace(".", ",") if hasattr(os, "getloadavg") else ""
    return f"{model}, {os.cpu_count()} cœurs, {platform.system()}, Python {platform.python_version()}{busy}"


def ecrire_section(nom: str, titre: str, lignes: Sequence[str], rapport: Path = RAPPORT) -> None:
    """Write or replace the section `nom`, dated, with the machine it was measured on."""
    begin, end = f"<!-- {nom} -->", f"<!-- /{nom} -->"
    said = f"Mesuré le {date.today():%d/%m/%Y}. Machine : {machine()}."
    block = "\n".join([begin, f"## {titre}", "", *lignes, "", said, end])
    text = rapport.read_text(encoding="utf-8") if rapport.exists() else _TITRE
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    known = begin in text
    text = pattern.sub(lambda _: block, text) if known else f"{text.rstrip()}\n\n{block}\n"
    rapport.write_text(text, encoding="utf-8")

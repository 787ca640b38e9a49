"""What the environment decides: base, territory, memory, thresholds. Read at each call, so that tests can set it."""

from __future__ import annotations

import os
from pathlib import Path

from tne import territoire as territoires

ROOT = Path(__file__).resolve().parent.parent


def base_name() -> str:
    """The base: `TNE_BASE`, else `data/tne.duckdb` in the project."""
    return os.environ.get("TNE_BASE") or str(ROOT / "data" / "tne.duckdb")


def territoire() -> tuple[str, ...]:
    """The départements of the territory, on three characters: see `tne.territoire`, which knows its name and zone."""
    return territoires.en_cours().departements


def memory_limit() -> str:
    """The memory DuckDB may take: `TNE_MEMOIRE`, default 700 MB."""
    return os.environ.get("TNE_MEMOIRE", "700MB")


def seuil() -> int:
    """Under how many persons a count is masked for readers: `TNE_SEUIL`, default 5."""
    return int(os.environ.get("TNE_SEUIL", "5"))


def masques_minimum() -> int:
    """How many schools at least are masked together, as soon as one is: `TNE_MASQUES_MINIMUM`, default 3."""
    return int(os.environ.get("TNE_MASQUES_MINIMUM", "3"))
